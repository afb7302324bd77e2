package import SourceText

/// How a file is read.
package struct ReadingOptions: Sendable {
  /// Whether raw HTML goes into the tree instead of being refused.
  package var allowsHTML: Bool
  /// Whether quotation marks, dashes and dots become typographic ones, as English has them.
  package var smartensPunctuation: Bool
  package var readsFrontMatter: Bool
  /// Whether anything but plain CommonMark is looked for.
  package var readsExtensions: Bool

  package init(
    allowsHTML: Bool = false, smartensPunctuation: Bool = true, readsFrontMatter: Bool = true,
    readsExtensions: Bool = true
  ) {
    self.allowsHTML = allowsHTML
    self.smartensPunctuation = smartensPunctuation
    self.readsFrontMatter = readsFrontMatter
    self.readsExtensions = readsExtensions
  }
}

extension Document {
  /// Reads a Markdown file: as much of a tree as can be made of it, and all that is wrong with it.
  package static func read(
    _ file: SourceFile, options: ReadingOptions = ReadingOptions()
  ) -> (document: Document, diagnostics: [Diagnostic]) {
    DocumentReader(file: file, options: options).read()
  }
}

/// Markdown → tree: masks, libcmark, and the way back.
struct DocumentReader {
  static let maximumDepth = 32
  static let maximumSize = 1 << 20

  let file: SourceFile
  let options: ReadingOptions
  /// The link reference definitions of the file, for texts that are read apart from it.
  var definitions: [Range<Int>] = []

  init(file: SourceFile, options: ReadingOptions) {
    self.file = file
    self.options = options
  }

  func read() -> (Document, [Diagnostic]) {
    let whole = Span(file.id, 0, min(1, file.bytes.count))
    if file.bytes.count > Self.maximumSize { return (Document(), [.fileTooLarge(at: whole)]) }
    if let offset = firstInvalidByte {
      return (Document(), [.invalidUTF8(at: Span(file.id, offset, offset + 1))])
    }
    var document = Document()
    var diagnostics = privateUseCharacters()
    var lines = file.lineStarts.indices.map { number in
      let content = file.content(ofLine: number)
      return content.startIndex..<content.endIndex
    }
    // What follows the last line break is no line if it is empty.
    if lines.count > 1, lines[lines.count - 1].isEmpty { lines.removeLast() }
    if file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { lines[0] = 3..<lines[0].upperBound }
    if options.readsFrontMatter {
      readFrontMatter(&lines, into: &document, &diagnostics)
    }
    readBody(lines, into: &document, &diagnostics)
    diagnostics.sort { ($0.span.start, $0.span.end) < ($1.span.start, $1.span.end) }
    return (document, diagnostics)
  }

  private func readFrontMatter(
    _ lines: inout [Range<Int>], into document: inout Document, _ diagnostics: inout [Diagnostic]
  ) {
    guard file.bytes[lines[0]].elementsEqual("---".utf8) else { return }
    let end = lines.indices.dropFirst().first {
      file.bytes[lines[$0]].elementsEqual("---".utf8)
        || file.bytes[lines[$0]].elementsEqual("...".utf8)
    }
    guard let end else {
      let span = Span(file.id, lines[0].lowerBound, lines[0].upperBound)
      return diagnostics.append(.unclosedFrontMatter(at: span))
    }
    document.frontMatter = Excerpt(file: file, lines[1].lowerBound..<lines[end].lowerBound)
    lines.removeSubrange(...end)
  }

  private func readBody(
    _ lines: [Range<Int>], into document: inout Document, _ diagnostics: inout [Diagnostic]
  ) {
    var reader = self
    if options.readsExtensions {
      var first = BlockScanner(file, lines: lines, reader: self)
      first.scan()
      reader.definitions = first.definitions
    }
    var texts = [reader.readBlocks(lines, isWhole: true)]
    document.blocks = texts[0].blocks
    for footnote in texts[0].footnotes {
      let text = reader.readBlocks(footnote.lines, isWhole: false)
      texts.append(text)
      for inner in text.footnotes {
        diagnostics.append(.misplacedFootnote(at: inner.label.span))
      }
      if document.footnotes.contains(where: { $0.label.text == footnote.label.text }) {
        diagnostics.append(.repeatedFootnote(footnote.label))
      } else {
        document.footnotes.append(
          Footnote(label: footnote.label, blocks: text.blocks, span: footnote.span))
      }
    }
    diagnostics += texts.flatMap(\.diagnostics)
    checkFootnotes(document, mentions: texts.flatMap(\.mentions), &diagnostics)
  }

  private func checkFootnotes(
    _ document: Document, mentions: [Name], _ diagnostics: inout [Diagnostic]
  ) {
    let known = document.footnotes.map(\.label.text)
    for mention in mentions where !known.contains(mention.text) {
      diagnostics.append(.undefinedFootnote(mention.text, at: mention.span, among: known))
    }
    for footnote in document.footnotes
    where !mentions.contains(where: { $0.text == footnote.label.text }) {
      diagnostics.append(.unusedFootnote(footnote.label))
    }
  }

  struct ReadText {
    var blocks: [Block]
    var footnotes: [BlockScanner.ScannedFootnote]
    var mentions: [Name]
    var diagnostics: [Diagnostic]
  }

  /// Reads lines as a document of their own.
  private func readBlocks(_ lines: [Range<Int>], isWhole: Bool) -> ReadText {
    var scanner = BlockScanner(file, lines: lines, reader: self)
    scanner.scan()
    let masked = MaskedText(file, lines: lines, masks: scanner.masks)
    var tree = TreeReader(self, masked, scanner)
    let blocks = tree.readDocument(withDefinitions: !isWhole)
    return ReadText(
      blocks: blocks, footnotes: scanner.footnotes,
      mentions: scanner.mentions + tree.mentions,
      diagnostics: scanner.diagnostics + tree.diagnostics)
  }

  /// Reads one line as running text.
  func readInline(_ excerpt: Excerpt) -> (content: [Inline], mentions: [Name], [Diagnostic]) {
    guard excerpt.count > 0 else { return ([], [], []) }
    let span = excerpt.span
    let range = span.start..<span.end
    var scanner = BlockScanner(file, lines: [range], reader: self)
    scanner.mask(excerpt)
    scanner.contentStarts[0] = range.lowerBound
    let masked = MaskedText(file, lines: [range], masks: scanner.masks, isOneLine: true)
    var tree = TreeReader(self, masked, scanner)
    let content = tree.readHeading()
    return (content, tree.mentions, scanner.diagnostics + tree.diagnostics)
  }

  /// Where repair would begin to change the bytes.
  private var firstInvalidByte: Int? {
    if String(validating: file.bytes, as: UTF8.self) != nil { return nil }
    let repaired = String(decoding: file.bytes, as: UTF8.self).utf8
    let pairs = zip(file.bytes, repaired).enumerated()
    return pairs.first { $0.element.0 != $0.element.1 }?.offset ?? max(0, file.bytes.count - 1)
  }

  private func privateUseCharacters() -> [Diagnostic] {
    var found: [Diagnostic] = []
    for index in file.bytes.indices where file.bytes[index] >= 0xEE {
      let bytes = file.bytes[index...].prefix(3)
      guard isPrivateUse(bytes),
        let scalar = String(decoding: bytes, as: UTF8.self).unicodeScalars.first
      else { continue }
      found.append(.privateUse(scalar, at: Span(file.id, index, index + 3)))
    }
    return found
  }
}
