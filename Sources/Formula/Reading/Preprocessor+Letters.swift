import SourceText

/// Words, upright names, fonts and accents.
extension Preprocessor {
  /// The words of a remark.
  func spelled(_ tokens: [Token]) -> String {
    var text = ""
    for token in tokens {
      if token.spaceBefore != .none, !text.isEmpty { text += " " }
      text += token.text
    }
    return text
  }

  /// `\text{if $x > 0$ and}`: words, and formulas between dollar signs.
  mutating func text(_ inner: [Token], of token: Token, depth: Int) throws(Failure) {
    var whole = token
    whole.span = token.span.union(input[position - 1].span)
    let parts = inner.split(omittingEmptySubsequences: false) {
      ["$", "\\(", "\\)"].contains($0.text)
    }
    guard parts.count > 1, parts.count % 2 == 1 else {
      return words(spelled(inner), like: whole)
    }
    for (number, part) in parts.enumerated() {
      guard let first = part.first, let last = part.last else { continue }
      var piece = token
      piece.span = first.span.union(last.span)
      if number % 2 == 0 {
        words(spelled(Array(part)), like: piece)
      } else {
        for token in try processed(Array(part), depth: depth).output { emit(token) }
      }
    }
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

  mutating func upright(_ token: Token) throws(Failure) {
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
  mutating func font(_ token: Token, _ font: String) throws(Failure) {
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
  mutating func accent(_ token: Token, _ accent: String, depth: Int) throws(Failure) {
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
    let nested = try processed(inner, depth: depth)
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
