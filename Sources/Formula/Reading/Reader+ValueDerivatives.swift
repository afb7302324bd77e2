import SourceText

/// `\frac{\partial y}{\partial g}` where y is made of g(x): the derivative by the value of g there.
extension Reader {
  /// `nil` if no function and no call of one stands below, or a function alone above.
  mutating func derivativeByValue(
    _ operand: Range<Int>, _ below: Range<Int>, from start: Int
  ) throws(Failure) -> Term? {
    guard !operand.isEmpty, let first = below.first,
      [.letter, .word, .text].contains(tokens[first].kind),
      let symbol = calledFunction(below), try functionReference(operand) == nil
    else { return nil }
    let whole = written(below)
    let given = below.contains { tokens[$0].isMark("(") } ? try expression(in: below) : nil
    let value = writtenOut(try expression(in: operand), until: symbol.id)
    var calls: [Term] = []
    for part in value.subterms where part.calls(symbol.id) && !calls.contains(part) {
      calls.append(part)
    }
    if let given { calls = calls.filter { $0 == given } }
    guard calls.count == 1, let call = calls.first, call.shape.isNumber else {
      throw calls.isEmpty
        ? Message.functionWithoutArgument(whole, at: span(below))
        : Message.derivativeByManyValues(symbol.name, at: span(below))
    }
    let variable = Term(.symbol(freshSymbol(.scalar, at: call.span)), .scalar, at: call.span)
    let replaced = value.replacing(call, by: variable)
    let place = span(from: start)
    let derived = try derivative(replaced, by: [variable], at: place)
    let assignment = Term.Assignment(Term.Target(variable), call)
    return Term(.substituted(derived, [assignment]), derived.shape, at: place)
  }

  /// The function that a range names, alone or with its argument.
  private func calledFunction(_ range: Range<Int>) -> Symbol? {
    guard let first = range.first, binding(tokens[first].text) == nil,
      let symbol = scope.symbol(named: tokens[first].text), symbol.functionResult != nil,
      symbol.family.isEmpty
    else { return nil }
    if range.count == 1 { return symbol }
    guard tokens[first + 1].isMark("("), let close = try? closing(of: first + 1),
      close == range.upperBound - 1
    else { return nil }
    return symbol
  }

  /// A term with the defined names in it written out that are made of a function's values.
  private func writtenOut(_ term: Term, until function: SymbolID) -> Term {
    var term = term
    for _ in 0..<12 {
      var values: [SymbolID: Term] = [:]
      for part in term.subterms {
        guard case .symbol(let id) = part.node, id.number >= 0, values[id] == nil,
          let clauses = scope.definition(of: id)?.clauses, clauses.count == 1,
          clauses[0].entries.isEmpty, clauses[0].arguments.isEmpty, reaches(id, function)
        else { continue }
        values[id] = clauses[0].body
      }
      guard !values.isEmpty, term.subterms.count < 2000 else { return term }
      term = term.replacing(values)
    }
    return term
  }

  /// Whether a defined name is made of a function's values.
  private func reaches(_ name: SymbolID, _ function: SymbolID) -> Bool {
    var seen: Set<SymbolID> = [name]
    var waiting = [name]
    while let next = waiting.popLast() {
      for part in (scope.definition(of: next)?.clauses ?? []).flatMap({ $0.body.subterms }) {
        if part.calls(function) { return true }
        guard case .symbol(let id) = part.node, id.number >= 0, seen.insert(id).inserted else {
          continue
        }
        waiting.append(id)
      }
    }
    return false
  }
}

extension Term {
  /// Whether this is a value of the function itself.
  fileprivate func calls(_ function: SymbolID) -> Bool {
    if case .apply(function, _, let derivatives) = node { derivatives.isEmpty } else { false }
  }

  fileprivate func replacing(_ call: Term, by value: Term) -> Term {
    self == call ? value : replacingChildren { $0.replacing(call, by: value) }
  }
}
