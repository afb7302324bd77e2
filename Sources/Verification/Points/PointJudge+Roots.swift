import Formula
import Numerics

/// Equations in one number that remain among the conditions, `x^3 = 5x`: drawn points meet only the
/// roots that are fractions.
extension PointJudge {
  private static let gridSteps = 1000
  private static let rootLimit = 6
  private static let bisections = 60

  /// Compares the goals at the roots that no point has met yet and that have a short description.
  ///
  /// - Returns: whether roots remain at which nothing was compared.
  func leavesRoots(_ findings: inout Findings) -> Bool {
    let conditions = problem.conditions.flatMap { problem.conjuncts(of: $0) }
    let base = findings.met.first ?? problem.domains.map { $0.contains(0) ? 0 : 1 }
    for truth in conditions {
      guard case .isEqual(let a, let b) = problem.graph[truth],
        let input = problem.inputs(of: truth).first, problem.inputs(of: truth).count == 1,
        case .interval = problem.domains[input], !callsFunction(truth)
      else { continue }
      let roots = roots(of: (a, b), in: input, base)
      for root in roots.prefix(Self.rootLimit) {
        let isMet = findings.met.contains { abs($0[input] - root) <= 1e-6 * max(1, abs(root)) }
        if isMet || !problem.domains[input].contains(root) { continue }
        var point = base
        point[input] = root
        if conditions.contains(where: { excludes($0, point) }) { continue }
        if !compares(at: root, input, base, &findings) { return true }
        if !findings.isOpen { return false }
        findings.isExhaustive =
          roots.count <= Self.rootLimit
          && problem.inputs(ofAll: goals.sides + conditions) == [input]
      }
    }
    return false
  }

  /// Whether equations between values of declared functions were met at one place only, `f(x) = f(2x)`
  /// at 0: of others that says nothing.
  func standsStill(_ points: PointList) -> Bool {
    let open = problem.conditions.flatMap { problem.conjuncts(of: $0) }.filter { truth in
      guard case .isEqual = problem.graph[truth] else { return false }
      return callsFunction(truth)
    }
    let bound = problem.inputs(ofAll: open).filter { problem.isContinuous($0) }
    guard let first = points.first, !bound.isEmpty else { return false }
    return points.allSatisfy { point in bound.allSatisfy { point[$0] == first[$0] } }
  }

  private func callsFunction(_ node: Graph.Node) -> Bool {
    let isNeeded = problem.graph.reachable(from: [node])
    return isNeeded.indices.contains { place in
      guard isNeeded[place], case .arbitrary = problem.graph.operations[place] else { return false }
      return true
    }
  }

  /// The zeros of the difference of two nodes, those next to 0 first.
  private func roots(
    of sides: (Graph.Node, Graph.Node), in input: Int, _ base: [Double]
  ) -> [Double] {
    var graph = problem.graph
    let program = Program(graph, computing: [graph.subtract(sides.0, sides.1)])
    func point(_ value: Double) -> [Double] {
      var point = base
      point[input] = value
      return point
    }
    // From 10⁻³ to 10⁶ on both sides, closer to 0 the denser; none of them is a simple number.
    let grid = (-Self.gridSteps..<Self.gridSteps).map { step -> Double in
      let place = (Double(step) + 0.4377) * 0.0214
      return (Elementary.exp(place) - Elementary.exp(-place)) / 2000
    }
    let values = evaluator.values(program, atAll: grid.map { point($0) })
    func value(_ input: Double) -> Double { evaluator.values(program, at: point(input))[0] }
    var found: [Double] = []
    for place in grid.indices.dropLast() {
      let size = max(abs(values[place]), abs(values[place + 1]))
      if values[place] * values[place + 1] < 0 {
        let root = crossing(between: grid[place], and: grid[place + 1], value)
        // At a pole or a jump nothing is 0.
        if abs(value(root)) <= 1e-6 * size { found.append(root) }
      } else if place > 0, values[place - 1] * values[place + 1] > 0,
        abs(values[place]) <= abs(values[place - 1]), abs(values[place]) <= abs(values[place + 1])
      {
        let root = lowest(between: grid[place - 1], and: grid[place + 1]) { abs(value($0)) }
        if abs(value(root)) <= 1e-13 * size { found.append(root) }
      }
    }
    return found.sorted { abs($0) < abs($1) }
  }

  private func crossing(
    between low: Double, and high: Double, _ value: (Double) -> Double
  ) -> Double {
    var (low, high) = (low, high)
    let isNegative = value(low) < 0
    for _ in 0..<Self.bisections {
      let middle = (low + high) / 2
      if (value(middle) < 0) == isNegative { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// By golden section.
  private func lowest(
    between low: Double, and high: Double, _ value: (Double) -> Double
  ) -> Double {
    var (low, high) = (low, high)
    let part = 0.618_033_988_749_895
    for _ in 0..<Self.bisections {
      let (left, right) = (high - part * (high - low), low + part * (high - low))
      if value(left) < value(right) { high = right } else { low = left }
    }
    return (low + high) / 2
  }

  /// Whether some description of a root meets all conditions, and the goals are known there.
  private func compares(
    at root: Double, _ input: Int, _ base: [Double], _ findings: inout Findings
  ) -> Bool {
    guard let others = Evaluator.exact(base) else { return false }
    for form in ClosedForm.near(root) {
      var point = others
      point[input] = form
      let outcomes = goals.indices.map { evaluator.exactOutcome($0, at: point) }
      guard outcomes.allSatisfy({ $0 != nil }) else { continue }
      for (goal, found) in outcomes.enumerated() {
        guard let (outcome, reading) = found, outcome == .fails else { continue }
        findings.failure = Failure(
          goal: goal, point: point.map { $0.value }, reading: reading, forms: point)
        return true
      }
      for goal in goals.indices { findings.counted[goal] += 1 }
      findings.accepted += 1
      return true
    }
    return false
  }

  /// Whether a bound or ≠ plainly does not hold at a point.
  private func excludes(_ truth: Graph.Node, _ point: [Double]) -> Bool {
    func gap(_ a: Graph.Node, _ b: Graph.Node) -> Double {
      let values = evaluator.values(Program(problem.graph, computing: [a, b]), at: point)
      return (values[0] - values[1]) / max(1, abs(values[0]))
    }
    switch problem.graph[truth] {
    case .isLess(let a, let b): return gap(a, b) > -1e-9
    case .isLessOrEqual(let a, let b): return gap(a, b) > 1e-9
    case .not(let inner):
      if case .isEqual(let a, let b) = problem.graph[inner] { return abs(gap(a, b)) < 1e-9 }
      return false
    default: return false
    }
  }
}
