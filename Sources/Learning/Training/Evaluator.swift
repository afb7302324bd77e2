internal import Numerics

/// The mean cost over all samples, again and again as the parameters change.
///
/// Samples are evaluated in chunks of at most 256; the cost is summed chunk by chunk.
final class Evaluator {
  private let work: Workspace
  private let x: [Double]
  private let y: [Double]
  private let samples: Int
  private let cost: Cost
  private let penalty: Double
  private let isSingleChunk: Bool

  private static let chunk = 256

  /// `x` and `y` hold the samples one after the other.
  init(_ plan: [Network.Plan], x: [Double], y: [Double], samples: Int, _ training: Training) {
    work = Workspace(plan, capacity: min(samples, Evaluator.chunk))
    self.x = x
    self.y = y
    self.samples = samples
    cost = training.cost
    penalty = training.penalty
    isSingleChunk = samples <= Evaluator.chunk
    load(0, min(samples, Evaluator.chunk))
  }

  /// The mean cost over all samples and the penalty.
  func cost(_ p: UnsafePointer<Double>, _ statistics: Workspace.Statistics) -> Double {
    var total = 0.0
    if isSingleChunk {
      work.forward(p, columns: samples, statistics)
      total = work.meanCost(cost, columns: samples)
    } else {
      for start in stride(from: 0, to: samples, by: Evaluator.chunk) {
        let columns = min(Evaluator.chunk, samples - start)
        load(start, columns)
        work.forward(p, columns: columns, statistics)
        total += work.meanCost(cost, columns: columns) * Double(columns)
      }
      total /= Double(samples)
    }
    return penalty == 0 ? total : total + Evaluator.penaltyTerm(p, work.plan, penalty)
  }

  /// ½ λ Σ w² over all weights.
  static func penaltyTerm(
    _ p: UnsafePointer<Double>, _ plan: [Network.Plan], _ penalty: Double
  ) -> Double {
    var sum = 0.0
    for layer in plan {
      for k in layer.weights..<layer.biases { sum += p[k] * p[k] }
    }
    return 0.5 * penalty * sum
  }

  private func load(_ start: Int, _ columns: Int) {
    let (inputs, outputs) = (x.count / samples, y.count / samples)
    for column in 0..<columns {
      for k in 0..<inputs {
        work.a[0][k * columns + column] = x[(start + column) * inputs + k]
      }
      for k in 0..<outputs {
        work.y[k * columns + column] = y[(start + column) * outputs + k]
      }
    }
  }
}
