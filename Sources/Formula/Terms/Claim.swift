package import SourceText

/// What one display or inline formula claims: steps that are judged one by one.
package struct Claim: Hashable, Sendable {
  package let steps: [Step]
  /// Hypotheses that stand in the formula itself, for every step.
  package let hypotheses: [Hypothesis]
  package let span: Span
  /// The last term, so that a following display that begins with a relation can go on from it.
  package let last: Term?

  package init(steps: [Step], hypotheses: [Hypothesis], last: Term?, at span: Span) {
    self.steps = steps
    self.hypotheses = hypotheses
    self.last = last
    self.span = span
  }
}

/// One thing that is true or false for given values: one relation of a chain, or one `⇒`.
package struct Step: Hashable, Sendable {
  package let premises: [Term]
  package let conclusion: Conclusion
  /// The line or part that the step is read from.
  package let span: Span
  /// Whether both sides are one term in two notations, `A^{2T} = (A^2)^T`: that is a statement about
  /// the notation, where `a = a` is none.
  package let changesNotation: Bool

  package init(
    given premises: [Term] = [], _ conclusion: Conclusion, at span: Span,
    changesNotation: Bool = false
  ) {
    self.premises = premises
    self.conclusion = conclusion
    self.span = span
    self.changesNotation = changesNotation
  }

  /// The step under more premises.
  func given(_ more: [Term]) -> Step {
    guard !more.isEmpty else { return self }
    return Step(
      given: premises + more, conclusion, at: span, changesNotation: changesNotation)
  }

  package enum Conclusion: Hashable, Sendable {
    /// `left relation right`: the ordinary step of a chain.
    case relation(Term.Relation, Term, Term)
    /// Any other statement of shape `truth` (membership, a conclusion of several relations).
    case truth(Term)
    /// Both sides are truths with the same value at every point.
    case equivalence(Term, Term)
  }
}
