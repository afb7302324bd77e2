import SourceText

/// `0 < x, y < 1`, `-s \le x, y \le s`: both lie between both ends, `0 < x < 1, 0 < y < 1`.
///
/// `a < b, c < d` are two statements.
func bounded(_ tokens: [Token]) -> [Token] {
  var tokens = tokens
  for low in tokens.indices.reversed() where isOrder(tokens[low]) {
    guard let list = BoundedList(tokens, from: low) else { continue }
    let end = Array(tokens[list.start...low])
    let other = Array(tokens[list.rest])
    var rewritten: [Token] = []
    for item in list.items {
      if !rewritten.isEmpty { rewritten.append(mark(",", like: tokens[item.lowerBound])) }
      rewritten += (rewritten.isEmpty ? end : inline(end)) + tokens[item] + other
    }
    tokens.replaceSubrange(list.start..<list.rest.upperBound, with: rewritten)
  }
  return tokens
}

/// The parts of `0 < x, y < 1`.
private struct BoundedList {
  /// Where the first end begins.
  let start: Int
  let items: [Range<Int>]
  /// The second relation and the other end.
  let rest: Range<Int>

  init?(_ tokens: [Token], from low: Int) {
    guard let start = (0..<low).last(where: { beginsStatement($0, tokens) }) else { return nil }
    let least = tokens[start..<low]
    var items: [Range<Int>] = []
    var (first, high) = (low + 1, low + 1)
    var level = 0
    while high < tokens.count {
      let token = tokens[high]
      if level == 0, high > first, isRelationSign(token) { break }
      level += levelChange(token)
      let isApart = high > first && token.spaceBefore == .wide
      guard level >= 0, !endsPart(token), !token.startsRow, !isApart else { return nil }
      if level == 0, token.isMark(",") {
        guard first < high, high + 1 < tokens.count, tokens[high + 1].spaceBefore != .wide else {
          return nil
        }
        items.append(first..<high)
        first = high + 1
      }
      high += 1
    }
    guard !items.isEmpty, high < tokens.count, direction(tokens[high]) == direction(tokens[low])
    else { return nil }
    let end = endOfSide(from: high + 1, tokens)
    let most = tokens[(high + 1)..<end]
    let isNumber = least.allSatisfy {
      [.number, .open, .close].contains($0.kind) || ["-", "/", "\\frac"].contains($0.text)
    }
    let isOpposite =
      least.first?.isMark("-") ?? false && least.count > 1
      && canonical(least.dropFirst()) == canonical(most)
    // `0 < x, -x < 0`, `0 < s, x < x + s`: nothing can lie there.
    let letters = Set(tokens[(low + 1)..<high].filter { $0.kind == .letter }.map { $0.text })
    guard !most.isEmpty, isNumber || isOpposite, canonical(least) != canonical(most),
      !most.contains(where: { letters.contains($0.text) })
    else { return nil }
    self.start = start
    self.items = items + [first..<high]
    rest = high..<end
  }
}

/// Whether a part that says something of its own begins here.
func beginsStatement(_ start: Int, _ tokens: [Token]) -> Bool {
  guard start > 0, tokens[start].spaceBefore != .wide, !tokens[start].startsRow else { return true }
  let before = tokens[start - 1]
  return endsPart(before) || ["(", "[", "\\forall"].contains { before.isMark($0) }
    || isArrowOrReason(before)
    || before.isMark(",") && tokens[start].spaceBefore != .none
}

/// Words, and the marks between the cells of an environment.
private func endsPart(_ token: Token) -> Bool {
  [.text, .ampersand, .newline].contains(token.kind)
}

/// Where the side of a relation ends that begins here.
func endOfSide(from start: Int, _ tokens: [Token]) -> Int {
  var (end, level) = (start, 0)
  while end < tokens.count, level > 0 || !endsSide(tokens[end]) {
    level += levelChange(tokens[end])
    if level < 0 { break }
    end += 1
  }
  return end
}

private func endsSide(_ token: Token) -> Bool {
  token.isMark(",") || token.isMark(";") || token.isMark(":") || endsPart(token)
    || token.spaceBefore == .wide || token.startsRow || isRelationSign(token)
    || isArrowOrReason(token)
}

private func isArrowOrReason(_ token: Token) -> Bool {
  isArrowSign(token) || token.isMark("\\therefore") || token.isMark("\\because")
}

private func isOrder(_ token: Token) -> Bool { direction(token) != nil }

/// Whether a sign says that what stands behind it is larger.
private func direction(_ token: Token) -> Bool? {
  if token.isMark("<") || token.isMark("\\le") { return true }
  return token.isMark(">") || token.isMark("\\ge") ? false : nil
}

/// Without what only the first of several has: the space in front, the start of a row.
private func inline(_ tokens: [Token]) -> [Token] {
  var result = tokens
  guard let first = result.first else { return result }
  result[0] = Token(kind: first.kind, text: first.text, span: first.span)
  return result
}
