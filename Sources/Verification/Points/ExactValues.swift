import Formula
import Numerics

/// The outputs of a program at a point where everything is a fraction; `nil` for those that are
/// not known exactly.
func exactOutputs(of program: Program, at point: [Rational]) -> [Rational?] {
  let (graph, outputs) = folded(program, at: point)
  return outputs.map { graph.rational($0) }
}

/// The outputs of a program with fractions in place of its inputs, folded as far as possible and
/// without tags.
func folded(_ program: Program, at point: [Rational]) -> (Graph, [Graph.Node]) {
  var graph = Graph()
  var nodes: [Graph.Node] = []
  func new(_ node: Graph.Node) -> Graph.Node { nodes[Int(node)] }
  for operation in program.operations {
    let node: Graph.Node
    switch operation {
    case .rational(let value): node = graph.constant(value)
    case .input(let number): node = graph.constant(point[Int(number)])
    case .tag(_, let a): node = new(a)
    case .add(let a, let b): node = graph.add(new(a), new(b))
    case .subtract(let a, let b): node = graph.subtract(new(a), new(b))
    case .multiply(let a, let b): node = graph.multiply(new(a), new(b))
    case .divide(let a, let b): node = graph.divide(new(a), new(b))
    case .negate(let a): node = graph.negate(new(a))
    case .power(let a, let exponent): node = graph.power(new(a), exponent)
    case .rationalPower(let a, let exponent): node = graph.power(new(a), exponent)
    case .realPower(let a, let b): node = graph.realPower(new(a), new(b))
    case .function(let function, let a): node = graph.function(function, new(a))
    case .absolute(let a): node = graph.absolute(new(a))
    case .sign(let a): node = graph.sign(new(a))
    case .minimum(let a, let b): node = graph.minimum(new(a), new(b))
    case .maximum(let a, let b): node = graph.maximum(new(a), new(b))
    case .floor(let a): node = graph.floor(new(a))
    case .isLess(let a, let b): node = graph.isLess(new(a), new(b))
    case .isLessOrEqual(let a, let b): node = graph.isLessOrEqual(new(a), new(b))
    case .isEqual(let a, let b): node = graph.isEqual(new(a), new(b))
    case .not(let a): node = graph.not(new(a))
    case .and(let a, let b): node = graph.and(new(a), new(b))
    case .or(let a, let b): node = graph.or(new(a), new(b))
    case .truth(let value): node = graph.truth(value)
    case .select(let condition, let a, let b):
      node = graph.select(new(condition), new(a), new(b))
    case .pi, .e: node = graph.node(operation)
    case .arbitrary(let function, let orders, let list):
      node = graph.node(
        .arbitrary(
          function: function, orders: graph.orders(program.orders[Int(orders)]),
          arguments: graph.list(program.operandLists[Int(list)].map { new($0) })))
    // Numbers of their own: a value that is no fraction, different from every other.
    case .eigenvalue, .singularValue, .spectralRadius: node = graph.input()
    }
    nodes.append(node)
  }
  return (graph, program.outputs.map { new($0) })
}
