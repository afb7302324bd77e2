/// Descriptive statistics of samples; sums run from first to last.
public enum Statistics {
  /// Σ xᵢ / n.
  ///
  /// Corrected by the mean of the remainders, so that a large common offset costs no accuracy.
  public static func mean(_ sample: [Double]) throws(ArrayError) -> Double {
    try require(sample, 1, "mean")
    let count = Double(sample.count)
    let rough = sample.reduce(0, +) / count
    guard rough.isFinite else { return rough }
    return rough + sample.reduce(0) { $0 + ($1 - rough) } / count
  }

  /// Σ (xᵢ − x̄)² / (n − 1), or / n if not `unbiased`.
  ///
  /// In two passes with the remainder corrected; E[x²] − E[x]² would lose all digits where the mean
  /// is large beside the spread.
  public static func variance(_ sample: [Double], unbiased: Bool = true) throws(ArrayError)
    -> Double
  {
    try require(sample, unbiased ? 2 : 1, "variance")
    let center = try mean(sample)
    var squares = 0.0
    var remainder = 0.0
    for value in sample {
      squares += (value - center) * (value - center)
      remainder += value - center
    }
    let count = Double(sample.count)
    return (squares - remainder * remainder / count) / (unbiased ? count - 1 : count)
  }

  /// The square root of the variance; its expectation is *not* the standard deviation, not even with
  /// n − 1.
  public static func standardDeviation(_ sample: [Double], unbiased: Bool = true)
    throws(ArrayError) -> Double
  {
    try variance(sample, unbiased: unbiased).squareRoot()
  }

  /// Σ (xᵢ − x̄)(yᵢ − ȳ) / (n − 1), or / n if not `unbiased`.
  public static func covariance(_ x: [Double], _ y: [Double], unbiased: Bool = true)
    throws(ArrayError) -> Double
  {
    guard x.count == y.count else {
      throw .shapes(operation: "covariance", left: .vector(x.count), right: .vector(y.count))
    }
    try require(x, unbiased ? 2 : 1, "covariance")
    let (cx, cy) = (try mean(x), try mean(y))
    var sum = 0.0
    for index in x.indices { sum += (x[index] - cx) * (y[index] - cy) }
    return sum / Double(unbiased ? x.count - 1 : x.count)
  }

  /// The covariances of the rows of a matrix whose columns are observations.
  public static func covariance(ofRows matrix: Matrix) throws(ArrayError) -> Matrix {
    let rows = (0..<matrix.rows).map { matrix.row($0).elements }
    var result = Matrix(repeating: 0, rows: matrix.rows, columns: matrix.rows)
    for i in 0..<matrix.rows {
      for j in 0...i {
        result[i, j] = try covariance(rows[i], rows[j])
        result[j, i] = result[i, j]
      }
    }
    return result
  }

  /// Pearson's coefficient, cov(x, y) / (sₓ s_y); an error if a sample is constant.
  public static func correlation(_ x: [Double], _ y: [Double]) throws(ArrayError) -> Double {
    let product = try covariance(x, y)
    let scale = try standardDeviation(x) * standardDeviation(y)
    guard scale > 0 else {
      throw .parameter(operation: "correlation", name: "standard deviation", value: 0)
    }
    return max(-1, min(1, product / scale))
  }

  /// The kurtosis m₄ / m₂² with central moments over n: 3 for a normal distribution, at least 1.
  ///
  /// It is *not* the excess; subtract 3 for that.
  public static func kurtosis(_ sample: [Double]) throws(ArrayError) -> Double {
    try require(sample, 2, "kurtosis")
    let center = try mean(sample)
    var second = 0.0
    var fourth = 0.0
    for value in sample {
      let square = (value - center) * (value - center)
      second += square
      fourth += square * square
    }
    guard second > 0 else { throw .parameter(operation: "kurtosis", name: "variance", value: 0) }
    return Double(sample.count) * fourth / (second * second)
  }

  /// The quantile at `level` in 0...1, linear between order statistics (type 7 of Hyndman and Fan).
  public static func quantile(_ sample: [Double], _ level: Double) throws(ArrayError) -> Double {
    try require(sample, 1, "quantile")
    guard level >= 0, level <= 1 else {
      throw .parameter(operation: "quantile", name: "level", value: level)
    }
    return quantile(ofSorted: sample.sorted(), level)
  }

  /// The middle value, or the mean of the two middle ones.
  public static func median(_ sample: [Double]) throws(ArrayError) -> Double {
    try quantile(sample, 0.5)
  }

  static func quantile(ofSorted sorted: [Double], _ level: Double) -> Double {
    let position = level * Double(sorted.count - 1)
    let below = Int(position)
    let fraction = position - Double(below)
    if fraction == 0 { return sorted[below] }
    return sorted[below] + fraction * (sorted[below + 1] - sorted[below])
  }

  static func require(_ sample: [Double], _ needed: Int, _ operation: String)
    throws(ArrayError)
  {
    guard sample.count >= needed else {
      throw .tooFew(operation: operation, count: sample.count, needed: needed)
    }
    for (index, value) in sample.enumerated() where value.isNaN {
      throw .notFinite(operation: operation, row: index, column: 0)
    }
  }
}
