import SourceText

/// What is mathematics but no claim: types, ranges of indices, sets.
extension Reader {
  /// `f : \mathbb{R}^n \to \mathbb{R}` claims nothing.
  func refuseTyping(_ whole: Range<Int>) throws(Failure) {
    var colon: Int?
    scan(whole) { if colon == nil, tokens[$0].isMark(":") { colon = $0 } }
    guard let colon, colon > whole.lowerBound, !tokens[whole.lowerBound].isMark("\\forall"),
      tokens[colon..<whole.upperBound].contains(where: { $0.isMark("\\to") }),
      firstRelation(whole.lowerBound..<colon) == nil
    else { return }
    let left = whole.lowerBound..<colon
    throw Message.typing(written(left), at: span(left))
  }

  /// `i = 1, \dots, n`, `m = 1 \sim L` say what values an index takes.
  func refuseRange(_ whole: Range<Int>) throws(Failure) {
    let parts = rangeList(whole) == nil ? split(whole, at: [","]) : [whole]
    let joined = isRange(whole) ? [whole] : parts
    guard joined.allSatisfy({ isRange($0) }), let first = joined.first else { return }
    throw Message.range(written(whole), written(first.prefix(1)), at: span(whole))
  }

  /// `i = 1, \dots, n` or `1 \sim n`.
  private func isRange(_ range: Range<Int>) -> Bool {
    guard let first = range.first, range.count > 2 else { return false }
    if tokens[first].kind == .letter, tokens[first + 1].isMark("=") {
      let values = (first + 2)..<range.upperBound
      return rangeList(values) != nil && split(values, at: ["\\in", "="]).count == 1
    }
    return tokens[first].kind == .number && tokens[first + 1].isMark("\\sim")
      && rangeList(range) != nil
      && scope.symbol(named: tokens[first + 2].text)?.kind.isWhole ?? true
  }

  /// Sets are no values: `D \subset \mathbb{R}^n`, `B = \{x_1, \dots, x_m\}`, `x \in D`.
  func refuseSets(_ whole: Range<Int>) throws(Failure) {
    var found: Failure?
    scan(whole) { index in
      guard found == nil else { return }
      let token = tokens[index]
      let behind = index + 1 < whole.upperBound ? tokens[index + 1] : nil
      let isHole = token.isMark("\\setminus") && behind?.isMark("\\{") ?? false
      if setSigns.contains(token.text), token.kind == .command, !isHole {
        found = Message.outside("statements about sets", at: token.span)
      } else if token.text == "\\mathbb{R}" || token.text == "\\mathbb{N}",
        index == whole.lowerBound || tokens[index - 1].isMark("=")
      {
        found = Message.outside("statements about sets", at: token.span)
      } else if token.isMark("="), behind?.isMark("\\{") ?? false,
        (try? closing(of: index + 1)) == whole.upperBound - 1,
        tokens[whole.upperBound - 1].isMark("\\}")
      {
        found = Message.refused(
          "SetAsValue", "a set is no value; it stands behind \\in",
          at: span((index + 1)..<whole.upperBound))
      } else if token.isMark("\\in"), let behind {
        found = refusedSet(behind, at: index)
      }
    }
    if let found { throw found }
  }

  /// What stands behind `\in` and is none of the sets that can be read.
  private func refusedSet(_ set: Token, at sign: Int) -> Failure? {
    guard set.kind == .letter, set.text != "\\mathbb{R}", scope.symbol(named: set.text) == nil
    else { return nil }
    let isCalled = sign + 2 < end && tokens[sign + 2].isMark("(")
    if isCalled, ["N", "U", "\\mathcal{N}", "\\mathcal{U}"].contains(set.text) {
      return Message.distributionAsSet(sign: tokens[sign].span, at: set.span)
    }
    return Message.outside("sets like \(set.text)", at: set.span)
  }
}

/// Signs between sets.
private let setSigns: Set<String> = [
  "\\subset", "\\subseteq", "\\cup", "\\cap", "\\setminus", "\\emptyset",
]

extension Symbol.Kind {
  /// Whether its values are whole numbers.
  fileprivate var isWhole: Bool { valueShape == .index }
}
