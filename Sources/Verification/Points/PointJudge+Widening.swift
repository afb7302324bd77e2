import Formula
import Numerics

extension PointJudge {
  /// The points at which 300 bits are most likely to tell more than doubles do: those with the
  /// smallest numbers, where saturated functions are still apart from their limits, and some of
  /// every component.
  func widen(_ findings: inout Findings) {
    var seen: Set<[Double]> = []
    let met = Array(findings.met)
    let order = met.indices.filter { seen.insert(met[$0]).inserted }
      .sorted { size(met[$0]) < size(met[$1]) }
    findings.distinct = order.count
    let half = Self.wideTarget / 2
    let step = max(1, order.count / (2 * half))
    var chosen = Array(order.prefix(half))
    for place in stride(from: half, to: order.count, by: step) { chosen.append(order[place]) }
    let first = chosen.count
    for place in order where !chosen.contains(place) { chosen.append(place) }
    for (number, place) in chosen.enumerated() {
      if findings.widePoints >= 2 * Self.wideTarget || number >= 40 { break }
      if number >= first, findings.widePoints >= Self.wideTarget { break }
      let point = met[place]
      var isCounted = false
      let closer = evaluator.closer(point, .widest)
      for goal in goals.indices {
        let (outcome, reading) = closer.outcome(goal)
        if outcome == .fails {
          findings.failure = Failure(goal: goal, point: point, reading: reading)
          return
        }
        isCounted = isCounted || (outcome == .holds && !closer.isAbsorbing)
        // What hangs on a jump exactly there is known by fractions, not by bits.
        if outcome == .unresolved, evaluator.hasBranches, !isCounted,
          let (exact, _) = evaluator.exactOutcome(goal, point)
        {
          isCounted = exact == .holds
        }
      }
      if isCounted { findings.widePoints += 1 }
      if closer.isAbsorbing { findings.absorbing += 1 }
    }
  }

  private func size(_ point: [Double]) -> Double { point.reduce(0) { max($0, abs($1)) } }
}
