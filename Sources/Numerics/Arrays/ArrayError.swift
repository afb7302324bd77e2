/// Why an operation on vectors, matrices or samples could not be done: facts only.
public enum ArrayError: Error, Equatable, Sendable {
  /// The shapes of two operands do not fit the operation.
  case shapes(operation: String, left: Shape, right: Shape)
  /// The rows of a matrix to be built have different lengths.
  case ragged(row: Int, length: Int, expected: Int)
  /// The operation needs a square matrix.
  case notSquare(operation: String, shape: Shape)
  /// The operation needs at least so many entries.
  case tooFew(operation: String, count: Int, needed: Int)
  /// A pivot is exactly zero: the matrix has no inverse.
  case singular(operation: String, pivot: Int, size: Int)
  /// A pivot of the Cholesky factorisation is not positive.
  case notPositiveDefinite(pivot: Int, value: Double)
  /// The two entries mirrored in the diagonal differ.
  case notSymmetric(row: Int, column: Int)
  /// The columns are linearly dependent to working precision.
  case rankDeficient(rank: Int, columns: Int)
  /// An iteration did not settle.
  case notConverged(operation: String, sweeps: Int)
  /// An index (from 0) lies outside of an extent.
  case index(operation: String, index: Int, extent: Int)
  /// An entry (row and column from 0) is infinite or not a number.
  case notFinite(operation: String, row: Int, column: Int)
  /// A parameter lies outside of its range.
  case parameter(operation: String, name: String, value: Double)
  /// The operation has no derivative that can be followed.
  case notDifferentiable(operation: String)

  /// One sentence without final period; indices are counted from 1, as authors do.
  public var message: String {
    switch self {
    case .shapes(let operation, let left, let right):
      return "\(operation): a \(left.text) and a \(right.text) do not fit"
    case .ragged(let row, let length, let expected):
      return "row \(row + 1) has length \(length), the rows above have \(expected)"
    case .notSquare(let operation, let shape):
      return "\(operation) needs a square matrix, this is a \(shape.text)"
    case .tooFew(let operation, let count, let needed):
      return "\(operation) needs at least \(needed) entries, here are \(count)"
    case .singular(let operation, let pivot, let size):
      return "\(operation): the \(size)\u{D7}\(size) matrix is singular (pivot \(pivot + 1) is 0)"
    case .notPositiveDefinite(let pivot, let value):
      return "the matrix is not positive definite (pivot \(pivot + 1) is \(value))"
    case .notSymmetric(let row, let column):
      return "the matrix is not symmetric: the entries (\(row + 1), \(column + 1)) and "
        + "(\(column + 1), \(row + 1)) differ"
    case .rankDeficient(let rank, let columns):
      return "the \(columns) columns are linearly dependent (rank \(rank))"
    case .notConverged(let operation, let sweeps):
      return "\(operation) did not converge in \(sweeps) sweeps"
    case .index(let operation, let index, let extent):
      return "\(operation): index \(index + 1) is outside of 1..\(extent)"
    case .notFinite(let operation, let row, let column):
      return "\(operation): the entry (\(row + 1), \(column + 1)) is not finite"
    case .parameter(let operation, let name, let value):
      return "\(operation): \(name) = \(value) is out of range"
    case .notDifferentiable(let operation):
      return "\(operation) cannot be differentiated here"
    }
  }
}
