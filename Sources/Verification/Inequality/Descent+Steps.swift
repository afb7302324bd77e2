import Formula

extension Descent {
  /// One step down that lowers the score, or `nil`.
  func step(
    _ goal: Int, from state: State, _ slope: Slope, _ scale: Scale, _ reach: inout Double
  ) -> State? {
    let first = reach
    for direction in slope.directions(at: state.point, judge) {
      reach = first
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
}
