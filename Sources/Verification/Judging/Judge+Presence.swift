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
    func verdict(_ step: Step, _ hypotheses: [Hypothesis]) -> Verdict {
      plainResult(of: step, given: hypotheses, in: scope, options: options).verdict
    }
    /// The slope has no value at the end, nor does it tend to the one claimed from outside.
    func isKink(_ end: Term.End, _ supposed: (Term) -> (Step, [Hypothesis])) -> Bool {
      let (there, given) = supposed(end.attained)
      let found = verdict(there, given)
      guard found == .domain || found == .undecided(.undefinedEverywhere) else { return false }
      let (outside, others) = supposed(end.missed)
      return outside.nearly.map { !verdict($0, others).passes } ?? true
    }
    let isIncluded =
      step.premises.indices.contains { place in
        step.premises[place].ends.contains { end in
          isKink(end) { condition in
            var premises = step.premises
            premises[place] = condition
            return (Step(given: premises, step.conclusion, at: step.span), hypotheses)
          }
        }
      }
      || hypotheses.indices.contains { place in
        hypotheses[place].binders.isEmpty
          && hypotheses[place].condition.ends.contains { end in
            isKink(end) { condition in
              var others = hypotheses
              others[place] = Hypothesis(condition, at: hypotheses[place].span)
              return (step, others)
            }
          }
      }
    guard isIncluded else { return nil }
    var evidence = found.evidence
    evidence.remarks = [.apartFromKinks]
    return StepResult(.domain, evidence, at: step.span)
  }
}

extension Term {
  /// A condition with one of its bounds attained, and with the same bound just missed.
  fileprivate struct End {
    let attained: Term
    let missed: Term
  }

  fileprivate var ends: [End] {
    switch node {
    case .relation(.lessOrEqual, let low, let high), .relation(.greaterOrEqual, let high, let low):
      // low ≤ high is missed by a millionth at most.
      let room = Term(.add(high, small(over: 1_000_000)), .scalar, at: span)
      let missed = [
        Term(.relation(.less, high, low), .truth, at: span),
        Term(.relation(.less, low, room), .truth, at: span),
      ]
      return [
        End(
          attained: Term(.relation(.equal, low, high), .truth, at: span),
          missed: Term(.and(missed), .truth, at: span))
      ]
    case .and(let parts):
      return parts.indices.flatMap { place in
        parts[place].ends.map { end in
          func with(_ part: Term) -> Term {
            var others = parts
            others[place] = part
            return Term(.and(others), .truth, at: span)
          }
          return End(attained: with(end.attained), missed: with(end.missed))
        }
      }
    default: return []
    }
  }

  /// 1/n.
  fileprivate func small(over n: Int) -> Term {
    Term(.number(Rational(1, over: Int128(n)) ?? .zero), .scalar, at: span)
  }
}

extension Step {
  /// Of an equation between numbers, that both sides differ by little.
  fileprivate var nearly: Step? {
    guard case .relation(.equal, let left, let right) = conclusion,
      left.shape == .scalar || left.shape == .index, right.shape == .scalar || right.shape == .index
    else { return nil }
    let difference = Term(.subtract(left, right), .scalar, at: span)
    let size = Term(.builtin(.absolute, [difference]), .scalar, at: span)
    return Step(given: premises, .relation(.less, size, size.small(over: 1000)), at: span)
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
