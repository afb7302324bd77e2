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
    try refuseTyping(whole)
    try refuseRange(whole)
    try refuseSets(whole)
    try refuseUnknownWords(whole)
    var hypotheses: [Hypothesis] = []
    var chains: [Range<Int>] = []
    bindEvaluationVariables()
    let lines = try definingLocalNames(lines(whole).map { segments($0) })
    for segments in lines {
      for segment in segments where segment.isCondition {
        try introduceNames(by: segment.range)
      }
    }
    var listed: [Step] = []
    for line in lines {
      if let steps = try listedSteps(line) {
        listed += steps
        continue
      }
      let segments = joiningNames(line)
      for (number, segment) in segments.enumerated() {
        if number > 0, isEquationNumber(segment.range) { continue }
        if segment.isCondition {
          hypotheses += try conditions(segment.range)
        } else if number > 0, segment.isLoose, isLooseCondition(segment.range) {
          if isIndexRange(segment.range) || isTyping(segment.range)
            || isSetApartCondition(segment.range)
          {
            hypotheses += try conditions(segment.range)
          } else {
            throw Message.ambiguousCondition(written(segment.range), at: span(segment.range))
          }
        } else {
          chains.append(segment.range)
        }
      }
    }
    var steps = listed
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
    let concluded = subjects(of: steps.flatMap { $0.conclusion.sides })
    steps = steps.map { generalized($0, concluded) }
    hypotheses = hypotheses.map { hypothesis in
      let own = ownIndices(of: hypothesis.condition, besides: concluded)
      return Hypothesis(for: own, hypothesis.condition, at: hypothesis.span)
    }
    return Claim(steps: steps, hypotheses: hypotheses, last: last, at: span(whole))
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
      !segments.contains(where: { $0.isCondition }), firstRelation(last.range) != nil,
      segments.dropLast().allSatisfy({ isGiven($0.range) })
    else { return nil }
    let whole = first.range.lowerBound..<last.range.upperBound
    return try conditions(whole).map { Step(.truth($0.condition), at: $0.span) }
  }

  /// `\left. f(t) \right|_{t=0}`: a letter that nobody declared and that a bar replaces is a number.
  private mutating func bindEvaluationVariables() {
    for index in tokens.indices where tokens[index].isMark("|") && index + 4 < tokens.count {
      guard tokens[index + 1].kind == .subscript, tokens[index + 2].kind == .open,
        tokens[index + 3].kind == .letter, tokens[index + 4].isMark("=")
      else { continue }
      let name = tokens[index + 3].text
      guard scope.symbol(named: name) == nil, binding(name) == nil else { continue }
      bindNumber(name, .reals, at: tokens[index + 3].span)
    }
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
        at: step.span)
    case .truth(let term): return Step(given: premises, .truth(try finished(term)), at: step.span)
    case .equivalence(let left, let right):
      return Step(
        given: premises, .equivalence(try finished(left), try finished(right)), at: step.span)
    }
  }
}
