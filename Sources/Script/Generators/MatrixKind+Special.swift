import Numerics

// Matrices of a kind on which statements fail that hold for almost all others of the kind.
extension MatrixKind {
  /// How many special forms each kind has.
  static let formCount = 9

  /// A matrix of a special form; nil if the kind has none of this form and size.
  func special(
    _ form: Int, _ n: Int, condition: Double, _ random: inout RandomSource
  ) throws(ArrayError) -> Matrix? {
    switch self {
    case .symmetric: return MatrixKind.symmetric(form, n, &random)
    case .psd: return try MatrixKind.semidefinite(form, n, &random)
    case .orthogonal: return MatrixKind.orthogonal(form, n, &random)
    case .stochastic: return MatrixKind.stochastic(form, n, &random)
    case .regular: return try regular(form, n, condition, &random)
    }
  }

  private static func diagonal(_ n: Int, _ entry: (Int) -> Double) -> Matrix {
    Matrix(rows: n, columns: n) { $0 == $1 ? entry($0) : 0 }
  }

  private static func outer(_ v: [Double], _ sign: Double = 1) -> Matrix {
    Matrix(rows: v.count, columns: v.count) { sign * v[$0] * v[$1] }
  }

  private static func constant(_ n: Int, _ entry: Double) -> Matrix {
    Matrix(repeating: entry, rows: n, columns: n)
  }

  private static func scaled(_ n: Int, _ deviation: Double, _ random: inout RandomSource) -> Matrix
  {
    Matrix(rows: n, columns: n, elements: random.normals(n * n, deviation))
  }

  private static func symmetric(_ form: Int, _ n: Int, _ random: inout RandomSource) -> Matrix {
    switch form {
    case 0: return constant(n, 0)
    case 1: return diagonal(n) { _ in 1 }
    case 2: return outer(random.wholes(n, 2), random.uniform() < 0.5 ? 1 : -1)
    case 3: return constant(n, 1)
    // Eigenvalues 1 and −1, several times each.
    case 4: return Matrix(rows: n, columns: n) { $0 + $1 == n - 1 ? 1 : 0 }
    case 5:
      let entries = random.wholes(n, 1)
      return diagonal(n) { entries[$0] }
    case 6: return symmetrized(scaled(n, 100, &random))
    case 7: return symmetrized(scaled(n, 1e-6, &random))
    default:
      return symmetrized(
        Matrix(rows: n, columns: n, elements: random.wholes(n * n, 3).map { 2 * $0 }))
    }
  }

  private static func semidefinite(
    _ form: Int, _ n: Int, _ random: inout RandomSource
  ) throws(ArrayError) -> Matrix? {
    func square(_ matrix: Matrix) throws(ArrayError) -> Matrix {
      symmetrized(try matrix.transposedTimes(matrix))
    }
    switch form {
    case 0: return constant(n, 0)
    case 1: return diagonal(n) { _ in 1 }
    case 2: return outer(random.wholes(n, 2))
    case 3: return constant(n, 1)
    case 4:
      let entries = random.wholes(n, 2)
      return diagonal(n) { entries[$0].magnitude }
    case 5: return try square(Matrix(rows: n, columns: n, elements: random.wholes(n * n, 1)))
    case 6: return try square(scaled(n, 10, &random))
    case 7: return try square(scaled(n, 1e-3, &random))
    default:
      return diagonal(n) { $0 == 0 ? 100 : 0.01 }
    }
  }

  private static func orthogonal(_ form: Int, _ n: Int, _ random: inout RandomSource) -> Matrix? {
    let places = random.permutation(n)
    let signs = (0..<n).map { _ in random.uniform() < 0.5 ? 1.0 : -1.0 }
    switch form {
    case 0: return diagonal(n) { _ in 1 }
    case 1: return diagonal(n) { _ in -1 }
    case 2: return diagonal(n) { signs[$0] }
    case 3: return Matrix(rows: n, columns: n) { places[$0] == $1 ? 1 : 0 }
    case 4: return Matrix(rows: n, columns: n) { places[$0] == $1 ? signs[$0] : 0 }
    // A reflection, in whole directions.
    case 5, 6:
      let v = (0..<n).map { _ in Double(1 + random.integer(below: 2)) }
      let square = Machine.dot(v, v)
      return Matrix(rows: n, columns: n) { ($0 == $1 ? 1 : 0) - 2 * v[$0] * v[$1] / square }
    // The rotation by 90° of the first two axes.
    default:
      guard n > 1 else { return nil }
      return Matrix(rows: n, columns: n) { row, column in
        if row > 1 || column > 1 { return row == column ? 1 : 0 }
        return row == column ? 0 : row < column ? -1 : 1
      }
    }
  }

  private static func stochastic(_ form: Int, _ n: Int, _ random: inout RandomSource) -> Matrix {
    let places = random.permutation(n)
    let row = random.normals(n, 1)
    switch form {
    case 0, 1: return constant(n, 1)
    case 2: return Matrix(rows: n, columns: n) { $0 == $1 ? 1 : 1e-6 }
    case 3: return Matrix(rows: n, columns: n) { places[$0] == $1 ? 1 : 1e-6 }
    case 4: return Matrix(rows: n, columns: n) { $1 == 0 ? 1 : 1e-6 }
    case 5: return Matrix(rows: n, columns: n) { _, column in row[column] }
    case 6: return Matrix(rows: n, columns: n) { $0 == $1 ? Double(n) : 1 }
    default:
      let entries = random.wholes(n * n, 1)
      return Matrix(rows: n, columns: n) { 2 + entries[$0 * n + $1] }
    }
  }

  private func regular(
    _ form: Int, _ n: Int, _ condition: Double, _ random: inout RandomSource
  ) throws(ArrayError) -> Matrix? {
    switch form {
    case 0: return MatrixKind.diagonal(n) { _ in 1 }
    case 1: return MatrixKind.diagonal(n) { _ in -1 }
    case 2: return MatrixKind.orthogonal(3, n, &random)
    case 3: return MatrixKind.orthogonal(4, n, &random)
    case 4: return MatrixKind.diagonal(n) { $0 == 0 ? 1 : 1 / min(condition, 1e12) }
    case 5, 6:
      let factor = form == 5 ? 100 : 1e-6
      guard let matrix = try drawn(n, condition: condition, &random) else { return nil }
      return Matrix(rows: n, columns: n, elements: matrix.elements.map { factor * $0 })
    case 7:
      let entries = random.wholes(n * n, 2)
      return Matrix(rows: n, columns: n) { $0 == $1 ? 1 : $0 < $1 ? entries[$0 * n + $1] : 0 }
    default: return Matrix(rows: n, columns: n, elements: random.wholes(n * n, 3))
    }
  }
}
