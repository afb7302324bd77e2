import Formula
import Numerics

/// Looks for a violation of inequalities by going down on the slack from where it is smallest.
///
/// Random points find no violation of xᵀHx > 0 with one eigenvalue of −10⁻³; descent does. A strict
/// inequality is also tried where its slack has a minimum: there equality may be met at a single
/// point, or along a line.
struct Descent {
  let judge: PointJudge
  private static let starts = 4
  private static let steps = 14
  /// Operations for each start of the search along borders.
  private static let borderCost = 200_000
  /// The same where hypotheses have to be followed, for all goals together.
  private static let boundCost = 2_000_000

  init(_ judge: PointJudge) { self.judge = judge }

  func run(_ findings: inout PointJudge.Findings) {
    for goal in judge.goals.indices where !judge.surelyLess.contains(goal) {
      switch judge.goals[goal].kind {
      case .less, .lessOrEqual: descend(goal, &findings)
      case .notEqual:
        cross(goal, &findings)
        if findings.failure == nil { descend(goal, &findings) }
      case .equal, .truth: continue
      }
      if findings.failure != nil { return }
    }
  }

  // MARK: Slack

  struct State {
    var point: [Double]
    var slack: Double
    /// The slack as a part of the larger side.
    var relative: Double
    /// The slack as a part of 1 and the larger side: small where both sides are.
    var absolute: Double

    func score(_ scale: Scale) -> Double { scale == .relative ? relative : absolute }
  }

  enum Scale { case relative, absolute }

  /// The slack in doubles; `nil` where it is not known or the point is not allowed.
  func state(_ goal: Int, _ point: [Double]) -> State? {
    state(goal, point, judge.evaluator.reading(goal, point, .double))
  }

  /// The same at many points; `nil` where they are not allowed.
  func states(_ goal: Int, _ points: [[Double]]) -> [State?] {
    var result = [State?](repeating: nil, count: points.count)
    let (places, batch) = judge.evaluator.allowed(points, in: judge.problem)
    for (number, place) in places.enumerated() {
      result[place] = state(goal, points[place], batch.reading(goal, number))
    }
    return result
  }

  private func state(_ goal: Int, _ point: [Double], _ reading: PairReading) -> State? {
    guard reading.areBothDefined else { return nil }
    var slack = reading.right.value - reading.left.value
    if judge.goals[goal].kind == .notEqual { slack = abs(slack) }
    let size = max(abs(reading.left.value), abs(reading.right.value))
    guard slack.isFinite, size.isFinite else { return nil }
    return State(
      point: point, slack: slack, relative: size == 0 ? 0 : slack / size,
      absolute: slack / (1 + size))
  }

  private func descend(_ goal: Int, _ findings: inout PointJudge.Findings) {
    let low = searchBoxes(goal, &findings)
    guard findings.failure == nil else { return }
    var states = states(goal, findings.met + low).compactMap { $0 }
    guard !states.isEmpty else { return }
    let valleys = valleys(goal, near: states)
    if let low = valleys.first(where: { $0.slack < 0 && refutes(goal, $0.point, &findings) }) {
      findings.leastSlack = low.relative
      return
    }
    // Far out a strict slack that tends to 0 is as good as 0 without being it.
    states += valleys.filter { state in
      !judge.goals[goal].isStrict || state.point.allSatisfy { abs($0) < 1e4 }
    }
    guard var found = descend(goal, from: states, &findings),
      let lowest = followBorders(goal, from: found, states, &findings)
    else { return }
    found = lowest + found
    let least = found.reduce(Double.infinity) { min($0, $1.relative) }
    findings.leastSlack = min(findings.leastSlack ?? least, least)
    if judge.goals[goal].isStrict {
      for point in findings.unresolvedPoints.prefix(1) where settle(goal, point, &findings) {
        return
      }
    }
    found = found.filter { min($0.relative, $0.absolute) < 1e-9 }
    guard !found.isEmpty else { return }
    guard judge.goals[goal].isStrict else {
      findings.attainsEquality = true
      return
    }
    for state in found.prefix(3) where settle(goal, state.point, &findings) { return }
  }

  /// Where boxes leave the least slack, if there are few enough numbers for them.
  private func searchBoxes(_ goal: Int, _ findings: inout PointJudge.Findings) -> [[Double]] {
    guard !judge.isQuick, let point = findings.met.first,
      let search = BoxSearch(judge, goal, from: point)
    else { return [] }
    switch search.run() {
    case .proved(let boxes):
      findings.boxes[goal] = boxes
      return []
    case .fails(let point):
      if admitted(goal, point) != nil, !refutes(goal, point, &findings) {
        _ = settle(goal, point, &findings)
      }
      return [point]
    case .open(let points): return points
    }
  }

  /// Down the slopes of both scales; `nil` if a violation was found.
  private func descend(
    _ goal: Int, from states: [State], _ findings: inout PointJudge.Findings
  ) -> [State]? {
    let slope = Slope(judge, goal)
    var found: [State] = []
    for scale in [Scale.relative, .absolute] {
      let starts = starts(states.sorted { $0.score(scale) < $1.score(scale) })
      var reached: [State] = []
      for start in starts {
        var state = start
        var reach = max(0.25, start.point.reduce(0) { max($0, abs($1)) } / 4)
        for _ in 0..<Self.steps {
          guard let next = step(goal, from: state, slope, scale, &reach) else { break }
          state = next
          if state.slack < 0, refutes(goal, state.point, &findings) { return nil }
          if abs(state.score(scale)) < 1e-12 { break }
        }
        reached.append(state)
      }
      reached.sort { $0.score(scale) < $1.score(scale) }
      for state in reached.prefix(judge.isQuick ? 1 : 2) where isWorthPolishing(goal, state) {
        let polished = polish(goal, state, slope)
        if let polished, polished.slack < 0, refutes(goal, polished.point, &findings) { return nil }
        if let polished { found.append(polished) }
        if roundedSlopes(goal).contains(where: { rounded in
          guard let low = polish(goal, state, rounded), low.slack < 0 else { return false }
          return refutes(goal, low.point, &findings)
        }) {
          return nil
        }
      }
      found += reached.prefix(2)
    }
    return found
  }

  /// The lowest states, and some from all over the field where there are several valleys.
  private func starts(_ ordered: [State]) -> [State] {
    let lowest = ordered.prefix(Self.starts)
    guard !judge.isQuick, ordered.count > 4 * Self.starts else { return Array(lowest) }
    let step = ordered.count / Self.starts
    return lowest + (1..<Self.starts).map { ordered[$0 * step] }
  }

  /// Where kinks keep Newton's method from the least slack: slopes with them rounded.
  private func roundedSlopes(_ goal: Int) -> [Slope] {
    let (left, right) = (judge.goals[goal].left, judge.goals[goal].right)
    guard judge.goals[goal].isInequality, !judge.isQuick,
      judge.problem.graph.hasFewKinks(under: [left, right])
    else { return [] }
    return [Rational(1, over: 100), Rational(1, over: 100_000)].compactMap { $0 }.map {
      Slope(judge, goal, roundedBy: $0)
    }
  }

  /// Along the borders of the hypotheses; `nil` if a violation was found.
  private func followBorders(
    _ goal: Int, from found: [State], _ states: [State], _ findings: inout PointJudge.Findings
  ) -> [State]? {
    guard judge.goals[goal].isInequality, let landscape = Landscape(judge, goal) else { return [] }
    let ordered = states.sorted { $0.relative < $1.relative }
    var starts = [found.min { $0.relative < $1.relative }, found.min { $0.absolute < $1.absolute }]
    if !judge.isQuick {
      starts = lowest(states, in: landscape) + starts
      starts += [1, 3].map { ordered.count > $0 ? ordered[$0] : nil }
    }
    var result: [State] = []
    var tried: Set<[Double]> = []
    for start in starts.compactMap({ $0 }) where tried.insert(start.point).inserted {
      let isBound = judge.problem.isConditional && !judge.isQuick
      let cost =
        isBound ? max(Self.borderCost, Self.boundCost / judge.goals.count) : Self.borderCost
      var search = BorderSearch(
        landscape, budget: min(isBound ? 500 : 150, cost / landscape.cost))
      guard let lowest = search.descend(from: start.point),
        let state = state(goal, lowest.point)
      else { continue }
      if state.slack < 0, refutes(goal, state.point, &findings) { return nil }
      result.append(state)
    }
    return result.sorted { $0.relative < $1.relative }
  }

  /// The states with the least proportion of slack, few of them.
  private func lowest(_ states: [State], in landscape: Landscape) -> [State?] {
    let limit = min(states.count, 32, max(4, Self.borderCost / max(1, landscape.cost)))
    let sites = states.prefix(limit).compactMap { state in
      landscape.site(state.point).map { (state, $0.proportion) }
    }
    return sites.sorted { $0.1 < $1.1 }.prefix(2).map { $0.0 }
  }

  private func isWorthPolishing(_ goal: Int, _ state: State) -> Bool {
    judge.goals[goal].isStrict
      || min(state.relative, state.absolute) < (judge.isQuick ? 0.05 : 0.75)
  }

  /// The point moved into its domains, if the conditions hold there.
  func admitted(_ goal: Int, _ point: [Double]) -> State? {
    guard judge.problem.admits(point), judge.evaluator.meetsConditions(point) else { return nil }
    return state(goal, point)
  }

  func refutes(_ goal: Int, _ point: [Double], _ findings: inout PointJudge.Findings)
    -> Bool
  {
    let (outcome, reading) = judge.evaluator.outcome(goal, point, .widest)
    guard outcome == .fails else { return false }
    findings.failure = PointJudge.Failure(goal: goal, point: point, reading: reading)
    return true
  }
}
