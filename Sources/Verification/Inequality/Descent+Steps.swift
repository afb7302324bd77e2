import Formula

extension Descent {
  /// One step down that lowers the score, or `nil`.
  func step(
    _ goal: Int, from state: State, _ slope: Slope, _ scale: Scale, _ reach: inout Double
  ) -> State? {
    if let direction = slope.direction(at: state.point, judge) {
      for _ in 0..<6 {
        let candidate = inside(zip(state.point, direction).map { $0 - reach * $1 }, state.point)
        if let next = admitted(goal, candidate), next.score(scale) < state.score(scale) - 1e-14 {
          reach *= 2
          return next
        }
        reach /= 4
      }
    }
    return coordinateStep(goal, from: state, scale)
  }

  /// The point moved back into its domains: onto an end that belongs to them, towards one that does
  /// not.
  func inside(_ candidate: [Double], _ start: [Double]) -> [Double] {
    candidate.indices.map { input in
      let value = candidate[input]
      guard case .interval(let low, let high) = judge.problem.domains[input] else { return value }
      if let low, value <= low.value.double {
        return low.isIncluded ? low.value.double : (low.value.double + start[input]) / 2
      }
      if let high, value >= high.value.double {
        return high.isIncluded ? high.value.double : (high.value.double + start[input]) / 2
      }
      return value
    }
  }

  /// Where the slope does not help: coincidences, simple values, ends of domains.
  func coordinateStep(_ goal: Int, from state: State, _ scale: Scale) -> State? {
    for place in state.point.indices.prefix(24) {
      let value = state.point[place]
      for candidate in [value * 1.25, value * 0.8, 0, -value, 1, state.point[0]]
      where candidate != value {
        var point = state.point
        point[place] = candidate
        if let next = admitted(goal, point),
          next.score(scale) < state.score(scale) - 1e-3 * abs(state.score(scale))
        {
          return next
        }
      }
    }
    return nil
  }

  /// A stationary point of the slack, by Newton's method with damped differences of the gradient.
  func polish(_ goal: Int, _ start: State, _ slope: Slope) -> State? {
    let inputs = slope.inputs
    guard !inputs.isEmpty, inputs.count <= 10, var gradient = slope.values(at: start.point, judge)
    else { return nil }
    var state = start
    for _ in 0..<24 {
      var hessian: [[Double]] = []
      for input in inputs {
        let size = 0x1p-17 * max(1, abs(state.point[input]))
        var (up, down) = (state.point, state.point)
        up[input] += size
        down[input] -= size
        guard let above = slope.values(at: up, judge), let below = slope.values(at: down, judge)
        else { return state }
        hessian.append(zip(above, below).map { ($0 - $1) / (2 * size) })
      }
      guard let move = damped(hessian, gradient) else { return state }
      var candidate = state.point
      for (input, change) in zip(inputs, move) { candidate[input] -= change }
      guard candidate != state.point, let next = admitted(goal, candidate),
        let slopes = slope.values(at: candidate, judge),
        norm(slopes) < 0.9 * norm(gradient) || next.slack < state.slack
      else { return state }
      (state, gradient) = (next, slopes)
      if state.slack < 0 { return state }
    }
    return state
  }

  private func norm(_ values: [Double]) -> Double {
    values.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// Solves (H + λI)x = g.
  private func damped(_ hessian: [[Double]], _ gradient: [Double]) -> [Double]? {
    let largest = hessian.reduce(0) { $1.reduce($0) { max($0, abs($1)) } }
    return solve(
      hessian.indices.map { row in
        var values = hessian[row]
        values[row] += largest * 0x1p-30
        return values + [gradient[row]]
      })
  }
}
