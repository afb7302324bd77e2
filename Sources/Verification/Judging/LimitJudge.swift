import Formula
import Numerics
import SourceText

/// lim left = right as a small number tends to 0: followed with 300 bits.
struct LimitJudge {
  let judge: CaseJudge
  let limit: LoweredStep.Limit

  private static let points = 12
  private static let draws = 240
  /// From so many of them whole numbers of every kind are looked at.
  private static let sequenceStarts = 3
  private static let steps = [2, 3, 4, 5, 6, 8, 10, 14, 20, 28, 40, 56, 80]
  /// Further ones, for logarithms, where 300 bits still tell.
  private static let furtherSteps = [112, 160, 224, 320, 448, 640]

  init(_ judge: CaseJudge, _ limit: LoweredStep.Limit) {
    self.judge = judge
    self.limit = limit
  }

  private enum Trend {
    case converges
    /// Settles at another value.
    case misses(PairReading, [Double])
    case unclear

    var isUnclear: Bool { if case .unclear = self { true } else { false } }
  }

  func judge(at span: Span) -> StepResult {
    let result = judgeAnywhere(at: span)
    guard result.verdict.passes else { return result }
    let count = limit.left.nodes.count
    let nodes = limit.left.nodes + limit.right.nodes
    // Where the base of an even power is 0, e^(−a(x² − 2)²) has another limit than beside it.
    for (other, changed) in judge.turnings(of: nodes, small: [limit.small], as: .notEqual) {
      var turned = limit
      turned.left = limit.left.with(Array(changed.prefix(count)))
      turned.right = limit.right.with(Array(changed.suffix(count)))
      let found = LimitJudge(other, turned).judgeAnywhere(at: span)
      if found.verdict == .refuted { return found }
    }
    return result
  }

  /// At points that are drawn, and where other symbols are simple numbers.
  private func judgeAnywhere(at span: Span) -> StepResult {
    let goals = zip(limit.left.nodes, limit.right.nodes).enumerated().map { entry, pair in
      Goal(kind: .equal, left: pair.0, right: pair.1, assertion: 0, entry: entry)
    }
    let prepared = judge.prepare(goals)
    let points = PointJudge(
      prepared.problem, prepared.goals, functions: judge.lowered.functions, key: prepared.key,
      target: Self.points)
    let sampler = PointSampler(
      domains: prepared.problem.domains, touching: prepared.problem.touching, key: prepared.key)
    var evidence = Evidence(.limit)
    evidence.seed = judge.settings.seed
    if !judge.sizes.isEmpty { evidence.sizes = [judge.sizes] }
    let signs: [Double] =
      switch limit.side {
      case .above: [1]
      case .below: [-1]
      case .both: [1, -1]
      }
    var unclear = 0
    let starts = (0..<Self.draws).map { sampler.point($0) }.filter {
      points.evaluator.meetsConditions($0)
    }
    guard let first = starts.first else {
      return StepResult(.vacuous(.hypothesesNeverMet), evidence, at: span)
    }
    let sequences = prepared.goals.map { goal in
      isOfWholeNumbers ? WholeSequences(points.problem, limit.small).programs(for: goal) : []
    }
    var clear: [Double]?
    func follow(from start: [Double], _ number: Int) -> PointJudge.Failure? {
      let before = unclear
      for sign in signs {
        for goal in goals.indices {
          var trend = trend(of: goal, start, sign, points.evaluator)
          if isOfWholeNumbers,
            trend.isUnclear || number < Self.sequenceStarts || number >= Self.points
          {
            trend = joined(trend, goal, along: sequences[goal], from: start, points.evaluator)
          }
          switch trend {
          case .converges: evidence.points += 1
          case .unclear: unclear += 1
          case .misses(let reading, let point):
            return PointJudge.Failure(goal: goal, point: point, reading: reading)
          }
        }
      }
      if unclear == before { clear = clear ?? start }
      return nil
    }
    func refuted(_ failure: PointJudge.Failure) -> StepResult {
      StepResult(
        .refuted, evidence, counterexample: plain(failure, points, prepared), at: span)
    }
    for (number, start) in starts.prefix(Self.points).enumerated() {
      if let failure = follow(from: start, number) { return refuted(failure) }
    }
    // Where nothing is clear at one point, nothing is beside it.
    for start in withSimpleNumbers(clear ?? first, prepared.problem)
    where points.evaluator.meetsConditions(start) {
      if let failure = follow(from: start, Self.points) { return refuted(failure) }
    }
    guard 4 * unclear <= evidence.points else {
      return StepResult(.undecided(.belowResolution), evidence, at: span)
    }
    evidence.widePoints = evidence.points
    evidence.resolution = 1e-6
    return StepResult(.tested, evidence, at: span)
  }

  /// What remains of a trend seen along powers of 2 once numbers of every other remainder have been
  /// looked at: a sequence tends to a number if all of them do.
  ///
  /// What is slow, as \ln n/n^{0.1}, tends to what it tends to along the powers of 2, which go much
  /// further, if it is the same for all remainders.
  private func joined(
    _ trend: Trend, _ goal: Int, along sequences: [[Program]], from start: [Double],
    _ evaluator: Evaluator
  ) -> Trend {
    if case .misses = trend { return trend }
    var slow: [Double]?
    for (number, programs) in sequences.enumerated() {
      let gaps = programs.compactMap { gap(evaluator.wideReading($0, at: start), start) }
      let other = self.trend(gaps)
      if case .converges = other {
        if slow != nil { return .unclear }
        continue
      }
      guard other.isUnclear, case .converges = trend, gaps.count == programs.count else {
        return other
      }
      let late = gaps.suffix(5).map { $0.gap }
      if number == 0 {
        guard continues(late, goal, from: start, evaluator) else { return other }
        slow = late
      }
      guard let slow, zip(slow, late).allSatisfy({ abs($0 - $1) <= 1e-6 * $0 }) else {
        return other
      }
    }
    return .converges
  }

  /// Whether gaps fall, the last one between those at the powers of 2 beside its number.
  private func continues(
    _ gaps: [Double], _ goal: Int, from start: [Double], _ evaluator: Evaluator
  ) -> Bool {
    let beside = [0, 1].compactMap { step -> Double? in
      var point = start
      point[limit.small] = Double(
        sign: .plus, exponent: -WholeSequences.lastPower - step, significand: 1)
      return gap(evaluator.reading(goal, point, .widest), point)?.gap
    }
    guard let last = gaps.last, beside.count == 2, beside[1] <= last, last <= beside[0] else {
      return false
    }
    return zip(gaps, gaps.dropFirst()).allSatisfy { $1 < $0 }
  }

  /// A point with one coordinate 0, 1 or −1, for each of the first few, and with all of them 0.
  private func withSimpleNumbers(_ point: [Double], _ problem: Problem) -> [[Double]] {
    let others = problem.inputs(ofAll: problem.goals).sorted().filter { $0 != limit.small }
    func changed(_ inputs: [Int], to value: Double) -> [Double] {
      point.indices.map { inputs.contains($0) ? value : point[$0] }
    }
    let single = others.prefix(4).flatMap { input in
      [0, 1, -1].map { changed([input], to: $0) }
    }
    return (single + [changed(others, to: 0)]).filter { problem.admits($0) }
  }

  private func plain(
    _ failure: PointJudge.Failure, _ points: PointJudge, _ prepared: CaseJudge.Prepared
  ) -> Counterexample {
    Counterexample(
      sizes: judge.sizes, indices: [],
      values: points.assignments(
        shown(of: failure.goal, prepared), at: failure.point, in: judge),
      left: failure.reading.left.shown, right: failure.reading.right.shown, isExact: false)
  }

  /// What the sides depend on: the variable of the limit has no value.
  private func shown(of goal: Int, _ prepared: CaseJudge.Prepared) -> [CaseJudge.ShownEntry] {
    let used = prepared.problem.inputs(ofAll: [prepared.goals[goal]])
    return prepared.shown.filter {
      !prepared.problem.inputs(of: $0.node).isDisjoint(with: used)
    }
  }

  private func trend(
    of goal: Int, _ start: [Double], _ sign: Double, _ evaluator: Evaluator
  ) -> Trend {
    var gaps: [Gap] = []
    func follow(_ step: Int) {
      var point = start
      point[limit.small] = sign * size(ofStep: step)
      if let gap = gap(evaluator.reading(goal, point, .widest), point) { gaps.append(gap) }
    }
    for step in Self.steps { follow(step) }
    let first = trend(gaps)
    guard case .unclear = first else { return first }
    for step in Self.furtherSteps { follow(step) }
    return trend(gaps)
  }

  /// `nil` where it is not known: far out all digits may be lost, 1 − σ(t) has none left.
  private func gap(_ reading: PairReading, _ point: [Double]) -> Gap? {
    guard reading.areBothDefined else { return nil }
    let size = max(abs(reading.left.value), abs(reading.right.value))
    let isKnown =
      reading.relativeError <= PairReading.resolution || reading.order == 0
      || reading.relativeError * size <= Self.nothing
    guard isKnown, size.isFinite else { return nil }
    return (abs(reading.left.value - reading.right.value), size, reading, point)
  }

  /// About 2^−step: to sin(π/t) reciprocals of whole numbers would be of one kind.
  ///
  /// Where it stands for the reciprocal of a whole number, it is one.
  private func size(ofStep step: Int) -> Double {
    let power = Double(sign: .plus, exponent: -step, significand: 1)
    return isOfWholeNumbers ? power : power * Self.uneven[step % Self.uneven.count]
  }

  private var isOfWholeNumbers: Bool {
    guard judge.lowered.inputs.indices.contains(limit.small) else { return false }
    return switch judge.scope[judge.lowered.inputs[limit.small].symbol].kind {
    case .size, .index, .integer: true
    default: false
    }
  }

  private static let uneven = [0.8372, 1.1419, 0.9173, 1.0731, 0.8917]

  /// What is known to be as small as this is known well enough.
  private static let nothing = 0x1p-150

  private typealias Gap = (gap: Double, size: Double, reading: PairReading, point: [Double])

  /// Whether one of the sides tends to a number.
  private func settles(_ gaps: [Gap]) -> Bool {
    let end = gaps.suffix(4).map { $0.reading }
    func isSettled(_ values: [Double]) -> Bool {
      zip(values, values.dropFirst()).allSatisfy { abs($0 - $1) <= 1e-6 * max(abs($1), 1e-3) }
    }
    return isSettled(end.map { $0.left.value }) || isSettled(end.map { $0.right.value })
  }

  private func trend(_ gaps: [Gap]) -> Trend {
    guard gaps.count >= 4, let last = gaps.last else { return .unclear }
    let before = gaps[gaps.count - 2]
    let early = gaps[gaps.count / 2]
    // Far out the gap may be less than what 300 bits can tell from 0.
    let isRounding =
      last.reading.order == nil && last.reading.errorToLargest <= PairReading.wideResolution
    // A gap that is small but stays is a miss: 2.718 is not e.
    let isShrinking =
      last.gap <= 0x1p-6 * before.gap || last.gap <= 0x1p-50 * last.size
    if last.gap <= 1e-6 * max(last.size, 1e-3),
      isRounding || (isShrinking && last.gap <= early.gap)
    {
      return !limit.isOfBoth || settles(gaps) ? .converges : .unclear
    }
    let hasSettled = abs(last.gap - before.gap) <= 1e-6 * last.gap
    // Where neither side has a limit, nothing is said.
    guard !limit.isOfBoth || settles(gaps) else { return .unclear }
    // The values are shown as doubles.
    if hasSettled, last.gap > 0x1p-48 * last.size { return .misses(last.reading, last.point) }
    let end = gaps.suffix(5)
    let isGrowing = zip(end, end.dropFirst()).allSatisfy { 1.25 * $0.gap < $1.gap }
    if isGrowing, last.gap > 1e6 * max(1, abs(last.reading.right.value)) {
      return .misses(last.reading, last.point)
    }
    return .unclear
  }
}
