import Formula
import Numerics

extension Evaluator {
  /// The outputs of a program with constants in place of its inputs, folded as far as possible and
  /// without tags; what depends on a sign is decided with 300 bits.
  func folded(_ program: Program, at point: [ClosedForm]) -> (Graph, [Graph.Node]) {
    var graph = Graph()
    var nodes: [Graph.Node] = []
    func new(_ node: Graph.Node) -> Graph.Node { nodes[Int(node)] }
    for operation in program.operations {
      let node: Graph.Node
      switch operation {
      case .rational(let value): node = graph.constant(value)
      case .input(let number): node = point[Int(number)].node(in: &graph)
      case .tag(_, let a): node = new(a)
      case .add(let a, let b): node = graph.add(new(a), new(b))
      case .subtract(let a, let b): node = graph.subtract(new(a), new(b))
      case .multiply(let a, let b): node = graph.multiply(new(a), new(b))
      case .divide(let a, let b): node = graph.divide(new(a), new(b))
      case .negate(let a): node = graph.negate(new(a))
      case .power(let a, let exponent): node = graph.power(new(a), exponent)
      case .rationalPower(let a, let exponent): node = graph.power(new(a), exponent)
      case .realPower(let a, let b): node = graph.realPower(new(a), new(b))
      case .function(let function, let a):
        node = graph.circular(function, new(a)) ?? graph.function(function, new(a))
      case .absolute(let a):
        let sign = sign(of: new(a), in: graph)
        node = sign == nil ? graph.absolute(new(a)) : sign == 1 ? new(a) : graph.negate(new(a))
      case .sign(let a):
        node =
          order(of: new(a), beside: 0, in: graph).map { graph.constant($0) }
          ?? graph.sign(new(a))
      case .minimum(let a, let b):
        let isFirst = isLess(new(a), new(b), in: &graph)
        node = isFirst.map { $0 ? new(a) : new(b) } ?? graph.minimum(new(a), new(b))
      case .maximum(let a, let b):
        let isFirst = isLess(new(a), new(b), in: &graph)
        node = isFirst.map { $0 ? new(b) : new(a) } ?? graph.maximum(new(a), new(b))
      case .floor(let a):
        node = whole(below: new(a), in: graph).map { graph.constant($0) } ?? graph.floor(new(a))
      case .isLess(let a, let b): node = graph.isLess(new(a), new(b))
      case .isLessOrEqual(let a, let b): node = graph.isLessOrEqual(new(a), new(b))
      case .isEqual(let a, let b): node = graph.isEqual(new(a), new(b))
      case .not(let a): node = graph.not(new(a))
      case .and(let a, let b): node = graph.and(new(a), new(b))
      case .or(let a, let b): node = graph.or(new(a), new(b))
      case .truth(let value): node = graph.truth(value)
      case .select(let condition, let a, let b):
        if let choice = truth(of: new(condition), in: graph) {
          node = choice ? new(a) : new(b)
        } else {
          node = graph.select(new(condition), new(a), new(b))
        }
      case .pi, .e: node = graph.node(operation)
      case .arbitrary(let function, let orders, let list):
        node = graph.node(
          .arbitrary(
            function: function, orders: graph.orders(program.orders[Int(orders)]),
            arguments: graph.list(program.operandLists[Int(list)].map { new($0) })))
      case .eigenvalue(let index, let list):
        let entries = graph.list(program.operandLists[Int(list)].map { new($0) })
        node = graph.node(.eigenvalue(index: index, matrix: entries))
      case .singularValue(let index, let rows, let list):
        let entries = graph.list(program.operandLists[Int(list)].map { new($0) })
        node = graph.node(.singularValue(index: index, rows: rows, matrix: entries))
      case .spectralRadius(let list):
        let entries = graph.list(program.operandLists[Int(list)].map { new($0) })
        node = graph.node(.spectralRadius(matrix: entries))
      }
      nodes.append(node)
    }
    return (graph, program.outputs.map { new($0) })
  }

  /// The whole number that a number without inputs is or lies above: ⌊log₂ 8⌋ = 3.
  private func whole(below node: Graph.Node, in graph: Graph) -> Int? {
    if graph.rational(node) != nil { return nil }
    let value = constantReading(Program(graph, computing: [node, node])).left.value.rounded()
    guard abs(value) < 1e9, let order = order(of: node, beside: Int(value), in: graph) else {
      return nil
    }
    return order < 0 ? Int(value) - 1 : Int(value)
  }

  /// How a number without inputs compares with a whole one, formal equality included.
  private func order(of node: Graph.Node, beside value: Int, in graph: Graph) -> Int? {
    if graph.rational(node) != nil { return nil }
    var graph = graph
    let other = graph.constant(value)
    return reading(of: (node, other), in: graph).order
  }

  /// ±1, where 300 bits tell; 0 is left to folding.
  private func sign(of node: Graph.Node, in graph: Graph) -> Int? {
    if graph.rational(node) != nil { return nil }
    var graph = graph
    let zero = graph.constant(0)
    let order = constantReading(Program(graph, computing: [node, zero])).order
    return order == 0 ? nil : order
  }

  private func isLess(_ a: Graph.Node, _ b: Graph.Node, in graph: inout Graph) -> Bool? {
    if graph.rational(a) != nil, graph.rational(b) != nil { return nil }
    return constantReading(Program(graph, computing: [a, b])).order.map { $0 < 0 }
  }
}

extension Graph {
  /// The sine, cosine or tangent of a multiple of π/4 or π/6.
  fileprivate mutating func circular(_ function: ElementaryFunction, _ argument: Node) -> Node? {
    if let value = rational(argument) { return angle(function, value) }
    guard let factor = multipleOfPi(argument), let twelfths = factor.multiplied(by: Rational(12)),
      let count = twelfths.whole
    else { return nil }
    let place = Int(((count % 24) + 24) % 24)
    switch function {
    case .sin: return sine(ofTwelfths: place)
    case .cos: return sine(ofTwelfths: (place + 6) % 24)
    case .tan:
      guard let sine = sine(ofTwelfths: place), let cosine = self.sine(ofTwelfths: (place + 6) % 24)
      else { return nil }
      return divide(sine, cosine)
    default: return nil
    }
  }

  /// The angles of 0, ±½ and ±1, as multiples of π.
  private mutating func angle(_ function: ElementaryFunction, _ value: Rational) -> Node? {
    let twelfths: Int? =
      switch (function, value.numerator, value.denominator) {
      case (.arcsin, 1, 1), (.arccos, 0, 1): 6
      case (.arcsin, -1, 1): -6
      case (.arcsin, 1, 2): 2
      case (.arcsin, -1, 2): -2
      case (.arccos, -1, 1): 12
      case (.arccos, 1, 2): 4
      case (.arccos, -1, 2): 8
      case (.arctan, 1, 1): 3
      case (.arctan, -1, 1): -3
      default: nil
      }
    guard let twelfths else { return nil }
    let factor = constant(twelfths, over: 12)
    return multiply(factor, node(.pi))
  }

  private mutating func sine(ofTwelfths place: Int) -> Node? {
    if place > 12 { return sine(ofTwelfths: place - 12).map { negate($0) } }
    switch place {
    case 0, 12: return constant(0)
    case 2, 10: return constant(1, over: 2)
    case 3, 9: return multiply(constant(1, over: 2), function(.sqrt, constant(2)))
    case 4, 8: return multiply(constant(1, over: 2), function(.sqrt, constant(3)))
    case 6: return constant(1)
    default: return nil
    }
  }

  private func multipleOfPi(_ node: Node) -> Rational? {
    switch self[node] {
    case .pi: return .one
    case .negate(let a): return multipleOfPi(a)?.negated
    case .multiply(let a, let b):
      if let factor = rational(a) { return multipleOfPi(b)?.multiplied(by: factor) }
      return rational(b).flatMap { factor in multipleOfPi(a)?.multiplied(by: factor) }
    case .add(let a, let b):
      guard let x = multipleOfPi(a), let y = multipleOfPi(b) else { return nil }
      return x.adding(y)
    case .subtract(let a, let b):
      guard let x = multipleOfPi(a), let y = multipleOfPi(b) else { return nil }
      return x.subtracting(y)
    default: return nil
    }
  }
}
