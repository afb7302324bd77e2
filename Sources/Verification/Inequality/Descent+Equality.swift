import Formula
import Numerics

extension Descent {
  /// Looks for exact equality at a simple point beside one where a strict inequality is close.
  func settle(
    _ goal: Int, _ point: [Double], _ findings: inout PointJudge.Findings
  ) -> Bool {
    var candidates = [1.0, 2, 8, 64].map { scale in point.map { ($0 * scale).rounded() / scale } }
    candidates.append(tied(point))
    candidates.append(point)
    var tried: Set<[ClosedForm]> = []
    var closed = candidates.compactMap { Evaluator.exact($0) }
    closed += closedForms(near: tied(point))
    for simple in closed where tried.insert(simple).inserted {
      guard let (outcome, reading) = judge.evaluator.exactOutcome(goal, at: simple),
        outcome == .fails
      else { continue }
      findings.failure = PointJudge.Failure(
        goal: goal, point: simple.map { $0.value }, reading: reading, forms: simple)
      return true
    }
    if refutes(goal, point, &findings) { return true }
    let excluded = candidates.filter { admitted(goal, $0) == nil } + [point.map { _ in 0 }]
    if isLeastWithin(goal, point, excluded), !isExcludedExactly(goal),
      !judge.evaluator.isBesideJump(point)
    {
      findings.isUnsettled = true
    }
    return false
  }

  /// The points whose coordinates have short descriptions near a point.
  private func closedForms(near point: [Double]) -> [[ClosedForm]] {
    let used = judge.problem.inputs(ofAll: judge.goals)
    var result: [[ClosedForm]] = [[]]
    for (input, value) in point.enumerated() {
      var forms = ClosedForm.near(value).prefix(point.count <= 2 ? 4 : 2)
      if !used.contains(input), let exact = Rational(exactly: value) {
        forms = [.rational(exact)]
      }
      guard !forms.isEmpty else { return [] }
      if result.count * forms.count > 16 { forms = forms.prefix(1) }
      result = result.flatMap { start in forms.map { start + [$0] } }
    }
    return result
  }

  /// Coordinates that are nearly equal are made equal.
  private func tied(_ point: [Double]) -> [Double] {
    var result = point
    for place in result.indices {
      if let other = result[..<place].first(where: {
        abs($0 - result[place]) < 1e-5 * max(1, abs($0))
      }) {
        result[place] = other
      }
    }
    return result
  }

  /// Whether the slack is as good as 0 at a point and grows on all sides, as it does where equality
  /// is met, but not where a saturated function tends to its limit.
  ///
  /// - Parameter excluded: simple points beside it at which the hypotheses do not hold; a slack
  ///   that tends to 0 there is no equality.
  func isLeastWithin(_ goal: Int, _ point: [Double], _ excluded: [[Double]]) -> Bool {
    guard let here = wideGap(goal, point), here < -40, !isNearOpenEnd(point),
      !judge.evaluator.isBesideExcluded(point), !vanishesOnExcluded(goal, point, here),
      !vanishesAtPole(goal, point, here)
    else { return false }
    for other in excluded where other != point {
      let between = zip(point, other).map { ($0 + $1) / 2 }
      // No number lies between: nearer than this one does not come.
      if between == point || between == other { return false }
      guard admitted(goal, between) != nil, let there = wideGap(goal, between) else { continue }
      if there < here { return false }
    }
    var grows = false
    for input in point.indices {
      guard case .interval(let low, let high) = judge.problem.domains[input] else { continue }
      for (sign, part) in [(1.0, 0x1p-8), (-1, 0x1p-8), (1, 2), (-1, 2)] {
        let end = (sign > 0 ? high : low)?.value.double
        var size = max(1, abs(point[input])) * part
        if let end { size = min(size, abs(end - point[input]) * 0.875) }
        guard size > 0 else { continue }
        var beside = point
        beside[input] += sign * size
        guard beside[input] != point[input] else { continue }
        let isAllowed = admitted(goal, beside) != nil
        if !isAllowed {
          let (inside, outside) = border(goal, from: point, towards: beside)
          if !judge.evaluator.failsAtIncludedBorder(outside) { return false }
          beside = inside
        }
        guard beside != point, let there = wideGap(goal, beside) else { continue }
        if there < here - 1 { return false }
        if isAllowed, part < 1, there > here + 12 { grows = true }
      }
    }
    return grows && !fallsForever(goal, point) && !fallsTowardsOpenEnd(goal, point)
  }

  /// Where the hypotheses end on the way from one point to another: the last point at which they
  /// hold and the first at which they do not.
  private func border(_ goal: Int, from start: [Double], towards end: [Double])
    -> (inside: [Double], outside: [Double])
  {
    var (inside, outside) = (start, end)
    for _ in 0..<60 {
      let middle = zip(inside, outside).map { ($0 + $1) / 2 }
      if admitted(goal, middle) != nil { inside = middle } else { outside = middle }
    }
    return (inside, outside)
  }

  /// Whether some coordinate is, beside the others, as good as at an end that its domain does not
  /// include: a slack that tends to 0 there is no equality.
  private func isNearOpenEnd(_ point: [Double]) -> Bool {
    let size = point.reduce(1) { max($0, abs($1)) }
    for (value, domain) in zip(point, judge.problem.domains) {
      guard case .interval(let low, let high) = domain else { continue }
      for end in [low, high].compactMap({ $0 }) where !end.isIncluded {
        if abs(value - end.value.double) < 0x1p-18 * size { return true }
      }
    }
    return false
  }

  /// log₂ of the slack as a part of the largest intermediate value.
  func wideGap(_ goal: Int, _ point: [Double]) -> Int? {
    let reading = judge.evaluator.reading(goal, point, .widest)
    return reading.areBothDefined ? reading.gapToLargest : nil
  }
}
