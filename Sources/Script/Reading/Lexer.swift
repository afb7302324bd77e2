import SourceText

/// Cuts a script into words, byte by byte.
struct Lexer {
  let excerpt: Excerpt
  private let bytes: [UInt8]
  private var position: Int
  private let limit: Int
  private(set) var tokens: [Token] = []
  private(set) var diagnostics: [Diagnostic] = []

  init(_ excerpt: Excerpt, _ range: Range<Int>? = nil) {
    self.excerpt = excerpt
    bytes = excerpt.bytes
    position = range?.lowerBound ?? 0
    limit = range?.upperBound ?? bytes.count
  }

  /// All words, closed by `finish`.
  mutating func run() {
    var isSpaced = false
    while position < limit {
      let byte = bytes[position]
      if byte == 0x20 || byte == 0x09 || byte == 0x0D {
        position += 1
        isSpaced = true
      } else if byte == UInt8(ascii: "#") {
        skipComment()
      } else {
        let start = position
        if let kind = nextKind() {
          tokens.append(Token(kind: kind, start: start, end: position, isSpaced: isSpaced))
        }
        isSpaced = false
      }
    }
    tokens.append(Token(kind: .finish, start: limit, end: limit, isSpaced: true))
  }

  private func peek(_ distance: Int = 0) -> UInt8 {
    position + distance < limit ? bytes[position + distance] : 0
  }

  private mutating func report(_ diagnostic: Diagnostic) {
    if diagnostics.count < 50 { diagnostics.append(diagnostic) }
  }

  private mutating func skipComment() {
    if peek(1) == UInt8(ascii: "=") {
      let start = position
      report(Wording.leftOut(.blockComment, at: excerpt.span(start..<start + 2)))
    }
    while position < limit, bytes[position] != 0x0A { position += 1 }
  }

  private mutating func nextKind() -> Token.Kind? {
    let byte = bytes[position]
    if byte == 0x0A {
      position += 1
      return .lineBreak
    }
    if isDigit(byte) || (byte == UInt8(ascii: ".") && isDigit(peek(1)) && !followsOperand) {
      return number()
    }
    if byte == UInt8(ascii: "\"") { return string() }
    if byte == UInt8(ascii: "@") { return macro() }
    if isNameStart(byte) { return name() }
    if byte >= 0x80 { return scalarSymbolOrName() }
    return symbol()
  }

  /// Whether the word before, directly adjacent, ends an operand: `x.5` is not a number.
  private var followsOperand: Bool {
    guard let last = tokens.last, last.end == position else { return false }
    switch last.kind {
    case .name, .symbol(.closeRound), .symbol(.closeSquare), .symbol(.prime): return true
    default: return false
    }
  }

  private mutating func macro() -> Token.Kind {
    position += 1
    let start = position
    while position < limit, isNameStart(bytes[position]) || isDigit(bytes[position]) {
      position += 1
    }
    return .macro(String(decoding: bytes[start..<position], as: UTF8.self))
  }

  // MARK: Numbers

  private mutating func number() -> Token.Kind {
    let start = position
    if bytes[position] == UInt8(ascii: "0"), isLetter(peek(1)), isRadixLetter(peek(1)) {
      while position < limit, isLetter(bytes[position]) || isDigit(bytes[position]) {
        position += 1
      }
      report(Wording.leftOut(.radixNumber, at: excerpt.span(start..<position)))
      return .number(0)
    }
    digits()
    if peek() == UInt8(ascii: "."), isFraction { fraction() }
    if peek() | 0x20 == UInt8(ascii: "e"), hasExponent {
      position += isDigit(peek(1)) ? 1 : 2
      digits()
    }
    let text = String(
      decoding: bytes[start..<position].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
    guard let value = Double(text), value.isFinite else {
      report(Wording.badNumber(text, at: excerpt.span(start..<position)))
      return .number(0)
    }
    if peek() == UInt8(ascii: "_") {
      report(Wording.badNumber(text + "_", at: excerpt.span(start..<position + 1)))
      position += 1
    }
    return .number(value)
  }

  /// The point belongs to the number: neither `1..2` nor `1.+x` nor `1.x`.
  private var isFraction: Bool {
    let next = peek(1)
    return isDigit(next)
      || !(next == UInt8(ascii: ".") || isNameStart(next) || next >= 0x80
        || isOperatorByte(next) || next == UInt8(ascii: "'"))
  }

  private mutating func fraction() {
    position += 1
    digits()
  }

  private var hasExponent: Bool {
    isDigit(peek(1))
      || ((peek(1) == UInt8(ascii: "-") || peek(1) == UInt8(ascii: "+")) && isDigit(peek(2)))
  }

  private mutating func digits() {
    while position < limit {
      if isDigit(bytes[position]) {
        position += 1
      } else if bytes[position] == UInt8(ascii: "_"), isDigit(peek(1)) {
        position += 1
      } else {
        return
      }
    }
  }

  // MARK: Strings

  private mutating func string() -> Token.Kind {
    let start = position
    position += 1
    var pieces: [Token.Piece] = []
    var literal: [UInt8] = []
    func flush() {
      if !literal.isEmpty { pieces.append(.literal(String(decoding: literal, as: UTF8.self))) }
      literal = []
    }
    while position < limit, bytes[position] != UInt8(ascii: "\"") {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\\") {
        literal.append(contentsOf: escape())
      } else if byte == UInt8(ascii: "$"), let code = interpolation() {
        flush()
        pieces.append(.code(code))
      } else if byte == 0x0A {
        break
      } else {
        literal.append(byte)
        position += 1
      }
    }
    flush()
    if position < limit, bytes[position] == UInt8(ascii: "\"") {
      position += 1
    } else {
      report(Wording.unfinishedString(at: excerpt.span(start..<position)))
    }
    return .text(pieces)
  }

  private mutating func escape() -> [UInt8] {
    let letter = peek(1)
    let start = position
    position = min(limit, position + 2)
    switch letter {
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "$"): return [letter]
    default:
      report(Wording.unknownEscape(at: excerpt.span(start..<position)))
      return []
    }
  }

  /// The place of the code behind a dollar sign, if a parenthesis follows.
  ///
  /// Any other dollar sign stands for itself, so that `"$x_1$"` is a formula in a label.
  private mutating func interpolation() -> Range<Int>? {
    guard peek(1) == UInt8(ascii: "(") else { return nil }
    let start = position + 1
    var depth = 0
    var index = start
    while index < limit, bytes[index] != 0x0A {
      if bytes[index] == UInt8(ascii: "(") { depth += 1 }
      if bytes[index] == UInt8(ascii: ")") { depth -= 1 }
      if bytes[index] == UInt8(ascii: "\"") { index = endOfInnerString(index) }
      index += 1
      if depth == 0 { break }
    }
    position = min(index, limit)
    return start..<position
  }

  private func endOfInnerString(_ start: Int) -> Int {
    var index = start + 1
    while index < limit, bytes[index] != UInt8(ascii: "\""), bytes[index] != 0x0A {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(index, limit - 1)
  }

  // MARK: Names and signs

  private mutating func name() -> Token.Kind {
    let start = position
    while position < limit {
      let byte = bytes[position]
      if byte == UInt8(ascii: "!") {
        if peek(1) == UInt8(ascii: "=") { break }
        position += 1
      } else if byte >= 0x80 {
        let (scalar, length) = decode()
        if signs[scalar] != nil || isForeignSpace(scalar) { break }
        position += length
      } else if isNameByte(byte) {
        position += 1
      } else {
        break
      }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if let keyword = Keyword(rawValue: text) { return .keyword(keyword) }
    return .name(text)
  }

  /// The scalar at the position and its length in bytes.
  private func decode() -> (UInt32, Int) {
    let first = UInt32(bytes[position])
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1
    guard length > 1, position + length <= limit else { return (0xFFFD, 1) }
    var value = first & (0x7F >> UInt32(length))
    for offset in 1..<length {
      let next = UInt32(bytes[position + offset])
      guard next & 0xC0 == 0x80 else { return (0xFFFD, 1) }
      value = value << 6 | next & 0x3F
    }
    return (value, length)
  }

  private mutating func scalarSymbolOrName() -> Token.Kind? {
    let (scalar, length) = decode()
    if let sign = signs[scalar] {
      position += length
      return .symbol(sign)
    }
    if isForeignSpace(scalar) || scalar == 0xFFFD {
      let start = position
      position += length
      report(Wording.unknownCharacter(scalar, at: excerpt.span(start..<position)))
      return nil
    }
    return name()
  }

  private mutating func symbol() -> Token.Kind? {
    for length in [3, 2, 1] where position + length <= limit {
      let text = String(decoding: bytes[position..<position + length], as: UTF8.self)
      if let sign = asciiSigns[text] {
        position += length
        return .symbol(sign)
      }
    }
    if bytes[position] == UInt8(ascii: "."), let kind = dottedSymbol() { return kind }
    if bytes[position] == UInt8(ascii: ".") {
      position += 1
      return .symbol(.dot)
    }
    let start = position
    position += 1
    report(Wording.unknownCharacter(UInt32(bytes[start]), at: excerpt.span(start..<position)))
    return nil
  }

  /// `.+`, `.≤`, `.==` …; the dot is not yet consumed.
  private mutating func dottedSymbol() -> Token.Kind? {
    let start = position
    position += 1
    if position < limit, bytes[position] >= 0x80 {
      let (scalar, length) = decode()
      if let sign = signs[scalar] {
        position += length
        return .dotted(sign)
      }
    }
    for length in [2, 1] where position + length <= limit {
      let text = String(decoding: bytes[position..<position + length], as: UTF8.self)
      if let sign = asciiSigns[text], mayBeDotted(sign) {
        position += length
        return .dotted(sign)
      }
    }
    position = start
    return nil
  }

  private func mayBeDotted(_ sign: Symbol) -> Bool {
    switch sign {
    case .openRound, .closeRound, .openSquare, .closeSquare, .openCurly, .closeCurly, .comma,
      .semicolon, .colon, .question, .arrow, .prime, .pair, .dot, .interval, .ellipsis,
      .doubleColon:
      false
    default: true
    }
  }
}

private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }
private func isNameStart(_ byte: UInt8) -> Bool { isLetter(byte) || byte == UInt8(ascii: "_") }
private func isNameByte(_ byte: UInt8) -> Bool {
  isNameStart(byte) || isDigit(byte) || byte >= 0x80
}
private func isRadixLetter(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: "x") || byte == UInt8(ascii: "b") || byte == UInt8(ascii: "o")
}
private func isOperatorByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "/"),
    UInt8(ascii: "^"), UInt8(ascii: "="), UInt8(ascii: "<"), UInt8(ascii: ">"),
    UInt8(ascii: "!"), UInt8(ascii: "&"), UInt8(ascii: "|"):
    true
  default: false
  }
}

/// Spaces and quotation marks that editors slip in and that only look harmless.
private func isForeignSpace(_ scalar: UInt32) -> Bool {
  scalar == 0xA0 || (0x2000...0x200F).contains(scalar) || (0x2018...0x201F).contains(scalar)
    || scalar == 0x3000 || scalar == 0xFEFF || (0xE000...0xF8FF).contains(scalar)
    || scalar == 0x2026
}

private let signs: [UInt32: Symbol] = [
  0x2248: .approximate, 0x2249: .notApproximate, 0x2260: .notEqual, 0x2264: .lessOrEqual,
  0x2265: .greaterOrEqual, 0x2208: .element, 0x2209: .notElement, 0x2299: .hadamard,
  0xB7: .inner, 0x22C5: .inner, 0x221A: .root, 0x2207: .nabla, 0x2212: .minus, 0xF7: .wholeDivide,
]

private let asciiSigns: [String: Symbol] = [
  "+": .plus, "-": .minus, "*": .times, "/": .divide, "\\": .backslash, "^": .power,
  "==": .equal, "!=": .notEqual, "<": .less, "<=": .lessOrEqual, ">": .greater,
  ">=": .greaterOrEqual, "&&": .and, "||": .or, "!": .not, "?": .question, ":": .colon,
  ",": .comma, ";": .semicolon, "(": .openRound, ")": .closeRound, "[": .openSquare,
  "]": .closeSquare, "{": .openCurly, "}": .closeCurly, "=": .assign, "+=": .plusAssign,
  "-=": .minusAssign, "*=": .timesAssign, "/=": .divideAssign, "^=": .powerAssign, "->": .arrow,
  "..": .interval, "...": .ellipsis, "'": .prime, "|>": .pipe, "=>": .pair, "%": .percent,
  "::": .doubleColon, "&": .ampersand, "|": .bar, "~": .tilde, "**": .doubleTimes,
  "++": .increment, "--": .increment,
]
