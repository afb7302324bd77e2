import Learning
import Numerics
import Testing

@Suite struct NormalizationTests {
  @Test func rowsOfABatchAreStandardised() throws {
    var random = Source(1)
    var normalization = BatchNormalization(size: 3)
    let pass = try normalization.forward(random.matrix(3, 50))
    for row in 0..<3 {
      let values = pass.y.row(row).elements
      #expect((try Statistics.mean(values)).magnitude < 1e-14)
      #expect((try Statistics.variance(values, unbiased: false) - 1).magnitude < 1e-3)
    }
  }

  @Test func runningVarianceIsThatOfAllSamples() throws {
    var random = Source(2)
    let x = random.matrix(2, 23)
    var normalization = BatchNormalization(size: 2)
    for (first, last) in [(0, 4), (4, 5), (5, 15), (15, 23)] {
      let part = try x.gathered(rows: [0, 1], columns: Array(first..<last))
      // Batches with different means: the term that the notes' code leaves out matters.
      _ = try normalization.forward(part)
    }
    for row in 0..<2 {
      let values = x.row(row).elements
      #expect((normalization.running.mean[row] - (try Statistics.mean(values))).magnitude < 1e-15)
      let variance = try Statistics.variance(values)
      #expect((normalization.running.variance[row] - variance).magnitude < 1e-15)
    }
    #expect(normalization.running.count == 23)
    let inferred = try normalization.infer(x)
    #expect((try Statistics.mean(inferred.row(0).elements)).magnitude < 1e-14)
  }

  @Test func backwardPassAgainstDifferences() throws {
    var random = Source(3)
    var normalization = BatchNormalization(size: 2)
    normalization.gamma = [1.5, -0.7]
    normalization.beta = [0.2, 0.4]
    let (x, weights) = (random.matrix(2, 4), random.matrix(2, 4))
    let start = normalization
    func energy(_ moved: BatchNormalization, _ x: Matrix) throws(LearningError) -> Double {
      var copy = moved
      let y = try copy.forward(x).y
      var sum = 0.0
      for k in y.elements.indices { sum += weights.elements[k] * y.elements[k] * y.elements[k] }
      return sum
    }
    let pass = try normalization.forward(x)
    let g = Matrix(rows: 2, columns: 4) { 2 * weights[$0, $1] * pass.y[$0, $1] }
    let back = try normalization.backward(g, pass)
    let byX = try Differences.gradient(at: x.elements) { (moved) throws(LearningError) in
      try energy(start, Matrix(rows: 2, columns: 4, elements: moved))
    }
    for k in 0..<8 { #expect((back.x.elements[k] - byX[k].value).magnitude < 1e-7, "x \(k)") }
    let byGamma = try Differences.gradient(at: start.gamma.elements) {
      (moved) throws(LearningError) in
      var other = start
      other.gamma = Vector(moved)
      return try energy(other, x)
    }
    let byBeta = try Differences.gradient(at: start.beta.elements) {
      (moved) throws(LearningError) in
      var other = start
      other.beta = Vector(moved)
      return try energy(other, x)
    }
    for k in 0..<2 {
      #expect((back.gamma[k] - byGamma[k].value).magnitude < 1e-7, "γ \(k)")
      #expect((back.beta[k] - byBeta[k].value).magnitude < 1e-7, "β \(k)")
    }
  }

  @Test func inferenceBeforeTrainingUsesMeanZeroAndVarianceOne() throws {
    let normalization = BatchNormalization(size: 1)
    let y = try normalization.infer(Matrix(rows: [[2]]))
    #expect((y[0, 0] - 2 / (1 + BatchNormalization.epsilon).squareRoot()).magnitude < 1e-15)
  }

  @Test func badBatchesAreRefused() throws {
    var normalization = BatchNormalization(size: 2)
    #expect(throws: LearningError.self) { try normalization.forward(Matrix.identity(3)) }
    #expect(throws: LearningError.empty(what: "the batch")) {
      try normalization.infer(Matrix(repeating: 0, rows: 2, columns: 0))
    }
    let pass = try normalization.forward(Matrix.identity(2))
    #expect(throws: LearningError.self) { try normalization.backward(Matrix.identity(3), pass) }
  }

  @Test func standardisationRemembersTheTrainingData() throws {
    let x = try Matrix(rows: [[1, 2, 3], [5, 5, 5]])
    let standardization = try Standardization(x)
    #expect(standardization.mean == [2, 5])
    #expect(standardization.deviation[1] == 1)
    let z = try standardization(x)
    #expect(z.row(1) == [0, 0, 0])
    #expect((z[0, 2] - 1.5.squareRoot()).magnitude < 1e-15)
    #expect((try standardization.undone(z) - x).frobeniusNorm < 1e-15)
    #expect(throws: LearningError.self) { try standardization(Matrix.identity(3)) }
    #expect(throws: LearningError.self) { try standardization.undone(Matrix.identity(3)) }
    #expect(throws: LearningError.self) { try Standardization(Matrix(rows: [[1, .infinity]])) }
    #expect(throws: LearningError.self) {
      try Standardization(Matrix(repeating: 0, rows: 1, columns: 0))
    }
    // A constant that cannot be written exactly is constant all the same.
    #expect(try Standardization(Matrix(repeating: 0.1, rows: 1, columns: 7)).deviation[0] == 1)
  }

  @Test func oneHotColumns() throws {
    #expect(try oneHot([1, 0], count: 3).elements == [0, 1, 1, 0, 0, 0])
    #expect(throws: LearningError.parameter(name: "a class", value: 4, needs: "in 1..3")) {
      try oneHot([3], count: 3)
    }
  }
}
