internal import Numerics

/// One training: the data in flat buffers, the loop and what it records.
final class Trainer {
  var network: Network
  let training: Training
  private(set) var steps: [Int] = []
  private(set) var costs: [Double] = []
  var time = 0

  let samples: Int
  let inputs: Int
  let outputs: Int
  /// The samples one after the other.
  let x: [Double]
  let y: [Double]
  let work: Workspace
  let evaluator: Evaluator
  private var state: OptimizerState
  private var gradient: [Double]
  private var best = Double.infinity
  private var recordsWithoutProgress = 0

  init(_ network: Network, _ x: Matrix, _ y: Matrix, _ training: Training)
    throws(LearningError)
  {
    self.network = network
    self.training = training
    samples = x.columns
    inputs = x.rows
    outputs = y.rows
    self.x = x.transposed.elements
    self.y = y.transposed.elements
    work = Workspace(
      network.plan, capacity: training.sampling.batchSize(samples: x.columns))
    evaluator = Evaluator(
      network.plan, x: self.x, y: self.y, samples: x.columns, training)
    state = try OptimizerState(training.optimizer, count: network.parameters.count)
    gradient = Array(repeating: 0, count: network.parameters.count)
    let records = training.recordEvery > 0 ? training.steps / training.recordEvery + 2 : 2
    steps.reserveCapacity(min(records, 1 << 20))
    costs.reserveCapacity(min(records, 1 << 20))
  }

  /// Makes all steps of any optimizer and sampling.
  func run(_ random: inout some RandomSource) -> StopReason {
    var picker = Picker(training.sampling, samples: samples)
    var picked: [Int] = []
    if let stop = record() { return stop }
    while time < training.steps {
      picker.pick(&picked, &random)
      time += 1
      if !step(picked) { return .diverged(step: time) }
      if shouldRecord, let stop = record() { return stop }
      if let limit = training.stopping.gradientBelow, case .all = training.sampling,
        Vector(gradient).norm <= limit
      {
        return .gradientBelow
      }
    }
    return .steps
  }

  /// One step; returns whether all parameters are finite afterwards.
  private func step(_ picked: [Int]) -> Bool {
    let columns = picked.count
    gather(picked)
    let (work, cost, penalty) = (work, training.cost, training.penalty)
    network.parameters.withUnsafeBufferPointer { p in
      gradient.withUnsafeMutableBufferPointer { g in
        guard let p = p.baseAddress, let g = g.baseAddress else { return }
        work.forward(p, columns: columns)
        work.startBackward(cost, columns: columns)
        work.backward(p, gradient: g, columns: columns)
      }
    }
    work.pool(into: &network.running, columns: columns)
    network.addPenalty(penalty, to: &gradient)
    return network.parameters.withUnsafeMutableBufferPointer { p in
      gradient.withUnsafeBufferPointer { g in
        guard let p = p.baseAddress, let g = g.baseAddress else { return true }
        return state.step(p, g)
      }
    }
  }

  /// Copies samples into the columns of the workspace.
  private func gather(_ picked: [Int]) {
    let columns = picked.count
    let (a, target) = (work.a[0], work.y)
    x.withUnsafeBufferPointer { x in
      for (column, sample) in picked.enumerated() {
        for k in 0..<inputs { a[k * columns + column] = x[sample * inputs + k] }
      }
    }
    y.withUnsafeBufferPointer { y in
      for (column, sample) in picked.enumerated() {
        for k in 0..<outputs { target[k * columns + column] = y[sample * outputs + k] }
      }
    }
  }

  /// Whether the cost is recorded at the present step.
  var shouldRecord: Bool {
    time == training.steps
      || training.recordEvery > 0 && time.isMultiple(of: training.recordEvery)
  }

  /// Records the cost over all samples, by running statistics once there are any; says whether that
  /// ends the training.
  func record() -> StopReason? {
    let hasStatistics = network.running.contains { ($0?.count ?? 0) > 1 }
    let statistics: Workspace.Statistics = hasStatistics ? .running(network.running) : .batch
    var cost = 0.0
    network.run { cost = evaluator.cost($0, statistics) }
    return record(cost)
  }

  /// Records a cost; says whether that ends the training.
  func record(_ cost: Double) -> StopReason? {
    steps.append(time)
    costs.append(cost)
    if !cost.isFinite { return .diverged(step: time) }
    if let limit = training.stopping.costBelow, cost <= limit { return .costBelow }
    guard let patience = training.stopping.patience else { return nil }
    recordsWithoutProgress = cost < best ? 0 : recordsWithoutProgress + 1
    best = min(best, cost)
    return recordsWithoutProgress >= patience ? .patience : nil
  }
}
