package import SourceText

/// What became of one step of a claim.
package struct StepResult: Hashable, Sendable {
  package var span: Span
  package var verdict: Verdict
  package var evidence: Evidence
  /// For `refuted` and `domain`.
  package var counterexample: Counterexample?
  /// The one edit that makes the step hold, if exactly one does.
  package var repair: Repair?
  /// For `domain`: where the statement holds, as conditions in LaTeX.
  package var holdsWhere: [String] = []

  package init(
    _ verdict: Verdict, _ evidence: Evidence, counterexample: Counterexample? = nil, at span: Span
  ) {
    self.verdict = verdict
    self.evidence = evidence
    self.counterexample = counterexample
    self.span = span
  }
}

/// Values for which a step fails.
package struct Counterexample: Hashable, Sendable {
  package var sizes: [SizeValue]
  /// The values of the free indices at which the two sides part.
  package var indices: [SizeValue]
  package var values: [Assignment]
  /// Where two arrays differ: row and column, or the place in a vector; empty for numbers.
  package var entry: [Int] = []
  /// `nil` where the side is not defined.
  package var left: ShownNumber?
  package var right: ShownNumber?
  /// Whether all values and both sides are exact.
  package var isExact: Bool

  package init(
    sizes: [SizeValue], indices: [SizeValue], values: [Assignment], entry: [Int] = [],
    left: ShownNumber?, right: ShownNumber?, isExact: Bool
  ) {
    self.sizes = sizes
    self.indices = indices
    self.values = values
    self.entry = entry
    self.left = left
    self.right = right
    self.isExact = isExact
  }
}

extension Counterexample {
  mutating func turn() { (left, right) = (right, left) }
}

/// One edit after which a false step holds.
package struct Repair: Hashable, Sendable {
  package var kind: Edit.Kind
  /// The part of the formula that changes, and what it becomes.
  package var span: Span
  package var replacement: String

  package init(_ kind: Edit.Kind, at span: Span, replacement: String) {
    self.kind = kind
    self.span = span
    self.replacement = replacement
  }
}
