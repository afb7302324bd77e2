package import Numerics

/// A vector or matrix of doubles, shared by reference as in Julia; rows are contiguous.
package final class NumericArray {
  // No access overlaps another; the checks would cost more than the arithmetic.
  @exclusivity(unchecked) package private(set) var rows: Int
  @exclusivity(unchecked) package private(set) var columns: Int
  @exclusivity(unchecked) package private(set) var form: Form
  /// Entries are truth values (0 or 1).
  @exclusivity(unchecked) package var isBoolean = false
  @exclusivity(unchecked) package var elements: [Double]

  /// How the entries are arranged.
  package enum Form: UInt8 {
    case vector
    case matrix
    /// A transposed vector: times a vector it gives a number.
    case row
  }

  package init(_ elements: [Double]) {
    (rows, columns, form, self.elements) = (elements.count, 1, .vector, elements)
  }

  package init(rows: Int, columns: Int, form: Form = .matrix, _ elements: [Double]) {
    precondition(rows * columns == elements.count, "\(rows)×\(columns) of \(elements.count)")
    (self.rows, self.columns, self.form, self.elements) = (rows, columns, form, elements)
  }

  package convenience init(_ vector: Vector) { self.init(vector.elements) }

  package convenience init(_ matrix: Matrix) {
    self.init(rows: matrix.rows, columns: matrix.columns, matrix.elements)
  }

  package var count: Int { elements.count }
  package var isVector: Bool { form == .vector }
  package var vector: Vector { Vector(elements) }
  package var matrix: Matrix { Matrix(rows: rows, columns: columns, elements: elements) }
  package var shape: Shape { form == .vector ? .vector(rows) : .matrix(rows, columns) }
  package var shapeText: String { "a " + shape.text }

  package var numericValue: NumericValue { NumericValue(shape: shape, elements: elements) }

  /// Takes over the shape of a result that has as many entries.
  func reshape(like other: NumericArray) {
    (rows, columns, form) = (other.rows, other.columns, other.form)
    isBoolean = false
  }

  func reshape(_ rows: Int, _ columns: Int, _ form: Form) {
    (self.rows, self.columns, self.form) = (rows, columns, form)
    isBoolean = false
  }

  var transposed: NumericArray {
    let result =
      switch form {
      case .vector: NumericArray(rows: 1, columns: rows, form: .row, elements)
      case .row: NumericArray(elements)
      case .matrix: NumericArray(matrix.transposed)
      }
    result.isBoolean = isBoolean
    return result
  }

  /// An array of its own with the same entries.
  var copied: NumericArray {
    let result = NumericArray(rows: rows, columns: columns, form: form, elements)
    result.isBoolean = isBoolean
    return result
  }
}

extension Value {
  /// Numbers and arrays of the engine as values.
  package init(_ value: NumericValue) {
    switch value {
    case .scalar(let number): self = .number(number)
    case .vector(let vector): self = .array(NumericArray(vector))
    case .matrix(let matrix): self = .array(NumericArray(matrix))
    }
  }

  /// The number, or nil.
  package var number: Double? {
    if case .number(let value) = self { value } else { nil }
  }

  /// A range, vector or matrix as an array.
  package var array: NumericArray? {
    switch self {
    case .array(let array): array
    case .range(let range) where !range.isInterval: range.array
    default: nil
    }
  }

  static func text(_ string: String) -> Value { .text(Text(string)) }
  static func tuple(_ values: [Value]) -> Value { .record(Record(values)) }
}
