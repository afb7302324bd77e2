import Formula
import Numerics
import SourceText

/// Where the scale of O(…) is smaller than elsewhere: O(xᵀd) for a direction across x, O(aη) at a = 0.
extension OrderJudge {
  /// What is claimed beside points where the leading coefficient of the scale is not 0.
  ///
  /// Where it is 0 the scale is of a higher order, and one more coefficient of the difference has to
  /// vanish. All directions of a small vector are meant together: rays do not decide what holds next
  /// to one in which the scale, or a denominator, vanishes.
  ///
  /// - Parameters:
  ///   - beyond: the coefficients of each entry that may be there elsewhere, but not where the
  ///     scale is of a higher order.
  ///   - bottoms: the leading coefficients of denominators that vanish at 0.
  func judgeBesideScale(
    _ scale: Graph.Node, _ beyond: [Graph.Node], _ bottoms: [Graph.Node], _ order: Int,
    _ part: Case, _ input: Int, at span: Span
  ) -> StepResult? {
    var part = part
    let directions = directions(of: input).compactMap { part.inputNode($0) }
    let zero = part.graph.constant(0)
    if !directions.isEmpty {
      part.conditions.append(
        part.graph.any(directions.map { part.graph.not(part.graph.isEqual($0, zero)) }))
    }
    let doesVanish = vanishes(scale, part, at: span)
    // What an arbitrary function is at one place is known best from a condition.
    if doesVanish || !part.graph.applications(under: [scale]).isEmpty {
      var there = part
      there.conditions.append(there.graph.isEqual(scale, zero))
      let goals = beyond.enumerated().map {
        Goal(kind: .equal, left: $1, right: zero, assertion: 0, entry: $0)
      }
      let found = judge.with(there, .goals(goals)).judge(goals, at: span)
      if found.verdict == .refuted {
        return withoutSmall(found, input, order: order)
      }
    }
    let open = (doesVanish ? [scale] : []) + bottoms
    guard !directions.isEmpty, !open.isEmpty,
      let (held, nodes) = holding(open, part, besides: directions)
    else { return nil }
    let isOpen = nodes.contains { vanishes($0, held, at: span) }
    return isOpen ? undecided(Wording.openDirections, span) : nil
  }

  /// Nodes with all inputs but some at one place where the hypotheses hold, and none of them is 0.
  private func holding(
    _ nodes: [Graph.Node], _ part: Case, besides free: [Graph.Node]
  ) -> (part: Case, nodes: [Graph.Node])? {
    let problem = Problem(
      graph: part.graph, domains: part.domains, conditions: part.conditions, goals: [])
    let evaluator = Evaluator(
      problem, [], functions: judge.lowered.functions, key: judge.settings.seed)
    let sampler = PointSampler(domains: part.domains, touching: [], key: judge.settings.seed)
    let program = Program(part.graph, computing: nodes)
    let places = (1..<Self.trials).map { sampler.point($0) }
    let place = places.first { place in
      evaluator.meetsConditions(place)
        && evaluator.values(program, at: place).allSatisfy { abs($0) > 1e-9 }
    }
    guard let place else { return nil }
    var held = part
    var values: [Graph.Node: Graph.Node] = [:]
    for (input, value) in place.enumerated() {
      guard let node = part.inputNode(input), !free.contains(node),
        let number = Rational(exactly: value)
      else { continue }
      values[node] = held.graph.constant(number)
    }
    let changed = held.graph.substitute(values, in: nodes + part.conditions)
    held.conditions = Array(changed[nodes.count...])
    return (held, Array(changed[..<nodes.count]))
  }

  private static let trials = 32

  /// The entries of the vector whose length tends to 0.
  private func directions(of input: Int) -> [Int] {
    let inputs = judge.lowered.inputs
    guard inputs.indices.contains(input) else { return [] }
    return inputs.indices.filter {
      $0 != input && inputs[$0].symbol == inputs[input].symbol
        && inputs[$0].member == inputs[input].member
    }
  }

  /// Whether a coefficient is 0 somewhere.
  private func vanishes(_ node: Graph.Node, _ part: Case, at span: Span) -> Bool {
    guard part.graph.dependsOnInputs([node]) else { return false }
    var part = part
    let zero = part.graph.constant(0)
    let goal = Goal(kind: .notEqual, left: node, right: zero, assertion: 0, entry: 0)
    return judge.with(part, .goals([goal])).judge([goal], at: span).verdict == .refuted
  }
}
