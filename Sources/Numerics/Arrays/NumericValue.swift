/// A scalar, a vector or a matrix where only the run of a program tells which.
public enum NumericValue: Sendable, Equatable {
  /// One number.
  case scalar(Double)
  /// A column.
  case vector(Vector)
  /// A matrix.
  case matrix(Matrix)

  /// The shape for broadcasting.
  public var shape: Shape {
    switch self {
    case .scalar: .scalar
    case .vector(let vector): vector.shape
    case .matrix(let matrix): matrix.shape
    }
  }

  /// The entries, row after row.
  public var elements: [Double] {
    switch self {
    case .scalar(let value): [value]
    case .vector(let vector): vector.elements
    case .matrix(let matrix): matrix.elements
    }
  }

  /// The value of a shape with these entries, row after row.
  ///
  /// - Precondition: `elements.count == shape.count`.
  public init(shape: Shape, elements: [Double]) {
    switch shape {
    case .scalar: self = .scalar(elements[0])
    case .vector(let count):
      precondition(elements.count == count, "a vector needs as many entries as its shape says")
      self = .vector(Vector(elements))
    case .matrix(let rows, let columns):
      self = .matrix(Matrix(rows: rows, columns: columns, elements: elements))
    }
  }

  /// Applies a function to each entry.
  public func mapped(_ function: (Double) -> Double) -> NumericValue {
    switch self {
    case .scalar(let value): .scalar(function(value))
    case .vector(let vector): .vector(Vector(vector.elements.map(function)))
    case .matrix(let matrix):
      .matrix(
        Matrix(
          rows: matrix.rows, columns: matrix.columns, elements: matrix.elements.map(function)))
    }
  }

  /// Combines entry with entry after stretching extents of 1 (`Shape.broadcast`).
  ///
  /// `operation` names the operator in the error.
  public func combined(
    with other: NumericValue, operation: String, _ function: (Double, Double) -> Double
  ) throws(ArrayError) -> NumericValue {
    if case .scalar(let x) = self, case .scalar(let y) = other { return .scalar(function(x, y)) }
    guard let shape = Shape.broadcast(self.shape, other.shape) else {
      throw .shapes(operation: operation, left: self.shape, right: other.shape)
    }
    let left = self.elements
    let right = other.elements
    var result: [Double] = []
    result.reserveCapacity(shape.count)
    let a = BroadcastStrides(of: self.shape, in: shape)
    let b = BroadcastStrides(of: other.shape, in: shape)
    for row in 0..<shape.rows {
      for column in 0..<shape.columns {
        result.append(function(left[a.offset(row, column)], right[b.offset(row, column)]))
      }
    }
    return NumericValue(shape: shape, elements: result)
  }
}

/// Where the entries of a stretched operand stand: 0 along a stretched extent.
struct BroadcastStrides {
  let row: Int
  let column: Int

  init(of shape: Shape, in result: Shape) {
    row = shape.rows == result.rows ? shape.columns : 0
    column = shape.columns == result.columns ? 1 : 0
  }

  func offset(_ row: Int, _ column: Int) -> Int { row * self.row + column * self.column }
}
