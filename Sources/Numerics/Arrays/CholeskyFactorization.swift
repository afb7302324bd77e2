/// A = L Lᵀ of a symmetric positive definite matrix; half the work of LU, and needs no pivots.
///
/// Only the lower triangle is used after symmetry has been checked. Backward stable. It is also the
/// cheapest test of positive definiteness, up to rounding: a matrix whose least eigenvalue is below
/// about n·2⁻⁵³·‖A‖ may be judged either way.
public struct CholeskyFactorization: Sendable {
  /// The lower triangular factor with positive diagonal.
  public let lower: Matrix

  /// Factors a symmetric matrix.
  public init(_ matrix: Matrix) throws(ArrayError) {
    guard matrix.isSquare else {
      throw .notSquare(operation: "Cholesky factorisation", shape: matrix.shape)
    }
    try matrix.requireFinite("Cholesky factorisation")
    try matrix.requireSymmetric()
    let n = matrix.rows
    var lower = Matrix(repeating: 0, rows: n, columns: n)
    for row in 0..<n {
      for column in 0...row {
        var sum = matrix[row, column]
        for k in 0..<column { sum -= lower[row, k] * lower[column, k] }
        if row == column {
          guard sum > 0 else { throw .notPositiveDefinite(pivot: row, value: sum) }
          lower[row, row] = sum.squareRoot()
        } else {
          lower[row, column] = sum / lower[column, column]
        }
      }
    }
    self.lower = lower
  }

  /// The solution X of A X = B.
  public func solve(_ right: Matrix) throws(ArrayError) -> Matrix {
    let n = lower.rows
    guard right.rows == n else {
      throw .shapes(operation: "solve", left: lower.shape, right: right.shape)
    }
    var x = right
    for row in 0..<n {
      for k in 0..<row { x.subtract(lower[row, k], ofRow: k, fromRow: row) }
      for column in 0..<x.columns { x[row, column] /= lower[row, row] }
    }
    for row in (0..<n).reversed() {
      for k in row + 1..<max(n, row + 1) { x.subtract(lower[k, row], ofRow: k, fromRow: row) }
      for column in 0..<x.columns { x[row, column] /= lower[row, row] }
    }
    return x
  }
}

extension Matrix {
  /// Throws unless mirrored entries agree to within a few roundings of the largest entry.
  func requireSymmetric() throws(ArrayError) {
    let scale = elements.reduce(0) { Swift.max($0, $1.magnitude) }
    for row in 0..<rows {
      for column in 0..<row
      where (self[row, column] - self[column, row]).magnitude > 0x1p-40 * scale {
        throw .notSymmetric(row: row, column: column)
      }
    }
  }
}
