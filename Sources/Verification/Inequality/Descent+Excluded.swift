import Formula
import Numerics

extension Descent {
  private static let powers = 1...4

  /// Whether equality would contradict a condition exactly.
  ///
  /// Both differences are powers of the same quantity but for a factor, as those of `\det(A)^2 > 0`
  /// and `\det A \ne 0` are. What conditions were divided by is not 0 either: det A if x det A = 1.
  func isExcludedExactly(_ goal: Int) -> Bool {
    var graph = judge.problem.graph
    let own = graph.subtract(judge.goals[goal].right, judge.goals[goal].left)
    let conditions = judge.problem.conditions.flatMap { judge.problem.conjuncts(of: $0) }
    let nonzero = conditions.compactMap { graph.nonzeroDifference($0) } + judge.problem.divisors
    for other in nonzero {
      for power in Self.powers {
        if isMultiple(graph.power(own, Int32(power)), of: other, &graph) { return true }
        if power > 1, isMultiple(own, of: graph.power(other, Int32(power)), &graph) { return true }
      }
    }
    return false
  }

  /// Whether a = k b for a fraction k, as formal expressions.
  private func isMultiple(_ a: Graph.Node, of b: Graph.Node, _ graph: inout Graph) -> Bool {
    let problem = judge.problem
    guard problem.inputs(of: a, in: graph) == problem.inputs(of: b, in: graph) else { return false }
    let point = problem.domains.indices.map { input in
      [Double(input % 5 + 2), 0.5, 1].first { problem.domains[input].contains($0) } ?? 0
    }
    let program = Program(graph, computing: [a, b])
    guard let values = judge.evaluator.exactValues(program, at: point), let x = values[0],
      let y = values[1], let factor = x.divided(by: y), !factor.isZero
    else { return false }
    let multiple = graph.multiply(graph.constant(factor), b)
    let certifier = Certifier(
      graph: graph, domains: problem.domains,
      pairs: [Certifier.Sides(left: a, right: multiple)], key: judge.key)
    if case .passed = certifier.run() { return true }
    return false
  }
}

extension Graph {
  /// What a condition says is not 0.
  fileprivate mutating func nonzeroDifference(_ truth: Node) -> Node? {
    switch self[truth] {
    case .isLess(let a, let b): return subtract(b, a)
    case .not(let inner):
      switch self[inner] {
      case .isEqual(let a, let b), .isLessOrEqual(let a, let b): return subtract(a, b)
      default: return nil
      }
    default: return nil
    }
  }

  /// Whether b − a is positive wherever the sides are defined, once what both have for a summand
  /// is left out: 1/x < 1 + 1/x; the same by t − ⌊t⌋ < 1.
  mutating func isSurelyLess(_ a: Node, _ b: Node) -> Bool {
    var rest = summands(of: b, apartFrom: a)
    var hasFloor = false
    while let (floor, whole, step) = floorStep(rest.nodes) {
      // m⌊t/m⌋ − t > −m
      let left = rest.nodes.indices.filter { $0 != floor && $0 != whole }
      rest.nodes = left.map { rest.nodes[$0] } + [(step, false)]
      hasFloor = true
    }
    guard rest.hasCancelled || hasFloor else { return false }
    let difference = sum(rest.nodes.map { $0.isAdded ? $0.node : negate($0.node) })
    return hasFloor ? isNonnegative(difference) : isPositive(difference)
  }

  /// The places of m⌊t/m⌋ and of −t among summands, and m.
  private mutating func floorStep(
    _ summands: [(node: Node, isAdded: Bool)]
  ) -> (floor: Int, whole: Int, step: Node)? {
    for (place, summand) in summands.enumerated() where summand.isAdded {
      let found: (step: Node, operand: Node)?
      switch self[summand.node] {
      case .floor(let t): found = (constant(1), t)
      case .multiply(let x, let y):
        found = multiple(x, ofFloor: y) ?? multiple(y, ofFloor: x)
      default: found = nil
      }
      guard let found,
        let other = summands.firstIndex(where: { $0.node == found.operand && !$0.isAdded })
      else { continue }
      return (place, other, found.step)
    }
    return nil
  }

  /// m and t of m⌊t/m⌋ for a positive m.
  private func multiple(_ m: Node, ofFloor other: Node) -> (step: Node, operand: Node)? {
    guard isPositive(m), case .floor(let quotient) = self[other],
      case .divide(let t, m) = self[quotient]
    else { return nil }
    return (m, t)
  }

  /// The summands of a − b without those that cancel.
  func summands(of a: Node, apartFrom b: Node) -> (
    nodes: [(node: Node, isAdded: Bool)], hasCancelled: Bool
  ) {
    var all: [(node: Node, isAdded: Bool)] = []
    collectSummands(of: a, true, &all)
    collectSummands(of: b, false, &all)
    var rest: [(node: Node, isAdded: Bool)] = []
    for summand in all {
      if let place = rest.firstIndex(where: {
        $0.node == summand.node && $0.isAdded != summand.isAdded
      }) {
        rest.remove(at: place)
      } else {
        rest.append(summand)
      }
    }
    return (rest, rest.count < all.count)
  }

  private static let summandLimit = 64

  private func collectSummands(
    of node: Node, _ isAdded: Bool, _ found: inout [(node: Node, isAdded: Bool)]
  ) {
    guard found.count < Self.summandLimit else {
      found.append((node, isAdded))
      return
    }
    switch self[node] {
    case .add(let a, let b):
      collectSummands(of: a, isAdded, &found)
      collectSummands(of: b, isAdded, &found)
    case .subtract(let a, let b):
      collectSummands(of: a, isAdded, &found)
      collectSummands(of: b, !isAdded, &found)
    case .negate(let a): collectSummands(of: a, !isAdded, &found)
    default: found.append((node, isAdded))
    }
  }
}
