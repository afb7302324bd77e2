import Formula
import Numerics
import SourceText

/// Judges comparisons of means that moment algebra cannot take, with three outcomes: refuted if the
/// interval excludes the claim, tested if the interval lies close to it, else undecided.
struct SimulationJudge {
  let judge: CaseJudge
  let goals: [Goal]

  /// How near an interval from random draws has to lie, as a part of the larger of the claim and
  /// the standard deviation.
  private static let sampledTolerance = 0.02
  /// The same for quadrature.
  private static let exactTolerance = 1e-6
  /// So little of 0 is 0.
  private static let least = 1e-12
  /// What quadrature may miss of a kink or a jump that lies between its nodes, as a part of the same.
  private static let missedAtKinks = 2e-3

  private enum Outcome {
    case holds
    case fails
    case open
    /// Where a strict comparison meets equality, as far as a sharp integral tells.
    case attained
    case undefined
  }

  private struct Reading {
    var left: Double
    var right: Double
    var radius: Double
    /// What goes into the difference: the sizes of the means, as far as they move it.
    var size: Double
    /// How many means move it.
    var meanCount = 0
    let hasKinks: Bool

    var slack: Double { right - left }

    /// What a drawn value is compared with: what several means leave of each other, as in a
    /// variance, may be far smaller than they are.
    private var sampledScale: Double {
      if left != 0, right != 0 { return max(abs(left), abs(right)) }
      return meanCount == 1 ? size : 0
    }

    /// Three outcomes for one comparison.
    func outcome(of kind: Goal.Kind, isSampled: Bool) -> Outcome {
      guard left.isFinite, right.isFinite, radius.isFinite else { return .undefined }
      let scale = max(abs(left), abs(right), size)
      let near = isSampled ? sampledTolerance * sampledScale : exactTolerance * scale
      // Quadrature knows its error, but not for sure.
      let missed =
        hasKinks
        ? max(missedAtKinks * scale, CrossingSearch.missed) : 1e-11 * max(abs(left), abs(right))
      let sure = isSampled ? radius : 10 * radius + missed
      switch kind {
      case .equal:
        // What differs by so little may be the integral's own error, far out above all.
        if abs(slack) > (isSampled ? sure : max(sure, 1e-8 * scale)) { return .fails }
        if hasKinks, !isSampled, scale <= CrossingSearch.missed { return .open }
        if slack == 0, radius <= least { return .holds }
        return abs(slack) + radius <= near ? .holds : .open
      case .notEqual:
        if abs(slack) > sure { return .holds }
        return !isSampled && sure <= near ? .attained : .open
      case .less, .lessOrEqual:
        if slack < -sure { return .fails }
        if slack > sure { return .holds }
        guard !isSampled, radius <= near else { return .open }
        return kind == .lessOrEqual ? .holds : .attained
      case .truth: return .open
      }
    }
  }

  init(_ judge: CaseJudge, _ goals: [Goal]) {
    self.judge = judge
    self.goals = goals
  }

  func judge(at span: Span) -> StepResult {
    let statistics = judge.lowered.statistics
    let prepared = judge.prepare(goals, also: statistics.map { $0.operand })
    let estimator = StatisticEstimator(
      prepared.problem, operands: prepared.others, of: judge.lowered, key: prepared.key,
      isAlone: parameters(prepared).isEmpty)
    let points = PointJudge(
      prepared.problem, prepared.goals, functions: judge.lowered.functions, key: prepared.key,
      target: 1)
    var evidence = Evidence(estimator.isSampled ? .simulation(draws: 0) : .quadrature)
    evidence.seed = judge.settings.seed
    if !judge.sizes.isEmpty { evidence.sizes = [judge.sizes] }
    let result = judged(estimator, points, prepared, evidence, at: span)
    return switch result.verdict {
    case .certified, .tested, .undecided:
      refutedWithoutChance(at: span) ?? result
    default: result
    }
  }

  /// What has been found at the points so far.
  private struct Findings {
    var evidence: Evidence
    var failure: StepResult?
    var oneSided: StepResult?
    /// Operations that integrals may still take.
    var room = 150_000_000
    /// Points at which some comparison was left open.
    var open = 0
    /// Points, none of them far out, at which some mean is not known.
    var unknown = 0
    /// The slack of inequalities, with its point.
    var slacks: [(slack: Double, point: [Double])] = []

    /// A strict comparison meets equality where nothing is far out.
    var attainsEquality = false
    /// What is not to be 0, at all points so far.
    var changesSign = Signs()

    struct Signs {
      private var (isPositive, isNegative) = (false, false)

      mutating func note(_ value: Double) {
        if value > 0 { isPositive = true }
        if value < 0 { isNegative = true }
      }

      var areBoth: Bool { isPositive && isNegative }
    }

    var isOver: Bool { failure != nil || oneSided != nil }
  }

  private func judged(
    _ estimator: StatisticEstimator, _ points: PointJudge, _ prepared: CaseJudge.Prepared,
    _ start: Evidence, at span: Span
  ) -> StepResult {
    let sampler = PointSampler(
      domains: prepared.problem.domains, touching: prepared.problem.touching, key: prepared.key)
    let parameters = parameters(prepared)
    let wanted = parameters.isEmpty ? 1 : estimator.pointCount
    let search = Search(estimator: estimator, points: points, prepared: prepared, span: span)
    var findings = Findings(evidence: start)
    if !estimator.isSampled {
      let simple = simplePoints(parameters, sampler)
      for point in simple.prefix(estimator.pointCount) where !findings.isOver {
        look(at: point, search, &findings)
      }
    }
    var drawn = 0
    let most = parameters.isEmpty ? 1 : 20 * wanted
    while !findings.isOver, findings.evidence.points < wanted, drawn < most {
      look(at: sampler.point(drawn), search, &findings)
      drawn += 1
      // What is open from the start is not likely to settle.
      if findings.open > 3 * max(1, findings.evidence.points) { break }
    }
    if !findings.isOver, !estimator.isSampled { climb(parameters, search, &findings) }
    if let result = findings.failure ?? findings.oneSided { return result }
    let evidence = findings.evidence
    if findings.attainsEquality || findings.changesSign.areBoth {
      return StepResult(.undecided(.belowResolution), evidence, at: span)
    }
    let isEquality = goals.contains { !$0.isInequality && $0.kind != .notEqual }
    if (isEquality ? 4 : 1) * findings.open > evidence.points {
      return StepResult(.undecided(.tooNoisy), evidence, at: span)
    }
    let isKnown = findings.unknown <= evidence.points
    let verdict: Verdict =
      isKnown && evidence.points >= wanted ? .tested : .undecided(.notEvaluable(Wording.noMean))
    return StepResult(verdict, evidence, at: span)
  }

  private struct Search {
    let estimator: StatisticEstimator
    let points: PointJudge
    let prepared: CaseJudge.Prepared
    let span: Span
  }

  /// Compares all goals at one point; the slack of the tightest inequality, if there is one.
  @discardableResult
  private func look(at start: [Double], _ search: Search, _ findings: inout Findings) -> Double? {
    let (estimator, evaluator) = (search.estimator, search.points.evaluator)
    guard evaluator.meetsConditions(start) else { return nil }
    guard findings.room > 0 else { return nil }
    let (point, means) = estimator.means(at: start, room: &findings.room)
    guard evaluator.meetsConditions(point) else { return nil }
    if means.contains(where: { $0.isUnknown }), isModerate(start, search.prepared) {
      findings.unknown += 1
    }
    let isSampled = estimator.isSampled || means.contains { $0.estimate?.draws ?? 0 > 0 }
    var (isCounted, isOpen) = (false, false)
    var least: Double?
    for goal in goals.indices {
      let reading = read(goal, point, means, estimator, evaluator)
      if goals[goal].kind == .notEqual, reading.slack.isFinite {
        findings.changesSign.note(reading.slack)
      }
      if goals[goal].isInequality, reading.slack.isFinite {
        least = min(least ?? .infinity, reading.slack)
      }
      switch reading.outcome(of: goals[goal].kind, isSampled: isSampled) {
      case .holds: isCounted = true
      case .open: isOpen = true
      case .attained:
        isOpen = true
        if isModerate(start, search.prepared) { findings.attainsEquality = true }
      case .undefined:
        if isOneSided(goal, point, evaluator) {
          findings.oneSided = result(.domain, goal, reading, point, search, findings.evidence)
        }
        continue
      case .fails:
        note(reading, means, &findings.evidence)
        findings.failure = result(.refuted, goal, reading, point, search, findings.evidence)
        return nil
      }
      note(reading, means, &findings.evidence)
    }
    if isOpen { findings.open += 1 } else if isCounted { findings.evidence.points += 1 }
    if let least { findings.slacks.append((least, start)) }
    return least
  }

  /// Whether no parameter is so far out that a mean may only tend to its limit.
  private func isModerate(_ point: [Double], _ prepared: CaseJudge.Prepared) -> Bool {
    parameters(prepared).allSatisfy { abs(point[$0]) <= 3 }
  }

  /// Whether one side certainly has a value there and the other one certainly has none.
  private func isOneSided(_ goal: Int, _ point: [Double], _ evaluator: Evaluator) -> Bool {
    guard goals[goal].kind != .truth else { return false }
    let reading = evaluator.reading(goal, point, .widest)
    return reading.isOneSided && !evaluator.isAtKink(goal, point)
  }

  private func result(
    _ verdict: Verdict, _ goal: Int, _ reading: Reading, _ point: [Double], _ search: Search,
    _ evidence: Evidence
  ) -> StepResult {
    StepResult(
      verdict, evidence,
      counterexample: counterexample(goal, reading, point, search.points, search.prepared),
      at: search.span)
  }

  // MARK: Where to look

  /// Each parameter at every simple number, the others as simple as they can be.
  private func simplePoints(_ parameters: [Int], _ sampler: PointSampler) -> [[Double]] {
    var base = sampler.point(0)
    for input in parameters where sampler.domains[input].contains(0.0) { base[input] = 0 }
    let zero = base
    guard !parameters.isEmpty else { return [] }
    guard parameters.count <= 4 else { return [zero] }
    for input in parameters {
      base[input] =
        [1, 2, 0.5, 0].first { sampler.domains[input].contains($0) } ?? base[input]
    }
    return [zero]
      + parameters.flatMap { input in
        PointSampler.grid.filter { sampler.domains[input].contains($0) }.map { value in
          var point = base
          point[input] = value
          return point
        }
      }
  }

  /// Follows the slack of inequalities downwards from where it is smallest.
  private func climb(_ parameters: [Int], _ search: Search, _ findings: inout Findings) {
    let starts = findings.slacks.sorted { $0.slack < $1.slack }.prefix(Self.climbCount)
    let open = findings.open
    for start in starts where !findings.isOver {
      descend(from: start, parameters, search, &findings)
    }
    // Near equality much is open; the points drawn tell whether too much is.
    findings.open = open
  }

  private static let climbCount = 3
  private static let climbLimit = 60

  /// A search along the parameters: steps that lead down are taken, else they become shorter.
  private func descend(
    from start: (slack: Double, point: [Double]), _ parameters: [Int], _ search: Search,
    _ findings: inout Findings
  ) {
    var (least, best) = start
    var width = 0.5
    var trials = 0
    while width > 1e-4, trials < Self.climbLimit, !findings.isOver {
      var isLower = false
      for input in parameters {
        for sign in [width, -width] where !findings.isOver {
          var moved = best
          moved[input] += sign * max(abs(best[input]), 0.1)
          guard search.prepared.problem.admits(moved) else { continue }
          trials += 1
          if let slack = look(at: moved, search, &findings), slack < least {
            (least, best, isLower) = (slack, moved, true)
            break
          }
        }
      }
      if !isLower { width /= 2 }
    }
  }

  /// The inputs that are neither random nor means.
  private func parameters(_ prepared: CaseJudge.Prepared) -> [Int] {
    let chance = Set(judge.lowered.statistics.flatMap { $0.randomInputs })
    let nodes = prepared.goals.sides + prepared.others
    return prepared.problem.inputs(ofAll: nodes).subtracting(chance).sorted().filter {
      if case .statistic = prepared.problem.domains[$0] { false } else { true }
    }
  }

  /// Both sides, with what the errors of the statistics do to their difference.
  private func read(
    _ goal: Int, _ point: [Double], _ means: [Mean], _ estimator: StatisticEstimator,
    _ evaluator: Evaluator
  ) -> Reading {
    func sides(_ point: [Double]) -> (left: Double, right: Double) {
      let values = evaluator.values(evaluator.sides, at: point)
      return (values[2 * goal], values[2 * goal + 1])
    }
    let (left, right) = sides(point)
    var reading = Reading(
      left: left, right: right, radius: 0, size: 0, hasKinks: estimator.hasHiddenKinks)
    let rounded = evaluator.reading(goal, point, .double)
    if rounded.areBothDefined {
      reading.radius += rounded.relativeError * max(abs(left), abs(right))
    }
    for (mean, input) in zip(means, estimator.inputs) {
      guard let input, let estimate = mean.estimate else { continue }
      let step = max(estimate.radius, 1e-7 * estimate.size)
      guard step > 0 else { continue }
      var change = 0.0
      for sign in [1.0, -1] {
        var moved = point
        moved[input] += sign * step
        let (other, beside) = sides(moved)
        change = max(change, abs((beside - other) - (right - left)))
      }
      if change > 0 { reading.meanCount += 1 }
      reading.radius += change * (estimate.radius / step)
      reading.size += change * (estimate.size / step)
    }
    return reading
  }

  private func note(_ reading: Reading, _ means: [Mean], _ evidence: inout Evidence) {
    let draws = means.reduce(0) { max($0, $1.estimate?.draws ?? 0) }
    if draws > 0 { evidence.method = .simulation(draws: draws) }
    let size = max(abs(reading.left), abs(reading.right), reading.size)
    guard size > 0 else { return }
    evidence.resolution = max(evidence.resolution ?? 0, reading.radius / size)
    evidence.interval = Evidence.Interval(
      low: reading.left - reading.radius, high: reading.left + reading.radius,
      claimed: reading.right)
  }

  private func counterexample(
    _ goal: Int, _ reading: Reading, _ point: [Double], _ points: PointJudge,
    _ prepared: CaseJudge.Prepared
  ) -> Counterexample {
    let assertion = judge.lowered.assertions[goals[goal].assertion]
    func shown(_ value: Double) -> ShownNumber? { value.isFinite ? ShownNumber(value) : nil }
    let pair = ShownNumber.pair(reading.left, reading.right)
    let isPair = reading.left.isFinite && reading.right.isFinite
    let (left, right) =
      isPair
      ? (pair?.0 ?? shown(reading.left), pair?.1 ?? shown(reading.right))
      : (shown(reading.left), shown(reading.right))
    let isTurned = goals[goal].isTurned
    return Counterexample(
      sizes: judge.sizes,
      indices: assertion.indices.map { SizeValue(judge.scope[$0.symbol].name, $0.value) },
      values: points.assignments(
        prepared.shown.filter { !isRandom($0, prepared) }, at: point, in: judge),
      left: isTurned ? right : left, right: isTurned ? left : right, isExact: false)
  }

  /// Whether an entry belongs to a random symbol: such a value is none of the counterexample's.
  private func isRandom(_ entry: CaseJudge.ShownEntry, _ prepared: CaseJudge.Prepared) -> Bool {
    prepared.problem.inputs(of: entry.node).contains {
      switch prepared.problem.domains[$0] {
      case .standardNormal, .standardUniform, .standardized: true
      default: false
      }
    }
  }
}
