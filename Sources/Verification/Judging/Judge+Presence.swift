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

extension Judge {
  /// `h'(x) = 1 \quad (x \ge 0)` includes the kink in so many words: points there are not left out.
  func kinkAtEnd(
    of step: Step, _ found: StepResult, given hypotheses: [Hypothesis], _ scope: Scope,
    _ options: ClaimOptions
  ) -> StepResult? {
    guard found.verdict.passes, found.evidence.remarks.contains(.apartFromKinks) else {
      return nil
    }
    func isKink(_ step: Step, _ hypotheses: [Hypothesis]) -> Bool {
      let result = plainResult(of: step, given: hypotheses, in: scope, options: options)
      return result.verdict == .domain || result.verdict == .undecided(.undefinedEverywhere)
    }
    let isIncluded =
      step.premises.indices.contains { place in
        step.premises[place].ends.contains { end in
          var premises = step.premises
          premises[place] = end
          return isKink(Step(given: premises, step.conclusion, at: step.span), hypotheses)
        }
      }
      || hypotheses.indices.contains { place in
        hypotheses[place].binders.isEmpty
          && hypotheses[place].condition.ends.contains { end in
            var others = hypotheses
            others[place] = Hypothesis(end, at: hypotheses[place].span)
            return isKink(step, others)
          }
      }
    guard isIncluded else { return nil }
    var evidence = found.evidence
    evidence.remarks = [.apartFromKinks]
    return StepResult(.domain, evidence, at: step.span)
  }
}

extension Term {
  /// The condition with one of its bounds attained, in all ways.
  fileprivate var ends: [Term] {
    switch node {
    case .relation(.lessOrEqual, let left, let right),
      .relation(.greaterOrEqual, let left, let right):
      return [Term(.relation(.equal, left, right), .truth, at: span)]
    case .and(let parts):
      return parts.indices.flatMap { place in
        parts[place].ends.map { end in
          var others = parts
          others[place] = end
          return Term(.and(others), .truth, at: span)
        }
      }
    default: return []
    }
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
