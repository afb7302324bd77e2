/// A matrix of Doubles, stored flat, row after row.
public struct Matrix: Sendable, Equatable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The entries, row after row: entry (i, j) stands at `i * columns + j`.
  public var elements: [Double]

  /// The matrix with these entries, given row after row.
  ///
  /// - Precondition: `elements.count == rows * columns`.
  public init(rows: Int, columns: Int, elements: [Double]) {
    precondition(
      rows >= 0 && columns >= 0 && elements.count == rows * columns,
      "a matrix needs rows * columns entries")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// The matrix of equal entries.
  public init(repeating value: Double, rows: Int, columns: Int) {
    self.init(
      rows: rows, columns: columns, elements: Array(repeating: value, count: rows * columns))
  }

  /// The matrix whose entry (i, j), counted from 0, is `entry(i, j)`.
  public init(rows: Int, columns: Int, _ entry: (Int, Int) -> Double) {
    var elements: [Double] = []
    elements.reserveCapacity(rows * columns)
    for row in 0..<rows {
      for column in 0..<columns { elements.append(entry(row, column)) }
    }
    self.init(rows: rows, columns: columns, elements: elements)
  }

  /// The matrix with these rows, which must be equally long.
  public init(rows: [[Double]]) throws(ArrayError) {
    let columns = rows.first?.count ?? 0
    for (index, row) in rows.enumerated() where row.count != columns {
      throw .ragged(row: index, length: row.count, expected: columns)
    }
    self.init(rows: rows.count, columns: columns, elements: rows.flatMap { $0 })
  }

  /// The matrix with these columns, which must be equally long.
  public init(columns: [Vector]) throws(ArrayError) {
    self = try Matrix(rows: columns.map { $0.elements }).transposed
  }

  /// The identity matrix.
  public static func identity(_ size: Int) -> Matrix {
    Matrix(rows: size, columns: size) { $0 == $1 ? 1 : 0 }
  }

  /// The square matrix with this diagonal and zeros elsewhere.
  public static func diagonal(_ entries: Vector) -> Matrix {
    Matrix(rows: entries.count, columns: entries.count) { $0 == $1 ? entries[$0] : 0 }
  }

  /// The shape for broadcasting.
  public var shape: Shape { .matrix(rows, columns) }

  /// Whether there are as many rows as columns.
  public var isSquare: Bool { rows == columns }

  /// The entry at a row and a column, both from 0.
  public subscript(row: Int, column: Int) -> Double {
    get {
      precondition(column >= 0 && column < columns, "column out of range")
      return elements[row * columns + column]
    }
    set {
      precondition(column >= 0 && column < columns, "column out of range")
      elements[row * columns + column] = newValue
    }
  }

  /// One row, from 0.
  public func row(_ index: Int) -> Vector {
    Vector(Array(elements[index * columns..<(index + 1) * columns]))
  }

  /// One column, from 0.
  public func column(_ index: Int) -> Vector {
    Vector(count: rows) { self[$0, index] }
  }

  /// The entries (i, i).
  public var diagonal: Vector { Vector(count: min(rows, columns)) { self[$0, $0] } }

  /// The matrix with rows and columns exchanged.
  public var transposed: Matrix {
    if rows == 1 || columns == 1 {
      return Matrix(rows: columns, columns: rows, elements: elements)
    }
    return Matrix(rows: columns, columns: rows) { self[$1, $0] }
  }

  /// Σ aᵢᵢ, the sum of the diagonal of a square matrix.
  public func trace() throws(ArrayError) -> Double {
    guard isSquare else { throw .notSquare(operation: "trace", shape: shape) }
    return diagonal.elements.reduce(0, +)
  }

  /// The entries at these rows and columns (from 0), in their order.
  public func gathered(rows: [Int], columns: [Int]) throws(ArrayError) -> Matrix {
    for row in rows where row < 0 || row >= self.rows {
      throw .index(operation: "row", index: row, extent: self.rows)
    }
    for column in columns where column < 0 || column >= self.columns {
      throw .index(operation: "column", index: column, extent: self.columns)
    }
    return Matrix(rows: rows.count, columns: columns.count) { self[rows[$0], columns[$1]] }
  }
}
