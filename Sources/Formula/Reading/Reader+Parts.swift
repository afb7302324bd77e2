import SourceText

/// What the parts of a display are: chains, what is supposed of them, remarks.
extension Reader {
  /// What the segments of a display are, in their order.
  struct Parts {
    var hypotheses: [Hypothesis] = []
    var listed: [Step] = []
    var chains: [Segment] = []
    /// With the number of the chain that it speaks of.
    var equalities: [(segment: Segment, chain: Int)] = []

    /// What is supposed in front of statements.
    var leading: [Leading] = []

    /// What a row says behind its statement holds for this statement only; what tends to 0 does so
    /// everywhere.
    mutating func bind(_ conditions: [Hypothesis], toChainsFrom first: Int, row: Token? = nil) {
      for condition in conditions {
        if case .isIn(_, .small) = condition.condition.node {
          hypotheses.append(condition)
        } else {
          let own = Segment.Condition(term: condition.condition, row: row?.span)
          for chain in first..<chains.count { chains[chain].conditions.append(own) }
        }
      }
    }

    /// What stands in front of statements holds for these, until something else is supposed; in front
    /// of all of them it is a hypothesis of the whole.
    ///
    /// A conclusion in a row of its own behind several cases speaks of all of them.
    mutating func placeLeading(concluding: Set<Int>) {
      guard leading.contains(where: { $0.first > 0 }) else {
        for supposed in leading { hypotheses += supposed.conditions }
        return
      }
      var active: [Leading] = []
      var otherCases: [Term] = []
      for (number, supposed) in leading.enumerated() {
        func stays(_ before: Leading) -> Bool {
          // `\text{Let } y > 0` adds to what was let before of other letters.
          before.first == supposed.first
            || supposed.isSupposition && before.isSupposition
              && before.letters.isDisjoint(with: supposed.letters)
        }
        otherCases += active.filter { !stays($0) }.compactMap { $0.statement }
        active = active.filter { stays($0) }
        active.append(supposed)
        let end = number + 1 < leading.count ? leading[number + 1].first : chains.count
        let conditions = active.flatMap { $0.conditions }
        for condition in conditions {
          if case .isIn(_, .small) = condition.condition.node {
            hypotheses.append(condition)
            continue
          }
          let isCase = supposed.conditions.contains(condition) && !otherCases.isEmpty
          for chain in supposed.first..<max(end, supposed.first) {
            var term = condition.condition
            if isCase, concluding.contains(chain), let own = supposed.statement {
              term = Term(.or(otherCases + [own]), .truth, at: term.span)
            }
            chains[chain].conditions.append(Segment.Condition(term: term))
          }
        }
      }
    }
  }

  /// `\text{for } x > 0:`, `\text{Let } a = b.` in front of statements.
  struct Leading {
    /// The number of the chain behind it.
    let first: Int
    let conditions: [Hypothesis]
    let isSupposition: Bool
    let letters: Set<String>

    /// All of it at once.
    var statement: Term? {
      let terms = conditions.map { $0.condition }
      guard let first = terms.first else { return nil }
      return terms.count == 1 ? first : Term(.and(terms), .truth, at: first.span)
    }
  }

  mutating func parts(_ lines: [[Segment]]) throws(Failure) -> Parts {
    var parts = Parts()
    let lastStatement =
      lines.lastIndex { line in
        line.contains { $0.role == .statement && containsRelation($0.range) }
          && !tokens[line[0].range.lowerBound].isLabel
      } ?? 0
    for (row, line) in lines.enumerated() {
      if let steps = try listedSteps(line) {
        parts.listed += steps
        continue
      }
      // `& \quad (x > 0)` alone in a row belongs to the chain above.
      if row > 0, line.count == 1, isBracketOfRelations(line[0].range) {
        parts.hypotheses += try conditions(unbracketed(line[0].range))
        continue
      }
      let segments = joiningNames(line)
      let isSupposed = row < lastStatement ? try isPremise(row, of: lines) : false
      var first = parts.chains.count
      let start = first
      var own: [Hypothesis] = []
      /// With the row of a chain that they stand in.
      var ofRows: [(row: Int, conditions: [Hypothesis])] = []
      let ownRows = rowsOfConditions(segments)
      // Behind the last row it speaks of all rows, unless each has its own.
      let isOfRow =
        row < lastStatement || parts.chains.contains { !$0.conditions.isEmpty }
        || segments.contains { $0.isOwn }
      for (number, segment) in segments.enumerated() {
        if number > 0, isEquationNumber(segment.range) { continue }
        if number == 0, segments.count > 1, isRowLabel(segment.range) { continue }
        if number > 0, segments[number - 1].isOwn {
          parts.bind(own, toChainsFrom: first)
          (own, first) = ([], parts.chains.count)
        }
        let isBehind =
          parts.chains.count > first && !endsWithColon(segment) && !leads(number, in: segments)
        let isOfRow = isOfRow || start > 0 && !isBehindLayout(segment)
        switch segment.role {
        case .condition where isBehind && ownRows[number] != nil:
          ofRows.append((ownRows[number] ?? 0, try conditions(segment.range)))
        case .exception where isBehind && ownRows[number] != nil:
          ofRows.append((ownRows[number] ?? 0, [try exception(segment.range)]))
        case .condition where !isBehind:
          if number > 0, segments[number - 1].isCondition {
            try refuseUniversal(
              segments[number - 1].range, segment.range.lowerBound - 1, segment.range)
          }
          let supposed = try leading(segment, before: parts.chains.count)
          // `\text{where } u = x + y` in a row of its own at the end explains what stands above.
          if row > lastStatement, !supposed.isSupposition {
            parts.hypotheses += supposed.conditions
          } else {
            parts.leading.append(supposed)
          }
        case .condition where isOfRow:
          own += try conditions(segment.range)
        case .exception where isOfRow && parts.chains.count > first:
          own.append(try exception(segment.range))
        case .condition: parts.hypotheses += try conditions(segment.range)
        case .exception: parts.hypotheses.append(try exception(segment.range))
        case .equality: parts.equalities.append((segment, parts.chains.count - 1))
        case .statement
        where row < lastStatement && (isNaming(segment.range) || isSupposed):
          parts.leading.append(try leading(segment, before: parts.chains.count))
        case .statement, .reason:
          if number > 0, try isHypothesis(segment, behind: segments[0]) {
            parts.hypotheses += try conditions(segment.range)
          } else {
            parts.chains.append(segment)
          }
        }
      }
      parts.bind(own, toChainsFrom: first)
      for (row, conditions) in ofRows {
        parts.bind(conditions, toChainsFrom: start, row: tokens[row])
      }
    }
    let concluding = parts.chains.indices.filter { concludes(parts.chains[$0].range.lowerBound) }
    parts.placeLeading(concluding: Set(concluding))
    return parts
  }

  /// `\text{Hence } \dots` at the beginning of a row.
  private func concludes(_ start: Int) -> Bool {
    guard start > 0, tokens[start - 1].startsRow else { return tokens[start].isMark("\\therefore") }
    return tokens[start - 1].kind == .text
      && concludingWords.contains(tokens[start - 1].text.lowercased())
  }

  /// Where the rows of one chain begin that conditions stand in, by the number of their segment: empty
  /// if only the last row has some, which speak of the whole chain.
  private func rowsOfConditions(_ segments: [Segment]) -> [Int: Int] {
    guard let first = segments.first?.range.lowerBound, let end = segments.last?.range.upperBound
    else { return [:] }
    let starts = (first..<max(first, end)).filter { tokens[$0].startsRow && $0 > first }
    guard let last = starts.last else { return [:] }
    var rows: [Int: Int] = [:]
    for (number, segment) in segments.enumerated() {
      guard number > 0, segment.role == .condition || segment.role == .exception, !segment.isOwn,
        !isBehindLayout(segment)
      else { continue }
      rows[number] = starts.last { $0 < segment.range.lowerBound } ?? first
    }
    return rows.values.allSatisfy { $0 == last } ? [:] : rows
  }

  /// `\text{If } x > 0, \text{ then } …` behind another statement: the condition of what follows.
  private func leads(_ number: Int, in segments: [Segment]) -> Bool {
    guard number + 1 < segments.count, segments[number + 1].role == .statement else { return false }
    let word = tokens[segments[number + 1].range.lowerBound - 1]
    return word.kind == .text && thenWords.contains(word.text.lowercased())
  }

  private mutating func leading(
    _ segment: Segment, before first: Int
  ) throws(Failure) -> Leading {
    let word = segment.range.lowerBound > 0 ? tokens[segment.range.lowerBound - 1].text : ""
    return Leading(
      first: first, conditions: try conditions(withoutReason(segment.range)),
      isSupposition: suppositionWords.contains(word.lowercased()) || segment.role == .statement,
      letters: Set(tokens[segment.range].filter { $0.kind == .letter }.map { $0.text }))
  }

  /// `\text{for } x > 0:` behind another statement.
  private func endsWithColon(_ segment: Segment) -> Bool {
    segment.range.upperBound < tokens.count && tokens[segment.range.upperBound].isMark(":")
  }

  /// `\begin{aligned} … \end{aligned} \quad (x > 0)`: it speaks of all rows.
  private func isBehindLayout(_ segment: Segment) -> Bool {
    let start = segment.range.lowerBound
    return tokens[start].isBehindLayout || start > 0 && tokens[start - 1].isBehindLayout
  }

  /// `(1)`, `(a)`, `(ii)` in front of a row.
  func isRowLabel(_ range: Range<Int>) -> Bool {
    if range.count == 1, tokens[range.lowerBound].kind == .text { return true }
    guard (3...6).contains(range.count), tokens[range.lowerBound].isMark("("),
      tokens[range.upperBound - 1].isMark(")")
    else { return false }
    let inside = tokens[(range.lowerBound + 1)..<(range.upperBound - 1)]
    return inside.count == 1 && inside.allSatisfy { [.number, .letter, .text].contains($0.kind) }
      || inside.allSatisfy { ["i", "v", "x"].contains($0.text) }
  }

  /// `u := x + y` of a declared name in front of other rows: it is supposed.
  private func isNaming(_ range: Range<Int>) -> Bool {
    guard let relation = firstRelation(range), tokens[relation].isMark(":=") else { return false }
    return isGiven(range.lowerBound..<relation)
  }

  private func isBracketOfRelations(_ range: Range<Int>) -> Bool {
    let inside = unbracketed(range)
    return inside.count < range.count && containsRelation(inside)
  }

  /// Whether a part without a word of its own only says where a symbol lies; an error if it can be
  /// a condition or a claim.
  private func isHypothesis(_ segment: Segment, behind first: Segment) throws(Failure) -> Bool {
    let sign = firstRelation(segment.range).map { tokens[$0].text }
    let firstSign = firstRelation(first.range).map { tokens[$0].text }
    guard segment.isLoose,
      isLooseCondition(segment.range) || firstSign == "=" && boundsProduct(segment.range)
    else { return false }
    if isIndexRange(segment.range) || isTyping(segment.range)
      || isSetApartMembership(segment.range)
    {
      return true
    }
    // `a = 2,\quad b = 1`: what stands first can only be claimed, and so is what looks like it.
    if !first.isCondition, sign == firstSign, isLooseCondition(first.range) { return false }
    throw Message.ambiguousCondition(written(segment.range), at: span(segment.range))
  }

  /// `…, \quad W, b \in \mathbb{R}` behind a chain: the names belong to what is said of the last.
  private func joiningNames(_ segments: [Segment]) -> [Segment] {
    var joined: [Segment] = []
    for segment in segments {
      if let last = joined.last, joined.count > 1, last.isLoose, segment.isLoose,
        firstRelation(last.range) == nil, isGiven(last.range)
      {
        joined[joined.count - 1].range = last.range.lowerBound..<segment.range.upperBound
      } else {
        joined.append(segment)
      }
    }
    return joined
  }

  /// `x, y \in \mathbb{R}^n`, `a, b > 0` as a claim: the same of each name.
  private mutating func listedSteps(_ segments: [Segment]) throws(Failure) -> [Step]? {
    guard segments.count > 1, let first = segments.first, let last = segments.last,
      !segments.contains(where: { $0.isCondition }), let relation = firstRelation(last.range)
    else { return nil }
    let subjects = segments.dropLast().map { $0.range }
    let whole = first.range.lowerBound..<last.range.upperBound
    if subjects.allSatisfy({ isGiven($0) }) {
      return try conditions(whole).map { Step(.truth($0.condition), at: $0.span) }
    }
    guard isList(segments), ordersOnly(last.range) else { return nil }
    var steps: [Step] = []
    for subject in subjects + [last.range.lowerBound..<relation] {
      let left = try expression(in: subject)
      let links = try within(relation..<last.range.upperBound) { reader throws(Failure) in
        try reader.chain(from: left)
      }
      steps += links.map { $0.step(given: []) }
    }
    return steps
  }

  /// `a^2, b^2 \ge 0`: expressions between commas without wide space, a bound behind the last.
  private func isList(_ segments: [Segment]) -> Bool {
    segments.dropLast().allSatisfy { !containsRelation($0.range) }
      && segments.dropFirst().allSatisfy {
        let start = $0.range.lowerBound
        return $0.isLoose && tokens[start].spaceBefore != .wide && tokens[start - 1].isMark(",")
      }
  }

  /// Whether all relations of a range compare.
  func ordersOnly(_ range: Range<Int>) -> Bool {
    split(range, at: [",", ";"]).count == 1
      && range.allSatisfy { index in
        !isRelation(tokens[index])
          || ["<", "\\le", ">", "\\ge", "\\ne"].contains(tokens[index].text)
      }
  }
}
