import Formula
import SourceText

/// Goals along equations that no closed form solves, and down on their slack along all equations.
extension CaseJudge {
  private static let curveStarts = 40
  /// Where starts lead to the curve this seldom, more of them are tried.
  private static let fewOnCurve = 24
  private static let scanStarts = 60
  private static let curveDescents = 4
  private static let liftLimit = 6
  private static let curveBudget = 400

  /// Looks for a violation where the equations among the hypotheses hold; counts the points at
  /// which the goals hold if the hypotheses have been met too seldom otherwise.
  func followCurves(
    _ main: Prepared, _ plain: PointJudge, _ other: Prepared, _ found: PointJudge.Findings,
    _ special: inout Special, at span: Span
  ) {
    let isSeldomMet = found.accepted < points / 2
    guard settings.effort == .certified, plain.problem.hasEquations,
      isSeldomMet || main.problem.hasEquations || main.problem.isFamily
        || plain.goals.contains(where: { $0.isInequality }),
      let curve = Curve(plain)
    else { return }
    follow(curve, other, isCounting: isSeldomMet, &special, at: span)
    guard special.refuted == nil, !special.isMet, let curve = Curve(plain, isTouching: true) else {
      return
    }
    follow(curve, other, isCounting: isSeldomMet, &special, at: span)
  }

  private static let boundLimit = 3
  private static let boundInputs = 3

  /// The same where a bound among the hypotheses is met though its sides only touch: (x² − 2)² ≤ 0.
  func followTouchingBounds(
    _ plain: PointJudge, _ other: Prepared, _ found: PointJudge.Findings,
    _ special: inout Special, at span: Span
  ) {
    guard settings.effort == .certified, !plain.problem.hasEquations else { return }
    let bounds = plain.problem.conditions.flatMap { plain.problem.conjuncts(of: $0) }.filter {
      if case .isLessOrEqual = plain.problem.graph[$0] { true } else { false }
    }
    for bound in bounds.prefix(Self.boundLimit) where special.refuted == nil {
      guard let curve = Curve(plain, isTouching: true, bound: bound),
        curve.landscape.inputs.count <= Self.boundInputs
      else { continue }
      follow(curve, other, isCounting: found.accepted < points / 2, &special, at: span)
    }
  }

  func follow(
    _ curve: Curve, _ other: Prepared, isCounting: Bool, _ special: inout Special, at span: Span
  ) {
    let starts = points(on: curve)
    let crossings = curve.crossings(near: starts, groups: curve.judge.problem.groups).filter {
      curve.touches(at: $0)
    }
    guard !starts.isEmpty || !crossings.isEmpty else { return }
    if let failure = violation(at: starts, of: curve) ?? violation(at: crossings, of: curve)
      ?? leastViolation(from: starts, on: curve)
    {
      special.refuted = refuted(failure, by: curve.judge, other, at: span)
      return
    }
    if isCounting { count(starts + crossings, of: curve, &special) }
  }

  /// Points in doubles near which the equations hold.
  private func points(on curve: Curve) -> [[Double]] {
    let domains = curve.judge.problem.domains
    let sampler = PointSampler(domains: domains, touching: [], key: curve.judge.key)
    var starts = (0..<Self.curveStarts).map { sampler.point($0) }
    let further = (Self.curveStarts..<4 * Self.curveStarts).map { sampler.point($0) }
    if let only = curve.landscape.inputs.first, curve.landscape.inputs.count == 1,
      let start = starts.first
    {
      for place in -Self.scanStarts...Self.scanStarts {
        var point = start
        point[only] = Double(place) / 4 + 0.1
        if domains[only].contains(point[only]) { starts.append(point) }
      }
    }
    var result: [[Double]] = []
    let first = starts.count
    for (number, start) in (starts + further).enumerated()
    where start.allSatisfy({ abs($0) < 100 }) {
      if number >= first, result.isEmpty || result.count >= Self.fewOnCurve { break }
      var search = BorderSearch(curve.landscape, budget: Self.curveBudget)
      if let point = search.project(start), curve.touches(at: point) { result.append(point) }
    }
    return result
  }

  // MARK: Violations

  private func violation(at points: [[Double]], of curve: Curve) -> PointJudge.Failure? {
    guard !points.isEmpty else { return nil }
    let batch = curve.judge.evaluator.doubles(PointList(points))
    for goal in curve.judge.goals.indices {
      var candidates: [(gap: Double, point: [Double])] = []
      for (place, point) in points.enumerated() {
        let gap = gap(curve.judge.goals[goal], batch.reading(goal, place))
        let isFalse = curve.judge.goals[goal].kind == .truth && batch.outcome(goal, place) == .fails
        if isFalse || gap > 1e-7 { candidates.append((gap, point)) }
      }
      candidates.sort { $0.gap > $1.gap }
      for candidate in candidates.prefix(Self.liftLimit) {
        if let failure = confirmed(goal, candidate.point, on: curve) { return failure }
      }
    }
    return nil
  }

  /// By how much a comparison fails, as a part of 1 and its larger side.
  private func gap(_ goal: Goal, _ reading: PairReading) -> Double {
    guard reading.areBothDefined else { return 0 }
    let difference = reading.left.value - reading.right.value
    let size = max(1, abs(reading.left.value), abs(reading.right.value))
    return switch goal.kind {
    case .equal: abs(difference) / size
    case .less, .lessOrEqual: difference / size
    case .notEqual, .truth: 0
    }
  }

  /// The failure at a point of the curve, as short as it can be written.
  private func confirmed(_ goal: Int, _ point: [Double], on curve: Curve) -> PointJudge.Failure? {
    func failure(_ point: [Double]) -> PointJudge.Failure? {
      guard let place = curve.lift(point) else { return nil }
      let (outcome, reading) = curve.judge.evaluator.closer(around: place.wide).outcome(goal)
      guard outcome == .fails else { return nil }
      return PointJudge.Failure(
        goal: goal, point: place.point, reading: reading, isRounded: true)
    }
    guard let found = failure(point) else { return nil }
    let needed = min(0.1, gap(curve.judge.goals[goal], found.reading) * 0.999)
    for point in curve.simpler(than: point) {
      guard let short = failure(point),
        gap(curve.judge.goals[goal], short.reading) >= needed
      else { continue }
      return short
    }
    return found
  }

  /// Down on the slack of inequalities, along the equations.
  private func leastViolation(
    from points: [[Double]], on curve: Curve
  ) -> PointJudge.Failure? {
    let batch = curve.judge.evaluator.doubles(PointList(points))
    for goal in curve.judge.goals.indices where curve.judge.goals[goal].isInequality {
      guard let landscape = Landscape(curve.judge, goal, along: curve.equations) else { continue }
      let order = points.indices.sorted {
        gap(curve.judge.goals[goal], batch.reading(goal, $0))
          > gap(curve.judge.goals[goal], batch.reading(goal, $1))
      }
      let step = max(1, order.count / Self.curveDescents)
      for place in stride(from: 0, to: order.count, by: step) {
        var search = BorderSearch(landscape, budget: Self.curveBudget)
        guard let lowest = search.descend(from: points[order[place]]), lowest.proportion < -1e-10
        else { continue }
        if let failure = confirmed(goal, lowest.point, on: curve) { return failure }
      }
    }
    return nil
  }

  // MARK: Counting

  private static let counted = 12

  /// Where the equations leave no freedom, the solutions found are all that there is to look at.
  private func count(_ points: [[Double]], of curve: Curve, _ special: inout Special) {
    var distinct: [[Double]] = []
    for point in points where distinct.count < Self.counted {
      let size = point.reduce(1) { max($0, abs($1)) }
      let isNew = !distinct.contains { other in
        zip(point, other).allSatisfy { abs($0 - $1) < 1e-6 * size }
      }
      if isNew { distinct.append(point) }
    }
    let isRigid = distinct.count < points.count / 2
    var holding = [Int](repeating: 0, count: curve.judge.goals.count)
    var met = 0
    for point in distinct {
      guard let place = curve.lift(point) else { continue }
      met += 1
      let closer = curve.judge.evaluator.closer(around: place.wide)
      for goal in holding.indices where closer.outcome(goal).0 == .holds { holding[goal] += 1 }
    }
    special.isMet = special.isMet || met > 0
    let least = holding.min() ?? 0
    // Another function has other solutions.
    if isRigid, lowered.functions.isEmpty, met == distinct.count, least == met,
      points.count >= Self.enoughSpecially
    {
      special.isExhausted = true
    }
    special.points = max(special.points, least)
  }
}
