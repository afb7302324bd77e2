import Formula
import SourceText

/// Rows of `cases` that hold together: in a claim they have to say the same there.
extension Judge {
  /// The first two rows that differ at some point, as a false step of its own.
  func overlap(
    in claim: Claim, _ scope: Scope, _ options: ClaimOptions
  ) -> StepResult? {
    var quick = settings
    quick.effort = .doubles
    for step in claim.steps {
      // An index of a row is the claim's own: it is no "for all" inside the premise.
      let hypotheses = quantified(step, claim.hypotheses, in: scope).1
      for branches in step.conclusion.sides.flatMap({ $0.branches }) {
        for second in branches.indices {
          for first in 0..<second where branches[first].value != branches[second].value {
            let both = Step(
              given: step.premises + [branches[first].condition, branches[second].condition],
              .relation(.equal, branches[first].value, branches[second].value),
              at: branches[second].condition.span)
            var run = StepJudge(both, hypotheses, scope, options, quick)
            run.lowering.computed = computed
            var result = run.judge()
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

extension Term {
  /// The rows of every `cases` in it that no sum, table or mean repeats.
  fileprivate var branches: [[Branch]] {
    switch node {
    case .fold, .table, .expectation, .variance, .covariance, .substituted: []
    case .cases(let branches, _): [branches] + children.flatMap { $0.branches }
    default: children.flatMap { $0.branches }
    }
  }
}
