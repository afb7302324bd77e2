/// A P = Q R by Householder reflections with column pivoting; A has any shape.
///
/// Q is kept as its reflections. The pivots |rᵢᵢ| decrease, so that a sudden fall shows the rank.
/// Backward stable for every A. Golub and Van Loan, Matrix Computations, §5.4.
public struct QRFactorization: Sendable {
  private let factors: Matrix
  private let scales: [Double]
  /// Column i of A P is column `permutation[i]` of A.
  public let permutation: [Int]

  /// Factors a matrix.
  public init(_ matrix: Matrix) throws(ArrayError) {
    try matrix.requireFinite("QR factorisation")
    var a = matrix
    var permutation = Array(0..<a.columns)
    var scales: [Double] = []
    for step in 0..<min(a.rows, a.columns) {
      let norms = (step..<a.columns).map { a.columnNorm($0, from: step) }
      var pivot = 0
      for index in norms.indices where norms[index] > norms[pivot] { pivot = index }
      a.swapColumns(step, step + pivot)
      permutation.swapAt(step, step + pivot)
      scales.append(a.reflectColumns(from: step))
    }
    factors = a
    self.permutation = permutation
    self.scales = scales
  }

  /// The upper triangular (or trapezoidal) factor, min(rows, columns)×columns.
  public var upper: Matrix {
    Matrix(rows: scales.count, columns: factors.columns) { $0 <= $1 ? factors[$0, $1] : 0 }
  }

  /// The orthonormal columns of Q, rows×min(rows, columns).
  public var orthogonal: Matrix {
    var q = Matrix(rows: factors.rows, columns: scales.count) { $0 == $1 ? 1 : 0 }
    for step in scales.indices.reversed() { apply(step, to: &q) }
    return q
  }

  /// The number of pivots above max(rows, columns)·2⁻⁵²·|r₁₁|.
  public var rank: Int {
    guard let largest = scales.isEmpty ? nil : factors[0, 0].magnitude else { return 0 }
    let threshold = Double(max(factors.rows, factors.columns)) * 0x1p-52 * largest
    return scales.indices.filter { factors[$0, $0].magnitude > threshold }.count
  }

  /// The x with the least ‖A x − b‖ for each column b; A must have full column rank.
  public func leastSquaresSolution(_ right: Matrix) throws(ArrayError) -> Matrix {
    guard right.rows == factors.rows else {
      throw .shapes(operation: "least squares", left: factors.shape, right: right.shape)
    }
    let n = factors.columns
    guard rank == n else { throw .rankDeficient(rank: rank, columns: n) }
    var b = right
    for step in scales.indices { apply(step, to: &b) }
    for row in (0..<n).reversed() {
      for k in row + 1..<max(n, row + 1) { b.subtract(factors[row, k], ofRow: k, fromRow: row) }
      for column in 0..<b.columns { b[row, column] /= factors[row, row] }
    }
    var x = Matrix(repeating: 0, rows: n, columns: b.columns)
    for row in 0..<n {
      for column in 0..<b.columns { x[permutation[row], column] = b[row, column] }
    }
    return x
  }

  /// b ← (I − τ v vᵀ) b with v = (1, entries below the diagonal).
  private func apply(_ step: Int, to b: inout Matrix) {
    for column in 0..<b.columns {
      var sum = b[step, column]
      for row in step + 1..<max(b.rows, step + 1) { sum += factors[row, step] * b[row, column] }
      sum *= scales[step]
      b[step, column] -= sum
      for row in step + 1..<max(b.rows, step + 1) { b[row, column] -= sum * factors[row, step] }
    }
  }
}

extension Matrix {
  fileprivate func columnNorm(_ column: Int, from first: Int) -> Double {
    Vector(count: rows - first) { self[first + $0, column] }.norm
  }

  fileprivate mutating func swapColumns(_ i: Int, _ j: Int) {
    if i == j { return }
    for row in 0..<rows { elements.swapAt(row * columns + i, row * columns + j) }
  }

  /// Reflects so that the column `step` vanishes below the diagonal; returns τ.
  fileprivate mutating func reflectColumns(from step: Int) -> Double {
    let norm = columnNorm(step, from: step)
    if norm == 0 { return 0 }
    let head = self[step, step]
    let pivot = head > 0 ? -norm : norm
    let tau = (pivot - head) / pivot
    for row in step + 1..<Swift.max(rows, step + 1) { self[row, step] /= head - pivot }
    self[step, step] = pivot
    for column in step + 1..<Swift.max(columns, step + 1) {
      var sum = self[step, column]
      for row in step + 1..<Swift.max(rows, step + 1) { sum += self[row, step] * self[row, column] }
      sum *= tau
      self[step, column] -= sum
      for row in step + 1..<Swift.max(rows, step + 1) { self[row, column] -= sum * self[row, step] }
    }
    return tau
  }
}
