import Formula
import SourceText

/// `\frac{d}{dx} x^2 + 3x = 2x + 3`: what is differentiated ends at the sign, but not every author means
/// it so.
extension Judge {
  /// Whether a step holds if derivatives are those of the whole sums that they stand in front of.
  func holdsForWholeSums(
    _ step: Step, given hypotheses: [Hypothesis], in scope: Scope, options: ClaimOptions
  ) -> Bool {
    guard case .relation(let relation, let left, let right) = step.conclusion else { return false }
    let sides = (left.withWholeSums, right.withWholeSums)
    guard sides.0 != nil || sides.1 != nil else { return false }
    let whole = Step(
      given: step.premises, .relation(relation, sides.0 ?? left, sides.1 ?? right), at: step.span)
    return plainResult(of: whole, given: hypotheses, in: scope, options: options).verdict.passes
  }
}

extension Term {
  /// With every summand behind an operator such as `\nabla_x` below it; `nil` if there is none.
  fileprivate var withWholeSums: Term? {
    switch node {
    case .add(let left, let right): (left.withWholeSums ?? left).taking(right, isMinus: false)
    case .subtract(let left, let right): (left.withWholeSums ?? left).taking(right, isMinus: true)
    default: nil
    }
  }

  /// With a further summand below the operator that the term ends with.
  private func taking(_ next: Term, isMinus: Bool) -> Term? {
    let span = span.union(next.span)
    switch node {
    case .derivative(let operand, let targets, let held):
      // `\frac{\partial (a)}{\partial x} + b` and `\nabla_x (a) + b` say where it ends.
      let areNumbers = operand.shape.isNumber && next.shape.isNumber
      guard operand.span.end == self.span.end, areNumbers || operand.shape == next.shape
      else { return nil }
      let sum = Term(
        isMinus ? .subtract(operand, next) : .add(operand, next), operand.shape,
        at: operand.span.union(next.span))
      return Term(.derivative(sum, by: targets, held: held), shape, at: span)
    case .add(let left, let right):
      return right.taking(next, isMinus: isMinus).map { Term(.add(left, $0), shape, at: span) }
    case .subtract(let left, let right):
      return right.taking(next, isMinus: isMinus).map { Term(.subtract(left, $0), shape, at: span) }
    case .multiply(let product, let left, let right):
      return right.taking(next, isMinus: isMinus).map {
        Term(.multiply(product, left, $0), shape, at: span)
      }
    default: return nil
    }
  }
}
