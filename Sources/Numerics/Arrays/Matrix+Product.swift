extension Matrix {
  /// A B; entry (i, j) is Σₖ aᵢₖ bₖⱼ, summed over k from first to last.
  public func times(_ other: Matrix) throws(ArrayError) -> Matrix {
    guard columns == other.rows else {
      throw .shapes(operation: "matrix product", left: shape, right: other.shape)
    }
    var result = Matrix(repeating: 0, rows: rows, columns: other.columns)
    product(elements, rows, columns, columns, 1, other.elements, other.columns, &result.elements)
    return result
  }

  /// A x.
  public func times(_ vector: Vector) throws(ArrayError) -> Vector {
    guard columns == vector.count else {
      throw .shapes(operation: "matrix product", left: shape, right: vector.shape)
    }
    var result = Vector(repeating: 0, count: rows)
    product(elements, rows, columns, columns, 1, vector.elements, 1, &result.elements)
    return result
  }

  /// Aᵀ B without forming Aᵀ.
  public func transposedTimes(_ other: Matrix) throws(ArrayError) -> Matrix {
    guard rows == other.rows else {
      throw .shapes(operation: "matrix product", left: shape.transposed, right: other.shape)
    }
    var result = Matrix(repeating: 0, rows: columns, columns: other.columns)
    product(elements, columns, rows, 1, columns, other.elements, other.columns, &result.elements)
    return result
  }

  /// Aᵀ x without forming Aᵀ.
  public func transposedTimes(_ vector: Vector) throws(ArrayError) -> Vector {
    guard rows == vector.count else {
      throw .shapes(operation: "matrix product", left: shape.transposed, right: vector.shape)
    }
    var result = Vector(repeating: 0, count: columns)
    product(elements, columns, rows, 1, columns, vector.elements, 1, &result.elements)
    return result
  }

  /// Aᵏ of a square matrix by repeated squaring; a negative power inverts.
  public func power(_ exponent: Int) throws(ArrayError) -> Matrix {
    guard isSquare else { throw .notSquare(operation: "matrix power", shape: shape) }
    var base = exponent < 0 ? try inverse() : self
    var result = Matrix.identity(rows)
    var remaining = exponent.magnitude
    while remaining > 0 {
      if remaining & 1 == 1 { result = try result.times(base) }
      remaining >>= 1
      if remaining > 0 { base = try base.times(base) }
    }
    return result
  }
}

/// Adds A B to a result of contiguous rows, A with any strides.
func product(
  _ a: [Double], _ rows: Int, _ inner: Int, _ rowStride: Int, _ innerStride: Int,
  _ b: [Double], _ columns: Int, _ result: inout [Double]
) {
  a.withUnsafeBufferPointer { a in
    b.withUnsafeBufferPointer { b in
      result.withUnsafeMutableBufferPointer { c in
        guard let x = a.baseAddress, let y = b.baseAddress, let z = c.baseAddress else { return }
        ProductKernel.addProduct(
          rows: rows, inner: inner, columns: columns, x, rowStride: rowStride,
          innerStride: innerStride, y, bStride: columns, into: z, cStride: columns)
      }
    }
  }
}
