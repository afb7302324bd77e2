public import Numerics

/// The perceptron's end (002 §2.2).
public struct PerceptronRun: Sendable, Equatable {
  /// The weights ω; in the augmented form the last entry is the bias b.
  public let weights: Vector
  /// How often ω was changed.
  public let mistakes: Int
  /// The number of passes over all points, the last one without mistakes if it converged.
  public let passes: Int
  /// Whether a whole pass was made without mistakes.
  public let hasConverged: Bool
}

/// The perceptron algorithm, its margin and its bound.
///
/// Points are columns. In the augmented form (x, 1)·(±1) a point is right if ωᵀx > 0; a mistake adds
/// it to ω.
public enum Perceptron {
  /// Columns (x, 1) times their class, which is 1 or −1.
  public static func augmented(_ x: Matrix, classes: [Double]) throws(LearningError) -> Matrix {
    guard classes.count == x.columns else {
      throw .shape(
        what: "the classes", expected: .vector(x.columns), found: .vector(classes.count))
    }
    for value in classes where value != 1 && value != -1 {
      throw .parameter(name: "a class", value: value, needs: "1 or -1")
    }
    return Matrix(rows: x.rows + 1, columns: x.columns) { row, column in
      (row < x.rows ? x[row, column] : 1) * classes[column]
    }
  }

  /// Algorithm 1 of 002 §2.2: passes over all points in their order, from ω = 0, until none is wrong.
  ///
  /// For separable points it makes at most (R/γ)² mistakes; without a limit it never ends for others,
  /// hence `maximumPasses`.
  public static func run(_ points: Matrix, maximumPasses: Int = 10_000) throws(LearningError)
    -> PerceptronRun
  {
    let n = points.rows
    guard points.columns > 0, n > 0 else { throw .empty(what: "the list of points") }
    try points.requireFinite("the points")
    try require(maximumPasses >= 1, "passes", Double(maximumPasses), "at least 1")
    let samples = points.transposed.elements
    var weights = Array(repeating: 0.0, count: n)
    var mistakes = 0
    var passes = 0
    var isClean = false
    while !isClean, passes < maximumPasses {
      passes += 1
      let found = pass(samples, points.columns, &weights)
      mistakes += found
      isClean = found == 0
    }
    for (row, value) in weights.enumerated() where !value.isFinite {
      throw .notFinite(what: "ω", row: row, column: 0)
    }
    return PerceptronRun(
      weights: Vector(weights), mistakes: mistakes, passes: passes, hasConverged: isClean)
  }

  /// The same with weights and bias apart and classes ±1, from W = 0 and b = 0, which makes the same
  /// changes: W ← W + Y X, b ← b + Y when Y (Wᵀ X + b) ≤ 0.
  public static func run(_ x: Matrix, classes: [Double], maximumPasses: Int = 10_000)
    throws(LearningError) -> PerceptronRun
  {
    try run(augmented(x, classes: classes), maximumPasses: maximumPasses)
  }

  /// R = max ‖xᵢ‖.
  public static func radius(_ points: Matrix) throws(LearningError) -> Double {
    guard points.columns > 0 else { throw .empty(what: "the list of points") }
    return (0..<points.columns).reduce(0) { max($0, points.column($1).norm) }
  }

  /// γ = min ωᵀxᵢ/‖ω‖; positive if ω separates the points from 0.
  public static func margin(_ points: Matrix, _ weights: Vector) throws(LearningError) -> Double {
    guard points.columns > 0 else { throw .empty(what: "the list of points") }
    let norm = weights.norm
    guard norm > 0 else { throw .parameter(name: "‖ω‖", value: norm, needs: "positive") }
    let products = try arrays { () throws(ArrayError) in try points.transposedTimes(weights) }
    return products.elements.reduce(Double.infinity) { min($0, $1) } / norm
  }

  /// (R/γ)², Novikoff's bound for the mistakes, given weights that separate.
  public static func bound(_ points: Matrix, _ weights: Vector) throws(LearningError) -> Double {
    let gamma = try margin(points, weights)
    guard gamma > 0 else {
      throw .parameter(name: "the margin", value: gamma, needs: "positive")
    }
    let ratio = try radius(points) / gamma
    return ratio * ratio
  }

  private static func pass(_ samples: [Double], _ count: Int, _ weights: inout [Double]) -> Int {
    let n = weights.count
    return samples.withUnsafeBufferPointer { samples in
      weights.withUnsafeMutableBufferPointer { w in
        guard let w = w.baseAddress, var x = samples.baseAddress else { return 0 }
        var mistakes = 0
        for _ in 0..<count {
          var sum = 0.0
          for k in 0..<n { sum += w[k] * x[k] }
          if sum <= 0 {
            for k in 0..<n { w[k] += x[k] }
            mistakes += 1
          }
          x += n
        }
        return mistakes
      }
    }
  }
}
