import Formula
import Numerics

/// Claims on slopes under conditions that include a kink.
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

  /// Every bound of the condition that can be attained.
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
      left.shape.isNumber, right.shape.isNumber
    else { return nil }
    let difference = Term(.subtract(left, right), .scalar, at: span)
    let size = Term(.builtin(.absolute, [difference]), .scalar, at: span)
    return Step(given: premises, .relation(.less, size, size.small(over: 1000)), at: span)
  }
}
