import SourceText

extension BlockScanner {
  /// Begins whatever is not running text, if this line does.
  mutating func startLeaf(_ cursor: inout LineCursor, depth: Int) -> Bool {
    let (offset, indent) = cursor.nonspace
    guard offset < cursor.range.upperBound else { return false }
    let isInParagraph = if case .paragraph = leaf { true } else { false }
    if indent >= 4 {
      if isInParagraph { return false }
      begin(depth: depth)
      leaf = .indentedCode
      return true
    }
    let content = cursor.content
    if reader.options.readsExtensions, startExtension(&cursor, content, depth: depth) {
      return true
    }
    if BlockStart.isHeading(content) {
      begin(depth: depth)
      finishHeading(content)
      return true
    }
    if let fence = BlockStart.fence(content) {
      begin(depth: depth)
      startFence(fence, indent: indent, content)
      return true
    }
    if let kind = BlockStart.html(content), kind < 7 || !isInParagraph {
      begin(depth: depth)
      if !BlockStart.endsHTML(kind, content) { leaf = .html(kind) }
      return true
    }
    if case .paragraph(let text) = leaf, depth == containers.count,
      BlockStart.isUnderline(content), !isDefinition(text)
    {
      leaf = .none
      finishUnderlined(text)
      return true
    }
    guard BlockStart.isThematicBreak(content) else { return false }
    begin(depth: depth)
    return true
  }

  private mutating func startExtension(
    _ cursor: inout LineCursor, _ content: ArraySlice<UInt8>, depth: Int
  ) -> Bool {
    if opensStatement, content.hasPrefix("[!") {
      begin(depth: depth)
      return startStatement(content)
    }
    if content.hasPrefix("$$") {
      begin(depth: depth)
      scanDisplay(cursor)
      return true
    }
    if content.hasPrefix("[^"), let label = footnoteLabel(content) {
      guard depth == 0 else {
        diagnostics.append(.misplacedFootnote(at: label.span))
        return false
      }
      begin(depth: depth)
      scanFootnote(label)
      return true
    }
    return false
  }

  /// Ends what the new block ends.
  private mutating func begin(depth: Int) {
    let isInside = depth == containers.count
    closeContainers(downTo: depth)
    closeLeaf()
    tableBefore = isInside ? endedTable : nil
    endedTable = nil
    markNonempty()
  }

  private mutating func startFence(
    _ fence: FenceStart, indent: Int, _ content: ArraySlice<UInt8>
  ) {
    let info = content.startIndex + fence.length..<content.endIndex
    let next = min(content.endIndex + 1, file.bytes.count)
    fences[lineNumber] = ScannedFence(
      info: Excerpt(file: file, info).trimmed, body: Excerpt(source: file.id, at: next),
      span: Span(file.id, content.startIndex, content.endIndex))
    leaf = .fence(fence, indent: indent, line: lineNumber)
  }

  /// Adds a line of running text, or ends the paragraph with a blank one.
  mutating func addText(_ cursor: inout LineCursor, depth: Int) {
    guard !cursor.isBlank else {
      closeContainers(downTo: depth)
      return closeLeaf()
    }
    let range = cursor.nonspace.offset..<cursor.range.upperBound
    if depth < containers.count { checkLaziness(depth: depth, range) }
    if case .paragraph(var text) = leaf {
      text.append(TextLine(number: lineNumber, range: range))
      leaf = .paragraph(text)
    } else {
      begin(depth: depth)
      leaf = .paragraph([TextLine(number: lineNumber, range: range)])
    }
  }

  /// A callout's text must not run on without its prefix.
  private mutating func checkLaziness(depth: Int, _ range: Range<Int>) {
    switch leaf {
    case .paragraph, .statementTitle: break
    default: return
    }
    let leavesStatement = containers[depth...].contains {
      if case .quote(true) = $0 { true } else { false }
    }
    guard leavesStatement else { return }
    let span = Span(file.id, range.lowerBound, range.upperBound)
    diagnostics.append(.lazyContinuation(at: span, insertAt: range.lowerBound))
  }

  mutating func closeLeaf() {
    switch leaf {
    case .paragraph(let text): finishParagraph(text)
    case .fence(_, _, let line):
      if let fence = fences[line] {
        let end = lines[line].upperBound
        diagnostics.append(.unclosedFence(at: Span(file.id, fence.span.start, end)))
      }
    default: break
    }
    leaf = .none
  }
}
