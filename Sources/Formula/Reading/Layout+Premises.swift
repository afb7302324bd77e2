import SourceText

/// `A_{kl} = 0 \quad (k > l) \implies \det A = \prod_k A_{kk}`: the condition of a premise.
///
/// Where it speaks of indices that only the premise has, the premise holds for all of them; else it is
/// a condition of the whole, which stands at the end. Where only some of its indices are the premise's
/// alone, nothing says which is meant.
func premised(_ tokens: [Token]) throws(Failure) -> [Token] {
  var tokens = tokens
  // Nobody writes more than a few.
  for _ in 0..<4 {
    guard let found = conditionOfPremise(tokens) else { return tokens }
    let inside = found.open..<(found.close + 1)
    let premise = Array(tokens[found.start..<found.open])
    let condition = Array(tokens[inside].dropFirst().dropLast())
    let rest = Array(tokens[..<found.start] + tokens[inside.upperBound...])
    let own = scriptLetters(premise).intersection(letters(condition))
    let outside = own.intersection(freeLetters(rest))
    if !own.isEmpty, outside.isEmpty {
      let colon = mark(":", like: premise[0])
      tokens.replaceSubrange(
        found.start..<inside.upperBound,
        with: bracketed([mark("\\forall", like: premise[0])] + condition + [colon] + premise))
      continue
    }
    // What holds of one row that others go on from holds of all of them.
    let isOneDerivation = tokens.allSatisfy {
      !$0.startsRow || $0.span == tokens[0].span || isArrowSign($0) || isRelationSign($0)
    }
    guard outside == own, isOneDerivation else {
      throw Message.arrowBehindCondition(
        tokens[found.arrow].text, at: tokens[found.arrow].span)
    }
    var bracket = Array(tokens[inside])
    bracket[0].spaceBefore = .wide
    tokens.removeSubrange(inside)
    var end = tokens.count
    while end > 0, [",", ".", ";"].contains(where: { tokens[end - 1].isMark($0) }) { end -= 1 }
    tokens.insert(contentsOf: bracket, at: end)
  }
  return tokens
}

/// `x + y = 3 \qquad x - y = 1 \Rightarrow x = 2`, the arrow in the same row or before the next one: what stands
/// in front of an arrow with space between is supposed together, as if there were commas.
func withCommasInPremises(_ tokens: [Token]) -> [Token] {
  var places: [Int] = []
  var level = 0
  var rows = [0]
  var spaces: [Int] = []
  for (index, token) in tokens.enumerated() {
    if level == 0, token.startsRow, index > 0 {
      if !isArrowSign(token) { spaces = [] }
      rows.append(index)
    }
    if level == 0, token.isMark("\\Rightarrow") {
      let start = rows.last { $0 < index } ?? 0
      places += statements(
        between: spaces.filter { $0 > start }, from: start, to: index, in: tokens)
      spaces = []
    } else if level == 0, token.spaceBefore == .wide, index > 0, !token.startsRow {
      spaces.append(index)
    }
    level += levelChange(token)
  }
  var result = tokens
  for place in places.reversed() { result.insert(mark(",", like: tokens[place - 1]), at: place) }
  return result
}

/// Those of the wide spaces that stand between two statements, with nothing else there.
private func statements(
  between spaces: [Int], from start: Int, to end: Int, in tokens: [Token]
) -> [Int] {
  let ends = [start] + spaces + [end]
  let parts = zip(ends, ends.dropFirst()).map { tokens[$0..<$1] }
  let areStatements = parts.allSatisfy { part in
    guard let first = part.first, let last = part.last else { return false }
    return part.contains { isRelationSign($0) } && !isRelationSign(first) && !first.isMark("(")
      && endsStatement(last) && !part.contains { $0.kind == .text || isArrowSign($0) }
  }
  return areStatements ? spaces : []
}

/// `x = 2,\quad y = 1 \iff x + y = 3,\quad x - y = 1`: lists of statements on both sides, whatever the space.
func withListsBesideEquivalence(_ tokens: [Token]) -> [Token] {
  var level = 0
  var sign: Int?
  var spaces: [Int] = []
  for (index, token) in tokens.enumerated() {
    if level == 0, index > 0 {
      if token.startsRow || isArrowSign(token), !token.isMark("\\iff") || sign != nil {
        return tokens
      }
      if token.isMark("\\iff") { sign = index }
      if token.spaceBefore == .wide, tokens[index - 1].isMark(",") { spaces.append(index) }
    }
    level += levelChange(token)
  }
  guard let sign, spaces.contains(where: { $0 < sign }), spaces.contains(where: { $0 > sign })
  else { return tokens }
  let cuts = ([0, sign, tokens.count] + spaces).sorted()
  let areStatements = zip(cuts, cuts.dropFirst()).allSatisfy { start, end in
    let part = tokens[start..<end]
    return part.contains { isRelationSign($0) } && !part.contains { $0.kind == .text }
  }
  guard areStatements else { return tokens }
  var result = tokens
  for place in spaces { result[place].spaceBefore = .narrow }
  return result
}

/// Where a premise with a condition in brackets begins, its brackets, and the arrow behind.
private func conditionOfPremise(
  _ tokens: [Token]
) -> (start: Int, open: Int, close: Int, arrow: Int)? {
  var level = 0
  guard
    let arrow = tokens.indices.first(where: { index in
      level += levelChange(tokens[index])
      return level == 0 && isImplication(tokens[index])
    })
  else { return nil }
  level = 0
  var (start, open) = (0, 0)
  var states = false
  var isCondition = false
  for index in 0..<arrow {
    let token = tokens[index]
    let isOpening =
      level == 0 && token.isMark("(") && token.spaceBefore != .none && states
      && endsStatement(tokens[index - 1]) && !tokens[index + 1].isMark("\\forall")
    level += levelChange(token)
    if isOpening { (open, isCondition) = (index, false) }
    if level == 1, open > start, isRelationSign(token) { isCondition = true }
    if level == 0, token.isMark(")"), isCondition, open > start {
      let isEnd = index + 1 == arrow || tokens[index + 1].isMark(",")
      if isEnd { return (start, open, index, arrow) }
    }
    guard level == 0 else { continue }
    if isRelationSign(token) { states = true }
    if token.isMark(",") || token.kind == .text || token.startsRow && !isRelationSign(token) {
      (start, states) = (token.startsRow ? index : index + 1, false)
    }
  }
  return nil
}

/// Whether a statement may end with a token: no sign that joins stands there.
private func endsStatement(_ token: Token) -> Bool {
  switch token.kind {
  case .letter, .number, .word, .close: true
  case .symbol, .command:
    [")", "]", "\\}", "|", "\\|", "'", "!", "\\infty"].contains(token.text)
      || token.text.hasPrefix("\\end{")
  default: false
  }
}

private func letters(_ tokens: [Token]) -> Set<String> {
  Set(tokens.filter { $0.kind == .letter }.map { $0.text })
}

/// The letters in subscripts and superscripts in brackets.
private func scriptLetters(_ tokens: [Token]) -> Set<String> {
  var found: Set<String> = []
  for (index, token) in tokens.enumerated()
  where token.kind == .subscript || token.kind == .superscript {
    found.formUnion(letters(Array(tokens[scriptGroup(behind: index, in: tokens)])))
  }
  return found
}

/// The letters that no sum, product or quantifier binds.
private func freeLetters(_ tokens: [Token]) -> Set<String> {
  var bound: Set<String> = []
  for (index, token) in tokens.enumerated() where index + 1 < tokens.count {
    if token.isMark("\\forall") {
      bound.formUnion(letters(Array(tokens[(index + 1)...].prefix { !$0.isMark(":") })))
    }
    guard binders.contains(token.text), tokens[index + 1].kind == .subscript else { continue }
    let below = tokens[scriptGroup(behind: index + 1, in: tokens)]
    bound.formUnion(letters(Array(below.prefix { !isRelationSign($0) })))
  }
  return letters(tokens).subtracting(bound)
}

private let binders: Set<String> = ["\\sum", "\\prod", "\\max", "\\min", "\\argmax", "\\argmin"]
