import Numerics
import SourceText

/// Hypotheses behind a formula.
extension Reader {
  /// The hypotheses in a trailing part.
  mutating func conditions(_ range: Range<Int>) throws(Failure) -> [Hypothesis] {
    var hypotheses: [Hypothesis] = []
    var names: [Range<Int>] = []
    let inside = unbracketed(trimmed(range))
    if let first = inside.first, tokens[first].isMark("\\forall"),
      tokens[inside].contains(where: { $0.isMark(":") })
    {
      let truth = try within(inside) { reader throws(Failure) in try reader.statement() }
      return [Hypothesis(truth, at: truth.span)]
    }
    if let least = try endlessList(inside) { return least }
    try refuseArrows(inside)
    let parts = conditionParts(range)
    for (number, part) in parts.enumerated() {
      try refuseSecondStatement(part, in: range)
      let whole = unbracketed(trimmed(part))
      if let all = try trailingUniversal(whole, of: names) {
        names = []
        hypotheses.append(Hypothesis(all, at: all.span))
        continue
      }
      let part = unbracketed(try withoutRemark(whole))
      guard !part.isEmpty else { continue }
      let isUniversal = tokens[part.lowerBound].isMark("\\forall")
      if isUniversal || split(part, at: ["or", "\\vee"]).count > 1 {
        let either = try within(part) { reader throws(Failure) in try reader.statement() }
        hypotheses.append(Hypothesis(either, at: either.span))
        continue
      }
      guard let relation = firstRelation(part) else {
        guard isBareName(part) || isBounded(behind: number, parts) else {
          throw Message.unknownCondition(written(part), at: span(part))
        }
        names.append(part)
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

  /// `\text{for all } x > 0 \implies Q`: behind a condition it is open what the arrow starts from.
  private func refuseArrows(_ inside: Range<Int>) throws(Failure) {
    var arrow: Int?
    scan(inside) { if arrow == nil, isArrow(tokens[$0]) { arrow = $0 } }
    if let arrow {
      throw Message.arrowBehindCondition(tokens[arrow].text, at: tokens[arrow].span)
    }
  }

  /// `\text{for all } x, \quad x^3 \ge 0`: set apart from the condition before, and not of a given
  /// quantity alone, it can be a second claim.
  private func refuseSecondStatement(_ part: Range<Int>, in range: Range<Int>) throws(Failure) {
    let part = trimmed(part)
    guard let first = part.first, first > range.lowerBound, range.lowerBound > 0,
      firstRelation(part) != nil, !isLooseCondition(part), !introduces(part)
    else { return }
    let word = tokens[range.lowerBound - 1]
    guard word.kind == .text || word.isMark("\\forall") else { return }
    let isOfAll =
      word.isMark("\\forall") || word.text.lowercased() == "for"
      || forAllWords.contains(word.text.lowercased())
    let sign = tokens[first - 1]
    let isApart =
      sign.isMark(";")
      || sign.isMark(",")
        && (word.text.lowercased() != "for" && isOfAll
          || tokens[first].spaceBefore == .wide)
      || isOfAll && sign.kind == .text && sign.text.lowercased() == "and"
    if isApart { throw Message.ambiguousCondition(written(part), at: span(part)) }
  }

  /// `b \in [0, 1]` with a name that nobody declared, behind `\text{for all } a,`.
  private func introduces(_ part: Range<Int>) -> Bool {
    guard let relation = firstRelation(part), tokens[relation].isMark("\\in"),
      relation == part.lowerBound + 1
    else { return false }
    let name = tokens[part.lowerBound].text
    return binding(name) != nil && scope.symbol(named: name) == nil
  }

  /// `k = 0, 1, 2, \dots`: k is at least 0.
  private mutating func endlessList(_ range: Range<Int>) throws(Failure) -> [Hypothesis]? {
    let parts = split(range, at: [","])
    guard parts.count > 2, let last = parts.last, last.count == 1,
      tokens[last.lowerBound].isMark("\\dots"), let relation = firstRelation(parts[0]),
      tokens[relation].isMark("="), relation == parts[0].lowerBound + 1,
      parts[1..<(parts.count - 1)].allSatisfy({
        $0.count == 1 && tokens[$0.lowerBound].kind == .number
      })
    else { return nil }
    let numbers = ([(relation + 1)..<parts[0].upperBound] + parts[1..<(parts.count - 1)])
      .map { $0.count == 1 ? Int(tokens[$0.lowerBound].text) : nil }
    for (number, next) in zip(numbers, numbers.dropFirst()) {
      if let number, let next, next != number + 1 { throw Message.noPattern(at: span(range)) }
    }
    guard !isUndeclaredIndex(tokens[parts[0].lowerBound].text) else { return [] }
    let name = try expression(in: parts[0].lowerBound..<relation)
    let least = try expression(in: (relation + 1)..<parts[0].upperBound)
    let truth = Term(.relation(.greaterOrEqual, name, least), .truth, at: span(range))
    return [Hypothesis(truth, at: truth.span)]
  }

  /// `|x|, |y| \le 1`: behind further parts without relation stands a bound.
  private func isBounded(behind number: Int, _ parts: [Range<Int>]) -> Bool {
    parts[(number + 1)...].first { containsRelation($0) }.map { ordersOnly($0) } ?? false
  }

  /// `i`, `x_i`, `\hat y`: letters and their scripts.
  private func isBareName(_ part: Range<Int>) -> Bool {
    guard let first = part.first, [.letter, .word].contains(tokens[first].kind) else {
      return false
    }
    return tokens[part].allSatisfy { token in
      [.letter, .word, .number, .subscript, .superscript, .open, .close].contains(token.kind)
        || ["*", "'", "[", "]", "-", "+"].contains(token.text)
    }
  }

  /// The first relation outside all brackets and scripts.
  func firstRelation(_ range: Range<Int>) -> Int? {
    var found: Int?
    scan(range) { if found == nil, isRelation(tokens[$0]) { found = $0 } }
    return found
  }

  /// Without `\text{for all } i` at the end: a free index means for all already.
  private func withoutRemark(_ range: Range<Int>) throws(Failure) -> Range<Int> {
    var word: Int?
    scan(range) { index in
      guard word == nil, index > range.lowerBound else { return }
      let token = tokens[index]
      let isWord = token.kind == .text && conditionWords.contains(token.text.lowercased())
      if isWord || token.isMark("\\forall") { word = index }
    }
    guard let word, !containsRelation(word..<range.upperBound) else { return range }
    let said = range.lowerBound..<word
    try refuseUniversal(said, word, (word + 1)..<range.upperBound)
    return trimmed(said)
  }

  /// `u^T v = 0 \text{ for all } v` supposes more than one v can tell.
  func refuseUniversal(_ said: Range<Int>, _ word: Int, _ names: Range<Int>) throws(Failure) {
    let isUniversal =
      tokens[word].isMark("\\forall")
      || tokens[word].kind == .text && forAllWords.contains(tokens[word].text.lowercased())
    let isOfGiven = tokens[names].contains { token in
      scope.symbol(named: token.text).map { $0.kind.valueShape != .index } ?? false
    }
    if isUniversal, isOfGiven, containsRelation(said), !containsRelation(names) {
      throw Message.outside(
        "hypotheses on all values of a symbol", at: span(said.lowerBound..<names.upperBound))
    }
  }

  /// `x_i > x_j \text{ for all } j \ne i`: of one side only, so that it is said inside.
  private mutating func trailingUniversal(
    _ part: Range<Int>, of names: [Range<Int>]
  ) throws(Failure) -> Term? {
    var found: Int?
    scan(part) { index in
      let word = tokens[index].kind == .text ? tokens[index].text.lowercased() : ""
      let isWord =
        forAllWords.contains(word)
        || word == "for" && isIndexRange((index + 1)..<part.upperBound)
      if found == nil, isWord || tokens[index].isMark("\\forall") { found = index }
    }
    guard let word = found, word > part.lowerBound, containsRelation(part.lowerBound..<word),
      isIndexRange((word + 1)..<part.upperBound) || isOwnIndices((word + 1)..<part.upperBound)
    else { return nil }
    let header = try header((word + 1)..<part.upperBound, upper: nil, .all)
    let said = part.lowerBound..<word
    let (binders, body) = try binding(header, from: word, isTruth: true) {
      reader throws(Failure) in
      guard let relation = reader.firstRelation(said), !names.isEmpty else {
        return try reader.within(said) { reader throws(Failure) in try reader.statement() }
      }
      // `u_i, v_i \ge 0 \text{ for all } i`: said of each.
      var parts: [Term] = []
      for name in names + [said.lowerBound..<relation] {
        parts += try reader.condition(name, relation, said).map { $0.condition }
      }
      return Term(.and(parts), .truth, at: reader.span(said))
    }
    return Term(.fold(.all, binders, body), .truth, at: span(part))
  }

  /// `q_i > 0 \text{ for all } i`: letters that index what is said.
  private func isOwnIndices(_ range: Range<Int>) -> Bool {
    !range.isEmpty
      && range.allSatisfy { index in
        tokens[index].isMark(",")
          || tokens[index].kind == .letter && isIndexVariable(tokens[index].text)
      }
  }

  /// `k = 1, 2, 3`: one of these.
  private mutating func oneOf(
    _ values: [Range<Int>], _ name: String, _ subject: Range<Int>, at whole: Span
  ) throws(Failure) -> [Hypothesis] {
    var terms: [Term] = []
    for value in values { terms.append(try expression(in: value)) }
    if isUndeclaredIndex(name) {
      let numbers = terms.compactMap { extent(of: $0)?.value }
      guard let first = numbers.first, numbers.count == terms.count,
        numbers == Array(first..<(first + numbers.count))
      else { throw Message.unknownCondition(written(subject), at: whole) }
      return try fixRange(
        name, subject, IndexRange(Extent(first), Extent(first + numbers.count - 1)), at: whole)
    }
    let element = try expression(in: subject)
    return [Hypothesis(Term(.isIn(element, .set(terms)), .truth, at: whole), at: whole)]
  }

  private mutating func condition(
    _ subject: Range<Int>, _ relation: Int, _ part: Range<Int>
  ) throws(Failure) -> [Hypothesis] {
    let right = (relation + 1)..<part.upperBound
    let whole = span(subject.lowerBound..<part.upperBound)
    let name = subject.count == 1 ? tokens[subject.lowerBound].text : ""
    if tokens[relation].isMark("\\to") {
      let small = try smallDifference(subject, right, at: whole)
      return [Hypothesis(Term(.isIn(small, .small), .truth, at: whole), at: whole)]
    }
    if tokens[relation].isMark("=") || tokens[relation].isMark("\\in"),
      let ends = tokens[relation].isMark("=") ? rangeList(right) : setList(right)
    {
      let range = IndexRange(try bound(ends.0), try bound(ends.1))
      return try fixRange(name, subject, range, at: whole)
    }
    let values = split(right, at: [","])
    if tokens[relation].isMark("="), values.count > 1 {
      return try oneOf(values, name, subject, at: whole)
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

  /// `x \to c`: what tends to 0 is x, or its distance x − c from what does not depend on it.
  private mutating func smallDifference(
    _ subject: Range<Int>, _ aim: Range<Int>, at whole: Span
  ) throws(Failure) -> Term {
    let variable = try expression(in: subject)
    if written(aim) == "0" { return variable }
    guard !tokens[aim].contains(where: { $0.isMark("\\infty") }) else {
      throw Message.infiniteAim(written(subject), written(aim), at: whole)
    }
    let point = try expression(in: aim)
    guard case .symbol(let id) = variable.node, id.number >= 0,
      !point.subterms.contains(where: { $0.namedSymbol == id })
    else { throw Message.outside("conditions with a limit like this", at: whole) }
    return try sum(variable, point, isMinus: true)
  }

  func isUndeclaredIndex(_ name: String) -> Bool {
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

  /// `\forall z, f(z) - f(-z) = z`: behind the comma no further name is quantified.
  func endsQuantifier(_ start: Int, _ comma: Int, _ line: Range<Int>) -> Bool {
    guard start == line.lowerBound + 1, tokens[line.lowerBound].isMark("\\forall"),
      let relation = firstRelation((comma + 1)..<line.upperBound), relation > comma + 2,
      !line.contains(where: { tokens[$0].isMark(":") }),
      split(start..<comma, at: [","]).allSatisfy({ $0.count == 1 })
        || containsRelation(start..<comma)
    else { return false }
    return split((comma + 1)..<relation, at: [","]).count == 1
  }

  /// `\forall a, b\; a^2 + b^2 \ge 2ab`: whether `b` is named or multiplied nothing says.
  func requireClosedQuantifier(_ line: Range<Int>) throws(Failure) {
    guard let first = line.first, tokens[first].isMark("\\forall") else { return }
    let parts = split((first + 1)..<line.upperBound, at: [","])
    guard let name = parts.dropFirst().first?.first, endsQuantifier(first + 1, name - 1, line),
      tokens[name].kind == .letter, written(parts[0]) != tokens[name].text, name + 1 < end,
      tokens[name + 1].spaceBefore != .none,
      scope.symbol(named: tokens[name].text)?.kind.valueShape?.isNumber ?? false
    else { return }
    var behind = self
    behind.position = name + 1
    guard behind.startsFactor() else { return }
    throw Message.openQuantifier(tokens[name].text, at: tokens[name].span)
  }

  // MARK: Names that a condition brings in

  /// `\forall \theta \in [0, 1]`, `\text{for all } t > 0` with a name that nobody declared: it
  /// stands for every number in the domain.
  mutating func introduceNames(by range: Range<Int>) throws(Failure) {
    /// The names of `a, b \in \mathbb{R}` before the last one.
    var names: [Int] = []
    for part in conditionParts(range) {
      let part = unbracketed(trimmed(part))
      guard let first = part.first, tokens[first].kind == .letter else {
        names = []
        continue
      }
      if part.count == 1 { names.append(first) }
      guard let relation = firstRelation(part) else { continue }
      let all = names + [first]
      names = []
      guard tokens[relation].isMark("\\in"), relation == first + 1 else { continue }
      for name in all { try introduceNumber(name, in: (relation + 1)..<part.upperBound) }
    }
  }

  private mutating func introduceNumber(
    _ index: Int, in set: Range<Int>
  ) throws(Failure) {
    let (name, place) = (tokens[index].text, tokens[index].span)
    guard scope.symbol(named: name) == nil, binding(name) == nil, !indexLetters.contains(name),
      setList(set) == nil
    else { return }
    let number = Term(.truth(true), .scalar, at: place)
    let domain = try within(set) { reader throws(Failure) in try reader.domain(of: number) }
    bindNumber(name, domain, at: place)
  }
}
