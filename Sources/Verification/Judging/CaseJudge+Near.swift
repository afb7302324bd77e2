import Formula
import Numerics
import SourceText

/// What is claimed of all numbers close enough to another one: |s| > 0 as s → 1.
extension CaseJudge {
  /// How close, as a power of 2, and how much closer it is looked again.
  private static let reach = 24
  private static let further = [4, 8, 16, 40, 80, 160, 320]
  private static let tendingLimit = 2

  /// The comparisons close to where inputs tend, if the formula itself says that they do; `nil` if
  /// it does not.
  ///
  /// Refuted is only what goes on failing closer by: how close is close enough may hang on the other
  /// symbols.
  func judgeNear(_ goals: [Goal], at span: Span) -> StepResult? {
    let tending = part.domains.indices.filter { isTending($0) }
    guard !tending.isEmpty, tending.count <= Self.tendingLimit else { return nil }
    var result: StepResult?
    for signs in signs(of: tending) {
      let near = near(tending, signs)
      let first = near.judge(goals, at: span)
      switch first.verdict {
      case .refuted, .domain:
        return near.keepsFailing(goals, as: first.verdict, tending)
          ? first : StepResult(.undecided(.belowResolution), first.evidence, at: span)
      case _ where first.verdict.passes || first.verdict.isOfHypotheses:
        if result?.verdict.passes != true { result = first }
      default: return first
      }
    }
    return result
  }

  /// Whether it is the formula that has an input tend to a number: a symbol that was declared to
  /// tend to 0 is any number where no order is claimed.
  private func isTending(_ input: Int) -> Bool {
    guard case .small = part.domains[input], lowered.inputs.indices.contains(input) else {
      return false
    }
    return switch scope[lowered.inputs[input].symbol].kind {
    case .scalar(.small), .vector(_, .any(.small)), .matrix(_, _, .any(.small)): false
    default: true
    }
  }

  private func signs(of tending: [Int]) -> [[Int]] {
    tending.reduce([[]]) { found, input in
      let own =
        switch part.domains[input] {
        case .small(.above): [1]
        case .small(.below): [-1]
        default: [1, -1]
        }
      return found.flatMap { signs in own.map { signs + [$0] } }
    }
  }

  /// Whether what fails at a point fails still where the tending inputs are smaller and all others
  /// as they are.
  private func keepsFailing(_ goals: [Goal], as verdict: Verdict, _ tending: [Int]) -> Bool {
    let prepared = prepare(goals)
    guard Set(prepared.problem.solved).isDisjoint(with: tending) else { return false }
    let comparison = PointJudge(
      prepared.problem, prepared.goals, functions: lowered.functions, key: prepared.key,
      target: points)
    var findings = comparison.judge(groups: prepared.groups.map { $0.inputs })
    if findings.isOpen, findings.oneSided == nil { Descent(comparison).run(&findings) }
    guard let failure = verdict == .refuted ? findings.failure : findings.oneSided else {
      return false
    }
    let outcomes = Self.further.compactMap { closer -> PointOutcome? in
      var point = failure.point
      for input in tending {
        point[input] *= Double(sign: .plus, exponent: -closer, significand: 1)
      }
      guard comparison.evaluator.meetsConditions(point) else { return nil }
      let (outcome, reading) = comparison.evaluator.outcome(failure.goal, point, .widest)
      // Very close by rounding may hide it.
      return reading.areBothDefined && reading.order == nil ? nil : outcome
    }
    let wanted = verdict == .refuted ? PointOutcome.fails : .oneSided
    return !outcomes.contains(.holds) && outcomes.count { $0 == wanted } > 1
  }

  private func near(_ tending: [Int], _ signs: [Int]) -> CaseJudge {
    var near = part
    for (input, sign) in zip(tending, signs) {
      guard let size = Rational(Int128(sign), over: 1 << Int128(Self.reach)) else { continue }
      let (end, zero) = (
        InputDomain.End(size, isIncluded: true), InputDomain.End(.zero, isIncluded: false)
      )
      near.domains[input] = sign > 0 ? .interval(zero, end) : .interval(end, zero)
    }
    return with(near, part.content)
  }
}
