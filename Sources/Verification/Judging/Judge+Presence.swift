import Formula
import Numerics

/// Parts of a statement that have no value at some point, where no comparison of values shows it.
extension Judge {
  /// Where a side of a statement that passes has no value although it has to be judged there: in
  /// `P \vee Q` where no other part holds, in `P \iff Q` where the other statement holds.
  func absence(
    in step: Step, given hypotheses: [Hypothesis], _ scope: Scope, _ options: ClaimOptions
  ) -> StepResult? {
    var quick = self
    quick.settings.effort = .doubles
    for part in step.partsWithOpenDomain {
      let result = quick.plainResult(of: part, given: hypotheses, in: scope, options: options)
      guard result.verdict == .domain else { continue }
      let shown = plainResult(of: part, given: hypotheses, in: scope, options: options)
      return shown.verdict == .domain ? shown : result
    }
    return nil
  }
}

extension Step {
  /// Steps that have to be defined wherever their premises hold.
  fileprivate var partsWithOpenDomain: [Step] {
    switch conclusion {
    case .relation: return []
    case .truth(let truth):
      guard case .or(let parts) = truth.node else { return [] }
      return parts.indices.compactMap { place -> Step? in
        guard case .relation(let relation, let left, let right) = parts[place].node,
          left.isPartial || right.isPartial
        else { return nil }
        let others = parts.indices.filter { $0 != place }.map { parts[$0].negation }
        return Step(given: premises + others, .relation(relation, left, right), at: span)
      }
    case .equivalence(let left, let right):
      return presence(of: right, where: left) + presence(of: left, where: right)
    }
  }

  /// One step for each side of a relation between numbers that may be undefined.
  private func presence(of statement: Term, where other: Term) -> [Step] {
    guard case .relation(_, let left, let right) = statement.node else { return [] }
    return [left, right].filter { $0.shape == .scalar && $0.isPartial }.map { side in
      let size = Term(.builtin(.absolute, [side]), .scalar, at: side.span)
      let zero = Term(.number(.zero), .scalar, at: side.span)
      return Step(
        given: premises + [other], .relation(.greaterOrEqual, size, zero), at: statement.span)
    }
  }
}

extension Term {
  /// Whether it has something in it that need not have a value.
  fileprivate var isPartial: Bool {
    subterms.contains { part in
      switch part.node {
      case .divide, .inverse, .power, .builtin, .cases, .substituted, .apply: true
      default: false
      }
    }
  }
}
