/// A = V Λ Vᵀ of a symmetric matrix, by cyclic Jacobi rotations.
///
/// The eigenvalues increase; column i of `vectors` belongs to value i, has length 1 and its entry of
/// largest magnitude is positive. Jacobi's method is slower than reduction to a tridiagonal matrix
/// (about ten sweeps of n³), but at least as accurate, also for tiny eigenvalues of scaled diagonally
/// dominant matrices. The vectors of equal eigenvalues are *not* unique.
public struct SymmetricEigen: Sendable {
  /// The eigenvalues, increasing.
  public let values: Vector
  /// The eigenvectors, as columns.
  public let vectors: Matrix

  /// Decomposes a symmetric matrix.
  public init(_ matrix: Matrix) throws(ArrayError) {
    guard matrix.isSquare else { throw .notSquare(operation: "eigenvalues", shape: matrix.shape) }
    try matrix.requireFinite("eigenvalues")
    try matrix.requireSymmetric()
    let n = matrix.rows
    // By a power of two, exactly: no product of entries overflows or vanishes.
    let unit = matrix.unit
    var a = Matrix(rows: n, columns: n) {
      matrix[$0, $1] / unit * 0.5 + matrix[$1, $0] / unit * 0.5
    }
    var v = Matrix.identity(n)
    var sweeps = 0
    while try a.rotateAll(&v) {
      sweeps += 1
      if sweeps > 60 { throw .notConverged(operation: "eigenvalues", sweeps: sweeps) }
    }
    let order = (0..<n).sorted { (a[$0, $0], $0) < (a[$1, $1], $1) }
    values = Vector(order.map { a[$0, $0] * unit })
    vectors = Matrix(rows: n, columns: n) { v[$0, order[$1]] }.withPositiveLeads()
  }
}

extension Matrix {
  /// A power of two about as large as the largest entry; 1 where there is none but 0.
  fileprivate var unit: Double {
    let largest = elements.reduce(0) { Swift.max($0, $1.magnitude) }
    if largest == 0 { return 1 }
    return Double(sign: .plus, exponent: Swift.max(-1000, Int(largest.exponent)), significand: 1)
  }

  /// One sweep of rotations; false if every off-diagonal entry was negligible.
  fileprivate mutating func rotateAll(_ vectors: inout Matrix) throws(ArrayError) -> Bool {
    var rotated = false
    for p in 0..<rows {
      for q in p + 1..<Swift.max(rows, p + 1) {
        let off = self[p, q]
        let scale = (self[p, p].magnitude * self[q, q].magnitude).squareRoot()
        if off == 0 || off.magnitude <= 0x1p-54 * scale || off.magnitude < 0x1p-1000 { continue }
        rotated = true
        rotate(p, q, &vectors)
      }
    }
    return rotated
  }

  /// The rotation that makes entry (p, q) zero, applied from both sides.
  private mutating func rotate(_ p: Int, _ q: Int, _ vectors: inout Matrix) {
    let off = self[p, q]
    let theta = (self[q, q] - self[p, p]) / (2 * off)
    let root = theta.magnitude < 0x1p500 ? (theta * theta + 1).squareRoot() : theta.magnitude
    let t = (theta < 0 ? -1 : 1) / (theta.magnitude + root)
    let c = 1 / (t * t + 1).squareRoot()
    let s = t * c
    self[p, p] -= t * off
    self[q, q] += t * off
    self[p, q] = 0
    self[q, p] = 0
    for k in 0..<rows where k != p && k != q {
      let (x, y) = (self[k, p], self[k, q])
      self[k, p] = c * x - s * y
      self[k, q] = s * x + c * y
      self[p, k] = self[k, p]
      self[q, k] = self[k, q]
    }
    for k in 0..<rows {
      let (x, y) = (vectors[k, p], vectors[k, q])
      vectors[k, p] = c * x - s * y
      vectors[k, q] = s * x + c * y
    }
  }

  /// Turns each column so that its first entry of largest magnitude is positive.
  func withPositiveLeads() -> Matrix {
    var result = self
    for column in 0..<columns {
      var lead = 0.0
      for row in 0..<rows where self[row, column].magnitude > lead.magnitude * (1 + 0x1p-40) {
        lead = self[row, column]
      }
      if lead < 0 { for row in 0..<rows { result[row, column] = -self[row, column] } }
    }
    return result
  }
}
