import SourceText

/// `\text{…}`: a remark, or a name that nobody declared.
extension Reader {
  /// A remark at the end of a line or in an annotation column.
  func isRemark(_ index: Int, _ line: Range<Int>) -> Bool {
    index == line.upperBound - 1 || tokens[index].spaceBefore == .wide
      || tokens[index].isAligned || index == line.lowerBound || tokens[index + 1].isAligned
      || tokens[index + 1].startsRow || continuesLine(tokens[index + 1])
  }

  /// `\text{ReLU}(x)`, `y = \text{MSE}`, `\text{cost} = …`: no remark stands there, so that the word
  /// would be a name.
  func standsForName(_ index: Int) -> Bool {
    guard isWord(tokens[index]) else { return false }
    if let behind = index + 1 < end ? tokens[index + 1] : nil {
      let isCalled = behind.isMark("(") && behind.spaceBefore == .none && !behind.startsRow
      let isScripted = [.subscript, .superscript].contains(behind.kind) || behind.isMark("'")
      if isCalled || isScripted { return true }
      let isFirst = index == 0 || tokens[index].startsRow || tokens[index - 1].isMark(",")
      if isFirst, isRelation(behind) { return true }
    }
    guard index > 0, !tokens[index].isAligned else { return false }
    return isRelation(tokens[index - 1]) || ["+", "-", "\\cdot"].contains(tokens[index - 1].text)
  }

  /// `a \ge 1 \text{ as long as } b > 0`: words between two statements say how they hang together;
  /// `a = b \text{ in general}`: words that may change what is claimed are not passed over.
  func refuseUnknownWords(_ whole: Range<Int>) throws(Failure) {
    var found: Failure?
    for line in lines(whole) {
      var states = false
      scan(line) { index in
        let token = tokens[index]
        if token.startsRow { states = false }
        states = states || isRelation(token)
        guard found == nil, token.kind == .text, !isName(token.text) else { return }
        let word = token.text.lowercased()
        if word == "for some" {
          found = Message.outside("statements of existence", at: token.span)
        }
        guard found == nil, !isJoiningWord(word) else { return }
        if states, !token.isAligned, statesMore(index + 1, line) {
          found = Message.unknownWord(token.text, at: token.span)
        } else if !standsForName(index), !Remark.isHarmless(token.text),
          !(isAnnotation(index, line) && Remark.isReason(token.text))
        {
          found = Message.judgingRemark(token.text, at: token.span)
        }
      }
    }
    if let found { throw found }
  }

  /// In a column of its own, or in brackets at the end of a row.
  private func isAnnotation(_ index: Int, _ line: Range<Int>) -> Bool {
    let token = tokens[index]
    let endsRow = index + 1 == line.upperBound || tokens[index + 1].startsRow
    let isBracketed = token.text.hasPrefix("(") && token.text.hasSuffix(")")
    return endsRow && (token.isAligned && token.spaceBefore == .wide || isBracketed)
  }

  /// Whether a statement of its own stands behind a remark in the same row.
  private func statesMore(_ start: Int, _ line: Range<Int>) -> Bool {
    guard start < line.upperBound, !isRelation(tokens[start]), !tokens[start].startsRow,
      !["+", "-", ",", "\\Rightarrow", "\\iff"].contains(tokens[start].text)
    else { return false }
    let end = (start..<line.upperBound).first { tokens[$0].startsRow } ?? line.upperBound
    return containsRelation(start..<end)
  }

  /// One word of letters that leads to nothing.
  private func isWord(_ token: Token) -> Bool {
    let word = token.text.lowercased()
    return !word.isEmpty && word.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 > 0x7F }
      && !isJoiningWord(word)
  }

  /// Why a text is no operand.
  func unknownText(_ token: Token) -> Failure {
    guard isWord(token) else { return Message.unexpected("\\text{…}", at: token.span) }
    let near = nearest(to: token.text, among: scope.visibleNames.filter { $0.utf8.count > 2 })
    return Message.undeclared(token.text, near: near, at: token.span)
  }
}
