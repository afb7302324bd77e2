public import Numerics

/// What a forward pass computes in each layer, first to last; samples are columns.
public struct ForwardPass: Sendable, Equatable {
  /// z^[i], what the activations are applied to.
  public let z: [Matrix]
  /// a^[i] from a^[0] = x on; one more than there are layers.
  public let a: [Matrix]

  /// The output a^[r].
  public var output: Matrix { a[a.count - 1] }
}

/// What backpropagation computes in each layer, first to last.
public struct Backpropagation: Sendable, Equatable {
  /// The mean cost of the samples.
  public let cost: Double
  /// δ^[i] = ∂C/∂z^[i] of each sample (as columns), C its own cost.
  public let delta: [Matrix]
  /// The gradient of the mean cost by all parameters, in the order of `Network.parameters`.
  public let gradient: Vector
  /// ∂/∂W^[i] of the mean cost.
  public let W: [Matrix]
  /// ∂/∂b^[i] of the mean cost.
  public let b: [Vector]
}

extension Network {
  /// z and a of all layers; batch normalisation by the running statistics.
  public func forward(_ x: Matrix) throws(LearningError) -> ForwardPass {
    let work = try prepared(x, nil)
    run { work.forward($0, columns: x.columns, .running(running)) }
    return ForwardPass(
      z: plan.indices.map { Matrix(plan[$0].outputs, x.columns, work.z[$0]) },
      a: sizes.indices.map { Matrix(sizes[$0], x.columns, work.a[$0]) })
  }

  /// N(x) for each column.
  public func callAsFunction(_ x: Matrix) throws(LearningError) -> Matrix {
    let work = try prepared(x, nil)
    run { work.forward($0, columns: x.columns, .running(running)) }
    return Matrix(outputSize, x.columns, work.a[plan.count])
  }

  /// N(x).
  public func callAsFunction(_ x: Vector) throws(LearningError) -> Vector {
    Vector(try self(x.column).elements)
  }

  /// The row of the greatest output in each column, from 0; the first of equal ones.
  public func classes(_ x: Matrix) throws(LearningError) -> [Int] {
    let output = try self(x)
    return (0..<output.columns).map { column in
      var best = 0
      for row in 0..<output.rows where output[row, column] > output[best, column] { best = row }
      return best
    }
  }

  /// The mean cost over the samples plus ½ penalty Σ w² over all weights (not biases), in inference
  /// mode.
  public func cost(_ x: Matrix, _ y: Matrix, _ cost: Cost, penalty: Double = 0)
    throws(LearningError) -> Double
  {
    let work = try prepared(x, y)
    run { work.forward($0, columns: x.columns, .running(running)) }
    return work.meanCost(cost, columns: x.columns) + penaltyTerm(penalty)
  }

  /// Backpropagation (Lemma 1 of 000, any activation): the mean cost over the samples plus
  /// ½ penalty Σ w², and its gradient; batch normalisation by the batch's own statistics.
  public func backpropagate(_ x: Matrix, _ y: Matrix, _ cost: Cost, penalty: Double = 0)
    throws(LearningError) -> Backpropagation
  {
    let work = try prepared(x, y)
    var gradient = Array(repeating: 0.0, count: parameters.count)
    run { p in
      work.forward(p, columns: x.columns)
      work.startBackward(cost, columns: x.columns)
      gradient.withUnsafeMutableBufferPointer { g in
        if let g = g.baseAddress { work.backward(p, gradient: g, columns: x.columns) }
      }
    }
    addPenalty(penalty, to: &gradient)
    let g = gradient
    return Backpropagation(
      cost: work.meanCost(cost, columns: x.columns) + penaltyTerm(penalty),
      delta: plan.indices.map {
        Double(x.columns) * Matrix(plan[$0].outputs, x.columns, work.delta[$0])
      },
      gradient: Vector(g),
      W: plan.map {
        Matrix(rows: $0.outputs, columns: $0.inputs, elements: Array(g[$0.weights..<$0.biases]))
      },
      b: plan.map { Vector(Array(g[$0.biases..<$0.biases + $0.outputs])) })
  }

  /// ∂Nᵢ/∂xⱼ at one input; for a single output its only row is the gradient.
  ///
  /// By the recursion of 003, Δ^[l−1] = (W^[l])ᵀ D^[l] Δ^[l], with a pass for each output.
  public func inputJacobian(_ x: Vector) throws(LearningError) -> Matrix {
    let work = try prepared(x.column, nil)
    run { work.forward($0, columns: 1, .running(running)) }
    var result = Matrix(repeating: 0, rows: outputSize, columns: inputSize)
    for output in 0..<outputSize {
      let row = pulledBack(from: output, work)
      for column in 0..<inputSize { result[output, column] = row[column] }
    }
    return result
  }

  /// The gradient of the cost of one sample by its input x.
  public func inputGradient(_ x: Vector, _ y: Vector, _ cost: Cost) throws(LearningError)
    -> Vector
  {
    let slope = try cost.gradient(self(x), y)
    let jacobian = try inputJacobian(x)
    return try arrays { () throws(ArrayError) in try jacobian.transposedTimes(slope) }
  }

  /// The residuals a − y of all samples, one after the other, and their Jacobian by the parameters.
  ///
  /// What least squares needs. Refused with batch normalisation.
  public func residuals(_ x: Matrix, _ y: Matrix) throws(LearningError)
    -> (values: Vector, jacobian: Matrix)
  {
    try check(x, y)
    for layer in plan where layer.isNormalized {
      throw .combination(
        what: "the Jacobian of the residuals", needs: "a network without batch normalisation")
    }
    let work = try prepared(x, y)
    let count = outputSize * x.columns
    var values = Vector(repeating: 0, count: count)
    var jacobian = Matrix(repeating: 0, rows: count, columns: parameters.count)
    run { p in
      values.elements.withUnsafeMutableBufferPointer { r in
        jacobian.elements.withUnsafeMutableBufferPointer { j in
          guard let r = r.baseAddress, let j = j.baseAddress else { return }
          work.residualJacobian(
            p, parameterCount: parameters.count, columns: x.columns, weight: 1, into: r, j)
        }
      }
    }
    return (values, jacobian)
  }
}

extension Network {
  /// Checks the samples and copies them into the buffers of a new workspace.
  func prepared(_ x: Matrix, _ y: Matrix?) throws(LearningError) -> Workspace {
    try check(x, y)
    let work = Workspace(plan, capacity: x.columns)
    for (k, value) in x.elements.enumerated() { work.a[0][k] = value }
    if let y { for (k, value) in y.elements.enumerated() { work.y[k] = value } }
    return work
  }

  func check(_ x: Matrix, _ y: Matrix?) throws(LearningError) {
    guard x.rows == inputSize else {
      throw .shape(what: "X", expected: .matrix(inputSize, x.columns), found: x.shape)
    }
    guard x.columns > 0 else { throw .empty(what: "X") }
    try x.requireFinite("X")
    guard let y else { return }
    guard y.rows == outputSize, y.columns == x.columns else {
      throw .shape(what: "Y", expected: .matrix(outputSize, x.columns), found: y.shape)
    }
    try y.requireFinite("Y")
  }

  func run(_ body: (UnsafePointer<Double>) -> Void) {
    parameters.withUnsafeBufferPointer { if let p = $0.baseAddress { body(p) } }
  }

  func penaltyTerm(_ penalty: Double) -> Double {
    if penalty == 0 { return 0 }
    var result = 0.0
    run { result = Evaluator.penaltyTerm($0, plan, penalty) }
    return result
  }

  func addPenalty(_ penalty: Double, to gradient: inout [Double]) {
    if penalty == 0 { return }
    for layer in plan {
      for k in layer.weights..<layer.biases { gradient[k] += penalty * parameters[k] }
    }
  }

  private func pulledBack(from output: Int, _ work: Workspace) -> [Double] {
    let last = plan.count - 1
    work.delta[last].update(repeating: 0, count: outputSize)
    work.delta[last][output] = 1
    var result = Array(repeating: 0.0, count: inputSize)
    run { p in
      for index in plan.indices.reversed() {
        let layer = plan[index]
        layer.activation.pullBack(
          work.delta[index], work.z[index], work.a[index + 1], rows: layer.outputs, columns: 1)
        if layer.isNormalized {
          for row in 0..<layer.outputs {
            work.delta[index][row] *= p[layer.scales + row] * work.rowData[index][row]
          }
        }
        if index > 0 {
          work.pullThroughWeights(index, p, into: work.delta[index - 1], 1)
        } else {
          result.withUnsafeMutableBufferPointer {
            if let r = $0.baseAddress { work.pullThroughWeights(0, p, into: r, 1) }
          }
        }
      }
    }
    return result
  }
}

extension Matrix {
  /// The matrix of these entries, row after row.
  init(_ rows: Int, _ columns: Int, _ entries: UnsafePointer<Double>) {
    self.init(
      rows: rows, columns: columns,
      elements: Array(UnsafeBufferPointer(start: entries, count: rows * columns)))
  }
}
