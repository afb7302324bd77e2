import Formula
import SourceText

/// Means where parameters are 0 so that nothing random is left in them: E|xr| at x = 0.
extension SimulationJudge {
  private static let pairLimit = 4

  /// A strict claim that fails there, which no integral can tell from equality within its error.
  func refutedWithoutChance(at span: Span) -> StepResult? {
    guard goals.contains(where: { $0.isStrict }) else { return nil }
    for inputs in Self.choices(of: besideChance) {
      guard let (constant, goals) = withoutChance(inputs) else { continue }
      let result = constant.judge(goals, at: span)
      if result.verdict == .refuted { return result }
    }
    return nil
  }

  /// The inputs, random ones apart, that means use and that may be 0.
  private var besideChance: [Int] {
    let statistics = judge.lowered.statistics
    let problem = Problem(
      graph: judge.part.graph, domains: judge.part.domains, conditions: [], goals: [])
    return problem.inputs(ofAll: statistics.map { $0.operand })
      .subtracting(statistics.flatMap { $0.randomInputs }).sorted().filter {
        if case .statistic = problem.domains[$0] { return false }
        return problem.domains[$0].contains(0)
      }
  }

  /// One number alone, two of a few, all of them.
  private static func choices(of inputs: [Int]) -> [[Int]] {
    var result = inputs.map { [$0] }
    if inputs.count <= pairLimit {
      result += inputs.flatMap { first in inputs.filter { first < $0 }.map { [first, $0] } }
    }
    return inputs.count > 2 ? result + [inputs] : result
  }

  /// The claim with some inputs 0; `nil` if a mean still depends on chance.
  private func withoutChance(_ inputs: [Int]) -> (judge: CaseJudge, goals: [Goal])? {
    var part = judge.part
    let zero = part.graph.constant(0)
    let nodes = inputs.compactMap { part.inputNode($0) }
    guard nodes.count == inputs.count else { return nil }
    var values: [Graph.Node: Graph.Node] = [:]
    for node in nodes { values[node] = zero }
    for (number, statistic) in judge.lowered.statistics.enumerated() {
      let plain = part.graph.withoutTags([statistic.operand])
      let value = part.graph.substitute(values, in: plain)[0]
      let used = Problem(graph: part.graph, domains: part.domains, conditions: [], goals: [])
        .inputs(of: value)
      guard used.isDisjoint(with: statistic.randomInputs) else { return nil }
      guard let place = part.domains.firstIndex(of: .statistic(number)),
        let mean = part.inputNode(place)
      else { continue }
      values[mean] = value
    }
    let sides = part.graph.withoutTags(goals.flatMap { [$0.left, $0.right] })
    let changed = part.graph.substitute(values, in: sides)
    var compared = goals
    for place in goals.indices {
      (compared[place].left, compared[place].right) = (changed[2 * place], changed[2 * place + 1])
    }
    for node in nodes { part.conditions.append(part.graph.isEqual(node, zero)) }
    return (judge.with(part, .goals(compared)), compared)
  }
}
