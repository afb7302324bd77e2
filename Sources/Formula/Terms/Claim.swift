package import SourceText

/// What one display or inline formula claims: steps that are judged one by one.
package struct Claim: Hashable, Sendable {
  package let steps: [Step]
  /// Hypotheses that stand in the formula itself, for every step.
  package let hypotheses: [Hypothesis]
  private let rowsAboveArrows: [Span]
  package let span: Span
  /// What a following display that begins with a relation or an arrow goes on from.
  package let last: ChainEnd?

  package init(
    steps: [Step], hypotheses: [Hypothesis], rowsAboveArrows: [Span] = [], last: ChainEnd?,
    at span: Span
  ) {
    self.steps = steps
    self.hypotheses = hypotheses
    self.rowsAboveArrows = rowsAboveArrows
    self.last = last
    self.span = span
  }

  /// Where a premise of its steps stands.
  package func place(of premise: Term) -> PremisePlace {
    let whole = premise.span
    guard whole.source == span.source, span.start <= whole.start, whole.end <= span.end else {
      return .elsewhere
    }
    return rowsAboveArrows.contains(whole) ? .row : .line
  }

  package enum PremisePlace: UInt8 {
    /// It is the end of another display.
    case elsewhere
    case line
    /// In a row of its own above an arrow, or before `\therefore`.
    case row
  }
}

/// Where a chain stops and the next display of its box may go on: `\le c`, `\Rightarrow P`.
package struct ChainEnd: Hashable, Sendable {
  /// The last statement, of shape `truth`: what an arrow follows from.
  package let statement: Term
  /// The hypotheses of the chain, which hold for all its steps.
  package let hypotheses: [Hypothesis]

  package init(_ statement: Term, under hypotheses: [Hypothesis] = []) {
    self.statement = statement
    self.hypotheses = hypotheses
  }

  /// The right side of the last relation: what a relation goes on from.
  package var right: Term? { statement.rightmost }
}

extension Term {
  fileprivate var rightmost: Term? {
    switch node {
    case .relation(_, _, let right): right
    case .and(let parts): parts.last?.rightmost
    default: nil
    }
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
