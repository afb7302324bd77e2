import Formula
import Numerics

/// Comparisons at points that are known exactly: by fractions where everything is one, by 300 bits
/// where the sides differ, by their equality as formal expressions where they do not.
extension Evaluator {
  /// A goal at a point in closed form at which all conditions certainly hold; `nil` if they do
  /// not, or if that or the goal cannot be told.
  func exactOutcome(_ goal: Int, at point: [ClosedForm]) -> (PointOutcome, PairReading)? {
    guard meetsConditions(exactly: point) else { return nil }
    let (graph, outputs) = folded(sides, at: point)
    guard goals[goal].kind != .truth else {
      guard let truth = truth(of: outputs[2 * goal], in: graph) else { return nil }
      let sides = PairReading(left: .init(state: .defined), right: .init(state: .defined, value: 1))
      return (truth ? .holds : .fails, sides)
    }
    let pair = (outputs[2 * goal], outputs[2 * goal + 1])
    let reading = reading(of: pair, in: graph)
    let outcome = reading.outcome(of: goals[goal].kind, isWide: true)
    return outcome == .unresolved ? nil : (outcome, reading)
  }

  /// The same at a double, which is a fraction.
  func exactOutcome(_ goal: Int, _ point: [Double]) -> (PointOutcome, PairReading)? {
    Self.exact(point).flatMap { exactOutcome(goal, at: $0) }
  }

  /// The fractions that doubles are.
  static func exact(_ point: [Double]) -> [ClosedForm]? {
    let fractions = point.compactMap { Rational(exactly: $0) }
    return fractions.count == point.count ? fractions.map { .rational($0) } : nil
  }

  /// Whether a point lies in all domains and certainly meets all conditions, solved inputs
  /// included.
  func meetsConditions(exactly point: [ClosedForm]) -> Bool {
    guard isInside(point) else { return false }
    switch fractionalTruth(at: point) {
    case .yes: return true
    case .no, .undefined: return false
    case .unresolved: return meetsConditions(formally: point)
    }
  }

  /// Whether a point lies in all domains.
  func isInside(_ point: [ClosedForm]) -> Bool {
    zip(point, domains).allSatisfy { form, domain in
      form.rational.map { domain.contains($0) } ?? domain.contains(form.value)
    }
  }

  /// The conditions at a point, as formal expressions.
  func meetsConditions(formally point: [ClosedForm]) -> Bool {
    let (graph, outputs) = folded(conditions, at: point)
    for (place, output) in outputs.enumerated() {
      if place < conditionCount {
        if truth(of: output, in: graph) != true { return false }
      } else if reading(of: (output, output), in: graph).left.state != .defined {
        return false
      }
    }
    return true
  }

  /// The conditions at a point of fractions, as far as fractions tell.
  func fractionalTruth(at point: [ClosedForm]) -> TruthReading {
    let fractions = point.compactMap { $0.rational }
    // Arbitrary functions and spectra are not known exactly.
    guard fractions.count == point.count, conditions.operandLists.isEmpty else {
      return .unresolved
    }
    let kind = RationalArithmetic()
    let evaluation = conditions.evaluate(
      in: kind, inputs: fractions.map { .value($0) }, functions: NoFunctions())
    return truth(of: evaluation, at: 0, in: kind)
  }

  /// What 300 bits and formal equality say of two nodes without inputs.
  func reading(of pair: (Graph.Node, Graph.Node), in graph: Graph) -> PairReading {
    if let left = graph.rational(pair.0), let right = graph.rational(pair.1) {
      var reading = PairReading(
        left: .init(state: .defined, value: left.double),
        right: .init(state: .defined, value: right.double))
      reading.order = left == right ? 0 : left < right ? -1 : 1
      return reading
    }
    var reading = constantReading(Program(graph, computing: [pair.0, pair.1]))
    guard reading.areBothDefined, reading.order == nil, reading.gapToLargest <= -200 else {
      return reading
    }
    if pair.0 == pair.1 || areFormallyEqual(pair, in: graph) { reading.order = 0 }
    return reading
  }

  private func areFormallyEqual(_ pair: (Graph.Node, Graph.Node), in graph: Graph) -> Bool {
    let certifier = Certifier(
      graph: graph, domains: [], pairs: [Certifier.Sides(left: pair.0, right: pair.1)], key: key)
    if case .passed = certifier.run() { return true }
    return false
  }

  /// The value of a condition without inputs, if it can be told.
  ///
  /// What is undefined is not true.
  func truth(of node: Graph.Node, in graph: Graph) -> Bool? {
    switch graph[node] {
    case .truth(let value): return value
    case .not(let a):
      if let inner = truth(of: a, in: graph) { return isDefined(a, in: graph) ? !inner : false }
      return nil
    case .and(let a, let b):
      let (x, y) = (truth(of: a, in: graph), truth(of: b, in: graph))
      if x == false || y == false { return false }
      return x == true && y == true ? true : nil
    case .or(let a, let b):
      let (x, y) = (truth(of: a, in: graph), truth(of: b, in: graph))
      if x == true || y == true { return true }
      return x == false && y == false ? false : nil
    case .isLess(let a, let b): return order((a, b), in: graph) { $0 < 0 }
    case .isLessOrEqual(let a, let b): return order((a, b), in: graph) { $0 <= 0 }
    case .isEqual(let a, let b): return order((a, b), in: graph) { $0 == 0 }
    default: return nil
    }
  }

  private func isDefined(_ truth: Graph.Node, in graph: Graph) -> Bool {
    graph.operands(of: graph[truth]).allSatisfy {
      switch graph[$0] {
      case .not, .and, .or, .isLess, .isLessOrEqual, .isEqual, .truth: isDefined($0, in: graph)
      default: reading(of: ($0, $0), in: graph).left.state == .defined
      }
    }
  }

  private func order(
    _ pair: (Graph.Node, Graph.Node), in graph: Graph, _ holds: (Int) -> Bool
  ) -> Bool? {
    let reading = reading(of: pair, in: graph)
    if reading.left.state == .undefined || reading.right.state == .undefined { return false }
    return reading.order.map(holds)
  }
}
