import Formula

extension Problem {
  /// An equality for a value or a first derivative of an arbitrary function at one place: the
  /// function is replaced by itself plus a linear one.
  ///
  /// f̃(t) = f(t) − D tⱼ has f̃ⱼ(x) = fⱼ(x) − D, and is smooth, convex or strongly convex as f is,
  /// with the same constants.
  mutating func solveFunction() -> Bool {
    for (place, truth) in conditions.enumerated() {
      guard case .isEqual(let a, let b) = graph[truth] else { continue }
      for (side, other) in [(a, b), (b, a)] {
        guard case .arbitrary(let function, let orders, _) = graph[side],
          graph.orders[Int(orders)].reduce(0, +) <= 1, !uses(function, other)
        else { continue }
        let excess = graph.subtract(side, other)
        conditions.remove(at: place)
        shift(function, by: excess, along: graph.orders[Int(orders)].firstIndex(of: 1))
        return true
      }
    }
    return false
  }

  /// The applications of arbitrary functions, not of their derivatives, that goals depend on.
  func functionValues(under goals: [Goal]) -> [Graph.Node] {
    let isNeeded = graph.reachable(from: goals.flatMap { [$0.left, $0.right] })
    return isNeeded.indices.filter { place in
      guard isNeeded[place], case .arbitrary(_, let orders, _) = graph.operations[place] else {
        return false
      }
      return graph.orders[Int(orders)].allSatisfy { $0 == 0 }
    }.map { Graph.Node($0) }
  }

  private func uses(_ function: Int32, _ node: Graph.Node) -> Bool {
    let isNeeded = graph.reachable(from: [node])
    return graph.operations.indices.contains {
      if isNeeded[$0], case .arbitrary(function, _, _) = graph.operations[$0] {
        true
      } else {
        false
      }
    }
  }

  /// Replaces f(t) by f(t) − excess · tⱼ everywhere, or by f(t) − excess.
  private mutating func shift(_ function: Int32, by excess: Graph.Node, along axis: Int?) {
    let roots = kept + conditions + goals + expressions
    let isNeeded = graph.reachable(from: roots)
    var replacements: [Graph.Node: Graph.Node] = [:]
    for number in isNeeded.indices where isNeeded[number] {
      guard case .arbitrary(function, let orders, let list) = graph.operations[number] else {
        continue
      }
      let operands = graph.substitute(replacements, in: graph.operandLists[Int(list)])
      let value = graph.node(
        .arbitrary(function: function, orders: orders, arguments: graph.list(operands)))
      let counts = graph.orders[Int(orders)]
      switch (axis, counts.reduce(0, +)) {
      case (nil, 0): replacements[Graph.Node(number)] = graph.subtract(value, excess)
      case (let axis?, 0):
        replacements[Graph.Node(number)] = graph.subtract(
          value, graph.multiply(excess, operands[axis]))
      case (let axis?, 1) where counts[axis] == 1:
        replacements[Graph.Node(number)] = graph.subtract(value, excess)
      default: replacements[Graph.Node(number)] = value
      }
    }
    var changed = graph.substitute(replacements, in: roots)[...]
    kept = Array(changed.prefix(kept.count))
    changed = changed.dropFirst(kept.count)
    conditions = Array(changed.prefix(conditions.count))
    goals = Array(changed.dropFirst(conditions.count).prefix(goals.count))
    expressions = Array(changed.suffix(expressions.count))
  }
}
