import Numerics
import Testing

/// One rounding.
private let u = 0x1p-53

/// Matrices that are hard: ill-conditioned, of low rank, graded, singular, tiny and empty.
@Suite struct DegenerateTests {
  /// xᵢʲ at equidistant nodes: condition about 10⁷ for size 8.
  private func vandermonde(_ size: Int) -> Matrix {
    Matrix(rows: size, columns: size) { row, column in
      Tape.power(Double(row + 1) / Double(size), column)
    }
  }

  /// Kahan's triangular matrix: its pivots hide how close to singular it is.
  private func kahan(_ size: Int) -> Matrix {
    let (s, c) = (0.28.squareRoot(), 0.72.squareRoot())
    return Matrix(rows: size, columns: size) { row, column in
      Tape.power(s, row) * (row == column ? 1 : row < column ? -c : 0)
    }
  }

  /// Columns of sizes from 1 to 10⁻¹⁴.
  private func graded(_ size: Int) -> Matrix {
    var sample = Sample(51)
    let a = sample.matrix(size, size)
    return Matrix(rows: size, columns: size) { a[$0, $1] * Tape.power(0.01, $1) }
  }

  /// A last column that is the sum of the others, but for 10⁻¹⁴.
  private func nearlySingular(_ size: Int) -> Matrix {
    var sample = Sample(52)
    var a = sample.matrix(size, size)
    for row in 0..<size {
      a[row, size - 1] = 1e-14 * a[row, size - 1]
      for column in 0..<size - 1 { a[row, size - 1] += a[row, column] }
    }
    return a
  }

  private var illConditioned: [(String, Matrix)] {
    [
      ("Hilbert 10", hilbert(10)), ("Vandermonde 8", vandermonde(8)), ("Kahan 20", kahan(20)),
      ("graded 8", graded(8)), ("nearly singular 9", nearlySingular(9)),
    ]
  }

  @Test func backwardErrorsDoNotKnowTheCondition() throws {
    for (name, a) in illConditioned {
      let n = a.rows
      let scale = Double(n) * u * a.frobeniusNorm
      #expect(try a.conditionNumber() > 1e4, "\(name)")
      let lu = try LUFactorization(a)
      let lower = Matrix(rows: n, columns: n) { $0 > $1 ? lu.factors[$0, $1] : $0 == $1 ? 1 : 0 }
      let upper = Matrix(rows: n, columns: n) { $0 <= $1 ? lu.factors[$0, $1] : 0 }
      let permuted = try a.gathered(rows: lu.permutation, columns: Array(0..<n))
      #expect(
        distance(try lower.times(upper), permuted)
          <= 4 * Double(n) * u * lower.frobeniusNorm * upper.frobeniusNorm, "\(name): LU")
      #expect(lower.elements.allSatisfy { $0.magnitude <= 1 }, "\(name): pivots")
      let qr = try QRFactorization(a)
      let columns = try a.gathered(rows: Array(0..<n), columns: qr.permutation)
      #expect(distance(try qr.orthogonal.times(qr.upper), columns) <= 8 * scale, "\(name): QR")
      #expect(
        distance(try qr.orthogonal.transposedTimes(qr.orthogonal), .identity(n))
          <= 8 * Double(n) * u, "\(name): Q")
      let svd = try SingularValues(a)
      let rebuilt = try svd.left.times(.diagonal(svd.values)).times(svd.right.transposed)
      #expect(distance(rebuilt, a) <= 20 * scale, "\(name): SVD")
      for vectors in [svd.left, svd.right] {
        #expect(
          distance(try vectors.transposedTimes(vectors), .identity(n)) <= 40 * Double(n) * u,
          "\(name): singular vectors")
      }
    }
  }

  @Test func solutionsSolveANearbySystem() throws {
    var sample = Sample(53)
    for (name, a) in illConditioned {
      let b = sample.matrix(a.rows, 2)
      let x = try a.solve(b)
      let bound = Double(a.rows) * u * (a.frobeniusNorm * x.frobeniusNorm + b.frobeniusNorm)
      #expect(distance(try a.times(x), b) <= 10 * bound, "\(name): solve")
      // Least squares of a tall system whose columns are as ill-conditioned.
      let tall = try Matrix.stacked([a, 0.5 * a])
      let right = sample.matrix(tall.rows, 1)
      let qr = try QRFactorization(tall)
      guard qr.rank == tall.columns else { continue }
      let y = try qr.leastSquaresSolution(right)
      let residual = try tall.times(y) - right
      let slope = try tall.transposedTimes(residual).frobeniusNorm
      let size = tall.frobeniusNorm * y.frobeniusNorm + right.frobeniusNorm
      #expect(
        slope <= 40 * Double(a.rows) * u * tall.frobeniusNorm * size, "\(name): least squares")
    }
  }

  @Test func symmetricMatricesOfEveryKind() throws {
    for size in [1, 4, 10] {
      let a = hilbert(size)
      let eigen = try SymmetricEigen(a)
      let rebuilt = try eigen.vectors.times(.diagonal(eigen.values)).times(eigen.vectors.transposed)
      #expect(distance(rebuilt, a) <= 20 * Double(size) * u * a.frobeniusNorm, "Hilbert \(size)")
      let lower = try CholeskyFactorization(a).lower
      #expect(
        distance(try lower.times(lower.transposed), a) <= 4 * Double(size) * u * a.frobeniusNorm)
      // The determinant, the product of eigenvalues and that of Cholesky's squared pivots.
      let product = eigen.values.elements.reduce(1, *)
      let pivots = lower.diagonal.elements.reduce(1) { $0 * $1 * $1 }
      let determinant = try a.determinant()
      if size < 10 {
        #expect((product / determinant - 1).magnitude < 1e-9, "\(size)")
        #expect((pivots / determinant - 1).magnitude < 1e-9, "\(size)")
      }
    }
    // Equal eigenvalues, and a semidefinite matrix, which is not positive definite.
    let double = try SymmetricEigen(Matrix.identity(4))
    #expect(double.values == Vector(repeating: 1, count: 4))
    #expect(distance(try double.vectors.transposedTimes(double.vectors), .identity(4)) == 0)
    let ones = Matrix(repeating: 1, rows: 3, columns: 3)
    let flat = try SymmetricEigen(ones).values
    #expect((flat[2] - 3).magnitude < 1e-14 && flat[0].magnitude < 1e-15)
    #expect(throws: ArrayError.notPositiveDefinite(pivot: 1, value: 0)) {
      try CholeskyFactorization(ones)
    }
    #expect(try !ones.isPositiveDefinite())
  }

  @Test func singularVectorsAreCompleteWhateverTheRank() throws {
    var sample = Sample(54)
    let thin = sample.matrix(6, 2)
    let wide = sample.matrix(2, 5)
    let low = try thin.times(wide)
    var repeated = sample.matrix(5, 4)
    for row in 0..<5 { repeated[row, 2] = repeated[row, 0] }
    var sparse = Matrix(repeating: 0, rows: 4, columns: 4)
    sparse[1, 2] = -3
    for (name, a, rank) in [
      ("product", low, 2), ("its transpose", low.transposed, 2), ("repeated column", repeated, 3),
      ("one entry", sparse, 1), ("zero", Matrix(repeating: 0, rows: 3, columns: 2), 0),
      ("wide zero", Matrix(repeating: 0, rows: 2, columns: 4), 0),
      ("ones", Matrix(repeating: 1, rows: 7, columns: 3), 1),
    ] {
      let svd = try SingularValues(a)
      let k = min(a.rows, a.columns)
      let rebuilt = try svd.left.times(.diagonal(svd.values)).times(svd.right.transposed)
      #expect(distance(rebuilt, a) <= 1e-14 * (1 + a.frobeniusNorm), "\(name)")
      #expect(distance(try svd.left.transposedTimes(svd.left), .identity(k)) < 1e-14, "\(name): U")
      #expect(
        distance(try svd.right.transposedTimes(svd.right), .identity(k)) < 1e-14, "\(name): V")
      #expect(try a.rank() == rank, "\(name)")
      #expect(try QRFactorization(a).rank == rank, "\(name)")
    }
  }

  @Test func matricesOfZerosAndOnesHaveSingularVectors() throws {
    for bits in 0..<1 << 12 {
      let a = Matrix(rows: 3, columns: 4) { Double(bits >> (4 * $0 + $1) & 1) }
      let svd = try SingularValues(a)
      let rebuilt = try svd.left.times(.diagonal(svd.values)).times(svd.right.transposed)
      #expect(distance(rebuilt, a) <= 1e-14, "\(bits)")
      #expect(distance(try svd.left.transposedTimes(svd.left), .identity(3)) < 1e-14, "\(bits): U")
      #expect(
        distance(try svd.right.transposedTimes(svd.right), .identity(3)) < 1e-14, "\(bits): V")
      #expect(try a.rank() == QRFactorization(a).rank, "\(bits)")
    }
  }

  @Test func emptyAndSingleEntries() throws {
    let empty = Matrix.identity(0)
    let none = Matrix(repeating: 0, rows: 0, columns: 3)
    #expect(try empty.solve(Matrix(repeating: 0, rows: 0, columns: 2)).columns == 2)
    #expect(try empty.inverse() == empty)
    #expect(try empty.determinant() == 1 && (try empty.trace()) == 0)
    #expect(try CholeskyFactorization(empty).lower == empty)
    #expect(try SymmetricEigen(empty).values.count == 0)
    #expect(try SingularValues(none).values.count == 0)
    #expect(try SingularValues(none).right.rows == 3)
    #expect(try QRFactorization(none).rank == 0 && (try none.rank()) == 0)
    #expect(try none.transposed.times(none) == Matrix(repeating: 0, rows: 3, columns: 3))
    #expect(none.frobeniusNorm == 0 && none.rowSumNorm == 0 && none.columnSumNorm == 0)
    #expect(try empty.eigenvalues().isEmpty && (try empty.spectralRadius()) == 0)
    for value in [-4.0, 0.25, 1e-300, 1e300] {
      let one = Matrix(repeating: value, rows: 1, columns: 1)
      #expect(try one.inverse()[0, 0] == 1 / value)
      #expect(try one.solve([3])[0] == 3 / value)
      #expect(try one.determinant() == value && (try one.trace()) == value)
      #expect(try SymmetricEigen(one).values == [value])
      #expect(try SymmetricEigen(one).vectors == .identity(1))
      let svd = try SingularValues(one)
      #expect(svd.values == [value.magnitude])
      #expect(svd.left[0, 0] * svd.right[0, 0] == (value < 0 ? -1 : 1))
      #expect(try one.conditionNumber() == 1 && (try one.rank()) == 1)
      #expect((try one.eigenvalues())[0].real == value)
      if value > 0 { #expect(try CholeskyFactorization(one).lower[0, 0] == value.squareRoot()) }
    }
    let zero = Matrix(repeating: 0, rows: 1, columns: 1)
    #expect(throws: ArrayError.singular(operation: "inverse", pivot: 0, size: 1)) {
      try zero.inverse()
    }
    #expect(throws: ArrayError.notPositiveDefinite(pivot: 0, value: 0)) {
      try CholeskyFactorization(zero)
    }
    #expect(throws: ArrayError.rankDeficient(rank: 0, columns: 1)) {
      try QRFactorization(zero).leastSquaresSolution(zero)
    }
    #expect(try zero.rank() == 0 && (try zero.conditionNumber()) == .infinity)
  }

  @Test func extremeScalesNeitherOverflowNorVanish() throws {
    var sample = Sample(55)
    for scale in [0x1p-1000, 0x1p-900, 0x1p900, 0x1p1000] {
      let a = scale * sample.matrix(4, 4)
      let x = try a.solve(Vector(repeating: scale, count: 4))
      #expect((try a.times(x) - Vector(repeating: scale, count: 4)).norm < 1e-12 * scale)
      let svd = try SingularValues(a)
      let rebuilt = try svd.left.times(.diagonal(svd.values)).times(svd.right.transposed)
      #expect(distance(rebuilt, a) < 1e-14 * a.frobeniusNorm, "\(scale)")
      let symmetric = a + a.transposed
      let eigen = try SymmetricEigen(symmetric)
      #expect(
        distance(
          try eigen.vectors.times(.diagonal(eigen.values)).times(eigen.vectors.transposed),
          symmetric)
          < 1e-14 * symmetric.frobeniusNorm, "\(scale)")
      let qr = try QRFactorization(a)
      #expect(qr.rank == 4, "\(scale)")
    }
  }
}
