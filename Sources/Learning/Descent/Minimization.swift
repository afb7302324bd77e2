public import Numerics

/// How a function of a vector is made small.
public struct Minimization: Sendable, Equatable {
  /// What makes a step.
  public enum Method: Sendable, Equatable {
    /// One of the optimizers.
    case optimizer(Optimizer)
    /// Along −∇f as far as the line search says.
    case steepestDescent(LineSearch)
  }

  /// What makes a step.
  public var method: Method
  /// The largest number of steps.
  public var steps: Int
  /// Stops when ‖∇f‖ is at most this.
  public var gradientBelow: Double
  /// Stops when f is at most this.
  public var valueBelow: Double?

  /// A way of minimizing.
  public init(
    _ method: Method, steps: Int = 1000, gradientBelow: Double = 0, valueBelow: Double? = nil
  ) {
    self.method = method
    self.steps = steps
    self.gradientBelow = gradientBelow
    self.valueBelow = valueBelow
  }

  /// Throws unless all parameters lie in their ranges.
  public func check() throws(LearningError) {
    switch method {
    case .optimizer(let optimizer): try optimizer.check()
    case .steepestDescent(let search): try search.check()
    }
    try require(steps >= 0, "steps", Double(steps), "at least 0")
    try require(gradientBelow >= 0, "gradient_below", gradientBelow, "at least 0")
  }

  /// Minimizes f from a start; `evaluate` gives f and ∇f.
  ///
  /// Numbers that cease to be finite end the run with `.diverged`, whose points up to there are kept.
  ///
  /// - Precondition: `check()` passes and each gradient has as many entries as the start.
  public func run<Failure: Error>(
    from start: Vector, _ evaluate: (Vector) throws(Failure) -> (value: Double, gradient: Vector)
  ) throws(Failure) -> Descent {
    var descent = Descent(start: start)
    var (value, gradient) = try evaluate(start)
    descent.record(value, gradient)
    var state: OptimizerState?
    if case .optimizer(let optimizer) = method {
      state = OptimizerState(checked: optimizer, count: start.count)
    }
    for step in 1...max(steps, 1) {
      if let stop = stopReason(value, gradient, step - 1) {
        descent.stop = stop
        return descent
      }
      if steps == 0 { break }
      if case .steepestDescent(let search) = method {
        guard let next = try advance(descent.point, value, gradient, search, evaluate) else {
          descent.stop = .noProgress
          return descent
        }
        descent.point = next
      } else {
        precondition(gradient.count == start.count, "a gradient of another size")
        state?.advance(&descent.point.elements, gradient.elements)
      }
      (value, gradient) = try evaluate(descent.point)
      descent.record(value, gradient)
    }
    descent.stop = stopReason(value, gradient, steps) ?? .steps
    return descent
  }

  private func stopReason(_ value: Double, _ gradient: Vector, _ step: Int) -> StopReason? {
    let norm = gradient.norm
    if !value.isFinite || !norm.isFinite { return .diverged(step: step) }
    if norm <= gradientBelow { return .gradientBelow }
    if let valueBelow, value <= valueBelow { return .costBelow }
    return nil
  }

  private func advance<Failure: Error>(
    _ point: Vector, _ value: Double, _ gradient: Vector, _ search: LineSearch,
    _ evaluate: (Vector) throws(Failure) -> (value: Double, gradient: Vector)
  ) throws(Failure) -> Vector? {
    var slope = 0.0
    for entry in gradient.elements { slope -= entry * entry }
    let result = try search.search(value: value, slope: slope) { (step) throws(Failure) in
      let next = try evaluate(point - step * gradient)
      var along = 0.0
      for k in 0..<gradient.count { along -= next.gradient[k] * gradient[k] }
      return (next.value, along)
    }
    return result.map { point - $0.step * gradient }
  }
}

/// A descent: the points that were visited and what was found there.
public struct Descent: Sendable, Equatable {
  /// The last point.
  public internal(set) var point: Vector
  /// The points from the start on, one for each step.
  public private(set) var points: [Vector] = []
  /// f at the points.
  public private(set) var values: [Double] = []
  /// ‖∇f‖ at the points.
  public private(set) var gradientNorms: [Double] = []
  /// Why it ended.
  public internal(set) var stop: StopReason = .steps

  init(start: Vector) { point = start }

  mutating func record(_ value: Double, _ gradient: Vector) {
    points.append(point)
    values.append(value)
    gradientNorms.append(gradient.norm)
  }
}
