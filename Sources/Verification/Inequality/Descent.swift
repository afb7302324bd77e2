import Formula
import Numerics

/// Looks for a violation of inequalities by going down on the slack from where it is smallest.
///
/// Random points find no violation of xᵀHx > 0 with one eigenvalue of −10⁻³; descent does.
struct Descent {
  let judge: PointJudge
  private static let starts = 8
  private static let steps = 14

  init(_ judge: PointJudge) { self.judge = judge }

  func run(_ findings: inout PointJudge.Findings) {
    for goal in judge.goals.indices {
      switch judge.goals[goal].kind {
      case .less, .lessOrEqual: descend(goal, &findings)
      case .notEqual: cross(goal, &findings)
      case .equal, .truth: continue
      }
      if findings.failure != nil { return }
    }
  }

  // MARK: Slack

  private struct State {
    var point: [Double]
    var slack: Double
    var relative: Double
  }

  /// The slack in doubles; `nil` where it is not known or the point is not allowed.
  private func state(_ goal: Int, _ point: [Double]) -> State? {
    guard let (_, reading) = judge.evaluator.outcome(goal, point, .double),
      reading.areBothDefined
    else { return nil }
    let slack = reading.right.value - reading.left.value
    let size = max(abs(reading.left.value), abs(reading.right.value))
    guard slack.isFinite, size.isFinite else { return nil }
    return State(point: point, slack: slack, relative: size == 0 ? 0 : slack / size)
  }

  private func descend(_ goal: Int, _ findings: inout PointJudge.Findings) {
    let states = findings.met.prefix(judge.target).compactMap { state(goal, $0) }
    let starts = states.sorted { $0.relative < $1.relative }.prefix(Self.starts)
    guard let least = starts.first else { return }
    var best = least
    let slope = Slope(judge, goal)
    for start in starts {
      var state = start
      var reach = max(0.25, start.point.reduce(0) { max($0, abs($1)) } / 4)
      for _ in 0..<Self.steps {
        guard let next = step(goal, from: state, slope, &reach) else { break }
        state = next
        if state.slack < 0, refutes(goal, state.point, &findings) { return }
        if state.relative > -1e-12, state.relative < 1e-12 { break }
      }
      if state.relative < best.relative { best = state }
    }
    findings.leastSlack = min(findings.leastSlack ?? best.relative, best.relative)
    guard best.relative < 1e-9 else { return }
    findings.attainsEquality = true
    if judge.goals[goal].isStrict { settle(goal, best.point, &findings) }
  }

  /// Looks for exact equality at a simple point beside one where a strict inequality is close.
  private func settle(_ goal: Int, _ point: [Double], _ findings: inout PointJudge.Findings) {
    for scale in [1.0, 2, 8, 64] {
      let simple = point.map { ($0 * scale).rounded() / scale }
      guard admitted(goal, simple) != nil,
        let (outcome, reading) = judge.evaluator.exactOutcome(goal, simple), outcome == .fails
      else { continue }
      findings.failure = PointJudge.Failure(goal: goal, point: simple, reading: reading)
      return
    }
    if judge.evaluator.outcome(goal, point, .widest)?.0 != .holds { findings.isUnsettled = true }
  }

  /// One step down that lowers the relative slack, or `nil`.
  private func step(_ goal: Int, from state: State, _ slope: Slope, _ reach: inout Double) -> State?
  {
    for direction in [slope.direction(at: state.point, self.judge)].compactMap({ $0 }) {
      for _ in 0..<6 {
        let candidate = zip(state.point, direction).map { $0 - reach * $1 }
        if let next = admitted(goal, candidate), next.relative < state.relative - 1e-14 {
          reach *= 2
          return next
        }
        reach /= 4
      }
    }
    return coordinateStep(goal, from: state)
  }

  /// Where the slope does not help: coincidences, simple values, ends of domains.
  private func coordinateStep(_ goal: Int, from state: State) -> State? {
    for place in state.point.indices.prefix(24) {
      let value = state.point[place]
      for candidate in [value * 1.25, value * 0.8, 0, -value, 1, state.point[0]]
      where candidate != value {
        var point = state.point
        point[place] = candidate
        if let next = admitted(goal, point),
          next.relative < state.relative - 1e-3 * abs(state.relative)
        {
          return next
        }
      }
    }
    return nil
  }

  /// The point moved into its domains, if the conditions hold there.
  private func admitted(_ goal: Int, _ point: [Double]) -> State? {
    for (value, domain) in zip(point, judge.problem.domains) where !domain.contains(value) {
      return nil
    }
    if judge.problem.domains.contains(where: { if case .oneHot = $0 { true } else { false } }) {
      return nil
    }
    guard judge.evaluator.meetsConditions(point) else { return nil }
    return state(goal, point)
  }

  private func refutes(_ goal: Int, _ point: [Double], _ findings: inout PointJudge.Findings)
    -> Bool
  {
    guard let (outcome, reading) = judge.evaluator.outcome(goal, point, .widest),
      outcome == .fails
    else { return false }
    findings.failure = PointJudge.Failure(goal: goal, point: point, reading: reading)
    return true
  }

  // MARK: ≠

  /// Two points at which the difference has opposite signs, and a zero between them.
  private func cross(_ goal: Int, _ findings: inout PointJudge.Findings) {
    let states = findings.met.prefix(judge.target).compactMap { state(goal, $0) }
    guard var low = states.first(where: { $0.slack < 0 }),
      var high = states.first(where: { $0.slack > 0 })
    else { return }
    for _ in 0..<200 {
      let middle = zip(low.point, high.point).map { ($0 + $1) / 2 }
      guard let next = admitted(goal, middle) else { return }
      if next.slack == 0 || next.point == low.point || next.point == high.point { break }
      if next.slack < 0 { low = next } else { high = next }
    }
    guard abs(low.relative) < 1e-12, abs(high.relative) < 1e-12,
      let (_, reading) = judge.evaluator.outcome(goal, low.point, .widest)
    else { return }
    findings.failure = PointJudge.Failure(goal: goal, point: low.point, reading: reading)
  }
}

/// The gradient of one goal's slack by all inputs that can be varied.
private struct Slope {
  private let program: Program?
  private let inputs: [Int]

  init(_ judge: PointJudge, _ goal: Int) {
    var graph = judge.problem.graph
    let slack = graph.subtract(judge.goals[goal].right, judge.goals[goal].left)
    let used = judge.problem.inputs(of: judge.goals[goal].left).union(
      judge.problem.inputs(of: judge.goals[goal].right))
    inputs = used.sorted().filter {
      switch judge.problem.domains[$0] {
      case .interval, .standardNormal, .standardUniform, .standardized, .small: true
      default: false
      }
    }
    let nodes = inputs.compactMap { judge.problem.inputNode($0) }
    guard let gradient = try? graph.gradient(of: slack, with: nodes) else {
      program = nil
      return
    }
    program = Program(graph, computing: gradient)
  }

  /// A direction of unit length in which the slack grows.
  func direction(at point: [Double], _ judge: PointJudge) -> [Double]? {
    guard let program else { return nil }
    let slopes = judge.evaluator.values(program, at: point)
    let length = slopes.reduce(0) { $0 + ($1.isFinite ? $1 * $1 : 0) }.squareRoot()
    guard length > 0, length.isFinite else { return nil }
    var direction = [Double](repeating: 0, count: point.count)
    for (input, slope) in zip(inputs, slopes) where slope.isFinite {
      direction[input] = slope / length
    }
    return direction
  }
}
