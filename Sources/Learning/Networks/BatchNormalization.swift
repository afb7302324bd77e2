public import Numerics

/// Batch normalisation of each row of a batch (samples are columns), 002 §5.3:
/// μ = (1/m) Σ xᵢ, σ² = (1/m) Σ (xᵢ − μ)², x̂ᵢ = (xᵢ − μ)/√(σ² + ε), yᵢ = γ x̂ᵢ + β.
public struct BatchNormalization: Sendable, Equatable {
  /// Mean and variance over all samples seen so far, for inference.
  ///
  /// Batches are pooled exactly: with n samples of mean E and squared deviations Q, and m new ones of
  /// mean μ and variance σ², Q grows by m σ² + (μ − E)² n m/(n + m). (The notes' code leaves out the
  /// second term, so that its variance is too small whenever the means of the batches differ.)
  public struct Running: Sendable, Equatable {
    /// The number of samples seen.
    public internal(set) var count: Int = 0
    /// The mean of each row.
    public internal(set) var mean: [Double]
    /// The sum of squared deviations of each row.
    public internal(set) var squares: [Double]

    init(size: Int) {
      mean = Array(repeating: 0, count: size)
      squares = mean
    }

    /// The unbiased variance of each row; 1 before there are two samples.
    public var variance: [Double] {
      squares.map { count < 2 ? 1 : $0 / Double(count - 1) }
    }

    /// Pools a batch of `samples` columns, given the mean and the variance (over m) of each row.
    mutating func add(samples: Int, mean: [Double], variance: [Double]) {
      let (n, m) = (Double(count), Double(samples))
      for row in mean.indices {
        let shift = mean[row] - self.mean[row]
        squares[row] += m * variance[row] + shift * shift * (n * m / (n + m))
        self.mean[row] += shift * (m / (n + m))
      }
      count += samples
    }
  }

  /// The scale γ of each row.
  public var gamma: Vector
  /// The shift β of each row.
  public var beta: Vector
  /// The statistics for inference.
  public var running: Running

  /// ε in √(σ² + ε).
  public static let epsilon: Double = 1e-5

  /// γ = 1 and β = 0 for so many rows.
  public init(size: Int) {
    gamma = Vector(repeating: 1, count: size)
    beta = Vector(repeating: 0, count: size)
    running = Running(size: size)
  }

  init(gamma: Vector, beta: Vector, running: Running) {
    self.gamma = gamma
    self.beta = beta
    self.running = running
  }

  /// What the forward pass of a batch leaves for the backward pass.
  public struct Pass: Sendable, Equatable {
    /// The result y.
    public let y: Matrix
    /// The normalised values x̂.
    public let normalized: Matrix
    /// 1/√(σ² + ε) of each row.
    public let inverseDeviation: Vector
  }

  /// Normalises a batch by its own statistics, which also enter the running ones.
  public mutating func forward(_ x: Matrix) throws(LearningError) -> Pass {
    try check(x)
    var (y, normalized) = (x, x)
    var inverse = gamma.elements
    var (mean, variance) = (inverse, inverse)
    for row in 0..<x.rows {
      var values = x.row(row).elements
      (mean[row], variance[row]) = values.withUnsafeMutableBufferPointer { buffer in
        buffer.baseAddress.map { BatchNormalization.normalize($0, x.columns) } ?? (0, 0)
      }
      inverse[row] = 1 / (variance[row] + BatchNormalization.epsilon).squareRoot()
      for column in 0..<x.columns {
        normalized[row, column] = values[column]
        y[row, column] = gamma[row] * values[column] + beta[row]
      }
    }
    running.add(samples: x.columns, mean: mean, variance: variance)
    return Pass(y: y, normalized: normalized, inverseDeviation: Vector(inverse))
  }

  /// Normalises by the running statistics: each column on its own, whatever its batch.
  public func infer(_ x: Matrix) throws(LearningError) -> Matrix {
    try check(x)
    let variance = running.variance
    return Matrix(rows: x.rows, columns: x.columns) { row, column in
      let deviation = (variance[row] + BatchNormalization.epsilon).squareRoot()
      return gamma[row] * ((x[row, column] - running.mean[row]) / deviation) + beta[row]
    }
  }

  /// ∂E/∂x, ∂E/∂γ and ∂E/∂β from ∂E/∂y, exactly: the mean and the variance depend on x, too.
  ///
  /// ∂E/∂xᵢ = γ/√(σ² + ε) · (gᵢ − (1/m) Σ gⱼ − x̂ᵢ (1/m) Σ gⱼ x̂ⱼ) with g = ∂E/∂y.
  public func backward(_ g: Matrix, _ pass: Pass) throws(LearningError)
    -> (x: Matrix, gamma: Vector, beta: Vector)
  {
    guard g.shape == pass.y.shape else {
      throw .shape(what: "the gradient", expected: pass.y.shape, found: g.shape)
    }
    var x = g
    var (gammas, betas) = (gamma.elements, beta.elements)
    for row in 0..<g.rows {
      var values = g.row(row).elements
      let normalized = pass.normalized.row(row).elements
      let scale = gamma[row] * pass.inverseDeviation[row]
      (gammas[row], betas[row]) = values.withUnsafeMutableBufferPointer { values in
        normalized.withUnsafeBufferPointer { normalized in
          guard let v = values.baseAddress, let n = normalized.baseAddress else { return (0, 0) }
          return BatchNormalization.pullBack(v, n, g.columns, scale)
        }
      }
      for column in 0..<g.columns { x[row, column] = values[column] }
    }
    return (x, Vector(gammas), Vector(betas))
  }

  /// x ← x̂ in place; returns mean and variance over m.
  static func normalize(_ x: UnsafeMutablePointer<Double>, _ count: Int) -> (Double, Double) {
    var sum = 0.0
    for k in 0..<count { sum += x[k] }
    let mean = sum / Double(count)
    var squares = 0.0
    for k in 0..<count {
      x[k] -= mean
      squares += x[k] * x[k]
    }
    let variance = squares / Double(count)
    let inverse = 1 / (variance + epsilon).squareRoot()
    for k in 0..<count { x[k] *= inverse }
    return (mean, variance)
  }

  /// g ← ∂E/∂x in place; returns (∂E/∂γ, ∂E/∂β).
  static func pullBack(
    _ g: UnsafeMutablePointer<Double>, _ normalized: UnsafePointer<Double>, _ count: Int,
    _ scale: Double
  ) -> (Double, Double) {
    var (product, sum) = (0.0, 0.0)
    for k in 0..<count {
      product += g[k] * normalized[k]
      sum += g[k]
    }
    let (meanProduct, mean) = (product / Double(count), sum / Double(count))
    for k in 0..<count { g[k] = scale * (g[k] - mean - normalized[k] * meanProduct) }
    return (product, sum)
  }

  private func check(_ x: Matrix) throws(LearningError) {
    guard x.rows == gamma.count else {
      throw .shape(
        what: "the batch", expected: .matrix(gamma.count, x.columns), found: x.shape)
    }
    guard x.columns > 0 else { throw .empty(what: "the batch") }
  }
}
