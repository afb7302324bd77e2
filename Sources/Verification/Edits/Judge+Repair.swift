import Formula
import Numerics

extension Judge {
  private static let candidateLimit = 80

  /// The one edit after which a false step holds; `nil` if none does, or several do.
  func repair(
    _ step: Step, given hypotheses: [Hypothesis], in scope: Scope, options: ClaimOptions
  ) -> Repair? {
    var quick = options
    quick.points = 16
    quick.isRefutation = true
    let judge = Judge(Settings(seed: settings.seed, points: 16), computed: computed)
    var found: Edit?
    for (edit, changed) in edits(of: step).prefix(Self.candidateLimit) {
      let result = judge.judge(changed, given: hypotheses, in: scope, options: quick)
      guard result.verdict.passes else { continue }
      if found != nil { return nil }
      found = edit
    }
    guard let found else { return nil }
    return Repair(found.kind, at: found.before.span, replacement: found.after.bracketed(in: scope))
  }

  /// The edits of a step's right side first, then of its left.
  func edits(of step: Step) -> [(Edit, Step)] {
    switch step.conclusion {
    case .relation(let relation, let left, let right):
      return right.edits.map { edit in
        (edit, Step(given: step.premises, .relation(relation, left, edit.term), at: step.span))
      }
        + left.edits.map { edit in
          (edit, Step(given: step.premises, .relation(relation, edit.term, right), at: step.span))
        }
    case .truth(let term):
      return term.edits.map { ($0, Step(given: step.premises, .truth($0.term), at: step.span)) }
    case .equivalence(let left, let right):
      return right.edits.map {
        ($0, Step(given: step.premises, .equivalence(left, $0.term), at: step.span))
      }
    }
  }
}
