package import Formula
package import SourceText

/// What became of one mutant of a step that holds.
package struct MutantResult: Hashable, Sendable {
  package let edit: Edit.Kind
  package let span: Span
  /// The changed part in LaTeX.
  package let replacement: String
  package let fate: Fate

  package enum Fate: Hashable, Sendable {
    /// The check refutes it.
    case killed
    /// It says the same: certified, or equal to the resolution of 300 bits.
    case equivalent
    /// An inequality that is weaker and holds as well, with the least slack seen.
    case slack(Double?)
    /// The check does not notice it.
    case survived
    /// It is no formula for any sizes.
    case invalid
  }
}

extension Judge {
  /// The mutants of a claim's steps that hold, and whether the check would have caught them.
  package func mutants(
    of claim: Claim, in scope: Scope, options: ClaimOptions = ClaimOptions()
  ) -> [MutantResult] {
    claim.steps.flatMap { step -> [MutantResult] in
      guard judge(step, given: claim.hypotheses, in: scope, options: options).verdict.passes else {
        return []
      }
      let quick = Judge(
        Settings(seed: settings.seed, points: settings.points, effort: .wide), computed: computed)
      return edits(of: step).map { edit, changed in
        let result = quick.judge(changed, given: claim.hypotheses, in: scope, options: options)
        return MutantResult(
          edit: edit.kind, span: edit.before.span, replacement: edit.replacement(in: scope),
          fate: fate(of: result, step))
      }
    }
  }

  private func fate(of result: StepResult, _ step: Step) -> MutantResult.Fate {
    switch result.verdict {
    case .refuted, .domain: return .killed
    case .shape: return .invalid
    case .certified: return .equivalent
    case .vacuous: return .equivalent
    case .tested: return isEquality(step) ? .equivalent : .slack(result.evidence.leastSlack)
    case .undecided(.notEvaluable): return .invalid
    case .undecided, .ambiguous: return .survived
    }
  }

  private func isEquality(_ step: Step) -> Bool {
    if case .relation(let relation, _, _) = step.conclusion {
      return relation == .equal || relation == .identical
    }
    return false
  }
}
