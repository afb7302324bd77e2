import Formula
import Numerics

/// Claims about what tends to 0 where the other symbols stand at a jump or a kink: |x + h| at x = 0.
extension CaseJudge {
  private static let turningLimit = 6

  /// The case with a difference that decides a branch set to 0, and some nodes as they are then; one
  /// for each such difference that can be solved for a symbol.
  ///
  /// - Parameters:
  ///   - small: the inputs that tend to 0.
  ///   - kind: what is compared; but for equality, bases of even powers and of roots count as well,
  ///     and what is divided by.
  func turnings(
    of nodes: [Graph.Node], small: [Int], as kind: Goal.Kind = .equal
  ) -> [(judge: CaseJudge, nodes: [Graph.Node])] {
    var graph = part.graph
    let zero = graph.constant(0)
    let nodes = graph.withoutTags(nodes)
    let goals = nodes.map { Goal(kind: kind, left: $0, right: $0, assertion: 0, entry: 0) }
    let found = Evaluator.differences(
      in: &graph, under: goals, and: [], withSingularities: kind != .equal)
    var atZero: [Graph.Node: Graph.Node] = [:]
    for input in small {
      if let node = part.inputNode(input) { atZero[node] = zero }
    }
    var result: [(judge: CaseJudge, nodes: [Graph.Node])] = []
    var seen: Set<Graph.Node> = []
    for turn in found.turns where result.count < Self.turningLimit {
      let difference = graph.substitute(atZero, in: [found.nodes[turn]])[0]
      guard graph.rational(difference) == nil, seen.insert(difference).inserted else { continue }
      var problem = Problem(graph: graph, domains: part.domains, conditions: [], goals: nodes)
      problem.invertsAngles = true
      problem.tie(difference)
      problem.conditions = [problem.graph.isEqual(difference, zero)]
      problem.solveConditions()
      problem.removeTags()
      guard !problem.solved.isEmpty, !problem.hasEquations else { continue }
      var changed = part
      changed.graph = problem.graph
      changed.domains = problem.domains
      changed.conditions += problem.conditions
      for (input, value) in zip(problem.solved, problem.expressions) {
        guard let node = problem.inputNode(input) else { continue }
        changed.conditions.append(changed.graph.isEqual(node, value))
      }
      result.append((with(changed, part.content), problem.goals))
    }
    return result
  }
}
