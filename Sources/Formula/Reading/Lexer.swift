import SourceText

/// LaTeX → raw tokens, over bytes, in linear time.
struct Lexer {
  private let bytes: [UInt8]
  /// The place of bytes `start..<end`.
  private let place: (Int, Int) -> Span
  private var offset = 0
  private var space = Token.Space.none
  private(set) var tokens: [Token] = []

  /// The raw tokens of a formula, before macros are expanded.
  static func rawTokens(_ excerpt: Excerpt) -> [Token] {
    var lexer = Lexer(bytes: excerpt.bytes) { excerpt.span($0..<$1) }
    lexer.run()
    return lexer.tokens
  }

  /// The raw tokens of a macro's replacement: all of them stand where the macro was used.
  static func rawTokens(_ text: String, at span: Span) -> [Token] {
    var lexer = Lexer(bytes: Array(text.utf8)) { _, _ in span }
    lexer.run()
    return lexer.tokens
  }

  private init(bytes: [UInt8], place: @escaping (Int, Int) -> Span) {
    self.bytes = bytes
    self.place = place
  }

  private mutating func add(_ kind: Token.Kind, _ text: String, from start: Int) {
    tokens.append(Token(kind: kind, text: text, span: place(start, offset), spaceBefore: space))
    space = .none
  }

  private mutating func run() {
    while offset < bytes.count {
      let start = offset
      let byte = bytes[offset]
      offset += 1
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0D: if space == .none { space = .narrow }
      case UInt8(ascii: "~"): if space == .none { space = .narrow }
      case UInt8(ascii: "%"): skipComment()
      case UInt8(ascii: "\\"): command(from: start)
      case UInt8(ascii: "{"): add(.open, "{", from: start)
      case UInt8(ascii: "}"): add(.close, "}", from: start)
      case UInt8(ascii: "^"): add(.superscript, "^", from: start)
      case UInt8(ascii: "_"): add(.subscript, "_", from: start)
      case UInt8(ascii: "&"): add(.ampersand, "&", from: start)
      case UInt8(ascii: "0")...UInt8(ascii: "9"): number(from: start)
      case _ where isLetter(byte): add(.letter, text(start, offset), from: start)
      case 0x80...: unicode(from: start)
      default: add(.symbol, text(start, offset), from: start)
      }
    }
  }

  private func text(_ start: Int, _ end: Int) -> String {
    String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private func isDigit(at index: Int) -> Bool {
    index < bytes.count
      && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index])
  }

  private mutating func skipComment() {
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") { offset += 1 }
  }

  private mutating func number(from start: Int) {
    while isDigit(at: offset) { offset += 1 }
    if offset < bytes.count, bytes[offset] == UInt8(ascii: "."), isDigit(at: offset + 1) {
      offset += 1
      while isDigit(at: offset) { offset += 1 }
    }
    add(.number, text(start, offset), from: start)
  }

  private mutating func command(from start: Int) {
    guard offset < bytes.count else { return add(.command, "\\", from: start) }
    if isLetter(bytes[offset]) {
      while offset < bytes.count, isLetter(bytes[offset]) { offset += 1 }
      add(.command, text(start, offset), from: start)
      return
    }
    offset += 1
    while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    let text = text(start, offset)
    if text == "\\\\" { return newline(from: start) }
    add(.command, text, from: start)
  }

  /// `\\`, `\\*`, `\\[2pt]`.
  private mutating func newline(from start: Int) {
    if offset < bytes.count, bytes[offset] == UInt8(ascii: "*") { offset += 1 }
    if offset < bytes.count, bytes[offset] == UInt8(ascii: "["), isDigit(at: offset + 1),
      let end = bytes[offset...].firstIndex(of: UInt8(ascii: "]"))
    {
      offset = end + 1
    }
    add(.newline, "\\\\", from: start)
  }

  private mutating func unicode(from start: Int) {
    while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    let text = text(start, offset)
    guard let meaning = latex(ofUnicode: text) else { return add(.symbol, text, from: start) }
    for part in meaning {
      switch part {
      case "^": add(.superscript, part, from: start)
      case "_": add(.subscript, part, from: start)
      case "": if space == .none { space = .narrow }
      case _ where part.utf8.first == UInt8(ascii: "\\"): add(.command, part, from: start)
      case _ where part.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }:
        add(.number, part, from: start)
      case _ where part.utf8.count == 1 && isLetter(part.utf8.first ?? 0):
        add(.letter, part, from: start)
      default: add(.symbol, part, from: start)
      }
    }
  }
}
