import SourceText

/// Walks the lines as CommonMark's block rules do, and masks what libcmark must not see.
///
/// It knows of containers and leaves only what decides where a display's prefix ends, which lines
/// belong to one paragraph, and what is code. Where it erred, masks inside code or addresses are
/// put back losslessly, so nothing could be damaged.
struct BlockScanner {
  let file: SourceFile
  let lines: [Range<Int>]
  let reader: DocumentReader

  var masks: [Mask] = []
  var diagnostics: [Diagnostic] = []
  /// By the number of their first line.
  var fences: [Int: ScannedFence] = [:]
  var headingAttributes: [Int: Attributes] = [:]
  /// For each line of running text, the file's offset where it begins.
  var contentStarts: [Int: Int] = [:]
  var definitions: [Range<Int>] = []
  var footnotes: [ScannedFootnote] = []
  /// Footnotes that texts inside masked blocks mention.
  var mentions: [Name] = []

  var containers: [Container] = []
  var leaf = Leaf.none
  var lineNumber = 0
  /// The mask of the table that ended last, until the next block begins.
  var endedTable: Int?
  /// The mask of the table that stands directly before the open leaf.
  var tableBefore: Int?
  /// Whether a quote that began on this line begins with `[!`.
  var opensStatement = false

  enum Container {
    /// Whether it is a callout.
    case quote(Bool)
    case item(contentIndent: Int, isEmpty: Bool)
  }

  enum Leaf {
    case none
    case paragraph([TextLine])
    case fence(FenceStart, indent: Int, line: Int)
    case indentedCode
    case html(Int)
    /// The first line of a callout: the next line could continue it lazily.
    case statementTitle
  }

  /// A line of a paragraph.
  struct TextLine {
    var number: Int
    /// From the first byte that is no space.
    var range: Range<Int>
  }

  struct ScannedFence {
    /// The line behind the opening marks.
    var info: Excerpt
    var body: Excerpt
    var span: Span
  }

  struct ScannedFootnote {
    var label: Name
    var lines: [Range<Int>]
    var span: Span
  }

  init(_ file: SourceFile, lines: [Range<Int>], reader: DocumentReader) {
    self.file = file
    self.lines = lines
    self.reader = reader
  }

  mutating func scan() {
    while lineNumber < lines.count {
      opensStatement = false
      var cursor = LineCursor(file, lines[lineNumber])
      let matched = matchContainers(&cursor)
      scanLine(&cursor, matched: matched)
      lineNumber += 1
    }
    closeLeaf()
  }

  /// How many of the open containers this line continues; moves behind their prefix.
  func matchContainers(_ cursor: inout LineCursor) -> Int {
    for (number, container) in containers.enumerated() {
      let (offset, indent) = cursor.nonspace
      switch container {
      case .quote:
        guard indent <= 3, cursor.byte(at: offset) == UInt8(ascii: ">") else { return number }
        cursor.skipSpace()
        cursor.advance(1)
        cursor.skipOptionalSpace()
      case .item(let contentIndent, let isEmpty):
        if cursor.isBlank {
          if isEmpty { return number }
          cursor.skipSpace()
        } else {
          guard indent >= contentIndent else { return number }
          cursor.skip(columns: contentIndent)
        }
      }
    }
    return containers.count
  }

  private mutating func scanLine(_ cursor: inout LineCursor, matched: Int) {
    if matched == containers.count, continueLeaf(&cursor) { return }
    if matched < containers.count {
      switch leaf {
      case .fence, .html, .indentedCode: closeLeaf()
      default: break
      }
    }
    var depth = matched
    while startContainer(&cursor, depth: &depth) {}
    if startLeaf(&cursor, depth: depth) { return }
    addText(&cursor, depth: depth)
  }

  /// Gives the line to an open fence, code or HTML block, if there is one that wants it.
  private mutating func continueLeaf(_ cursor: inout LineCursor) -> Bool {
    switch leaf {
    case .fence(let fence, let indent, let line):
      if cursor.nonspace.indent <= 3, BlockStart.closes(cursor.content, fence) {
        fences[line]?.span.end = cursor.range.upperBound
        leaf = .none
        return true
      }
      cursor.skip(columns: min(indent, cursor.nonspace.indent))
      appendToFence(line, cursor)
      return true
    case .html(let kind):
      if kind >= 6, cursor.isBlank {
        leaf = .none
        return false
      }
      if BlockStart.endsHTML(kind, cursor.rest) { leaf = .none }
      return true
    case .indentedCode:
      if cursor.isBlank || cursor.nonspace.indent >= 4 { return true }
      leaf = .none
      return false
    default: return false
    }
  }

  private mutating func appendToFence(_ line: Int, _ cursor: LineCursor) {
    guard var fence = fences[line] else { return }
    cursor.remainder(into: &fence.body)
    fence.body.append([0x0A], at: cursor.range.upperBound)
    fence.span.end = cursor.range.upperBound
    fences[line] = fence
  }

  /// Opens a quote or a list item that begins here.
  private mutating func startContainer(_ cursor: inout LineCursor, depth: inout Int) -> Bool {
    let (offset, indent) = cursor.nonspace
    guard indent <= 3, offset < cursor.range.upperBound,
      depth <= DocumentReader.maximumDepth
    else { return false }
    if file.bytes[offset] == UInt8(ascii: ">") {
      return startQuote(&cursor, depth: &depth)
    }
    return startItem(&cursor, depth: &depth)
  }

  private mutating func open(_ container: Container, depth: inout Int, at offset: Int) {
    closeContainers(downTo: depth)
    closeLeaf()
    markNonempty()
    containers.append(container)
    depth += 1
    if depth == DocumentReader.maximumDepth + 1 {
      diagnostics.append(.nestingTooDeep(at: Span(file.id, offset, offset + 1)))
    }
  }

  private mutating func startQuote(_ cursor: inout LineCursor, depth: inout Int) -> Bool {
    let offset = cursor.nonspace.offset
    cursor.skipSpace()
    cursor.advance(1)
    cursor.skipOptionalSpace()
    opensStatement = reader.options.readsExtensions && cursor.rest.hasPrefix("[!")
    open(.quote(opensStatement), depth: &depth, at: offset)
    return true
  }

  private mutating func startItem(_ cursor: inout LineCursor, depth: inout Int) -> Bool {
    let indent = cursor.nonspace.indent
    let content = cursor.content
    guard !BlockStart.isThematicBreak(content), let marker = BlockStart.listMarker(content) else {
      return false
    }
    let isBlank = content.dropFirst(marker.length).allSatisfy(isSpace)
    if depth == containers.count, case .paragraph = leaf {
      if isBlank || (marker.start ?? 1) != 1 { return false }
    }
    let offset = cursor.nonspace.offset
    cursor.skipSpace()
    cursor.advance(marker.length)
    let spaces = cursor.nonspace.indent
    var padding = marker.length + 1
    if isBlank || spaces >= 5 {
      cursor.skipOptionalSpace()
    } else {
      padding = marker.length + spaces
      cursor.skipSpace()
    }
    open(.item(contentIndent: indent + padding, isEmpty: true), depth: &depth, at: offset)
    return true
  }

  /// The innermost item has content now.
  mutating func markNonempty() {
    guard case .item(let indent, true)? = containers.last else { return }
    containers[containers.count - 1] = .item(contentIndent: indent, isEmpty: false)
  }

  mutating func closeContainers(downTo depth: Int) {
    guard depth < containers.count else { return }
    closeLeaf()
    containers.removeSubrange(depth...)
  }
}
