import SourceText

/// `\left. t^2 \right|_{t=a}^{t=b}`, `\left[ t^2 \right]_a^b`: the value above less the value below.
extension Reader {
  /// What stands above, if a superscript follows.
  mutating func upperEnd() throws(Failure) -> Range<Int>? {
    guard next?.kind == .superscript else { return nil }
    position += 1
    return try argument(of: "the upper value")
  }

  /// Behind the subscript of a number in square brackets: a difference or a value.
  mutating func bracketValues(
    _ term: Term, _ lower: Range<Int>, from start: Int
  ) throws(Failure) -> Term? {
    guard tokens[start].isMark("["), term.shape.isNumber else { return nil }
    if let upper = try upperEnd() { return try difference(of: term, lower, upper, from: start) }
    return containsRelation(lower) ? try evaluate(term, lower, from: start) : nil
  }

  /// `[t^2]^b_a`, at the superscript: the same with the upper value first.
  mutating func differenceAbove(_ term: Term, from start: Int) throws(Failure) -> Term? {
    guard tokens[start].isMark("["), term.shape.isNumber, position + 1 < end else { return nil }
    let upper = groupRange(position + 1)
    let behind = endOfGroup(position + 1)
    guard behind + 1 < end, tokens[behind].kind == .subscript else { return nil }
    position = behind + 1
    let lower = try argument(of: "the lower value")
    return try difference(of: term, lower, upper, from: start)
  }

  /// The value at `upper` less the value at `lower`; one of them names the variable, or only one
  /// number in the term can be it.
  mutating func difference(
    of term: Term, _ lower: Range<Int>, _ upper: Range<Int>, from start: Int
  ) throws(Failure) -> Term {
    let (low, high) = (try end(lower), try end(upper))
    let whole = span(from: start)
    guard
      let variable = low.variable ?? high.variable ?? runningNumber(term, [low.value, high.value])
    else { throw Message.differenceOfWhat(at: span(lower)) }
    if let other = high.variable, other != variable {
      throw Message.differenceOfWhat(at: span(upper))
    }
    func value(_ value: Term) throws(Failure) -> Term {
      guard variable.shape.isNumber, value.shape.isNumber else {
        throw mismatch("a value and its variable differ", variable, value)
      }
      let assignment = Term.Assignment(Term.Target(variable), value)
      return Term(.substituted(term, [assignment]), term.shape, at: whole)
    }
    return try sum(try value(high.value), try value(low.value), isMinus: true)
  }

  /// `t=a` or `a`.
  private mutating func end(
    _ range: Range<Int>
  ) throws(Failure) -> (variable: Term?, value: Term) {
    guard let equals = firstRelation(range) else { return (nil, try expression(in: range)) }
    guard tokens[equals].isMark("=") else {
      throw Message.unexpected(tokens[equals].text, at: tokens[equals].span)
    }
    let variable = try target(range.lowerBound..<equals)
    return (variable, try expression(in: (equals + 1)..<range.upperBound))
  }

  /// The only number of the term that none of the values mentions.
  private func runningNumber(_ term: Term, _ values: [Term]) -> Term? {
    let mentioned = Set(values.flatMap { $0.subterms }.compactMap { $0.namedSymbol })
    var found: [SymbolID: Term] = [:]
    for part in term.subterms {
      guard case .symbol(let id) = part.node, part.shape == .scalar, id.number >= 0,
        case .scalar = scope[id].kind, !mentioned.contains(id)
      else { continue }
      found[id] = part
    }
    return found.count == 1 ? found.first?.value : nil
  }
}
