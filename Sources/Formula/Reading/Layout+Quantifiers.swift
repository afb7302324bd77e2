import SourceText

/// `P_i \text{ for all } i \iff Q` and `Q \iff \forall i : P_i`: what one side of an arrow says for
/// all stands in brackets, `(\forall i : P_i)`.
func quantified(_ tokens: [Token]) -> [Token] {
  guard tokens.contains(where: { isArrow($0) }) else { return tokens }
  var sides: [[Token]] = [[]]
  var level = 0
  for token in tokens {
    level += levelChange(token)
    if level == 0, isArrow(token) {
      sides.append([token])
    } else {
      sides[sides.count - 1].append(token)
    }
  }
  guard sides.count == 2 else { return tokens }
  return forAllFirst(sides[0]) + forAllLast(sides[1])
}

/// `P_i \text{ for all } i` in front of an arrow.
private func forAllFirst(_ side: [Token]) -> [Token] {
  guard let word = side.lastIndex(where: { $0.kind == .text || $0.isMark("\\forall") }), word > 0,
    side[word].isMark("\\forall") || forAllWords.contains(side[word].text.lowercased()),
    word + 1 < side.count, !side[..<word].contains(where: { $0.kind == .text || $0.startsRow }),
    side[(word + 1)...].allSatisfy({ $0.kind == .letter || $0.isMark(",") })
  else { return side }
  return bracketed(
    [mark("\\forall", like: side[word])] + side[(word + 1)...] + [mark(":", like: side[word])]
      + side[..<word])
}

/// The arrow and `\forall i : P_i`.
private func forAllLast(_ side: [Token]) -> [Token] {
  guard side.count > 2, side[1].isMark("\\forall"), side.contains(where: { $0.isMark(":") }),
    !side.contains(where: { $0.startsRow || $0.kind == .text })
  else { return side }
  var statement = side.dropFirst()
  var end: [Token] = []
  while let last = statement.last, [",", ".", ";"].contains(last.text) {
    end.insert(last, at: 0)
    statement = statement.dropLast()
  }
  return [side[0]] + bracketed(Array(statement)) + end
}

private func bracketed(_ tokens: [Token]) -> [Token] {
  guard let first = tokens.first, let last = tokens.last else { return tokens }
  return [mark("(", like: first)] + tokens + [mark(")", like: last)]
}

private func mark(_ text: String, like token: Token) -> Token {
  Token(kind: text.utf8.count == 1 ? .symbol : .command, text: text, span: token.span)
}

private func isArrow(_ token: Token) -> Bool {
  token.isMark("\\iff") || token.isMark("\\Rightarrow")
}

/// How many brackets a token opens, or closes if negative.
func levelChange(_ token: Token) -> Int {
  if token.kind == .open || token.text.hasPrefix("\\begin{") { return 1 }
  if token.kind == .close || token.text.hasPrefix("\\end{") { return -1 }
  guard token.kind == .symbol || token.kind == .command else { return 0 }
  if ["(", "[", "\\{"].contains(token.text) { return 1 }
  return [")", "]", "\\}"].contains(token.text) ? -1 : 0
}
