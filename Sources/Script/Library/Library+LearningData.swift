import Learning
import Numerics

extension Library {
  /// Points, data and matrices as learning meets them.
  static let learningData: [LibraryEntry] = [
    LibraryEntry(
      "perceptron(X, [classes]; passes)",
      "Rosenblatt's algorithm on points times their class: weights, mistakes, passes, converged.",
      "perceptron([1 2; 0 1]).mistakes"
    ) { (machine, arguments) throws(Failure) in try machine.perceptron(arguments) },
    LibraryEntry("radius(X)", "The largest norm of a column.", "radius([3 0; 4 1])") {
      (machine, arguments) throws(Failure) in
      let points = try machine.matrix(arguments[0], "radius")
      try machine.charge(points.elements.count * 2)
      return .number(
        try learning { () throws(LearningError) in try Perceptron.radius(points) })
    },
    LibraryEntry(
      "margin(X, w)", "The least inner product of a column with w/‖w‖.",
      "margin([1 2; 0 1], [1, 0])"
    ) {
      (machine, arguments) throws(Failure) in
      let points = try machine.matrix(arguments[0], "margin")
      let weights = try machine.constants(arguments[1], "margin").vector
      try machine.charge(points.elements.count * 2)
      return .number(
        try learning { () throws(LearningError) in try Perceptron.margin(points, weights) })
    },
    LibraryEntry(
      "standardize(X, [like])",
      "Each row less its mean, over its deviation (over n): those of X, or of the data like.",
      "standardize([1 3; 2 6])"
    ) {
      (machine, arguments) throws(Failure) in
      let array = try machine.constants(arguments[0], "standardize")
      let rule = try machine.standardization(arguments[arguments.count - 1])
      let data = array.isVector ? array.transposed.matrix : array.matrix
      try machine.charge(entries: data.elements.count * 2)
      let moved = try learning { () throws(LearningError) in try rule(data) }
      return .array(
        NumericArray(
          rows: array.rows, columns: array.columns, form: array.form, moved.elements))
    },
    LibraryEntry(
      "batch_norm(X; gamma, beta)",
      "γ (x - μ)/√(σ² + 1e-5) + β in each row, with mean and variance (over m) of the row.",
      "batch_norm([1 3; 2 6])"
    ) { (machine, arguments) throws(Failure) in try machine.batchNorm(arguments) },
    LibraryEntry(
      "spectral_radius(A)", "The largest magnitude of an eigenvalue.",
      "spectral_radius([0 1; -1 0])"
    ) {
      (machine, arguments) throws(Failure) in
      let matrix = try machine.matrix(arguments[0], "spectral_radius")
      let work = matrix.rows.multipliedReportingOverflow(by: matrix.elements.count * 40)
      guard !work.overflow else { throw Failure(.bound(.fuel, limit: machine.limits.fuel)) }
      try machine.charge(work.partialValue)
      return .number(try engine { () throws(ArrayError) in try matrix.spectralRadius() })
    },
  ]
}

extension Machine {
  func perceptron(_ arguments: Arguments) throws(Failure) -> Value {
    var points = try matrix(arguments[0], "perceptron")
    if arguments.count > 1 {
      let (x, classes) = (points, try constants(arguments[1], "perceptron").elements)
      points = try learning { () throws(LearningError) in
        try Perceptron.augmented(x, classes: classes)
      }
    }
    let wanted = try whole(arguments, "passes", from: 1, else: 10_000)
    let work = max(1, points.elements.count * 2)
    let passes = min(wanted, max(0, fuel) / work)
    guard passes > 0 else { throw Failure(.bound(.fuel, limit: limits.fuel)) }
    let samples = points
    let run = try learning { () throws(LearningError) in
      try Perceptron.run(samples, maximumPasses: passes)
    }
    try charge(run.passes * work)
    guard run.hasConverged || passes == wanted else {
      throw Failure(.bound(.fuel, limit: limits.fuel))
    }
    return .record(
      Record(
        names: ["weights", "mistakes", "passes", "converged"],
        [
          .array(NumericArray(run.weights)), .number(Double(run.mistakes)),
          .number(Double(run.passes)), .boolean(run.hasConverged),
        ]))
  }

  /// Mean and deviation of data; a vector is one row.
  func standardization(_ value: Value) throws(Failure) -> Standardization {
    let array = try constants(value, "standardize")
    let data = array.isVector ? array.transposed.matrix : array.matrix
    try charge(data.elements.count * 4)
    return try learning { () throws(LearningError) in try Standardization(data) }
  }

  /// Batch normalisation, also where it is followed: mean and variance depend on x, too.
  func batchNorm(_ arguments: Arguments) throws(Failure) -> Value {
    let given = [
      arguments[0], arguments.keyword("gamma") ?? .number(1),
      arguments.keyword("beta") ?? .number(0),
    ]
    let shared = tape ?? Tape()
    let isFollowed = given.contains { if case .traced = $0 { true } else { false } }
    let outer = tape
    tape = shared
    defer { tape = outer }
    let x = try node(given[0], "batch_norm").node
    guard case .matrix(let rows, let columns) = x.shape, columns > 0 else {
      throw Failure(
        .kind(operation: "batch_norm", expected: "a matrix", found: given[0].kindName))
    }
    let gamma = try node(given[1], "gamma").node
    let beta = try node(given[2], "beta").node
    for (name, part) in [("gamma", gamma), ("beta", beta)]
    where part.shape != .scalar && part.shape != .vector(rows) {
      throw Failure(
        .misfit("\(name) must be a vector of \(rows), this is a \(part.shape.text)"))
    }
    try charge(entries: x.shape.count * 6)
    let result = try engine { () throws(ArrayError) in
      let average = shared.variable(
        .vector(Vector(repeating: 1 / Double(columns), count: columns)))
      let centred = try shared.combine(.subtract, x, shared.multiply(x, average))
      let variance = try shared.multiply(shared.apply(.square, centred), average)
      let deviation = shared.apply(
        .sqrt,
        try shared.combine(.add, variance, shared.constant(BatchNormalization.epsilon)))
      let normal = try shared.combine(.divide, centred, deviation)
      return try shared.combine(.add, shared.combine(.multiply, gamma, normal), beta)
    }
    return isFollowed ? .traced(TracedValue(result)) : Value(shared.value(result))
  }
}
