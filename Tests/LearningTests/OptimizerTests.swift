import Learning
import Numerics
import Testing

@Suite struct OptimizerTests {
  /// Gradients that have nothing to do with the parameters, for the unrolled definitions.
  private func run(_ optimizer: Optimizer, _ gradients: [[Double]]) throws -> [Double] {
    var state = try OptimizerState(optimizer, count: 3)
    var p = [1.0, -2, 0.5]
    for gradient in gradients { #expect(try state.step(&p, gradient)) }
    #expect(state.time == gradients.count)
    return p
  }

  private let gradients = [[0.3, -0.1, 2], [-0.5, 0.4, 1], [0.2, 0.9, -3], [1.1, -0.7, 0.25]]

  private func expect(_ optimizer: Optimizer, _ step: (Int, [Double]) -> Double) throws {
    let found = try run(optimizer, gradients)
    for k in 0..<3 {
      var p = [1.0, -2, 0.5][k]
      for t in 1...gradients.count { p -= step(t, gradients.prefix(t).map { $0[k] }) }
      #expect((found[k] - p).magnitude < 1e-14, "\(optimizer), entry \(k)")
    }
  }

  @Test func eachAgainstItsUnrolledSums() throws {
    try expect(.gradientDescent(rate: 0.1)) { t, g in 0.1 * g[t - 1] }
    try expect(.momentum(rate: 0.1, rho: 0.5)) { t, g in
      // v_t = Σ ρ^{t−i} g_i.
      0.1 * (1...t).reduce(0) { $0 + Tape.power(0.5, t - $1) * g[$1 - 1] }
    }
    try expect(.nesterov(rate: 0.1, rho: 0.5)) { t, g in
      let v = (1...t).reduce(0) { $0 + Tape.power(0.5, t - $1) * g[$1 - 1] }
      return 0.1 * (g[t - 1] + 0.5 * v)
    }
    try expect(.adaGrad(rate: 0.1, delta: 1e-7)) { t, g in
      0.1 * g[t - 1] / (1e-7 + g.reduce(0) { $0 + $1 * $1 }.squareRoot())
    }
    try expect(.rmsProp(rate: 0.1, rho: 0.9, delta: 1e-7)) { t, g in
      let r = (1...t).reduce(0) { $0 + 0.1 * Tape.power(0.9, t - $1) * g[$1 - 1] * g[$1 - 1] }
      return 0.1 * g[t - 1] / (1e-7 + r.squareRoot())
    }
    try expect(.adam(rate: 0.1, rho1: 0.9, rho2: 0.99, delta: 1e-8)) { t, g in
      let s = (1...t).reduce(0) { $0 + 0.1 * Tape.power(0.9, t - $1) * g[$1 - 1] }
      let r = (1...t).reduce(0) { $0 + 0.01 * Tape.power(0.99, t - $1) * g[$1 - 1] * g[$1 - 1] }
      let first = s / (1 - Tape.power(0.9, t))
      let second = r / (1 - Tape.power(0.99, t))
      return 0.1 * first / (second.squareRoot() + 1e-8)
    }
  }

  @Test func normalizedStepsHaveOneLength() throws {
    var state = try OptimizerState(.normalizedDescent(rate: 0.1), count: 2)
    var p = [1.0, 2]
    _ = try state.step(&p, [3, 4])
    #expect((Vector(p) - [1 - 0.06, 2 - 0.08]).norm < 1e-16)
    _ = try state.step(&p, [0, 0])
    #expect((Vector(p) - [1 - 0.06, 2 - 0.08]).norm < 1e-16)
  }

  @Test func nesterovLooksAhead() throws {
    // The textbook's form on f(x) = ½ a x², with the gradient taken at x − αρv.
    let (a, rate, rho) = (3.0, 0.1, 0.8)
    var (x, v) = (2.0, 0.0)
    var state = try OptimizerState(.nesterov(rate: rate, rho: rho), count: 1)
    var y = [2.0]
    for _ in 0..<20 {
      #expect((y[0] - (x - rate * rho * v)).magnitude < 1e-14)
      v = rho * v + a * (x - rate * rho * v)
      x -= rate * v
      _ = try state.step(&y, [a * y[0]])
    }
  }

  @Test func numbersThatCeaseToBeFiniteAreSeen() throws {
    for optimizer: Optimizer in [
      .gradientDescent(rate: 1), .momentum(rate: 1, rho: 0.5), .nesterov(rate: 1, rho: 0.5),
      .adaGrad(rate: 1), .rmsProp(rate: 1), .adam(),
    ] {
      for place in 0..<3 {
        var state = try OptimizerState(optimizer, count: 3)
        var p = [0.0, 0, 0]
        var gradient = [1.0, 1, 1]
        #expect(try state.step(&p, gradient), "\(optimizer)")
        gradient[place] = .nan
        #expect(try !state.step(&p, gradient), "\(optimizer) \(place)")
      }
    }
  }

  @Test func badParametersAreRefused() throws {
    for optimizer: Optimizer in [
      .gradientDescent(rate: 0), .normalizedDescent(rate: .nan), .momentum(rate: 0.1, rho: 1),
      .nesterov(rate: -1, rho: 0), .adaGrad(rate: 0.1, delta: 0), .rmsProp(rate: 0.1, rho: -1),
      .adam(rate: 0.1, rho1: 0.9, rho2: 1), .adam(rate: .infinity),
    ] {
      #expect(throws: LearningError.self, "\(optimizer)") {
        try OptimizerState(optimizer, count: 1)
      }
    }
    var state = try OptimizerState(.adam(), count: 2)
    var p = [1.0, 2]
    #expect(
      throws: LearningError.shape(what: "the gradient", expected: .vector(2), found: .vector(1))
    ) { try state.step(&p, [1]) }
  }
}
