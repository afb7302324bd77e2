import Formula
import Numerics
import Testing

@Suite struct FunctionCallTests {
  /// Derivatives of one function at one point are found together; what they are must not hang on
  /// what else a program asks for.
  @Test func derivativesTogetherAreThoseAlone() throws {
    var graph = Graph()
    let point = [graph.input(), graph.input()]
    let lists = [graph.list(point), graph.list([point[1], graph.function(.log, point[0])])]
    var nodes: [Graph.Node] = []
    for orders in [[0, 0], [1, 0], [0, 1], [2, 0], [1, 1], [0, 3]] {
      let number = graph.orders(orders)
      for list in lists {
        nodes.append(graph.node(.arbitrary(function: 0, orders: number, arguments: list)))
      }
    }
    let sum = graph.sum(nodes)
    let kind = Doubles()
    // At the last point the logarithm, and with it every second node, has no value.
    let points = [[0.5, -1.25], [2, 0.75], [-1, 3]]
    let inputs = [0, 1].flatMap { input in points.map { $0[input] } }
    let together = Program(graph, computing: nodes + [sum]).evaluate(
      in: kind, pointCount: points.count, inputs: inputs, functions: TestFunctions())
    for (place, node) in nodes.enumerated() {
      for (number, point) in points.enumerated() {
        let alone = Program(graph, computing: [node]).evaluate(
          in: kind, inputs: point, functions: TestFunctions())
        let (a, b) = (together.value(place, at: number), alone.value(0))
        #expect(a == b || (a.isNaN && b.isNaN), "node \(place) at \(point)")
        #expect(a.isNaN == (number == 2 && place % 2 == 1))
      }
    }
  }
}
