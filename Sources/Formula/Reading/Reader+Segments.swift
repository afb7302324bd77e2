import Numerics
import SourceText

/// The parts of a line: chains, conditions and remarks.
extension Reader {
  /// At commas, wide spaces and remarks outside all brackets.
  func segments(_ line: Range<Int>) -> [Segment] {
    var segments: [Segment] = []
    var current = Segment(range: line.lowerBound..<line.lowerBound)
    func close(_ end: Int, _ next: Segment) {
      let range = trimmed(current.range.lowerBound..<end)
      if !range.isEmpty {
        var done = current
        done.range = range
        segments.append(done)
      }
      current = next
    }
    let joins = joiningWords(line)
    let arrow = firstArrow(line)
    /// Where premises go on behind a comma, whatever the space there.
    var premises: Set<Int> = []
    scan(line) { index in
      let token = tokens[index]
      let nextStart = index + 1
      // `&& \text{because } a > 0 \\ &= c`: the row below goes on from the chain, not from the reason.
      if token.startsRow, isRelation(token) || isArrow(token), index > current.range.lowerBound {
        let isAside =
          current.range.lowerBound > line.lowerBound
          && !containsRelation(current.range.lowerBound..<index)
        current.isAside =
          token.isAligned && !tokens[current.range.lowerBound].startsRow
          && segments.contains { $0.role == .statement && containsRelation($0.range) }
        if current.isCondition || current.role == .reason || isAside || current.isAside {
          close(index, Segment(range: index..<index))
        }
      }
      if joins.contains(index) || joins.contains(index - 1) { return }
      if current.isCondition, let start = startBehindCondition(index, current.range, line) {
        let isNext = tokens[start].isMark("(")
        if !isNext { current.isOwn = true }
        close(index, Segment(range: start..<start, role: isNext ? .condition : .statement))
        return
      }
      // `x \ge 0 \quad \text{or} \quad x \le 0`.
      if isOr(token) || index > line.lowerBound && isOr(tokens[index - 1]) { return }
      if token.kind == .text, !isName(token.text), !standsForName(index) {
        let word = token.text.lowercased()
        let role = role(of: word, behind: nextStart, line)
        if role != .statement || separatingWords.contains(word) || isRemark(index, line) {
          // Inside a list of conditions `and` joins.
          if word == "and", current.isCondition { return }
          if current.isCondition, forAllWords.contains(word),
            containsRelation(current.range.lowerBound..<index),
            isIndexRange(nextStart..<line.upperBound)
          {
            return
          }
          close(index, Segment(range: nextStart..<nextStart, role: role))
          return
        }
      }
      if token.isMark("\\forall") {
        close(index, Segment(range: nextStart..<nextStart, role: .condition))
        return
      }
      if token.isMark("\\because"), index > line.lowerBound {
        close(index, Segment(range: nextStart..<nextStart, role: .reason))
        return
      }
      if token.isMark(":"), current.isCondition {
        close(index, Segment(range: nextStart..<nextStart))
        return
      }
      if token.isMark(","), current.isCondition, segments.isEmpty,
        endsQuantifier(current.range.lowerBound, index, line)
          || endsOpening(current.range.lowerBound, index, line)
      {
        close(index, Segment(range: nextStart..<nextStart))
        return
      }
      if token.isMark(",") || token.isMark(";"), !current.isCondition {
        if let arrow, index < arrow, isPremise(nextStart..<arrow, line) {
          premises.insert(nextStart)
          return
        }
        if let arrow, index > arrow, isConclusion(nextStart, line) { return }
        close(index, Segment(range: nextStart..<nextStart, isLoose: true))
        return
      }
      // `\forall a > 0 \quad a^2 > 0`: the statement stands behind the quantifier.
      let isBehindQuantifier =
        current.isCondition && segments.isEmpty && containsRelation(index..<line.upperBound)
        && current.range.lowerBound < index && !tokens[index - 1].isMark(",")
      if token.isMark("("), token.spaceBefore == .narrow, index > current.range.lowerBound,
        !current.isCondition, standsApart(index, line)
      {
        close(index, Segment(range: index..<index, role: .condition))
        return
      }
      guard token.spaceBefore == .wide, index > current.range.lowerBound, !premises.contains(index),
        !current.isCondition || isBehindQuantifier,
        !continuesLine(token) || token.beginsStatement, !token.startsRow,
        !continuesLine(tokens[index - 1])
      else { return }
      if isBehindQuantifier {
        close(index, Segment(range: index..<index))
        return
      }
      if token.isMark("(") {
        let role: Segment.Role = bracketIsCondition(index, line) ? .condition : .statement
        close(index, Segment(range: index..<index, role: role))
      } else {
        close(index, Segment(range: index..<index, isLoose: true))
      }
    }
    close(line.upperBound, current)
    return joiningDots(segments).map { segment in
      var segment = segment
      if segment.isCondition { segment.range = unbracketed(segment.range) }
      if !segment.isCondition, segment.range.lowerBound > line.lowerBound,
        tokens[segment.range.lowerBound].isMark("("), !containsRelation(segment.range),
        bracketIsCondition(segment.range.lowerBound, line)
      {
        segment.role = .condition
        segment.range = unbracketed(segment.range)
      }
      return segment
    }
  }

  private func isOr(_ token: Token) -> Bool { token.kind == .text && token.text == "or" }

  private func firstArrow(_ line: Range<Int>) -> Int? {
    var arrow: Int?
    scan(line) { index in
      let isArrow = ["\\Rightarrow", "\\iff", "\\therefore"].contains { tokens[index].isMark($0) }
      if isArrow, arrow == nil { arrow = index }
    }
    return arrow
  }

  /// `x < y, y < c \Rightarrow x < c`: what stands between a comma and the arrow is a premise too.
  private func isPremise(_ range: Range<Int>, _ line: Range<Int>) -> Bool {
    guard !range.isEmpty else { return false }
    let parts = split(line.lowerBound..<range.upperBound, at: [","])
    return parts.allSatisfy { !$0.isEmpty } && parts.last.map { states($0) } ?? false
  }

  /// `\Rightarrow a = 2, b = -1`: what stands behind the comma follows too.
  private func isConclusion(_ start: Int, _ line: Range<Int>) -> Bool {
    guard start < line.upperBound, tokens[start].spaceBefore != .wide else { return false }
    let part = split(start..<line.upperBound, at: [","])[0]
    return tokens[start].kind != .text && !tokens[start].isMark("(") && containsRelation(part)
      && !isIndexRange(part) && !isTyping(part)
      && !tokens[part].contains { $0.kind == .text || $0.isMark("\\forall") }
  }

  /// Where `and` and `or` join statements: in lines with an arrow or `\therefore`.
  private func joiningWords(_ line: Range<Int>) -> Set<Int> {
    var words: Set<Int> = []
    var hasArrow = firstArrow(line) != nil
    scan(line) { index in
      let token = tokens[index]
      hasArrow = hasArrow || token.isMark("\\Leftarrow")
      if token.kind == .text, token.text == "and" || token.text == "or" { words.insert(index) }
    }
    return hasArrow ? words : []
  }

  /// Whether a bracket that ends the line states something.
  private func bracketIsCondition(_ index: Int, _ line: Range<Int>) -> Bool {
    guard let close = try? closing(of: index), close < line.upperBound else { return false }
    let row = ((close + 1)..<line.upperBound).first { tokens[$0].startsRow } ?? line.upperBound
    let behind = trimmed((close + 1)..<row)
    return containsRelation((index + 1)..<close)
      && (behind.isEmpty || tokens[behind.lowerBound].kind == .text
        || startBehindBracket(close + 1, line) != nil)
  }

  /// `x^2 \ge 0 \; (x > 1)`: a bracket that states something, behind a number, a bracket or a name
  /// that is no function, can only be a condition.
  private func standsApart(_ index: Int, _ line: Range<Int>) -> Bool {
    guard containsRelation(line.lowerBound..<index), bracketIsCondition(index, line) else {
      return false
    }
    let before = tokens[index - 1]
    if before.kind == .number || before.kind == .close || before.isMark(")") { return true }
    guard before.kind == .letter, let symbol = scope.symbol(named: before.text) else {
      return false
    }
    return symbol.functionResult == nil
  }

  func unbracketed(_ range: Range<Int>) -> Range<Int> {
    guard let first = range.first, tokens[first].isMark("("),
      let close = try? closing(of: first), close == range.upperBound - 1
    else { return range }
    return (first + 1)..<close
  }

  /// Whether a part set apart by a comma or space relates given symbols and numbers only, of which
  /// nothing can be claimed that does not hold already: a condition, if its words said so.
  func isLooseCondition(_ range: Range<Int>) -> Bool {
    if isIndexRange(range) { return true }
    let names = split(range, at: [","])
    if let last = names.last, names.count > 1 {
      return names.dropLast().allSatisfy { isGiven($0) } && isLooseCondition(last)
    }
    guard let relation = range.first(where: { isRelation(tokens[$0]) }) else { return false }
    if isTyping(range, relation) { return true }
    if tokens[relation].text != "=", isGiven(range.lowerBound..<relation) { return true }
    return relatesGivens(range)
  }

  /// `a > 0`, `0 < p < 1`, `x = 0`: declared names and numbers on both sides.
  private func relatesGivens(_ range: Range<Int>) -> Bool {
    var hasName = false
    var hasSize = false
    var start = range.lowerBound
    for index in range where isRelation(tokens[index]) {
      guard
        ["=", "<", "\\le", ">", "\\ge", "\\ne", "\\nless", "\\nleq", "\\ngtr", "\\ngeq"]
          .contains(tokens[index].text),
        isGiven(start..<index) || isSizeOfGiven(start..<index) || isNumeral(start..<index)
      else { return false }
      hasName = hasName || isGiven(start..<index)
      hasSize = hasSize || isSizeOfGiven(start..<index)
      start = index + 1
    }
    let last = start..<range.upperBound
    // `|x| = x` says something of x.
    if hasSize { return !hasName && isNumeral(last) }
    return isGiven(last) || isNumeral(last) && hasName
  }

  /// `xy \ge 0`, `x^\top y > 0`: a product of different given quantities beside a number.
  func boundsProduct(_ range: Range<Int>) -> Bool {
    guard let relation = firstRelation(range), tokens[relation].text != "=", ordersOnly(range)
    else { return false }
    return isProduct(range.lowerBound..<relation)
      && isNumeral((relation + 1)..<range.upperBound)
  }

  /// `xy`, `x^\top y`: different given quantities.
  func isProduct(_ range: Range<Int>) -> Bool {
    guard let names = factors(range) else { return false }
    return names.count > 1 && Set(names).count == names.count
  }

  /// The same, and `A^\top A`.
  func isMonomial(_ range: Range<Int>) -> Bool { (factors(range)?.count ?? 0) > 1 }

  /// The names in a product of given quantities, transposed or not.
  private func factors(_ range: Range<Int>) -> [String]? {
    var names: [String] = []
    var index = range.lowerBound
    while index < range.upperBound {
      switch tokens[index].kind {
      case .letter where isGiven(index..<(index + 1)):
        names.append(tokens[index].text)
        index += 1
      case .subscript: index = endOfGroup(index + 1)
      case .superscript where ["T", "\\top"].contains(written(groupRange(index + 1))):
        index = endOfGroup(index + 1)
      case .command where tokens[index].isMark("\\cdot"): index += 1
      default: return nil
      }
    }
    return names
  }

  /// Whether a range is the name of something declared, which nothing can be claimed of.
  func isGiven(_ range: Range<Int>) -> Bool {
    guard let first = range.first, isName(range),
      let symbol = scope.symbol(named: scriptless(range)),
      tokens[first].kind == .letter || tokens[first].kind == .word
    else { return false }
    switch symbol.kind {
    case .defined, .definedFunction, .function, .computed: return false
    default: return true
    }
  }

  /// `|x|`, `\|w\|`.
  private func isSizeOfGiven(_ range: Range<Int>) -> Bool {
    guard range.count > 2, let first = range.first, let last = range.last,
      tokens[first].text == "|" || tokens[first].text == "\\|",
      tokens[first].text == tokens[last].text
    else { return false }
    return isGiven((first + 1)..<last)
  }

  /// Letters with scripts behind them, and no power.
  private func isName(_ range: Range<Int>) -> Bool {
    let isWhole = scope.symbol(named: argumentName(range)) != nil
    var index = range.lowerBound
    var isScripted = false
    while index < range.upperBound {
      switch tokens[index].kind {
      case .letter where !isScripted, .word where !isScripted: index += 1
      case .superscript, .subscript:
        guard index + 1 < range.upperBound else { return false }
        let inside = groupRange(index + 1)
        let isIndex =
          inside.first.map { ["[", "(", "\\{", "*"].contains(tokens[$0].text) } ?? false
        guard tokens[index].kind == .subscript || isIndex || isWhole else { return false }
        isScripted = true
        index = endOfGroup(index + 1)
      default: return false
      }
    }
    return index == range.upperBound
  }

  /// `\beta_1` as the canonical name it may be; a name whose scripts are indices without them.
  private func scriptless(_ range: Range<Int>) -> String {
    let whole = argumentName(range)
    if scope.symbol(named: whole) != nil { return whole }
    let base = range.prefix { [.letter, .word].contains(tokens[$0].kind) }
    return tokens[base].reduce("") { canonicalJoin($0, $1.text) }
  }

  /// `\qquad \theta \in [0, 1]`: set apart by a wide space, of a declared name, which nobody claims.
  func isSetApartMembership(_ range: Range<Int>) -> Bool {
    guard let first = range.first, tokens[first].spaceBefore == .wide || isBehindMembership(first),
      let relation = firstRelation(range), tokens[relation].isMark("\\in")
    else { return false }
    return isGiven(range.lowerBound..<relation)
  }

  func isNumeral(_ range: Range<Int>) -> Bool {
    !range.isEmpty
      && range.allSatisfy {
        [.number, .open, .close].contains(tokens[$0].kind)
          || ["-", "/", "\\frac", "\\pi", "\\infty", "\\sqrt"].contains(tokens[$0].text)
      }
  }

  /// The second of `\quad a \in (0, 1),\ b \in (0, 1)`.
  private func isBehindMembership(_ first: Int) -> Bool {
    guard first > 1, tokens[first - 1].isMark(",") else { return false }
    var index = first - 2
    while index > 0, tokens[index].spaceBefore != .wide {
      if tokens[index].startsRow { return false }
      index -= 1
    }
    guard index > 0 else { return false }
    let before = trimmed(index..<(first - 1))
    return split(before, at: [","]).allSatisfy { isSetApartMembership($0) }
  }

  /// `x \in \mathbb{R}^n`: it only says what kind of thing x is.
  func isTyping(_ range: Range<Int>, _ relation: Int? = nil) -> Bool {
    guard let relation = relation ?? range.first(where: { isRelation(tokens[$0]) }),
      relation + 1 < range.upperBound
    else { return false }
    guard tokens[relation].isMark("\\in"), tokens[relation + 1].text == "\\mathbb{R}" else {
      return false
    }
    let isPart =
      relation + 2 < range.upperBound
      && (tokens[relation + 2].kind == .subscript || tokens[relation + 2].isMark("\\setminus"))
    return !isPart
  }

  /// `(4.1)` at the end of a line.
  func isEquationNumber(_ range: Range<Int>) -> Bool {
    guard range.count > 2, tokens[range.lowerBound].isMark("("),
      tokens[range.upperBound - 1].isMark(")")
    else { return false }
    let inside = tokens[(range.lowerBound + 1)..<(range.upperBound - 1)]
    return inside.count == 1 && inside.first?.kind == .number
      || inside.allSatisfy { ["*", "\\star", "\\dagger", "\\ddagger"].contains($0.text) }
  }
}
