import Learning
import Numerics

extension Library {
  /// The costs by the names of their functions.
  static let costs: [(name: String, cost: Cost)] = [
    ("squared_error", .squaredError), ("logistic", .logistic), ("cross_entropy", .crossEntropy),
    ("kullback_leibler", .kullbackLeibler),
  ]

  /// What networks are put together from: costs, activations, initialisers, optimizers.
  static let learningParts: [LibraryEntry] =
    [
      cost("squared_error", "½‖a - y‖², the mean over columns; also a cost = … of train."),
      cost(
        "logistic", "-Σ y log a + (1-y) log(1-a), the mean over columns; also a cost = ….",
        example: "logistic([0.9, 0.2], [1, 0])"),
      cost("cross_entropy", "-Σ y log a, the mean over columns; also a cost = … of train."),
      cost("kullback_leibler", "Σ y log(y/a), the mean over columns; also a cost = … of train."),
    ] + activations + initializers + optimizers

  private static func cost(
    _ name: String, _ help: String, example: String? = nil
  ) -> LibraryEntry {
    LibraryEntry(name + "(a, y)", help, example ?? "\(name)([0.9, 0.1], [1, 0])") {
      (machine, arguments) throws(Failure) in
      let cost = costs.first { $0.name == name }?.cost ?? .squaredError
      return try machine.cost(cost, arguments[0], arguments[1], name)
    }
  }

  private static let activations: [LibraryEntry] = [
    LibraryEntry("identity(x)", "x itself; an activation.", "identity(3)") {
      (machine, arguments) throws(Failure) in arguments[0]
    },
    LibraryEntry("gelu(x)", "x Φ(x) with the normal distribution function Φ.", "gelu(1)") {
      (machine, arguments) throws(Failure) in try machine.activated(.gelu, arguments[0])
    },
    LibraryEntry(
      "leaky_relu([slope])", "The activation x for x > 0, else slope·x (slope 0.01).",
      "leaky_relu(0.1)(-2)", isChoice: true
    ) {
      (machine, arguments) throws(Failure) in
      let slope = arguments.count > 0 ? try machine.scalar(arguments[0], "leaky_relu") : 0.01
      return .object(ActivationValue(.leakyReLU(slope: slope)))
    },
  ]

  private static func initializer(
    _ signature: String, _ help: String, _ example: String, _ standard: Double = 0,
    _ make: @escaping @Sendable (Double) -> Initializer
  ) -> LibraryEntry {
    LibraryEntry(signature, help, "network([2, 1], init = \(example))", isChoice: true) {
      (machine, arguments) throws(Failure) in
      let number = arguments.count > 0 ? try machine.scalar(arguments[0], signature) : standard
      return .object(InitializerValue(make(number)))
    }
  }

  private static let initializers: [LibraryEntry] = [
    initializer(
      "normal([deviation])", "Weights and biases from N(0, deviation²) (deviation 1).",
      "normal(0.5)", 1
    ) { .normal(deviation: $0) },
    initializer(
      "uniform()", "Weights and biases from U(-1/√n, 1/√n) for n inputs.", "uniform()"
    ) { _ in .uniform },
    initializer("xavier()", "Weights from N(0, 1/n) for n inputs, biases 0.", "xavier()") { _ in
      .xavier
    },
    initializer(
      "glorot()", "Weights from N(0, 2/(n + m)) for n inputs and m outputs, biases 0.", "glorot()"
    ) { _ in .glorot },
    initializer(
      "glorot_uniform()", "Weights uniform with variance 2/(n + m), biases 0.", "glorot_uniform()"
    ) { _ in .glorotUniform },
    initializer("he()", "Weights from N(0, 2/n) for n inputs, biases 0: for relu.", "he()") { _ in
      .he
    },
    initializer("constant([c])", "All weights and biases equal to c (0).", "constant(0.1)") {
      .constant($0)
    },
  ]

  private static func optimizer(
    _ signature: String, _ help: String, _ example: String, isStochastic: Bool = false,
    _ make: @escaping @Sendable (Machine, Arguments) throws(Failure) -> Optimizer
  ) -> LibraryEntry {
    LibraryEntry(
      signature, help,
      "train(network([1, 1]), [1 2], [1 0], steps = 2, optimizer = \(example)).step_count",
      isChoice: true
    ) { (machine, arguments) throws(Failure) in
      let optimizer = try make(machine, arguments)
      _ = try learning { () throws(LearningError) in try OptimizerState(optimizer, count: 0) }
      return .object(OptimizerValue(optimizer, isStochastic: isStochastic))
    }
  }

  private static let optimizers: [LibraryEntry] = [
    optimizer(
      "sgd(rate)", "p ← p - α∇C by one sample drawn at random (a batch if train is given one).",
      "sgd(0.1)", isStochastic: true
    ) { (machine, arguments) throws(Failure) in
      .gradientDescent(rate: try machine.scalar(arguments[0], "sgd"))
    },
    optimizer("gradient_descent(rate)", "p ← p - α∇C.", "gradient_descent(0.1)") {
      (machine, arguments) throws(Failure) in
      .gradientDescent(rate: try machine.scalar(arguments[0], "gradient_descent"))
    },
    optimizer(
      "normalized_descent(rate)", "p ← p - η∇C/‖∇C‖: steps of constant length.",
      "normalized_descent(0.1)"
    ) { (machine, arguments) throws(Failure) in
      .normalizedDescent(rate: try machine.scalar(arguments[0], "normalized_descent"))
    },
    optimizer(
      "momentum(rate, [rho])", "v ← ρv + ∇C, p ← p - αv (ρ 0.9).", "momentum(0.1, 0.9)"
    ) { (machine, arguments) throws(Failure) in
      .momentum(
        rate: try machine.scalar(arguments[0], "momentum"),
        rho: arguments.count > 1 ? try machine.scalar(arguments[1], "momentum") : 0.9)
    },
    optimizer(
      "nesterov(rate, [rho])", "Momentum with the gradient at the point ahead (ρ 0.9).",
      "nesterov(0.1, 0.9)"
    ) { (machine, arguments) throws(Failure) in
      .nesterov(
        rate: try machine.scalar(arguments[0], "nesterov"),
        rho: arguments.count > 1 ? try machine.scalar(arguments[1], "nesterov") : 0.9)
    },
    optimizer(
      "adagrad(rate; delta)", "r ← r + ∇C⊙∇C, p ← p - α∇C/(δ + √r).", "adagrad(0.1)"
    ) { (machine, arguments) throws(Failure) in
      .adaGrad(
        rate: try machine.scalar(arguments[0], "adagrad"),
        delta: try machine.number(arguments, "delta", else: 1e-7))
    },
    optimizer(
      "rmsprop(rate; rho, delta)", "r ← ρr + (1-ρ)∇C⊙∇C, p ← p - α∇C/(δ + √r) (ρ 0.9).",
      "rmsprop(0.1)"
    ) { (machine, arguments) throws(Failure) in
      .rmsProp(
        rate: try machine.scalar(arguments[0], "rmsprop"),
        rho: try machine.number(arguments, "rho", else: 0.9),
        delta: try machine.number(arguments, "delta", else: 1e-7))
    },
    optimizer(
      "adam([rate]; rho1, rho2, delta)", "Adam: both moments, corrected (0.001; 0.9, 0.999, 1e-8).",
      "adam(0.1)"
    ) { (machine, arguments) throws(Failure) in
      .adam(
        rate: arguments.count > 0 ? try machine.scalar(arguments[0], "adam") : 0.001,
        rho1: try machine.number(arguments, "rho1", else: 0.9),
        rho2: try machine.number(arguments, "rho2", else: 0.999),
        delta: try machine.number(arguments, "delta", else: 1e-8))
    },
  ]
}

extension Machine {
  /// The mean cost of outputs a for targets y, also where they are followed.
  func cost(_ cost: Cost, _ a: Value, _ y: Value, _ name: String) throws(Failure) -> Value {
    if let tape, isTraced(a) || isTraced(y) {
      let (left, right) = (try node(a, name).node, try node(y, name).node)
      guard left.shape == right.shape else {
        throw Failure(
          .shapes(operation: name, left: left.shape.text, right: right.shape.text, hint: nil))
      }
      try charge(entries: left.shape.count * 4)
      return .traced(
        TracedValue(
          try engine { () throws(ArrayError) in
            let total = try cost.followed(tape, .identity, z: left, a: left, y: right)
            let count = Double(left.shape.columns)
            return try tape.combine(.divide, total, tape.constant(count))
          }))
    }
    let (left, right) = (try array(a, name), try array(y, name))
    guard left.shape == right.shape else {
      throw Failure(
        .shapes(operation: name, left: left.shape.text, right: right.shape.text, hint: nil))
    }
    try charge(left.count * 4)
    let columns = left.isVector ? 1 : left.columns
    let total = try learning { () throws(LearningError) in try cost(left.vector, right.vector) }
    return .number(total / Double(columns))
  }

  private func isTraced(_ value: Value) -> Bool {
    if case .traced = value { true } else { false }
  }
}
