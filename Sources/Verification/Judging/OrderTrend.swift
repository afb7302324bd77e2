import Formula
import Numerics
import SourceText

/// left = right + O(scale) where no power series decides: the ratio (left − right)/scale is followed
/// with 300 bits while the small inputs tend to 0, each as s^p for several powers.
///
/// The ratio is bounded if it does not grow from s² to s⁴ and so on: a logarithm doubles, a power
/// grows beyond measure. Tested at most.
struct OrderTrend {
  let judge: CaseJudge
  let order: LoweredStep.Order

  private static let exponents = [2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64, 96, 128]
  private static let points = 6
  private static let neighbours = [1.0, 1.125, 1.25, 1.4375, 1.625, 1.8125]

  private enum Trend {
    case holds
    case fails([Double])
    case unclear
  }

  func judge(at span: Span) -> StepResult {
    var part = judge.part
    var goals: [Goal] = []
    let zero = part.graph.constant(0)
    for (entry, pair) in zip(order.left.nodes, order.right.nodes).enumerated() {
      let ratio = part.graph.divide(part.graph.subtract(pair.0, pair.1), order.scale)
      goals.append(Goal(kind: .equal, left: ratio, right: zero, assertion: 0, entry: entry))
    }
    let prepared = judge.with(part, .goals(goals)).prepare(goals)
    let comparison = PointJudge(
      prepared.problem, prepared.goals, functions: judge.lowered.functions, key: prepared.key,
      target: Self.points)
    return judged(comparison, prepared, at: span)
  }

  private func judged(
    _ comparison: PointJudge, _ prepared: CaseJudge.Prepared, at span: Span
  ) -> StepResult {
    let sampler = PointSampler(
      domains: prepared.problem.domains, touching: prepared.problem.touching, key: prepared.key)
    var evidence = Evidence(.limit)
    evidence.seed = judge.settings.seed
    if !judge.sizes.isEmpty { evidence.sizes = [judge.sizes] }
    for number in 0..<Self.points {
      for path in paths(prepared.problem.domains) {
        if excludes(sampler.point(number), path, comparison.evaluator) { continue }
        for goal in prepared.goals.indices {
          switch trend(goal, sampler.point(number), path, comparison.evaluator) {
          case .holds: evidence.points += 1
          case .unclear:
            return StepResult(.undecided(.belowResolution), evidence, at: span)
          case .fails(let point):
            return StepResult(
              .refuted, evidence,
              counterexample: counterexample(goal, point, comparison, prepared), at: span)
          }
        }
      }
    }
    guard evidence.points > 0 else {
      return StepResult(.vacuous(.hypothesesNeverMet), evidence, at: span)
    }
    evidence.widePoints = evidence.points
    return StepResult(.tested, evidence, at: span)
  }

  /// Whether the hypotheses exclude a way to 0, as η > 0 does those from below.
  private func excludes(_ start: [Double], _ path: Path, _ evaluator: Evaluator) -> Bool {
    Self.exponents.allSatisfy { exponent in
      !evaluator.meetsConditions(place(on: path, from: start, exponent, factor: 1))
    }
  }

  private func place(
    on path: Path, from start: [Double], _ exponent: Int, factor: Double
  ) -> [Double] {
    var point = start
    for (input, sign, power) in path {
      var value = sign
      for _ in 0..<power {
        value *= factor * Double(sign: .plus, exponent: -exponent, significand: 1)
      }
      point[input] = value
    }
    return point
  }

  /// Sign and power of every small input.
  private typealias Path = [(input: Int, sign: Double, power: Int)]

  private func paths(_ domains: [InputDomain]) -> [Path] {
    var result: [Path] = [[]]
    for input in order.small {
      let signs: [Double] =
        switch domains[input] {
        case .small(.above): [1]
        case .small(.below): [-1]
        default: [1, -1]
        }
      let powers = order.small.count == 1 ? [1] : [1, 2, 3]
      result = result.flatMap { path in
        signs.flatMap { sign in powers.map { path + [(input, sign, $0)] } }
      }
    }
    return Array(result.prefix(36))
  }

  private func trend(_ goal: Int, _ start: [Double], _ path: Path, _ evaluator: Evaluator) -> Trend
  {
    let reach = path.reduce(1) { max($0, $1.power) }
    var found: [(exponent: Int, size: Double, point: [Double])] = []
    for exponent in Self.exponents where exponent * reach <= 400 {
      guard let (size, point) = largest(goal, start, path, exponent, evaluator) else { continue }
      found.append((exponent, size, point))
    }
    guard let last = found.last, last.exponent >= 8 else { return .unclear }
    // What oscillates is seen in full only over several exponents.
    let sizes = [1, 2, 4].compactMap { part in
      found.filter { 2 * part * $0.exponent > last.exponent && part * $0.exponent <= last.exponent }
        .map { $0.size }.max()
    }
    guard sizes.count == 3 else { return .unclear }
    let growth = [sizes[0] - sizes[1], sizes[1] - sizes[2]]
    return order.remainder == .big
      ? boundedness(growth, sizes[0], last.point) : decay(growth, sizes[0], last.point)
  }

  /// From the growth of log₂ |ratio| over two doublings of log s.
  private func boundedness(_ growth: [Double], _ last: Double, _ point: [Double]) -> Trend {
    if last == -.infinity || growth.allSatisfy({ $0 <= 0.1 }) { return .holds }
    return growth.allSatisfy { $0 >= 0.4 } ? .fails(point) : .unclear
  }

  private func decay(_ growth: [Double], _ last: Double, _ point: [Double]) -> Trend {
    if last == -.infinity || growth.allSatisfy({ $0 <= -0.4 }) { return .holds }
    return growth.allSatisfy { $0 >= -0.1 } ? .fails(point) : .unclear
  }

  /// The largest log₂ |ratio| near s = 2^−exponent; `nil` if none is known.
  private func largest(
    _ goal: Int, _ start: [Double], _ path: Path, _ exponent: Int, _ evaluator: Evaluator
  ) -> (Double, [Double])? {
    var best: (Double, [Double])?
    for factor in Self.neighbours {
      let point = place(on: path, from: start, exponent, factor: factor)
      guard evaluator.meetsConditions(point),
        let size = evaluator.wideSides(goal, point).left.logarithm
      else { return nil }
      if best.map({ size > $0.0 }) ?? true { best = (size, point) }
    }
    return best
  }

  private func counterexample(
    _ goal: Int, _ point: [Double], _ comparison: PointJudge, _ prepared: CaseJudge.Prepared
  ) -> Counterexample {
    let ratio = comparison.evaluator.wideSides(goal, point).left.nearest
    return Counterexample(
      sizes: judge.sizes, indices: [],
      values: comparison.assignments(prepared.shown, at: point, in: judge),
      left: ShownNumber(ratio),
      right: ShownNumber(0.0), isExact: false)
  }
}

extension Wide {
  /// log₂ |x|, −∞ for 0; `nil` if it is not known to some digits.
  fileprivate var logarithm: Double? {
    guard WideArithmetic.widest.state(of: self) == .defined else { return nil }
    let value = abs(nearest)
    if size <= Measure.none { return errorSize <= Measure.none ? -.infinity : nil }
    guard errorSize < size - 12 else { return nil }
    guard value > 0, value.isFinite else { return Double(size) }
    return Elementary.log(value) / 0.6931471805599453
  }
}
