import SourceText

/// What stands below the sign of a mean.
extension Reader {
  /// `\mathbb{E}_x`, `\mathbb{E}_{x \sim \mathcal{N}(0, 1)}`: a mean is taken over all random symbols,
  /// so that a subscript has to name every one that the operands contain.
  mutating func requireMean(
    of operands: [Term], over sub: Range<Int>
  ) throws(Failure) {
    let named = try averaged(sub)
    var waiting = operands
    var seen: Set<SymbolID> = []
    while let next = waiting.popLast() {
      switch next.node {
      // What has been averaged over is not random any more.
      case .expectation, .variance, .covariance: continue
      default: waiting += next.children
      }
      guard let symbol = next.mentioned, symbol.number >= 0 else { continue }
      if case .random = scope[symbol].kind, !named.contains(where: { $0.covers(next, symbol) }) {
        throw Message.partialMean(scope[symbol].name, at: span(sub))
      }
      guard seen.insert(symbol).inserted else { continue }
      waiting += scope.definition(of: symbol)?.clauses.map { $0.body } ?? []
    }
  }

  private enum Averaged {
    case symbol(SymbolID)
    case member(Term)

    func covers(_ term: Term, _ symbol: SymbolID) -> Bool {
      switch self {
      case .symbol(let named): named == symbol
      case .member(let named): named.node == term.node
      }
    }
  }

  /// The random symbols that a subscript names.
  private mutating func averaged(_ sub: Range<Int>) throws(Failure) -> [Averaged] {
    if let sign = sub.first(where: { tokens[$0].isMark("\\sim") }) {
      let element = try expression(in: sub.lowerBound..<sign)
      let stated = try within((sign + 1)..<sub.upperBound) { reader throws(Failure) in
        try reader.distributionBehindSign()
      }
      guard isDeclared(element, as: stated) else {
        throw Message.refused(
          "ExpectationOver",
          "\(written(sub.lowerBound..<sign)) is not declared with this distribution", at: span(sub))
      }
      return [averaged(element)].compactMap { $0 }
    }
    var result: [Averaged] = []
    for part in split(unbracketed(sub), at: [","]) {
      // `\mathbb{E}_{XY}` names both.
      let letters = part.prefix { tokens[$0].kind == .letter }
      for letter in letters {
        guard let symbol = scope.symbol(named: tokens[letter].text), case .random = symbol.kind
        else { throw Message.noAverage(tokens[letter].text, at: tokens[letter].span) }
        if letters.count == part.count { result.append(.symbol(symbol.id)) }
      }
      guard letters.count < part.count else { continue }
      guard letters.count == 1, let named = averaged(try expression(in: part)) else {
        throw Message.noAverage(written(part), at: span(part))
      }
      result.append(named)
    }
    return result
  }

  private func averaged(_ element: Term) -> Averaged? {
    switch element.node {
    case .symbol(let symbol): .symbol(symbol)
    case .member: .member(element)
    default: nil
    }
  }

  /// Whether a random symbol was declared with this very distribution.
  private func isDeclared(_ element: Term, as stated: Term) -> Bool {
    let id: SymbolID
    switch element.node {
    case .symbol(let symbol), .member(let symbol, _): id = symbol
    default: return false
    }
    guard case .random(let kind) = scope[id].kind,
      case .distribution(let distribution) = stated.node
    else { return false }
    switch (kind, distribution) {
    case (.normal(let m, let v), .normal(let a, let b)),
      (.uniform(let m, let v), .uniform(let a, let b)):
      return m == a && v == b
    default: return false
    }
  }

  /// Whether something random enters a term, itself or through definitions.
  func isRandom(_ term: Term) -> Bool {
    var waiting = [term]
    var seen: Set<SymbolID> = []
    while let next = waiting.popLast() {
      for part in next.subterms {
        guard let symbol = part.mentioned, symbol.number >= 0, seen.insert(symbol).inserted else {
          continue
        }
        if case .random = scope[symbol].kind { return true }
        waiting += scope.definition(of: symbol)?.clauses.map { $0.body } ?? []
      }
    }
    return false
  }
}

extension Term {
  /// The symbol that a term names or calls.
  fileprivate var mentioned: SymbolID? {
    switch node {
    case .symbol(let id), .member(let id, _), .apply(let id, _, _),
      .functionDerivative(_, let id, _):
      id
    default: nil
    }
  }
}
