package import SourceText

/// Reading claims and expressions: the doors into this part of the house.
extension Scope {
  /// A claim: every relation of every chain is a step (rules 11 and 12).
  ///
  /// A display that begins with a relation goes on from `previous`. Bound variables and implicit
  /// indices become symbols of this scope without a visible name.
  package mutating func read(
    claim: Excerpt, continuing previous: Term? = nil
  ) -> (claim: Claim?, diagnostics: [Diagnostic]) {
    // An assumption that nobody understood would silently drop out of the claim.
    guard openAssumptions.isEmpty else { return (nil, openAssumptions.map { $0.problem }) }
    do throws(Failure) {
      return (try readClaim(claim, previous), [])
    } catch {
      return (nil, [error.diagnostic])
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

  private mutating func readClaim(_ excerpt: Excerpt, _ previous: Term?) throws(Failure) -> Claim {
    try twice(excerpt) { reader throws(Failure) in try reader.claim(continuing: previous) }
  }

  /// Reads once to learn where the free indices range, and again with that knowledge.
  mutating func twice<Result>(
    _ excerpt: Excerpt, _ read: (inout Reader) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var first = try Reader(excerpt, in: self)
    let result = try read(&first)
    let free = first.indices.filter { $0.isImplicit }
    guard !free.isEmpty else {
      self = first.scope
      return result
    }
    var second = try Reader(first.tokens, in: self)
    for use in free {
      let range = try first.range(of: use, at: first.span(0..<first.tokens.count))
      let place = first.tokens.first { $0.text == use.name }?.span ?? first.here
      let symbol = second.scope.hiddenSymbol(use.name, .index(range), at: place)
      second.indices.append(
        Reader.IndexInUse(name: use.name, symbol: symbol, range: range, isImplicit: true))
    }
    let final = try read(&second)
    self = second.scope
    return final
  }
}
