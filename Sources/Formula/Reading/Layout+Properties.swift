/// `A \text{ is symmetric}`: a property in words is the relation that defines it.
///
/// Only behind a single letter that a condition's word, a bracket or a comma introduces; elsewhere the
/// words stay, and are refused for what they are.
func withProperties(_ tokens: [Token]) -> [Token] {
  guard tokens.contains(where: { $0.kind == .text }) else { return tokens }
  var result: [Token] = []
  for (index, token) in tokens.enumerated() {
    guard token.kind == .text, index > 1, tokens[index - 1].kind == .letter,
      introduces(tokens[index - 2]), let relation = relation(of: tokens[index - 1], token)
    else {
      result.append(token)
      continue
    }
    result += relation
  }
  return result
}

private func introduces(_ token: Token) -> Bool {
  token.kind == .text && conditionWords.contains(token.text.lowercased())
    || token.isMark("(") || token.isMark(",")
}

/// What stands behind the letter instead of the words.
private func relation(of name: Token, _ words: Token) -> [Token]? {
  var text = words.text.lowercased()
  for word in ["is a ", "is an ", "is "] where text.hasPrefix(word) {
    text = String(text.dropFirst(word.utf8.count))
    break
  }
  func made(_ kind: Token.Kind, _ text: String) -> Token {
    Token(kind: kind, text: text, span: words.span)
  }
  let transpose = [made(.superscript, "^"), made(.command, "\\top")]
  let zero = made(.number, "0")
  switch text {
  case "symmetric": return [made(.symbol, "="), name] + transpose
  case "orthogonal":
    return transpose + [name, made(.symbol, "="), made(.letter, "I")]
  case "positive definite", "spd", "symmetric positive definite", "symmetric and positive definite":
    return [made(.command, "\\succ"), zero]
  case "positive semidefinite", "symmetric positive semidefinite":
    return [made(.command, "\\succeq"), zero]
  case "positive": return [made(.symbol, ">"), zero]
  case "nonnegative": return [made(.command, "\\ge"), zero]
  case "negative": return [made(.symbol, "<"), zero]
  case "real", "real number": return [made(.command, "\\in"), made(.letter, "\\mathbb{R}")]
  case "nonzero": return [made(.command, "\\ne"), zero]
  default: return nil
  }
}
