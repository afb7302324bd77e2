public import Numerics

/// How a network is trained.
public struct Training: Sendable, Equatable {
  /// What is made small.
  public var cost: Cost
  /// λ in the additional ½ λ Σ w² over all weights, biases excepted.
  public var penalty: Double
  /// How gradients become steps.
  public var optimizer: Optimizer
  /// Which samples a step sees.
  public var sampling: Sampling
  /// The number of steps, unless a stopping rule is met before.
  public var steps: Int
  /// The cost over all samples is recorded before the first step and after every so many; 0 records
  /// only before the first and after the last.
  public var recordEvery: Int
  /// When to stop early; looked at where the cost is recorded.
  public var stopping: StoppingRule
  /// Whether numbers that cease to be finite are an error; otherwise training stops there and says
  /// so.
  public var failsOnDivergence: Bool

  /// A way of training.
  public init(
    cost: Cost = .squaredError, penalty: Double = 0,
    optimizer: Optimizer = .gradientDescent(rate: 0.1), sampling: Sampling = .all,
    steps: Int = 1000, recordEvery: Int = 0, stopping: StoppingRule = StoppingRule(),
    failsOnDivergence: Bool = true
  ) {
    self.cost = cost
    self.penalty = penalty
    self.optimizer = optimizer
    self.sampling = sampling
    self.steps = steps
    self.recordEvery = recordEvery
    self.stopping = stopping
    self.failsOnDivergence = failsOnDivergence
  }

  func check(samples: Int) throws(LearningError) {
    try optimizer.check()
    try sampling.check(samples: samples)
    try require(penalty >= 0, "penalty", penalty, "at least 0")
    try require(steps >= 0, "steps", Double(steps), "at least 0")
    try require(recordEvery >= 0, "record_every", Double(recordEvery), "at least 0")
    try stopping.check()
  }
}

/// When training stops before its last step.
public struct StoppingRule: Sendable, Equatable {
  /// Stops when the cost is at most this.
  public var costBelow: Double?
  /// Stops when the recorded cost has not fallen for so many records.
  public var patience: Int?
  /// Stops when the norm of the gradient is at most this; only where steps see all samples.
  public var gradientBelow: Double?

  /// A rule; without conditions it never stops.
  public init(costBelow: Double? = nil, patience: Int? = nil, gradientBelow: Double? = nil) {
    self.costBelow = costBelow
    self.patience = patience
    self.gradientBelow = gradientBelow
  }

  func check() throws(LearningError) {
    if let patience { try require(patience >= 1, "patience", Double(patience), "at least 1") }
    if let gradientBelow {
      try require(gradientBelow >= 0, "gradient_below", gradientBelow, "at least 0")
    }
    if let costBelow, costBelow.isNaN {
      throw .parameter(name: "cost_below", value: costBelow, needs: "a number")
    }
  }
}

/// Why an iteration ended.
public enum StopReason: Sendable, Equatable {
  /// All steps were made.
  case steps
  /// The cost is small enough.
  case costBelow
  /// The gradient is small enough.
  case gradientBelow
  /// The cost has not fallen for a while.
  case patience
  /// No step was found that makes the cost smaller.
  case noProgress
  /// Something is not finite at this step.
  case diverged(step: Int)
}

/// A trained network and how it came about.
public struct Fit: Sendable, Equatable {
  /// The network after the last step.
  public let network: Network
  /// The steps at which the cost was recorded, from 0.
  public let steps: [Int]
  /// The recorded costs.
  public let cost: [Double]
  /// The number of steps made.
  public let stepCount: Int
  /// Why training ended.
  public let stop: StopReason
}

extension Network {
  /// Trains on samples that are the columns of X, with the columns of Y as targets.
  public func trained(
    _ x: Matrix, _ y: Matrix, _ training: Training, using random: inout some RandomSource
  ) throws(LearningError) -> Fit {
    try check(x, y)
    try training.check(samples: x.columns)
    let trainer = try Trainer(self, x, y, training)
    let stop = trainer.canStepSingly ? trainer.runSingly(&random) : trainer.run(&random)
    if case .diverged(let step) = stop, training.failsOnDivergence {
      throw .diverged(what: "training", step: step)
    }
    return Fit(
      network: trainer.network, steps: trainer.steps, cost: trainer.costs,
      stepCount: trainer.time, stop: stop)
  }
}
