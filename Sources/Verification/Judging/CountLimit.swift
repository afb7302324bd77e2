import Formula
import Numerics
import SourceText

/// lim_{n → ∞} of what has n terms, \sum_{k=0}^n x^k: written out for several sequences of n.
///
/// Along each sequence the difference of the sides is extrapolated to 1/n = 0 by polynomials in 1/n
/// and in 1/√n, in the order that the last terms agree on best. What is no such function, and does
/// not become small fast, is left open.
struct CountLimit {
  let step: Step
  let variable: SymbolID
  let hypotheses: [Hypothesis]
  let scope: Scope
  let settings: Settings
  let lowering: Lowering
  let structure: Structure

  /// Upwards; one for every remainder by 2, 3, 4 and 6, and one of multiples of 5.
  private static let sequences: [[Int]] = {
    let factors = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64]
    return (0..<6).map { rest in factors.map { 12 * $0 + rest } } + [factors.map { 15 * $0 }]
  }()
  private static let leastTerms = 5
  private static let nodeLimit = 20_000
  private static let pointCount = 8
  /// Where many of them lie so that the terms come near only slowly.
  private static let mostPoints = 32
  private static let draws = 80
  /// What is as small as this, as a part of the sides, is 0.
  private static let resolution = 1e-14

  /// Both sides for one n.
  private struct Sample {
    let number: Int
    let context: CaseJudge
    let judge: PointJudge
    let prepared: CaseJudge.Prepared
  }

  private enum Trend {
    case converges
    /// Comes nearer, but not near enough.
    case approaches
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
    return Sample(number: number, context: judge, judge: points, prepared: prepared)
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
    }.prefix(isFixed ? 1 : Self.mostPoints)
    guard let start = points.first else {
      return StepResult(.vacuous(.hypothesesNeverMet), evidence, at: step.span)
    }
    let simple = isFixed ? [] : simplePoints(beside: start, first)
    var drawn = look(at: Array(points.prefix(Self.pointCount)), sequences)
    if 2 * drawn.approaching > drawn.converging, points.count > Self.pointCount {
      drawn = look(at: Array(points), sequences)
    }
    let special = look(at: simple, sequences)
    evidence.points = drawn.converging + special.converging
    // Beside a border a sum may only begin to move far out.
    let isMissed = drawn.missed > drawn.converging + drawn.approaching + drawn.unclear
    if let failure = special.failure ?? (isMissed ? drawn.failure : nil) {
      return StepResult(
        .refuted, evidence, counterexample: shown(failure, first, sizes), at: step.span)
    }
    guard drawn.missed == 0, 4 * drawn.unclear <= drawn.converging, special.unclear == 0,
      2 * drawn.approaching <= drawn.converging
    else {
      return StepResult(.undecided(.belowResolution), evidence, at: step.span)
    }
    evidence.widePoints = evidence.points
    evidence.resolution = Self.resolution
    return StepResult(.tested, evidence, at: step.span)
  }

  private struct Findings {
    var (converging, approaching, unclear, missed) = (0, 0, 0, 0)
    var failure: PointJudge.Failure?
  }

  private func look(at points: [[Double]], _ sequences: [[Sample]]) -> Findings {
    var findings = Findings()
    for point in points {
      for goal in sequences[0][0].prepared.goals.indices {
        switch trend(of: goal, at: point, sequences) {
        case .converges: findings.converging += 1
        case .approaches: findings.approaching += 1
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
      sizes: sizes, indices: [],
      values: term.judge.assignments(entries, at: failure.point, in: term.context),
      left: failure.reading.left.shown, right: failure.reading.right.shown, isExact: false)
  }

  // MARK: Along one sequence

  private func trend(of goal: Int, at point: [Double], _ sequences: [[Sample]]) -> Trend {
    var result = Trend.converges
    for terms in sequences {
      switch trend(of: goal, at: point, along: terms) {
      case .converges: continue
      case .approaches: if case .converges = result { result = .approaches }
      case .unclear: result = .unclear
      case .misses(let reading): return .misses(reading)
      }
    }
    return result
  }

  private func trend(of goal: Int, at point: [Double], along terms: [Sample]) -> Trend {
    let kind = WideArithmetic.widest
    var gaps: [Wide] = []
    var readings: [PairReading] = []
    for term in terms {
      let reading = term.judge.evaluator.reading(goal, point, .widest)
      guard reading.areBothDefined else { return .unclear }
      let sides = term.judge.evaluator.wideSides(goal, point)
      gaps.append(kind.subtract(sides.left, sides.right))
      readings.append(reading)
    }
    let sizes = gaps.map { abs($0.nearest) }
    guard let last = readings.last, let end = sizes.last, sizes.allSatisfy({ $0.isFinite }),
      readings.allSatisfy({ $0.right.value == last.right.value })
    else { return .unclear }
    let largest = readings.reduce(0) { max($0, abs($1.left.value)) }
    let size = max(abs(last.right.value), abs(last.left.value), min(1e-3, largest))
    let small = Self.resolution * size
    if end <= small, end <= 0x1p-6 * sizes[sizes.count - 2] || end <= 0x1p-50 * size {
      return .converges
    }
    let numbers = terms.map { kind.constant(Double($0.number)) }
    let trials = [numbers, numbers.map { kind.apply(.sqrt, $0) }]
      .map { Self.extrapolated(gaps, at: $0) }
    let (limit, error) = trials.min { $0.error < $1.error } ?? (0, .infinity)
    if abs(limit) <= small, error <= small { return .converges }
    if abs(limit) > 1e-9 * size, error <= 1e-8 * abs(limit) { return .misses(last) }
    let late = sizes.suffix(5)
    let isFalling = zip(late, late.dropFirst()).allSatisfy { $0 > $1 } && 2 * end < late.first ?? 0
    return isFalling ? .approaches : .unclear
  }

  /// Neville's value at 1/x = 0 of the polynomials in 1/x through the last points, of the degree
  /// whose value differs least from those of the degree below.
  private static func extrapolated(
    _ gaps: [Wide], at numbers: [Wide]
  ) -> (limit: Double, error: Double) {
    let kind = WideArithmetic.widest
    func distance(_ a: Wide, _ b: Wide) -> Double { abs(kind.subtract(a, b).nearest) }
    var column = gaps
    var best = (limit: 0.0, error: Double.infinity)
    for degree in 1..<gaps.count {
      let next = (1..<column.count).map { place in
        let (far, near) = (numbers[place - 1], numbers[place - 1 + degree])
        let weight = kind.divide(far, kind.subtract(near, far))
        let slope = kind.subtract(column[place], column[place - 1])
        return kind.add(column[place], kind.multiply(weight, slope))
      }
      guard let value = next.last else { break }
      let error = column.suffix(2).reduce(0) { max($0, distance(value, $1)) }
      if error < best.error { best = (value.nearest, error) }
      column = next
    }
    return best
  }
}
