import Numerics
import SourceText

/// Chains, hypotheses and what joins them, over a whole display.
extension Reader {
  /// All tokens but closing punctuation.
  var body: Range<Int> { trimmed(0..<tokens.count) }

  /// One separate part of a display: a chain, a condition or a remark.
  struct Segment {
    var range: Range<Int>
    var role = Role.statement
    /// Set apart by a comma or wide space only.
    var isLoose = false
    /// What stands behind it in its row, where other rows state something else.
    var conditions: [Term] = []

    enum Role: Hashable {
      case statement
      case condition
      /// `\text{unless } a = 0`.
      case exception
      /// `\text{because } a = 0`: claimed as well.
      case reason
      /// `\text{with equality iff } a = 0`; with `isExact` false, only if it holds.
      case equality(isExact: Bool)
    }

    /// Whether it is no claim of its own.
    var isCondition: Bool {
      switch role {
      case .statement, .reason: false
      case .condition, .exception, .equality: true
      }
    }
  }

  /// What the segments of a display are, in their order.
  private struct Parts {
    var hypotheses: [Hypothesis] = []
    var listed: [Step] = []
    var chains: [Segment] = []
    /// With the number of the chain that it speaks of.
    var equalities: [(segment: Segment, chain: Int)] = []

    /// What a row says behind its statement holds for this statement only; what tends to 0 does so
    /// everywhere.
    mutating func bind(_ conditions: [Hypothesis], toChainsFrom first: Int) {
      for condition in conditions {
        if case .isIn(_, .small) = condition.condition.node {
          hypotheses.append(condition)
        } else {
          for chain in first..<chains.count { chains[chain].conditions.append(condition.condition) }
        }
      }
    }
  }

  mutating func claim(continuing previous: ChainEnd?) throws(Failure) -> Claim {
    let whole = body
    guard !whole.isEmpty else { throw Message.missing("a formula", at: here) }
    try refuseTyping(whole)
    try refuseRange(whole)
    try refuseSets(whole)
    try refuseUnknownWords(whole)
    bindEvaluationVariables()
    let lines = try definingLocalNames(lines(whole).map { segments($0) })
    for segments in lines {
      for segment in segments where segment.isCondition {
        try introduceNames(by: segment.range)
      }
    }
    let goesOn = previous != nil && beginsWithSign(whole)
    let parts = try self.parts(lines)
    var steps = parts.listed
    var last = previous?.statement
    var ends: [Int] = []
    for chain in parts.chains {
      let (more, statement) = try within(chain.range) { reader throws(Failure) in
        try reader.proposition(steps, continuing: last)
      }
      let start = steps.count
      steps = more
      for index in start..<max(start, steps.count) {
        steps[index] = steps[index].given(chain.conditions)
      }
      ends.append(steps.count)
      if chain.role != .reason { last = statement }
    }
    for (segment, chain) in parts.equalities {
      let start = chain > 0 ? ends[chain - 1] : parts.listed.count
      guard ends.indices.contains(chain) else { throw Message.equalityOfWhat(at: span(whole)) }
      steps.append(try equality(segment, steps[start..<ends[chain]]))
    }
    guard !steps.isEmpty else { throw Message.noRelation(at: span(whole)) }
    let given = goesOn ? previous?.hypotheses ?? [] : []
    return try finishedClaim(steps, given + parts.hypotheses, last, at: span(whole))
  }

  /// Whether a relation or an arrow comes first: the display goes on from the one before.
  private func beginsWithSign(_ range: Range<Int>) -> Bool {
    range.first.map { isRelation(tokens[$0]) || arrowSigns.contains(tokens[$0].text) } ?? false
  }

  private mutating func parts(_ lines: [[Segment]]) throws(Failure) -> Parts {
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
      let first = parts.chains.count
      var own: [Hypothesis] = []
      // Behind the last row it speaks of all rows, unless each has its own.
      let isOfRow = row < lastStatement || parts.chains.contains { !$0.conditions.isEmpty }
      for (number, segment) in segments.enumerated() {
        if number > 0, isEquationNumber(segment.range) { continue }
        switch segment.role {
        case .condition where isOfRow && parts.chains.count > first:
          own += try conditions(segment.range)
        case .exception where isOfRow && parts.chains.count > first:
          own.append(try exception(segment.range))
        case .condition: parts.hypotheses += try conditions(segment.range)
        case .exception: parts.hypotheses.append(try exception(segment.range))
        case .equality: parts.equalities.append((segment, parts.chains.count - 1))
        case .statement, .reason:
          if number > 0, try isHypothesis(segment, behind: segments[0]) {
            parts.hypotheses += try conditions(segment.range)
          } else {
            parts.chains.append(segment)
          }
        }
      }
      parts.bind(own, toChainsFrom: first)
    }
    return parts
  }

  private func isBracketOfRelations(_ range: Range<Int>) -> Bool {
    let inside = unbracketed(range)
    return inside.count < range.count && containsRelation(inside)
  }

  /// Whether a part without a word of its own only says where a symbol lies; an error if it can be
  /// a condition or a claim (rule 12).
  private func isHypothesis(_ segment: Segment, behind first: Segment) throws(Failure) -> Bool {
    guard segment.isLoose, isLooseCondition(segment.range) else { return false }
    if isIndexRange(segment.range) || isTyping(segment.range)
      || isSetApartMembership(segment.range)
    {
      return true
    }
    // `a = 2,\quad b = 1`: what stands first can only be claimed, and so is what looks like it.
    let sign = firstRelation(segment.range).map { tokens[$0].text }
    let firstSign = firstRelation(first.range).map { tokens[$0].text }
    if !first.isCondition, sign == firstSign, isLooseCondition(first.range) { return false }
    throw Message.ambiguousCondition(written(segment.range), at: span(segment.range))
  }

  private mutating func finishedClaim(
    _ read: [Step], _ given: [Hypothesis], _ end: Term?, at span: Span
  ) throws(Failure) -> Claim {
    var (steps, hypotheses, last) = (read, given, end)
    for index in steps.indices { steps[index] = try finished(steps[index]) }
    for index in hypotheses.indices {
      let hypothesis = hypotheses[index]
      hypotheses[index] = Hypothesis(
        for: hypothesis.binders, try finished(hypothesis.condition), at: hypothesis.span)
    }
    hypotheses += try impliedSmallness(steps, hypotheses)
    try refuseDerivativesByAims(steps, hypotheses)
    if isPointHidden, let point = impliedArgument {
      hypotheses.append(
        Hypothesis(Term(.isIn(point, .reals), .truth, at: point.span), at: point.span))
    }
    if let open = last { last = try finished(open) }
    let concluded = subjects(of: steps.flatMap { $0.conclusion.sides })
    for index in steps.indices { steps[index] = try generalized(steps[index], concluded) }
    for index in hypotheses.indices where hypotheses[index].binders.isEmpty {
      let hypothesis = hypotheses[index]
      let own = try ownIndices(of: hypothesis.condition, besides: concluded)
      hypotheses[index] = Hypothesis(for: own, hypothesis.condition, at: hypothesis.span)
    }
    let chainEnd = last.map { ChainEnd($0, under: hypotheses) }
    return Claim(steps: steps, hypotheses: hypotheses, last: chainEnd, at: span)
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

  /// `\left. f(t) \right|_{t=0}`: a letter that nobody declared and that a bar replaces is a number.
  private mutating func bindEvaluationVariables() {
    for index in tokens.indices where index + 4 < tokens.count {
      guard tokens[index].isMark("|") || tokens[index].isMark("]"),
        tokens[index + 1].kind == .subscript, tokens[index + 2].kind == .open,
        tokens[index + 3].kind == .letter, tokens[index + 4].isMark("="),
        tokens[index].isMark("|") || hasEqualEnd(partner[index + 2] + 1)
      else { continue }
      let name = tokens[index + 3].text
      guard scope.symbol(named: name) == nil, binding(name) == nil else { continue }
      let value = (index + 5)..<max(index + 5, partner[index + 2])
      if case .vector(let size)? = shapeOnTrial(value) {
        let span = tokens[index + 3].span
        let symbol = scope.hiddenSymbol(name, .vector(size, .any(.reals)), at: span)
        bindings.append(Binding(name: name, term: Term(.symbol(symbol), .vector(size), at: span)))
      } else {
        bindNumber(name, .reals, at: tokens[index + 3].span)
      }
    }
  }

  /// `^{t=b}`, so that `[…]_{t=a}` is a value and no array.
  private func hasEqualEnd(_ index: Int) -> Bool {
    index + 1 < tokens.count && tokens[index].kind == .superscript
      && containsRelation(groupRange(index + 1))
  }

  /// The shape of an expression that is read again later.
  private mutating func shapeOnTrial(_ range: Range<Int>) -> Shape? {
    guard trials < Self.mostTrials else { return nil }
    trials += 1
    var trial = self
    trial.trials = Self.mostTrials
    guard let term = try? trial.expression(in: range) else { return nil }
    return trial.settled(term.shape)
  }

  mutating func bindNumber(_ name: String, _ domain: Domain, at span: Span) {
    let symbol = scope.hiddenSymbol(name, .scalar(domain), at: span)
    bindings.append(Binding(name: name, term: Term(.symbol(symbol), .scalar, at: span)))
  }

  mutating func finished(_ step: Step) throws(Failure) -> Step {
    var premises: [Term] = []
    for premise in step.premises { premises.append(try finished(premise)) }
    switch step.conclusion {
    case .relation(let relation, let left, let right):
      return Step(
        given: premises, .relation(relation, try finished(left), try finished(right)),
        at: step.span, changesNotation: step.changesNotation)
    case .truth(let term): return Step(given: premises, .truth(try finished(term)), at: step.span)
    case .equivalence(let left, let right):
      return Step(
        given: premises, .equivalence(try finished(left), try finished(right)), at: step.span)
    }
  }
}
