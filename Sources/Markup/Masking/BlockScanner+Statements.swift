import SourceText

extension BlockScanner {
  /// The letters of `[!letters]` at the start of a text.
  private func statementName(_ content: ArraySlice<UInt8>) -> Name? {
    guard content.hasPrefix("[!") else { return nil }
    let letters = content.dropFirst(2).prefix(while: isLetter)
    guard !letters.isEmpty, letters.endIndex < content.endIndex,
      content[letters.endIndex] == UInt8(ascii: "]")
    else { return nil }
    return Name(
      String(decoding: letters, as: UTF8.self),
      Span(file.id, content.startIndex, letters.endIndex + 1))
  }

  /// `[!kind]- Title {#id}`; false if it is running text after all.
  mutating func startStatement(_ content: ArraySlice<UInt8>) -> Bool {
    guard let name = statementName(content) else { return false }
    guard let kind = Statement.Kind(rawValue: name.text.lowercased()) else {
      diagnostics.append(.unknownStatement(name))
      return false
    }
    var start = name.span.end
    var fold = Statement.Fold.fixed
    if start < content.endIndex {
      if content[start] == UInt8(ascii: "+") { fold = .open }
      if content[start] == UInt8(ascii: "-") { fold = .closed }
    }
    if fold != .fixed { start += 1 }
    var title = Excerpt(file: file, start..<content.endIndex).trimmed
    var attributes = Attributes()
    if let range = title.trailingAttributes {
      attributes = self.attributes(title[range], for: .statement(kind))
      title = title[0..<range.lowerBound].trimmed
    }
    let statement = Statement(
      kind: kind, kindSpan: name.span, title: readLine(title), fold: fold,
      attributes: attributes, blocks: [])
    masks.append(
      Mask(
        content: .statement(statement), range: content.startIndex..<content.endIndex,
        shape: .comment))
    leaf = .statementTitle
    return true
  }

  mutating func checkStrayStatement(_ range: Range<Int>) {
    guard let name = statementName(file.bytes[range]) else { return }
    if Statement.Kind(rawValue: name.text.lowercased()) != nil {
      diagnostics.append(.strayStatement(name.text, at: name.span))
    }
  }

  /// Reads one line of running text that stands inside a masked block.
  mutating func readLine(_ excerpt: Excerpt) -> [Inline] {
    let (content, mentions, found) = reader.readInline(excerpt)
    self.mentions += mentions
    diagnostics += found
    return content
  }
}
