import Learning
import Numerics
import Testing

@Suite struct PerceptronTests {
  /// Points with small integer coordinates: every sum in the algorithm is exact.
  private func separable(_ random: inout Source, _ dimension: Int, _ count: Int) -> (Matrix, Vector)
  {
    let weights = Vector((0..<dimension).map { _ in Double(random.integer(below: 9) - 4) })
    var columns: [Vector] = []
    while columns.count < count {
      let point = Vector((0..<dimension).map { _ in Double(random.integer(below: 21) - 10) })
      var side = 0.0
      for k in 0..<dimension { side += weights[k] * point[k] }
      if side != 0 { columns.append(side > 0 ? point : -point) }
    }
    return (Matrix(rows: dimension, columns: count) { columns[$1][$0] }, weights)
  }

  @Test func mistakesStayBelowNovikoffsBound() throws {
    var random = Source(1)
    for dimension in 2...5 {
      for _ in 0..<40 {
        let (points, weights) = separable(&random, dimension, 2 + random.integer(below: 30))
        if weights.norm == 0 { continue }
        let run = try Perceptron.run(points)
        #expect(run.hasConverged)
        #expect(try Perceptron.margin(points, run.weights) > 0)
        // mistakes · (ω·x)²min ≤ R² ‖ω‖², in whole numbers, for each direction that separates.
        for direction in [weights, run.weights] {
          var least = Double.infinity
          var radius = 0.0
          for column in 0..<points.columns {
            let point = points.column(column)
            least = min(least, try direction.dot(point))
            radius = max(radius, try point.dot(point))
          }
          let square = try direction.dot(direction)
          #expect(Double(run.mistakes) * least * least <= radius * square)
          let bound = try Perceptron.bound(points, direction)
          #expect((bound / (radius * square / (least * least)) - 1).magnitude < 1e-12)
        }
      }
    }
  }

  @Test func anOrthonormalBasisReachesTheBound() throws {
    for n in 1...6 {
      let run = try Perceptron.run(.identity(n))
      #expect(run.mistakes == n)
      #expect(run.weights == Vector(repeating: 1, count: n))
      let bound = try Perceptron.bound(.identity(n), run.weights)
      #expect((bound - Double(n)).magnitude < 1e-12)
    }
  }

  @Test func bothFormsAgree() throws {
    let x = try Matrix(rows: [[2, 1, -1, 0], [1, 3, -2, -4]])
    let classes = [1.0, 1, -1, -1]
    let run = try Perceptron.run(x, classes: classes)
    let augmented = try Perceptron.augmented(x, classes: classes)
    #expect(augmented.row(2) == [1, 1, -1, -1])
    #expect(try Perceptron.run(augmented) == run)
    // W and b apart, written out.
    var (w, b, mistakes) = (Vector([0, 0]), 0.0, 0)
    var isClean = false
    while !isClean {
      isClean = true
      for i in 0..<4 where classes[i] * (try w.dot(x.column(i)) + b) <= 0 {
        w = w + classes[i] * x.column(i)
        b += classes[i]
        mistakes += 1
        isClean = false
      }
    }
    #expect(run.weights == Vector(w.elements + [b]))
    #expect(run.mistakes == mistakes)
  }

  @Test func exclusiveOrNeverEnds() throws {
    let x = try Matrix(rows: [[0, 0, 1, 1], [0, 1, 0, 1]])
    let run = try Perceptron.run(x, classes: [-1, 1, 1, -1], maximumPasses: 50)
    #expect(!run.hasConverged)
    #expect(run.passes == 50)
    #expect(run.mistakes > 50)
  }

  @Test func badInputIsRefused() throws {
    let x = Matrix.identity(2)
    #expect(throws: LearningError.self) { try Perceptron.run(x, classes: [1]) }
    #expect(throws: LearningError.self) { try Perceptron.run(x, classes: [1, 0]) }
    #expect(throws: LearningError.empty(what: "the list of points")) {
      try Perceptron.run(Matrix(repeating: 0, rows: 2, columns: 0))
    }
    #expect(throws: LearningError.self) { try Perceptron.run(x, maximumPasses: 0) }
    #expect(throws: LearningError.self) { try Perceptron.run(Matrix(rows: [[.nan]])) }
    #expect(throws: LearningError.self) { try Perceptron.margin(x, [0, 0]) }
    #expect(throws: LearningError.self) { try Perceptron.margin(x, [1]) }
    #expect(throws: LearningError.self) { try Perceptron.bound(x, [1, -1]) }
    #expect(throws: LearningError.self) {
      try Perceptron.radius(Matrix(repeating: 0, rows: 2, columns: 0))
    }
  }
}
