import Formula
import Numerics

/// Derivatives at t = 0, as nodes.
struct TaylorSeries {
  var graph: Graph
  let variable: Graph.Node
  private let isZero: (Graph.Node, Graph) -> Bool
  private var rewritten: [Graph.Node: Graph.Node?] = [:]

  private static let highest = 12

  init(
    graph: Graph, variable: Graph.Node, isZero: @escaping (Graph.Node, Graph) -> Bool
  ) {
    self.graph = graph
    self.variable = variable
    self.isZero = isZero
  }

  /// The power of t that a node behaves like, negative for a pole, with a positive multiple of its
  /// coefficient.
  mutating func leading(_ node: Graph.Node) -> (order: Int, value: Graph.Node)? {
    guard let quotient = fraction(of: node), let top = first(quotient.top),
      let bottom = first(quotient.bottom)
    else { return nil }
    return (top.order - bottom.order, graph.divide(top.value, bottom.value))
  }

  /// The first derivative at 0 that does not vanish, with its order; `nil` if one has no value.
  private mutating func first(_ node: Graph.Node) -> (order: Int, value: Graph.Node)? {
    guard dependsOnVariable(node) else { return isZero(node, graph) ? nil : (0, node) }
    var current = node
    for order in 0...Self.highest {
      guard let value = atZero(current) else { return nil }
      if !isZero(value, graph) { return hasValue(value) ? (order, value) : nil }
      guard let next = derivative(of: current) else { return nil }
      current = next
    }
    return nil
  }

  private mutating func atZero(_ node: Graph.Node) -> Graph.Node? {
    let zero = graph.constant(0)
    return graph.substitute([variable: zero], in: [node]).first
  }

  private mutating func derivative(of node: Graph.Node) -> Graph.Node? {
    guard graph.count <= 100_000 else { return nil }
    return try? graph.gradient(of: node, with: [variable]).first
  }

  private mutating func hasValue(_ node: Graph.Node) -> Bool {
    isZero(graph.multiply(graph.constant(0), node), graph)
  }

  /// The same values for small t > 0 by operations that are analytic at 0; `nil` if none are known.
  mutating func regular(_ node: Graph.Node) -> Graph.Node? {
    guard dependsOnVariable(node) else { return node }
    if let known = rewritten[node] { return known }
    let result = rewrite(node)
    rewritten[node] = .some(result)
    return result
  }

  private mutating func rewrite(_ node: Graph.Node) -> Graph.Node? {
    switch graph[node] {
    case .input: return node
    case .tag(_, let a): return regular(a)
    case .add(let a, let b): return both(a, b) { $0.add($1, $2) }
    case .subtract(let a, let b): return both(a, b) { $0.subtract($1, $2) }
    case .multiply(let a, let b): return both(a, b) { $0.multiply($1, $2) }
    case .divide(let a, let b): return both(a, b) { $0.divide($1, $2) }
    case .negate(let a):
      guard let x = regular(a) else { return nil }
      return graph.negate(x)
    case .power(let a, let exponent):
      guard let x = regular(a) else { return nil }
      return graph.power(x, exponent)
    case .function(.sqrt, let a):
      return Rational(1, over: 2).flatMap { root(of: a, $0) }
    case .rationalPower(let a, let exponent): return root(of: a, exponent)
    case .realPower(let a, let exponent):
      guard let x = regular(a), leading(x)?.order == 0, let y = regular(exponent),
        isDefinedAtZero(y)
      else { return nil }
      return graph.realPower(x, y)
    case .function(.log, let a):
      guard let x = regular(a), leading(x)?.order == 0 else { return nil }
      return graph.function(.log, x)
    case .function(let function, let a):
      // Elsewhere all of them are analytic, but for the ends of arcsin and arccos.
      guard function != .arcsin, function != .arccos, let x = regular(a), isDefinedAtZero(x) else {
        return nil
      }
      return graph.function(function, x)
    case .absolute(let a):
      guard let x = regular(a), let first = leading(x) else { return nil }
      return graph.multiply(graph.sign(first.value), x)
    case .sign(let a):
      guard let x = regular(a), let first = leading(x) else { return nil }
      return graph.sign(first.value)
    case .minimum(let a, let b): return extreme(a, b, isMinimum: true)
    case .maximum(let a, let b): return extreme(a, b, isMinimum: false)
    case .arbitrary(let function, let orders, let list):
      var arguments: [Graph.Node] = []
      for argument in graph.operandLists[Int(list)] {
        guard let x = regular(argument), isDefinedAtZero(x) else { return nil }
        arguments.append(x)
      }
      let number = graph.list(arguments)
      return graph.node(.arbitrary(function: function, orders: orders, arguments: number))
    default: return nil
    }
  }

  private mutating func isDefinedAtZero(_ node: Graph.Node) -> Bool {
    guard let value = derivatives(of: node, upTo: 0)?.first else { return false }
    return hasValue(value)
  }

  private mutating func both(
    _ a: Graph.Node, _ b: Graph.Node,
    _ combine: (inout Graph, Graph.Node, Graph.Node) -> Graph.Node
  ) -> Graph.Node? {
    guard let x = regular(a), let y = regular(b) else { return nil }
    return combine(&graph, x, y)
  }

  private mutating func extreme(
    _ a: Graph.Node, _ b: Graph.Node, isMinimum: Bool
  ) -> Graph.Node? {
    guard let x = regular(a), let y = regular(b) else { return nil }
    let difference = graph.subtract(x, y)
    guard let first = leading(difference) else { return nil }
    let isBelow = graph.isLess(first.value, graph.constant(0))
    return isMinimum ? graph.select(isBelow, x, y) : graph.select(isBelow, y, x)
  }

  /// a^r with a = t^v · (c + …): t^(vr) (c + …)^r, where vr is whole.
  private mutating func root(of a: Graph.Node, _ exponent: Rational) -> Graph.Node? {
    guard let x = regular(a), let first = leading(x) else { return nil }
    guard first.order != 0 else { return graph.power(x, exponent) }
    guard first.order > 0, let whole = exponent.multiplied(by: Rational(first.order))?.whole,
      let rest = quotient(x, first.order)
    else { return nil }
    return graph.multiply(graph.power(variable, Int32(whole)), graph.power(rest, exponent))
  }

  /// A polynomial divided by t^v, which divides it.
  private mutating func quotient(_ node: Graph.Node, _ order: Int) -> Graph.Node? {
    guard let values = derivatives(of: node, upTo: Self.highest) else { return nil }
    // Only a polynomial is known from finitely many derivatives.
    guard values.suffix(2).allSatisfy({ graph.isZero($0) }) else { return nil }
    var sum = graph.constant(0)
    var factorial = Rational.one
    for (k, value) in values.enumerated() {
      if k > 0 {
        guard let next = factorial.multiplied(by: Rational(k)) else { return nil }
        factorial = next
      }
      guard k >= order, !graph.isZero(value), let inverse = factorial.reciprocal else { continue }
      let coefficient = graph.multiply(graph.constant(inverse), value)
      sum = graph.add(sum, graph.multiply(coefficient, graph.power(variable, Int32(k - order))))
    }
    return sum
  }

  /// The value and the derivatives at 0; `nil` if something has none.
  mutating func derivatives(of node: Graph.Node, upTo order: Int) -> [Graph.Node]? {
    var result: [Graph.Node] = []
    var current = node
    for step in 0...order {
      guard let value = atZero(current) else { return nil }
      result.append(value)
      if step == order { break }
      guard let next = derivative(of: current) else { return nil }
      current = next
    }
    return result
  }

  /// The coefficients of t⁰, t¹ … of both sides where these are power series, else those of their
  /// difference against 0.
  mutating func coefficients(
    of sides: (Graph.Node, Graph.Node), difference: [Graph.Node], isPlain: Bool, count: Int
  ) -> [(Graph.Node, Graph.Node)] {
    let zero = graph.constant(0)
    guard isPlain, count > 0, let left = derivatives(of: sides.0, upTo: count - 1),
      let right = derivatives(of: sides.1, upTo: count - 1)
    else { return difference.prefix(count).map { ($0, zero) } }
    var inverse = Rational.one
    return (0..<count).map { order in
      if order > 0 { inverse = inverse.divided(by: Rational(order)) ?? inverse }
      let factor = graph.constant(inverse)
      return (graph.multiply(factor, left[order]), graph.multiply(factor, right[order]))
    }
  }

  /// A quotient without divisions by anything that depends on t.
  mutating func fraction(of node: Graph.Node) -> (top: Graph.Node, bottom: Graph.Node)? {
    let one = graph.constant(1)
    guard dependsOnVariable(node) else { return (node, one) }
    switch graph[node] {
    case .tag(_, let a): return fraction(of: a)
    case .negate(let a):
      guard let x = fraction(of: a) else { return nil }
      return (graph.negate(x.top), x.bottom)
    case .add(let a, let b): return sum(a, b) { $0.add($1, $2) }
    case .subtract(let a, let b): return sum(a, b) { $0.subtract($1, $2) }
    case .multiply(let a, let b):
      guard let x = fraction(of: a), let y = fraction(of: b) else { return nil }
      return (graph.multiply(x.top, y.top), graph.multiply(x.bottom, y.bottom))
    case .divide(let a, let b):
      guard let x = fraction(of: a), let y = fraction(of: b) else { return nil }
      return (graph.multiply(x.top, y.bottom), graph.multiply(x.bottom, y.top))
    case .power(let a, let exponent):
      guard let x = fraction(of: a) else { return nil }
      let size = Int32(exponent.magnitude)
      let (top, bottom) = (graph.power(x.top, size), graph.power(x.bottom, size))
      return exponent < 0 ? (bottom, top) : (top, bottom)
    default: return (node, one)
    }
  }

  private mutating func sum(
    _ a: Graph.Node, _ b: Graph.Node,
    _ combine: (inout Graph, Graph.Node, Graph.Node) -> Graph.Node
  ) -> (top: Graph.Node, bottom: Graph.Node)? {
    guard let x = fraction(of: a), let y = fraction(of: b) else { return nil }
    if x.bottom == y.bottom { return (combine(&graph, x.top, y.top), x.bottom) }
    let left = graph.multiply(x.top, y.bottom)
    let right = graph.multiply(y.top, x.bottom)
    return (combine(&graph, left, right), graph.multiply(x.bottom, y.bottom))
  }

  private func dependsOnVariable(_ node: Graph.Node) -> Bool {
    let isNeeded = graph.reachable(from: [node])
    return Int(variable) < isNeeded.count && isNeeded[Int(variable)]
  }
}
