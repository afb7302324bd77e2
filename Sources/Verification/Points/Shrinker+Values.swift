import Formula

/// What a reader needs to redo a refutation, and nothing else.
extension Shrinker {
  private static let functionValueLimit = 6

  /// The values that the failing side or a hypothesis reads, then those of arbitrary functions.
  func values(for goal: Goal, at point: [Double], _ context: CaseJudge) -> [Assignment] {
    judge.assignments(entries(read: goal), at: point) + functionValues(goal, at: point, context)
  }

  /// Entries that do not enter say nothing; what the hypotheses fix has no input of its own.
  private func entries(read goal: Goal) -> [CaseJudge.ShownEntry] {
    let problem = judge.problem
    let nodes = [goal.left, goal.right] + problem.conditions
    let used = nodes.reduce(into: Set<Int>()) { $0.formUnion(problem.inputs(of: $1)) }
    return prepared.shown.filter { entry in
      let inputs = problem.inputs(of: entry.node)
      return inputs.isEmpty || !inputs.isDisjoint(with: used)
    }
  }

  /// An arbitrary function has no formula; its values where the step reads them are what counts.
  private func functionValues(
    _ goal: Goal, at point: [Double], _ context: CaseJudge
  ) -> [Assignment] {
    let graph = judge.problem.graph
    let isNeeded = graph.reachable(from: [goal.left, goal.right])
    var result: [Assignment] = []
    for number in graph.operations.indices where isNeeded[number] {
      guard result.count < Self.functionValueLimit else { break }
      guard case .arbitrary(let function, let orders, let list) = graph.operations[number] else {
        continue
      }
      let drawn = context.lowered.functions[Int(function)]
      guard context.scope[drawn.symbol].family.isEmpty else { continue }
      let arguments = graph.operandLists[Int(list)].prefix(drawn.argumentCount)
      let program = Program(graph, computing: arguments + [Graph.Node(number)])
      let values = judge.evaluator.values(program, at: point)
      let places = values.dropLast().map { ShownNumber($0, digits: 4).text }
      let name = name(of: drawn, graph.orders[Int(orders)], in: context.scope)
      let found = Assignment(
        name + "(" + places.joined(separator: ", ") + ")", ShownNumber(values[places.count]))
      if !result.contains(where: { $0.name == found.name }) { result.append(found) }
    }
    return result
  }

  /// `f''` of one argument, `\partial_1 \partial_2 f` of several, `(f)_{2}` for an entry.
  private func name(
    of function: ArbitraryFunction, _ orders: [Int], in scope: Scope
  ) -> String {
    var whole = scope.name(of: function.symbol, member: [], entry: [])
    if case .function(let signature) = scope[function.symbol].kind,
      signature.result != .scalar
    {
      whole = "(" + whole + ")_{\(function.component + 1)}"
    }
    guard function.argumentCount > 1 else {
      return whole + String(repeating: "'", count: orders.first ?? 0)
    }
    var partials: [String] = []
    for (place, order) in orders.enumerated() {
      partials += [String](repeating: "\(place + 1)", count: order)
    }
    guard !partials.isEmpty else { return whole }
    return "\\partial_{" + partials.joined(separator: ",") + "} " + whole
  }
}
