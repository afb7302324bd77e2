import Formula
import Numerics

extension Problem {
  /// An equality or a bound for a value or a first derivative of an arbitrary function at one place:
  /// the function is replaced by itself plus a linear one.
  ///
  /// f̃(t) = f(t) − D (tⱼ − xⱼ) has f̃ⱼ(x) = fⱼ(x) − D and the same value at x, and is smooth, convex
  /// or strongly convex as f is, with the same constants.
  mutating func solveFunction() -> Bool {
    for (place, truth) in conditions.enumerated() {
      guard let (a, b, slack) = sides(of: truth) else { continue }
      for (side, other, sign) in [(a, b, -1), (b, a, 1)] {
        guard case .arbitrary(let function, let orders, let list) = graph[side],
          graph.orders[Int(orders)].reduce(0, +) <= 1
        else { continue }
        let axis = graph.orders[Int(orders)].firstIndex(of: 1)
        let point = graph.operandLists[Int(list)]
        // Of f(f(x)) the place itself would move with the function.
        guard !point.contains(where: { uses(function, $0, besidesValueAt: nil) }),
          !uses(function, other, besidesValueAt: axis == nil ? nil : point)
        else { continue }
        var aim = other
        if let slack {
          let room = newInput(.interval(slack, nil), touches: slack.isIncluded)
          aim = sign < 0 ? graph.subtract(other, room) : graph.add(other, room)
        }
        let excess = graph.subtract(side, aim)
        conditions.remove(at: place)
        shift(function, by: excess, along: axis, from: point)
        return true
      }
    }
    return false
  }

  /// a = b, or a ≤ b with the domain of what b exceeds a by.
  private func sides(of truth: Graph.Node) -> (Graph.Node, Graph.Node, InputDomain.End?)? {
    switch graph[truth] {
    case .isEqual(let a, let b): return (a, b, nil)
    case .isLessOrEqual(let a, let b): return (a, b, InputDomain.End(.zero, isIncluded: true))
    case .isLess(let a, let b): return (a, b, InputDomain.End(.zero, isIncluded: false))
    case .not(let inner):
      switch graph[inner] {
      case .isLess(let a, let b): return (b, a, InputDomain.End(.zero, isIncluded: true))
      case .isLessOrEqual(let a, let b): return (b, a, InputDomain.End(.zero, isIncluded: false))
      default: return nil
      }
    default: return nil
    }
  }

  /// The applications of arbitrary functions, not of their derivatives, that goals depend on.
  func functionValues(under goals: [Goal]) -> [Graph.Node] {
    let isNeeded = graph.reachable(from: goals.sides)
    return isNeeded.indices.filter { place in
      guard isNeeded[place], case .arbitrary(_, let orders, _) = graph.operations[place] else {
        return false
      }
      return graph.orders[Int(orders)].allSatisfy { $0 == 0 }
    }.map { Graph.Node($0) }
  }

  /// Whether a node depends on a function, but for its value at one place.
  private func uses(
    _ function: Int32, _ node: Graph.Node, besidesValueAt point: [Graph.Node]?
  ) -> Bool {
    let isNeeded = graph.reachable(from: [node])
    return graph.operations.indices.contains {
      guard isNeeded[$0], case .arbitrary(function, let orders, let list) = graph.operations[$0]
      else { return false }
      let isValue = graph.orders[Int(orders)].allSatisfy { $0 == 0 }
      return !isValue || graph.operandLists[Int(list)] != point
    }
  }

  /// Replaces f(t) by f(t) − excess · (tⱼ − xⱼ) everywhere, or by f(t) − excess.
  private mutating func shift(
    _ function: Int32, by excess: Graph.Node, along axis: Int?, from point: [Graph.Node]
  ) {
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
        let distance = graph.subtract(operands[axis], point[axis])
        replacements[Graph.Node(number)] = graph.subtract(
          value, graph.multiply(excess, distance))
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
