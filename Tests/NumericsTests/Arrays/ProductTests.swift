import Numerics
import Testing

@Suite struct ProductTests {
  @Test func everyTileSumsInTheSameOrder() throws {
    var sample = Sample(1)
    for rows in 0...9 {
      for columns in 0...9 {
        for inner in [0, 1, 2, 5, 16] {
          let a = sample.matrix(rows, inner)
          let b = sample.matrix(inner, columns)
          let product = try a.times(b)
          let naive = Matrix(rows: rows, columns: columns) { i, j in
            var sum = 0.0
            for k in 0..<inner { sum += a[i, k] * b[k, j] }
            return sum
          }
          #expect(product == naive, "\(rows) by \(inner) by \(columns)")
          #expect(try a.transposed.transposedTimes(b) == naive, "transposed \(rows) \(columns)")
        }
      }
    }
  }

  @Test func vectorsAreColumns() throws {
    let a = try Matrix(rows: [[1, 2], [3, 4], [5, 6]])
    #expect(try a.times([10, 1]) == [12, 34, 56])
    #expect(try a.transposedTimes([1, 0, 2]) == [11, 14])
    let x: Vector = [1, 2]
    #expect(x.outer([3, 4]).elements == [3, 4, 6, 8])
    #expect(try x.dot([3, 4]) == 11)
    let e: Vector = [1, 0, 0]
    #expect(try e.cross([0, 1, 0]) == [0, 0, 1])
    #expect(throws: ArrayError.shapes(operation: "cross", left: .vector(2), right: .vector(3))) {
      try x.cross(e)
    }
  }

  @Test func powersOfAMatrix() throws {
    let fibonacci = try Matrix(rows: [[1, 1], [1, 0]])
    #expect(try fibonacci.power(10).elements == [89, 55, 55, 34])
    #expect(try fibonacci.power(0) == .identity(2))
    #expect(try fibonacci.power(-1).elements == [0, 1, 1, -1])
    #expect(throws: ArrayError.self) { try Matrix(rows: [[1, 2]]).power(2) }
  }

  @Test func sizesAreNamed() throws {
    let a = Matrix(repeating: 1, rows: 2, columns: 3)
    let expected = ArrayError.shapes(
      operation: "matrix product", left: .matrix(2, 3), right: .matrix(2, 3))
    #expect(throws: expected) { try a.times(a) }
    #expect(
      expected.message == "matrix product: a 2\u{D7}3 matrix and a 2\u{D7}3 matrix do not fit")
    #expect(throws: ArrayError.self) { try a.times([1, 2]) }
    #expect(throws: ArrayError.self) { try a.transposedTimes([1, 2, 3]) }
    #expect(throws: ArrayError.self) { try a.transposedTimes(Matrix.identity(3)) }
    #expect(throws: ArrayError.self) { try Vector([1]).dot([1, 2]) }
  }
}
