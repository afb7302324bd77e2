import Learning
import Numerics
import Testing

@Suite struct NetworkTests {
  @Test func parameterCountsOfTheNotes() throws {
    for (sizes, count) in [([2, 2, 1], 9), ([2, 2, 3, 2], 23), ([5, 3, 2, 1], 29)] {
      let network = try Network(sizes: sizes, activation: .sigmoid)
      #expect(network.parameters.count == count)
      #expect(network.sizes == sizes)
    }
    let layer = try Layer(
      W: Matrix.identity(2), b: [0, 0], activation: .tanh, normalization: .init(size: 2))
    #expect(layer.parameterCount == 10)
    #expect(layer.inputSize == 2)
  }

  @Test func layersAndParametersAreTheSameThing() throws {
    var random = Source(1)
    let network = try Network(
      sizes: [2, 3, 1], activation: .relu, output: .sigmoid, normalized: true
    )
    .initialized(.uniform, using: &random)
    #expect(try Network([network.layer(0), network.layer(1)]) == network)
    #expect(network.layer(0).W.elements == Array(network.parameters[0..<6]))
    #expect(network.layer(0).b.elements == Array(network.parameters[6..<9]))
    let doubled = try network.with(parameters: network.parameters.map { 2 * $0 })
    #expect(doubled.layer(1).W == 2 * network.layer(1).W)
  }

  @Test func forwardPassByHand() throws {
    let network = try Network([
      Layer(W: Matrix(rows: [[1, -1], [2, 0]]), b: [0.5, -1], activation: .relu),
      Layer(W: Matrix(rows: [[1, 3]]), b: [1], activation: .identity),
    ])
    let pass = try network.forward(Matrix(rows: [[1, 0], [2, 1]]))
    #expect(pass.z[0].elements == [-0.5, -0.5, 1, -1])
    #expect(pass.a[1].elements == [0, 0, 1, 0])
    #expect(pass.output.elements == [4, 1])
    #expect(try network([1, 2]) == [4])
    #expect(try network.classes(Matrix(rows: [[1, 0], [2, 1]])) == [0, 0])
  }

  @Test func samplesDoNotMix() throws {
    var random = Source(2)
    for activation in everyActivation {
      let network = try Network(sizes: [3, 5, 4], activation: activation)
        .initialized(.xavier, using: &random)
      let x = random.matrix(3, 11)
      let all = try network(x)
      for column in 0..<11 {
        let one = try network(x.column(column))
        #expect(all.column(column) == one, "\(activation), column \(column)")
        var expected = x.column(column)
        for index in 0..<2 {
          let layer = network.layer(index)
          expected = layer.activation(try layer.W.times(expected) + layer.b)
        }
        #expect((one - expected).norm < 1e-14, "\(activation)")
      }
    }
  }

  @Test func badInputNamesItsSizes() throws {
    let network = try Network(sizes: [2, 3, 1], activation: .tanh)
    let x = Matrix(repeating: 0, rows: 2, columns: 4)
    let wrong = LearningError.shape(what: "X", expected: .matrix(2, 4), found: .matrix(3, 4))
    #expect(throws: wrong) { try network(Matrix(repeating: 0, rows: 3, columns: 4)) }
    #expect(wrong.message == "X must be a 2\u{D7}4 matrix, this is a 3\u{D7}4 matrix")
    #expect(throws: LearningError.shape(what: "Y", expected: .matrix(1, 4), found: .matrix(2, 4))) {
      try network.cost(x, x, .squaredError)
    }
    #expect(throws: LearningError.empty(what: "X")) {
      try network(Matrix(repeating: 0, rows: 2, columns: 0))
    }
    #expect(throws: LearningError.notFinite(what: "X", row: 1, column: 0)) {
      try network([0, .nan])
    }
    #expect(throws: LearningError.self) { try network.with(parameters: [1]) }
    #expect(throws: LearningError.empty(what: "the list of layers")) { try Network([]) }
    #expect(throws: LearningError.self) { try Network(sizes: [2], activation: .tanh) }
    #expect(throws: LearningError.self) { try Network(sizes: [2, 0], activation: .tanh) }
    let layer = try Layer(W: .identity(2), b: [0, 0], activation: .tanh)
    let other = try Layer(W: .identity(3), b: [0, 0, 0], activation: .tanh)
    #expect(
      throws: LearningError.shape(
        what: "W of layer 2", expected: .matrix(3, 2), found: .matrix(3, 3))
    ) { try Network([layer, other]) }
    #expect(throws: LearningError.shape(what: "b", expected: .vector(2), found: .vector(1))) {
      try Layer(W: .identity(2), b: [0], activation: .tanh)
    }
    #expect(throws: LearningError.self) {
      try Layer(W: .identity(0), b: [], activation: .tanh)
    }
    #expect(throws: LearningError.self) {
      try Layer(W: .identity(2), b: [0, 0], activation: .tanh, normalization: .init(size: 3))
    }
    let normalized = try Network(sizes: [2, 2, 1], activation: .tanh, normalized: true)
    #expect(throws: LearningError.self) {
      try normalized.residuals(x, Matrix(repeating: 0, rows: 1, columns: 4))
    }
  }

  @Test func errorsAreSentences() {
    let rows: [(LearningError, String)] = [
      (.empty(what: "X"), "X is empty"),
      (.notFinite(what: "Y", row: 0, column: 2), "the entry (1, 3) of Y is not finite"),
      (.parameter(name: "rate", value: 0, needs: "positive"), "rate = 0.0 must be positive"),
      (.combination(what: "a", needs: "b"), "a needs b"),
      (.diverged(what: "training", step: 214), "training is not finite at step 214"),
      (
        .arrays(.tooFew(operation: "mean", count: 0, needed: 1)),
        "mean needs at least 1 entries, here are 0"
      ),
    ]
    for (error, message) in rows { #expect(error.message == message) }
  }

  @Test func activationsAndTheirDerivatives() throws {
    for activation in everyActivation where activation != .softmax {
      for z in [-30.0, -1.3, -0.2, 0.4, 2.1, 30] {
        let estimate = Differences.derivative(at: z) { activation($0) }
        #expect(
          (activation.derivative(z) - estimate.value).magnitude < 1e-9 + 10 * estimate.error,
          "\(activation) at \(z)")
      }
    }
    #expect(Activation.step(0) == 0)
    #expect(Activation.sign(0) == 0)
    #expect(Activation.relu.derivative(0) == 0)
    #expect(Activation.leakyReLU(slope: 0.1).derivative(0) == 0.1)
    #expect(Activation.softmax.isVectorValued)
    #expect((Activation.gelu(1) - 0.841_344_746_068_542_9).magnitude < 1e-15)
    #expect(Activation.softplus(1000) == 1000)
  }

  @Test func softmaxIsADistribution() throws {
    let z: Vector = [1000, 1001, 999]
    let y = Activation.softmax(z)
    #expect((y.elements.reduce(0, +) - 1).magnitude < 1e-15)
    #expect(y == Activation.softmax([0, 1, -1]))
    #expect((Activation.logSumExp(z) - 1001.407_605_964_444_4).magnitude < 1e-12)
    let jacobian = Activation.softmax.jacobian(z)
    #expect(jacobian.rowSumNorm < 1)
    for row in 0..<3 { #expect(jacobian.row(row).elements.reduce(0, +).magnitude < 1e-16) }
    #expect(Activation.tanh.jacobian([0, 1])[0, 0] == 1)
    #expect(Activation.logSumExp([-.infinity]) == -.infinity)
  }

  @Test func costsOfOneOutput() throws {
    #expect(try Cost.squaredError([1, 2], [0, 0]) == 2.5)
    #expect(try Cost.squaredError.gradient([1, 2], [0, 0]) == [1, 2])
    #expect(try Cost.crossEntropy([1, 0], [1, 0]) == 0)
    #expect(try Cost.logistic([1, 0], [1, 0]) == 0)
    #expect((try Cost.kullbackLeibler([0.5, 0.5], [0.5, 0.5])).magnitude < 1e-16)
    #expect(throws: LearningError.self) { try Cost.squaredError([1], [1, 2]) }
    #expect(throws: LearningError.self) { try Cost.squaredError.gradient([1], [1, 2]) }
    for cost in Cost.allCases {
      let y: Vector = [0.3, 0.7]
      let slope = try cost.gradient([0.6, 0.2], y)
      for k in 0..<2 {
        let estimate = try Differences.derivative(at: [0.6, 0.2][k]) { (a) throws(LearningError) in
          var output: Vector = [0.6, 0.2]
          output[k] = a
          return try cost(output, y)
        }
        #expect((slope[k] - estimate.value).magnitude < 1e-7, "\(cost) \(k)")
      }
    }
  }
}
