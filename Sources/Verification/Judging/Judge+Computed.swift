import Formula
import Numerics

/// Values of blocks are doubles: what their last digits decide is open.
extension Judge {
  /// Whether a verdict would be another one if what blocks have rounded were a little different.
  func hangsOnRounding(
    _ result: StepResult, of step: Step, given hypotheses: [Hypothesis], in scope: Scope,
    options: ClaimOptions, using symbols: [SymbolID]
  ) -> Bool {
    guard result.verdict.passes || result.verdict == .refuted,
      symbols.contains(where: { computed[$0]?.contains { $0.isRounded } == true })
    else { return false }
    if result.isClose { return true }
    for neighbour in ComputedValue.Neighbour.allCases {
      var other = self
      other.computed = computed.mapValues { $0.map { $0.moved(to: neighbour) } }
      let moved = other.plainResult(of: step, given: hypotheses, in: scope, options: options)
      if moved.verdict.passes != result.verdict.passes { return true }
    }
    guard let equation = step.asEquation else { return false }
    return plainResult(of: equation, given: hypotheses, in: scope, options: options).isClose
  }
}

extension StepResult {
  /// Whether the sides of a counterexample agree in as many digits as rounding may leave.
  fileprivate var isClose: Bool {
    guard let left = counterexample?.left.flatMap({ Rational(decimal: $0.text)?.double }),
      let right = counterexample?.right.flatMap({ Rational(decimal: $0.text)?.double })
    else { return false }
    return abs(left - right) <= 1e-9 * max(abs(left), abs(right))
  }
}

extension Step {
  /// Of a statement that two sides differ, that they do not.
  fileprivate var asEquation: Step? {
    guard case .relation(.notEqual, let left, let right) = conclusion else { return nil }
    return Step(given: premises, .relation(.equal, left, right), at: span)
  }
}
