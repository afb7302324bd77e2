extension Vector {
  /// ‖x‖₂, scaled so that no square overflows or underflows.
  public var norm: Double {
    var sum = 0.0
    for value in elements { sum += value * value }
    if sum > 0x1p-900 && sum < 0x1p900 { return sum.squareRoot() }
    let scale = maximumNorm
    if scale == 0 || !scale.isFinite { return scale }
    sum = 0
    for value in elements { sum += (value / scale) * (value / scale) }
    return scale * sum.squareRoot()
  }

  /// ‖x‖₁ = Σ |xᵢ|.
  public var absoluteNorm: Double { elements.reduce(0) { $0 + $1.magnitude } }

  /// ‖x‖∞ = max |xᵢ|; 0 if empty, NaN if an entry is.
  public var maximumNorm: Double {
    elements.reduce(0) { $0.isNaN || $1.isNaN ? .nan : max($0, $1.magnitude) }
  }
}

extension Matrix {
  /// ‖A‖_F = √Σ aᵢⱼ².
  public var frobeniusNorm: Double { Vector(elements).norm }

  /// ‖A‖₁, the largest column sum of magnitudes.
  public var columnSumNorm: Double { transposed.rowSumNorm }

  /// ‖A‖∞, the largest row sum of magnitudes.
  public var rowSumNorm: Double {
    Vector((0..<rows).map { row($0).absoluteNorm }).maximumNorm
  }

  /// ‖A‖₂, the largest singular value.
  public func spectralNorm() throws(ArrayError) -> Double {
    try SingularValues(self).values.elements.first ?? 0
  }

  /// κ₂ = σ₁/σₖ, infinite for a matrix without full rank and 1 for the empty one.
  public func conditionNumber() throws(ArrayError) -> Double {
    let values = try SingularValues(self).values.elements
    guard let first = values.first, let last = values.last else { return 1 }
    return last == 0 ? .infinity : first / last
  }

  /// The number of singular values above max(rows, columns)·2⁻⁵²·σ₁.
  public func rank() throws(ArrayError) -> Int {
    let values = try SingularValues(self).values.elements
    guard let first = values.first else { return 0 }
    let threshold = Double(max(rows, columns)) * 0x1p-52 * first
    return values.filter { $0 > threshold }.count
  }
}
