import Formula

/// What a reader needs to redo a refutation, and nothing else.
extension Shrinker {
  /// The values that the failing side or a hypothesis reads, then those of arbitrary functions.
  func values(for goal: Goal, at point: [Double], in context: CaseJudge) -> [Assignment] {
    judge.assignments(entries(read: goal), at: point, in: context)
      + functionValues(at: point, in: context)
  }

  /// Entries that do not enter say nothing; what the hypotheses fix has no input of its own.
  private func entries(read goal: Goal) -> [CaseJudge.ShownEntry] {
    let problem = judge.problem
    let nodes = [goal.left, goal.right] + problem.conditions + problem.expressions
    let used = nodes.reduce(into: Set<Int>()) { $0.formUnion(problem.inputs(of: $1)) }
    return prepared.shown.filter { entry in
      let inputs = problem.inputs(of: entry.node)
      return inputs.isEmpty || !inputs.isDisjoint(with: used)
    }.filter { !isUnderMean($0, used) }
  }

  /// Whether an entry belongs to a random symbol of which only means are compared: it has no value.
  private func isUnderMean(_ entry: CaseJudge.ShownEntry, _ used: Set<Int>) -> Bool {
    let problem = judge.problem
    return problem.inputs(of: entry.node).contains { input in
      switch problem.domains[input] {
      case .standardNormal, .standardUniform, .standardized: !used.contains(input)
      default: false
      }
    }
  }

  /// An arbitrary function has no formula; its values where the step reads them are what counts.
  private func functionValues(at point: [Double], in context: CaseJudge) -> [Assignment] {
    var result: [Assignment] = []
    for (place, entry) in prepared.shown.enumerated() {
      guard case .call(let count) = entry.role else { continue }
      let arguments = prepared.shown.dropFirst(place + 1).prefix(count)
      let program = Program(
        judge.problem.graph, computing: arguments.map { $0.node } + [entry.node])
      let values = judge.evaluator.values(program, at: point)
      for (argument, value) in zip(arguments, values) {
        guard case .entry = argument.name else { continue }
        note(Assignment(context.name(of: argument), ShownNumber(value, digits: 4)), in: &result)
      }
      let places = values.dropLast().map { ShownNumber($0, digits: 4).text }
      let found = Assignment(
        context.name(of: entry) + "(" + places.joined(separator: ", ") + ")",
        ShownNumber(withoutRounding(values[count])))
      note(found, in: &result)
    }
    return result
  }

  private func note(_ value: Assignment, in all: inout [Assignment]) {
    if !all.contains(where: { $0.name == value.name }) { all.append(value) }
  }

  /// What a hypothesis has set to 0 is 0.
  private func withoutRounding(_ value: Double) -> Double { abs(value) < 1e-13 ? 0 : value }
}
