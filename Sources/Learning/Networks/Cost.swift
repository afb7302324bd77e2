public import Numerics

/// How far outputs a are from targets y: the mean over the samples (columns) of one of these.
public enum Cost: Sendable, Equatable, CaseIterable {
  /// ½‖y − a‖², the quadratic cost of 000; its gradient by a is a − y.
  case squaredError
  /// −Σ y log a + (1 − y) log(1 − a) (004), computed from z without loss after a sigmoid.
  case logistic
  /// −Σ y log a (002 §5.4), by log-sum-exp after a softmax: ∂/∂z = a Σy − y.
  case crossEntropy
  /// Σ y log(y/a): cross-entropy less the entropy of y; the gradients are the same.
  case kullbackLeibler

  /// The cost of one output; 0 log 0 counts as 0.
  public func callAsFunction(_ a: Vector, _ y: Vector) throws(LearningError) -> Double {
    guard a.count == y.count else { throw .shape(what: "y", expected: a.shape, found: y.shape) }
    var sum = 0.0
    for k in 0..<a.count { sum += term(a[k], y[k]) }
    return sum
  }

  /// ∂C/∂a of one output.
  public func gradient(_ a: Vector, _ y: Vector) throws(LearningError) -> Vector {
    guard a.count == y.count else { throw .shape(what: "y", expected: a.shape, found: y.shape) }
    return Vector(count: a.count) { slope(a[$0], y[$0]) }
  }

  @inline(__always)
  func term(_ a: Double, _ y: Double) -> Double {
    switch self {
    case .squaredError: 0.5 * ((a - y) * (a - y))
    case .logistic: Cost.times(-y, log: a) - Cost.times(1 - y, log: 1 - a)
    case .crossEntropy: Cost.times(-y, log: a)
    case .kullbackLeibler: Cost.times(y, log: y) - Cost.times(y, log: a)
    }
  }

  @inline(__always)
  func slope(_ a: Double, _ y: Double) -> Double {
    switch self {
    case .squaredError: a - y
    case .logistic: (y == 1 ? 0 : (1 - y) / (1 - a)) - (y == 0 ? 0 : y / a)
    case .crossEntropy, .kullbackLeibler: y == 0 ? 0 : -y / a
    }
  }

  /// Whether cost and last activation are computed together from z.
  func isFused(with activation: Activation) -> Bool {
    switch self {
    case .squaredError: false
    case .logistic: activation == .sigmoid
    case .crossEntropy, .kullbackLeibler: activation == .softmax
    }
  }

  private static func times(_ factor: Double, log x: Double) -> Double {
    factor == 0 ? 0 : factor * Elementary.log(x)
  }
}

extension Cost {
  /// The sum of the costs of all columns.
  func total(
    _ activation: Activation, z: UnsafePointer<Double>, a: UnsafePointer<Double>,
    y: UnsafePointer<Double>, rows: Int, columns: Int
  ) -> Double {
    let count = rows * columns
    var sum = 0.0
    if !isFused(with: activation) {
      if self == .squaredError {
        for k in 0..<count { sum += (a[k] - y[k]) * (a[k] - y[k]) }
        return 0.5 * sum
      }
      for k in 0..<count { sum += term(a[k], y[k]) }
      return sum
    }
    if self == .logistic {
      for k in 0..<count {
        let rest = Elementary.log(onePlus: Elementary.exp(-z[k].magnitude))
        sum += (max(z[k], 0) - y[k] * z[k]) + rest
      }
      return sum
    }
    for column in 0..<columns { sum += softmaxTerm(column, z, y, count, columns) }
    return sum
  }

  /// Σ y · log Σ e^z − Σ y z, in a column.
  private func softmaxTerm(
    _ column: Int, _ z: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ count: Int,
    _ columns: Int
  ) -> Double {
    var peak = z[column]
    for k in stride(from: column, to: count, by: columns) { peak = z[k] > peak ? z[k] : peak }
    var (total, mass, product, entropy) = (0.0, 0.0, 0.0, 0.0)
    for k in stride(from: column, to: count, by: columns) {
      total += Elementary.exp(z[k] - peak)
      mass += y[k]
      product += y[k] * (z[k] - peak)
      if self == .kullbackLeibler { entropy += Cost.times(y[k], log: y[k]) }
    }
    return mass * Elementary.log(total) - product + entropy
  }

  /// δ^[r] = ∂C/∂z of the last layer, times `weight`: equation (1.1) of 000 for the squared error.
  func delta(
    _ activation: Activation, z: UnsafePointer<Double>, a: UnsafePointer<Double>,
    y: UnsafePointer<Double>, into delta: UnsafeMutablePointer<Double>, rows: Int, columns: Int,
    weight: Double
  ) {
    let count = rows * columns
    if !isFused(with: activation) {
      for k in 0..<count { delta[k] = weight * slope(a[k], y[k]) }
      activation.pullBack(delta, z, a, rows: rows, columns: columns)
      return
    }
    if self == .logistic {
      for k in 0..<count { delta[k] = weight * (a[k] - y[k]) }
      return
    }
    for column in 0..<columns {
      var mass = 0.0
      for k in stride(from: column, to: count, by: columns) { mass += y[k] }
      for k in stride(from: column, to: count, by: columns) {
        delta[k] = weight * (mass * a[k] - y[k])
      }
    }
  }
}
