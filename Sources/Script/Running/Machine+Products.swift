import Numerics

// Matrix products and linear systems.
extension Machine {
  func product(
    _ x: NumericArray, _ y: NumericArray
  ) throws(Failure) -> Value {
    guard x.columns == y.rows, !(x.form == .vector && y.form == .vector) else {
      let hint =
        x.form == .vector && y.form == .vector
        ? "write x' * y or x · y for the inner product, x .* y or x ⊙ y for entry by entry" : nil
      throw mismatch(.multiply, .array(x), .array(y), hint)
    }
    try charge(x.rows * x.columns * y.columns)
    if x.form == .row, y.form == .vector {
      return .number(Machine.dot(x.elements, y.elements))
    }
    let form: NumericArray.Form =
      y.form == .vector ? .vector : x.form == .row ? .row : .matrix
    let result = try make(x.rows, y.columns, form)
    Machine.multiply(x, y, into: result)
    return .array(result)
  }

  /// result ← x y; the result is neither.
  static func multiply(_ x: NumericArray, _ y: NumericArray, into result: NumericArray) {
    multiply(
      x, (rows: x.rows, inner: x.columns, rowStride: x.columns, innerStride: 1), y, into: result)
  }

  /// result ← xᵀ y; the result is neither.
  static func multiply(transposed x: NumericArray, _ y: NumericArray, into result: NumericArray) {
    multiply(
      x, (rows: x.columns, inner: x.rows, rowStride: 1, innerStride: x.columns), y, into: result)
  }

  @inline(__always)
  private static func multiply(
    _ x: NumericArray, _ extent: (rows: Int, inner: Int, rowStride: Int, innerStride: Int),
    _ y: NumericArray, into result: NumericArray
  ) {
    let columns = y.columns
    x.elements.withUnsafeBufferPointer { a in
      y.elements.withUnsafeBufferPointer { b in
        result.elements.withUnsafeMutableBufferPointer { c in
          guard let c = c.baseAddress else { return }
          guard let a = a.baseAddress, let b = b.baseAddress, extent.inner > 0, columns > 0 else {
            return c.update(repeating: 0, count: extent.rows * columns)
          }
          if extent.rows * columns * extent.inner < 64 {
            // The same order of summation as the kernel's.
            for row in 0..<extent.rows {
              for column in 0..<columns {
                var sum = 0.0
                for k in 0..<extent.inner {
                  sum +=
                    a[row * extent.rowStride + k * extent.innerStride] * b[k * columns + column]
                }
                c[row * columns + column] = sum
              }
            }
          } else {
            c.update(repeating: 0, count: extent.rows * columns)
            ProductKernel.addProduct(
              rows: extent.rows, inner: extent.inner, columns: columns, a,
              rowStride: extent.rowStride, innerStride: extent.innerStride, b, bStride: columns,
              into: c, cStride: columns)
          }
        }
      }
    }
  }

  func solve(_ x: NumericArray, _ y: NumericArray) throws(Failure) -> Value {
    guard x.form != .vector, x.rows == y.rows else {
      throw mismatch(.solve, .array(x), .array(y), nil)
    }
    try charge(x.rows * x.columns * x.columns)
    let matrix = x.matrix
    if y.form == .vector {
      let vector = y.vector
      return .array(
        NumericArray(
          try engine { () throws(ArrayError) in
            if matrix.isSquare { return try matrix.solve(vector) }
            return Vector(
              try QRFactorization(matrix).leastSquaresSolution(vector.column).elements)
          }))
    }
    let right = y.matrix
    return .array(
      NumericArray(
        try engine { () throws(ArrayError) in
          matrix.isSquare
            ? try matrix.solve(right)
            : try QRFactorization(matrix).leastSquaresSolution(right)
        }))
  }
}
