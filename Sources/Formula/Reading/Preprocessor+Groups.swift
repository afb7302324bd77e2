import SourceText

/// Arguments of commands, and what becomes of them.
extension Preprocessor {
  /// The tokens of the next group or the next single token, as raw input.
  mutating func group(after token: Token) throws(Failure) -> [Token] {
    guard position < input.count else {
      throw Message.missing("the argument of \(token.text)", at: token.span)
    }
    if input[position].kind != .open {
      position += 1
      return [input[position - 1]]
    }
    let open = position
    guard let end = endOfGroup(from: open) else {
      throw Message.unbalanced("{", at: input[open].span)
    }
    position = end
    return Array(input[(open + 1)..<(end - 1)])
  }

  /// What follows the group or the single token that begins there; `nil` if it is never closed.
  func endOfGroup(from start: Int) -> Int? {
    var level = 0
    for index in start..<input.count {
      if input[index].kind == .open { level += 1 }
      if input[index].kind == .close { level -= 1 }
      if level == 0 { return index + 1 }
    }
    return nil
  }

  /// Tokens that stood in a group, processed by themselves.
  func processed(_ tokens: [Token], depth: Int) throws(Failure) -> Preprocessor {
    if let first = tokens.first, depth > 40 { throw Message.tooDeep(at: first.span) }
    var inner = Preprocessor(input: tokens)
    try inner.run(until: tokens.count, depth: depth + 1)
    return inner
  }

  /// Processes tokens that stood in a group as if they stood here.
  mutating func splice(_ tokens: [Token], depth: Int) throws(Failure) {
    put(try processed(tokens, depth: depth), of: tokens)
  }

  /// What a group has become; one sign alone needs none, `\mathrel{=}`, and neither does what is
  /// added, `a^2 \underbrace{- 2ab}_{…}`.
  private mutating func put(_ inner: Preprocessor, of tokens: [Token]) {
    guard let first = tokens.first, let last = tokens.last else { return }
    let signs: [Token.Kind] = [.symbol, .command]
    let isSign = inner.output.count == 1 && signs.contains(inner.output[0].kind)
    let name = inner.output.prefix { $0.text == "\\arg" }.count + 1
    let isOperator =
      first.kind == .command && inner.output.dropFirst(name).first?.kind == .subscript
    labels += inner.labels
    if signs.contains(first.kind), isSign || isOperator || goesOn(first) {
      for token in inner.output { emit(token) }
    } else {
      emit(Token(kind: .open, text: "{", span: first.span))
      output += inner.output
      emit(Token(kind: .close, text: "}", span: last.span))
    }
  }

  /// A sign behind something that it can be added to.
  private func goesOn(_ first: Token) -> Bool {
    guard first.isMark("+") || first.isMark("-"), let before = output.last else { return false }
    let isPower = position < input.count && input[position].kind == .superscript
    return !isPower
      && ([.letter, .word, .number, .close].contains(before.kind) || before.isMark(")"))
  }

  /// `\underbrace{a + b}_{c}`: what is braced, and its label as a claim in a row behind the formula.
  mutating func brace(_ token: Token, depth: Int) throws(Failure) {
    let tokens = try group(after: token)
    let inner = try processed(tokens, depth: depth)
    put(inner, of: tokens)
    let script: Token.Kind = token.text == "\\underbrace" ? .subscript : .superscript
    guard position < input.count, input[position].kind == script else { return }
    position += 1
    let label = try processed(try group(after: token), depth: depth).output
    guard let said = statement(of: label), let first = said.first, let last = said.last else {
      return
    }
    var open = Token(kind: .symbol, text: "(", span: token.span)
    (open.startsRow, open.isLabel) = (true, true)
    var row = [open] + inner.output + [Token(kind: .symbol, text: ")", span: token.span)]
    if !isRelationSign(first) {
      row.append(Token(kind: .symbol, text: "=", span: first.span.union(last.span)))
    }
    labels.append(row + said)
  }

  /// What the label of a brace states; `nil` for words, counts of terms and numbers of equations.
  private func statement(of label: [Token]) -> [Token]? {
    if let words = label.first, words.kind == .text,
      let sign = labelSigns[words.text.lowercased()]
    {
      let behind = Array(label.dropFirst())
      let relation = Token(kind: sign == "=" ? .symbol : .command, text: sign, span: words.span)
      return behind.isEmpty ? nil : [relation] + behind
    }
    if label.count == 1, let words = label.first, words.kind == .text,
      let sign = labelProperties[words.text.lowercased()]
    {
      let isMark = ["=", "<", ">"].contains(sign)
      return [
        Token(kind: isMark ? .symbol : .command, text: sign, span: words.span),
        Token(kind: .number, text: "0", span: words.span),
      ]
    }
    let said = label.filter { $0.kind != .text }
    let isNumber = said.count == 3 && said[0].isMark("(") && said[1].kind == .number
    let isCount = said.count == 1 && said[0].kind == .number && !["0", "1"].contains(said[0].text)
    let isWords = said.count < label.count && !said.contains { isRelationSign($0) }
    return isWords || isNumber || isCount ? nil : sizes(in: said) ?? said
  }

  /// `m \times n` and `(m \times n)` as `\in \mathbb{R}^{m \times n}`.
  private func sizes(in label: [Token]) -> [Token]? {
    guard let first = label.first, let last = label.last else { return nil }
    let isBracketed = first.isMark("(") && last.isMark(")")
    let sizes = isBracketed ? Array(label.dropFirst().dropLast()) : label
    let parts = sizes.split(omittingEmptySubsequences: false) { $0.isMark("\\times") }
    let marks: Set<Token.Kind> = [.letter, .word, .number, .subscript, .superscript, .open, .close]
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }),
      sizes.allSatisfy({
        marks.contains($0.kind) || ["\\times", "+", "-", "[", "]", "(", ")"].contains($0.text)
      })
    else { return nil }
    return [
      Token(kind: .command, text: "\\in", span: first.span),
      Token(kind: .letter, text: "\\mathbb{R}", span: first.span),
      Token(kind: .superscript, text: "^", span: first.span),
    ] + sizes.wrapped(like: first)
  }
}

extension [Token] {
  /// These tokens as one group.
  func wrapped(like token: Token) -> [Token] {
    [Token(kind: .open, text: "{", span: token.span)] + self + [
      Token(kind: .close, text: "}", span: token.span)
    ]
  }
}

/// Words of a label with a formula behind them: `\text{at most } 1`.
private let labelSigns = [
  "is": "=", "equals": "=", "at most": "\\le", "is at most": "\\le", "bounded by": "\\le",
  "at least": "\\ge", "is at least": "\\ge",
]

/// Words of a label that say how something is to 0.
private let labelProperties = [
  "zero": "=", "is zero": "=", "vanishes": "=", "nonzero": "\\ne", "positive": ">",
  "is positive": ">", "negative": "<", "is negative": "<", "nonnegative": "\\ge",
  "non-negative": "\\ge", "nonpositive": "\\le",
]
