import SourceText

/// Several statements in one row, each with its own condition behind it.
extension Reader {
  /// Where the next part begins, if a condition ends here and a statement or another condition
  /// follows: `|x| = x \quad (x > 0),\qquad |x| = -x \quad (x < 0)`.
  func startBehindCondition(
    _ index: Int, _ condition: Range<Int>, _ line: Range<Int>
  ) -> Int? {
    let first = condition.lowerBound
    guard index > first else { return nil }
    if tokens[first].isMark("("), let close = try? closing(of: first) {
      return index == close + 1 ? startBehindBracket(index, line) : nil
    }
    if tokens[index].kind == .text, tokens[index].text.lowercased() == "and" {
      return statementBehindAnd(index, line)
    }
    // `\text{if } x > 0,\qquad |x| = -x \quad \text{if } x < 0`: what has a condition of its own is
    // none.
    guard tokens[index].isMark(",") || tokens[index].isMark(";"), index + 1 < line.upperBound,
      tokens[index + 1].spaceBefore == .wide, tokens[index + 1].kind != .text,
      let opener = nextCondition((index + 1)..<line.upperBound),
      containsRelation((index + 1)..<opener), !isLooseCondition((index + 1)..<opener)
    else { return nil }
    return index + 1
  }

  /// `P \text{ if } C \text{ and } Q \text{ if } D`: what has a condition of its own is none.
  private func statementBehindAnd(_ and: Int, _ line: Range<Int>) -> Int? {
    let start = and + 1
    guard start < line.upperBound, tokens[start].kind != .text,
      let opener = nextCondition(start..<line.upperBound), containsRelation(start..<opener)
    else { return nil }
    let inside = start..<opener
    guard tokens[opener].kind == .text else { return isLooseCondition(inside) ? nil : start }
    let behind = (opener + 1)..<line.upperBound
    let isOfAll =
      forAllWords.contains(tokens[opener].text.lowercased()) || !containsRelation(behind)
      || isIndexRange(split(behind, at: [","])[0])
    return isOfAll || isIndexRange(inside) ? nil : start
  }

  /// Behind the bracket of a condition: a comma, `and` or a wide space, and what states something.
  func startBehindBracket(_ index: Int, _ line: Range<Int>) -> Int? {
    guard index < line.upperBound, !tokens[index].startsRow else { return nil }
    let token = tokens[index]
    let isSign =
      token.isMark(",") || token.isMark(";")
      || token.kind == .text && token.text.lowercased() == "and"
    guard isSign || token.spaceBefore == .wide else { return nil }
    let start = isSign ? index + 1 : index
    guard start < line.upperBound, tokens[start].kind != .text, !tokens[start].startsRow else {
      return nil
    }
    if tokens[start].isMark("("), let close = try? closing(of: start) {
      let isCondition = containsRelation((start + 1)..<close)
      if isCondition { return isSign || isLast(close, line) ? start : nil }
    }
    return !continuesLine(tokens[start]) && containsRelation(start..<line.upperBound)
      ? start : nil
  }

  private func isLast(_ close: Int, _ line: Range<Int>) -> Bool {
    trimmed((close + 1)..<line.upperBound).isEmpty
  }

  /// `\text{For } x > 1, \quad x^2 > x`: a display of one row that begins with a condition claims
  /// something behind it, at the latest what stands last.
  func endsOpening(_ start: Int, _ comma: Int, _ line: Range<Int>) -> Bool {
    let rest = (comma + 1)..<line.upperBound
    guard start == line.lowerBound + 1, tokens[line.lowerBound].kind == .text, !isDefining,
      line == body, containsRelation(start..<comma), split(line, at: [":"]).count == 1,
      !tokens[rest].contains(where: { $0.kind == .text })
    else { return false }
    let parts = split(trimmed(rest), at: [","])
    guard let first = parts.first, containsRelation(first) else { return false }
    return parts.count == 1 || !isLooseCondition(first)
  }

  /// The next word or bracket of a condition, outside of brackets.
  private func nextCondition(_ range: Range<Int>) -> Int? {
    var found: Int?
    scan(range) { index in
      guard found == nil, index > range.lowerBound else { return }
      let token = tokens[index]
      let isWord =
        token.kind == .text && token.text.lowercased() != "and"
        && conditionWords.contains(token.text.lowercased())
      let isBracket =
        token.isMark("(") && token.spaceBefore != .none
        && ((try? closing(of: index)).map { containsRelation((index + 1)..<$0) } ?? false)
      if isWord || isBracket { found = index }
    }
    return found
  }
}

/// Ranges of indices among the parts of a row.
extension Reader {
  /// `i = 1, \dots, n`, `1 \le i \le n`, `i \in \{1, \dots, n\}`, `j \ne i` of indices.
  func isIndexRange(_ range: Range<Int>) -> Bool {
    guard containsRelation(range), !computesSomething(range) else { return false }
    var hasIndex = false
    for index in range where tokens[index].kind == .letter {
      let name = tokens[index].text
      if isIndexVariable(name) {
        hasIndex = true
      } else if let symbol = scope.symbol(named: name) {
        switch symbol.kind {
        case .size, .integer, .index: continue
        default: return false
        }
      } else {
        return false
      }
    }
    return hasIndex
  }

  /// `\sum_{l=1}^k l = 1`: a value is claimed, which no range of an index has.
  private func computesSomething(_ range: Range<Int>) -> Bool {
    tokens[range].contains {
      ["\\sum", "\\prod", "\\frac", "\\binom", "\\delta", "\\max", "\\min", "!"].contains($0.text)
    }
  }

  func isIndexVariable(_ name: String) -> Bool {
    if let bound = binding(name) { return bound.shape == .index }
    if let symbol = scope.symbol(named: name) {
      if case .index = symbol.kind { return true }
      return false
    }
    return indexLetters.contains(name)
  }
}
