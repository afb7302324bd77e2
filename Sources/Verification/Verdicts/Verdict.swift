/// What is known of one step after it has been judged.
///
/// Only the first two pass.
package enum Verdict: Hashable, Sendable {
  /// An identity, up to the error probability that the evidence states.
  case certified
  /// Holds at every point tried, to the resolution that the evidence states. Not a proof.
  case tested
  /// False: the counterexample is confirmed in wide or exact arithmetic.
  case refuted
  /// Neither shown nor refuted.
  case undecided(Reason)
  /// One side is defined where the other is not.
  case domain
  /// The sizes of the two sides cannot agree.
  case shape
  /// The statement says nothing.
  case vacuous(Vacuity)
  /// A partial derivative has two readings, and the statement holds under one of them only.
  case ambiguous

  package var passes: Bool { self == .certified || self == .tested }

  package var isUndecided: Bool {
    if case .undecided = self { true } else { false }
  }

  /// Why a step could not be decided.
  package enum Reason: Hashable, Sendable {
    /// Too few of the points drawn met the hypotheses.
    case hypothesesSeldomMet
    /// Both sides are undefined wherever they were tried.
    case undefinedEverywhere
    /// The difference stays below the rounding error at the widest precision.
    case belowResolution
    /// The interval for a statistic neither lies near the claimed value nor excludes it.
    case tooNoisy
    /// `≈` without `within=`.
    case noTolerance
    /// The formula is outside what can be evaluated; the text says which part.
    case notEvaluable(String)
    /// The formula's program is too large at every tuple of sizes.
    case tooLarge
    /// Of a chain of implications: the step holds under all that stands before it, but not under
    /// the statement before its arrow.
    case needsEarlierPremises
    /// An equation in front of an arrow that is false somewhere and looks like a step: what follows
    /// holds without it, or one edit makes it an identity.
    case supposedOrClaimed
    /// It holds if a derivative is that of the whole sum behind its sign.
    case openOperand
    /// What a block has computed is rounded, and with its last digits the statement would change.
    case hangsOnRounding
    /// Two engines contradict each other: an error of this program, not of the lesson.
    case fault(String)
  }

  /// In which way a statement says nothing.
  package enum Vacuity: Hashable, Sendable {
    /// No point met the hypotheses.
    case hypothesesNeverMet
    /// The two sides are the same once a definition is written out.
    case restatesDefinition
    /// Some size was 1 in every tuple although the lesson does not fix it.
    case onlySizeOne
    /// There is no value of an index for which anything is claimed.
    case noInstance
  }
}
