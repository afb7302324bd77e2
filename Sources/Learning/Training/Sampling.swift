/// Which samples a step sees.
public enum Sampling: Sendable, Equatable {
  /// All of them: gradient descent proper.
  case all
  /// So many, each drawn from all with replacement.
  case withReplacement(batch: Int)
  /// So many without replacement until an epoch is over, then in a new order; the last batch of an
  /// epoch is smaller if the size does not divide the number of samples.
  case epochs(batch: Int)
  /// Single samples in this order (from 0), over again when it ends.
  case sequence([Int])

  func check(samples: Int) throws(LearningError) {
    switch self {
    case .all: return
    case .withReplacement(let batch):
      try require(batch >= 1, "batch", Double(batch), "at least 1")
    case .epochs(let batch):
      try require(
        batch >= 1 && batch <= samples, "batch", Double(batch), "in 1..\(samples)")
    case .sequence(let picks):
      guard !picks.isEmpty else { throw .empty(what: "the sequence of samples") }
      for pick in picks where pick < 0 || pick >= samples {
        throw .parameter(name: "a sample", value: Double(pick + 1), needs: "in 1..\(samples)")
      }
    }
  }

  /// The largest number of samples in a step.
  func batchSize(samples: Int) -> Int {
    switch self {
    case .all: samples
    case .withReplacement(let batch), .epochs(let batch): batch
    case .sequence: 1
    }
  }
}

/// Draws the samples of one step after the other.
struct Picker {
  private let sampling: Sampling
  private let samples: Int
  private var order: [Int] = []
  private var next = 0

  init(_ sampling: Sampling, samples: Int) {
    self.sampling = sampling
    self.samples = samples
    switch sampling {
    case .sequence(let picks): order = picks
    case .epochs: order = Array(0..<samples)
    default: break
    }
    next = order.count
  }

  /// Fills the list with the samples of the next step.
  mutating func pick(_ picked: inout [Int], _ random: inout some RandomSource) {
    picked.removeAll(keepingCapacity: true)
    switch sampling {
    case .all: picked.append(contentsOf: 0..<samples)
    case .withReplacement(let batch):
      for _ in 0..<batch { picked.append(random.integer(below: samples)) }
    case .epochs(let batch):
      if next == order.count {
        random.permute(&order)
        next = 0
      }
      let end = min(next + batch, order.count)
      picked.append(contentsOf: order[next..<end])
      next = end
    case .sequence:
      if next == order.count { next = 0 }
      picked.append(order[next])
      next += 1
    }
  }

  /// The sample of the next step where each step sees one.
  @inline(__always)
  mutating func pickOne(_ random: inout some RandomSource) -> Int {
    switch sampling {
    case .withReplacement: return random.integer(below: samples)
    default:
      if next == order.count {
        if case .epochs = sampling { random.permute(&order) }
        next = 0
      }
      next += 1
      return order[next - 1]
    }
  }
}
