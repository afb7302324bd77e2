import Numerics

/// Kinds of square matrices that `matrices` generates.
enum MatrixKind: String, CaseIterable {
  case symmetric
  case psd
  case orthogonal
  case stochastic
  case regular

  /// A matrix of the kind near a given one, itself if it is of the kind; nil if there is none worth
  /// having.
  func adjusted(_ matrix: Matrix, condition: Double) throws(ArrayError) -> Matrix? {
    let n = matrix.rows
    guard matrix.isSquare, matrix.elements.allSatisfy({ $0.isFinite }) else { return nil }
    switch self {
    case .symmetric: return MatrixKind.symmetrized(matrix)
    case .psd: return try MatrixKind.semidefinite(MatrixKind.symmetrized(matrix))
    case .orthogonal:
      if try MatrixKind.isOrthogonal(matrix) { return matrix }
      let factors = try QRFactorization(matrix)
      return factors.rank == n ? factors.orthogonal : nil
    case .stochastic:
      var elements: [Double] = []
      for row in 0..<n {
        let entries = Array(matrix.elements[row * n..<(row + 1) * n])
        elements += MatrixKind.distribution(entries).elements
      }
      return Matrix(rows: n, columns: n, elements: elements)
    case .regular:
      let values = try SingularValues(matrix).values.elements
      let (least, greatest) = (values.min() ?? 0, values.max() ?? 0)
      return least > 0 && greatest <= condition * least ? matrix : nil
    }
  }

  /// A matrix of normal entries made to be of the kind.
  func drawn(_ n: Int, condition: Double, _ random: inout RandomSource) throws(ArrayError)
    -> Matrix?
  {
    let matrix = Matrix(rows: n, columns: n, elements: random.normals(n * n, 2))
    switch self {
    case .psd: return MatrixKind.symmetrized(try matrix.transposedTimes(matrix))
    case .regular:
      // U diag(σ) Vᵀ with σ spread evenly in logarithm.
      let values = try SingularValues(matrix)
      let spread = Elementary.log(condition) * random.uniform() * 0.999
      let scaled = (0..<n).map { Elementary.exp(-spread * Double($0) / Double(max(1, n - 1))) }
      let product = try values.left.times(Matrix.diagonal(Vector(scaled)))
      return try product.times(values.right.transposed)
    default: return try adjusted(matrix, condition: condition)
    }
  }

  static func symmetrized(_ matrix: Matrix) -> Matrix {
    let n = matrix.rows
    return Matrix(rows: n, columns: n) { row, column in
      (matrix.elements[row * n + column] + matrix.elements[column * n + row]) / 2
    }
  }

  /// The nearest matrix without negative eigenvalues; itself if they are only rounded below 0.
  private static func semidefinite(_ matrix: Matrix) throws(ArrayError) -> Matrix? {
    let eigen = try SymmetricEigen(matrix)
    let values = eigen.values.elements
    let greatest = values.reduce(0) { max($0, $1.magnitude) }
    if values.allSatisfy({ $0 >= -1e-14 * greatest }) { return matrix }
    let scaled = try eigen.vectors.times(Matrix.diagonal(Vector(values.map { max(0, $0) })))
    return symmetrized(try scaled.times(eigen.vectors.transposed))
  }

  private static func isOrthogonal(_ matrix: Matrix) throws(ArrayError) -> Bool {
    let (n, product) = (matrix.rows, try matrix.transposedTimes(matrix))
    return product.elements.indices.allSatisfy { place in
      (product.elements[place] - (place / n == place % n ? 1 : 0)).magnitude < 1e-14
    }
  }

  /// Positive numbers with sum 1.
  static func distribution(_ entries: [Double]) -> NumericArray {
    let sizes = entries.map { max($0.magnitude, 1e-9) }
    let sum = sizes.reduce(0, +)
    return NumericArray(sum == 1 ? sizes : sizes.map { $0 / sum })
  }
}

/// Whether one entry is 1 and the others are 0.
func isOneHot(_ entries: [Double]) -> Bool {
  entries.allSatisfy { $0 == 0 || $0 == 1 } && entries.reduce(0, +) == 1
}
