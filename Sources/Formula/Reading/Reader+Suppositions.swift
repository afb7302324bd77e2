import SourceText

/// Rows above one that begins with an arrow: what is supposed, and what is claimed.
extension Reader {
  /// `x + y &= 4 \\ x - y &= 2 \\ \implies x &= 3`: a row that says something of given quantities which
  /// is no identity, above rows of that kind and one that begins with an arrow.
  func isPremise(_ row: Int, of lines: [[Segment]]) throws(Failure) -> Bool {
    let supposes = lines.map { line in
      let further = line.dropFirst().filter { !isEquationNumber($0.range) && !isRowLabel($0.range) }
      return further.isEmpty && line.first.map { self.supposes($0.range) } ?? false
    }
    guard supposes[row], row + 1 < lines.count,
      let next = lines[(row + 1)...].firstIndex(where: { rowArrow(in: $0) != nil }),
      supposes[row..<next].allSatisfy({ $0 })
    else { return false }
    if let arrow = rowArrow(in: lines[next]),
      tokens[arrow].isMark("\\iff") || tokens[arrow].isMark("\\Leftarrow")
    {
      throw Message.rowsBeforeEquivalence(tokens[arrow].text, at: tokens[arrow].span)
    }
    return true
  }

  /// The first arrow of a line that begins a row.
  private func rowArrow(in line: [Segment]) -> Int? {
    line.first?.range.first { index in
      tokens[index].startsRow
        && (isArrow(tokens[index]) || tokens[index].isMark("\\therefore"))
    }
  }

  /// Without `\because` in front.
  func withoutReason(_ range: Range<Int>) -> Range<Int> {
    guard let first = range.first, tokens[first].isMark("\\because") else { return range }
    return range.dropFirst()
  }

  /// `a = b`, `x > 0`, `u^\top v \le 0`, `x + y = 4`, `Au = v`, `Au = \lambda u`, `x^2 + 2bx + c = 0`,
  /// `A^\top A = I`, `A^2 = A`, `e^x = 2`, `f(a) = b`: none of them is meant as an identity.
  private func supposes(_ range: Range<Int>) -> Bool {
    let range = withoutReason(range)
    if isLooseCondition(range) || boundsProduct(range) { return true }
    guard let relation = firstRelation(range) else { return false }
    if let next = firstRelation((relation + 1)..<range.upperBound) {
      return supposes(range.lowerBound..<next) && supposes((relation + 1)..<range.upperBound)
    }
    let (left, right) = (range.lowerBound..<relation, (relation + 1)..<range.upperBound)
    if saysValue(left, right) || saysValue(right, left) { return true }
    guard tokens[relation].isMark("=") else { return false }
    return isolates(left, from: right) || isolates(right, from: left)
      || (isPolynomial(left) || isProduct(left)) && isNumeral(right)
      || isUnsigned(left) && isNumeral(right)
      || isPower(left) && isPower(right) && written(left) != written(right)
      || isMonomial(left) && isIdentity(right) || isIdentity(left) && isMonomial(right)
  }

  /// `f(a) = b`, `f'(0) = 1`, `f''(a) > 0`, `f(x) = f(y)` of declared functions, of which nothing can be
  /// claimed.
  private func saysValue(_ side: Range<Int>, _ other: Range<Int>) -> Bool {
    guard isCall(side) else { return false }
    return isCall(other) || isNumeral(other) || isGiven(other) || isPolynomial(other)
  }

  /// `f(x + 1)`, `f''(a)` of a declared function and given names.
  private func isCall(_ range: Range<Int>) -> Bool {
    guard let first = range.first, tokens[first].kind == .letter,
      case .function? = scope.symbol(named: tokens[first].text)?.kind,
      let open = range.first(where: { tokens[$0].isMark("(") }),
      (try? closing(of: open)) == range.upperBound - 1,
      ((first + 1)..<open).allSatisfy({
        tokens[$0].isMark("'") || [.superscript, .number, .open, .close].contains(tokens[$0].kind)
      })
    else { return false }
    return (open..<range.upperBound).allSatisfy {
      tokens[$0].kind != .letter || isGiven($0..<($0 + 1))
    }
  }

  /// `e^x`, `\sin x`, `\sum_i p_i`, `u^\top u`: functions, powers and sums of given quantities, and no sum
  /// or difference of two such parts, as in `\sin^2 x + \cos^2 x`.
  private func isUnsigned(_ range: Range<Int>) -> Bool {
    var level = 0
    var hasName = false
    for index in range {
      let token = tokens[index]
      level += levelChange(token)
      switch token.kind {
      case .letter:
        let isBase = token.text == "e" && scope.symbol(named: "e") == nil
        guard
          isBase || isTransposition(index) || isGiven(index..<(index + 1))
            || isBound(index, in: range)
        else { return false }
        hasName = hasName || !isBase && !isTransposition(index)
      case .number, .superscript, .subscript, .open, .close: continue
      case .command, .symbol:
        if level == 0, token.isMark("+") || token.isMark("-") { return false }
        guard Self.plainSigns.contains(token.text) else { return false }
      default: return false
      }
    }
    return hasName
  }

  private static let plainSigns: Set<String> = [
    "(", ")", "[", "]", "|", "\\|", "+", "-", "=", "/", "\\cdot", "\\top", "\\sum", "\\frac",
    "\\sqrt", "\\sin", "\\cos", "\\tan", "\\exp", "\\log", "\\ln", "\\sinh", "\\cosh", "\\tanh",
  ]

  private func isTransposition(_ index: Int) -> Bool {
    tokens[index].text == "T" && isScript(index)
  }

  /// Whether a token is, or begins, what stands above.
  private func isScript(_ index: Int) -> Bool {
    let before = index > 0 && tokens[index - 1].kind == .open ? index - 2 : index - 1
    return before >= 0 && tokens[before].kind == .superscript
  }

  /// The index of a sum.
  private func isBound(_ index: Int, in range: Range<Int>) -> Bool {
    indexLetters.contains(tokens[index].text)
      && range.contains { tokens[$0].isMark("\\sum") }
  }

  /// `A^2`, `A^\top B`, `AB`, `\lambda_1 v_1`: a product of given names and their powers.
  private func isPower(_ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    while index < range.upperBound {
      var end = index + 1
      switch tokens[index].kind {
      case .letter:
        if end < range.upperBound, tokens[end].kind == .subscript { end = endOfGroup(end + 1) }
        guard isGiven(index..<end) || isGiven(index..<(index + 1)) else { return false }
      case .superscript:
        let script = groupRange(end)
        guard
          script.allSatisfy({ tokens[$0].kind == .number }) || isTransposition(script.lowerBound)
            || tokens[script.lowerBound].isMark("\\top")
        else { return false }
        end = endOfGroup(end)
      default: guard tokens[index].isMark("\\cdot") else { return false }
      }
      index = end
    }
    return !range.isEmpty
  }

  /// A given name that does not occur on the other side, which is made of given quantities.
  private func isolates(_ name: Range<Int>, from other: Range<Int>) -> Bool {
    let letters = other.filter { index in
      let token = tokens[index]
      return token.kind == .letter && !isTransposition(index)
        && !(token.text == "e" && scope.symbol(named: "e") == nil)
    }
    return isGiven(name) && name.count == 1 && letters.allSatisfy { isGiven($0..<($0 + 1)) }
      && !letters.contains { tokens[$0].text == tokens[name.lowerBound].text }
  }

  /// The unit matrix, by a letter that means nothing else.
  private func isIdentity(_ range: Range<Int>) -> Bool {
    range.count == 1 && tokens[range.lowerBound].text == "I" && scope.symbol(named: "I") == nil
  }

  /// `x + y`, `x^2 + 2bx + c`: given numbers and their powers, none of them twice alone.
  private func isPolynomial(_ range: Range<Int>) -> Bool {
    let letters = range.filter { tokens[$0].kind == .letter }
    let parts = split(range, at: ["+", "-"]).filter { !$0.isEmpty }
    return !letters.isEmpty && letters.allSatisfy { isGiven($0..<($0 + 1)) }
      && Set(parts.map { written($0) }).count == parts.count
      && range.allSatisfy {
        [.letter, .number, .superscript, .open, .close].contains(tokens[$0].kind)
          || tokens[$0].isMark("+") || tokens[$0].isMark("-") || tokens[$0].isMark("\\cdot")
      }
  }
}
