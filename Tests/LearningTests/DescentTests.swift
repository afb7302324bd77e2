import Learning
import Numerics
import Testing

private let valley = Matrix.diagonal([1, 10])

private func quadratic(_ x: Vector) throws(LearningError) -> (value: Double, gradient: Vector) {
  let gradient = Vector([x[0], 10 * x[1]])
  return (0.5 * (x[0] * gradient[0] + x[1] * gradient[1]), gradient)
}

@Suite struct DescentTests {
  @Test func exactStepsLeaveOrthogonalGradients() throws {
    var x: Vector = [10, 1]
    for _ in 0..<5 {
      let gradient = try quadratic(x).gradient
      let step = try LineSearch.exactStep(hessian: valley, gradient: gradient, direction: -gradient)
      x = x - step * gradient
      let next = try quadratic(x).gradient
      #expect(try gradient.dot(next).magnitude < 1e-12 * gradient.norm * next.norm)
    }
    #expect(throws: LearningError.self) {
      try LineSearch.exactStep(hessian: -valley, gradient: [1, 0], direction: [-1, 0])
    }
  }

  @Test func conditionsHoldAtTheStepThatIsFound() throws {
    let x: Vector = [3, -2]
    let (value, gradient) = try quadratic(x)
    let slope = -(try gradient.dot(gradient))
    func along(_ step: Double) throws(LearningError) -> (value: Double, slope: Double) {
      let next = try quadratic(x - step * gradient)
      return (next.value, -(next.gradient[0] * gradient[0] + next.gradient[1] * gradient[1]))
    }
    let armijo = try #require(
      try LineSearch.armijo(start: 8, c1: 0.3).search(value: value, slope: slope, along))
    #expect(armijo.value <= value + 0.3 * armijo.step * slope)
    #expect(try along(2 * armijo.step).value > value + 0.3 * 2 * armijo.step * slope)
    for start in [1e-6, 1, 1e6] {
      let wolfe = try #require(
        try LineSearch.wolfe(start: start, c1: 0.1, c2: 0.5).search(
          value: value, slope: slope, along))
      #expect(wolfe.value <= value + 0.1 * wolfe.step * slope)
      #expect(try along(wolfe.step).slope >= 0.5 * slope)
    }
    #expect(try LineSearch.armijo().search(value: value, slope: slope) { _ in (1e9, 0) } == nil)
    #expect(try LineSearch.wolfe().search(value: value, slope: slope) { _ in (1e9, 0) } == nil)
    #expect(try LineSearch.fixed(0.1).search(value: value, slope: slope, along)?.step == 0.1)
  }

  @Test func everyMethodFindsTheMinimum() throws {
    let methods: [Minimization.Method] = [
      .optimizer(.gradientDescent(rate: 0.15)), .optimizer(.momentum(rate: 0.05, rho: 0.7)),
      .optimizer(.nesterov(rate: 0.05, rho: 0.7)), .optimizer(.adam(rate: 0.05)),
      .steepestDescent(.armijo(c1: 0.1)), .steepestDescent(.wolfe(c1: 0.1, c2: 0.6)),
      .steepestDescent(.fixed(0.15)),
    ]
    for method in methods {
      let minimization = Minimization(method, steps: 5000, gradientBelow: 1e-8)
      try minimization.check()
      let descent = try minimization.run(from: [3, -2], quadratic)
      #expect(descent.stop == .gradientBelow, "\(method)")
      #expect(descent.point.norm < 1e-7, "\(method)")
      #expect(descent.points.count == descent.values.count)
      #expect(descent.points[0] == [3, -2])
    }
  }

  @Test func normalizedDescentNeverSettles() throws {
    let minimization = Minimization(.optimizer(.normalizedDescent(rate: 0.1)), steps: 500)
    let descent = try minimization.run(from: [3, -2], quadratic)
    #expect(descent.stop == .steps)
    #expect(descent.gradientNorms.suffix(100).allSatisfy { $0 > 0.01 })
  }

  @Test func divergenceKeepsThePath() throws {
    let minimization = Minimization(.optimizer(.gradientDescent(rate: 1)), steps: 10_000)
    let descent = try minimization.run(from: [3, -2], quadratic)
    guard case .diverged(let step) = descent.stop else {
      Issue.record("must diverge")
      return
    }
    #expect(descent.values[step - 1].isFinite)
    #expect(descent.points.count == step + 1)
    let none = try Minimization(.optimizer(.adam()), steps: 0).run(from: [1, 1], quadratic)
    #expect(none.points.count == 1)
    let value = Minimization(.optimizer(.adam()), steps: 9, valueBelow: 1e9)
    #expect(try value.run(from: [1, 1], quadratic).stop == .costBelow)
    let stuck = Minimization(.steepestDescent(.armijo()), steps: 9)
    let wrong = try stuck.run(from: [1, 1]) { (x) throws(LearningError) in
      let result = try quadratic(x)
      return (result.value, -result.gradient)
    }
    #expect(wrong.stop == .noProgress)
  }

  @Test func badParametersAreRefused() {
    for method: Minimization.Method in [
      .steepestDescent(.fixed(0)), .steepestDescent(.armijo(start: 0)),
      .steepestDescent(.armijo(c1: 1)), .steepestDescent(.armijo(factor: 1)),
      .steepestDescent(.wolfe(start: -1)), .steepestDescent(.wolfe(c1: 0.9, c2: 0.5)),
      .steepestDescent(.wolfe(c2: 1)), .optimizer(.adam(rate: 0)),
    ] {
      #expect(throws: LearningError.self, "\(method)") { try Minimization(method).check() }
    }
    #expect(throws: LearningError.self) { try Minimization(.optimizer(.adam()), steps: -1).check() }
    #expect(throws: LearningError.self) {
      try Minimization(.optimizer(.adam()), gradientBelow: -1).check()
    }
  }
}
