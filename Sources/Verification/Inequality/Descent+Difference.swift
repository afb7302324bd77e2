import Formula

extension Descent {
  // MARK: ≠

  /// Two points at which the difference has opposite signs, and a zero between them.
  func cross(_ goal: Int, _ findings: inout PointJudge.Findings) {
    func signed(_ point: [Double]) -> (point: [Double], slack: Double, relative: Double)? {
      guard let state = state(goal, point) else { return nil }
      let reading = judge.evaluator.reading(goal, point, .double)
      let isNegative = reading.right.value < reading.left.value
      return (
        point, isNegative ? -state.slack : state.slack, min(state.relative, state.absolute)
      )
    }
    let states = findings.met.prefix(judge.target).compactMap { signed($0) }
    guard var low = states.first(where: { $0.slack < 0 }),
      var high = states.first(where: { $0.slack > 0 })
    else { return }
    for _ in 0..<200 {
      let middle = zip(low.point, high.point).map { ($0 + $1) / 2 }
      guard admitted(goal, middle) != nil, let next = signed(middle) else { return }
      if next.slack == 0 || next.point == low.point || next.point == high.point { break }
      if next.slack < 0 { low = next } else { high = next }
    }
    // What only tends to 0 has passed over it.
    let vanishes = low.point.indices.contains { input in
      switch judge.problem.domains[input] {
      case .small: abs(low.point[input]) < 1e-12
      default: false
      }
    }
    guard !vanishes, judge.evaluator.isTame(low.point), judge.evaluator.isTame(high.point),
      abs(low.relative) < 1e-12, abs(high.relative) < 1e-12,
      !judge.evaluator.isBesideExcluded(low.point),
      !judge.evaluator.isAtStrictBorder(low.point), !judge.evaluator.isBesidePole(low.point),
      !judge.evaluator.isBesideJump(low.point)
    else { return }
    let reading = judge.evaluator.reading(goal, low.point, .widest)
    findings.failure = PointJudge.Failure(goal: goal, point: low.point, reading: reading)
  }
}
