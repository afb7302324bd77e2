/// P A = L U of a square matrix, with the largest remaining entry of each column as pivot.
///
/// Solving is backward stable for all matrices met in practice: the computed x solves a system
/// whose matrix differs from A by a small multiple of n·2⁻⁵³·max|U|. The error of x is *not* small
/// when the condition number is large.
///
/// Higham, Accuracy and Stability of Numerical Algorithms, ch. 9. O(n³).
public struct LUFactorization: Sendable {
  /// L below the diagonal (its diagonal is 1), U on and above it.
  public let factors: Matrix
  /// Row i of P A is row `permutation[i]` of A.
  public let permutation: [Int]
  /// The determinant of P: 1 or −1.
  public let sign: Double
  /// The first column without a pivot, nil if A is invertible.
  public let zeroPivot: Int?

  /// Factors a square matrix.
  public init(_ matrix: Matrix) throws(ArrayError) {
    guard matrix.isSquare else {
      throw .notSquare(operation: "LU factorisation", shape: matrix.shape)
    }
    try matrix.requireFinite("LU factorisation")
    let n = matrix.rows
    var a = matrix
    var permutation = Array(0..<n)
    var sign = 1.0
    var zeroPivot: Int?
    for step in 0..<n {
      var pivot = step
      for row in step + 1..<max(n, step + 1)
      where a[row, step].magnitude > a[pivot, step].magnitude {
        pivot = row
      }
      if a[pivot, step] == 0 {
        zeroPivot = zeroPivot ?? step
        continue
      }
      if pivot != step {
        for column in 0..<n { a.elements.swapAt(pivot * n + column, step * n + column) }
        permutation.swapAt(pivot, step)
        sign = -sign
      }
      a.eliminate(below: step)
    }
    factors = a
    self.permutation = permutation
    self.sign = sign
    self.zeroPivot = zeroPivot
  }

  /// The determinant: the sign of P times the product of the pivots; 1 for the empty matrix.
  public var determinant: Double { factors.diagonal.elements.reduce(sign, *) }

  /// The solution X of A X = B.
  public func solve(_ right: Matrix, operation: String = "solve") throws(ArrayError) -> Matrix {
    let n = factors.rows
    guard right.rows == n else {
      throw .shapes(operation: operation, left: factors.shape, right: right.shape)
    }
    if let zeroPivot { throw .singular(operation: operation, pivot: zeroPivot, size: n) }
    var x = Matrix(rows: n, columns: right.columns) { right[permutation[$0], $1] }
    for row in 0..<n {
      for k in 0..<row { x.subtract(factors[row, k], ofRow: k, fromRow: row) }
    }
    for row in (0..<n).reversed() {
      for k in row + 1..<max(n, row + 1) { x.subtract(factors[row, k], ofRow: k, fromRow: row) }
      for column in 0..<x.columns { x[row, column] /= factors[row, row] }
    }
    return x
  }
}

extension Matrix {
  /// Subtracts a multiple of the pivot's row from each row below it, keeping the multipliers.
  fileprivate mutating func eliminate(below step: Int) {
    let n = rows
    for row in step + 1..<Swift.max(n, step + 1) {
      let factor = self[row, step] / self[step, step]
      self[row, step] = factor
      if factor == 0 { continue }
      for column in step + 1..<Swift.max(n, step + 1) {
        self[row, column] -= factor * self[step, column]
      }
    }
  }

  /// row ← row − factor · source.
  mutating func subtract(_ factor: Double, ofRow source: Int, fromRow row: Int) {
    for column in 0..<columns {
      elements[row * columns + column] -= factor * elements[source * columns + column]
    }
  }

  /// Throws at the first entry that is infinite or not a number.
  func requireFinite(_ operation: String) throws(ArrayError) {
    for (index, value) in elements.enumerated() where !value.isFinite {
      throw .notFinite(operation: operation, row: index / columns, column: index % columns)
    }
  }
}
