import SourceText

/// The lines of a display: rows, joined where a row goes on from the one before.
extension Reader {
  func lines(_ range: Range<Int>) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = range.lowerBound
    for index in range.dropFirst() where tokens[index].startsRow {
      let isNew = !continuesLine(tokens[index]) || statesAnew(index, in: range)
      if isNew, !isOpenEnded(index - 1) {
        lines.append(start..<index)
        start = index
      }
    }
    lines.append(start..<range.upperBound)
    return lines
  }

  /// `-\log p &= …`, `-x > 0 &\implies …`: a row that begins with a sign and says by its layout that
  /// it states something of its own.
  private func statesAnew(_ start: Int, in range: Range<Int>) -> Bool {
    let row = row(from: start, in: range)
    guard isSign(start), containsRelation(row) else { return false }
    if tokens[start].beginsStatement { return true }
    if start > 0, tokens[start - 1].isMark(",") || tokens[start - 1].isMark(";") { return true }
    return !tokens[start].isAligned && row.contains { tokens[$0].isAligned }
  }

  /// `x \le |x| \\ -x \le |x|`: the minus may go on from `|x|`, or begin something new.
  func refuseOpenRows(_ range: Range<Int>) throws(Failure) {
    for line in lines(range) {
      var open: Int?
      var states = false
      scan(line) { index in
        let token = tokens[index]
        if isRelation(token) { states = true }
        guard open == nil, states, isSign(index), !token.beginsStatement,
          token.startsRow != (token.spaceBefore == .wide), isComplete(index - 1),
          containsRelation(part(from: index, in: line))
        else { return }
        open = index
      }
      if let open { throw Message.openRow(tokens[open].text, at: tokens[open].span) }
    }
  }

  /// Whether something may end with this token that what follows goes on from.
  private func isComplete(_ index: Int) -> Bool {
    let token = tokens[index]
    return token.kind != .text && !token.isMark(",") && !token.isMark(":") && !isOpenEnded(index)
  }

  private func isSign(_ index: Int) -> Bool {
    tokens[index].isMark("-") || tokens[index].isMark("+")
  }

  private func row(from start: Int, in range: Range<Int>) -> Range<Int> {
    let next = (start + 1..<max(range.upperBound, start + 1)).first { tokens[$0].startsRow }
    return start..<(next ?? range.upperBound)
  }

  /// Up to the next row, comma, word or wide space.
  private func part(from start: Int, in line: Range<Int>) -> Range<Int> {
    let row = row(from: start, in: line)
    let end = row.dropFirst().first {
      tokens[$0].isMark(",") || tokens[$0].kind == .text || tokens[$0].spaceBefore == .wide
    }
    return start..<(end ?? row.upperBound)
  }

  /// Whether a row that ends with this token needs the next one.
  private func isOpenEnded(_ index: Int) -> Bool {
    continuesLine(tokens[index]) && !tokens[index].isMark("\\to")
  }

  func continuesLine(_ token: Token) -> Bool {
    isRelation(token)
      || [
        "+", "-", "\\cdot", "\\times", "\\odot", "/", "\\Rightarrow", "\\Leftarrow", "\\iff",
        "\\therefore",
      ]
      .contains(
        token.text) && token.kind != .letter
  }
}
