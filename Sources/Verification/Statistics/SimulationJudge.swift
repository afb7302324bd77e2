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
  /// What quadrature may miss of a kink or a jump that lies between its nodes, as a part of the same.
  private static let missedAtKinks = 2e-3

  private enum Outcome {
    case holds
    case fails
    case open
    case undefined
  }

  private struct Reading {
    var left: Double
    var right: Double
    var radius: Double
    var size: Double
    let hasKinks: Bool

    /// Three outcomes for one comparison.
    func outcome(of kind: Goal.Kind, isSampled: Bool) -> Outcome {
      guard left.isFinite, right.isFinite, radius.isFinite else { return .undefined }
      let scale = max(abs(left), abs(right), size)
      let near = (isSampled ? sampledTolerance : exactTolerance) * scale
      // Quadrature knows its error, but not for sure.
      let missed = hasKinks ? missedAtKinks : 1e-11
      let sure = isSampled ? radius : 10 * radius + missed * scale
      let slack = right - left
      switch kind {
      case .equal:
        if abs(slack) > sure { return .fails }
        return abs(slack) + radius <= near ? .holds : .open
      case .notEqual: return abs(slack) > sure ? .holds : .open
      case .less, .lessOrEqual:
        if slack < -sure { return .fails }
        if slack > sure { return .holds }
        return kind == .lessOrEqual && !isSampled && radius <= near ? .holds : .open
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
      prepared.problem, operands: prepared.others, of: judge.lowered, key: prepared.key)
    let points = PointJudge(
      prepared.problem, prepared.goals, functions: judge.lowered.functions, key: prepared.key,
      target: 1)
    var evidence = Evidence(estimator.isSampled ? .simulation(draws: 0) : .quadrature)
    evidence.seed = judge.settings.seed
    if !judge.sizes.isEmpty { evidence.sizes = [judge.sizes] }
    return judged(estimator, points, prepared, evidence, at: span)
  }

  private func judged(
    _ estimator: StatisticEstimator, _ points: PointJudge, _ prepared: CaseJudge.Prepared,
    _ start: Evidence, at span: Span
  ) -> StepResult {
    var evidence = start
    let sampler = PointSampler(
      domains: prepared.problem.domains, touching: prepared.problem.touching, key: prepared.key)
    let wanted = target(prepared, isSampled: estimator.isSampled)
    var isOpen = false
    var drawn = 0
    while evidence.points < wanted, drawn < 20 * wanted {
      let start = sampler.point(drawn)
      drawn += 1
      guard let (point, estimates) = estimator.estimates(at: start),
        points.evaluator.meetsConditions(point)
      else { continue }
      var isCounted = false
      for goal in goals.indices {
        let reading = read(goal, point, estimates, estimator, points.evaluator)
        switch reading.outcome(of: goals[goal].kind, isSampled: estimator.isSampled) {
        case .holds: isCounted = true
        case .open: isOpen = true
        case .undefined: continue
        case .fails:
          note(reading, estimates, &evidence)
          return StepResult(
            .refuted, evidence,
            counterexample: counterexample(goal, reading, point, points, prepared), at: span)
        }
        note(reading, estimates, &evidence)
      }
      if isCounted || isOpen { evidence.points += 1 }
      if isOpen { break }
    }
    if isOpen { return StepResult(.undecided(.tooNoisy), evidence, at: span) }
    let verdict: Verdict =
      evidence.points >= wanted ? .tested : .undecided(.notEvaluable(Wording.noMean))
    return StepResult(verdict, evidence, at: span)
  }

  /// One point, if nothing but chance enters.
  private func target(_ prepared: CaseJudge.Prepared, isSampled: Bool) -> Int {
    let chance = Set(judge.lowered.statistics.flatMap { $0.randomInputs })
    let nodes = prepared.goals.flatMap { [$0.left, $0.right] } + prepared.others
    let isOpen = nodes.contains { node in
      prepared.problem.inputs(of: node).contains {
        if case .statistic = prepared.problem.domains[$0] { false } else { !chance.contains($0) }
      }
    }
    return isOpen ? (isSampled ? 3 : 12) : 1
  }

  /// Both sides, with what the errors of the statistics do to their difference.
  private func read(
    _ goal: Int, _ point: [Double], _ estimates: [Estimate], _ estimator: StatisticEstimator,
    _ evaluator: Evaluator
  ) -> Reading {
    func sides(_ point: [Double]) -> (left: Double, right: Double) {
      let values = evaluator.values(evaluator.sides, at: point)
      return (values[2 * goal], values[2 * goal + 1])
    }
    let (left, right) = sides(point)
    var reading = Reading(
      left: left, right: right, radius: 0, size: 0, hasKinks: estimator.hasHiddenKinks)
    if let (_, rounded) = evaluator.outcome(goal, point, .double), rounded.areBothDefined {
      reading.radius += rounded.relativeError * max(abs(left), abs(right))
    }
    for (estimate, input) in zip(estimates, estimator.inputs) {
      guard let input else { continue }
      let step = max(estimate.radius, 1e-7 * estimate.size)
      guard step > 0 else { continue }
      var change = 0.0
      for sign in [1.0, -1] {
        var moved = point
        moved[input] += sign * step
        let (other, beside) = sides(moved)
        change = max(change, abs((beside - other) - (right - left)))
      }
      reading.radius += change * (estimate.radius / step)
      reading.size += change * (estimate.size / step)
    }
    return reading
  }

  private func note(_ reading: Reading, _ estimates: [Estimate], _ evidence: inout Evidence) {
    let draws = estimates.reduce(0) { max($0, $1.draws) }
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
    let (left, right) =
      ShownNumber.pair(reading.left, reading.right)
      ?? (ShownNumber(reading.left), ShownNumber(reading.right))
    return Counterexample(
      sizes: judge.sizes,
      indices: assertion.indices.map { SizeValue(judge.scope[$0.symbol].name, $0.value) },
      values: points.assignments(prepared.shown.filter { !isRandom($0, prepared) }, at: point),
      left: left, right: right, isExact: false)
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
