import Formula
import Numerics

/// Arbitrary functions that a hypothesis makes even or odd: f(−x) = f(x) is said of all x.
extension Problem {
  /// f(−x) = ±f(x) + c.
  private struct Symmetry {
    var function: Int32
    var isEven: Bool
    var shift: Rational
  }

  /// Puts the even or odd part of a function in its place where a condition says that it is so.
  ///
  /// Every even function is the even part of one, and smooth, convex or Lipschitz as that is.
  mutating func symmetrise() {
    guard graph.operations.contains(where: { if case .arbitrary = $0 { true } else { false } })
    else { return }
    removeTagsFromConditions()
    conditions = conditions.flatMap { conjuncts(of: $0) }
    for (place, truth) in conditions.enumerated().reversed() {
      guard case .isEqual(let a, let b) = graph[truth], let symmetry = symmetry(a, b) else {
        continue
      }
      conditions.remove(at: place)
      replaceByPart(symmetry)
    }
  }

  private mutating func symmetry(_ a: Graph.Node, _ b: Graph.Node) -> Symmetry? {
    let difference = graph.subtract(a, b)
    var terms: [(sign: Int, node: Graph.Node)] = []
    collect(difference, 1, into: &terms)
    var values: [(sign: Int, function: Int32, arguments: [Graph.Node])] = []
    var constant = Rational.zero
    for (sign, node) in terms {
      if let value = graph.rational(node) {
        guard let sum = constant.adding(sign > 0 ? value : value.negated) else { return nil }
        constant = sum
      } else if case .arbitrary(let function, let orders, let list) = graph[node],
        graph.orders[Int(orders)].allSatisfy({ $0 == 0 })
      {
        values.append((sign, function, graph.operandLists[Int(list)]))
      } else {
        return nil
      }
    }
    guard values.count == 2, values[0].function == values[1].function,
      areOpposite(values[0].arguments, values[1].arguments)
    else { return nil }
    let isEven = values[0].sign != values[1].sign
    guard !isEven || constant.isZero else { return nil }
    let shift = values[0].sign > 0 ? constant.negated : constant
    return Symmetry(function: values[0].function, isEven: isEven, shift: shift)
  }

  private func collect(
    _ node: Graph.Node, _ sign: Int, into terms: inout [(sign: Int, node: Graph.Node)]
  ) {
    guard terms.count < 4 else { return }
    switch graph[node] {
    case .add(let a, let b):
      collect(a, sign, into: &terms)
      collect(b, sign, into: &terms)
    case .subtract(let a, let b):
      collect(a, sign, into: &terms)
      collect(b, -sign, into: &terms)
    case .negate(let a): collect(a, -sign, into: &terms)
    case .multiply(let a, let b):
      if graph.rational(a) == Rational(-1) {
        collect(b, -sign, into: &terms)
      } else if graph.rational(b) == Rational(-1) {
        collect(a, -sign, into: &terms)
      } else {
        terms.append((sign, node))
      }
    default: if !graph.isZero(node) { terms.append((sign, node)) }
    }
  }

  /// Whether arguments are each other's opposites, and vary.
  private mutating func areOpposite(_ a: [Graph.Node], _ b: [Graph.Node]) -> Bool {
    guard a.count == b.count, !inputs(ofAll: a).isEmpty else { return false }
    return zip(a, b).allSatisfy { graph.negate($0) == $1 || graph.negate($1) == $0 }
  }

  /// f(t) becomes (f(t) ± f(−t) + c) / 2, its derivatives accordingly.
  private mutating func replaceByPart(_ symmetry: Symmetry) {
    let isNeeded = graph.reachable(from: roots)
    let half = graph.constant(1, over: 2)
    var replacements: [Graph.Node: Graph.Node] = [:]
    for number in isNeeded.indices where isNeeded[number] {
      guard case .arbitrary(symmetry.function, let orders, let list) = graph.operations[number]
      else { continue }
      let operands = graph.substitute(replacements, in: graph.operandLists[Int(list)])
      let opposite = operands.map { graph.negate($0) }
      let value = graph.node(
        .arbitrary(
          function: symmetry.function, orders: orders, arguments: graph.list(operands)))
      let mirrored = graph.node(
        .arbitrary(
          function: symmetry.function, orders: orders, arguments: graph.list(opposite)))
      let degree = graph.orders[Int(orders)].reduce(0, +)
      let isSum = symmetry.isEven == (degree % 2 == 0)
      var part = isSum ? graph.add(value, mirrored) : graph.subtract(value, mirrored)
      if degree == 0 { part = graph.add(part, graph.constant(symmetry.shift)) }
      replacements[Graph.Node(number)] = graph.multiply(half, part)
    }
    substitute(replacements)
  }
}
