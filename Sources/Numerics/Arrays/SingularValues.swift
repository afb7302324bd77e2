/// A = U Σ Vᵀ by one-sided Jacobi rotations (Hestenes); A has any shape.
///
/// The singular values decrease and are not negative. U is rows×k and V columns×k with
/// k = min(rows, columns), both with orthonormal columns whatever the rank: vectors of singular values
/// that are 0 complete the others and are *not* unique. Small singular values are found to high relative
/// accuracy when A is well conditioned after scaling its columns. About ten sweeps of n²·m.
public struct SingularValues: Sendable {
  /// The left vectors, as columns.
  public let left: Matrix
  /// The singular values, decreasing.
  public let values: Vector
  /// The right vectors, as columns.
  public let right: Matrix

  /// Decomposes a matrix.
  public init(_ matrix: Matrix) throws(ArrayError) {
    try matrix.requireFinite("singular values")
    let wide = matrix.columns > matrix.rows
    // Columns are kept as rows so that a rotation runs along memory.
    var u = wide ? matrix : matrix.transposed
    var v = Matrix.identity(u.rows)
    var rounding = (0..<u.rows).map { 0x1p-53 * u.row($0).norm }
    var sweeps = 0
    while u.orthogonalizeRows(&v, &rounding) {
      sweeps += 1
      if sweeps > 60 { throw .notConverged(operation: "singular values", sweeps: sweeps) }
    }
    let norms = (0..<u.rows).map { u.row($0).norm }
    let order = norms.indices.sorted { (-norms[$0], $0) < (-norms[$1], $1) }
    values = Vector(order.map { norms[$0] })
    var u0 = Matrix(rows: u.columns, columns: u.rows) {
      norms[order[$1]] == 0 ? 0 : u[order[$1], $0] / norms[order[$1]]
    }
    u0.completeColumns(from: norms.filter { $0 > 0 }.count)
    let v0 = Matrix(rows: u.rows, columns: u.rows) { v[order[$1], $0] }
    left = wide ? v0 : u0
    right = wide ? u0 : v0
  }
}

extension Matrix {
  /// Replaces the columns from `first` on by unit vectors orthogonal to each other and to those before.
  fileprivate mutating func completeColumns(from first: Int) {
    for column in first..<Swift.max(columns, first) {
      // The axis that is farthest from the span of the columns so far.
      var axis = 0
      var nearest = Double.infinity
      for row in 0..<rows {
        var share = 0.0
        for k in 0..<column { share += self[row, k] * self[row, k] }
        if share < nearest { (axis, nearest) = (row, share) }
      }
      for row in 0..<rows { self[row, column] = row == axis ? 1 : 0 }
      // Twice is enough (Kahan): what the first round leaves is rounding.
      for _ in 0..<2 {
        for k in 0..<column {
          var product = 0.0
          for row in 0..<rows { product += self[row, k] * self[row, column] }
          for row in 0..<rows { self[row, column] -= product * self[row, k] }
        }
        let length = self.column(column).norm
        for row in 0..<rows { self[row, column] /= length }
      }
    }
  }

  /// One sweep over pairs of rows; false if all were orthogonal to working precision.
  ///
  /// `rounding` estimates the error of each row. A row that is no longer than its error is 0 in truth:
  /// its direction is chance, and it would be rotated for ever.
  fileprivate mutating func orthogonalizeRows(
    _ v: inout Matrix, _ rounding: inout [Double]
  ) -> Bool {
    var rotated = false
    for p in 0..<rows {
      for q in p + 1..<Swift.max(rows, p + 1) {
        let (x, y) = (row(p), row(q))
        // Scaled so that no square overflows or vanishes.
        let (nx, ny) = (x.norm, y.norm)
        if nx == 0 || ny == 0 { continue }
        var cosine = 0.0
        for k in 0..<columns { cosine += (x[k] / nx) * (y[k] / ny) }
        if cosine.magnitude <= 0x1p-52 * Double(Swift.max(columns, 2)).squareRoot() { continue }
        rotated = true
        let zeta = (ny / nx - nx / ny) / (2 * cosine)
        let root = zeta.magnitude < 0x1p500 ? (1 + zeta * zeta).squareRoot() : zeta.magnitude
        let t = (zeta < 0 ? -1 : 1) / (zeta.magnitude + root)
        let c = 1 / (1 + t * t).squareRoot()
        rotateRows(p, q, c, c * t)
        v.rotateRows(p, q, c, c * t)
        let (a, b) = (rounding[p], rounding[q])
        rounding[p] = roundedError(p, c * a, c * t * b)
        rounding[q] = roundedError(q, c * t * a, c * b)
      }
    }
    return rotated
  }

  /// The error of a row that was combined of two with these errors; without substance it becomes 0.
  private mutating func roundedError(_ row: Int, _ a: Double, _ b: Double) -> Double {
    let length = self.row(row).norm
    let own = 0x1p-53 * length
    // Scaled so that no square vanishes.
    let largest = Swift.max(a.magnitude, b.magnitude, own)
    guard largest > 0 else { return 0 }
    let (x, y, z) = (a / largest, b / largest, own / largest)
    let error = largest * (x * x + y * y + z * z).squareRoot()
    if length <= error { for k in 0..<columns { self[row, k] = 0 } }
    return error
  }

  private mutating func rotateRows(_ p: Int, _ q: Int, _ c: Double, _ s: Double) {
    for k in 0..<columns {
      let (x, y) = (self[p, k], self[q, k])
      self[p, k] = c * x - s * y
      self[q, k] = s * x + c * y
    }
  }
}
