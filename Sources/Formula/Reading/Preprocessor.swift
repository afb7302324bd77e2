import SourceText

/// Raw tokens → the tokens of the grammar: course macros expanded, noise dropped, fonts and
/// accents joined to their letters, spellings of one thing unified.
struct Preprocessor {
  var input: [Token]
  var position = 0
  var output: [Token] = []
  var space = Token.Space.none
  var side = Token.Side.none
  /// Where `\left` stands that no `\right` has closed yet.
  var opened: [Span] = []
  /// For each open `array`, whether its columns are `rcl`: it lays out equations.
  var relationArrays: [Bool] = []

  /// What stands at braces, each a row of its own that claims it.
  var labels: [[Token]] = []

  /// Above this, a formula is hostile.
  static let longest = 20_000

  static func tokens(
    of excerpt: Excerpt, macros: [String: Scope.Macro]
  ) throws(Failure) -> [Token] {
    var raw = Lexer.rawTokens(excerpt)
    if let last = raw.last, raw.count > longest { throw Message.tooLong(at: last.span) }
    if !macros.isEmpty {
      var expansion = MacroExpansion(macros: macros)
      raw = try expansion.expand(raw)
    }
    raw = respelled(raw)
    var preprocessor = Preprocessor(input: raw)
    try preprocessor.run(until: raw.count, depth: 0)
    let labels = preprocessor.labels.flatMap { $0 }
    if let last = labels.last, labels.count > longest { throw Message.tooLong(at: last.span) }
    return unboxed(preprocessor.output) + labels
  }

  /// A box around the whole display says nothing.
  private static func unboxed(_ tokens: [Token]) -> [Token] {
    guard tokens.first?.text == "\\begin{boxed}",
      let end = tokens.firstIndex(where: { $0.text == "\\end{boxed}" }),
      tokens[(end + 1)...].allSatisfy({ [",", ".", ";"].contains($0.text) })
    else { return tokens }
    return Array(tokens[1..<end] + tokens[(end + 1)...])
  }

  init(input: [Token]) { self.input = input }

  mutating func run(until end: Int, depth: Int) throws(Failure) {
    while position < end {
      let token = input[position]
      position += 1
      note(token.spaceBefore)
      switch token.kind {
      case .open where isEmptyGroup(): position += 1
      case .command: try command(token, depth: depth)
      case .symbol: symbol(token)
      case .number: try number(token)
      default: emit(token)
      }
    }
    if let open = opened.last { throw Message.unbalanced("\\left", at: open) }
  }

  /// `={}&`, `\iff{} &`: a group of nothing behind a sign only keeps its distance.
  private func isEmptyGroup() -> Bool {
    guard position + 1 < input.count, input[position].kind == .close,
      ![.subscript, .superscript].contains(input[position + 1].kind), let before = output.last
    else { return false }
    return before.kind == .ampersand || isRelationSign(before) || arrowSigns.contains(before.text)
  }

  mutating func note(_ more: Token.Space) {
    if more == .wide || space == .none { space = more == .none ? space : more }
  }

  mutating func emit(_ token: Token) {
    var token = token
    token.spaceBefore = space
    token.side = side
    space = .none
    side = .none
    output.append(token)
  }

  mutating func emit(_ kind: Token.Kind, _ text: String, like token: Token) {
    emit(Token(kind: kind, text: text, span: token.span))
  }

  private func follows(_ text: String) -> Bool {
    position < input.count && input[position].kind == .symbol && input[position].text == text
      && input[position].spaceBefore == .none
  }

  private mutating func symbol(_ token: Token) {
    func pair(_ text: String) -> Token {
      Token(kind: .symbol, text: text, span: token.span.union(input[position].span))
    }
    switch token.text {
    case ":" where follows("="):
      emit(pair(":="))
      position += 1
    case "<" where follows("="):
      emit(pair("\\le"))
      position += 1
    case ">" where follows("="):
      emit(pair("\\ge"))
      position += 1
    case "." where follows("."):
      var span = token.span
      while follows(".") {
        span = span.union(input[position].span)
        position += 1
      }
      emit(Token(kind: .symbol, text: "\\dots", span: span))
    case "." where startsDecimal():
      var number = input[position]
      number.text = "0." + number.text
      number.span = token.span.union(number.span)
      emit(number)
      position += 1
    default: emit(token)
    }
  }

  /// `.5` behind a sign.
  private func startsDecimal() -> Bool {
    guard position < input.count, input[position].kind == .number,
      input[position].spaceBefore == .none, !input[position].text.contains(".")
    else { return false }
    guard let before = output.last else { return true }
    return [.symbol, .command, .open, .ampersand, .newline].contains(before.kind)
  }

  /// `1{,}000` and `1\,000` are one number.
  private mutating func number(_ token: Token) throws(Failure) {
    var whole = token
    while whole.text.utf8.allSatisfy({ $0 != UInt8(ascii: ".") }) {
      let rest = input[position...].prefix(4)
      let texts = rest.map { $0.text }
      let length: Int
      if texts.count == 4, texts[0] == "{", texts[1] == ",", texts[2] == "}" {
        length = 3
      } else if texts.count > 1, texts[0] == "\\," {
        length = 1
      } else {
        break
      }
      let group = input[position + length]
      guard group.kind == .number, group.spaceBefore == .none,
        group.text.utf8.prefix(while: { $0 != UInt8(ascii: ".") }).count == 3,
        whole.text.utf8.count <= 3 || whole.span != token.span
      else { break }
      whole.text += group.text
      whole.span = whole.span.union(group.span)
      position += length + 1
    }
    try refuseExponent(behind: whole)
    guard position < input.count, input[position].text == "\\%" else { return emit(whole) }
    position += 1
    emit(.open, "{", like: whole)
    emit(whole)
    emit(.symbol, "/", like: whole)
    emit(.number, "100", like: whole)
    emit(.close, "}", like: whole)
  }

  /// `1e-3` of a programming language.
  private func refuseExponent(behind number: Token) throws(Failure) {
    let rest = input[position...].prefix(3).filter { $0.spaceBefore == .none }
    guard let letter = rest.first, letter.text == "e" || letter.text == "E", rest.count > 1 else {
      return
    }
    let isSigned = rest.count > 2 && ["-", "+"].contains(rest[rest.startIndex + 1].text)
    let digits = rest[rest.startIndex + (isSigned ? 2 : 1)]
    guard digits.kind == .number else { return }
    let exponent = (isSigned ? rest[rest.startIndex + 1].text : "") + digits.text
    throw Message.programmersNumber(
      number.text, letter.text, exponent, at: number.span.union(digits.span))
  }
}
