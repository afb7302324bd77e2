/// The size of a value that broadcasts: a scalar, a column vector or a matrix.
public enum Shape: Sendable, Equatable, Hashable {
  /// One number.
  case scalar
  /// A column of that many entries.
  case vector(Int)
  /// Rows and columns, in this order.
  case matrix(Int, Int)

  /// The number of rows; 1 for a scalar.
  public var rows: Int {
    switch self {
    case .scalar: 1
    case .vector(let count): count
    case .matrix(let rows, _): rows
    }
  }

  /// The number of columns; 1 for scalars and vectors.
  public var columns: Int {
    if case .matrix(_, let columns) = self { columns } else { 1 }
  }

  /// The number of entries.
  public var count: Int { rows * columns }

  /// The shape with rows and columns exchanged; that of a vector is a matrix of one row.
  public var transposed: Shape {
    self == .scalar ? .scalar : .matrix(columns, rows)
  }

  /// The shape as an author would say it: `scalar`, `vector of 3`, `2×3 matrix`.
  public var text: String {
    switch self {
    case .scalar: "scalar"
    case .vector(let count): "vector of \(count)"
    case .matrix(let rows, let columns): "\(rows)\u{D7}\(columns) matrix"
    }
  }

  /// The shape of an elementwise operation on two operands, or nil if they do not fit.
  ///
  /// As in Julia: an extent of 1 is stretched, a vector counts as one column, and the result is a
  /// matrix as soon as one operand is.
  ///
  /// A vector of n and a matrix of one row and m columns give n×m. Vectors of different lengths do
  /// *not* fit, unless one has a single entry.
  public static func broadcast(_ left: Shape, _ right: Shape) -> Shape? {
    if left == right { return left }
    guard let rows = stretched(left.rows, right.rows),
      let columns = stretched(left.columns, right.columns)
    else { return nil }
    switch (left, right) {
    case (.matrix, _), (_, .matrix): return .matrix(rows, columns)
    default: return .vector(rows)
    }
  }

  private static func stretched(_ left: Int, _ right: Int) -> Int? {
    if left == right || right == 1 { return left }
    return left == 1 ? right : nil
  }
}
