import SourceText

extension BlockScanner {
  /// Whether a paragraph is (or begins with) a link reference definition.
  func isDefinition(_ text: [TextLine]) -> Bool {
    guard let first = text.first, file.bytes[first.range].first == UInt8(ascii: "[") else {
      return false
    }
    let line = Array(file.bytes[first.range])
    var index = 1
    while index < line.count, line[index] != UInt8(ascii: "]") {
      index += line[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return index + 1 < line.count && line[index + 1] == UInt8(ascii: ":")
  }

  mutating func finishParagraph(_ text: [TextLine]) {
    for line in text { contentStarts[line.number] = line.range.lowerBound }
    if isDefinition(text) { definitions += text.map(\.range) }
    guard reader.options.readsExtensions else { return }
    if let table = tableBefore, addCaption(text, to: table) { return }
    for line in text { checkStrayStatement(line.range) }
    let tableStart = text.indices.first { isTable(text, from: $0) } ?? text.count
    mask(joined(text[..<tableStart]))
    if tableStart < text.count { finishTable(Array(text[tableStart...])) }
  }

  /// The lines as one text with line breaks between them.
  func joined(_ text: ArraySlice<TextLine>) -> Excerpt {
    guard let first = text.first else { return Excerpt(source: file.id) }
    var excerpt = Excerpt(source: file.id, at: first.range.lowerBound)
    for line in text {
      if excerpt.count > 0 {
        excerpt.append([0x0A], at: lines[line.number - 1].upperBound)
      }
      excerpt.append(file.bytes[line.range], at: line.range.lowerBound)
    }
    return excerpt
  }

  /// Masks what the inline scanner finds, one mask for each line that a finding touches.
  mutating func mask(_ excerpt: Excerpt) {
    guard reader.options.readsExtensions else { return }
    var scanner = InlineScanner(excerpt)
    scanner.scan()
    diagnostics += scanner.diagnostics
    for (content, range) in scanner.found {
      var start = range.lowerBound
      var isFirst = true
      while start < range.upperBound {
        let end = excerpt.bytes[start..<range.upperBound].firstIndex(of: 0x0A) ?? range.upperBound
        let span = excerpt.span(start..<end)
        let isBreak = if case .nothing = content { true } else { false }
        masks.append(
          Mask(
            content: isFirst ? content : .continuation, range: span.start..<span.end,
            shape: isBreak ? .lineBreak : .letters))
        isFirst = false
        start = end + 1
      }
    }
  }

  mutating func finishHeading(_ content: ArraySlice<UInt8>) {
    var start = content.startIndex + content.prefix { $0 == UInt8(ascii: "#") }.count
    var end = content.endIndex
    while start < end, isSpace(file.bytes[start]) { start += 1 }
    while end > start, isSpace(file.bytes[end - 1]) { end -= 1 }
    var closing = end
    while closing > start, file.bytes[closing - 1] == UInt8(ascii: "#") { closing -= 1 }
    if closing == start || isSpace(file.bytes[closing - 1]) { end = closing }
    contentStarts[lineNumber] = start
    maskHeading(Excerpt(file: file, start..<max(start, end)), line: lineNumber)
  }

  mutating func finishUnderlined(_ text: [TextLine]) {
    for line in text { contentStarts[line.number] = line.range.lowerBound }
    maskHeading(joined(text[...]), line: text[0].number)
  }

  private mutating func maskHeading(_ excerpt: Excerpt, line: Int) {
    guard reader.options.readsExtensions else { return }
    guard let range = excerpt.trailingAttributes else { return mask(excerpt) }
    headingAttributes[line] = attributes(excerpt[range], for: .heading)
    let span = excerpt.span(range)
    masks.append(Mask(content: .nothing, range: span.start..<span.end, shape: .empty))
    mask(excerpt[0..<range.lowerBound])
  }

  mutating func attributes(_ excerpt: Excerpt, for carrier: Carrier) -> Attributes {
    var reader = AttributeReader(excerpt, for: carrier)
    let attributes = reader.read()
    diagnostics += reader.diagnostics
    return attributes
  }
}
