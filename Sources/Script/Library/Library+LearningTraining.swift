import Learning
import Numerics

extension Library {
  /// Training and least squares.
  static let training: [LibraryEntry] = [
    LibraryEntry(
      "train(net, x, y; cost, optimizer, steps, record_every, batch, replacement, order, penalty, "
        + "cost_below, gradient_below, patience, may_diverge, seed)",
      "Trains on samples (columns): network, steps, cost (where recorded), step_count, stop.",
      "train(network([1, 1]), [1 2], [1 0], optimizer = sgd(0.1), steps = 10).step_count"
    ) { (machine, arguments) throws(Failure) in try machine.train(arguments) },
    LibraryEntry(
      "levenberg_marquardt(net, x, [y]; damping, iterations, cost_below, gradient_below)",
      "Least squares: of a network for samples x, y, or of residuals r(p) from a start p.",
      "levenberg_marquardt(p -> p .- [1, 2], [0, 0]).parameters"
    ) { (machine, arguments) throws(Failure) in try machine.levenbergMarquardt(arguments) },
  ]
}

extension Machine {
  // MARK: Training

  func train(_ arguments: Arguments) throws(Failure) -> Value {
    let network = try network(arguments[0], "train")
    let x = try samples(arguments[1], rows: network.inputSize, "train")
    let y = try samples(arguments[2], rows: network.outputSize, "train")
    var training = try trainingOptions(arguments, samples: x.columns)
    let wanted = training.steps
    let costs = try trainingFuel(network, training, samples: x.columns)
    let affordable = (Double(max(0, fuel)) - costs.start) / max(1, costs.step)
    guard affordable >= 1 || wanted == 0 else { throw Failure(.bound(.fuel, limit: limits.fuel)) }
    if affordable < Double(wanted) { training.steps = Int(affordable) }
    try checkRecords(training)
    try charge(entries: (x.elements.count + y.elements.count) * 2)
    var stream = try stream(arguments)
    let options = training
    let fit = try learning { () throws(LearningError) in
      try network.trained(x, y, options, using: &stream)
    }
    try charge(Int(min(costs.start + Double(fit.stepCount) * costs.step, 9e18)))
    if case .steps = fit.stop, fit.stepCount < wanted {
      throw Failure(.bound(.fuel, limit: limits.fuel))
    }
    try charge(entries: fit.steps.count * 2)
    return .object(FitValue(fit))
  }

  private func trainingOptions(
    _ arguments: Arguments, samples: Int
  ) throws(Failure) -> Training {
    let optimizer = try optimizer(arguments)
    let steps = try whole(arguments, "steps", else: 1000)
    var stopping = StoppingRule()
    if arguments.keyword("cost_below") != nil {
      stopping.costBelow = try number(arguments, "cost_below", else: 0)
    }
    if arguments.keyword("gradient_below") != nil {
      stopping.gradientBelow = try number(arguments, "gradient_below", else: 0)
    }
    if arguments.keyword("patience") != nil {
      stopping.patience = try whole(arguments, "patience", from: 1, else: 1)
    }
    let sampling = try sampling(arguments, optimizer, samples: samples)
    if stopping.gradientBelow != nil, sampling != .all {
      throw Failure(
        .value(operation: "train", message: "with gradient_below needs steps that see all samples"))
    }
    return Training(
      cost: try cost(arguments), penalty: try number(arguments, "penalty", else: 0),
      optimizer: optimizer.optimizer, sampling: sampling, steps: steps,
      recordEvery: try whole(arguments, "record_every", from: 1, else: max(1, steps / 100)),
      stopping: stopping, failsOnDivergence: !(try flag(arguments, "may_diverge") ?? false))
  }

  private func optimizer(_ arguments: Arguments) throws(Failure) -> OptimizerValue {
    guard let value = arguments.keyword("optimizer") else {
      return OptimizerValue(.gradientDescent(rate: 0.1))
    }
    guard let chosen = try choice(value) as? OptimizerValue else {
      throw Failure(
        .kind(
          operation: "optimizer", expected: "an optimizer such as sgd(0.05) or adam(0.01)",
          found: value.kindName))
    }
    return chosen
  }

  /// Single samples and batches: drawn with replacement for `sgd`, else in epochs.
  private func sampling(
    _ arguments: Arguments, _ optimizer: OptimizerValue, samples: Int
  ) throws(Failure) -> Sampling {
    if let order = arguments.keyword("order") {
      guard arguments.keyword("batch") == nil, arguments.keyword("replacement") == nil else {
        throw Failure(
          .value(operation: "train", message: "with an order takes no batch and no replacement"))
      }
      var picks: [Int] = []
      for item in try items(order, "order") {
        picks.append(try whole(item, "order", from: 1) - 1)
      }
      try charge(entries: picks.count)
      return .sequence(picks)
    }
    let replaces = try flag(arguments, "replacement")
    guard arguments.keyword("batch") != nil || optimizer.isStochastic || replaces != nil else {
      return .all
    }
    let batch = try whole(arguments, "batch", from: 1, else: 1)
    guard batch <= max(samples, 1) else {
      throw Failure(
        .value(operation: "batch", message: "is a whole number from 1 to \(samples)"))
    }
    return replaces ?? optimizer.isStochastic
      ? .withReplacement(batch: batch) : .epochs(batch: batch)
  }

  /// Scalar operations before the first step and for each step.
  private func trainingFuel(
    _ network: Network, _ training: Training, samples: Int
  ) throws(Failure) -> (start: Double, step: Double) {
    let pass = Double(Machine.work(network))
    let batch: Int =
      switch training.sampling {
      case .all: samples
      case .withReplacement(let size), .epochs(let size): size
      case .sequence: 1
      }
    let record = pass * Double(samples)
    let perStep = 3 * pass * Double(batch) + 4 * Double(network.parameters.count)
    return (2 * record, perStep + record / Double(max(1, training.recordEvery)))
  }

  private func checkRecords(_ training: Training) throws(Failure) {
    guard training.steps / max(1, training.recordEvery) < limits.entries / 2 else {
      throw Failure(.bound(.memory, limit: limits.entries))
    }
  }

  // MARK: Least squares

  func levenbergMarquardt(_ arguments: Arguments) throws(Failure) -> Value {
    var method = LevenbergMarquardt()
    method.damping = try number(arguments, "damping", else: method.damping)
    method.iterations = try whole(
      arguments, "iterations", from: 1, else: method.iterations)
    method.costBelow = try number(arguments, "cost_below", else: method.costBelow)
    method.gradientBelow = try number(
      arguments, "gradient_below", else: method.gradientBelow)
    if case .function = arguments[0] { return try leastSquares(method, arguments) }
    let network = try network(arguments[0], "levenberg_marquardt")
    guard arguments.count == 3 else {
      throw Failure(
        .arity(name: "levenberg_marquardt of a network", expected: "3", found: arguments.count))
    }
    let x = try samples(arguments[1], rows: network.inputSize, "levenberg_marquardt")
    let y = try samples(arguments[2], rows: network.outputSize, "levenberg_marquardt")
    let wanted = method.iterations
    let (m, n) = (Double(y.elements.count), Double(network.parameters.count))
    guard m * n < Double(limits.entries) / 2 else {
      throw Failure(.bound(.memory, limit: limits.entries))
    }
    let passes = Double(1 + 2 * network.outputSize) * Double(x.columns)
    let least = min(m, n)
    let perStep = passes * Double(Machine.work(network)) + 2 * m * n * least + least * least * least
    let affordable = Double(max(0, fuel)) / perStep
    guard affordable >= 1 else { throw Failure(.bound(.fuel, limit: limits.fuel)) }
    if affordable < Double(wanted) { method.iterations = Int(affordable) }
    let chosen = method
    let (fitted, fit) = try learning { () throws(LearningError) in
      try chosen.fit(network, x, y)
    }
    try charge(Int(perStep * Double(fit.iterations)))
    if case .steps = fit.stop, fit.iterations < wanted {
      throw Failure(.bound(.fuel, limit: limits.fuel))
    }
    try charge(entries: Int(m * n))
    return .object(LeastSquaresValue(fit, fitted))
  }

  /// Residuals that the script computes; their Jacobian by the tape.
  private func leastSquares(
    _ method: LevenbergMarquardt, _ arguments: Arguments
  ) throws(Failure) -> Value {
    guard arguments.count == 2 else {
      throw Failure(
        .arity(name: "levenberg_marquardt of residuals", expected: "2", found: arguments.count))
    }
    guard tape == nil else { throw Failure(.notDifferentiable("levenberg_marquardt")) }
    let start = try array(arguments[1], "levenberg_marquardt")
    // The engine's closure throws its own errors; ours waits here.
    var stopped: Failure?
    do throws(LearningError) {
      let fit = try method.minimize(from: start.vector) { (p) throws(LearningError) in
        do throws(Failure) { return try self.residuals(arguments[0], p, like: start) } catch {
          stopped = error
          throw LearningError.empty(what: "the list of residuals")
        }
      }
      return .object(LeastSquaresValue(fit, nil))
    } catch {
      if let stopped { throw stopped }
      return try learning { () throws(LearningError) in throw error }
    }
  }

  private func residuals(
    _ function: Value, _ p: Vector, like start: NumericArray
  ) throws(Failure) -> (residuals: Vector, jacobian: Matrix) {
    let point = Value.array(
      NumericArray(rows: start.rows, columns: start.columns, form: start.form, p.elements))
    let values = try array(try invoke(function, [point]), "levenberg_marquardt").vector
    try charge(entries: values.count * p.count)
    try charge(values.count * p.count * min(values.count, p.count))
    let jacobian = try differentiate(function, [point], "levenberg_marquardt") {
      (tape, inputs, output) throws(ArrayError) in
      try tape.jacobian(of: output.node, withRespectTo: inputs[0])
    }
    return (
      values,
      Matrix(
        rows: values.count, columns: p.count,
        elements: try array(jacobian, "levenberg_marquardt").elements)
    )
  }
}
