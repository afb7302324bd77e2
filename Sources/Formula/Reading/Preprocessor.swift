import SourceText

/// Raw tokens → the tokens of the grammar: course macros expanded, noise dropped, fonts and
/// accents joined to their letters, spellings of one thing unified.
struct Preprocessor {
  private var input: [Token]
  private var position = 0
  private var output: [Token] = []
  private var space = Token.Space.none
  private var side = Token.Side.none
  /// Where `\left` stands that no `\right` has closed yet.
  private var opened: [Span] = []
  /// For each open `array`, whether its columns are `rcl`: it lays out equations.
  private var relationArrays: [Bool] = []

  /// What stands at braces, each a row of its own that claims it.
  private var labels: [[Token]] = []

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
    return preprocessor.output + preprocessor.labels.flatMap { $0 }
  }

  private init(input: [Token]) { self.input = input }

  private mutating func run(until end: Int, depth: Int) throws(Failure) {
    while position < end {
      let token = input[position]
      position += 1
      note(token.spaceBefore)
      switch token.kind {
      case .command: try command(token, depth: depth)
      case .symbol: symbol(token)
      case .number: try number(token)
      default: emit(token)
      }
    }
    if let open = opened.last { throw Message.unbalanced("\\left", at: open) }
  }

  private mutating func note(_ more: Token.Space) {
    if more == .wide || space == .none { space = more == .none ? space : more }
  }

  private mutating func emit(_ token: Token) {
    var token = token
    token.spaceBefore = space
    token.side = side
    space = .none
    side = .none
    output.append(token)
  }

  private mutating func emit(_ kind: Token.Kind, _ text: String, like token: Token) {
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

  // MARK: Commands

  private mutating func command(_ token: Token, depth: Int) throws(Failure) {
    let name = token.text
    if dropped.contains(name) { return note(.narrow) }
    if wideSpaces.contains(name) { return note(.wide) }
    if let plain = synonyms[name] {
      let kind: Token.Kind = plain.utf8.count == 1 || plain == ":=" ? .symbol : .command
      setSide(of: name)
      return emit(kind, plain, like: token)
    }
    if let sized = sizes[name] {
      side = sized
      if name == "\\left" { opened.append(token.span) }
      if name == "\\right", opened.popLast() == nil {
        throw Message.unbalanced("\\right", at: token.span)
      }
      if sized != .none, position < input.count, input[position].text == "." {
        emit(.command, sized == .left ? "\\left." : "\\right.", like: token)
        position += 1
      }
      return
    }
    if droppedWithArgument.contains(name) {
      _ = try group(after: token)
      return note(name == "\\hspace" ? .wide : .narrow)
    }
    switch name {
    case "\\begin", "\\end":
      let inner = try group(after: token)
      var text = ""
      for part in inner { text += part.text }
      if text.utf8.last == UInt8(ascii: "*") { text.removeLast() }
      if name == "\\begin" { skipPosition() }
      if text == "alignedat" || text == "alignat" {
        if name == "\\begin" { _ = try group(after: token) }
        text = "aligned"
      }
      if text == "array", name == "\\begin" {
        let columns = try group(after: token).map { $0.text }
        let isBraced = output.last?.isMark("\\{") ?? false
        let isRelational = columns.indices.contains {
          columns[$0...].starts(with: ["r", "c", "l"])
        }
        relationArrays.append(isRelational && !isBraced)
      }
      if text == "array",
        name == "\\begin" ? relationArrays.last == true : relationArrays.popLast() == true
      {
        text = "aligned"
      }
      emit(
        Token(
          kind: .command, text: name + "{" + text + "}",
          span: inner.last.map { token.span.union($0.span) } ?? token.span))
    case "\\not":
      guard position < input.count else { return emit(token) }
      let sign = synonyms[input[position].text] ?? input[position].text
      guard let negated = negations[sign] else {
        throw Message.unexpected("\\not", at: token.span)
      }
      emit(.command, negated, like: token)
      position += 1
    case "\\underset" where belongsBelow():
      let below = try group(after: token)
      let base = try group(after: token)
      try spliceSign(
        base + [script(.subscript, "_", token)] + below.wrapped(like: token), depth: depth)
    case "\\textcolor", "\\mathcolor":
      _ = try group(after: token)
      try spliceSign(try group(after: token), depth: depth)
    case "\\xrightarrow", "\\xRightarrow", "\\xLeftrightarrow":
      skipOption()
      _ = try group(after: token)
      let sign =
        name == "\\xrightarrow" ? "\\to" : name == "\\xRightarrow" ? "\\Rightarrow" : "\\iff"
      emit(.command, sign, like: token)
    case "\\stackrel", "\\overset", "\\underset":
      let above = try group(after: token)
      let base = try group(after: token)
      try refuseOtherRelation(above, over: base, at: token.span)
      if base.count == 1, base[0].text == "=" {
        emit(.symbol, ":=", like: token)
      } else {
        try spliceSign(base, depth: depth)
      }
    case "\\boxed" where statesInside():
      let inner = try group(after: token)
      var nested = Preprocessor(input: inner)
      try nested.run(until: inner.count, depth: depth + 1)
      output += nested.output
      labels += nested.labels
    case "\\boxed", "\\mathop", "\\mathrel", "\\mathbin", "\\mathord", "\\smash":
      try spliceSign(try group(after: token), depth: depth)
    case "\\underbrace", "\\overbrace": try brace(token, depth: depth)
    case "\\text", "\\textrm", "\\mbox", "\\textnormal", "\\textit", "\\textbf",
      "\\hbox", "\\textup":
      let inner = try group(after: token)
      var whole = token
      whole.span = token.span.union(input[position - 1].span)
      words(spelled(inner), like: whole)
    case _ where uprights.contains(name):
      if name == "\\operatorname", position < input.count, input[position].text == "*" {
        position += 1
      }
      try upright(token)
    case _ where fonts[name] != nil: try font(token, fonts[name] ?? name)
    case _ where accents[name] != nil: try accent(token, accents[name] ?? name, depth: depth)
    case _ where letterCommands.contains(name): emit(.letter, name, like: token)
    default: emit(token)
    }
  }

  /// `\stackrel{d}{=}`, `\overset{?}{=}`: equal in distribution, asked for equality.
  private func refuseOtherRelation(
    _ above: [Token], over base: [Token], at span: Span
  ) throws(Failure) {
    let letters = above.filter { $0.kind == .letter }.map { $0.text }.joined()
    let marks = above.map { $0.text }
    guard marks.contains("?") || ["d", "D", "p", "P", "as"].contains(letters),
      !marks.contains("("), let sign = base.first?.text
    else { return }
    let mark = marks.contains("?") ? "?" : letters
    throw Message.outside("signs like \(mark) over \(sign)", at: span)
  }

  /// Whether a relation stands in the group that follows: a statement in a box.
  private func statesInside() -> Bool {
    guard position < input.count, input[position].kind == .open else { return false }
    var level = 0
    for token in input[position...] {
      if token.kind == .open { level += 1 }
      if token.kind == .close { level -= 1 }
      if level == 0 { return false }
      var plain = token
      plain.text = synonyms[token.text] ?? token.text
      if level == 1, isRelationSign(plain) { return true }
    }
    return false
  }

  private mutating func setSide(of name: String) {
    switch name {
    case "\\lvert", "\\lVert": side = .left
    case "\\rvert", "\\rVert": side = .right
    default: break
    }
  }

  /// The tokens of the next group or the next single token, as raw input.
  private mutating func group(after token: Token) throws(Failure) -> [Token] {
    guard position < input.count else {
      throw Message.missing("the argument of \(token.text)", at: token.span)
    }
    if input[position].kind != .open {
      position += 1
      return [input[position - 1]]
    }
    let open = position
    var level = 0
    while position < input.count {
      if input[position].kind == .open { level += 1 }
      if input[position].kind == .close { level -= 1 }
      position += 1
      if level == 0 { return Array(input[(open + 1)..<(position - 1)]) }
    }
    throw Message.unbalanced("{", at: input[open].span)
  }

  /// Processes tokens that stood in a group as if they stood here.
  private mutating func splice(_ tokens: [Token], depth: Int) throws(Failure) {
    if let first = tokens.first, depth > 40 { throw Message.tooDeep(at: first.span) }
    guard let first = tokens.first, let last = tokens.last else { return }
    var inner = Preprocessor(input: tokens)
    try inner.run(until: tokens.count, depth: depth + 1)
    emit(Token(kind: .open, text: "{", span: first.span))
    output += inner.output
    labels += inner.labels
    emit(Token(kind: .close, text: "}", span: last.span))
  }

  /// `\underbrace{a + b}_{c}`: what is braced, and its label as a claim in a row behind the formula;
  /// words and numbers of equations are remarks.
  private mutating func brace(_ token: Token, depth: Int) throws(Failure) {
    let inner = try group(after: token)
    try spliceSign(inner, depth: depth)
    let script: Token.Kind = token.text == "\\underbrace" ? .subscript : .superscript
    guard position < input.count, input[position].kind == script else { return }
    position += 1
    let label = try processed(try group(after: token), depth: depth)
    let states = label.contains { isRelationSign($0) }
    let said = label.filter { $0.kind != .text }
    let isCount = said.count == 1 && said[0].kind == .number && !["0", "1"].contains(said[0].text)
    let isNumber = said.count == 3 && said[0].isMark("(") && said[1].kind == .number || isCount
    guard let first = said.first, let last = said.last, states || said.count == label.count,
      !isNumber
    else { return }
    var open = Token(kind: .symbol, text: "(", span: token.span)
    (open.startsRow, open.isLabel) = (true, true)
    var row = [open] + (try processed(inner, depth: depth))
    row.append(Token(kind: .symbol, text: ")", span: token.span))
    if !isRelationSign(first) {
      row.append(Token(kind: .symbol, text: "=", span: first.span.union(last.span)))
    }
    labels.append(row + said)
  }

  private func processed(_ tokens: [Token], depth: Int) throws(Failure) -> [Token] {
    if let first = tokens.first, depth > 40 { throw Message.tooDeep(at: first.span) }
    var nested = Preprocessor(input: tokens)
    try nested.run(until: tokens.count, depth: depth + 1)
    return nested.output
  }

  /// The same; one sign alone needs no group, `\mathrel{=}`.
  private mutating func spliceSign(_ tokens: [Token], depth: Int) throws(Failure) {
    guard depth <= 40, let first = tokens.first, first.kind == .symbol || first.kind == .command
    else { return try splice(tokens, depth: depth) }
    var inner = Preprocessor(input: tokens)
    try inner.run(until: tokens.count, depth: depth + 1)
    let signs: [Token.Kind] = [.symbol, .command]
    let isSign = inner.output.count == 1 && signs.contains(inner.output[0].kind)
    let isOperator = first.kind == .command && inner.output.dropFirst().first?.kind == .subscript
    guard isSign || isOperator else { return try splice(tokens, depth: depth) }
    for token in inner.output { emit(token) }
    labels += inner.labels
  }

  private func script(_ kind: Token.Kind, _ text: String, _ token: Token) -> Token {
    Token(kind: kind, text: text, span: token.span)
  }

  /// `\underset{x}{\min}`: what stands below is a subscript of a big operator.
  private func belongsBelow() -> Bool {
    var index = position
    var level = 0
    while index < input.count {
      if input[index].kind == .open { level += 1 }
      if input[index].kind == .close { level -= 1 }
      index += 1
      if level == 0 { break }
    }
    guard index + 1 < input.count else { return false }
    let base = input[index].kind == .open ? input[index + 1] : input[index]
    return ["\\max", "\\min", "\\lim", "\\sum", "\\prod", "\\arg", "\\argmax", "\\argmin"]
      .contains(base.text)
  }

  /// `\begin{aligned}[t]`: where the lines are anchored.
  private mutating func skipPosition() {
    guard position + 2 < input.count, input[position].text == "[",
      ["t", "b", "c"].contains(input[position + 1].text), input[position + 2].text == "]"
    else { return }
    position += 3
  }

  /// `\xrightarrow[below]{above}`.
  private mutating func skipOption() {
    guard position < input.count, input[position].text == "[",
      let close = input[position...].firstIndex(where: { $0.text == "]" })
    else { return }
    position = close + 1
  }

  /// The words of a remark.
  private func spelled(_ tokens: [Token]) -> String {
    var text = ""
    for token in tokens {
      if token.spaceBefore != .none, !text.isEmpty { text += " " }
      text += token.text
    }
    return text
  }

  /// A remark; `\text{, }` is a comma.
  private mutating func words(_ text: String, like token: Token) {
    let plain = withoutPunctuation(text)
    guard plain.isEmpty else { return emit(.text, plain, like: token) }
    let isComma = text.utf8.contains { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") }
    isComma ? emit(.symbol, ",", like: token) : note(.narrow)
  }

  /// `(if`, `, where`, `only if)`: the words themselves.
  private func withoutPunctuation(_ text: String) -> String {
    let marks: Set<UInt8> = Set(",;:.()[] ".utf8)
    var bytes = Substring(text).utf8
    while let first = bytes.first, marks.contains(first) { bytes.removeFirst() }
    while let last = bytes.last, marks.contains(last) { bytes.removeLast() }
    return String(Substring(bytes))
  }

  private mutating func upright(_ token: Token) throws(Failure) {
    var text = ""
    var span = token.span
    for part in try group(after: token) where !dropped.contains(part.text) {
      text += part.text
      span = span.union(part.span)
    }
    let isLetter = text.unicodeScalars.count == 1 && text.unicodeScalars.first != "1"
    let kind: Token.Kind =
      text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
      ? .number
      : (isLetter && token.text != "\\operatorname") || text.utf8.first == UInt8(ascii: "\\")
        ? .letter : .word
    emit(Token(kind: kind, text: text, span: span))
  }

  /// `\mathbf{x}` is a letter of its own; `\mathbf{net}` a word.
  private mutating func font(_ token: Token, _ font: String) throws(Failure) {
    let inner = try group(after: token)
    var text = ""
    var span = token.span
    for part in inner {
      text += part.text
      span = span.union(part.span)
    }
    if font == "\\mathsf", text == "T" {
      return emit(Token(kind: .command, text: "\\top", span: span))
    }
    emit(Token(kind: .letter, text: font + "{" + text + "}", span: span))
  }

  /// The accent belongs to the base letter, scripts inside the group to the whole.
  private mutating func accent(_ token: Token, _ accent: String, depth: Int) throws(Failure) {
    if depth > 8 { throw Message.tooDeep(at: token.span) }
    let inner: [Token]
    if position < input.count, input[position].kind == .command,
      accents[input[position].text] != nil || fonts[input[position].text] != nil
    {
      // `\hat\mathbf x`: the inner macro takes its own argument.
      let macro = input[position]
      position += 1
      inner = [macro] + (try group(after: macro)).wrapped(like: macro)
    } else {
      inner = try group(after: token)
    }
    var nested = Preprocessor(input: inner)
    try nested.run(until: inner.count, depth: depth + 1)
    guard var base = nested.output.first, base.kind == .letter || base.kind == .word else {
      throw Message.refused(
        "AccentOnFormula", "\(token.text) over a formula has no meaning; give it a name",
        at: token.span)
    }
    base.text = accent + "{" + base.text + "}"
    base.kind = .letter
    base.span =
      nested.output.count == 1
      ? token.span.union(inner.last?.span ?? base.span) : token.span.union(base.span)
    emit(base)
    for rest in nested.output.dropFirst() { emit(rest) }
  }
}

extension [Token] {
  /// These tokens as one group.
  fileprivate func wrapped(like token: Token) -> [Token] {
    [Token(kind: .open, text: "{", span: token.span)] + self + [
      Token(kind: .close, text: "}", span: token.span)
    ]
  }
}
