import Formula
import Numerics
import Testing

@Suite struct SpectrumTests {
  @Test func boundedEigenvaluesAreResolvedAndContainTheTruth() {
    var graph = Graph()
    // Eigenvalues 1, 1, 4.
    let entries = [2, 1, 1, 1, 2, 1, 1, 1, 2].map { graph.constant($0) }
    let list = graph.list(entries)
    let values = (0..<3).map { graph.node(.eigenvalue(index: Int32($0), matrix: list)) }
    let kind = BoundedArithmetic()
    let evaluation = Program(graph, computing: values)
      .evaluate(in: kind, inputs: [], functions: NoFunctions<BoundedArithmetic>())
    for (place, truth) in [1.0, 1, 4].enumerated() {
      let value = evaluation.value(place)
      #expect(kind.state(of: value) == .defined)
      #expect(abs(value.value - truth) <= value.error && value.error < 1e-12)
    }
  }
}
