import Formula
import Numerics
import SourceText

/// lim_{n → ∞} of what has n terms, \sum_{k=0}^n x^k: written out for several sequences of n.
///
/// Along each sequence the difference of the sides is extrapolated to 1/n = 0 by polynomials, in the
/// order that the last terms agree on best. What is no such function of 1/n, and does not become
/// small fast, is left open.
struct CountLimit {
  let step: Step
  let variable: SymbolID
  let hypotheses: [Hypothesis]
  let scope: Scope
  let settings: Settings
  let lowering: Lowering
  let structure: Structure

  /// Upwards; of every remainder by 2, 3, 4 and 5 there is one.
  private static let sequences: [[Int]] = [
    (3...10).map { 1 << $0 }, (3...10).map { (1 << $0) + 1 }, (3...10).map { (1 << $0) + 2 },
    (2...8).map { 3 << $0 }, (1...7).map { 5 << $0 }, (2...8).map { (3 << $0) - 1 },
  ]
  private static let leastTerms = 5
  private static let nodeLimit = 20_000
  private static let pointCount = 8
  private static let draws = 80
  /// What is as small as this, as a part of the sides, is 0.
  private static let resolution = 1e-12

  /// Both sides for one n.
  private struct Sample {
    let number: Int
    let judge: PointJudge
    let prepared: CaseJudge.Prepared
  }

  private enum Trend {
    case converges
    case misses(PairReading)
    case unclear
  }

  /// `nil` if the formula cannot be written out for enough numbers.
  func judge(_ instance: Instance, _ sizes: [SizeValue]) -> StepResult? {
    var sequences: [[Sample]] = []
    for numbers in Self.sequences {
      var terms: [Sample] = []
      for number in numbers {
        let first = sequences.first?.first ?? terms.first
        guard let term = term(number, instance, like: first) else { break }
        terms.append(term)
      }
      guard terms.count >= Self.leastTerms else { return nil }
      sequences.append(terms)
    }
    guard let first = sequences.first?.first else { return nil }
    return verdict(first, sequences, sizes)
  }

  private func term(_ number: Int, _ instance: Instance, like first: Sample?) -> Sample? {
    var instance = instance
    instance[variable] = number
    guard
      let lowered = try? lowering.lower(
        step, hypotheses: hypotheses, structure: structure, for: instance),
      lowered.statistics.isEmpty, lowered.graph.count <= Self.nodeLimit
    else { return nil }
    let parts = CaseSplitter(lowered, within: nil).cases()
    guard let part = parts.first, parts.count == 1, case .goals(let goals) = part.content else {
      return nil
    }
    let judge = CaseJudge(
      part, lowered: lowered, scope: scope, sizes: [], settings: settings, points: 1)
    let prepared = judge.prepare(goals)
    guard first.map({ $0.prepared.problem.domains == prepared.problem.domains }) ?? true else {
      return nil
    }
    // Arbitrary functions are the same for all numbers.
    let points = PointJudge(
      prepared.problem, prepared.goals, functions: lowered.functions,
      key: first?.judge.key ?? prepared.key, target: 1)
    return Sample(number: number, judge: points, prepared: prepared)
  }

  private func verdict(_ first: Sample, _ sequences: [[Sample]], _ sizes: [SizeValue]) -> StepResult
  {
    var evidence = Evidence(.limit)
    evidence.seed = settings.seed
    if !sizes.isEmpty { evidence.sizes = [sizes] }
    let problem = first.prepared.problem
    let sampler = PointSampler(
      domains: problem.domains, touching: problem.touching, key: first.prepared.key)
    let isFixed = problem.inputs(ofAll: first.prepared.goals).isEmpty
    let points = (0..<Self.draws).map { sampler.point($0) }.filter {
      first.judge.evaluator.meetsConditions($0)
    }.prefix(isFixed ? 1 : Self.pointCount)
    guard let start = points.first else {
      return StepResult(.vacuous(.hypothesesNeverMet), evidence, at: step.span)
    }
    let simple = isFixed ? [] : simplePoints(beside: start, first)
    let drawn = look(at: Array(points), sequences)
    let special = look(at: simple, sequences)
    evidence.points = drawn.converging + special.converging
    // Beside a border a sum may only begin to move far out.
    let isMissed = drawn.missed > drawn.converging + drawn.unclear
    if let failure = special.failure ?? (isMissed ? drawn.failure : nil) {
      return StepResult(
        .refuted, evidence, counterexample: shown(failure, first, sizes), at: step.span)
    }
    guard drawn.missed == 0, 4 * drawn.unclear <= drawn.converging, special.unclear == 0 else {
      return StepResult(.undecided(.belowResolution), evidence, at: step.span)
    }
    evidence.widePoints = evidence.points
    evidence.resolution = Self.resolution
    return StepResult(.tested, evidence, at: step.span)
  }

  private struct Findings {
    var (converging, unclear, missed) = (0, 0, 0)
    var failure: PointJudge.Failure?
  }

  private func look(at points: [[Double]], _ sequences: [[Sample]]) -> Findings {
    var findings = Findings()
    for point in points {
      for goal in sequences[0][0].prepared.goals.indices {
        switch trend(of: goal, at: point, sequences) {
        case .converges: findings.converging += 1
        case .unclear: findings.unclear += 1
        case .misses(let reading):
          findings.missed += 1
          findings.failure =
            findings.failure ?? PointJudge.Failure(goal: goal, point: point, reading: reading)
        }
      }
    }
    return findings
  }

  /// A point with one coordinate 0, 1, −1 or an end of its domain, for each of the first few.
  private func simplePoints(beside point: [Double], _ sample: Sample) -> [[Double]] {
    let problem = sample.prepared.problem
    let inputs = problem.inputs(ofAll: sample.prepared.goals).sorted()
    return inputs.prefix(4).flatMap { input -> [[Double]] in
      var values: Set<Double> = [0, 1, -1]
      if case .interval(let low, let high) = problem.domains[input] {
        values.formUnion([low, high].compactMap { $0?.value.double })
      }
      return values.sorted().map { value in
        var simple = point
        simple[input] = value
        return simple
      }
    }.filter { problem.admits($0) && sample.judge.evaluator.meetsConditions($0) }
  }

  private func shown(
    _ failure: PointJudge.Failure, _ term: Sample, _ sizes: [SizeValue]
  ) -> Counterexample {
    let used = term.prepared.problem.inputs(ofAll: [term.prepared.goals[failure.goal]])
    let entries = term.prepared.shown.filter {
      !term.prepared.problem.inputs(of: $0.node).isDisjoint(with: used)
    }
    return Counterexample(
      sizes: sizes, indices: [], values: term.judge.assignments(entries, at: failure.point),
      left: failure.reading.left.shown, right: failure.reading.right.shown, isExact: false)
  }

  // MARK: Along one sequence

  private func trend(of goal: Int, at point: [Double], _ sequences: [[Sample]]) -> Trend {
    var isClear = true
    for terms in sequences {
      switch trend(of: goal, at: point, along: terms) {
      case .converges: continue
      case .unclear: isClear = false
      case .misses(let reading): return .misses(reading)
      }
    }
    return isClear ? .converges : .unclear
  }

  private func trend(of goal: Int, at point: [Double], along terms: [Sample]) -> Trend {
    let kind = WideArithmetic.widest
    var gaps: [(step: Double, gap: Double)] = []
    var readings: [PairReading] = []
    for term in terms {
      guard let (_, reading) = term.judge.evaluator.outcome(goal, point, .widest),
        reading.areBothDefined
      else { return .unclear }
      let sides = term.judge.evaluator.wideSides(goal, point)
      let gap = kind.subtract(sides.left, sides.right).nearest
      guard gap.isFinite else { return .unclear }
      gaps.append((1 / Double(term.number), gap))
      readings.append(reading)
    }
    guard let last = readings.last, let end = gaps.last,
      readings.allSatisfy({ $0.right.value == last.right.value })
    else { return .unclear }
    let largest = readings.reduce(0) { max($0, abs($1.left.value)) }
    let size = max(abs(last.right.value), abs(last.left.value), min(1e-3, largest))
    let (limit, error) = Self.extrapolated(gaps)
    let before = gaps[gaps.count - 2].gap
    let isSmall = abs(end.gap) <= Self.resolution * size
    if isSmall, abs(end.gap) <= 0x1p-6 * abs(before) || abs(end.gap) <= 0x1p-50 * size {
      return .converges
    }
    if abs(limit) <= Self.resolution * size, error <= Self.resolution * size { return .converges }
    return abs(limit) > 1e-9 * size && error <= 1e-8 * abs(limit) ? .misses(last) : .unclear
  }

  /// Neville's value at 0 of polynomials through the last points, and by how much the last two of
  /// the order that agrees best differ.
  private static func extrapolated(
    _ points: [(step: Double, gap: Double)]
  ) -> (limit: Double, error: Double) {
    var column = points.map { $0.gap }
    var best = (limit: 0.0, error: Double.infinity)
    for order in 0..<(points.count - 2) {
      let size = column.count
      // Two differences, so that one chance agreement is none.
      let error = max(
        abs(column[size - 1] - column[size - 2]), abs(column[size - 2] - column[size - 3]) / 64)
      if error < best.error { best = (column[size - 1], error) }
      column = (1..<size).map { place in
        let (near, far) = (points[place + order].step, points[place - 1].step)
        return column[place] + (column[place] - column[place - 1]) * near / (far - near)
      }
    }
    return best
  }
}
