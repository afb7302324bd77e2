package import SourceText

/// A piece of running text.
package struct Inline: Sendable {
  package var kind: Kind
  /// Exact for everything but plain text, whose place is exact at its line.
  package var span: Span

  package init(_ kind: Kind, _ span: Span) {
    self.kind = kind
    self.span = span
  }

  package indirect enum Kind: Sendable {
    case text(String)
    case emphasis([Inline])
    case strong([Inline])
    case code(String)
    case math(InlineMath)
    /// `` `{run} expression` ``: the value is set into the text.
    case run(Excerpt)
    /// `@eq-id`.
    case reference(Reference)
    case link(Link)
    case image(Image)
    /// `[^label]`, without the `^`.
    case footnote(label: String)
    case softBreak
    case lineBreak
    /// Raw HTML; occurs only where the course allows it.
    case html(String)
  }
}

/// `$…$` in a line of text.
package struct InlineMath: Sendable {
  package var latex: Excerpt
  package var attributes: Attributes

  package init(latex: Excerpt, attributes: Attributes) {
    self.latex = latex
    self.attributes = attributes
  }
}

/// A mention of a labelled thing.
package struct Reference: Hashable, Sendable {
  package var kind: ReferenceKind
  /// With its prefix, without `@`: `eq-softmax`.
  package var identifier: String

  package init(kind: ReferenceKind, identifier: String) {
    self.kind = kind
    self.identifier = identifier
  }
}

/// `[content](destination "title")`; its destination has an allowed scheme.
package struct Link: Sendable {
  package var destination: String
  package var title: String
  package var content: [Inline]

  package init(destination: String, title: String, content: [Inline]) {
    self.destination = destination
    self.title = title
    self.content = content
  }
}

/// `![alternative text](source "title"){#fig-id}`.
package struct Image: Sendable {
  package var source: String
  package var title: String
  /// The alternative text; its plain text is what a screen reader says.
  package var alternative: [Inline]
  package var attributes: Attributes

  package init(source: String, title: String, alternative: [Inline], attributes: Attributes) {
    self.source = source
    self.title = title
    self.alternative = alternative
    self.attributes = attributes
  }
}

extension [Inline] {
  /// The words without their dress, as for a page's title or a search index; formulas as LaTeX.
  package var plainText: String { plainText { $0.identifier } }

  /// The words of it, with those that stand for a reference.
  package func plainText(_ words: (Reference) -> String) -> String {
    var text = ""
    for inline in self {
      switch inline.kind {
      case .text(let plain), .code(let plain): text += plain
      case .emphasis(let inner), .strong(let inner): text += inner.plainText(words)
      case .math(let math): text += math.latex.text
      case .reference(let reference): text += words(reference)
      case .link(let link): text += link.content.plainText(words)
      case .image(let image): text += image.alternative.plainText(words)
      case .softBreak, .lineBreak: text += " "
      case .run, .footnote, .html: break
      }
    }
    return text
  }
}
