internal import Numerics

/// The forward pass, the backward pass and the step for one sample.
///
/// Everything is done in pairs of numbers that are stored and loaded as pairs: a pair loaded from two
/// single stores would wait for both to reach the cache, and in narrow layers that wait is longer than
/// the arithmetic. The second half of the last pair of an odd buffer is padding and never used.
struct SingleSampleStep {
  private struct Stage {
    let inputs: Int
    let outputs: Int
    let weights: Int
    let biases: Int
    let isSigmoid: Bool
    let z: UnsafeMutablePointer<Double>
    let a: UnsafeMutablePointer<Double>
    let delta: UnsafeMutablePointer<Double>
    let activation: Activation
  }

  private let stages: [Stage]
  private let cost: Cost
  private let rate: Double
  private let isSquaredSigmoid: Bool
  private let inputs: Int
  private let outputs: Int
  /// Keeps the buffers alive.
  private let work: Workspace

  init(_ work: Workspace, _ cost: Cost, _ rate: Double) {
    self.work = work
    self.cost = cost
    self.rate = rate
    stages = work.plan.enumerated().map { index, layer in
      Stage(
        inputs: layer.inputs, outputs: layer.outputs, weights: layer.weights,
        biases: layer.biases, isSigmoid: layer.activation == .sigmoid, z: work.z[index],
        a: work.a[index + 1], delta: work.delta[index], activation: layer.activation)
    }
    let last = stages[stages.count - 1]
    isSquaredSigmoid = cost == .squaredError && last.isSigmoid
    inputs = stages[0].inputs
    outputs = last.outputs
  }

  /// Makes the steps of a range; the first after which a parameter is not finite, counted from 1.
  func steps(
    _ range: Range<Int>, _ p: UnsafeMutablePointer<Double>, _ x: [Double], _ y: [Double],
    _ picker: inout Picker, _ random: inout some RandomSource
  ) -> Int? {
    stages.withUnsafeBufferPointer { stages in
      x.withUnsafeBufferPointer { x in
        y.withUnsafeBufferPointer { y -> Int? in
          guard let x = x.baseAddress, let y = y.baseAddress else { return nil }
          for step in range {
            let sample = picker.pickOne(&random)
            if !self.step(stages, p, x + sample * inputs, y + sample * outputs) {
              return step + 1
            }
          }
          return nil
        }
      }
    }
  }

  /// Returns whether all parameters are finite afterwards.
  @inline(__always)
  private func step(
    _ stages: UnsafeBufferPointer<Stage>, _ p: UnsafeMutablePointer<Double>,
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>
  ) -> Bool {
    var input = x
    for index in 0..<stages.count {
      SingleSampleStep.forward(stages[index], p, input)
      input = UnsafePointer(stages[index].a)
    }
    startBackward(stages[stages.count - 1], y)
    var index = stages.count - 1
    while index > 0 {
      SingleSampleStep.pullBack(stages[index], stages[index - 1], p)
      index -= 1
    }
    // The first layer comes first, for the next step waits for it.
    input = x
    var probe = 0.0
    for index in 0..<stages.count {
      probe += SingleSampleStep.descend(stages[index], rate, p, input)
      input = UnsafePointer(stages[index].a)
    }
    return probe.isFinite
  }

  /// z = W x + b and a = σ(z).
  @inline(__always)
  private static func forward(
    _ stage: Stage, _ p: UnsafePointer<Double>, _ input: UnsafePointer<Double>
  ) {
    let (w, biases, n) = (p + stage.weights, p + stage.biases, stage.inputs)
    var row = 0
    while row < stage.outputs {
      let first = sum(biases[row], w + row * n, input, n)
      let second =
        row + 1 < stage.outputs ? sum(biases[row + 1], w + (row + 1) * n, input, n) : 0
      let z = SIMD2(first, second)
      // σ′ and the costs after a sigmoid need a alone.
      if stage.isSigmoid {
        store(Elementary.logistic(z), stage.a + row)
      } else {
        store(z, stage.z + row)
      }
      row += 2
    }
    if !stage.isSigmoid {
      stage.activation.apply(stage.z, stage.a, rows: stage.outputs, columns: 1)
    }
  }

  /// start + Σ w x from first to last.
  @inline(__always)
  private static func sum(
    _ start: Double, _ w: UnsafePointer<Double>, _ x: UnsafePointer<Double>, _ count: Int
  ) -> Double {
    var sum = start
    var k = 0
    while k + 2 <= count {
      let products = load(w + k) * load(x + k)
      sum += products[0]
      sum += products[1]
      k += 2
    }
    return k < count ? sum + w[k] * x[k] : sum
  }

  /// δ of the last layer, (1.1).
  @inline(__always)
  private func startBackward(_ last: Stage, _ y: UnsafePointer<Double>) {
    guard isSquaredSigmoid else {
      cost.delta(
        last.activation, z: last.z, a: last.a, y: y, into: last.delta, rows: last.outputs,
        columns: 1, weight: 1)
      return
    }
    var row = 0
    while row < last.outputs {
      let target = SIMD2(y[row], row + 1 < last.outputs ? y[row + 1] : 0)
      let a = SingleSampleStep.load(last.a + row)
      SingleSampleStep.store((a - target) * (a * (1 - a)), last.delta + row)
      row += 2
    }
  }

  /// The δ of the layer below, (1.2).
  @inline(__always)
  private static func pullBack(_ stage: Stage, _ below: Stage, _ p: UnsafePointer<Double>) {
    var column = 0
    while column < stage.inputs {
      var place = p + stage.weights + column
      var sum = load(place) * stage.delta[0]
      for row in 1..<max(stage.outputs, 1) {
        place += stage.inputs
        sum += load(place) * stage.delta[row]
      }
      let a = load(below.a + column)
      store(below.isSigmoid ? sum * (a * (1 - a)) : sum, below.delta + column)
      column += 2
    }
    if !below.isSigmoid {
      below.activation.pullBack(below.delta, below.z, below.a, rows: below.outputs, columns: 1)
    }
  }

  /// w_jk ← w_jk − α δ_j a_k and b_j ← b_j − α δ_j; returns Σ p, not finite as soon as one is not.
  @inline(__always)
  private static func descend(
    _ stage: Stage, _ rate: Double, _ p: UnsafeMutablePointer<Double>,
    _ input: UnsafePointer<Double>
  ) -> Double {
    let n = stage.inputs
    var pairs = SIMD2<Double>.zero
    var probe = 0.0
    var w = p + stage.weights
    let biases = p + stage.biases
    for row in 0..<stage.outputs {
      let step = rate * stage.delta[row]
      var k = 0
      while k + 2 <= n {
        let value = load(w + k) - step * load(input + k)
        store(value, w + k)
        pairs += value
        k += 2
      }
      if k < n {
        w[k] -= step * input[k]
        probe += w[k]
      }
      biases[row] -= step
      probe += biases[row]
      w += n
    }
    return probe + (pairs[0] + pairs[1])
  }

  @inline(__always)
  private static func load(_ pointer: UnsafePointer<Double>) -> SIMD2<Double> {
    UnsafeRawPointer(pointer).loadUnaligned(as: SIMD2<Double>.self)
  }

  @inline(__always)
  private static func store(_ value: SIMD2<Double>, _ pointer: UnsafeMutablePointer<Double>) {
    UnsafeMutableRawPointer(pointer).storeBytes(of: value, as: SIMD2<Double>.self)
  }
}
