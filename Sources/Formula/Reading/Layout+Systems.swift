import SourceText

/// `cases` around a whole display of equations is a system, no value.
func isSystem(_ tokens: [Token]) -> Bool {
  guard tokens.first?.text == "\\begin{cases}", let last = endOfEnvironment(0, in: tokens),
    last >= tokens.count - 2
  else { return false }
  return statesRows(tokens[1..<last])
}

/// Whether in every row a relation stands before the mark, or right behind it.
private func statesRows(_ tokens: ArraySlice<Token>) -> Bool {
  var level = 0
  var place = Place.value
  var states = false
  for token in tokens {
    let opens = token.kind == .open || token.text.hasPrefix("\\begin{")
    let closes = token.kind == .close || token.text.hasPrefix("\\end{")
    if opens || ["(", "["].contains(token.text) { level += 1 }
    if closes || [")", "]"].contains(token.text) { level -= 1 }
    guard level == 0 else { continue }
    switch (token.kind, place) {
    case (.newline, _):
      guard states else { return false }
      (place, states) = (.value, false)
    case (.ampersand, _): place = .mark
    case (_, .value): states = states || isRelationSign(token)
    case (_, .mark):
      states = states || isRelationSign(token)
      place = .condition
    case (_, .condition): break
    }
  }
  return states || place == .value && tokens.last?.kind == .newline
}

private enum Place {
  case value
  case mark
  case condition
}

/// Makes `cases` around everything a layout.
func unwrapSystem(_ tokens: inout [Token]) {
  guard tokens.first?.text == "\\begin{cases}", let last = endOfEnvironment(0, in: tokens),
    last >= tokens.count - 2
  else { return }
  tokens[0].text = "\\begin{aligned}"
  tokens[last].text = "\\end{aligned}"
  tokens = withConditionWords(tokens, upTo: last)
}

/// `\begin{cases} |x| = x & x \ge 0 \end{cases}`: what stands behind the mark says when.
private func withConditionWords(_ tokens: [Token], upTo last: Int) -> [Token] {
  var result: [Token] = []
  var level = 0
  var (states, isBehindMark, isBehindRow) = (false, false, false)
  for (index, var token) in tokens.enumerated() {
    token.beginsStatement = token.beginsStatement || isBehindRow
    isBehindRow = false
    if isBehindMark, isBare(token) {
      var word = token
      (word.kind, word.text, word.spaceBefore) = (.text, "if", .wide)
      result.append(word)
    }
    isBehindMark = false
    result.append(token)
    guard index > 0, index < last else { continue }
    level += levelChange(token)
    guard level == 0 else { continue }
    switch token.kind {
    case .newline: (states, isBehindRow) = (false, true)
    case .ampersand:
      isBehindMark = states
      states = false
    default: states = states || isRelationSign(token)
    }
  }
  return result
}

/// Whether a condition begins here without a word or a bracket of its own.
private func isBare(_ token: Token) -> Bool {
  switch token.kind {
  case .text, .newline, .ampersand: false
  default: !token.isMark("(") && !token.isMark(",") && !isRelationSign(token)
  }
}

/// Where the environment that begins at `start` ends.
private func endOfEnvironment(_ start: Int, in tokens: [Token]) -> Int? {
  var level = 0
  for index in start..<tokens.count where tokens[index].kind == .command {
    if tokens[index].text.hasPrefix("\\begin{") { level += 1 }
    if tokens[index].text.hasPrefix("\\end{") { level -= 1 }
    if level == 0 { return index }
  }
  return nil
}

/// `\begin{cases} a = 1 \ b = 2 \end{cases} \implies a < b`, also with a brace on one side only: what
/// stands inside is a system, one statement a row, and is called so.
func systems(_ tokens: [Token]) -> [Token] {
  let count = tokens.count { $0.text.hasPrefix("\\begin{") }
  // Each looks for its end: a formula with more is hostile.
  guard (1...100).contains(count) else { return tokens }
  var result: [Token] = []
  var index = 0
  while index < tokens.count {
    let closing = index + 1 < tokens.count ? closings[tokens[index].text] : nil
    let isBraced = closing != nil
    let start = isBraced ? index + 1 : index
    guard let end = endOfSystem(start, closing, in: tokens) else {
      result.append(tokens[index])
      index += 1
      continue
    }
    var (first, last) = (tokens[start], tokens[end])
    (first.text, last.text) = ("\\begin{system}", "\\end{system}")
    result.append(first)
    result += tokens[(start + 1)..<end].filter { $0.kind != .ampersand }
    result.append(last)
    index = isBraced ? end + 2 : end + 1
  }
  return result
}

/// What closes a brace on one side only.
private let closings = ["\\{": "\\right.", "\\left.": "\\}"]

/// The end of the system that begins here, beside a brace or as `cases`.
private func endOfSystem(_ start: Int, _ closing: String?, in tokens: [Token]) -> Int? {
  let names =
    closing == nil ? ["\\begin{cases}"] : layouts.union(["\\begin{array}", "\\begin{matrix}"])
  guard tokens[start].kind == .command, names.contains(tokens[start].text),
    let end = endOfEnvironment(start, in: tokens), end > start + 1,
    closing == nil || end + 1 < tokens.count && tokens[end + 1].text == closing,
    isPlainSystem(tokens[(start + 1)..<end])
  else { return nil }
  return end
}

/// Statements only: a relation in every row, marks beside relations, no words and no environment.
private func isPlainSystem(_ tokens: ArraySlice<Token>) -> Bool {
  guard statesRows(tokens), !tokens.contains(where: { $0.text.hasPrefix("\\begin{") }) else {
    return false
  }
  return tokens.indices.allSatisfy { index in
    guard tokens[index].kind == .ampersand else { return tokens[index].kind != .text }
    let isBefore = index + 1 < tokens.endIndex && isRelationSign(tokens[index + 1])
    return isBefore || index > tokens.startIndex && isRelationSign(tokens[index - 1])
  }
}
