import SourceText

/// Finds formulas, references, footnote marks and run values in the text of a paragraph.
///
/// Left to right, as CommonMark gives code spans, autolinks, tags and link destinations
/// precedence over everything else; inside those nothing is found.
struct InlineScanner {
  private let excerpt: Excerpt
  private let text: [UInt8]
  private var index = 0
  /// Whether a `](` that ends now belongs to an image, for each bracket that is open.
  private var brackets: [Bool] = []
  private(set) var found: [(content: Mask.Content, range: Range<Int>)] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// Where `|` separates cells.
  private(set) var pipes: [Int] = []

  init(_ excerpt: Excerpt) {
    self.excerpt = excerpt
    text = excerpt.bytes
  }

  mutating func scan() {
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "\\"):
        if index + 1 < text.count, text[index + 1] == 0x0A {
          found.append((.nothing, index..<index + 1))
        }
        index += 2
      case UInt8(ascii: "`"): scanCode()
      case UInt8(ascii: "<"): index = InlineSyntax.angleEnd(text, index) ?? index + 1
      case UInt8(ascii: "$"): scanDollar()
      case UInt8(ascii: "["): scanOpeningBracket()
      case UInt8(ascii: "]"): scanClosingBracket()
      case UInt8(ascii: "@"): scanReference()
      case UInt8(ascii: "{"): scanBrace()
      case UInt8(ascii: "|"):
        pipes.append(index)
        index += 1
      default: index += 1
      }
    }
  }

  private func span(_ range: Range<Int>) -> Span { excerpt.span(range) }

  private mutating func add(_ kind: Inline.Kind, _ range: Range<Int>) {
    found.append((.inline(Inline(kind, span(range))), range))
    index = range.upperBound
  }

  /// A run of backticks closed by an equal run; without one it is text.
  private mutating func scanCode() {
    let length = run(at: index)
    var end = index + length
    while end < text.count {
      guard text[end] == UInt8(ascii: "`") else {
        end += 1
        continue
      }
      let closing = run(at: end)
      if closing == length { return finishCode(index + length..<end, index..<end + closing) }
      end += closing
    }
    index += length
  }

  private func run(at start: Int) -> Int { text[start...].prefix { $0 == text[start] }.count }

  private mutating func finishCode(_ inner: Range<Int>, _ whole: Range<Int>) {
    guard text[inner].hasPrefix("{run}") else {
      index = whole.upperBound
      return
    }
    let expression = excerpt[inner.lowerBound + 5..<inner.upperBound]
    var oneLine = Excerpt(source: expression.source, at: expression.fileOffset(0))
    for (offset, byte) in expression.bytes.enumerated() {
      oneLine.append([byte == 0x0A ? 0x20 : byte], at: expression.fileOffset(offset))
    }
    add(.run(oneLine.trimmed), whole)
  }

  private mutating func scanDollar() {
    let next = index + 1 < text.count ? text[index + 1] : 0x20
    if next == UInt8(ascii: "$") { return scanStrayDisplay() }
    if isSpace(next) || next == 0x0A { return scanLooseDollar() }
    guard let close = closingDollar(from: index + 1) else {
      // `$20` is a price, and `20 $.` is one too.
      let isPrice = isDigit(next) || (followsNumber && !isLetter(next) && next != 0x5C)
      if !isPrice { diagnostics.append(.unclosedFormula(at: span(index..<index + 1))) }
      index += 1
      return
    }
    let latex = excerpt[index + 1..<close]
    var end = close + 1
    let attributes = readAttributes(behind: &end)
    add(.math(InlineMath(latex: latex, attributes: attributes)), index..<end)
  }

  /// `20 $` is a price; any other dollar sign must be escaped.
  private mutating func scanLooseDollar() {
    if !followsNumber { diagnostics.append(.strayDollar(at: span(index..<index + 1))) }
    index += 1
  }

  private var followsNumber: Bool {
    isDigit(text[..<index].last { !isSpace($0) } ?? 0)
  }

  private mutating func scanStrayDisplay() {
    diagnostics.append(.strayDisplayDelimiter(at: span(index..<index + 2)))
    index += 2
    var ahead = index
    while ahead + 1 < text.count {
      if text[ahead] == UInt8(ascii: "$"), text[ahead + 1] == UInt8(ascii: "$") {
        index = ahead + 2
        return
      }
      ahead += 1
    }
  }

  /// The next dollar sign outside braces, if it can close: no white space before it, no digit
  /// behind it.
  private func closingDollar(from start: Int) -> Int? {
    var position = start
    var depth = 0
    var fallback: Int?
    while position < text.count {
      switch text[position] {
      case UInt8(ascii: "\\"): position += 1
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"): depth = max(0, depth - 1)
      case UInt8(ascii: "$"):
        if depth == 0 { return canClose(position) ? position : nil }
        fallback = fallback ?? (canClose(position) ? position : nil)
      default: break
      }
      position += 1
    }
    return fallback
  }

  private func canClose(_ position: Int) -> Bool {
    let before = text[position - 1]
    if isSpace(before) || before == 0x0A { return false }
    return position + 1 >= text.count || !isDigit(text[position + 1])
  }

  private mutating func readAttributes(behind end: inout Int) -> Attributes {
    var start = end
    while start < text.count, isSpace(text[start]) { start += 1 }
    guard start < text.count, text[start] == UInt8(ascii: "{"),
      start == end || InlineSyntax.looksLikeAttributes(text, start),
      let close = InlineSyntax.attributesEnd(text, start)
    else { return Attributes() }
    end = close
    var reader = AttributeReader(excerpt[start..<close], for: .formula)
    let attributes = reader.read()
    diagnostics += reader.diagnostics
    return attributes
  }

  private mutating func scanOpeningBracket() {
    if index + 1 < text.count, text[index + 1] == UInt8(ascii: "^") {
      let label = text[(index + 2)...].prefix {
        $0 > 0x20 && $0 != UInt8(ascii: "]") && $0 != UInt8(ascii: "[") && $0 != UInt8(ascii: "^")
      }
      if !label.isEmpty, label.endIndex < text.count, text[label.endIndex] == UInt8(ascii: "]") {
        let name = String(decoding: label, as: UTF8.self)
        return add(.footnote(label: name), index..<label.endIndex + 1)
      }
    }
    brackets.append(index > 0 && text[index - 1] == UInt8(ascii: "!"))
    index += 1
  }

  private mutating func scanClosingBracket() {
    let isImage = brackets.popLast() ?? false
    index += 1
    guard index < text.count, text[index] == UInt8(ascii: "("),
      let end = InlineSyntax.destinationEnd(text, index)
    else { return }
    index = end
    guard index < text.count, text[index] == UInt8(ascii: "{"),
      isImage || InlineSyntax.looksLikeAttributes(text, index),
      let close = InlineSyntax.attributesEnd(text, index)
    else { return }
    found.append((.attributes(excerpt[index..<close]), index..<close))
    index = close
  }

  /// Attributes behind nothing that has any would otherwise stand in the text unnoticed.
  private mutating func scanBrace() {
    let start = index
    index += 1
    guard start + 2 < text.count, [UInt8(ascii: "#"), UInt8(ascii: ".")].contains(text[start + 1]),
      isLetter(text[start + 2]), let end = InlineSyntax.attributesEnd(text, start)
    else { return }
    diagnostics.append(.strayAttributes(at: span(start..<end)))
    index = end
  }

  private mutating func scanReference() {
    let start = index
    index += 1
    if start > 0, isNameByte(text[start - 1]) || text[start - 1] >= 0x80 && isWordTail(start) {
      return
    }
    var end = text[index...].prefix(while: isNameByte).endIndex
    while end > index, text[end - 1] == UInt8(ascii: "-") { end -= 1 }
    let identifier = String(decoding: text[index..<end], as: UTF8.self)
    guard let kind = ReferenceKind(ofIdentifier: identifier),
      identifier.utf8.count > kind.rawValue.utf8.count + 1
    else { return }
    add(.reference(Reference(kind: kind, identifier: identifier)), start..<end)
  }

  /// Whether the character before is an accented letter rather than punctuation or Chinese.
  private func isWordTail(_ start: Int) -> Bool {
    guard
      let last = String(decoding: text[max(0, start - 4)..<start], as: UTF8.self)
        .unicodeScalars.last
    else { return false }
    return last.value < 0x250 && last.properties.isAlphabetic
  }
}
