package import SourceText

/// What became of a display that nobody gave a role.
package enum Reading: Sendable {
  /// It states something that could be checked.
  case claim(Claim)
  /// A term that states nothing.
  case expression(Term)
  /// Not understood, for this reason.
  case prose(Diagnostic)
}

extension Scope {
  /// Whether a display without role could be checked: all is known and a relation stands in it.
  package func understands(_ latex: Excerpt) -> Reading {
    var trial = self
    let (claim, diagnostics) = trial.read(claim: latex)
    if let claim { return .claim(claim) }
    if let term = trial.read(expression: latex).term { return .expression(term) }
    return .prose(
      diagnostics.first ?? Message.noRelation(at: latex.wholeSpan).diagnostic)
  }
}
