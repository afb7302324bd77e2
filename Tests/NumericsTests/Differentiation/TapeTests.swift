import Numerics
import Testing

private typealias Function = (Tape, Traced) throws(ArrayError) -> Traced

/// Sums the entries with uneven weights, so that no derivative hides behind a symmetry.
private func weighted(_ tape: Tape, _ y: Traced) throws(ArrayError) -> Traced {
  let weights = NumericValue(
    shape: y.shape, elements: (0..<y.shape.count).map { 1 + 0.37 * Double($0 * $0) })
  return tape.sum(try tape.combine(.multiply, y, tape.variable(weights)))
}

private func value(_ x: NumericValue, _ function: Function) throws(ArrayError) -> Double {
  let tape = Tape()
  return tape.number(try function(tape, tape.variable(x)))
}

/// Gradient against differences, and Hessian against differences of the gradient.
private func check(_ name: String, _ x: NumericValue, _ function: @escaping Function) throws {
  let scalar: Function = { (tape, input) throws(ArrayError) in
    try weighted(tape, try function(tape, input))
  }
  let gradient = try Differentiation.gradient(at: x, of: scalar).gradient.elements
  let estimates = try Differences.gradient(at: x.elements) { (moved) throws(ArrayError) in
    try value(NumericValue(shape: x.shape, elements: moved), scalar)
  }
  for (i, estimate) in estimates.enumerated() {
    let tolerance = 1e-7 * max(1, estimate.value.magnitude)
    #expect((gradient[i] - estimate.value).magnitude < tolerance, "\(name), gradient \(i)")
  }
  let hessian = try Differentiation.hessian(at: x, of: scalar)
  for i in x.elements.indices {
    let column = try Differences.gradient(at: x.elements) { (moved) throws(ArrayError) in
      try Differentiation.gradient(
        at: NumericValue(shape: x.shape, elements: moved), of: scalar
      ).gradient.elements[i]
    }
    for (j, estimate) in column.enumerated() {
      let tolerance = 1e-6 * max(1, estimate.value.magnitude)
      #expect((hessian[i, j] - estimate.value).magnitude < tolerance, "\(name), Hessian \(i) \(j)")
    }
  }
}

@Suite struct TapeTests {
  @Test func everyPointwiseFunction() throws {
    for function in PointwiseFunction.allCases {
      for x in [-0.7, 0.3, 0.83] {
        let positive = [.log, .sqrt].contains(function)
        let point = NumericValue.vector([positive ? x.magnitude : x, 0.55])
        try check("\(function) at \(x)", point) { (tape, input) in tape.apply(function, input) }
      }
    }
  }

  @Test func everyPairwiseFunctionInEveryShape() throws {
    let shapes: [(NumericValue, NumericValue)] = [
      (.scalar(0.6), .scalar(1.3)), (.vector([0.6, 1.7]), .scalar(1.3)),
      (.scalar(0.4), .vector([0.6, 1.7])),
      (.vector([0.5, 2.5]), .matrix(try Matrix(rows: [[0.6, 1.7, 0.2], [0.9, 1.1, 1.4]]))),
      (.matrix(try Matrix(rows: [[0.6, 1.7]])), .vector([1.2, 0.4])),
    ]
    for function in PairwiseFunction.allCases {
      for (a, b) in shapes {
        try check("\(function) left", a) { (tape, x) throws(ArrayError) in
          try tape.combine(function, x, tape.variable(b))
        }
        try check("\(function) right", b) { (tape, y) throws(ArrayError) in
          try tape.combine(function, tape.variable(a), y)
        }
        try check("\(function) both", a) { (tape, x) throws(ArrayError) in
          try tape.combine(function, x, tape.apply(.exp, x))
        }
      }
    }
  }

  @Test func linearAlgebra() throws {
    var sample = Sample(31)
    let square = NumericValue.matrix(sample.matrix(3, 3) + 2 * .identity(3))
    let tall = NumericValue.matrix(sample.matrix(4, 2))
    let other = NumericValue.matrix(sample.matrix(3, 2))
    let right = NumericValue.vector(sample.vector(3))
    let long = NumericValue.vector(sample.vector(4))
    try check("product left", square) { (tape, a) throws(ArrayError) in
      try tape.multiply(a, tape.variable(other))
    }
    try check("product right", other) { (tape, b) throws(ArrayError) in
      try tape.multiply(tape.variable(square), b)
    }
    try check("matrix times vector", right) { (tape, x) throws(ArrayError) in
      try tape.multiply(tape.variable(square), x)
    }
    try check("quadratic form", right) { (tape, x) throws(ArrayError) in
      try tape.multiply(tape.transpose(x), tape.multiply(tape.variable(square), x))
    }
    try check("outer product", right) { (tape, x) throws(ArrayError) in
      try tape.multiply(x, tape.transpose(x))
    }
    try check("solve for A", square) { (tape, a) throws(ArrayError) in
      try tape.solve(a, tape.variable(right))
    }
    try check("solve for b", right) { (tape, b) throws(ArrayError) in
      try tape.solve(tape.variable(square), tape.apply(.square, b))
    }
    try check("least squares for A", tall) { (tape, a) throws(ArrayError) in
      try tape.solve(a, tape.variable(long))
    }
    try check("least squares for b", long) { (tape, b) throws(ArrayError) in
      try tape.solve(tape.variable(tall), tape.apply(.exp, b))
    }
    try check("inverse", square) { (tape, a) throws(ArrayError) in try tape.inverse(a) }
    try check("determinant", square) { (tape, a) throws(ArrayError) in try tape.determinant(a) }
    try check("scalar solve", .scalar(2)) { (tape, a) throws(ArrayError) in
      try tape.solve(a, tape.inverse(a))
    }
  }

  @Test func reductionsAndPlaces() throws {
    var sample = Sample(37)
    let matrix = NumericValue.matrix(sample.matrix(2, 3))
    let vector = NumericValue.vector(sample.vector(4))
    try check("columns", matrix) { (tape, x) in tape.sum(tape.apply(.exp, x), to: .matrix(1, 3)) }
    try check("rows", matrix) { (tape, x) in tape.sum(tape.apply(.exp, x), to: .vector(2)) }
    try check("mean", matrix) { (tape, x) throws(ArrayError) in try tape.mean(tape.apply(.sin, x)) }
    try check("stretch", vector) { (tape, x) throws(ArrayError) in
      try tape.stretch(tape.apply(.square, x), to: .matrix(4, 2))
    }
    try check("norm", vector) { (tape, x) throws(ArrayError) in try tape.norm(x) }
    try check("dot", vector) { (tape, x) throws(ArrayError) in
      try tape.dot(x, tape.apply(.exp, x))
    }
    try check("maximum", vector) { (tape, x) throws(ArrayError) in
      try tape.maximum(tape.apply(.exp, x))
    }
    try check("minimum", vector) { (tape, x) throws(ArrayError) in
      try tape.minimum(tape.apply(.exp, x))
    }
    try check("softmax", vector) { (tape, x) throws(ArrayError) in try tape.softmax(x) }
    try check("softmax of columns", matrix) { (tape, x) throws(ArrayError) in try tape.softmax(x) }
    try check("logsumexp", vector) { (tape, x) throws(ArrayError) in try tape.logSumExp(x) }
    try check("gather", vector) { (tape, x) throws(ArrayError) in
      try tape.gather(tape.apply(.exp, x), [3, 0, 3], shape: .vector(3))
    }
    try check("scatter", vector) { (tape, x) throws(ArrayError) in
      try tape.scatter(tape.apply(.exp, x), [0, 2, 2, 5], shape: .matrix(2, 3))
    }
    try check("assemble", vector) { (tape, x) throws(ArrayError) in
      try tape.assemble(
        [(tape.apply(.exp, x), [0, 1, 2, 3]), (tape.norm(x), [5])], shape: .vector(6))
    }
    try check("power", vector) { (tape, x) in tape.power(x, 3) }
    try check("inverse power", vector) { (tape, x) in tape.power(x, -2) }
    try check("reshape", matrix) { (tape, x) throws(ArrayError) in
      try tape.reshape(tape.apply(.exp, x), to: .vector(6))
    }
  }

  @Test func derivativesOfOneVariableToOrderFour() throws {
    let all = try Differentiation.derivatives(at: 0.5, order: 4) { (tape, x) throws(ArrayError) in
      try tape.combine(.multiply, tape.apply(.exp, x), tape.apply(.sin, x))
    }
    let (e, s, c) = (Elementary.exp(0.5), Elementary.sin(0.5), Elementary.cos(0.5))
    let expected = [e * s, e * (s + c), 2 * e * c, 2 * e * (c - s), -4 * e * s]
    for (k, value) in expected.enumerated() {
      #expect((all[k] - value).magnitude < 1e-14, "order \(k)")
    }
    #expect(throws: ArrayError.parameter(operation: "derivatives", name: "order", value: 9)) {
      try Differentiation.derivatives(at: 0, order: 9) { (_, x) in x }
    }
  }

  @Test func jacobiansHaveARowForEachOutput() throws {
    let jacobian = try Differentiation.jacobian(at: .vector([2, 3])) {
      (tape, x) throws(ArrayError) in
      let a = try tape.gather(x, [0], shape: .scalar)
      let b = try tape.gather(x, [1], shape: .scalar)
      return try tape.assemble(
        [(try tape.combine(.multiply, a, b), [0]), (tape.power(a, 2), [1]), (b, [2])],
        shape: .vector(3))
    }
    #expect(jacobian == (try Matrix(rows: [[3, 2], [4, 0], [0, 1]])))
  }

  @Test func gradientsNest() throws {
    // d/dx of (d/dy of x y² at y = x) = d/dx 2 x² = 4 x.
    let result = try Differentiation.gradient(at: .scalar(3)) { (tape, x) throws(ArrayError) in
      let y = try tape.combine(.add, x, tape.constant(0))
      let inner = try tape.combine(.multiply, x, tape.power(y, 2))
      return try tape.gradient(of: inner, withRespectTo: [y])[0]
    }
    #expect(result.value == 18)
    #expect(result.gradient == .scalar(12))
  }

  @Test func conventionsAtKinks() throws {
    func slope(_ x: Double, _ function: Function) throws -> Double {
      try Differentiation.gradient(at: .scalar(x), of: function).gradient.elements[0]
    }
    #expect(try slope(0) { (tape, x) in tape.apply(.absolute, x) } == 0)
    #expect(try slope(0) { (tape, x) in tape.apply(.positivePart, x) } == 0)
    #expect(try slope(0) { (tape, x) throws(ArrayError) in try tape.norm(x) } == 0)
    #expect(
      try slope(0) { (tape, x) throws(ArrayError) in
        try tape.combine(.maximum, x, tape.constant(0))
      } == 0.5)
    #expect(try slope(2) { (tape, x) in tape.power(x, 0) } == 0)
    #expect(try slope(2) { (tape, _) in tape.constant(1) } == 0)
    #expect(try slope(2) { (tape, x) in tape.apply(.step, x) } == 0)
  }

  @Test func whatCannotBeDoneIsRefused() throws {
    let tape = Tape()
    let x = tape.variable(.vector([1, 2]))
    let y = tape.variable(.vector([1, 2, 3]))
    #expect(throws: ArrayError.shapes(operation: "+", left: .vector(2), right: .vector(3))) {
      try tape.combine(.add, x, y)
    }
    #expect(throws: ArrayError.self) { try tape.multiply(x, y) }
    #expect(throws: ArrayError.self) { try tape.gather(x, [2], shape: .scalar) }
    #expect(throws: ArrayError.self) { try tape.gather(x, [0, 1], shape: .scalar) }
    #expect(throws: ArrayError.self) { try tape.gradient(of: y, withRespectTo: [x]) }
    #expect(throws: ArrayError.self) { try tape.reshape(x, to: .vector(3)) }
    #expect(throws: ArrayError.self) { try tape.stretch(y, to: .vector(2)) }
    #expect(throws: ArrayError.self) { try tape.dot(x, y) }
    let empty = tape.variable(.vector([]))
    #expect(throws: ArrayError.self) { try tape.mean(empty) }
    #expect(throws: ArrayError.self) { try tape.maximum(empty) }
    #expect(throws: ArrayError.self) { try tape.logSumExp(empty) }
    let singular = tape.variable(.matrix(try Matrix(rows: [[1, 2], [2, 4]])))
    #expect(throws: ArrayError.notDifferentiable(operation: "det of a singular matrix")) {
      try tape.gradient(of: tape.determinant(singular), withRespectTo: [singular])
    }
  }

  @Test func differencesKnowTheirError() throws {
    for x in [-3.0, 0.1, 1, 20, 1e6] {
      let estimate = Differences.derivative(at: x) { Elementary.sin($0) }
      let truth = Elementary.cos(x)
      #expect((estimate.value - truth).magnitude <= 4 * estimate.error, "at \(x)")
      #expect(estimate.error < (x > 1e5 ? 1e-2 : 1e-9), "at \(x)")
    }
  }
}

@Suite struct LogisticTests {
  @Test func agreesWithTheExponentialFunction() {
    var x = -720.0
    while x < 720 {
      let found = Elementary.logistic(x)
      let held = max(-708, min(708, x))
      // For negative x by e^x/(1 + e^x), which does not cancel.
      let power = Elementary.exp(-held.magnitude)
      let expected = (x < 0 ? power : 1) / (1 + power)
      #expect((found - expected).magnitude <= 4 * expected.ulp, "\(x)")
      #expect(Elementary.logistic(SIMD2(x, 3 - x))[0] == found, "\(x)")
      x += 0.171_3
    }
    #expect(Elementary.logistic(0) == 0.5)
    #expect(Elementary.logistic(.nan).isNaN)
    #expect(Elementary.logistic(.infinity) == 1)
    #expect(Elementary.logistic(-.infinity) > 0)
  }

  @Test func logisticIsWithinThreeUlp() {
    let kind = WideArithmetic.extended
    let one = kind.constant(.one)
    var random = RandomStream(seed: 61)
    var worst = 0.0
    for index in 0..<8000 {
      let x = random.normal() * (index % 4 == 0 ? 200 : 4)
      if x.magnitude > 708 { continue }
      let found = Elementary.logistic(x)
      let power = kind.apply(.exp, kind.constant(-x))
      let gap = kind.subtract(kind.constant(found), kind.divide(one, kind.add(one, power)))
      worst = max(worst, gap.nearest.magnitude / found.ulp)
    }
    #expect(worst <= 3 && worst > 1, "\(worst) ulp")
  }

  @Test func buffersHaveTheSameBits() {
    let x: [Double] = [-1e300, -709, -3, -0.1, 0, 0.2, 1.5, 40, 708, 1e9, .infinity, .nan]
    var y = x
    x.withUnsafeBufferPointer { source in
      y.withUnsafeMutableBufferPointer { target in
        if let from = source.baseAddress, let to = target.baseAddress {
          Elementary.logistic(from, into: to, count: 12)
        }
      }
    }
    for k in x.indices {
      #expect(y[k].bitPattern == Elementary.logistic(x[k]).bitPattern || y[k].isNaN, "\(x[k])")
    }
    #expect(y[11].isNaN)
  }
}
