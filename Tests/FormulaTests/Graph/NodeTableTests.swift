import Formula
import Numerics
import Testing

@Suite struct NodeTableTests {
  private typealias Operation = Graph.Operation

  /// Operations of every kind on nodes of truth values and numbers, far more than a table begins
  /// with.
  private func operations(_ graph: inout Graph) -> [Operation] {
    let list = graph.list([0, 1])
    let order = graph.orders([1, 0])
    var result: [Operation] = [.pi, .e, .truth(false), .truth(true)]
    for a in Graph.Node(0)..<40 {
      let fraction = Rational(Int128(a) + 2, over: 97) ?? .one
      result += [
        .rational(fraction), .tag(a, 0), .negate(a), .power(a, 3), .power(a, -3),
        .rationalPower(a, fraction), .function(.exp, a), .function(.log, a), .absolute(a),
        .sign(a), .floor(a), .not(a),
        .arbitrary(function: a, orders: order, arguments: list),
        .eigenvalue(index: a, matrix: list), .singularValue(index: a, rows: 1, matrix: list),
      ]
      for b in Graph.Node(0)..<40 {
        result += [
          .add(a, b), .subtract(a, b), .multiply(a, b), .divide(a, b), .realPower(a, b),
          .minimum(a, b), .maximum(a, b), .isLess(a, b), .isLessOrEqual(a, b), .isEqual(a, b),
          .and(a, b), .or(a, b), .select(a, b, 0), .select(0, a, b),
        ]
      }
    }
    return result + [.spectralRadius(matrix: list)]
  }

  @Test func equalOperationsShareANodeAndOthersDoNot() {
    var graph = Graph()
    for _ in 0..<40 { _ = graph.input() }
    let distinct = Array(Set(operations(&graph)))
    let first = distinct.map { graph.node($0) }
    #expect(Set(first).count == distinct.count)
    #expect(graph.count == 40 + distinct.count)
    for (operation, node) in zip(distinct, first) {
      #expect(graph[node] == operation)
      #expect(graph.node(operation) == node)
    }
  }

  @Test func copiesOfAGraphGrowApart() {
    var graph = Graph()
    let x = graph.input()
    var other = graph
    let sine = graph.function(.sin, x)
    let cosine = other.function(.cos, x)
    #expect(sine == cosine)
    #expect(graph[sine] == .function(.sin, x))
    #expect(other[cosine] == .function(.cos, x))
    #expect(other.function(.sin, x) != cosine)
  }

  /// What is taken back is as if it had never been there, whatever the table did meanwhile.
  @Test func whatIsTakenBackIsFoundNoMore() {
    var graph = Graph()
    let kept = (0..<40).map { graph.multiply(graph.input(), graph.constant($0 + 2)) }
    let before = graph
    for round in 0..<3 {
      var last = kept[0]
      for number in 0..<200 { last = graph.add(graph.function(.sin, last), kept[number % 40]) }
      _ = graph.input()
      graph.forget(after: before.count)
      #expect(graph.operations == before.operations, "round \(round)")
      #expect(graph.inputCount == before.inputCount)
    }
    #expect(
      kept == (0..<40).map { graph.multiply(graph.node(.input(Int32($0))), graph.constant($0 + 2)) }
    )
    let sum = graph.add(kept[0], kept[1])
    #expect(Int(sum) == before.count)
    #expect(graph.add(kept[0], kept[1]) == sum)
  }

  /// A tag is what stands below it, once nothing is differentiated any more.
  @Test func programsHaveNoTags() {
    var graph = Graph()
    let x = graph.input()
    let named = graph.node(.tag(0, graph.multiply(x, x)))
    let sum = graph.add(named, x)
    let program = Program(graph, computing: [named, sum])
    #expect(program.operations == [.input(0), .power(0, 2), .add(0, 1)])
    #expect(program.outputs == [1, 2])
  }
}
