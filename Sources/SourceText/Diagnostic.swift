/// What is wrong in an author's text: collected, never thrown.
package struct Diagnostic: Hashable, Sendable {
  /// Short, CamelCase, stable: `ShapeMismatch`.
  package var id: String
  package var severity: Severity
  /// The exact place.
  package var span: Span
  /// States the rule, most specific words first, without a final period.
  package var summary: String
  /// More, for those who want to know why; whole sentences.
  package var explanation: String?
  package var notes: [Note]
  package var fixes: [Fix]

  package init(
    _ id: String, _ severity: Severity = .error, at span: Span, _ summary: String,
    explanation: String? = nil, notes: [Note] = [], fixes: [Fix] = []
  ) {
    self.id = id
    self.severity = severity
    self.span = span
    self.summary = summary
    self.explanation = explanation
    self.notes = notes
    self.fixes = fixes
  }

  package enum Severity: Int, Hashable, Comparable, Sendable {
    case note
    case warning
    case error

    package static func < (left: Severity, right: Severity) -> Bool {
      left.rawValue < right.rawValue
    }
  }

  /// A further fact, with its own place where it has one.
  package struct Note: Hashable, Sendable {
    package var span: Span?
    package var message: String

    package init(at span: Span? = nil, _ message: String) {
      self.span = span
      self.message = message
    }
  }

  /// A repair that an editor or `--fix` can apply.
  package struct Fix: Hashable, Sendable {
    package var message: String
    package var edits: [Edit]
    /// Whether it may be applied without asking: it cannot change what the author means.
    package var isSafe: Bool

    package init(_ message: String, _ edits: [Edit], isSafe: Bool = false) {
      self.message = message
      self.edits = edits
      self.isSafe = isSafe
    }
  }

  package struct Edit: Hashable, Sendable {
    package var span: Span
    package var replacement: String

    package init(_ span: Span, _ replacement: String) {
      self.span = span
      self.replacement = replacement
    }
  }
}
