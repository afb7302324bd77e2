public import Numerics

/// Nonlinear least squares, p ← p − (JᵀJ + μI)⁻¹ Jᵀ r (000, with its sign: r = F(p) − y).
///
/// Small μ gives the step of Gauss and Newton, large μ a short step of steepest descent. μ is divided
/// by 3 when a trial makes the cost smaller, and multiplied by 20 when it does not: a failure costs an
/// evaluation, so it must not come twice in a row. From 1000 starts of the 23-parameter network 998
/// come below 10⁻⁶ within 200 evaluations, half of them within 29; with the gain ratio of Nielsen
/// (1999) it was 984 and 39.
public struct LevenbergMarquardt: Sendable, Equatable {
  /// Which system of equations gives the step.
  public enum Form: Sendable, Equatable {
    /// n equations for n parameters: (JᵀJ + μI) h = −Jᵀ r.
    case normalEquations
    /// m equations for m residuals: h = −Jᵀ (JJᵀ + μI)⁻¹ r, by Woodbury's identity.
    case woodbury
    /// The smaller system.
    case smaller
  }

  /// μ at the start, in units of the largest diagonal entry of the matrix it is added to.
  public var damping: Double
  /// The largest number of evaluations of residuals.
  public var iterations: Int
  /// Stops when ½‖r‖² is at most this.
  public var costBelow: Double
  /// Stops when ‖Jᵀr‖∞ is at most this.
  public var gradientBelow: Double
  /// The system that gives the step.
  public var form: Form

  /// A way of fitting.
  public init(
    damping: Double = 0.5, iterations: Int = 200, costBelow: Double = 0,
    gradientBelow: Double = 1e-14, form: Form = .smaller
  ) {
    self.damping = damping
    self.iterations = iterations
    self.costBelow = costBelow
    self.gradientBelow = gradientBelow
    self.form = form
  }

  /// The step −(JᵀJ + μI)⁻¹ Jᵀ r for a given damping.
  ///
  /// Both forms agree: (JᵀJ + μI)⁻¹Jᵀ = Jᵀ(JJᵀ + μI)⁻¹ for μ > 0. With μ = 0 the matrix may be
  /// singular in one of them, or in both.
  public static func step(_ jacobian: Matrix, _ residuals: Vector, damping: Double, form: Form)
    throws(LearningError) -> Vector
  {
    guard jacobian.rows == residuals.count else {
      throw .shape(what: "r", expected: .vector(jacobian.rows), found: residuals.shape)
    }
    guard jacobian.rows > 0, jacobian.columns > 0 else { throw .empty(what: "J") }
    try require(damping >= 0, "damping", damping, "at least 0")
    let solver = DampedSolver(
      residuals: jacobian.rows, parameters: jacobian.columns,
      usesWoodbury: form.usesWoodbury(jacobian.rows, jacobian.columns))
    solver.load(residuals, jacobian)
    solver.prepare()
    guard solver.solve(damping: damping) else {
      throw .arrays(
        .singular(
          operation: "Levenberg-Marquardt step", pivot: 0,
          size: solver.usesWoodbury ? jacobian.rows : jacobian.columns))
    }
    return Vector(Array(UnsafeBufferPointer(start: solver.step, count: jacobian.columns)))
  }

  func check() throws(LearningError) {
    try require(damping > 0, "damping", damping, "positive")
    try require(iterations >= 1, "iterations", Double(iterations), "at least 1")
    try require(costBelow >= 0, "cost_below", costBelow, "at least 0")
    try require(gradientBelow >= 0, "gradient_below", gradientBelow, "at least 0")
  }
}

extension LevenbergMarquardt.Form {
  func usesWoodbury(_ residuals: Int, _ parameters: Int) -> Bool {
    switch self {
    case .normalEquations: false
    case .woodbury: true
    case .smaller: residuals < parameters
    }
  }
}

/// The outcome of a nonlinear least-squares fit.
public struct LeastSquaresFit: Sendable, Equatable {
  /// The parameters found.
  public let parameters: Vector
  /// ½‖r‖² (of a network: the mean cost) at the start and after each evaluation; a rejected trial
  /// repeats the value before.
  public let cost: [Double]
  /// μ after each evaluation.
  public let damping: [Double]
  /// The number of evaluations.
  public let iterations: Int
  /// Why it ended.
  public let stop: StopReason
}
