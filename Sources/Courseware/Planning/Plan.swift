package import Formula
package import Markup
package import SourceText

/// What a lesson asks to be judged and run, in reading order, each with all that it can see.
package struct Plan: Sendable {
  package let lesson: Lesson
  package var items: [Item] = []
  /// The declarations of each `symbols` fence, by the fence's place.
  package var declarations: [Span: Declarations] = [:]
  /// Displays whose relation nothing checks, by place.
  package var unchecked: [Span] = []
  /// What the lesson's plain text can name at its end.
  package var scope: Scope
  package var diagnostics: [Diagnostic] = []

  package enum Item: Sendable {
    case claim(PlannedClaim)
    case cell(PlannedCell)
    case value(PlannedValue)

    var span: Span {
      switch self {
      case .claim(let claim): claim.span
      case .cell(let cell): cell.span
      case .value(let value): value.span
      }
    }

    var kind: Timing.Kind {
      switch self {
      case .claim: .claim
      case .cell: .block
      case .value: .value
      }
    }
  }
}

/// What one `symbols` fence declares.
package struct Declarations: Sendable {
  package let symbols: [Symbol]
  package let scope: Scope
}

/// A formula that is to be judged.
package struct PlannedClaim: Sendable {
  /// The place of the display or inline formula.
  package let span: Span
  package let latex: Excerpt
  package let label: String?
  package let isRefutation: Bool
  package let isInline: Bool
  /// Without steps, if the formula could not be read.
  package let claim: Claim
  /// Why not, for a statement that is said to be refuted by its shape.
  package let mismatch: Diagnostic?
  /// The end of the display that this one goes on from.
  package let previous: ChainEnd?
  package let scope: Scope
  package let attributes: Attributes
  /// The kind of box it stands in, if any, and the place in the notes that the box names.
  package let box: Statement.Kind?
  package let source: String?
}

/// A `run` block.
package struct PlannedCell: Sendable {
  package let span: Span
  package let run: RunBlock
  package let scope: Scope
  /// From 1, among the lesson's blocks.
  package let ordinal: Int
  package let source: String?

  package var label: String? { run.attributes.identifier?.text }
}

/// A value that is set into a line of text.
package struct PlannedValue: Sendable {
  package let span: Span
  package let expression: Excerpt
  package let scope: Scope
}
