import Learning
import Numerics
import Testing

/// Targets that fit the cost: probabilities in each column, or single ones for `logistic`.
private func targets(_ cost: Cost, _ rows: Int, _ columns: Int, _ random: inout Source) -> Matrix {
  let raw = random.matrix(rows, columns)
  switch cost {
  case .squaredError: return raw
  case .logistic: return Matrix(rows: rows, columns: columns) { 0.5 + 0.4 * raw[$0, $1] }
  case .crossEntropy, .kullbackLeibler:
    let columnsOfRaw = (0..<columns).map { Activation.softmax(raw.column($0)) }
    return Matrix(rows: rows, columns: columns) { columnsOfRaw[$1][$0] }
  }
}

/// Backpropagation against the tape and against differences.
private func check(
  _ network: Network, _ x: Matrix, _ y: Matrix, _ cost: Cost, _ name: String, penalty: Double = 0
) throws {
  let back = try network.backpropagate(x, y, cost, penalty: penalty)
  let tape = Tape()
  let p = tape.variable(.vector(Vector(network.parameters)))
  var total = try tracedCost(tape, cost, traced(tape, network, p, x).a, y)
  for layer in network.plan where penalty > 0 {
    let weights = try tape.gather(
      p, Array(layer.weights..<layer.biases), shape: .vector(layer.biases - layer.weights))
    let half = tape.constant(0.5 * penalty)
    total = try tape.combine(
      .add, total, tape.combine(.multiply, half, tape.sum(tape.apply(.square, weights))))
  }
  let gradient = tape.elements(try tape.gradient(of: total, withRespectTo: [p])[0])
  #expect((back.cost - tape.number(total)).magnitude < 1e-12, "\(name): cost")
  let estimates = try Differences.gradient(at: network.parameters) {
    (moved) throws(LearningError) in
    try network.with(parameters: moved).backpropagate(x, y, cost, penalty: penalty).cost
  }
  for k in gradient.indices {
    let scale = max(1, gradient[k].magnitude)
    #expect((back.gradient[k] - gradient[k]).magnitude < 1e-12 * scale, "\(name): tape, \(k)")
    #expect(
      (back.gradient[k] - estimates[k].value).magnitude < 1e-7 * scale + 10 * estimates[k].error,
      "\(name): differences, \(k)")
  }
}

@Suite struct GradientTests {
  @Test func everyActivationThreeWays() throws {
    var random = Source(1)
    for activation in everyActivation {
      let network = try Network(sizes: [3, 4, 2], activation: activation, output: .identity)
        .initialized(.normal(deviation: 0.7), using: &random)
      let x = random.matrix(3, 5)
      try check(network, x, random.matrix(2, 5), .squaredError, "\(activation)")
    }
  }

  @Test func everyCostAfterEveryFittingActivation() throws {
    var random = Source(2)
    let pairs: [(Cost, Activation)] = [
      (.squaredError, .sigmoid), (.squaredError, .softmax), (.logistic, .sigmoid),
      (.logistic, .softmax), (.crossEntropy, .softmax), (.crossEntropy, .sigmoid),
      (.kullbackLeibler, .softmax), (.kullbackLeibler, .sigmoid),
    ]
    for (cost, activation) in pairs {
      let network = try Network(sizes: [2, 3, 3], activation: .tanh, output: activation)
        .initialized(.normal(deviation: 0.8), using: &random)
      let y = targets(cost, 3, 4, &random)
      try check(network, random.matrix(2, 4), y, cost, "\(cost) \(activation)", penalty: 0.3)
    }
  }

  @Test func batchNormalizationThreeWays() throws {
    var random = Source(3)
    let plain = try Network(
      sizes: [2, 3, 3, 2], activation: .tanh, output: .softmax, normalized: true)
    let network = try plain.with(
      parameters: plain.parameters.map { $0 + 2 * random.uniform() - 1 })
    let y = targets(.crossEntropy, 2, 5, &random)
    try check(network, random.matrix(2, 5), y, .crossEntropy, "normalised")
  }

  @Test func lemmaOne() throws {
    // (1.1) to (1.4) of the notes, written out for the 23-parameter network.
    var random = Source(4)
    let network = try Network(sizes: [2, 2, 3, 2], activation: .sigmoid)
      .initialized(.normal(deviation: 0.5), using: &random)
    let (x, y) = (random.matrix(2, 1), random.matrix(2, 1))
    let pass = try network.forward(x)
    let back = try network.backpropagate(x, y, .squaredError)
    var delta = Vector(pass.output.elements) - Vector(y.elements)
    for index in (0..<3).reversed() {
      let a = Vector(pass.a[index + 1].elements)
      if index < 2 {
        delta = try network.layer(index + 1).W.transposedTimes(delta)
      }
      delta = Vector(count: a.count) { delta[$0] * a[$0] * (1 - a[$0]) }
      #expect((Vector(back.delta[index].elements) - delta).norm < 1e-16)
      #expect((back.b[index] - delta).norm < 1e-16)
      let previous = Vector(pass.a[index].elements)
      #expect((back.W[index] - delta.outer(previous)).frobeniusNorm < 1e-16)
    }
  }

  @Test func gradientByTheInput() throws {
    var random = Source(5)
    for activation in everyActivation {
      let network = try Network(sizes: [3, 4, 2], activation: activation, output: .sigmoid)
        .initialized(.normal(deviation: 0.7), using: &random)
      let x = Vector(random.matrix(3, 1).elements)
      let y = Vector(random.matrix(2, 1).elements)
      let jacobian = try network.inputJacobian(x)
      for output in 0..<2 {
        let estimates = try Differences.gradient(at: x.elements) { (moved) throws(LearningError) in
          try network(Vector(moved))[output]
        }
        for k in 0..<3 {
          #expect(
            (jacobian[output, k] - estimates[k].value).magnitude < 1e-7, "\(activation) \(output)")
        }
      }
      let estimates = try Differences.gradient(at: x.elements) { (moved) throws(LearningError) in
        try network.cost(Vector(moved).column, y.column, .squaredError)
      }
      let gradient = try network.inputGradient(x, y, .squaredError)
      for k in 0..<3 { #expect((gradient[k] - estimates[k].value).magnitude < 1e-7) }
    }
  }

  @Test func inputsThroughInferenceOfNormalization() throws {
    var random = Source(6)
    let plain = try Network(sizes: [2, 3, 1], activation: .tanh, normalized: true)
    let start = try plain.with(parameters: plain.parameters.map { $0 + random.uniform() })
    let (x, y) = (random.matrix(2, 6), random.matrix(1, 6))
    let training = Training(sampling: .epochs(batch: 3), steps: 4)
    let network = try start.trained(x, y, training, using: &random).network
    let point = x.column(0)
    let jacobian = try network.inputJacobian(point)
    let estimates = try Differences.gradient(at: point.elements) { (moved) throws(LearningError) in
      try network(Vector(moved))[0]
    }
    for k in 0..<2 { #expect((jacobian[0, k] - estimates[k].value).magnitude < 1e-8) }
  }

  @Test func jacobianOfTheResiduals() throws {
    var random = Source(7)
    for output in [Activation.sigmoid, .softmax] {
      let network = try Network(sizes: [2, 2, 3, 2], activation: .tanh, output: output)
        .initialized(.normal(deviation: 0.5), using: &random)
      let (x, y) = (random.matrix(2, 3), random.matrix(2, 3))
      let (residuals, jacobian) = try network.residuals(x, y)
      let output = try network(x)
      #expect(residuals == Vector((output - y).transposed.elements))
      let squares = 0.5 / 3 * (try residuals.dot(residuals))
      #expect((squares - (try network.cost(x, y, .squaredError))).magnitude < 1e-15)
      let gradient = try jacobian.transposedTimes(residuals) / 3
      let back = try network.backpropagate(x, y, .squaredError).gradient
      #expect((gradient - back).norm < 1e-15)
    }
  }

  @Test func fusedCostsSurviveSaturation() throws {
    let layer = try Layer(W: Matrix(rows: [[1], [0]]), b: [0, 0], activation: .softmax)
    let network = try Network([layer])
    let cost = try network.cost(Matrix(rows: [[-800]]), Matrix(rows: [[1], [0]]), .crossEntropy)
    #expect(cost == 800)
    let single = try Network([Layer(W: Matrix(rows: [[1]]), b: [0], activation: .sigmoid)])
    #expect(try single.cost(Matrix(rows: [[-800]]), Matrix(rows: [[1]]), .logistic) == 800)
  }
}
