import CCmark
import SourceText

extension TreeReader {
  /// The running text of a paragraph, a heading, or of emphasis in one.
  mutating func inlines(_ block: CmarkNode) -> [Inline] {
    let place = TextPlace(block)
    var content: [Inline] = []
    append(block.children, at: place, to: &content)
    return content
  }

  /// Where the text that a block's inlines count from stands.
  struct TextPlace {
    var startLine: Int
    /// Libcmark counts columns as if every line began here.
    var startColumn: Int

    init(_ block: CmarkNode) {
      startLine = block.startLine
      startColumn = block.startColumn
    }
  }

  private mutating func append(
    _ nodes: [CmarkNode], at place: TextPlace, to content: inout [Inline]
  ) {
    depth += 1
    defer { depth -= 1 }
    for node in nodes {
      let span = span(node, place)
      if depth > 3 * DocumentReader.maximumDepth {
        if depth == 3 * DocumentReader.maximumDepth + 1 {
          diagnostics.append(.nestingTooDeep(at: span))
        }
        return
      }
      append(node, span, place, to: &content)
    }
  }

  private mutating func append(
    _ node: CmarkNode, _ span: Span, _ place: TextPlace, to content: inout [Inline]
  ) {
    var inner: [Inline] = []
    append(node.children, at: place, to: &inner)
    switch node.type {
    case CMARK_NODE_TEXT: appendText(node.literal, span, to: &content)
    case CMARK_NODE_SOFTBREAK: content.append(Inline(.softBreak, span))
    case CMARK_NODE_LINEBREAK: content.append(Inline(.lineBreak, span))
    case CMARK_NODE_CODE: content.append(Inline(.code(restored(node.literal)), span))
    case CMARK_NODE_EMPH: content.append(Inline(.emphasis(inner), span))
    case CMARK_NODE_STRONG: content.append(Inline(.strong(inner), span))
    case CMARK_NODE_LINK: appendLink(node, span, inner, to: &content)
    case CMARK_NODE_IMAGE: appendImage(node, span, inner, to: &content)
    case CMARK_NODE_HTML_INLINE: appendHTML(restored(node.literal), span, to: &content)
    default: break
    }
  }

  private mutating func appendHTML(_ literal: String, _ span: Span, to content: inout [Inline]) {
    if literal.hasPrefix("<!--") { return }
    if reader.options.allowsHTML {
      content.append(Inline(.html(literal), span))
    } else {
      diagnostics.append(.rawHTML(at: span))
    }
  }

  private mutating func appendLink(
    _ node: CmarkNode, _ span: Span, _ inner: [Inline], to content: inout [Inline]
  ) {
    let destination = checked(restored(node.url), span)
    content.append(
      Inline(
        .link(Link(destination: destination, title: restored(node.title), content: inner)), span))
  }

  private mutating func appendImage(
    _ node: CmarkNode, _ span: Span, _ inner: [Inline], to content: inout [Inline]
  ) {
    let source = checked(restored(node.url), span)
    if inner.plainText.allSatisfy(\.isWhitespace), reader.options.readsExtensions {
      diagnostics.append(.missingAlternative(at: span))
    }
    let image = Image(
      source: source, title: restored(node.title), alternative: inner, attributes: Attributes())
    content.append(Inline(.image(image), span))
  }

  /// The address, if its scheme is harmless; nothing otherwise.
  private mutating func checked(_ address: String, _ span: Span) -> String {
    guard reader.options.readsExtensions, let scheme = scheme(of: address),
      !["http", "https", "mailto"].contains(scheme)
    else { return address }
    diagnostics.append(.forbiddenLink(scheme: scheme, at: span))
    return ""
  }

  /// What stands before the first colon, as a browser sees it: white space and controls vanish.
  private func scheme(of address: String) -> String? {
    let visible = address.unicodeScalars.filter { $0.value > 0x20 }
    guard let colon = visible.firstIndex(of: ":") else { return nil }
    let scheme = visible[..<colon]
    let isScheme =
      !scheme.isEmpty
      && scheme.allSatisfy {
        $0.isASCII && (isNameByte(UInt8($0.value)) || "+.".unicodeScalars.contains($0))
      }
    guard isScheme else { return nil }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scheme)
    return String(text).lowercased()
  }

  // MARK: Text with masks in it

  private mutating func appendText(_ text: String, _ span: Span, to content: inout [Inline]) {
    guard text.utf8.contains(0xEE) else { return appendWords(text, span, to: &content) }
    let scalars = Array(text.unicodeScalars)
    var words = String.UnicodeScalarView()
    var start = span.start
    var index = 0
    while index < scalars.count {
      let next = index + 1 < scalars.count ? scalars[index + 1] : nil
      if let number = MaskCode.number(scalars[index], next), scanner.masks.indices.contains(number)
      {
        let mask = scanner.masks[number]
        let place = Span(span.source, start, max(start, mask.range.lowerBound))
        appendWords(String(words), place, to: &content)
        words = String.UnicodeScalarView()
        appendMask(mask, to: &content)
        start = max(start, mask.range.upperBound)
        index += 2
      } else {
        words.append(scalars[index])
        index += 1
      }
    }
    let place = Span(span.source, start, max(start, span.end))
    appendWords(String(words), place, to: &content)
  }

  /// Adjacent words become one text.
  private func appendWords(_ words: String, _ span: Span, to content: inout [Inline]) {
    guard !words.isEmpty else { return }
    if let last = content.last, case .text(let before) = last.kind {
      content[content.count - 1] = Inline(.text(before + words), last.span.union(span))
    } else {
      content.append(Inline(.text(words), span))
    }
  }

  private mutating func appendMask(_ mask: Mask, to content: inout [Inline]) {
    switch mask.content {
    case .inline(let inline):
      if case .footnote(let label) = inline.kind { mentions.append(Name(label, inline.span)) }
      content.append(inline)
    case .attributes(let excerpt): attach(excerpt, to: &content)
    case .continuation:
      // The line break was inside the formula.
      if case .softBreak? = content.last?.kind { content.removeLast() }
    case .nothing, .block, .statement: break
    }
  }

  private mutating func attach(_ excerpt: Excerpt, to content: inout [Inline]) {
    guard let last = content.last, case .image(var image) = last.kind else {
      return diagnostics.append(.strayAttributes(at: excerpt.span))
    }
    var attributeReader = AttributeReader(excerpt, for: .image)
    image.attributes = attributeReader.read()
    diagnostics += attributeReader.diagnostics
    content[content.count - 1] = Inline(.image(image), last.span.union(excerpt.span))
  }

  // MARK: Places

  /// Where an inline stands in the file.
  ///
  /// On the first line of a block libcmark's columns are those of the masked line; on the others
  /// they are counted from where the line's text begins, but as if that were the block's column.
  private func span(_ node: CmarkNode, _ place: TextPlace) -> Span {
    let start = offset(line: node.startLine, column: node.startColumn, place)
    let end = offset(line: node.endLine, column: node.endColumn + 1, place)
    return Span(reader.file.id, start, max(start, end))
  }

  private func offset(line: Int, column: Int, _ place: TextPlace) -> Int {
    guard line >= 0 else { return masked.fileOffset(line: place.startLine, column: 0) }
    guard line > place.startLine, let start = scanner.contentStarts[line] else {
      return masked.fileOffset(line: line, column: column)
    }
    let first = masked.column(line: line, fileOffset: start)
    return masked.fileOffset(line: line, column: first + max(0, column - place.startColumn))
  }
}
