import Numerics
import Testing

/// One rounding.
private let u = 0x1p-53

@Suite struct FactorizationTests {
  @Test func solutionsHaveSmallBackwardError() throws {
    var sample = Sample(7)
    for size in [0, 1, 2, 3, 5, 8, 13, 21] {
      let a = sample.matrix(size, size)
      let b = sample.matrix(size, 2)
      let x = try a.solve(b)
      let residual = distance(try a.times(x), b)
      let scale = a.frobeniusNorm * x.frobeniusNorm + b.frobeniusNorm
      #expect(residual <= 10 * Double(size) * u * scale, "size \(size)")
    }
  }

  @Test func illConditionedSystemsKeepASmallBackwardError() throws {
    let h = hilbert(12)
    let b = try h.times(Vector(repeating: 1, count: 12))
    let x = try h.solve(b)
    #expect((try h.times(x) - b).norm <= 100 * u * h.frobeniusNorm * x.norm)
    // The condition number is 10¹⁶: the error itself is large, and that is not a fault.
    #expect((x - Vector(repeating: 1, count: 12)).norm > 1e-6)
  }

  @Test func badlyScaledPivotsAreExchanged() throws {
    let a = try Matrix(rows: [[1e-20, 1], [1, 1]])
    let x = try a.solve([1, 2])
    #expect((x - [1, 1]).norm < 1e-15)
  }

  @Test func singularMatricesAreRefused() throws {
    let a = try Matrix(rows: [[1, 2], [2, 4]])
    #expect(throws: ArrayError.singular(operation: "solve", pivot: 1, size: 2)) {
      try a.solve([1, 1])
    }
    #expect(throws: ArrayError.singular(operation: "inverse", pivot: 1, size: 2)) {
      try a.inverse()
    }
    #expect(try a.determinant() == 0)
    #expect(throws: ArrayError.singular(operation: "inverse", pivot: 0, size: 3)) {
      try Matrix(repeating: 0, rows: 3, columns: 3).inverse()
    }
    #expect(throws: ArrayError.notSquare(operation: "determinant", shape: .matrix(1, 2))) {
      try Matrix(rows: [[1, 2]]).determinant()
    }
    #expect(throws: ArrayError.notFinite(operation: "LU factorisation", row: 0, column: 1)) {
      try Matrix(rows: [[1, .nan], [0, 1]]).inverse()
    }
    #expect(throws: ArrayError.self) { try a.solve([1, 2, 3]) }
    #expect(throws: ArrayError.self) { try a.solve(Matrix.identity(3)) }
  }

  @Test func determinants() throws {
    #expect(try Matrix(rows: [[3]]).determinant() == 3)
    #expect(try Matrix.identity(0).determinant() == 1)
    #expect(try Matrix(rows: [[0, 1], [1, 0]]).determinant() == -1)
    #expect(
      try (Matrix(rows: [[2, 0, 1], [1, 3, 2], [1, 1, 4]]).determinant() - 18).magnitude < 1e-14)
    var sample = Sample(3)
    let (a, b) = (sample.matrix(5, 5), sample.matrix(5, 5))
    let product = try a.times(b).determinant()
    #expect((try a.determinant() * b.determinant() - product).magnitude < 1e-13)
  }

  @Test func inversesMultiplyToTheIdentity() throws {
    var sample = Sample(11)
    for size in [0, 1, 2, 5, 10] {
      let a = sample.matrix(size, size)
      #expect(distance(try a.times(a.inverse()), .identity(size)) < 1e-11, "size \(size)")
    }
  }

  @Test func choleskyRebuildsAndSolves() throws {
    var sample = Sample(5)
    for size in [0, 1, 2, 6, 12] {
      let root = sample.matrix(size, size + 2)
      let a = try root.times(root.transposed)
      let cholesky = try CholeskyFactorization(a)
      #expect(
        distance(try cholesky.lower.times(cholesky.lower.transposed), a)
          <= 10 * Double(size) * u * a.frobeniusNorm)
      let b = sample.matrix(size, 1)
      let x = try cholesky.solve(b)
      #expect(
        distance(try a.times(x), b)
          <= 20 * Double(size) * u * (a.frobeniusNorm * x.frobeniusNorm + b.frobeniusNorm))
    }
  }

  @Test func choleskyRefusesWhatItMust() throws {
    #expect(throws: ArrayError.notPositiveDefinite(pivot: 1, value: -3)) {
      try CholeskyFactorization(Matrix(rows: [[1, 2], [2, 1]]))
    }
    #expect(throws: ArrayError.notSymmetric(row: 1, column: 0)) {
      try CholeskyFactorization(Matrix(rows: [[1, 2], [3, 1]]))
    }
    #expect(throws: ArrayError.self) { try CholeskyFactorization(Matrix(rows: [[1, 2]])) }
    #expect(throws: ArrayError.self) {
      try CholeskyFactorization(Matrix.identity(2)).solve(Matrix.identity(3))
    }
    #expect(try Matrix(rows: [[2, 1], [1, 2]]).isPositiveDefinite())
    #expect(try !Matrix(rows: [[1, 2], [2, 1]]).isPositiveDefinite())
    #expect(throws: ArrayError.self) { try Matrix(rows: [[1, 2]]).isPositiveDefinite() }
  }

  @Test func leastSquaresLeaveAnOrthogonalResidual() throws {
    var sample = Sample(13)
    for (rows, columns) in [(3, 1), (5, 3), (20, 6), (4, 4)] {
      let a = sample.matrix(rows, columns)
      let b = sample.matrix(rows, 2)
      let x = try QRFactorization(a).leastSquaresSolution(b)
      let residual = try a.times(x) - b
      #expect(
        try a.transposedTimes(residual).frobeniusNorm
          <= 100 * u * a.frobeniusNorm * (residual.frobeniusNorm + b.frobeniusNorm),
        "\(rows) by \(columns)")
    }
    let line = try Matrix(rows: [[1, 0], [1, 1], [1, 2]])
    #expect((try line.solve([1, 3, 5]) - [1, 2]).norm < 1e-14)
  }

  @Test func orthogonalFactorsRebuild() throws {
    var sample = Sample(17)
    for (rows, columns) in [(4, 4), (6, 3), (3, 5), (1, 1), (0, 2), (2, 0)] {
      let a = sample.matrix(rows, columns)
      let qr = try QRFactorization(a)
      let permuted = try a.gathered(rows: Array(0..<rows), columns: qr.permutation)
      #expect(distance(try qr.orthogonal.times(qr.upper), permuted) < 1e-14, "\(rows) \(columns)")
      let k = min(rows, columns)
      #expect(distance(try qr.orthogonal.transposedTimes(qr.orthogonal), .identity(k)) < 1e-14)
      #expect(qr.rank == k)
    }
  }

  @Test func dependentColumnsAreFound() throws {
    let a = try Matrix(rows: [[1, 2], [2, 4], [3, 6]])
    #expect(try QRFactorization(a).rank == 1)
    #expect(throws: ArrayError.rankDeficient(rank: 1, columns: 2)) { try a.solve([1, 2, 3]) }
    #expect(throws: ArrayError.rankDeficient(rank: 1, columns: 2)) {
      try Matrix(rows: [[1, 2]]).solve([1])
    }
    #expect(try QRFactorization(Matrix(repeating: 0, rows: 2, columns: 2)).rank == 0)
    #expect(throws: ArrayError.self) {
      try QRFactorization(a).leastSquaresSolution(Matrix.identity(2))
    }
  }
}
