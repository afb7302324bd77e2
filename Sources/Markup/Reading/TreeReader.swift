import CCmark
import SourceText

/// Turns libcmark's tree of the masked text into ours, masks replaced by what they stand for.
struct TreeReader {
  let reader: DocumentReader
  let masked: MaskedText
  let scanner: BlockScanner
  var diagnostics: [Diagnostic] = []
  var mentions: [Name] = []
  var depth = 0

  init(_ reader: DocumentReader, _ masked: MaskedText, _ scanner: BlockScanner) {
    self.reader = reader
    self.masked = masked
    self.scanner = scanner
  }

  /// - Parameter withDefinitions: Whether the file's link definitions must be added.
  mutating func readDocument(withDefinitions: Bool) -> [Block] {
    withRoot(withDefinitions: withDefinitions) { reader, root in reader.blocks(root) } ?? []
  }

  /// The content of the one heading that a single line was dressed as.
  mutating func readHeading() -> [Inline] {
    withRoot(withDefinitions: true) { reader, root in
      root.children.first.map { reader.inlines($0) } ?? []
    } ?? []
  }

  private mutating func withRoot<Result>(
    withDefinitions: Bool, _ body: (inout TreeReader, CmarkNode) -> Result
  ) -> Result? {
    var bytes = masked.bytes
    if withDefinitions {
      bytes.append(0x0A)
      for range in reader.definitions {
        bytes += reader.file.bytes[range]
        bytes.append(0x0A)
      }
    }
    let tree = CmarkTree(bytes, smart: reader.options.smartensPunctuation)
    return withExtendedLifetime(tree) { tree.root.map { body(&self, $0) } }
  }

  mutating func blocks(_ parent: CmarkNode) -> [Block] {
    depth += 1
    defer { depth -= 1 }
    guard depth <= 2 * DocumentReader.maximumDepth else { return [] }
    return parent.children.compactMap { block($0) }
  }

  private mutating func block(_ node: CmarkNode) -> Block? {
    let span = blockSpan(node)
    switch node.type {
    case CMARK_NODE_HTML_BLOCK: return html(node, span)
    case CMARK_NODE_BLOCK_QUOTE: return quote(node, span)
    case CMARK_NODE_CODE_BLOCK: return code(node, span)
    case CMARK_NODE_THEMATIC_BREAK: return Block(.thematicBreak, span)
    case CMARK_NODE_HEADING:
      let heading = Heading(
        level: node.headingLevel, content: inlines(node),
        attributes: scanner.headingAttributes[node.startLine] ?? Attributes())
      return Block(.heading(heading), span)
    case CMARK_NODE_LIST:
      let items = node.children.map { ListBlock.Item(blocks: blocks($0), span: blockSpan($0)) }
      return Block(
        .list(ListBlock(start: node.listStart, isTight: node.isTight, items: items)), span)
    default:
      let content = inlines(node)
      if content.count == 1, case .image(let image) = content[0].kind {
        return Block(.image(image), content[0].span)
      }
      return content.isEmpty ? nil : Block(.paragraph(content), span)
    }
  }

  private func blockSpan(_ node: CmarkNode) -> Span {
    let start = masked.fileOffset(line: node.startLine, column: node.startColumn)
    let end = masked.fileEnd(ofLine: node.endLine)
    return Span(reader.file.id, start, max(start, end))
  }

  private mutating func html(_ node: CmarkNode, _ span: Span) -> Block? {
    let literal = node.literal
    if let number = maskNumber(literal) {
      if case .block(let block) = scanner.masks[number].content {
        return block
      }
      return nil
    }
    if isOneComment(literal) { return nil }
    guard reader.options.allowsHTML else {
      let end = masked.fileEnd(ofLine: node.startLine)
      diagnostics.append(.rawHTML(at: Span(span.source, span.start, max(span.start, end))))
      return nil
    }
    return Block(.html(restored(literal)), span)
  }

  /// The mask that a comment carries; libcmark leaves the comment's indentation before it.
  private func maskNumber(_ literal: String) -> Int? {
    let comment = literal.drop { $0 == " " }.prefix(8)
    guard comment.hasPrefix("<!--"), let number = MaskCode.first(in: String(comment)),
      scanner.masks.indices.contains(number)
    else { return nil }
    return number
  }

  private func isOneComment(_ literal: String) -> Bool {
    let bytes = Array(literal.utf8.drop { $0 <= 0x20 })
    guard bytes.hasPrefix("<!--") else { return false }
    let end = bytes.indices.first { bytes[$0...].hasPrefix("-->") }
    return end.map { bytes[($0 + 3)...].allSatisfy { $0 <= 0x20 } } ?? true
  }

  private mutating func quote(_ node: CmarkNode, _ span: Span) -> Block {
    var inner = node.children
    guard let first = inner.first, first.type == CMARK_NODE_HTML_BLOCK,
      let number = maskNumber(first.literal),
      case .statement(var statement) = scanner.masks[number].content
    else { return Block(.quote(blocks(node)), span) }
    inner.removeFirst()
    depth += 1
    defer { depth -= 1 }
    statement.blocks =
      depth <= 2 * DocumentReader.maximumDepth ? inner.compactMap { block($0) } : []
    return Block(.statement(statement), span)
  }

  /// Puts back what masks took out, for text in which nothing of ours is looked for.
  func restored(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0xEE }) else { return text }
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    var index = 0
    while index < scalars.count {
      let next = index + 1 < scalars.count ? scalars[index + 1] : nil
      if let number = MaskCode.number(scalars[index], next), scanner.masks.indices.contains(number)
      {
        let range = scanner.masks[number].range
        result.append(
          contentsOf: String(decoding: reader.file.bytes[range], as: UTF8.self).unicodeScalars)
        index += 2
      } else {
        result.append(scalars[index])
        index += 1
      }
    }
    return String(result)
  }
}
