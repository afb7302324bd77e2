/// `A \text{ is symmetric}`: a property in words is the relation that defines it.
///
/// Of a single letter that a condition's word, a bracket or a comma introduces, of several in a list,
/// of an expression with `is`, and `\text{for symmetric } A`; elsewhere the words stay, and are refused
/// for what they are.
func withProperties(_ tokens: [Token]) -> [Token] {
  guard tokens.contains(where: { $0.kind == .text }) else { return tokens }
  var result: [Token] = []
  var index = 0
  while index < tokens.count {
    let token = tokens[index]
    index += 1
    guard token.kind == .text else {
      result.append(token)
      continue
    }
    let (property, then) = splitThen(token)
    if index > 1, tokens[index - 2].kind == .letter, isIntroduced(index - 2, tokens),
      let own = statement(of: tokens[index - 2], property),
      !property.text.hasPrefix("are ")
        || listedLetter(Array(result.dropLast())) != nil
    {
      result.removeLast()
      var all = own
      // `A, B \text{ symmetric}` says it of each.
      while let other = listedLetter(result), let said = statement(of: other, property) {
        result.removeLast(2)
        all = said + [Token(kind: .symbol, text: ",", span: token.span)] + all
      }
      result += all + then
    } else if property.text.lowercased().hasPrefix("is "),
      let subject = subject(at: result.count, of: result),
      let own = statement(of: Array(result[subject...]), property)
    {
      // `B^T B \text{ is symmetric}`, behind an arrow or by itself.
      result.removeSubrange(subject...)
      result += own + then
    } else if index < tokens.count, tokens[index].kind == .letter, !hasScript(index, tokens),
      let (word, property) = splitAdjective(token),
      let statement = statement(of: tokens[index], property)
    {
      result += [word] + statement
      index += 1
    } else {
      result.append(token)
    }
  }
  return result
}

/// Where the expression that ends before `end` begins; `nil` if it is none, or a statement.
private func subject(at end: Int, of tokens: [Token]) -> Int? {
  var start = end
  var level = 0
  while start > 0 {
    let token = tokens[start - 1]
    level -= levelChange(token)
    let isBoundary =
      level < 0
      || level == 0
        && (introduces(token) || token.kind == .text || isArrowSign(token)
          || [":", ";", "\\therefore", "\\because"].contains { token.isMark($0) })
    if isBoundary { break }
    start -= 1
    if token.startsRow { break }
  }
  let isExpression =
    start < end
    && !tokens[start..<end].contains {
      isRelationSign($0) || isArrowSign($0)
        || $0.spaceBefore == .wide && $0.span != tokens[start].span
    }
  return isExpression ? start : nil
}

/// The letter at the end with a comma or `and` behind it, if it begins a list or goes on with one.
private func listedLetter(_ tokens: [Token]) -> Token? {
  guard tokens.count > 1, let sign = tokens.last,
    sign.isMark(",") || sign.kind == .text && sign.text.lowercased() == "and"
  else { return nil }
  let letter = tokens[tokens.count - 2]
  let isFirst =
    tokens.count == 2 || introduces(tokens[tokens.count - 3])
    || isArrowSign(tokens[tokens.count - 3])
  return letter.kind == .letter && isFirst ? letter : nil
}

/// `A \text{ be symmetric. Then }`: the property, and the word behind it as a token of its own.
private func splitThen(_ token: Token) -> (property: Token, then: [Token]) {
  let words = token.text.split(separator: " ")
  guard words.count > 1, words[words.count - 1].lowercased() == "then" else { return (token, []) }
  var (property, then) = (token, token)
  property.text = words.dropLast().joined(separator: " ")
  while let last = property.text.utf8.last, Set(",.;:".utf8).contains(last) {
    property.text.removeLast()
  }
  then.text = "then"
  return (property, [then])
}

/// Whether what comes before the letter introduces it, or it stands first and an arrow follows.
private func isIntroduced(_ letter: Int, _ tokens: [Token]) -> Bool {
  guard letter > 0 else {
    return letter + 2 < tokens.count && arrowSigns.contains(tokens[letter + 2].text)
  }
  return introduces(tokens[letter - 1])
}

/// `\text{for even } k`: the condition's word, and the property of what stands behind.
private func splitAdjective(_ token: Token) -> (word: Token, property: Token)? {
  let words = token.text.lowercased().split(separator: " ")
  for count in (1..<max(words.count, 1)).reversed() {
    var (word, property) = (token, token)
    word.text = words.prefix(count).joined(separator: " ")
    property.text = words.dropFirst(count).joined(separator: " ")
    if conditionWords.contains(word.text), !conditionWords.contains(token.text.lowercased()) {
      return (word, property)
    }
  }
  return nil
}

private func hasScript(_ index: Int, _ tokens: [Token]) -> Bool {
  index + 1 < tokens.count && [.subscript, .superscript].contains(tokens[index + 1].kind)
}

private func introduces(_ token: Token) -> Bool {
  token.kind == .text && conditionWords.contains(token.text.lowercased())
    || token.isMark("(") || token.isMark(",") || token.kind == .ampersand
}

/// What stands instead of the letter and the words.
private func statement(of letter: Token, _ words: Token) -> [Token]? {
  statement(of: [letter], words)
}

/// What stands instead of an expression and the words; it begins the row that the expression begins.
private func statement(of expression: [Token], _ words: Token) -> [Token]? {
  guard let first = expression.first,
    var all = relation(of: expression.map { $0.inLine }, words)
  else { return nil }
  all[0].spaceBefore = first.spaceBefore
  (all[0].startsRow, all[0].isAligned) = (first.startsRow, first.isAligned)
  (all[0].beginsStatement, all[0].isBehindLayout) = (first.beginsStatement, first.isBehindLayout)
  return all
}

/// The relation that a property is.
private func relation(of expression: [Token], _ words: Token) -> [Token]? {
  let name = expression.count == 1 ? expression : bracketed(expression)
  var text = words.text.lowercased()
  for word in ["is a ", "is an ", "is ", "be a ", "be an ", "be ", "are "]
  where text.hasPrefix(word) {
    text = String(text.dropFirst(word.utf8.count))
    break
  }
  for word in [" matrix", " matrices", " numbers"] where text.hasSuffix(word) {
    text = String(text.dropLast(word.utf8.count))
    break
  }
  func made(_ kind: Token.Kind, _ text: String) -> Token {
    Token(kind: kind, text: text, span: words.span)
  }
  let transpose = [made(.superscript, "^"), made(.command, "\\top")]
  let zero = made(.number, "0")
  func modulo2(_ rest: String) -> [Token] {
    name + [
      made(.command, "\\bmod"), made(.number, "2"), made(.symbol, "="), made(.number, rest),
    ]
  }
  switch text {
  case "symmetric": return name + [made(.symbol, "=")] + name + transpose
  case "skew-symmetric", "antisymmetric":
    return name + [made(.symbol, "="), made(.symbol, "-")] + name + transpose
  case "orthogonal":
    return name + transpose + name + [made(.symbol, "="), made(.letter, "I")]
  case "idempotent": return name + name + [made(.symbol, "=")] + name
  case "invertible", "nonsingular":
    return [made(.command, "\\det")] + name + [made(.command, "\\ne"), zero]
  case "singular", "not invertible":
    return [made(.command, "\\det")] + name + [made(.symbol, "="), zero]
  case "positive definite", "spd", "symmetric positive definite", "symmetric and positive definite":
    return name + [made(.command, "\\succ"), zero]
  case "negative definite": return name + [made(.command, "\\prec"), zero]
  case "negative semidefinite": return name + [made(.command, "\\preceq"), zero]
  case "positive semidefinite", "symmetric positive semidefinite":
    return name + [made(.command, "\\succeq"), zero]
  case "positive": return name + [made(.symbol, ">"), zero]
  case "nonnegative": return name + [made(.command, "\\ge"), zero]
  case "negative": return name + [made(.symbol, "<"), zero]
  case "real", "real number": return name + [made(.command, "\\in"), made(.letter, "\\mathbb{R}")]
  case "nonzero": return name + [made(.command, "\\ne"), zero]
  case "matrices", "vectors", "scalars", "numbers", "values": return name
  case "even": return modulo2("0")
  case "odd": return modulo2("1")
  default: return nil
  }
}

extension Token {
  /// Without anything that the layout says of its place.
  fileprivate var inLine: Token { Token(kind: kind, text: text, span: span) }
}
