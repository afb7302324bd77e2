public import Numerics

extension LevenbergMarquardt {
  /// Makes ½‖r(p)‖² small; `evaluate` gives r and its Jacobian.
  public func minimize(
    from start: Vector,
    _ evaluate: (Vector) throws(LearningError) -> (residuals: Vector, jacobian: Matrix)
  ) throws(LearningError) -> LeastSquaresFit {
    try check()
    let first = try evaluate(start)
    let (m, n) = (first.residuals.count, start.count)
    guard m > 0, n > 0 else { throw .empty(what: "the list of residuals") }
    let needed = Shape.matrix(m, n)
    return try run(start.elements, residuals: m) { (p, solver) throws(LearningError) in
      let result = try evaluate(Vector(Array(UnsafeBufferPointer(start: p, count: n))))
      guard result.residuals.count == m, result.jacobian.shape == needed else {
        throw .shape(what: "J", expected: needed, found: result.jacobian.shape)
      }
      solver.load(result.residuals, result.jacobian)
    }
  }

  /// Trains a network on squared error: the residuals are (a − y)/√N, so that ½‖r‖² is the mean cost
  /// of 000.
  public func fit(_ network: Network, _ x: Matrix, _ y: Matrix) throws(LearningError)
    -> (network: Network, fit: LeastSquaresFit)
  {
    try check()
    for layer in network.plan where layer.isNormalized {
      throw .combination(
        what: "Levenberg-Marquardt", needs: "a network without batch normalisation")
    }
    let work = try network.prepared(x, y)
    let samples = x.columns
    let residuals = samples * network.outputSize
    let fit = try run(network.parameters, residuals: residuals) { (p, solver) in
      work.residualJacobian(
        p, parameterCount: solver.n, columns: samples, weight: 1 / Double(samples).squareRoot(),
        into: solver.r, solver.jacobian)
    }
    return (try network.with(parameters: fit.parameters.elements), fit)
  }

  private func run(
    _ start: [Double], residuals m: Int,
    _ evaluate: (UnsafePointer<Double>, DampedSolver) throws(LearningError) -> Void
  ) throws(LearningError) -> LeastSquaresFit {
    let n = start.count
    // Two solvers take turns: the trial is evaluated in one while the other keeps the last success.
    let usesWoodbury = form.usesWoodbury(m, n)
    var here = DampedSolver(residuals: m, parameters: n, usesWoodbury: usesWoodbury)
    var there = DampedSolver(residuals: m, parameters: n, usesWoodbury: usesWoodbury)
    var p = start
    var trial = start
    try evaluate(p, here)
    var cost = DampedSolver.halfSquare(here.r, m)
    guard cost.isFinite else { throw .diverged(what: "the sum of squares", step: 0) }
    here.prepare()
    var mu = damping * max(here.largestDiagonal, 0x1p-1000)
    var (costs, dampings) = ([cost], [Double]())
    var stop = stopReason(cost, here)
    while stop == nil, dampings.count < iterations {
      var isBetter = false
      if here.solve(damping: mu) {
        for k in 0..<n { trial[k] = p[k] + here.step[k] }
        try evaluate(trial, there)
        let next = DampedSolver.halfSquare(there.r, m)
        if next < cost {
          isBetter = true
          cost = next
          swap(&p, &trial)
          swap(&here, &there)
          here.prepare()
        }
      }
      mu = isBetter ? mu / 3 : mu * 20
      costs.append(cost)
      dampings.append(mu)
      stop = isBetter ? stopReason(cost, here) : (mu.isFinite ? nil : .noProgress)
    }
    return LeastSquaresFit(
      parameters: Vector(p), cost: costs, damping: dampings, iterations: dampings.count,
      stop: stop ?? .steps)
  }

  private func stopReason(_ cost: Double, _ solver: DampedSolver) -> StopReason? {
    if cost <= costBelow { return .costBelow }
    for k in 0..<solver.n where solver.gradient[k].magnitude > gradientBelow { return nil }
    return .gradientBelow
  }
}

extension DampedSolver {
  func load(_ residuals: Vector, _ matrix: Matrix) {
    for (k, value) in residuals.elements.enumerated() { r[k] = value }
    for (k, value) in matrix.elements.enumerated() { jacobian[k] = value }
  }
}

extension Workspace {
  /// The residuals weight·(a − y), sample by sample, and the Jacobian: one backward pass for each
  /// output, over all samples at once.
  func residualJacobian(
    _ p: UnsafePointer<Double>, parameterCount: Int, columns: Int, weight: Double,
    into r: UnsafeMutablePointer<Double>, _ jacobian: UnsafeMutablePointer<Double>
  ) {
    forward(p, columns: columns)
    let last = plan.count - 1
    let m = plan[last].outputs
    for k in 0..<m {
      for column in 0..<columns {
        let place = k * columns + column
        r[column * m + k] = weight * (a[last + 1][place] - y[place])
      }
    }
    for output in 0..<m {
      delta[last].update(repeating: 0, count: m * columns)
      for column in 0..<columns { delta[last][output * columns + column] = weight }
      plan[last].activation.pullBack(delta[last], z[last], a[last + 1], rows: m, columns: columns)
      for index in plan.indices.reversed() {
        writeRows(index, output, m, parameterCount, columns, jacobian)
        if index == 0 { break }
        pullThroughWeights(index, p, into: delta[index - 1], columns)
        plan[index - 1].activation.pullBack(
          delta[index - 1], z[index - 1], a[index], rows: plan[index].inputs, columns: columns)
      }
    }
  }

  /// ∂r/∂w_jk = δ_j a_k and ∂r/∂b_j = δ_j of one layer, for one output of every sample.
  private func writeRows(
    _ index: Int, _ output: Int, _ m: Int, _ parameterCount: Int, _ columns: Int,
    _ jacobian: UnsafeMutablePointer<Double>
  ) {
    let layer = plan[index]
    let (delta, input) = (delta[index], a[index])
    for column in 0..<columns {
      let row = jacobian + (column * m + output) * parameterCount
      var place = row + layer.weights
      for j in 0..<layer.outputs {
        let d = delta[j * columns + column]
        row[layer.biases + j] = d
        for k in 0..<layer.inputs { place[k] = d * input[k * columns + column] }
        place += layer.inputs
      }
    }
  }
}
