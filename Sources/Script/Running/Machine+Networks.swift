import Learning
import Numerics

/// How samples were given, so that results come back in the same way.
enum SampleForm {
  case number
  /// One sample, a vector.
  case single
  /// A vector of samples with one entry each.
  case line
  /// Samples are columns.
  case matrix

  /// The shape of so many rows for each sample.
  func shape(_ rows: Int, _ columns: Int) -> Shape {
    switch self {
    case .number: rows == 1 ? .scalar : .vector(rows)
    case .single: .vector(rows)
    case .line: rows == 1 ? .vector(columns) : .matrix(rows, columns)
    case .matrix: .matrix(rows, columns)
    }
  }
}

extension Machine {
  // MARK: What calls are given

  /// A network that calls of the engine can use: derivatives by its parameters end here.
  func network(_ value: Value, _ operation: String) throws(Failure) -> Network {
    let network = try anyNetwork(value, operation)
    guard network.followed == nil else { throw Failure(.notDifferentiable(operation)) }
    return network.network
  }

  func anyNetwork(_ value: Value, _ operation: String) throws(Failure) -> NetworkValue {
    if case .object(let object) = value {
      if let network = object as? NetworkValue { return network }
      if let fit = object as? FitValue { return NetworkValue(fit.fit.network) }
      if let fit = object as? LeastSquaresValue, let network = fit.network {
        return NetworkValue(network)
      }
    }
    throw Failure(.kind(operation: operation, expected: "a network", found: value.kindName))
  }

  /// How a value lists samples of so many rows.
  func sampleForm(_ value: Value, rows: Int) -> (form: SampleForm, columns: Int) {
    let shape: Shape =
      if case .traced(let traced) = value {
        traced.isRow ? .matrix(1, traced.node.shape.count) : traced.node.shape
      } else { value.array?.shape ?? .scalar }
    switch shape {
    case .scalar: return (.number, 1)
    case .vector(let count): return rows == 1 && count != 1 ? (.line, count) : (.single, 1)
    case .matrix(_, let columns): return (.matrix, columns)
    }
  }

  /// Samples as columns, for the engine.
  func samples(_ value: Value, rows: Int, _ operation: String) throws(Failure) -> Matrix {
    if case .traced = value { throw Failure(.notDifferentiable(operation)) }
    let array = try array(value, operation)
    let (form, columns) = sampleForm(value, rows: rows)
    if case .matrix = form { return array.matrix }
    return Matrix(rows: array.count / max(1, columns), columns: columns, elements: array.elements)
  }

  /// Samples as columns, on the tape.
  private func followedSamples(
    _ value: Value, rows: Int, _ operation: String, _ tape: Tape
  ) throws(Failure) -> Traced {
    let node = try node(value, operation).node
    let columns = sampleForm(value, rows: rows).columns
    guard columns > 0, node.shape.count == rows * columns else {
      throw Failure(
        .misfit("\(operation) takes samples of \(rows) entries, this is a \(node.shape.text)"))
    }
    return try engine { () throws(ArrayError) in
      try tape.reshape(node, to: .matrix(rows, columns))
    }
  }

  /// What a choice by value, name or call means: `adam` is `adam()`.
  func choice(_ value: Value) throws(Failure) -> Object? {
    if case .object(let object) = value { return object }
    guard case .function(let function) = value, case .native(let entry) = function.body,
      entry.isChoice, entry.signature.required == 0,
      case .object(let object) = try entry.body(self, Arguments(values: [], keywords: []))
    else { return nil }
    return object
  }

  /// An activation given as a function of the library or as `leaky_relu(0.1)`.
  func activation(_ value: Value) throws(Failure) -> Activation {
    if case .function(let function) = value, case .native(let entry) = function.body {
      for known in ActivationValue.named where known.name == entry.name { return known.activation }
    }
    if let chosen = try choice(value) as? ActivationValue { return chosen.activation }
    throw Failure(
      .kind(
        operation: "activation",
        expected: "one of " + ActivationValue.named.map { $0.name }.joined(separator: ", ")
          + ", leaky_relu(slope)", found: described(value)))
  }

  func cost(_ arguments: Arguments) throws(Failure) -> Cost {
    guard let value = arguments.keyword("cost") else { return .squaredError }
    if case .function(let function) = value, case .native(let entry) = function.body {
      for known in Library.costs where known.name == entry.name { return known.cost }
    }
    throw Failure(
      .kind(
        operation: "cost",
        expected: "one of " + Library.costs.map { $0.name }.joined(separator: ", "),
        found: described(value)))
  }

  private func described(_ value: Value) -> String {
    if case .function(let function) = value { return "the function " + function.name }
    return value.kindName
  }

  /// A number given by keyword.
  func number(
    _ arguments: Arguments, _ name: String, else standard: Double
  ) throws(Failure) -> Double {
    guard let value = arguments.keyword(name) else { return standard }
    if case .traced = value { throw Failure(.notDifferentiable(name)) }
    return try scalar(value, name)
  }

  /// A whole number given by keyword.
  func whole(
    _ arguments: Arguments, _ name: String, from least: Int = 0, else standard: Int
  ) throws(Failure) -> Int {
    guard let value = arguments.keyword(name) else { return standard }
    return try whole(value, name, from: least)
  }

  func flag(_ arguments: Arguments, _ name: String) throws(Failure) -> Bool? {
    guard let value = arguments.keyword(name) else { return nil }
    guard case .boolean(let flag) = value else {
      throw Failure(.kind(operation: name, expected: "true or false", found: value.kindName))
    }
    return flag
  }

  /// The stream of a call: addressed, or of the seed that the call names.
  func stream(_ arguments: Arguments) throws(Failure) -> RandomStream {
    guard arguments.keyword("seed") != nil else { return random.streamOfCall() }
    return RandomStream(seed: UInt64(try whole(arguments, "seed", else: 0)))
  }

  // MARK: Fuel

  /// Scalar operations of one sample on its way through a network.
  static func work(_ network: Network) -> Int {
    network.plan.reduce(2 * network.parameters.count) { $0 + 4 * $1.outputs }
  }

  /// Charges `passes` passes of all samples, a backward pass counting as two.
  func charge(_ network: Network, passes: Int, samples: Int) throws(Failure) {
    let product = Machine.work(network).multipliedReportingOverflow(by: samples)
    let total = product.partialValue.multipliedReportingOverflow(by: passes)
    guard !product.overflow, !total.overflow else {
      throw Failure(.bound(.fuel, limit: limits.fuel))
    }
    try charge(total.partialValue)
    let widest = network.sizes.reduce(0, +)
    try charge(entries: widest * samples)
  }

  // MARK: Passes

  /// N(x) in the form in which x was given.
  func output(of value: NetworkValue, _ x: Value) throws(Failure) -> Value {
    let network = value.network
    let (form, columns) = sampleForm(x, rows: network.inputSize)
    try charge(network, passes: 1, samples: columns)
    if isFollowed(value, [x]), let tape {
      let a = try followedForward(value, x, "the network", tape).a
      return try shaped(a[a.count - 1], form, tape)
    }
    let points = try samples(x, rows: network.inputSize, "the network")
    let output = try learning { () throws(LearningError) in try network(points) }
    return Value(
      NumericValue(shape: form.shape(output.rows, output.columns), elements: output.elements))
  }

  /// Whether derivatives go through.
  func isFollowed(_ network: NetworkValue, _ values: [Value]) -> Bool {
    network.followed != nil || values.contains { if case .traced = $0 { true } else { false } }
  }

  func shaped(_ node: Traced, _ form: SampleForm, _ tape: Tape) throws(Failure) -> Value {
    let shape = form.shape(node.shape.rows, node.shape.columns)
    let result = try engine { () throws(ArrayError) in try tape.reshape(node, to: shape) }
    return .traced(TracedValue(result))
  }

  /// z and a of all layers on the tape, so that derivatives of any order go through.
  func followedForward(
    _ value: NetworkValue, _ x: Value, _ operation: String, _ tape: Tape
  ) throws(Failure) -> (z: [Traced], a: [Traced]) {
    let start = try followedSamples(x, rows: value.network.inputSize, operation, tape)
    let before = tape.valueCount
    let passes = try engine { () throws(ArrayError) in
      try value.followedForward(start, tape)
    }
    try charge(entries: tape.valueCount - before)
    return passes
  }

  /// The mean cost of samples on the tape.
  func followedCost(
    _ value: NetworkValue, _ x: Value, _ y: Value, _ cost: Cost, penalty: Double, _ tape: Tape
  ) throws(Failure) -> Value {
    let (z, a) = try followedForward(value, x, "cost", tape)
    let target = try followedSamples(y, rows: value.network.outputSize, "y", tape)
    let last = value.network.plan.count - 1
    guard target.shape == z[last].shape else {
      throw Failure(
        .misfit("y must be a \(z[last].shape.text), this is a \(target.shape.text)"))
    }
    let activation = value.network.plan[last].activation
    let before = tape.valueCount
    let result = try engine { () throws(ArrayError) in
      let total = try cost.followed(tape, activation, z: z[last], a: a[last + 1], y: target)
      let mean = try tape.combine(
        .divide, total, tape.constant(Double(target.shape.columns)))
      guard penalty != 0 else { return mean }
      return try tape.combine(.add, mean, value.followedPenalty(penalty, tape))
    }
    try charge(entries: tape.valueCount - before)
    return .traced(TracedValue(result))
  }

  /// The network with parameters that stand on the tape.
  func follow(_ network: Network, _ parameters: TracedValue) throws(Failure) -> NetworkValue {
    guard let tape else { throw Failure(.notDifferentiable("with_parameters")) }
    guard parameters.node.shape.count == network.parameters.count else {
      throw Failure(
        .misfit(
          "the vector of parameters must be a vector of \(network.parameters.count), "
            + "this is a \(parameters.node.shape.text)"))
    }
    try charge(entries: network.parameters.count * 2)
    let values = tape.elements(parameters.node)
    let plain = try learning { () throws(LearningError) in
      try network.with(parameters: values)
    }
    let followed = try engine { () throws(ArrayError) in
      try FollowedParameters(plain, parameters.node, tape)
    }
    return NetworkValue(plain, followed: followed)
  }

  /// σ(z), also where it is followed.
  func activated(_ activation: Activation, _ value: Value) throws(Failure) -> Value {
    if case .traced(let traced) = value, let tape {
      try charge(traced.node)
      let result = try engine { () throws(ArrayError) in
        try activation.followed(tape, traced.node)
      }
      return .traced(TracedValue(result, isRow: traced.isRow))
    }
    if case .number(let number) = value { return .number(activation(number)) }
    let array = try array(value, "an activation")
    try charge(entries: array.count * 4)
    return .array(
      NumericArray(
        rows: array.rows, columns: array.columns, form: array.form,
        array.elements.map { activation($0) }))
  }
}
