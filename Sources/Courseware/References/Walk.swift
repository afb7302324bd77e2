package import Markup

extension Block {
  /// This block and all blocks inside it, in reading order.
  package func visit(_ body: (Block) -> Void) {
    body(self)
    for child in children { child.visit(body) }
  }

  /// The blocks directly inside.
  package var children: [Block] {
    switch kind {
    case .list(let list): list.items.flatMap(\.blocks)
    case .quote(let blocks): blocks
    case .statement(let statement): statement.blocks
    default: []
    }
  }

  /// The running text of the block itself, without that of blocks inside.
  package var inlines: [Inline] {
    switch kind {
    case .heading(let heading): heading.content
    case .paragraph(let content): content
    case .statement(let statement): statement.title
    case .table(let table):
      (table.header + table.rows.flatMap { $0 }).flatMap(\.content) + table.caption
    case .run(let run): run.options.flatMap(\.content)
    case .image(let image): image.alternative
    default: []
    }
  }
}

extension Inline {
  /// This inline and all inside it, in reading order.
  package func visit(_ body: (Inline) -> Void) {
    body(self)
    for child in children { child.visit(body) }
  }

  private var children: [Inline] {
    switch kind {
    case .emphasis(let content), .strong(let content): content
    case .link(let link): link.content
    case .image(let image): image.alternative
    default: []
    }
  }
}

extension Document {
  /// All blocks, those of footnotes last.
  package func visitBlocks(_ body: (Block) -> Void) {
    for block in blocks + footnotes.flatMap(\.blocks) { block.visit(body) }
  }

  /// All running text.
  package func visitInlines(_ body: (Inline) -> Void) {
    visitBlocks { block in
      for inline in block.inlines { inline.visit(body) }
    }
  }
}
