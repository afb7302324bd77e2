package import SourceText

/// Reading claims and expressions: the doors into this part of the house.
extension Scope {
  /// A claim: every relation of every chain is a step.
  ///
  /// A display that begins with a relation or an arrow goes on from `previous`. Bound variables and implicit
  /// indices become symbols of this scope without a visible name.
  package mutating func read(
    claim: Excerpt, continuing previous: ChainEnd? = nil
  ) -> (claim: Claim?, diagnostics: [Diagnostic]) {
    // An assumption that nobody understood would silently drop out of the claim.
    guard openAssumptions.isEmpty else {
      return (nil, openAssumptions.filter { !$0.isReported }.map { $0.problem })
    }
    do throws(Failure) {
      return (try readClaim(claim, previous), [])
    } catch {
      return (nil, error.isConsequence ? [] : [error.diagnostic])
    }
  }

  /// One expression, whole.
  package mutating func read(
    expression: Excerpt
  ) -> (term: Term?, diagnostics: [Diagnostic]) {
    do throws(Failure) {
      let term = try twice(expression) { reader throws(Failure) in
        let term = try reader.expression(in: reader.body)
        return try reader.finished(term)
      }
      return (term, [])
    } catch {
      return (nil, [error.diagnostic])
    }
  }

  private mutating func readClaim(_ excerpt: Excerpt, _ previous: ChainEnd?) throws(Failure)
    -> Claim
  {
    try twice(excerpt, impliesArgument: true) { reader throws(Failure) in
      try reader.claim(continuing: previous)
    }
  }

  /// Reads once to learn where the free indices range, and again with that knowledge.
  mutating func twice<Result: Readable>(
    _ excerpt: Excerpt, impliesArgument: Bool = false,
    _ read: (inout Reader) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var first = try Reader(excerpt, in: self)
    var result: Result
    do throws(Failure) {
      result = try read(&first)
    } catch {
      var again = try Reader(first.tokens, in: self)
      guard impliesArgument, error.diagnostic.id == "FunctionWithoutArgument",
        again.implyArgument(), let found = try? read(&again)
      else { throw error }
      (first, result) = (again, found)
    }
    let pairs = first.openPairs(in: result)
    if !pairs.isEmpty {
      let implies = first.impliesEverywhere
      first = try Reader(first.tokens, in: self)
      if implies { _ = first.implyArgument() }
      first.pairFilters = pairs
      result = try read(&first)
    }
    try first.requireSettledSums(in: result)
    let free = first.indices.filter { $0.isImplicit }
    guard !free.isEmpty else {
      self = first.scope
      forget(first.localNames)
      return result
    }
    var second = try Reader(first.tokens, in: self)
    second.pairFilters = pairs
    if first.impliesEverywhere { _ = second.implyArgument() }
    for (use, range) in try first.orderedRanges(of: free) {
      let place = first.tokens.first { $0.text == use.name }?.span ?? first.here
      let mapped = IndexRange(
        range.first.replacing(second.renamed), range.last.replacing(second.renamed))
      let symbol = second.scope.hiddenSymbol(use.name, .index(mapped), at: place)
      second.renamed[use.symbol] = Extent(symbol)
      second.indices.append(
        Reader.IndexInUse(name: use.name, symbol: symbol, range: mapped, isImplicit: true))
    }
    let final = try read(&second)
    self = second.scope
    forget(second.localNames)
    return final
  }
}

/// What is read in two passes: its terms are looked at in between.
protocol Readable {
  var terms: [Term] { get }
  /// Whether something is claimed for all values of its free indices.
  var isClaim: Bool { get }
}

extension Term: Readable {
  var terms: [Term] { [self] }
  var isClaim: Bool { false }
}

extension Claim: Readable {
  var isClaim: Bool { true }

  var terms: [Term] {
    steps.flatMap { $0.premises + $0.conclusion.sides } + hypotheses.map { $0.condition }
  }
}

extension Reader {
  /// The ranges of free indices; one that depends on another index comes behind it.
  func orderedRanges(of free: [IndexInUse]) throws(Failure) -> [(IndexInUse, IndexRange)] {
    var waiting: [(IndexInUse, IndexRange)] = []
    for use in free {
      let range = try range(of: use, at: span(0..<tokens.count))
      waiting.append(
        (use, IndexRange(solvedKeepingNames(range.first), solvedKeepingNames(range.last))))
    }
    var ordered: [(IndexInUse, IndexRange)] = []
    while !waiting.isEmpty {
      let open = Set(waiting.map { $0.0.symbol })
      let next = waiting.firstIndex { use, range in
        let mentioned = range.first.mentioned + range.last.mentioned
        return !mentioned.contains { $0 != use.symbol && open.contains($0) }
      }
      ordered.append(waiting.remove(at: next ?? 0))
    }
    return ordered
  }

  /// `\sum_{j \ne i}` alone leaves open whether `i` is fixed: something else must mention it.
  func requireSettledSums(in result: some Readable) throws(Failure) {
    guard result.isClaim else { return }
    for fixed in fixedByFilter where !fixed.isDeclared && !isMentioned(fixed, in: result.terms) {
      let range = indices.first { $0.symbol == fixed.symbol }.flatMap {
        try? self.range(of: $0, at: fixed.span)
      }
      throw Message.ambiguousSum(
        scope[fixed.symbol].name, range.map { text($0) } ?? "its range", at: fixed.span)
    }
  }

  /// `\sum_{i \ne j} x_i x_j` runs over pairs where nothing else speaks of `j`.
  func openPairs(in result: some Readable) -> Set<Int> {
    let byFilter = Dictionary(grouping: fixedByFilter) { $0.filter }
    return Set(
      byFilter.keys.filter { filter in
        (byFilter[filter] ?? []).allSatisfy { fixed in
          fixed.isPair && !isQuantified(scope[fixed.symbol].name)
            && !isMentioned(fixed, besides: pairs(of: fixed.symbol), in: result.terms)
        }
      })
  }

  /// Where the sums stand that may run over pairs with this index.
  private func pairs(of symbol: SymbolID) -> [Span] {
    fixedByFilter.filter { $0.symbol == symbol && $0.isPair }.map { $0.span }
  }

  private func isMentioned(
    _ fixed: FixedIndex, besides others: [Span] = [], in terms: [Term]
  ) -> Bool {
    terms.contains { $0.mentions(fixed.symbol, outside: [fixed.span] + others) }
  }

  /// `\text{for all } i, j`: whether words say it of an index.
  private func isQuantified(_ name: String) -> Bool {
    for index in tokens.indices
    where tokens[index].kind == .text || tokens[index].isMark("\\forall") {
      let names = tokens[(index + 1)...].prefix { $0.kind == .letter || $0.isMark(",") }
      if names.contains(where: { $0.text == name }) { return true }
    }
    return false
  }
}

extension Term {
  /// Whether an index occurs free in a part that stands in none of the places.
  fileprivate func mentions(_ symbol: SymbolID, outside places: [Span]) -> Bool {
    let isInside = places.contains {
      span.source == $0.source && span.start >= $0.start && span.end <= $0.end
    }
    if isInside { return false }
    if case .symbol(symbol) = node { return true }
    if case .fold(_, let binders, _) = node {
      if binders.contains(where: { $0.variable == symbol }) { return false }
      let ends = binders.flatMap { $0.range.first.mentioned + $0.range.last.mentioned }
      if ends.contains(symbol) { return true }
    }
    return children.contains { $0.mentions(symbol, outside: places) }
  }
}
