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

  init(_ judge: PointJudge) { self.judge = judge }

  func run(_ findings: inout PointJudge.Findings) {
    for goal in judge.goals.indices {
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
  private func state(_ goal: Int, _ point: [Double]) -> State? {
    guard let (_, reading) = judge.evaluator.outcome(goal, point, .double),
      reading.areBothDefined
    else { return nil }
    var slack = reading.right.value - reading.left.value
    if judge.goals[goal].kind == .notEqual { slack = abs(slack) }
    let size = max(abs(reading.left.value), abs(reading.right.value))
    guard slack.isFinite, size.isFinite else { return nil }
    return State(
      point: point, slack: slack, relative: size == 0 ? 0 : slack / size,
      absolute: slack / (1 + size))
  }

  private func descend(_ goal: Int, _ findings: inout PointJudge.Findings) {
    var states = findings.met.compactMap { state(goal, $0) }
    guard !states.isEmpty else { return }
    let valleys = valleys(goal, near: states)
    if let low = valleys.first(where: { $0.slack < 0 && refutes(goal, $0.point, &findings) }) {
      findings.leastSlack = low.relative
      return
    }
    states += valleys
    let slope = Slope(judge, goal)
    var found: [State] = []
    for scale in [Scale.relative, .absolute] {
      let starts = states.sorted { $0.score(scale) < $1.score(scale) }.prefix(Self.starts)
      var reached: [State] = []
      for start in starts {
        var state = start
        var reach = max(0.25, start.point.reduce(0) { max($0, abs($1)) } / 4)
        for _ in 0..<Self.steps {
          guard let next = step(goal, from: state, slope, scale, &reach) else { break }
          state = next
          if state.slack < 0, refutes(goal, state.point, &findings) { return }
          if abs(state.score(scale)) < 1e-12 { break }
        }
        reached.append(state)
      }
      reached.sort { $0.score(scale) < $1.score(scale) }
      for state in reached.prefix(1) where isWorthPolishing(goal, state) {
        let polished = polish(goal, state, slope)
        if let polished, polished.slack < 0, refutes(goal, polished.point, &findings) { return }
        if let polished { found.append(polished) }
      }
      found += reached.prefix(2)
    }
    let least = found.reduce(Double.infinity) { min($0, $1.relative) }
    findings.leastSlack = min(findings.leastSlack ?? least, least)
    if judge.goals[goal].isStrict {
      for point in findings.unresolvedPoints.prefix(1) where settle(goal, point, &findings) {
        return
      }
    }
    found = found.filter { min($0.relative, $0.absolute) < 1e-9 }
    guard !found.isEmpty else { return }
    findings.attainsEquality = true
    guard judge.goals[goal].isStrict else { return }
    for state in found.prefix(2) where settle(goal, state.point, &findings) { return }
  }

  /// Along each of a few inputs, from some points: where the slack is least between many others.
  private func valleys(_ goal: Int, near states: [State]) -> [State] {
    let inputs = judge.problem.domains.indices.filter {
      if case .interval = judge.problem.domains[$0] { true } else { false }
    }
    guard !inputs.isEmpty, inputs.count <= 3 else { return [] }
    var result: [State] = []
    for start in states.sorted(by: { $0.absolute < $1.absolute }).prefix(inputs.count == 1 ? 1 : 3)
    {
      for input in inputs { result += valleys(goal, through: start.point, along: input) }
    }
    return result
  }

  private func valleys(_ goal: Int, through start: [Double], along input: Int) -> [State] {
    func at(_ value: Double) -> State? {
      var point = start
      point[input] = value
      return admitted(goal, point)
    }
    let values = Self.ladder(judge.problem.domains[input])
    let states = values.map { at($0) }
    var result: [State] = []
    for place in states.indices.dropFirst().dropLast() {
      guard let here = states[place], let before = states[place - 1],
        let after = states[place + 1], here.absolute <= before.absolute,
        here.absolute <= after.absolute, here.absolute < 0.25
      else { continue }
      var (low, high, best) = (values[place - 1], values[place + 1], here)
      for _ in 0..<40 {
        let (left, right) = (low + (high - low) * 0.382, low + (high - low) * 0.618)
        guard let a = at(left), let b = at(right) else { break }
        if a.absolute < b.absolute { high = right } else { low = left }
        for state in [a, b] where state.absolute < best.absolute { best = state }
      }
      result.append(best)
    }
    return result
  }

  /// Numbers of every size, in order.
  private static func ladder(_ domain: InputDomain) -> [Double] {
    guard case .interval(let low, let high) = domain else { return [] }
    if let low, let high {
      let (bottom, width) = (low.value.double, high.value.double - low.value.double)
      return (0...128).map { bottom + width * Double($0) / 128 }
    }
    var sizes: [Double] = [0]
    var size = 0x1p-10
    while size < 0x1p10 {
      sizes += [size, size * 1.25, size * 1.5, size * 1.75]
      size *= 2
    }
    if let low { return sizes.map { low.value.double + $0 } }
    if let high { return sizes.reversed().map { high.value.double - $0 } }
    return sizes.dropFirst().reversed().map { -$0 } + sizes
  }

  private func isWorthPolishing(_ goal: Int, _ state: State) -> Bool {
    judge.goals[goal].isStrict || min(state.relative, state.absolute) < 0.05
  }

  /// Looks for exact equality at a simple point beside one where a strict inequality is close.
  private func settle(
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
    if isLeastWithin(goal, point, excluded) { findings.isUnsettled = true }
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
  private func isLeastWithin(_ goal: Int, _ point: [Double], _ excluded: [[Double]]) -> Bool {
    guard let here = wideGap(goal, point), here < -40, !isNearOpenEnd(point),
      !judge.evaluator.isBesideExcluded(point)
    else { return false }
    for other in excluded where other != point {
      let between = zip(point, other).map { ($0 + $1) / 2 }
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
    return grows
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
  private func wideGap(_ goal: Int, _ point: [Double]) -> Int? {
    guard let (_, reading) = judge.evaluator.outcome(goal, point, .widest), reading.areBothDefined
    else { return nil }
    return reading.gapToLargest
  }

  /// One step down that lowers the score, or `nil`.
  private func step(
    _ goal: Int, from state: State, _ slope: Slope, _ scale: Scale, _ reach: inout Double
  ) -> State? {
    if let direction = slope.direction(at: state.point, judge) {
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
  private func inside(_ candidate: [Double], _ start: [Double]) -> [Double] {
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
  private func coordinateStep(_ goal: Int, from state: State, _ scale: Scale) -> State? {
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

  /// A stationary point of the slack, by Newton's method with damped differences of the gradient.
  private func polish(_ goal: Int, _ start: State, _ slope: Slope) -> State? {
    let inputs = slope.inputs
    guard !inputs.isEmpty, inputs.count <= 10, var gradient = slope.values(at: start.point, judge)
    else { return nil }
    var state = start
    for _ in 0..<24 {
      var hessian: [[Double]] = []
      for input in inputs {
        let size = 0x1p-17 * max(1, abs(state.point[input]))
        var (up, down) = (state.point, state.point)
        up[input] += size
        down[input] -= size
        guard let above = slope.values(at: up, judge), let below = slope.values(at: down, judge)
        else { return state }
        hessian.append(zip(above, below).map { ($0 - $1) / (2 * size) })
      }
      guard let move = damped(hessian, gradient) else { return state }
      var candidate = state.point
      for (input, change) in zip(inputs, move) { candidate[input] -= change }
      guard candidate != state.point, let next = admitted(goal, candidate),
        let slopes = slope.values(at: candidate, judge),
        norm(slopes) < 0.9 * norm(gradient) || next.slack < state.slack
      else { return state }
      (state, gradient) = (next, slopes)
      if state.slack < 0 { return state }
    }
    return state
  }

  private func norm(_ values: [Double]) -> Double {
    values.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// Solves (H + λI)x = g by elimination with pivoting.
  private func damped(_ hessian: [[Double]], _ gradient: [Double]) -> [Double]? {
    let count = gradient.count
    let largest = hessian.reduce(0) { $1.reduce($0) { max($0, abs($1)) } }
    guard largest > 0, largest.isFinite else { return nil }
    var rows = hessian.indices.map { row in
      var values = hessian[row]
      values[row] += largest * 0x1p-30
      values.append(gradient[row])
      return values
    }
    for column in 0..<count {
      guard
        let pivot = (column..<count).max(by: { abs(rows[$0][column]) < abs(rows[$1][column]) }),
        rows[pivot][column] != 0
      else { return nil }
      rows.swapAt(column, pivot)
      for row in 0..<count where row != column {
        let factor = rows[row][column] / rows[column][column]
        for place in column...count { rows[row][place] -= factor * rows[column][place] }
      }
    }
    let result = (0..<count).map { rows[$0][count] / rows[$0][$0] }
    return result.allSatisfy { $0.isFinite } ? result : nil
  }

  /// The point moved into its domains, if the conditions hold there.
  private func admitted(_ goal: Int, _ point: [Double]) -> State? {
    guard judge.problem.admits(point), judge.evaluator.meetsConditions(point) else { return nil }
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
    func signed(_ point: [Double]) -> (point: [Double], slack: Double, relative: Double)? {
      guard let state = state(goal, point),
        let (_, reading) = judge.evaluator.outcome(goal, point, .double)
      else { return nil }
      let isNegative = reading.right.value < reading.left.value
      return (
        point, isNegative ? -state.slack : state.slack,
        isNegative ? -state.relative : state.relative
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
    guard abs(low.relative) < 1e-12, abs(high.relative) < 1e-12,
      let (_, reading) = judge.evaluator.outcome(goal, low.point, .widest)
    else { return }
    findings.failure = PointJudge.Failure(goal: goal, point: low.point, reading: reading)
  }
}

/// The gradient of one goal's slack by all inputs that can be varied.
private struct Slope {
  private let program: Program?
  let inputs: [Int]

  init(_ judge: PointJudge, _ goal: Int) {
    var graph = judge.problem.graph
    var slack = graph.subtract(judge.goals[goal].right, judge.goals[goal].left)
    if judge.goals[goal].kind == .notEqual { slack = graph.power(slack, 2) }
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

  /// The partial derivatives by `inputs`; `nil` where one is not known.
  func values(at point: [Double], _ judge: PointJudge) -> [Double]? {
    guard let program else { return nil }
    let slopes = judge.evaluator.values(program, at: point)
    return slopes.allSatisfy { $0.isFinite } ? slopes : nil
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
