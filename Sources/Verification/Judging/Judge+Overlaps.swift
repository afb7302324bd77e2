import Formula
import SourceText

/// Rows of `cases` that hold together: in a claim they have to say the same there.
extension Judge {
  /// The first two rows that differ at some point, as a false step of its own.
  func overlap(
    in claim: Claim, _ scope: Scope, _ options: ClaimOptions
  ) -> StepResult? {
    var quick = self
    quick.settings.effort = .doubles
    for step in claim.steps {
      // An index of a row is the claim's own: it is no "for all" inside the premise.
      let hypotheses = quantified(step, claim.hypotheses, in: scope).1
      var parts: [BoundCases] = []
      for side in step.conclusion.sides { side.collectCases(within: [], into: &parts) }
      for part in parts {
        for second in part.branches.indices {
          for first in 0..<second where part.branches[first].value != part.branches[second].value {
            var result = quick.plainResult(
              of: part.agreement(first, second, given: step.premises), given: hypotheses,
              in: scope, options: options)
            guard result.verdict == .refuted else { continue }
            result.evidence.remarks.append(.rowsOverlap(first + 1, second + 1))
            return result
          }
        }
      }
    }
    return nil
  }
}

/// The rows of one `cases`, and the sums and products that it stands in.
private struct BoundCases {
  let binders: [Term.Binder]
  let branches: [Term.Branch]

  /// Where two rows hold they have one value.
  func agreement(_ first: Int, _ second: Int, given premises: [Term]) -> Step {
    let (a, b) = (branches[first], branches[second])
    let span = b.condition.span
    guard !binders.isEmpty else {
      return Step(
        given: premises + [a.condition, b.condition], .relation(.equal, a.value, b.value), at: span)
    }
    let same = Term(.relation(.equal, a.value, b.value), .truth, at: span)
    let either = [a.condition, b.condition].map { Term(.not($0), .truth, at: span) } + [same]
    let all = Term(.fold(.all, binders, Term(.or(either), .truth, at: span)), .truth, at: span)
    return Step(given: premises, .truth(all), at: span)
  }
}

extension Term {
  /// Every `cases` in it that no table or mean repeats.
  fileprivate func collectCases(within outer: [Binder], into found: inout [BoundCases]) {
    switch node {
    case .table, .expectation, .variance, .covariance, .substituted: return
    case .fold(_, let binders, let body):
      return body.collectCases(within: outer + binders, into: &found)
    case .cases(let branches, _): found.append(BoundCases(binders: outer, branches: branches))
    default: break
    }
    for child in children { child.collectCases(within: outer, into: &found) }
  }
}
