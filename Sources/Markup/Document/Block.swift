package import SourceText

/// A block of a document: what stands on lines of its own.
package struct Block: Sendable {
  package var kind: Kind
  /// From the first byte behind the container's prefix to the end of the last line.
  package var span: Span

  package init(_ kind: Kind, _ span: Span) {
    self.kind = kind
    self.span = span
  }

  package indirect enum Kind: Sendable {
    case heading(Heading)
    case paragraph([Inline])
    case list(ListBlock)
    case quote([Block])
    /// A plain fence or indented code, shown as it is.
    case code(Fence)
    /// A ` ```symbols ` fence: names, kinds, domains, meanings.
    case symbols(Fence)
    /// A ` ```run ` fence.
    case run(RunBlock)
    /// `$$ … $$` or a ` ```math ` fence.
    case display(Display)
    /// A callout: `> [!theorem] Title`.
    case statement(Statement)
    case table(Table)
    /// A paragraph that is nothing but one image.
    case image(Image)
    case thematicBreak
    /// Raw HTML; occurs only where the course allows it.
    case html(String)
  }
}

/// `## Title {#sec-id}`, or an underlined title.
package struct Heading: Sendable {
  /// From 1 to 6.
  package var level: Int
  package var content: [Inline]
  package var attributes: Attributes

  package init(level: Int, content: [Inline], attributes: Attributes) {
    self.level = level
    self.content = content
    self.attributes = attributes
  }
}

/// A bulleted or numbered list.
package struct ListBlock: Sendable {
  /// The first number of a numbered list.
  package var start: Int?
  /// Whether its items are set without space between them.
  package var isTight: Bool
  package var items: [Item]

  package init(start: Int?, isTight: Bool, items: [Item]) {
    self.start = start
    self.isTight = isTight
    self.items = items
  }

  package struct Item: Sendable {
    package var blocks: [Block]
    package var span: Span

    package init(blocks: [Block], span: Span) {
      self.blocks = blocks
      self.span = span
    }
  }
}

/// Displayed mathematics.
package struct Display: Sendable {
  /// What stands between the delimiters, container prefixes removed.
  package var latex: Excerpt
  package var attributes: Attributes
  /// From `\label{eq-id}` in its lines; the formula has spaces there.
  package var lineLabels: [LineLabel]

  package init(latex: Excerpt, attributes: Attributes, lineLabels: [LineLabel] = []) {
    self.latex = latex
    self.attributes = attributes
    self.lineLabels = lineLabels
  }
}

/// The label of one line of a display.
package struct LineLabel: Sendable {
  package var name: Name
  /// Where it stood in the formula.
  package var offset: Int

  package init(name: Name, offset: Int) {
    self.name = name
    self.offset = offset
  }
}

/// Code between fences (or indented).
package struct Fence: Sendable {
  /// The first word of the info string.
  package var language: Name?
  package var attributes: Attributes
  /// The lines between the fences, each with its line break, indentation of the fence removed.
  package var body: Excerpt

  package init(language: Name?, attributes: Attributes, body: Excerpt) {
    self.language = language
    self.attributes = attributes
    self.body = body
  }
}

/// A ` ```run ` fence: code that the engine runs.
package struct RunBlock: Sendable {
  package var attributes: Attributes
  /// The `#| key: value` lines at its head.
  package var options: [Option]
  /// The code without the option lines.
  package var body: Excerpt

  package init(attributes: Attributes, options: [Option], body: Excerpt) {
    self.attributes = attributes
    self.options = options
    self.body = body
  }

  package struct Option: Sendable {
    package var key: Name
    /// As written, without surrounding spaces or quotes.
    package var value: Excerpt
    /// The value read as running text with formulas and references.
    package var content: [Inline]

    package init(key: Name, value: Excerpt, content: [Inline]) {
      self.key = key
      self.value = value
      self.content = content
    }
  }

  /// The option of that name.
  package func option(_ key: String) -> Option? { options.first { $0.key.text == key } }
}

/// A pipe table.
package struct Table: Sendable {
  package enum Alignment: Sendable {
    case none
    case left
    case center
    case right
  }

  package struct Cell: Sendable {
    package var content: [Inline]
    package var span: Span

    package init(content: [Inline], span: Span) {
      self.content = content
      self.span = span
    }
  }

  /// One for each column.
  package var alignments: [Alignment]
  package var header: [Cell]
  /// Each as long as the header.
  package var rows: [[Cell]]
  /// From a line `: Caption {#tbl-id}` below the table.
  package var caption: [Inline]
  package var attributes: Attributes

  package init(
    alignments: [Alignment], header: [Cell], rows: [[Cell]], caption: [Inline] = [],
    attributes: Attributes = Attributes()
  ) {
    self.alignments = alignments
    self.header = header
    self.rows = rows
    self.caption = caption
    self.attributes = attributes
  }
}
