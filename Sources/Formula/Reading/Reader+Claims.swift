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
    /// Beside another statement in its row, which the row below goes on from.
    var isAside = false
    /// Of a condition: that of the statements before it only.
    var isOwn = false
    /// What stands behind it in its row, where other rows state something else.
    var conditions: [Condition] = []

    struct Condition {
      let term: Term
      /// Where the row begins from which on it holds; `nil` if it does from the start.
      var row: Span?
    }

    /// What is supposed of a step that is read from it.
    func conditions(of step: Step) -> [Term] {
      conditions.filter { $0.row.map { $0.start <= step.place } ?? true }.map { $0.term }
    }

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

  mutating func claim(continuing previous: ChainEnd?) throws(Failure) -> Claim {
    let whole = body
    guard !whole.isEmpty else { throw Message.missing("a formula", at: here) }
    try refuseTyping(whole)
    try refuseRange(whole)
    try refuseSets(whole)
    try refuseUnknownWords(whole)
    try refuseOpenRows(whole)
    bindEvaluationVariables()
    let written = lines(whole)
    for line in written { try requireClosedQuantifier(line) }
    let lines = try takingAims(try definingLocalNames(written.map { segments($0) }))
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
        steps[index] = steps[index].given(
          chain.conditions(of: steps[index]) + nearAim(steps[index], in: chain.range))
      }
      ends.append(steps.count)
      if chain.role != .reason, !chain.isAside { last = statement }
    }
    for (segment, chain) in parts.equalities {
      let start = chain > 0 ? ends[chain - 1] : parts.listed.count
      guard ends.indices.contains(chain) else { throw Message.equalityOfWhat(at: span(whole)) }
      steps.append(try equality(segment, steps[start..<ends[chain]]))
    }
    guard !steps.isEmpty else { throw Message.noRelation(at: span(whole)) }
    let given = goesOn ? previous?.hypotheses ?? [] : []
    let own = parts.chains.last { $0.role != .reason }?.conditions.map { $0.term } ?? []
    return try finishedClaim(steps, given + parts.hypotheses, last, own, at: span(whole))
  }

  /// Whether a relation or an arrow comes first: the display goes on from the one before.
  private func beginsWithSign(_ range: Range<Int>) -> Bool {
    range.first.map { isRelation(tokens[$0]) || arrowSigns.contains(tokens[$0].text) } ?? false
  }

  private mutating func finishedClaim(
    _ read: [Step], _ given: [Hypothesis], _ end: Term?, _ own: [Term], at span: Span
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
    try refuseQuantifiersOfOneSide(steps)
    let concluded = subjects(of: steps.flatMap { $0.conclusion.sides })
    for index in steps.indices { steps[index] = try generalized(steps[index], concluded) }
    for index in hypotheses.indices where hypotheses[index].binders.isEmpty {
      let hypothesis = hypotheses[index]
      var others = hypotheses.map { $0.condition }
      others.remove(at: index)
      let signs = signIndices(hypothesis.condition, others)
      let own = try ownIndices(
        of: hypothesis.condition, besides: signs.map { concluded.without($0) } ?? concluded)
      hypotheses[index] = Hypothesis(for: own, hypothesis.condition, at: hypothesis.span)
    }
    // What the last rows suppose for themselves holds for the display that goes on from them.
    var carried = hypotheses
    for term in own { carried.append(Hypothesis(try finished(term), at: term.span)) }
    let chainEnd = last.map { ChainEnd($0, under: carried) }
    return Claim(
      steps: steps, hypotheses: hypotheses, rowsAboveArrows: rowsAboveArrows, last: chainEnd,
      at: span)
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

extension Step {
  /// Where what it says begins: of an equivalence, its second statement.
  fileprivate var place: Int {
    if case .equivalence(_, let right) = conclusion { right.span.start } else { span.start }
  }
}
