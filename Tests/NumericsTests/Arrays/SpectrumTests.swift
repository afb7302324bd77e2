import Numerics
import Testing

@Suite struct SpectrumTests {
  @Test func symmetricMatricesAreDiagonalised() throws {
    var sample = Sample(23)
    for size in [0, 1, 2, 3, 6, 12] {
      let root = sample.matrix(size, size)
      let a = root + root.transposed
      let eigen = try SymmetricEigen(a)
      let rebuilt = try eigen.vectors.times(.diagonal(eigen.values)).times(eigen.vectors.transposed)
      #expect(distance(rebuilt, a) <= 1e-14 * (1 + a.frobeniusNorm), "size \(size)")
      #expect(distance(try eigen.vectors.transposedTimes(eigen.vectors), .identity(size)) < 1e-14)
      #expect(eigen.values.elements == eigen.values.elements.sorted())
      #expect((eigen.values.elements.reduce(0, +) - (try a.trace())).magnitude < 1e-13)
    }
  }

  @Test func knownEigenvalues() throws {
    let eigen = try SymmetricEigen(Matrix(rows: [[2, 1], [1, 2]]))
    #expect((eigen.values - [1, 3]).norm < 1e-15)
    #expect((eigen.vectors.column(1) - 0.5.squareRoot() * Vector([1, 1])).norm < 1e-15)
    // Tiny beside large keeps its relative accuracy.
    let graded = try SymmetricEigen(Matrix(rows: [[1e10, 1], [1, 1e-8]]))
    let least = (1e10 * 1e-8 - 1) / 1e10
    #expect((graded.values[0] - least).magnitude <= 1e-12 * least.magnitude)
    #expect(throws: ArrayError.notSymmetric(row: 1, column: 0)) {
      try SymmetricEigen(Matrix(rows: [[0, 1], [0, 0]]))
    }
    #expect(throws: ArrayError.self) { try SymmetricEigen(Matrix(rows: [[0, 1]])) }
  }

  @Test func singularValuesRebuild() throws {
    var sample = Sample(29)
    for (rows, columns) in [(0, 0), (1, 1), (4, 4), (7, 3), (3, 7), (1, 5)] {
      let a = sample.matrix(rows, columns)
      let svd = try SingularValues(a)
      let rebuilt = try svd.left.times(.diagonal(svd.values)).times(svd.right.transposed)
      #expect(distance(rebuilt, a) < 1e-14, "\(rows) \(columns)")
      let k = min(rows, columns)
      #expect(distance(try svd.left.transposedTimes(svd.left), .identity(k)) < 1e-14)
      #expect(distance(try svd.right.transposedTimes(svd.right), .identity(k)) < 1e-14)
      #expect(svd.values.elements == svd.values.elements.sorted(by: >))
    }
  }

  @Test func eigenvaluesOfAnyMatrix() throws {
    let rotation = try Matrix(rows: [[0, -2], [2, 0]]).eigenvalues()
    #expect(rotation.map { $0.real.magnitude < 1e-15 } == [true, true])
    #expect((rotation[0].imaginary - 2).magnitude < 1e-15)
    #expect((rotation[1].imaginary + 2).magnitude < 1e-15)
    // The companion matrix of (x − 1)(x − 2)(x − 3)(x² + 1).
    let companion = try Matrix(rows: [
      [6, -12, 12, -11, 6], [1, 0, 0, 0, 0], [0, 1, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 1, 0],
    ])
    let roots = try companion.eigenvalues()
    for (k, root) in [3.0, 2, 1].enumerated() {
      #expect(roots.contains { ($0.real - root).magnitude < 1e-12 && $0.imaginary == 0 }, "\(k)")
    }
    #expect(roots.contains { $0.real.magnitude < 1e-12 && ($0.imaginary - 1).magnitude < 1e-12 })
    var sample = Sample(43)
    for size in [0, 1, 2, 4, 9, 16] {
      let a = sample.matrix(size, size)
      let values = try a.eigenvalues()
      #expect(values.count == size)
      let sum = values.reduce(0) { $0 + $1.real }
      #expect((sum - (try a.trace())).magnitude < 1e-12, "trace, size \(size)")
      let squares = values.reduce(0) { $0 + $1.real * $1.real - $1.imaginary * $1.imaginary }
      #expect((squares - (try a.times(a).trace())).magnitude < 1e-11, "trace of A², size \(size)")
      let symmetric = a + a.transposed
      let radius = try SymmetricEigen(symmetric).values.elements.reduce(0) { max($0, $1.magnitude) }
      #expect((try symmetric.spectralRadius() - radius).magnitude < 1e-12, "size \(size)")
    }
    #expect(try Matrix(rows: [[0, 1], [0, 0]]).spectralRadius() < 1e-7)
    #expect(throws: ArrayError.self) { try Matrix(rows: [[1, 2]]).eigenvalues() }
  }

  @Test func norms() throws {
    let a = try Matrix(rows: [[3, 0], [4, 5]])
    #expect((try a.spectralNorm() - 45.squareRoot()).magnitude < 1e-14)
    #expect((a.frobeniusNorm - 50.squareRoot()).magnitude < 1e-14)
    #expect(a.columnSumNorm == 7)
    #expect(a.rowSumNorm == 9)
    #expect(Vector([3, -4]).norm == 5)
    #expect(Vector([3, -4]).absoluteNorm == 7)
    #expect(Vector([3, -4]).maximumNorm == 4)
    #expect((Vector([3e200, 4e200]).norm - 5e200).magnitude < 1e185)
    #expect((Vector([3e-200, 4e-200]).norm - 5e-200).magnitude < 1e-214)
    #expect(Vector([]).norm == 0)
    #expect(Vector([1, .nan]).norm.isNaN)
    #expect(Vector([1, .infinity]).norm == .infinity)
  }

  @Test func conditionAndRank() throws {
    // The condition number of the Hilbert matrix of size 6 in wide arithmetic.
    #expect((try hilbert(6).conditionNumber() / 1.495_105_864_225_466_5e7 - 1).magnitude < 1e-8)
    #expect(try Matrix(rows: [[1, 2], [2, 4]]).rank() == 1)
    #expect(try Matrix.identity(3).rank() == 3)
    #expect(try Matrix.identity(0).rank() == 0)
    #expect(try Matrix.identity(0).conditionNumber() == 1)
    #expect(try Matrix(repeating: 0, rows: 2, columns: 2).conditionNumber() == .infinity)
    #expect(try Matrix.identity(0).spectralNorm() == 0)
  }
}
