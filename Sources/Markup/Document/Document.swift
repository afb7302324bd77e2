package import SourceText

/// One Markdown file as a tree in which every part knows its place.
package struct Document: Sendable {
  /// What stands between the `---` lines at the head of the file, without them.
  package var frontMatter: Excerpt?
  package var blocks: [Block]
  /// In the order of their definitions.
  package var footnotes: [Footnote]

  package init(frontMatter: Excerpt? = nil, blocks: [Block] = [], footnotes: [Footnote] = []) {
    self.frontMatter = frontMatter
    self.blocks = blocks
    self.footnotes = footnotes
  }
}

/// What `[^label]: …` says.
package struct Footnote: Sendable {
  /// The label without `^`.
  package var label: Name
  package var blocks: [Block]
  package var span: Span

  package init(label: Name, blocks: [Block], span: Span) {
    self.label = label
    self.blocks = blocks
    self.span = span
  }
}

/// A word with its place: an identifier, a class, a key, a language.
package struct Name: Hashable, Sendable {
  package var text: String
  package var span: Span

  package init(_ text: String, _ span: Span) {
    self.text = text
    self.span = span
  }
}
