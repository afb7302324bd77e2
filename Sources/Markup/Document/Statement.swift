package import SourceText

/// A box with a kind: a theorem, a proof, a remark.
package struct Statement: Sendable {
  package var kind: Kind
  /// The place of `[!kind]`.
  package var kindSpan: Span
  package var title: [Inline]
  package var fold: Fold
  package var attributes: Attributes
  package var blocks: [Block]

  package init(
    kind: Kind, kindSpan: Span, title: [Inline], fold: Fold, attributes: Attributes,
    blocks: [Block]
  ) {
    self.kind = kind
    self.kindSpan = kindSpan
    self.title = title
    self.fold = fold
    self.attributes = attributes
    self.blocks = blocks
  }

  /// Whether the reader can fold the box, and how it is shown at first.
  package enum Fold: Sendable {
    /// Always open.
    case fixed
    /// `+`: foldable, open at first.
    case open
    /// `-`: foldable, closed at first.
    case closed
  }

  package enum Kind: String, CaseIterable, Hashable, Sendable {
    case theorem
    case lemma
    case proposition
    case corollary
    case definition
    case algorithm
    case proof
    case example
    case remark
    case exercise
    case solution
    case erratum
    case note
    case tip
    case warning

    /// What the identifiers of this kind begin with; nil for what cannot be referred to.
    package var prefix: ReferenceKind? {
      switch self {
      case .theorem: .theorem
      case .lemma: .lemma
      case .proposition: .proposition
      case .corollary: .corollary
      case .definition: .definition
      case .algorithm: .algorithm
      case .example: .example
      case .remark: .remark
      case .exercise: .exercise
      case .solution: .solution
      case .erratum: .erratum
      case .proof, .note, .tip, .warning: nil
      }
    }
  }
}

/// What a label names, told by the prefix of its identifier: `eq-…`, `thm-…`.
package enum ReferenceKind: String, CaseIterable, Hashable, Sendable {
  case equation = "eq"
  case theorem = "thm"
  case lemma = "lem"
  case proposition = "prp"
  case corollary = "cor"
  case definition = "def"
  case algorithm = "alg"
  case example = "exm"
  case remark = "rem"
  case exercise = "exr"
  case solution = "sol"
  case erratum = "err"
  case figure = "fig"
  case table = "tbl"
  case check = "chk"
  case section = "sec"
  case lesson = "lesson"

  /// The kind whose prefix an identifier carries.
  package init?(ofIdentifier identifier: String) {
    guard let dash = identifier.firstIndex(of: "-") else { return nil }
    self.init(rawValue: String(identifier[..<dash]))
  }
}
