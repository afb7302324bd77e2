import Learning
import Numerics
import Testing

@Suite struct InitializerTests {
  /// The first weights of many networks, as moments.
  private func moments(_ initializer: Initializer) throws -> (
    mean: Double, variance: Double, kurtosis: Double, biasVariance: Double, largest: Double
  ) {
    var random = Source(9)
    let network = try Network(sizes: [200, 300], activation: .tanh)
      .initialized(initializer, using: &random)
    let weights = network.layer(0).W.elements
    return (
      try Statistics.mean(weights), try Statistics.variance(weights),
      initializer == .constant(0.3) ? 0 : try Statistics.kurtosis(weights),
      try Statistics.variance(network.layer(0).b.elements),
      weights.reduce(0) { max($0, $1.magnitude) }
    )
  }

  @Test func momentsAreThoseOfTheDefinition() throws {
    let (n, m) = (200.0, 300.0)
    // The fourth moment tells the normal distribution (3) from the uniform one (9/5).
    let rows: [(Initializer, Double, Double, Bool)] = [
      (.uniform, 1 / (3 * n), 1.8, true), (.normal(deviation: 0.5), 0.25, 3, true),
      (.xavier, 1 / n, 3, false), (.glorot, 2 / (n + m), 3, false),
      (.glorotUniform, 2 / (n + m), 1.8, false), (.he, 2 / n, 3, false),
      (.constant(0.3), 0, 0, false),
    ]
    for (initializer, variance, kurtosis, hasBiases) in rows {
      let found = try moments(initializer)
      // 60,000 weights: five standard errors are 3 %.
      #expect((found.variance - variance).magnitude <= 0.03 * variance, "\(initializer)")
      // Its standard error is √(24/60,000) = 0.02 for a normal sample.
      #expect((found.kurtosis - kurtosis).magnitude <= 0.15, "\(initializer): \(found.kurtosis)")
      #expect(
        initializer == .constant(0.3) || found.mean.magnitude < 5 * (variance / 60_000).squareRoot()
      )
      #expect((found.biasVariance > 0.5 * variance) == hasBiases)
    }
    #expect(try moments(.uniform).largest <= 1 / n.squareRoot())
    #expect(try moments(.glorotUniform).largest <= (6 / (n + m)).squareRoot())
  }

  @Test func normalizationStartsAfresh() throws {
    var random = Source(10)
    let network = try Network(sizes: [2, 3, 1], activation: .tanh, normalized: true)
    let x = random.matrix(2, 4)
    let fit = try network.trained(x, random.matrix(1, 4), Training(steps: 3), using: &random)
    #expect(fit.network.running[0]?.count == 12)
    let fresh = try fit.network.initialized(.xavier, using: &random)
    #expect(fresh.running[0]?.count == 0)
    #expect(fresh.layer(0).normalization?.gamma == [1, 1, 1])
    #expect(fresh.layer(0).normalization?.beta == [0, 0, 0])
  }

  @Test func addressedStreamsServeAsSource() throws {
    let network = try Network(sizes: [3, 4], activation: .tanh)
    func draw(_ name: String) throws -> Network {
      var stream = RandomStream(seed: 7).stream(name)
      return try network.initialized(.he, using: &stream)
    }
    #expect(try draw("a") == draw("a"))
    #expect(try draw("a") != draw("b"))
    var stream = RandomStream(seed: 7)
    let drawn = (0..<200).map { _ in stream.integer(below: 3) }
    #expect(Set(drawn) == [0, 1, 2])
  }

  @Test func badParametersAreRefused() throws {
    var random = Source(11)
    let network = try Network(sizes: [2, 1], activation: .tanh)
    #expect(throws: LearningError.self) {
      try network.initialized(.normal(deviation: -1), using: &random)
    }
    #expect(throws: LearningError.self) {
      try network.initialized(.constant(.nan), using: &random)
    }
  }
}
