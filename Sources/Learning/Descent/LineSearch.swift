public import Numerics

/// How far to go along a direction p from x: f(x + αp) (001 §4.2.4).
public enum LineSearch: Sendable, Equatable {
  /// Always the same α.
  case fixed(Double)
  /// Armijo's condition f(x + αp) ≤ f(x) + c₁ α ∇fᵀp by backtracking: α, ϱα, ϱ²α, … until it holds.
  case armijo(start: Double = 1, c1: Double = 1e-4, factor: Double = 0.5)
  /// Armijo's condition and ∇f(x + αp)ᵀp ≥ c₂ ∇fᵀp, by bisection and doubling.
  case wolfe(start: Double = 1, c1: Double = 1e-4, c2: Double = 0.9)

  /// A step length and what was computed on the way.
  public struct Result: Sendable, Equatable {
    /// The step length α.
    public let step: Double
    /// f(x + αp).
    public let value: Double
    /// The number of evaluations of f.
    public let evaluations: Int
  }

  /// α* = −∇fᵀp / pᵀAp, the minimum along p of a quadratic with Hessian A.
  public static func exactStep(hessian: Matrix, gradient: Vector, direction: Vector)
    throws(LearningError) -> Double
  {
    let slope = try arrays { () throws(ArrayError) in try gradient.dot(direction) }
    let curvature = try arrays { () throws(ArrayError) in
      try hessian.times(direction).dot(direction)
    }
    try require(curvature > 0, "the curvature along the direction", curvature, "positive")
    return -slope / curvature
  }

  /// The step length for f along a descent direction; nil if none was found in 60 trials.
  ///
  /// A step must make f smaller, so that equality in rounding does not count as progress.
  ///
  /// `evaluate(α)` gives f(x + αp) and its derivative by α; `value` and `slope` are those at 0.
  public func search<Failure: Error>(
    value: Double, slope: Double,
    _ evaluate: (Double) throws(Failure) -> (value: Double, slope: Double)
  ) throws(Failure) -> Result? {
    switch self {
    case .fixed(let step):
      return Result(step: step, value: try evaluate(step).value, evaluations: 1)
    case .armijo(let start, let c1, let factor):
      var step = start
      for trial in 1...60 {
        let next = try evaluate(step).value
        if next <= value + c1 * step * slope, next < value {
          return Result(step: step, value: next, evaluations: trial)
        }
        step *= factor
      }
      return nil
    case .wolfe(let start, let c1, let c2):
      var (low, high, step) = (0.0, Double.infinity, start)
      for trial in 1...60 {
        let next = try evaluate(step)
        if !(next.value <= value + c1 * step * slope && next.value < value) {
          high = step
        } else if next.slope < c2 * slope {
          low = step
        } else {
          return Result(step: step, value: next.value, evaluations: trial)
        }
        step = high.isFinite ? 0.5 * (low + high) : 2 * step
      }
      return nil
    }
  }

  func check() throws(LearningError) {
    switch self {
    case .fixed(let step): try require(step > 0, "step", step, "positive")
    case .armijo(let start, let c1, let factor):
      try require(start > 0, "start", start, "positive")
      try require(c1 > 0 && c1 < 1, "c1", c1, "between 0 and 1")
      try require(factor > 0 && factor < 1, "factor", factor, "between 0 and 1")
    case .wolfe(let start, let c1, let c2):
      try require(start > 0, "start", start, "positive")
      try require(c1 > 0 && c1 < c2, "c1", c1, "between 0 and c2")
      try require(c2 < 1, "c2", c2, "below 1")
    }
  }
}
