import Numerics
import Testing

@Suite struct BroadcastTests {
  @Test func shapesStretchAlongExtentsOfOne() {
    let rows: [(Shape, Shape, Shape?)] = [
      (.scalar, .scalar, .scalar), (.scalar, .vector(3), .vector(3)),
      (.vector(3), .vector(3), .vector(3)), (.vector(2), .vector(3), nil),
      (.vector(1), .vector(3), .vector(3)), (.vector(2), .matrix(2, 3), .matrix(2, 3)),
      (.vector(3), .matrix(2, 3), nil), (.matrix(1, 3), .matrix(2, 3), .matrix(2, 3)),
      (.matrix(1, 3), .vector(2), .matrix(2, 3)), (.matrix(2, 3), .scalar, .matrix(2, 3)),
      (.matrix(2, 3), .matrix(3, 2), nil), (.matrix(0, 3), .matrix(1, 3), .matrix(0, 3)),
    ]
    for (left, right, result) in rows {
      #expect(Shape.broadcast(left, right) == result, "\(left.text), \(right.text)")
      #expect(Shape.broadcast(right, left) == result, "\(right.text), \(left.text)")
    }
  }

  @Test func columnsAndRowsAreRepeated() throws {
    let matrix = NumericValue.matrix(try Matrix(rows: [[1, 2, 3], [4, 5, 6]]))
    let column = NumericValue.vector([10, 20])
    let row = NumericValue.matrix(try Matrix(rows: [[100, 200, 300]]))
    #expect(
      try matrix.combined(with: column, operation: "+", +).elements == [11, 12, 13, 24, 25, 26])
    #expect(
      try row.combined(with: column, operation: "+", +)
        == .matrix(try Matrix(rows: [[110, 210, 310], [120, 220, 320]])))
    #expect(try column.combined(with: .scalar(1), operation: "-", -) == .vector([9, 19]))
    #expect(try NumericValue.scalar(2).combined(with: .scalar(3), operation: "*", *) == .scalar(6))
    #expect(row.mapped { -$0 }.elements == [-100, -200, -300])
    #expect(column.mapped { $0 / 10 } == .vector([1, 2]))
    #expect(NumericValue.scalar(4).mapped { $0 * $0 } == .scalar(16))
    #expect(
      throws: ArrayError.shapes(operation: ".*", left: .matrix(2, 3), right: .vector(3))
    ) { try matrix.combined(with: .vector([1, 2, 3]), operation: ".*", *) }
  }

  @Test func slicesAndAssembly() throws {
    let a = try Matrix(rows: [[1, 2, 3], [4, 5, 6]])
    #expect(a.row(1) == [4, 5, 6])
    #expect(a.column(2) == [3, 6])
    #expect(a.diagonal == [1, 5])
    #expect(try a.gathered(rows: [1, 0], columns: [2, 0]).elements == [6, 4, 3, 1])
    #expect(try Vector([5, 6, 7]).gathered([2, 2, 0]) == [7, 7, 5])
    #expect(
      try Matrix.beside([a, Matrix(rows: [[7], [8]])]).elements == [1, 2, 3, 7, 4, 5, 6, 8])
    #expect(try Matrix.stacked([a, Matrix(rows: [[7, 8, 9]])]).rows == 3)
    #expect(try a.reshaped(rows: 3, columns: 2).elements == a.elements)
    #expect(try Matrix(columns: [[1, 2], [3, 4]]).elements == [1, 3, 2, 4])
    #expect(try Matrix.beside([]).shape == .matrix(0, 0))
    #expect(try Matrix.stacked([]).shape == .matrix(0, 0))
    #expect(Matrix.diagonal([1, 2]).elements == [1, 0, 0, 2])
    #expect(try Matrix(rows: [[1, 2], [3, 4]]).trace() == 5)
    #expect(Vector([1, 2]).column.shape == .matrix(2, 1))
    #expect(Vector([1, 2]).transposed.shape == .matrix(1, 2))
  }

  @Test func badPlacesAreNamed() throws {
    let a = Matrix.identity(2)
    #expect(throws: ArrayError.index(operation: "row", index: 2, extent: 2)) {
      try a.gathered(rows: [2], columns: [0])
    }
    #expect(throws: ArrayError.index(operation: "column", index: -1, extent: 2)) {
      try a.gathered(rows: [0], columns: [-1])
    }
    #expect(throws: ArrayError.index(operation: "indexing", index: 2, extent: 2)) {
      try Vector([1, 2]).gathered([2])
    }
    #expect(throws: ArrayError.ragged(row: 1, length: 1, expected: 2)) {
      try Matrix(rows: [[1, 2], [3]])
    }
    #expect(throws: ArrayError.self) { try Matrix.beside([a, Matrix.identity(3)]) }
    #expect(throws: ArrayError.self) { try Matrix.stacked([a, Matrix.identity(3)]) }
    #expect(throws: ArrayError.self) { try a.reshaped(rows: 3, columns: 1) }
    #expect(throws: ArrayError.self) { try Matrix(rows: [[1, 2]]).trace() }
  }

  @Test func errorsAreSentences() {
    let rows: [(ArrayError, String)] = [
      (.ragged(row: 1, length: 1, expected: 2), "row 2 has length 1, the rows above have 2"),
      (
        .notSquare(operation: "inverse", shape: .matrix(2, 3)),
        "inverse needs a square matrix, this is a 2\u{D7}3 matrix"
      ),
      (
        .tooFew(operation: "variance", count: 1, needed: 2),
        "variance needs at least 2 entries, here are 1"
      ),
      (
        .singular(operation: "inverse", pivot: 1, size: 2),
        "inverse: the 2\u{D7}2 matrix is singular (pivot 2 is 0)"
      ),
      (
        .notPositiveDefinite(pivot: 0, value: -1),
        "the matrix is not positive definite (pivot 1 is -1.0)"
      ),
      (
        .notSymmetric(row: 1, column: 0),
        "the matrix is not symmetric: the entries (2, 1) and (1, 2) differ"
      ),
      (.rankDeficient(rank: 1, columns: 2), "the 2 columns are linearly dependent (rank 1)"),
      (
        .notConverged(operation: "eigenvalues", sweeps: 60),
        "eigenvalues did not converge in 60 sweeps"
      ),
      (.index(operation: "row", index: 2, extent: 2), "row: index 3 is outside of 1..2"),
      (
        .notFinite(operation: "solve", row: 0, column: 1),
        "solve: the entry (1, 2) is not finite"
      ),
      (
        .parameter(operation: "quantile", name: "level", value: 2),
        "quantile: level = 2.0 is out of range"
      ),
      (.notDifferentiable(operation: "det"), "det cannot be differentiated here"),
    ]
    for (error, message) in rows { #expect(error.message == message) }
  }
}
