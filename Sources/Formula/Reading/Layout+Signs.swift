import SourceText

/// `x^2 = a \iff x = \pm \sqrt a` as one of the two, `(a \pm b)^2 = a^2 \pm 2ab + b^2` as both.
///
/// Upper signs go with upper signs. Elsewhere the sign is left, which is an error.
func signed(_ tokens: [Token]) -> [Token] {
  let tokens = excluding(tokens)
  let places = tokens.indices.filter { isDoubleSign(tokens[$0]) }
  // `x_\pm` is a name.
  let isName = places.contains { place in
    place > 0
      && (tokens[place - 1].kind == .subscript
        || place > 1 && tokens[place - 1].kind == .open && tokens[place - 2].kind == .subscript)
  }
  guard !places.isEmpty, !isName else { return tokens }
  var level = 0
  var hasArrow = false
  for token in tokens {
    level += levelChange(token)
    if level == 0, isArrowSign(token) { hasArrow = true }
  }
  return hasArrow ? either(tokens) : both(tokens)
}

/// `x \ne \pm a`: x is neither.
private func excluding(_ tokens: [Token]) -> [Token] {
  var tokens = tokens
  for relation in tokens.indices.dropLast().reversed()
  where tokens[relation].isMark("\\ne") && tokens[relation + 1].isMark("\\pm") {
    guard let start = (0..<relation).last(where: { beginsStatement($0, tokens) }) else { continue }
    let end = endOfSide(from: relation + 2, tokens)
    let part = Array(tokens[start..<end])
    let comma = mark(",", like: tokens[relation])
    tokens.replaceSubrange(
      start..<end, with: replaced(part, isUpper: true) + [comma] + replaced(part, isUpper: false))
  }
  return tokens
}

/// Beside an arrow: `(x = +a \lor x = -a)`; where several statements have signs, nothing says which
/// go together.
private func either(_ tokens: [Token]) -> [Token] {
  guard !tokens.contains(where: { $0.isMark("\\mp") }) else { return tokens }
  let parts = statements(tokens)
  /// By row: how many statements in it have a sign.
  var counts = [0]
  for part in parts {
    let first = tokens[part.lowerBound]
    if first.startsRow, !isArrowSign(first), !isRelationSign(first) { counts.append(0) }
    if tokens[part].contains(where: isDoubleSign) { counts[counts.count - 1] += 1 }
  }
  guard counts.allSatisfy({ $0 < 2 }) else { return tokens }
  var result: [Token] = []
  for part in parts.map({ Array(tokens[$0]) }) {
    let members = members(part)
    let signs = members.map { $0.count(where: isDoubleSign) }
    guard members.count == 2, signs == [0, 1], part[members[0].count].isMark("=") else {
      result += part
      continue
    }
    let isOr = mark("\\vee", like: part[0])
    result += bracketed(replaced(part, isUpper: true) + [isOr] + replaced(part, isUpper: false))
  }
  return result
}

/// What stands between arrows, commas and words, and these themselves.
private func statements(_ tokens: [Token]) -> [Range<Int>] {
  var parts: [Range<Int>] = []
  var (start, level) = (0, 0)
  func close(_ end: Int) { if start < end { parts.append(start..<end) } }
  for (index, token) in tokens.enumerated() {
    if level == 0, token.spaceBefore == .wide || token.startsRow {
      close(index)
      start = index
    }
    level += levelChange(token)
    guard level == 0 else { continue }
    let isSeparate =
      token.kind == .text || [",", ";", ".", ":", "\\wedge", "\\vee"].contains(token.text)
      || isArrowSign(token)
    if isSeparate {
      close(index)
      parts.append(index..<(index + 1))
      start = index + 1
    }
  }
  close(tokens.count)
  return parts
}

/// A chain for the upper signs, and in a row of its own for the lower ones.
private func both(_ tokens: [Token]) -> [Token] {
  let members = members(tokens)
  let hasSign = members.map { $0.contains(where: isDoubleSign) }
  var end = 0
  for number in members.indices.dropLast() {
    end += members[number].count
    let isOrder = ["<", "\\le", ">", "\\ge"].contains { tokens[end].isMark($0) }
    guard isOrder || hasSign[number] == hasSign[number + 1] else { return tokens }
    end += 1
  }
  guard members.count > 1 else { return tokens }
  var second = replaced(tokens, isUpper: false)
  second[0].startsRow = true
  second[0].beginsStatement = true
  return replaced(tokens, isUpper: true) + second
}

/// What stands between the relations.
private func members(_ tokens: [Token]) -> [ArraySlice<Token>] {
  var members: [ArraySlice<Token>] = []
  var (start, level) = (0, 0)
  for (index, token) in tokens.enumerated() {
    level += levelChange(token)
    guard level == 0, isRelationSign(token) else { continue }
    members.append(tokens[start..<index])
    start = index + 1
  }
  return members + [tokens[start...]]
}

private func replaced(_ tokens: [Token], isUpper: Bool) -> [Token] {
  tokens.map { token in
    guard isDoubleSign(token) else { return token }
    var sign = token
    (sign.kind, sign.text) = (.symbol, token.isMark("\\pm") == isUpper ? "+" : "-")
    return sign
  }
}

private func isDoubleSign(_ token: Token) -> Bool {
  token.isMark("\\pm") || token.isMark("\\mp")
}
