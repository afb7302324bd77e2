import Learning
import Numerics
import Testing

@Suite struct LevenbergMarquardtTests {
  @Test func bothFormsOfTheStepAgree() throws {
    var random = Source(1)
    for (m, n) in [(3, 7), (7, 3), (5, 5), (1, 1), (20, 23)] {
      let jacobian = random.matrix(m, n)
      let residuals = Vector(random.matrix(m, 1).elements)
      for mu in [1e-3, 1, 1e3] {
        let normal = try LevenbergMarquardt.step(
          jacobian, residuals, damping: mu, form: .normalEquations)
        let woodbury = try LevenbergMarquardt.step(
          jacobian, residuals, damping: mu, form: .woodbury)
        #expect((normal - woodbury).norm < 1e-10 * normal.norm, "\(m) by \(n), \(mu)")
        let matrix = try jacobian.transposedTimes(jacobian) + mu * .identity(n)
        let expected = -(try matrix.solve(jacobian.transposedTimes(residuals)))
        #expect((normal - expected).norm < 1e-10 * normal.norm, "\(m) by \(n), \(mu)")
      }
    }
  }

  @Test func extremesOfTheDamping() throws {
    var random = Source(2)
    let jacobian = random.matrix(6, 3)
    let residuals = Vector(random.matrix(6, 1).elements)
    let newton = try LevenbergMarquardt.step(jacobian, residuals, damping: 0, form: .smaller)
    #expect((newton + (try jacobian.solve(residuals))).norm < 1e-12)
    let steep = try LevenbergMarquardt.step(jacobian, residuals, damping: 1e9, form: .smaller)
    #expect((1e9 * steep + (try jacobian.transposedTimes(residuals))).norm < 1e-7)
    #expect(throws: LearningError.self) {
      try LevenbergMarquardt.step(
        Matrix(repeating: 0, rows: 2, columns: 2), [1, 1], damping: 0, form: .smaller)
    }
    #expect(throws: LearningError.self) {
      try LevenbergMarquardt.step(jacobian, [1], damping: 1, form: .smaller)
    }
    #expect(throws: LearningError.self) {
      try LevenbergMarquardt.step(jacobian, residuals, damping: -1, form: .smaller)
    }
    #expect(throws: LearningError.empty(what: "J")) {
      try LevenbergMarquardt.step(
        Matrix(repeating: 0, rows: 0, columns: 2), [], damping: 1, form: .smaller)
    }
  }

  @Test func ninetySevenOfAHundredStarts() throws {
    let (x, y) = try tenPoints()
    for form: LevenbergMarquardt.Form in [.woodbury, .normalEquations] {
      var random = Source(3)
      var iterations: [Int] = []
      var solved = 0
      for _ in 0..<100 {
        let start = try Network(sizes: [2, 2, 3, 2], activation: .sigmoid)
          .initialized(.normal(deviation: 0.5), using: &random)
        let method = LevenbergMarquardt(costBelow: 1e-6, form: form)
        let (network, fit) = try method.fit(start, x, y)
        iterations.append(fit.iterations)
        if fit.stop == .costBelow {
          solved += 1
          #expect(try network.cost(x, y, .squaredError) <= 1.000_001e-6)
        }
        #expect(fit.cost.count == fit.iterations + 1)
        for k in 0..<fit.iterations { #expect(fit.cost[k + 1] <= fit.cost[k]) }
      }
      #expect(solved >= 97)
      #expect(iterations.sorted()[50] <= 31)
    }
  }

  @Test func curvesAreFitted() throws {
    // y = a e^{−b t}; the Jacobian from the tape.
    let t: Vector = [0, 1, 2, 3, 4]
    let y = Vector(t.elements.map { 2.5 * Elementary.exp(-0.7 * $0) })
    func model(_ p: Vector) throws(LearningError) -> (residuals: Vector, jacobian: Matrix) {
      let powers = Vector(t.elements.map { Elementary.exp(-p[1] * $0) })
      let residuals = p[0] * powers - y
      let jacobian = Matrix(rows: 5, columns: 2) {
        $1 == 0 ? powers[$0] : -p[0] * t[$0] * powers[$0]
      }
      return (residuals, jacobian)
    }
    let fit = try LevenbergMarquardt(gradientBelow: 1e-13).minimize(from: [1, 0], model)
    #expect((fit.parameters - [2.5, 0.7]).norm < 1e-10)
    #expect(fit.stop == .gradientBelow)
    let short = try LevenbergMarquardt(iterations: 2).minimize(from: [1, 0], model)
    #expect(short.stop == .steps)
    #expect(short.damping.count == 2)
  }

  @Test func badInputIsRefused() throws {
    for method in [
      LevenbergMarquardt(damping: 0), LevenbergMarquardt(iterations: 0),
      LevenbergMarquardt(costBelow: -1), LevenbergMarquardt(gradientBelow: -1),
    ] {
      #expect(throws: LearningError.self) {
        try method.minimize(from: [0]) { (_) throws(LearningError) in ([0], .identity(1)) }
      }
    }
    let method = LevenbergMarquardt()
    #expect(throws: LearningError.diverged(what: "the sum of squares", step: 0)) {
      try method.minimize(from: [0]) { (_) throws(LearningError) in ([.nan], .identity(1)) }
    }
    #expect(throws: LearningError.self) {
      try method.minimize(from: [0]) { (_) throws(LearningError) in ([1], .identity(2)) }
    }
    #expect(throws: LearningError.self) {
      try method.minimize(from: []) { (_) throws(LearningError) in ([], .identity(0)) }
    }
    let (x, y) = try tenPoints()
    #expect(throws: LearningError.self) {
      try method.fit(Network(sizes: [2, 2, 2], activation: .tanh, normalized: true), x, y)
    }
    // A gradient that points uphill never makes progress.
    let stuck = try LevenbergMarquardt(iterations: 5000).minimize(from: [1]) {
      (p) throws(LearningError) in (p, -Matrix.identity(1))
    }
    #expect(stuck.stop == .noProgress)
  }
}
