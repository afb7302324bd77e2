import Numerics
import SourceText

/// Chains, hypotheses and what joins them, over a whole display.
extension Reader {
  /// All tokens but closing punctuation.
  var body: Range<Int> { trimmed(0..<tokens.count) }

  /// One separate part of a display: a chain, a condition or a remark.
  struct Segment {
    var range: Range<Int>
    var isCondition = false
    /// Set apart by a comma or wide space only.
    var isLoose = false
  }

  mutating func claim(continuing previous: Term?) throws(Failure) -> Claim {
    let whole = body
    guard !whole.isEmpty else { throw Message.missing("a formula", at: here) }
    var hypotheses: [Hypothesis] = []
    var chains: [Range<Int>] = []
    for line in lines(whole) {
      let segments = segments(line)
      for (number, segment) in segments.enumerated() {
        if number > 0, isEquationNumber(segment.range) { continue }
        if segment.isCondition {
          hypotheses += try conditions(segment.range)
        } else if number > 0, segment.isLoose, isLooseCondition(segment.range) {
          if isIndexRange(segment.range) || isTyping(segment.range) {
            hypotheses += try conditions(segment.range)
          } else {
            throw Message.ambiguousCondition(written(segment.range), at: span(segment.range))
          }
        } else {
          chains.append(segment.range)
        }
      }
    }
    var steps: [Step] = []
    var last = previous
    for chain in chains {
      (steps, last) = try within(chain) { reader throws(Failure) in
        try reader.proposition(steps, continuing: last)
      }
    }
    guard !steps.isEmpty else { throw Message.noRelation(at: span(whole)) }
    for index in steps.indices { steps[index] = try finished(steps[index]) }
    for index in hypotheses.indices {
      let hypothesis = hypotheses[index]
      hypotheses[index] = Hypothesis(
        for: hypothesis.binders, try finished(hypothesis.condition), at: hypothesis.span)
    }
    if let open = last { last = try finished(open) }
    return Claim(steps: steps, hypotheses: hypotheses, last: last, at: span(whole))
  }

  mutating func finished(_ step: Step) throws(Failure) -> Step {
    var premises: [Term] = []
    for premise in step.premises { premises.append(try finished(premise)) }
    switch step.conclusion {
    case .relation(let relation, let left, let right):
      return Step(
        given: premises, .relation(relation, try finished(left), try finished(right)),
        at: step.span)
    case .truth(let term): return Step(given: premises, .truth(try finished(term)), at: step.span)
    case .equivalence(let left, let right):
      return Step(
        given: premises, .equivalence(try finished(left), try finished(right)), at: step.span)
    }
  }

  // MARK: Lines and segments

  /// Rows, joined where a row goes on from the one before.
  func lines(_ range: Range<Int>) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var start = range.lowerBound
    for index in range.dropFirst() where tokens[index].startsRow {
      if !continuesLine(tokens[index]), !isOpenEnded(index - 1) {
        lines.append(start..<index)
        start = index
      }
    }
    lines.append(start..<range.upperBound)
    return lines
  }

  /// Whether a row that ends with this token needs the next one.
  private func isOpenEnded(_ index: Int) -> Bool {
    continuesLine(tokens[index]) && !tokens[index].isMark("\\to")
  }

  private func continuesLine(_ token: Token) -> Bool {
    isRelation(token)
      || ["+", "-", "\\cdot", "\\times", "\\odot", "/", "\\Rightarrow", "\\iff", "\\therefore"]
        .contains(
          token.text) && token.kind != .letter
  }

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
    scan(line) { index in
      let token = tokens[index]
      let nextStart = index + 1
      if joins.contains(index) || joins.contains(index - 1) { return }
      if token.kind == .text, !isName(token.text) {
        let word = token.text.lowercased()
        let isCondition = conditionWords.contains(word) && word != "and"
        if isCondition || separatingWords.contains(word) || isRemark(index, line) {
          // Inside a list of conditions `and` joins.
          if word == "and", current.isCondition { return }
          close(
            index,
            Segment(range: nextStart..<nextStart, isCondition: isCondition))
          return
        }
      }
      if token.isMark("\\forall") {
        close(index, Segment(range: nextStart..<nextStart, isCondition: true))
        return
      }
      if token.isMark(":"), current.isCondition {
        close(index, Segment(range: nextStart..<nextStart))
        return
      }
      if token.isMark(",") || token.isMark(";"), !current.isCondition {
        close(index, Segment(range: nextStart..<nextStart, isLoose: true))
        return
      }
      guard token.spaceBefore == .wide, index > current.range.lowerBound, !current.isCondition,
        !continuesLine(token), !token.startsRow, !continuesLine(tokens[index - 1])
      else { return }
      if token.isMark("(") {
        close(index, Segment(range: index..<index, isCondition: bracketIsCondition(index, line)))
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
        segment.isCondition = true
        segment.range = unbracketed(segment.range)
      }
      return segment
    }
  }

  /// Where `and` and `or` join statements: in lines with `\Rightarrow` or `\iff`.
  private func joiningWords(_ line: Range<Int>) -> Set<Int> {
    var words: Set<Int> = []
    var hasArrow = false
    scan(line) { index in
      let token = tokens[index]
      hasArrow = hasArrow || token.isMark("\\Rightarrow") || token.isMark("\\iff")
      if token.kind == .text, token.text == "and" || token.text == "or" { words.insert(index) }
    }
    return hasArrow ? words : []
  }

  /// `l = 2, 3, \dots, L` is one part, whatever its commas.
  private func joiningDots(_ segments: [Segment]) -> [Segment] {
    var joined: [Segment] = []
    var index = 0
    while index < segments.count {
      let range = segments[index].range
      if range.count == 1, tokens[range.lowerBound].isMark("\\dots"), index + 1 < segments.count,
        let start = joined.lastIndex(where: { containsRelation($0.range) })
      {
        joined[start].range = joined[start].range.lowerBound..<segments[index + 1].range.upperBound
        joined.removeLast(joined.count - start - 1)
        index += 2
      } else {
        joined.append(segments[index])
        index += 1
      }
    }
    return joined
  }

  /// A remark at the end of a line or in an annotation column.
  private func isRemark(_ index: Int, _ line: Range<Int>) -> Bool {
    index == line.upperBound - 1 || tokens[index].spaceBefore == .wide
      || tokens[index].isAligned || index == line.lowerBound || tokens[index + 1].isAligned
      || tokens[index + 1].startsRow || continuesLine(tokens[index + 1])
  }

  /// Whether a bracket that ends the line states something.
  private func bracketIsCondition(_ index: Int, _ line: Range<Int>) -> Bool {
    guard let close = try? closing(of: index), close <= line.upperBound else { return false }
    let behind = trimmed((close + 1)..<line.upperBound)
    return containsRelation((index + 1)..<close)
      && (behind.isEmpty || tokens[behind.lowerBound].kind == .text)
  }

  private func unbracketed(_ range: Range<Int>) -> Range<Int> {
    guard let first = range.first, tokens[first].isMark("("),
      let close = try? closing(of: first), close == range.upperBound - 1
    else { return range }
    return (first + 1)..<close
  }

  /// Whether a part set apart by a comma only speaks about indices or given symbols.
  private func isLooseCondition(_ range: Range<Int>) -> Bool {
    if isIndexRange(range) { return true }
    guard let relation = range.first(where: { isRelation(tokens[$0]) }) else { return false }
    guard tokens[relation].text != "=" else { return false }
    if isTyping(range, relation) { return true }
    let left = range.lowerBound..<relation
    guard left.count == 1, let symbol = scope.symbol(named: tokens[left.lowerBound].text) else {
      return false
    }
    switch symbol.kind {
    case .defined, .definedFunction, .function: return false
    default: return true
    }
  }

  /// `x \in \mathbb{R}^n`: it only says what kind of thing x is.
  private func isTyping(_ range: Range<Int>, _ relation: Int? = nil) -> Bool {
    guard let relation = relation ?? range.first(where: { isRelation(tokens[$0]) }),
      relation + 1 < range.upperBound
    else { return false }
    return tokens[relation].isMark("\\in") && tokens[relation + 1].text == "\\mathbb{R}"
  }

  /// `(4.1)` at the end of a line.
  private func isEquationNumber(_ range: Range<Int>) -> Bool {
    range.count == 3 && tokens[range.lowerBound].isMark("(")
      && tokens[range.lowerBound + 1].kind == .number && tokens[range.lowerBound + 2].isMark(")")
  }

  /// `i = 1, \dots, n`, `1 \le i \le n`, `i \in \{1, \dots, n\}`, `j \ne i` of indices.
  private func isIndexRange(_ range: Range<Int>) -> Bool {
    guard containsRelation(range) else { return false }
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

  func isIndexVariable(_ name: String) -> Bool {
    if bindings.contains(where: { $0.name == name && $0.term.shape == .index }) { return true }
    if let symbol = scope.symbol(named: name) {
      if case .index = symbol.kind { return true }
      return false
    }
    return indexLetters.contains(name)
  }

  // MARK: Conditions

  /// The hypotheses in a trailing part (rule 12).
  mutating func conditions(_ range: Range<Int>) throws(Failure) -> [Hypothesis] {
    var hypotheses: [Hypothesis] = []
    var names: [Range<Int>] = []
    for part in conditionParts(range) {
      let part = unbracketed(trimmed(part))
      guard !part.isEmpty else { continue }
      guard let relation = part.first(where: { isRelation(tokens[$0]) }) else {
        if part.count <= 4, tokens[part.lowerBound].kind == .letter { names.append(part) }
        continue
      }
      let subjects = names + [part.lowerBound..<relation]
      names = []
      for subject in subjects {
        hypotheses += try condition(subject, relation, part)
      }
    }
    // `\text{for all } i`: nothing to say, a free index already means for all.
    return hypotheses
  }

  private func conditionParts(_ range: Range<Int>) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    for piece in split(range, at: ["and", "\\wedge", ";"]) {
      let commas = split(piece, at: [","])
      if let dots = commas.firstIndex(where: {
        $0.count == 1 && tokens[$0.lowerBound].isMark("\\dots")
      }), dots > 0, dots + 1 < commas.count {
        // `i = 1, 2, \dots, n` stays together.
        let start = commas[..<dots].lastIndex { containsRelation($0) } ?? 0
        parts += commas[..<start]
        parts.append(commas[start].lowerBound..<commas[dots + 1].upperBound)
        parts += commas[(dots + 2)...]
      } else {
        parts += commas
      }
    }
    return parts
  }

  private mutating func condition(
    _ subject: Range<Int>, _ relation: Int, _ part: Range<Int>
  ) throws(Failure) -> [Hypothesis] {
    let right = (relation + 1)..<part.upperBound
    let whole = span(subject.lowerBound..<part.upperBound)
    let name = subject.count == 1 ? tokens[subject.lowerBound].text : ""
    if tokens[relation].isMark("\\to") {
      let variable = try expression(in: subject)
      let point = written(right)
      guard point == "0" else {
        throw Message.outside("conditions with a limit other than 0", at: whole)
      }
      return [Hypothesis(Term(.isIn(variable, .small), .truth, at: whole), at: whole)]
    }
    if tokens[relation].isMark("=") || tokens[relation].isMark("\\in"),
      let ends = tokens[relation].isMark("=") ? rangeList(right) : setList(right)
    {
      let range = IndexRange(try bound(ends.0), try bound(ends.1))
      return try fixRange(name, subject, range, at: whole)
    }
    if isUndeclaredIndex(name) || part.contains(where: { isUndeclaredIndex(tokens[$0].text) }),
      let (variable, range) = try chainRange(part)
    {
      return try fixRange(variable, subject, range, at: whole)
    }
    let first = try expression(in: subject)
    let truth = try within(relation..<part.upperBound) { reader throws(Failure) in
      let links = try reader.chain(from: first)
      let truths = links.map { $0.truth }
      return truths.count == 1 ? truths[0] : Term(.and(truths), .truth, at: whole)
    }
    return [Hypothesis(truth, at: whole)]
  }

  private func isUndeclaredIndex(_ name: String) -> Bool {
    scope.symbol(named: name) == nil && indexLetters.contains(name)
  }

  /// `1 \le i \le n` of an implicit index.
  private mutating func chainRange(
    _ part: Range<Int>
  ) throws(Failure) -> (String, IndexRange)? {
    var pieces: [Range<Int>] = []
    var signs: [String] = []
    var start = part.lowerBound
    for index in part where isRelation(tokens[index]) {
      pieces.append(start..<index)
      signs.append(tokens[index].text)
      start = index + 1
    }
    pieces.append(start..<part.upperBound)
    guard pieces.count == 3, pieces[1].count == 1, pieces.allSatisfy({ !$0.isEmpty }) else {
      return nil
    }
    let name = tokens[pieces[1].lowerBound].text
    guard isUndeclaredIndex(name) else { return nil }
    let isUp = signs.allSatisfy { $0 == "<" || $0 == "\\le" }
    guard isUp || signs.allSatisfy({ $0 == ">" || $0 == "\\ge" }) else { return nil }
    let (lowPiece, highPiece) = isUp ? (pieces[0], pieces[2]) : (pieces[2], pieces[0])
    let (lowSign, highSign) = isUp ? (signs[0], signs[1]) : (signs[1], signs[0])
    var low = try bound(lowPiece)
    var high = try bound(highPiece)
    if lowSign == "<" || lowSign == ">" { low = low + Extent(1) }
    if highSign == "<" || highSign == ">" { high = high - Extent(1) }
    return (name, IndexRange(low, high))
  }

  /// An implicit index gets its range; a declared one a condition.
  private mutating func fixRange(
    _ name: String, _ subject: Range<Int>, _ range: IndexRange, at span: Span
  ) throws(Failure) -> [Hypothesis] {
    if isUndeclaredIndex(name) {
      _ = implicitIndex(name, at: span)
      if let use = indices.lastIndex(where: { $0.name == name && $0.isImplicit }) {
        indices[use].range = range
      }
      return []
    }
    let index = try expression(in: subject)
    let low = Term(
      .relation(.greaterOrEqual, index, term(range.first, at: span)), .truth, at: span)
    let high = Term(.relation(.lessOrEqual, index, term(range.last, at: span)), .truth, at: span)
    return [Hypothesis(low, at: span), Hypothesis(high, at: span)]
  }

  // MARK: Propositions

  /// `P \Rightarrow Q`, `P \iff Q`, `\because P \therefore Q`, or a chain: its steps.
  mutating func proposition(
    _ steps: [Step], continuing previous: Term?
  ) throws(Failure) -> ([Step], Term?) {
    var steps = steps
    var premises: [Term] = []
    if take("\\because") {
      let reasons = try simpleChain(nil)
      _ = take(",")
      // A reason alone is a claim like any other.
      if isAtEnd { return try propositions(&steps, [], reasons) }
      premises += reasons.map { $0.truth }
    }
    _ = take("\\therefore")
    if let token = next, isRelation(token) {
      guard let previous else { throw Message.nothingToContinue(at: token.span) }
      return try propositions(&steps, premises, try simpleChain(previous))
    }
    return try propositions(&steps, premises, try operand())
  }

  private mutating func propositions(
    _ steps: inout [Step], _ given: [Term], _ first: [Link]
  ) throws(Failure) -> ([Step], Term?) {
    var premises = given
    var links = first
    var last = links.last?.right
    if isAt("\\iff") {
      var left = conjunction(links)
      while take("\\iff") {
        let next = try operand()
        let right = conjunction(next)
        steps.append(
          Step(given: premises, .equivalence(left, right), at: left.span.union(right.span)))
        left = right
        last = next.last?.right
      }
      return (steps, last)
    }
    while isAt("\\Rightarrow") || isAt("\\therefore") {
      position += 1
      premises += links.map { $0.truth }
      links = try operand()
      last = links.last?.right
      if isAt("\\Rightarrow") {
        steps += links.map { Step(given: premises, $0.conclusion, at: $0.span) }
      }
    }
    if let token = next {
      if token.isMark("\\to") { throw Message.update(token.text, at: token.span) }
      throw token.kind == .ampersand || token.kind == .close
        ? Message.unexpected(token.text, at: token.span)
        : Message.textAfterEnd(token.text, at: token.span)
    }
    steps += links.map { Step(given: premises, $0.conclusion, at: $0.span) }
    return (steps, last)
  }

  /// What stands on one side of `\Rightarrow` or `\iff`: chains joined by `and` and `or`.
  private mutating func operand() throws(Failure) -> [Link] {
    let start = position
    let first = try joined()
    guard isAt("\\vee") || isAtText("or") else { return first }
    var any = [conjunction(first)]
    while take("\\vee") || takeText("or") { any.append(conjunction(try joined())) }
    let term = Term(.or(any), .truth, at: span(from: start))
    return [Link(conclusion: .truth(term), right: nil, span: term.span)]
  }

  private func isAtText(_ text: String) -> Bool {
    if let token = next { token.kind == .text && token.text == text } else { false }
  }

  private mutating func joined() throws(Failure) -> [Link] {
    var links = try part()
    while take("\\wedge") || takeText("and") { links += try part() }
    return links
  }

  private mutating func part() throws(Failure) -> [Link] {
    guard isAt("(") || isAt("\\lnot"), isBracketedStatement else { return try simpleChain(nil) }
    let term = try truth()
    return [Link(conclusion: .truth(term), right: nil, span: term.span)]
  }

  private var isBracketedStatement: Bool {
    if isAt("\\lnot") { return true }
    guard let close = try? closing(of: position) else { return false }
    return containsRelation((position + 1)..<close)
  }

  private func conjunction(_ links: [Link]) -> Term {
    let truths = links.map { $0.truth }
    guard truths.count > 1, let first = truths.first, let last = truths.last else {
      return truths[0]
    }
    return Term(.and(truths), .truth, at: first.span.union(last.span))
  }

  /// A chain over rows and alignment marks.
  private mutating func simpleChain(_ previous: Term?) throws(Failure) -> [Link] {
    let start = position
    let links = try chain(from: previous)
    if links.isEmpty {
      if let token = next, !token.isMark("\\Rightarrow"), !token.isMark("\\iff") {
        throw Message.unexpected(token.text, at: token.span)
      }
      throw Message.noRelation(at: span(from: start))
    }
    if isUpdate(links) {
      throw Message.update("p = p - …", at: links[0].span)
    }
    return links
  }

  /// `w = w - \alpha g`: a name that is changed by itself.
  private func isUpdate(_ links: [Link]) -> Bool {
    guard links.count == 1, case .relation(.equal, let left, let right) = links[0].conclusion else {
      return false
    }
    switch right.node {
    case .add(let first, _), .subtract(let first, _): return isPlace(left) && first == left
    default: return false
    }
  }

  private func isPlace(_ term: Term) -> Bool {
    switch term.node {
    case .symbol(let id):
      if case .defined = scope[id].kind { return false }
      return true
    case .member(let id, _):
      if case .defined = scope[id].kind { return false }
      return true
    case .entry(let array, _): return isPlace(array)
    default: return false
    }
  }
}
