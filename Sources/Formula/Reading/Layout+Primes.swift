import SourceText

/// `\sum_{k'=1}^K e^{o_{k'}}`: what a big operator binds is a name of its own, primes included.
func withPrimedIndices(_ tokens: [Token]) -> [Token] {
  let names = primedIndices(tokens)
  guard !names.isEmpty else { return tokens }
  var result: [Token] = []
  for (index, token) in tokens.enumerated() {
    if token.isMark("'"), let last = result.last, last.kind == .letter,
      names.contains(baseLetter(before: index, tokens))
    {
      result[result.count - 1].text += "'"
      result[result.count - 1].span = last.span.union(token.span)
    } else {
      result.append(token)
    }
  }
  return result
}

/// The letters that stand with a prime below an operator.
private func primedIndices(_ tokens: [Token]) -> Set<String> {
  var names: Set<String> = []
  for index in tokens.indices.dropLast(3)
  where ["\\sum", "\\prod", "\\max", "\\min"].contains(where: { tokens[index].isMark($0) })
    && tokens[index + 1].kind == .subscript && tokens[index + 2].kind == .open
  {
    var place = index + 3
    while place + 1 < tokens.count, tokens[place].kind != .close {
      if tokens[place].kind == .letter, tokens[place + 1].isMark("'") {
        names.insert(tokens[place].text)
      }
      place += 1
    }
  }
  return names
}

/// What the primes up to a place stand at.
private func baseLetter(before place: Int, _ tokens: [Token]) -> String {
  var first = place
  while first > 0, tokens[first].isMark("'") { first -= 1 }
  return tokens[first].text
}
