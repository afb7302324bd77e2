import Courseware
import SourceText
import Verification

/// What `mutate` says of checks that are weaker than they look.
enum MutationFault: String {
  case survived = "MutantSurvived"
  case unpinned = "Unpinned"
  case slack = "Slack"

  fileprivate func report(
    _ severity: Diagnostic.Severity, at span: Span, _ summary: String
  ) -> Diagnostic {
    Diagnostic(rawValue, severity, at: span, summary)
  }
}

extension MutationRun {
  /// What became of a lesson's mutants, in words: survivors, definitions, slack.
  var diagnostics: [Diagnostic] {
    survivors.map { mutant in
      MutationFault.survived.report(
        .warning, at: mutant.span,
        "with `\(mutant.replacement)` here the check passes or stays undecided")
    }
      + unpinned.map { definition in
        MutationFault.unpinned.report(
          .warning, at: definition.span,
          "no check notices a slip in the definition of \(definition.name)")
      } + slack.map(Self.slack)
  }

  private static func slack(_ mutant: MutantResult) -> Diagnostic {
    var least = ""
    if case .slack(let slack?) = mutant.fate { least = "; least relative slack seen \(slack)" }
    return MutationFault.slack.report(
      .note, at: mutant.span, "holds with `\(mutant.replacement)` as well\(least)")
  }
}
