import Formula

extension Descent {
  private static let polishSteps = 40
  private static let polishSize = 10

  /// Down to a point of least slack, by Newton's method with a damping that grows until the slack
  /// falls: along narrow and curved valleys, and away where the curvature is negative.
  func polish(_ goal: Int, _ start: State, _ slope: Slope) -> State? {
    let inputs = slope.inputs
    guard !inputs.isEmpty, inputs.count <= Self.polishSize,
      var gradient = slope.values(at: start.point, judge)
    else { return nil }
    var state = start
    var damping = 0x1p-30
    for _ in 0..<Self.polishSteps {
      guard let hessian = curvature(at: state.point, slope) else { return state }
      guard
        let next = fall(goal, from: state, slope, gradient, hessian, &damping)
      else { return state }
      (state, gradient) = next
      if state.slack < 0 { return state }
    }
    return state
  }

  /// One step that lowers the slack, or the slope where the slack is as good as still.
  private func fall(
    _ goal: Int, from state: State, _ slope: Slope, _ gradient: [Double], _ hessian: [[Double]],
    _ damping: inout Double
  ) -> (State, [Double])? {
    let largest = hessian.reduce(0) { $1.reduce($0) { max($0, abs($1)) } }
    for _ in 0..<10 {
      defer { damping = min(damping * 32, 0x1p20) }
      guard let move = solve(damped(hessian, gradient, by: largest * damping)) else { continue }
      var candidate = state.point
      for (input, change) in zip(slope.inputs, move) { candidate[input] -= change }
      candidate = inside(candidate, state.point)
      guard candidate != state.point, let next = admitted(goal, candidate),
        let slopes = slope.values(at: candidate, judge)
      else { continue }
      let isStill = abs(next.slack - state.slack) <= 1e-9 * (1 + abs(state.slack))
      if next.slack < state.slack - 1e-15 || (isStill && norm(slopes) < 0.9 * norm(gradient)) {
        damping = max(damping / 4096, 0x1p-30)
        return (next, slopes)
      }
    }
    return nil
  }

  private func damped(_ hessian: [[Double]], _ gradient: [Double], by size: Double) -> [[Double]] {
    hessian.indices.map { row in
      var values = hessian[row]
      values[row] += size
      return values + [gradient[row]]
    }
  }

  /// The second derivatives by the slope's inputs, from differences.
  private func curvature(at point: [Double], _ slope: Slope) -> [[Double]]? {
    var rows: [[Double]] = []
    for input in slope.inputs {
      let size = 0x1p-17 * max(1, abs(point[input]))
      var (up, down) = (point, point)
      up[input] += size
      down[input] -= size
      guard let above = slope.values(at: up, judge), let below = slope.values(at: down, judge)
      else { return nil }
      rows.append(zip(above, below).map { ($0 - $1) / (2 * size) })
    }
    return rows
  }

  private func norm(_ values: [Double]) -> Double {
    values.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}
