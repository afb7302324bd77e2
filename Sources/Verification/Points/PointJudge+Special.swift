import Formula
import Numerics

extension PointJudge {
  /// Compares the goals at coincidences and at the borders of conditions and branches, where these
  /// are known in closed form; the hypotheses decide which of them count.
  func judgeSpecially(_ groups: [SpecialPoints.Group]) -> Findings {
    var findings = Findings(goals.count)
    guard !problem.domains.isEmpty else { return findings }
    let isDelicate = !problem.conditions.isEmpty || goals.contains { $0.kind != .equal }
    let count = isDelicate ? 240 : evaluator.switchCount > 0 ? 64 : 0
    let limited = min(count, max(24, 60_000 / max(1, evaluator.sides.operations.count)))
    let points = SpecialPoints(groups, problem.domains).points(min(count, limited))
    take(points, &findings)
    if findings.isOpen, isDelicate || evaluator.switchCount > 0 || evaluator.hasAngles {
      takeBorders(near: findings.met.isEmpty ? points : findings.met, &findings)
    }
    return findings
  }

  /// At the zeros of what decides conditions, branches and slacks.
  private func takeBorders(near starts: [[Double]], _ findings: inout Findings) {
    let size = evaluator.sides.operations.count + evaluator.conditions.operations.count
    var budget = min(60, 20_000 / max(1, size))
    let search = Breakpoints(evaluator: evaluator, problem: problem)
    for point in search.closedPoints(near: starts, limit: budget) {
      budget -= 1
      if budget < 0 { return }
      for goal in goals.indices {
        guard let (outcome, reading) = evaluator.exactOutcome(goal, at: point) else { continue }
        let failure = Failure(
          goal: goal, point: point.map { $0.value }, reading: reading, forms: point)
        if outcome == .oneSided, findings.oneSided == nil, !evaluator.hasKinks {
          findings.oneSided = failure
        }
        guard outcome == .fails else { continue }
        findings.failure = failure
        return
      }
    }
  }
}
