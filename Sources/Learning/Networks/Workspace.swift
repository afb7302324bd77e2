internal import Numerics

/// The buffers of a forward and a backward pass over at most `capacity` samples.
///
/// Nothing is allocated in a step. Buffers are padded to a multiple of eight entries, so that
/// activations run in eights over the whole buffer; what stands in the padding is never used.
final class Workspace {
  let plan: [Network.Plan]
  let capacity: Int
  /// a[0] is the input, a[i] the output of layer i; rows×columns, contiguous.
  let a: [UnsafeMutablePointer<Double>]
  /// z[i] feeds the activation of layer i + 1.
  let z: [UnsafeMutablePointer<Double>]
  /// ∂C/∂z of each layer.
  let delta: [UnsafeMutablePointer<Double>]
  /// x̂ of the layers with batch normalisation.
  let normalized: [UnsafeMutablePointer<Double>]
  /// 1/√(σ² + ε), then mean and variance, of the rows of such a layer.
  let rowData: [UnsafeMutablePointer<Double>]
  let y: UnsafeMutablePointer<Double>
  private let transposed: UnsafeMutablePointer<Double>
  private var owned: [UnsafeMutablePointer<Double>] = []

  init(_ plan: [Network.Plan], capacity: Int) {
    self.plan = plan
    self.capacity = capacity
    var owned: [UnsafeMutablePointer<Double>] = []
    func buffer(_ count: Int) -> UnsafeMutablePointer<Double> {
      let padded = (count + 15) & ~7
      let result = UnsafeMutablePointer<Double>.allocate(capacity: padded)
      result.initialize(repeating: 0, count: padded)
      owned.append(result)
      return result
    }
    let widest = plan.reduce(0) { max($0, $1.inputs) }
    a = [buffer(plan[0].inputs * capacity)] + plan.map { buffer($0.outputs * capacity) }
    z = plan.map { buffer($0.outputs * capacity) }
    delta = plan.map { buffer($0.outputs * capacity) }
    normalized = plan.map { buffer($0.isNormalized ? $0.outputs * capacity : 0) }
    rowData = plan.map { buffer($0.isNormalized ? 3 * $0.outputs : 0) }
    y = buffer(plan[plan.count - 1].outputs * capacity)
    transposed = buffer(widest * capacity)
    self.owned = owned
  }

  deinit { for pointer in owned { pointer.deallocate() } }

  /// How batch normalisation finds its mean and variance.
  enum Statistics {
    case batch
    case running([BatchNormalization.Running?])
  }

  /// Fills z and a from a[0] (000 (3.1), (3.2)).
  func forward(_ p: UnsafePointer<Double>, columns: Int, _ statistics: Statistics = .batch) {
    for (index, layer) in plan.enumerated() {
      let z = z[index]
      for row in 0..<layer.outputs {
        let bias = p[layer.biases + row]
        let start = z + row * columns
        for column in 0..<columns { start[column] = bias }
      }
      ProductKernel.addProduct(
        rows: layer.outputs, inner: layer.inputs, columns: columns,
        p + layer.weights, rowStride: layer.inputs, innerStride: 1,
        a[index], bStride: columns, into: z, cStride: columns)
      if layer.isNormalized { normalize(index, p, columns, statistics) }
      layer.activation.apply(z, a[index + 1], rows: layer.outputs, columns: columns)
    }
  }

  /// The mean cost of the columns after `forward`.
  func meanCost(_ cost: Cost, columns: Int) -> Double {
    let last = plan.count - 1
    return cost.total(
      plan[last].activation, z: z[last], a: a[last + 1], y: y, rows: plan[last].outputs,
      columns: columns) / Double(columns)
  }

  /// Sets the last δ, weighted by 1/columns, for the gradient of the mean cost.
  func startBackward(_ cost: Cost, columns: Int) {
    let last = plan.count - 1
    cost.delta(
      plan[last].activation, z: z[last], a: a[last + 1], y: y, into: delta[last],
      rows: plan[last].outputs, columns: columns, weight: 1 / Double(columns))
  }

  /// From the last δ fills all others and the gradient by the parameters (Lemma 1 of 000).
  func backward(
    _ p: UnsafePointer<Double>, gradient g: UnsafeMutablePointer<Double>, columns: Int
  ) {
    for index in plan.indices.reversed() {
      let layer = plan[index]
      if layer.isNormalized { pullBackNormalization(index, p, g, columns) }
      addParameterGradient(index, g, columns)
      if index == 0 { return }
      // (1.2): δ^[l] = σ′(z^[l]) ⊙ (W^[l+1])ᵀ δ^[l+1].
      pullThroughWeights(index, p, into: delta[index - 1], columns)
      plan[index - 1].activation.pullBack(
        delta[index - 1], z[index - 1], a[index], rows: layer.inputs, columns: columns)
    }
  }

  /// Wᵀ δ of a layer.
  func pullThroughWeights(
    _ index: Int, _ p: UnsafePointer<Double>, into result: UnsafeMutablePointer<Double>,
    _ columns: Int
  ) {
    let layer = plan[index]
    result.update(repeating: 0, count: layer.inputs * columns)
    ProductKernel.addProduct(
      rows: layer.inputs, inner: layer.outputs, columns: columns,
      p + layer.weights, rowStride: 1, innerStride: layer.inputs,
      delta[index], bStride: columns, into: result, cStride: columns)
  }

  /// (1.3) and (1.4): ∂C/∂b = δ and ∂C/∂w_jk = δ_j a_k, summed over the columns.
  private func addParameterGradient(
    _ index: Int, _ g: UnsafeMutablePointer<Double>, _ columns: Int
  ) {
    let layer = plan[index]
    ProductKernel.transpose(rows: layer.inputs, columns: columns, a[index], into: transposed)
    (g + layer.weights).update(repeating: 0, count: layer.inputs * layer.outputs)
    ProductKernel.addProduct(
      rows: layer.outputs, inner: columns, columns: layer.inputs,
      delta[index], rowStride: columns, innerStride: 1,
      transposed, bStride: layer.inputs, into: g + layer.weights, cStride: layer.inputs)
    for row in 0..<layer.outputs {
      var sum = 0.0
      for column in 0..<columns { sum += delta[index][row * columns + column] }
      g[layer.biases + row] = sum
    }
  }

  private func normalize(
    _ index: Int, _ p: UnsafePointer<Double>, _ columns: Int, _ statistics: Statistics
  ) {
    let layer = plan[index]
    let (z, hat, data) = (z[index], normalized[index], rowData[index])
    if case .batch = statistics {
      hat.update(from: z, count: layer.outputs * columns)
      for row in 0..<layer.outputs {
        let (mean, variance) = BatchNormalization.normalize(hat + row * columns, columns)
        data[row] = 1 / (variance + BatchNormalization.epsilon).squareRoot()
        data[layer.outputs + row] = mean
        data[2 * layer.outputs + row] = variance
      }
    } else if case .running(let all) = statistics, let running = all[index] {
      let variance = running.variance
      for row in 0..<layer.outputs {
        data[row] = 1 / (variance[row] + BatchNormalization.epsilon).squareRoot()
        for k in row * columns..<(row + 1) * columns {
          hat[k] = (z[k] - running.mean[row]) * data[row]
        }
      }
    }
    for row in 0..<layer.outputs {
      let (gamma, beta) = (p[layer.scales + row], p[layer.shifts + row])
      for k in row * columns..<(row + 1) * columns { z[k] = gamma * hat[k] + beta }
    }
  }

  private func pullBackNormalization(
    _ index: Int, _ p: UnsafePointer<Double>, _ g: UnsafeMutablePointer<Double>, _ columns: Int
  ) {
    let layer = plan[index]
    for row in 0..<layer.outputs {
      let (gamma, beta) = BatchNormalization.pullBack(
        delta[index] + row * columns, normalized[index] + row * columns, columns,
        p[layer.scales + row] * rowData[index][row])
      g[layer.scales + row] = gamma
      g[layer.shifts + row] = beta
    }
  }

  /// Pools the statistics of the last batch into the running ones.
  func pool(into running: inout [BatchNormalization.Running?], columns: Int) {
    for (index, layer) in plan.enumerated() where layer.isNormalized {
      let data = rowData[index]
      let m = layer.outputs
      running[index]?.add(
        samples: columns, mean: (0..<m).map { data[m + $0] },
        variance: (0..<m).map { data[2 * m + $0] })
    }
  }
}
