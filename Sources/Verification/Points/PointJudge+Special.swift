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
      takeBorders(near: findings.met.isEmpty ? points : Array(findings.met), &findings)
    }
    if findings.isOpen {
      takePairs(near: findings.met.isEmpty ? points : Array(findings.met), &findings)
    }
    return findings
  }

  /// At pairs of breakpoints.
  private func takePairs(near starts: [[Double]], _ findings: inout Findings) {
    let movable = problem.domains.indices.filter { problem.isContinuous($0) }
    guard !isQuick, movable.count > 1, !evaluator.turns.isEmpty else { return }
    let size = evaluator.sides.operations.count + evaluator.conditions.operations.count
    let level = problem.domains.map { $0.contains(1.0) ? 1.0 : 0.5 }
    let search = Breakpoints(evaluator: evaluator, problem: problem)
    take(
      search.pairs(near: [level] + starts.suffix(1), limit: max(100, 100_000 / max(1, size))),
      &findings)
  }

  /// Compares the goals at points of small whole numbers, many of them 0: equations that are not
  /// solved, as A B = 0, hold at some of these exactly.
  func judgeLattice() -> Findings {
    var findings = Findings(goals.count)
    guard problem.hasEquations, !problem.domains.isEmpty else { return findings }
    let size = max(1, evaluator.conditions.operations.count)
    var seen: Set<[Double]> = []
    for batch in 0..<min(32, 8_000 / size) {
      let points = (0..<128).map { latticePoint(128 * batch + $0) }
      take(points.filter { problem.admits($0) && seen.insert($0).inserted }, &findings)
      if !findings.isOpen || (findings.accepted >= target && isVaried(findings.met)) { break }
    }
    return findings
  }

  /// Where comparisons hang on whether numbers are exactly 0, as ranks do, points of small whole
  /// numbers tell what random ones leave open.
  func takeCoarse(_ findings: inout Findings) {
    let needed = (target + 1) / 2
    guard evaluator.switchCount > 0, target > 1,
      zip(findings.counted, findings.unresolved).contains(where: { $0 < needed && $1 > needed })
    else { return }
    var number = 0
    while number < 8 * target, findings.isOpen, findings.counted.contains(where: { $0 < target }) {
      let points = (number..<number + target).map { latticePoint($0) }
      number += target
      take(points.filter { problem.admits($0) }, &findings)
    }
  }

  /// Whether the numbers that the conditions are about take several sizes each: signed permutations
  /// alone say too little of orthogonal matrices.
  func isVaried(_ points: PointList) -> Bool {
    let bound = problem.conditions.reduce(into: Set<Int>()) { $0.formUnion(problem.inputs(of: $1)) }
    return bound.filter { problem.isContinuous($0) }.allSatisfy { input in
      points.reduce(into: Set<Double>()) { $0.insert(abs($1[input])) }.count >= 4
    }
  }

  private func latticePoint(_ number: Int) -> [Double] {
    var stream = PointStream(key: 0x1A77, number)
    let zeros = number % 4
    let base = PointSampler(domains: problem.domains, touching: [], key: 0x1A77).point(number)
    return zip(base, problem.domains).map { value, domain in
      guard case .interval = domain else { return value }
      let isZero = stream.integer(0, 4) <= zeros
      let entry = stream.choose([1.0, -1, 1, -1, 2, -2, 0.5, 3])
      return [isZero ? 0 : entry, entry, abs(entry), 0.5].first { domain.contains($0) } ?? value
    }
  }

  /// At the zeros of what decides conditions, branches and slacks.
  private func takeBorders(near starts: [[Double]], _ findings: inout Findings) {
    let size = evaluator.sides.operations.count + evaluator.conditions.operations.count
    let budget = min(60, 20_000 / max(1, size))
    let search = Breakpoints(evaluator: evaluator, problem: problem)
    takeClosed(search.closedPoints(near: starts, limit: budget), &findings)
  }

  /// Compares the goals at points that no doubles are.
  func takeClosed(_ points: [[ClosedForm]], _ findings: inout Findings) {
    for point in points {
      for goal in goals.indices {
        guard let (outcome, reading) = evaluator.exactOutcome(goal, at: point) else { continue }
        let failure = Failure(
          goal: goal, point: point.map { $0.value }, reading: reading, forms: point)
        if outcome == .oneSided, findings.oneSided == nil, !evaluator.hasKinks,
          !evaluator.isRemovable(goal, failure.point, reading)
        {
          findings.oneSided = failure
        }
        guard outcome == .fails else { continue }
        findings.failure = failure
        return
      }
    }
  }
}
