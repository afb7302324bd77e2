extension Vector {
  /// x + y of equally long vectors.
  public static func + (left: Vector, right: Vector) -> Vector {
    left.combined(right) { $0 + $1 }
  }

  /// x − y of equally long vectors.
  public static func - (left: Vector, right: Vector) -> Vector {
    left.combined(right) { $0 - $1 }
  }

  /// −x.
  public static prefix func - (vector: Vector) -> Vector { Vector(vector.elements.map { -$0 }) }

  /// α x.
  public static func * (factor: Double, vector: Vector) -> Vector {
    Vector(vector.elements.map { factor * $0 })
  }

  /// x / α.
  public static func / (vector: Vector, divisor: Double) -> Vector {
    Vector(vector.elements.map { $0 / divisor })
  }

  /// Combines entry with entry.
  ///
  /// - Precondition: the vectors are equally long; use `NumericValue` for sizes that an author chose.
  func combined(_ other: Vector, _ function: (Double, Double) -> Double) -> Vector {
    precondition(count == other.count, "vectors of different lengths")
    return Vector(count: count) { function(elements[$0], other.elements[$0]) }
  }
}

extension Matrix {
  /// A + B of equal shapes.
  public static func + (left: Matrix, right: Matrix) -> Matrix {
    left.combined(right) { $0 + $1 }
  }

  /// A − B of equal shapes.
  public static func - (left: Matrix, right: Matrix) -> Matrix {
    left.combined(right) { $0 - $1 }
  }

  /// −A.
  public static prefix func - (matrix: Matrix) -> Matrix { -1 * matrix }

  /// α A.
  public static func * (factor: Double, matrix: Matrix) -> Matrix {
    Matrix(
      rows: matrix.rows, columns: matrix.columns, elements: matrix.elements.map { factor * $0 })
  }

  /// A / α.
  public static func / (matrix: Matrix, divisor: Double) -> Matrix {
    Matrix(
      rows: matrix.rows, columns: matrix.columns, elements: matrix.elements.map { $0 / divisor })
  }

  /// Combines entry with entry.
  ///
  /// - Precondition: the shapes are equal; use `NumericValue` for sizes that an author chose.
  func combined(_ other: Matrix, _ function: (Double, Double) -> Double) -> Matrix {
    precondition(shape == other.shape, "matrices of different shapes")
    return Matrix(
      rows: rows, columns: columns,
      elements: elements.indices.map { function(elements[$0], other.elements[$0]) })
  }
}
