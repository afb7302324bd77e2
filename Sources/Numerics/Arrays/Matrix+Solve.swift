extension Matrix {
  /// A⁻¹; prefer `solve` where the inverse is only multiplied.
  public func inverse() throws(ArrayError) -> Matrix {
    guard isSquare else { throw .notSquare(operation: "inverse", shape: shape) }
    return try LUFactorization(self).solve(.identity(rows), operation: "inverse")
  }

  /// det A; 1 for the empty matrix, 0 for an exactly singular one.
  public func determinant() throws(ArrayError) -> Double {
    guard isSquare else { throw .notSquare(operation: "determinant", shape: shape) }
    return try LUFactorization(self).determinant
  }

  /// X with A X = B for square A, else the least-squares solution (`A \ B`).
  ///
  /// A wide A, or a tall one of deficient rank, has no unique solution and is an error.
  public func solve(_ right: Matrix) throws(ArrayError) -> Matrix {
    guard rows == right.rows else {
      throw .shapes(operation: "solve", left: shape, right: right.shape)
    }
    if isSquare { return try LUFactorization(self).solve(right) }
    return try QRFactorization(self).leastSquaresSolution(right)
  }

  /// x with A x = b, as for matrices.
  public func solve(_ right: Vector) throws(ArrayError) -> Vector {
    guard rows == right.count else {
      throw .shapes(operation: "solve", left: shape, right: right.shape)
    }
    return try Vector(solve(right.column).elements)
  }

  /// Whether all eigenvalues of the symmetric part are positive, by Cholesky factorisation.
  public func isPositiveDefinite() throws(ArrayError) -> Bool {
    guard isSquare else { throw .notSquare(operation: "definiteness", shape: shape) }
    try requireFinite("definiteness")
    let symmetric = Matrix(rows: rows, columns: rows) { 0.5 * self[$0, $1] + 0.5 * self[$1, $0] }
    do throws(ArrayError) {
      _ = try CholeskyFactorization(symmetric)
      return true
    } catch {
      return false
    }
  }
}
