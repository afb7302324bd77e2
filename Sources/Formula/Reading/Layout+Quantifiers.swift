import SourceText

/// `P_i \text{ for all } i \iff Q` and `Q \iff \forall i : P_i`: what one side of an arrow says for
/// all stands in brackets, `(\forall i : P_i)`.
func quantified(_ tokens: [Token]) -> [Token] {
  guard tokens.contains(where: { isImplication($0) }) else { return tokens }
  var sides: [[Token]] = [[]]
  var level = 0
  for token in tokens {
    level += levelChange(token)
    if level == 0, isImplication(token) {
      sides.append([token])
    } else {
      sides[sides.count - 1].append(token)
    }
  }
  guard sides.count == 2 else { return tokens }
  return forAllFirst(sides[0]) + forAllLast(sides[1])
}

/// `P_i \text{ for all } i`, also one of several premises, in front of an arrow.
private func forAllFirst(_ side: [Token]) -> [Token] {
  guard outerForAll(side) != nil || rangeWord(side) != nil,
    !side.contains(where: { $0.startsRow })
  else {
    return side
  }
  var pieces: [[Token]] = [[]]
  var level = 0
  for token in side {
    level += levelChange(token)
    if level == 0, token.isMark(",") {
      pieces.append([])
    } else {
      pieces[pieces.count - 1].append(token)
    }
  }
  var result: [Token] = []
  var index = 0
  while index < pieces.count {
    var piece = pieces[index]
    index += 1
    if let word = outerForAll(piece) ?? rangeWord(piece), word > 0 {
      // `for i = 1, \dots, n`.
      if index + 1 < pieces.count, pieces[index].count == 1, pieces[index][0].isMark("\\dots") {
        let comma = mark(",", like: piece[word])
        piece += [comma] + pieces[index] + [comma] + pieces[index + 1]
        index += 2
      }
      // `for all i, j`: letters without relation belong to the quantifier.
      while index < pieces.count, pieces[index].allSatisfy({ $0.kind == .letter }) {
        piece += [mark(",", like: piece[word])] + pieces[index]
        index += 1
      }
      guard word + 1 < piece.count, piece.count(where: { $0.kind == .text }) <= 1 else {
        return side
      }
      piece = bracketed(
        [mark("\\forall", like: piece[word])] + piece[(word + 1)...]
          + [mark(":", like: piece[word])] + piece[..<word])
    } else if piece.contains(where: { $0.kind == .text }) || outerForAll(piece) != nil {
      return side
    }
    if !result.isEmpty, let first = piece.first { result.append(mark(",", like: first)) }
    result += piece
  }
  return result
}

/// `for` in front of `i = …`.
private func rangeWord(_ piece: [Token]) -> Int? {
  piece.indices.dropLast(2).first {
    piece[$0].kind == .text && piece[$0].text.lowercased() == "for"
      && piece[$0 + 1].kind == .letter && piece[$0 + 2].isMark("=")
  }
}

/// The first "for all" outside of brackets.
private func outerForAll(_ tokens: [Token]) -> Int? {
  var level = 0
  for (index, token) in tokens.enumerated() {
    level += levelChange(token)
    if level == 0, isForAll(token) { return index }
  }
  return nil
}

private func isForAll(_ token: Token) -> Bool {
  token.isMark("\\forall")
    || token.kind == .text && forAllWords.contains(token.text.lowercased())
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

func bracketed(_ tokens: [Token]) -> [Token] {
  guard let first = tokens.first, let last = tokens.last else { return tokens }
  return [mark("(", like: first)] + tokens + [mark(")", like: last)]
}

func mark(_ text: String, like token: Token) -> Token {
  Token(kind: text.utf8.count == 1 ? .symbol : .command, text: text, span: token.span)
}

func isImplication(_ token: Token) -> Bool {
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
