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
    if byte == UInt8(ascii: "`") { return command() }
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
    if peek() == UInt8(ascii: ".") {
      position += 1
      return .macro(".")
    }
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

  /// What stands between two backticks, which Julia gives to the machine.
  private mutating func command() -> Token.Kind {
    let start = position
    position += 1
    while position < limit, bytes[position] != UInt8(ascii: "`"), bytes[position] != 0x0A {
      position += 1
    }
    if peek() == UInt8(ascii: "`") { position += 1 }
    report(Wording.leftOut(.command, at: excerpt.span(start..<position)))
    return .text([])
  }

  /// Whether three quotation marks open what Julia closes with three.
  private var opensLongString: Bool {
    peek(1) == UInt8(ascii: "\"") && peek(2) == UInt8(ascii: "\"")
  }

  private mutating func longString() -> Token.Kind {
    report(Wording.leftOut(.longString, at: excerpt.span(position..<position + 3)))
    position += 3
    while position < limit, !(peek() == UInt8(ascii: "\"") && opensLongString) { position += 1 }
    position = min(limit, position + 3)
    return .text([])
  }

  private mutating func string() -> Token.Kind {
    if opensLongString { return longString() }
    if let last = tokens.last, case .name = last.kind, last.end == position {
      report(Wording.leftOut(.prefixedString, at: excerpt.span(last.start..<position + 1)))
      tokens.removeLast()
    }
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
        if signs[scalar] != nil || isForeign(scalar) { break }
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
    if isForeign(scalar) || scalar == 0xFFFD {
      let start = position
      position += length
      report(Wording.foreign(scalar, at: excerpt.span(start..<position)))
      return standIn(scalar)
    }
    return name()
  }

  /// What is read in place of an operator that is none here, so that one error is reported.
  private func standIn(_ scalar: UInt32) -> Token.Kind? {
    if isForeignSpace(scalar) || scalar == 0xFFFD { return nil }
    return .symbol(scalar == 0x221B || scalar == 0x221C ? .root : scalar == 0xAC ? .not : .times)
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
