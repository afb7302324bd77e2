package import Markup
package import SourceText
package import Verification

/// What became of one claim of a lesson.
package struct ClaimResult: Sendable {
  /// The place of the display or inline formula.
  package let span: Span
  package let latex: Excerpt
  package let label: String?
  package let isRefutation: Bool
  package let isInline: Bool
  package let box: Statement.Kind?
  /// Where in the notes the statement stands.
  package let source: String?
  /// Why the author accepts that it is undecided.
  package let excuse: String?
  /// What `expect=` demands of a refutation.
  package let expectation: Expectation
  package let steps: [StepResult]

  package enum Expectation: String, Sendable {
    case refuted
    case domain
    case shape
  }

  init(_ planned: PlannedClaim, _ steps: [StepResult]) {
    span = planned.span
    latex = planned.latex
    label = planned.label
    isRefutation = planned.isRefutation
    isInline = planned.isInline
    box = planned.box
    source = planned.source
    excuse = planned.attributes["undecided"]?.text
    expectation =
      planned.attributes["expect"].flatMap { Expectation(rawValue: $0.text) } ?? .refuted
    self.steps = steps
  }

  /// Whether the lesson's claim about the formula was borne out.
  package var outcome: Outcome {
    isRefutation ? (isRefutedAsExpected ? .passed : .failed) : checkOutcome
  }

  package enum Outcome: Hashable, Sendable {
    case passed
    /// Undecided, and the author has said why that is accepted.
    case excused
    case failed
  }

  private var checkOutcome: Outcome {
    if steps.allSatisfy({ $0.verdict.passes }) { return steps.isEmpty ? .failed : .passed }
    let isOpen = steps.allSatisfy { $0.verdict.passes || $0.verdict.isUndecided }
    return isOpen && excuse != nil ? .excused : .failed
  }

  /// A statement is false as soon as one of its steps is.
  private var isRefutedAsExpected: Bool {
    steps.contains { step in
      switch expectation {
      case .refuted: step.verdict == .refuted
      case .domain: step.verdict == .domain
      case .shape: step.verdict == .shape
      }
    }
  }
}

extension Verdict {
  /// The name that reports use.
  package var name: String {
    switch self {
    case .certified: "certified"
    case .tested: "tested"
    case .refuted: "refuted"
    case .undecided: "undecided"
    case .domain: "domain"
    case .shape: "shape"
    case .vacuous: "vacuous"
    case .ambiguous: "ambiguous"
    }
  }
}
