extension Matrix {
  /// The matrices side by side, as `[A B]`; all must have the same number of rows.
  public static func beside(_ parts: [Matrix]) throws(ArrayError) -> Matrix {
    guard let first = parts.first else { return Matrix(rows: 0, columns: 0, elements: []) }
    for part in parts where part.rows != first.rows {
      throw .shapes(operation: "[A B]", left: first.shape, right: part.shape)
    }
    var elements: [Double] = []
    for row in 0..<first.rows {
      for part in parts {
        elements += part.elements[row * part.columns..<(row + 1) * part.columns]
      }
    }
    let columns = parts.reduce(0) { $0 + $1.columns }
    return Matrix(rows: first.rows, columns: columns, elements: elements)
  }

  /// The matrices one above the other, as `[A; B]`; all must have the same number of columns.
  public static func stacked(_ parts: [Matrix]) throws(ArrayError) -> Matrix {
    guard let first = parts.first else { return Matrix(rows: 0, columns: 0, elements: []) }
    for part in parts where part.columns != first.columns {
      throw .shapes(operation: "[A; B]", left: first.shape, right: part.shape)
    }
    let rows = parts.reduce(0) { $0 + $1.rows }
    return Matrix(rows: rows, columns: first.columns, elements: parts.flatMap { $0.elements })
  }

  /// The same entries, row after row, in another shape of the same size.
  public func reshaped(rows: Int, columns: Int) throws(ArrayError) -> Matrix {
    guard rows >= 0, columns >= 0, rows * columns == elements.count else {
      throw .shapes(operation: "reshape", left: shape, right: .matrix(rows, columns))
    }
    return Matrix(rows: rows, columns: columns, elements: elements)
  }
}
