internal import Numerics

/// Plain stochastic gradient descent, one sample a step: the whole step in one pass over the
/// parameters, without a gradient vector.
extension Trainer {
  /// Whether steps are of that kind.
  var canStepSingly: Bool {
    guard case .gradientDescent = training.optimizer, training.penalty == 0,
      training.sampling != .all, training.sampling.batchSize(samples: samples) == 1
    else { return false }
    return !network.plan.contains { $0.isNormalized }
  }

  /// Makes all steps.
  func runSingly(_ random: inout some RandomSource) -> StopReason {
    guard case .gradientDescent(let rate) = training.optimizer else { return .steps }
    let pass = SingleSampleStep(work, training.cost, rate)
    let (count, every) = (training.steps, training.recordEvery)
    let (x, y, evaluator) = (x, y, evaluator)
    var picker = Picker(training.sampling, samples: samples)
    var parameters = network.parameters
    let stop = parameters.withUnsafeMutableBufferPointer { p -> StopReason in
      guard let p = p.baseAddress else { return .steps }
      if let stop = record(evaluator.cost(p, .batch)) { return stop }
      var step = 0
      while step < count {
        let target = every > 0 ? min(count, (step / every + 1) * every) : count
        if let failed = pass.steps(step..<target, p, x, y, &picker, &random) {
          time = failed
          return .diverged(step: failed)
        }
        step = target
        time = step
        if let stop = record(evaluator.cost(p, .batch)) { return stop }
      }
      return .steps
    }
    network.parameters = parameters
    return stop
  }
}
