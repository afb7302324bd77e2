import Learning
import Numerics
import Testing

@Suite struct TrainingTests {
  @Test func fullGradientDescentIsThat() throws {
    var random = Source(1)
    let (x, y) = try tenPoints()
    let start = try Network(sizes: [2, 2, 3, 2], activation: .sigmoid)
      .initialized(.normal(deviation: 0.5), using: &random)
    var p = Vector(start.parameters)
    let training = Training(
      penalty: 0.01, optimizer: .gradientDescent(rate: 0.5), steps: 7, recordEvery: 2)
    let fit = try start.trained(x, y, training, using: &random)
    for _ in 0..<7 {
      let network = try start.with(parameters: p.elements)
      p = p - 0.5 * (try network.backpropagate(x, y, .squaredError, penalty: 0.01).gradient)
    }
    #expect((Vector(fit.network.parameters) - p).norm < 1e-14)
    #expect(fit.steps == [0, 2, 4, 6, 7])
    #expect(fit.stop == .steps)
    let last = try fit.network.cost(x, y, .squaredError, penalty: 0.01)
    #expect((fit.cost[4] - last).magnitude < 1e-16)
  }

  @Test func singleStepsAgreeWithTheGeneralLoop() throws {
    var random = Source(2)
    let (x, y) = try tenPoints()
    for activation: Activation in [.sigmoid, .tanh, .relu, .gelu] {
      let start = try Network(sizes: [2, 5, 3, 2], activation: activation, output: .sigmoid)
        .initialized(.normal(deviation: 0.5), using: &random)
      let picks = (0..<200).map { ($0 * 7 + $0 / 10) % 10 }
      func fit(_ optimizer: Optimizer) throws -> Fit {
        var random = Source(3)
        let training = Training(
          cost: .logistic, optimizer: optimizer, sampling: .sequence(picks), steps: 450,
          recordEvery: 100)
        return try start.trained(x, y, training, using: &random)
      }
      let (fast, general) = (
        try fit(.gradientDescent(rate: 0.1)), try fit(.momentum(rate: 0.1, rho: 0))
      )
      #expect(fast.steps == general.steps)
      #expect(
        (Vector(fast.network.parameters) - Vector(general.network.parameters)).norm < 1e-12,
        "\(activation)")
    }
  }

  @Test func anEpochSeesEverySampleOnce() throws {
    // The gradient of sample i is 2ⁱ, divided by the size of its batch: the digits of what an epoch
    // adds up to tell which samples it has seen, and which stood in the last, smaller batch.
    var random = Source(4)
    let x = Matrix(repeating: 1, rows: 1, columns: 10)
    let y = Matrix(rows: 1, columns: 10) { -Double(1 << $1) }
    let start = try Network([Layer(W: Matrix(rows: [[0]]), b: [0], activation: .identity)])
    let rate = 0x1p-60
    for (batch, digits) in [(1, 0), (3, 1), (4, 2), (10, 0)] {
      let training = Training(
        optimizer: .momentum(rate: rate, rho: 0), sampling: .epochs(batch: batch),
        steps: (10 + batch - 1) / batch)
      let fit = try start.trained(x, y, training, using: &random)
      let sum = Int((-fit.network.parameters[0] / rate * Double(batch)).rounded())
      #expect((sum - 1023).nonzeroBitCount == digits, "batch \(batch): \(sum)")
      #expect(fit.stepCount == training.steps)
    }
  }

  @Test func samplesDrawnWithReplacementAreAllUsed() throws {
    var random = Source(5)
    let (x, y) = try tenPoints()
    let start = try Network(sizes: [2, 2, 3, 2], activation: .sigmoid)
      .initialized(.normal(deviation: 0.5), using: &random)
    for sampling: Sampling in [
      .withReplacement(batch: 1), .withReplacement(batch: 4), .epochs(batch: 1),
    ] {
      let training = Training(
        optimizer: .gradientDescent(rate: 2), sampling: sampling, steps: 20_000, recordEvery: 5000)
      let fit = try start.trained(x, y, training, using: &random)
      #expect(fit.cost[fit.cost.count - 1] < 0.02, "\(sampling)")
    }
  }

  @Test func divergenceIsLocated() throws {
    var random = Source(6)
    let x = try Matrix(rows: [[1, 2]])
    let y = try Matrix(rows: [[1, 1]])
    let start = try Network([Layer(W: Matrix(rows: [[1]]), b: [0], activation: .identity)])
    for optimizer: Optimizer in [.gradientDescent(rate: 1e100), .momentum(rate: 1e100, rho: 0)] {
      for sampling: Sampling in [.all, .sequence([1])] {
        var training = Training(optimizer: optimizer, sampling: sampling, steps: 100)
        #expect(throws: LearningError.self) {
          try start.trained(x, y, training, using: &random)
        }
        training.failsOnDivergence = false
        let fit = try start.trained(x, y, training, using: &random)
        #expect(fit.stop == .diverged(step: 4) || fit.stop == .diverged(step: 3), "\(fit.stop)")
        // The step before was finite: running only so far succeeds.
        training.steps = fit.stepCount - 1
        #expect(try start.trained(x, y, training, using: &random).stop != fit.stop)
      }
    }
  }

  @Test func stoppingRules() throws {
    var random = Source(7)
    let (x, y) = try tenPoints()
    let start = try Network(sizes: [2, 4, 2], activation: .tanh, output: .softmax)
      .initialized(.xavier, using: &random)
    var training = Training(
      cost: .crossEntropy, optimizer: .adam(rate: 0.05), steps: 5000, recordEvery: 10,
      stopping: StoppingRule(costBelow: 0.3))
    let fit = try start.trained(x, y, training, using: &random)
    #expect(fit.stop == .costBelow)
    #expect(fit.cost[fit.cost.count - 1] <= 0.3 && fit.cost[fit.cost.count - 2] > 0.3)
    training.stopping = StoppingRule(gradientBelow: 1e9)
    #expect(try start.trained(x, y, training, using: &random).stop == .gradientBelow)
    training.stopping = StoppingRule(patience: 3)
    training.optimizer = .gradientDescent(rate: 1e-30)
    let idle = try start.trained(x, y, training, using: &random)
    #expect(idle.stop == .patience)
    #expect(idle.stepCount == 30)
  }

  @Test func normalizedNetworksTrain() throws {
    var random = Source(8)
    let (x, y) = try tenPoints()
    let start = try Network(
      sizes: [2, 8, 8, 2], activation: .relu, output: .softmax, normalized: true
    ).initialized(.he, using: &random)
    let training = Training(
      cost: .crossEntropy, optimizer: .adam(rate: 0.02), sampling: .epochs(batch: 5), steps: 1000)
    let fit = try start.trained(x, y, training, using: &random)
    #expect(fit.network.running[0]?.count == 5000)
    let before = try start.backpropagate(x, y, .crossEntropy).cost
    let after = try fit.network.backpropagate(x, y, .crossEntropy).cost
    #expect(after < 0.25 * before, "\(before) to \(after)")
  }

  @Test func badTrainingIsRefused() throws {
    var random = Source(9)
    let (x, y) = try tenPoints()
    let network = try Network(sizes: [2, 2], activation: .sigmoid)
    func expectFailure(_ training: Training) {
      #expect(throws: LearningError.self) {
        try network.trained(x, y, training, using: &random)
      }
    }
    expectFailure(Training(sampling: .epochs(batch: 0)))
    expectFailure(Training(sampling: .epochs(batch: 11)))
    expectFailure(Training(sampling: .withReplacement(batch: 0)))
    expectFailure(Training(sampling: .sequence([])))
    expectFailure(Training(sampling: .sequence([10])))
    expectFailure(Training(penalty: -1))
    expectFailure(Training(steps: -1))
    expectFailure(Training(recordEvery: -1))
    expectFailure(Training(optimizer: .gradientDescent(rate: 0)))
    expectFailure(Training(stopping: StoppingRule(patience: 0)))
    expectFailure(Training(stopping: StoppingRule(costBelow: .nan)))
    expectFailure(Training(stopping: StoppingRule(gradientBelow: -1)))
  }
}
