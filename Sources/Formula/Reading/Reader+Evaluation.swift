import SourceText

/// Held quantities and evaluation bars.
extension Reader {
  /// `\left. a \right|_{…}`.
  mutating func evaluated() throws(Failure) -> Term {
    let start = position
    position += 1
    let inner = try expression()
    // The bar of `\left.\frac{d}{dt}\right|_{t=0} f` has been read with its operator.
    if !isAt("|"), tokens[start..<position].contains(where: { $0.isMark("|") && $0.side == .right })
    {
      return inner
    }
    guard isAt("|") else { throw Message.missing("\\right|", at: here) }
    position += 1
    guard next?.kind == .subscript else {
      throw Message.missing("what stands under the bar", at: here)
    }
    return try bar(on: inner, from: start)
  }

  /// The subscript of an evaluation bar, at `_`.
  mutating func bar(on term: Term, from start: Int) throws(Failure) -> Term {
    position += 1
    let range = try argument(of: "what stands under the bar")
    if let upper = try upperEnd() { return try difference(of: term, range, upper, from: start) }
    return try evaluate(term, range, from: start)
  }

  /// `(\partial a/\partial b)_{c,d}`; `nil` if the term is no derivative.
  mutating func held(
    _ term: Term, parts range: Range<Int>, from start: Int
  ) throws(Failure) -> Term? {
    guard case .derivative = term.node, term.shape.isNumber || containsRelation(range),
      tokens[start].isMark("(") || tokens[start].isMark("["),
      !range.allSatisfy({ tokens[$0].kind == .letter && isIndexVariable(tokens[$0].text) })
    else { return nil }
    return try evaluate(term, range, from: start)
  }

  mutating func evaluate(
    _ term: Term, _ range: Range<Int>, from start: Int
  ) throws(Failure) -> Term {
    var held: [Term.Target] = []
    var assignments: [Term.Assignment] = []
    var inside = range
    if range.count > 2, tokens[range.lowerBound].isMark("("),
      try closing(of: range.lowerBound) == range.upperBound - 1
    {
      inside = (range.lowerBound + 1)..<(range.upperBound - 1)
      if let point = try pointOfTuple(inside, of: term) {
        return Term(.substituted(term, point), term.shape, at: span(from: start))
      }
    }
    for part in split(inside, at: [",", ";"]) {
      if let equals = part.first(where: { tokens[$0].isMark("=") }) {
        if let last = part.last, last > equals + 1,
          tokens[last].isMark("+") || tokens[last].isMark("-")
        {
          throw Message.outside("one-sided values", at: span(part))
        }
        let target = try self.target(part.lowerBound..<equals)
        let value = try expression(in: (equals + 1)..<part.upperBound)
        guard unify(target.shape, value.shape) || isZero(value) else {
          throw mismatch("a value and its variable differ", target, value)
        }
        let filled =
          target.shape.isArray && value.shape.isNumber
          ? Term(.zeros, target.shape, at: value.span) : value
        assignments.append(Term.Assignment(Term.Target(target), filled))
      } else {
        held.append(Term.Target(try heldTarget(part, of: term)))
      }
    }
    var result = term
    if !held.isEmpty { result = try holding(held, in: term, at: span(from: start)) }
    if !assignments.isEmpty {
      result = Term(.substituted(result, assignments), term.shape, at: span(from: start))
    }
    return result
  }

  /// `|_{(w_0, b_0)}`: a point in brackets, w and b at w_0 and b_0; `nil` if the names do not fit.
  private mutating func pointOfTuple(
    _ inside: Range<Int>, of term: Term
  ) throws(Failure) -> [Term.Assignment]? {
    let parts = split(inside, at: [","])
    guard parts.count > 1, case .derivative = term.node, !containsRelation(inside) else {
      return nil
    }
    var assignments: [Term.Assignment] = []
    for part in parts {
      guard let first = part.first, tokens[first].kind == .letter, part.count > 1,
        let variable = scope.symbol(named: tokens[first].text), variable.family.isEmpty,
        let shape = variable.kind.valueShape
      else { return nil }
      let value = try expression(in: part)
      guard let id = value.namedSymbol, id != variable.id, unify(shape, value.shape) else {
        return nil
      }
      let target = Term(.symbol(variable.id), shape, at: value.span)
      assignments.append(Term.Assignment(Term.Target(target), value))
    }
    return assignments
  }

  /// `|_{x_0}` on a derivative by x most likely means x = x_0: holding a given value says nothing.
  private mutating func heldTarget(_ part: Range<Int>, of term: Term) throws(Failure) -> Term {
    let target = try self.target(part)
    guard case .derivative(_, let targets, _) = term.node, case .symbol(let id) = target.node,
      case .symbol(let by)? = targets.first.map({ $0.term.node })
    else { return target }
    switch scope[id].kind {
    case .defined, .definedFunction: return target
    default: break
    }
    if id != by, baseName(of: scope[id].name) == baseName(of: scope[by].name) {
      throw Message.ambiguousHeld(scope[id].name, scope[by].name, at: span(part))
    }
    return target
  }

  private func holding(
    _ held: [Term.Target], in term: Term, at span: Span
  ) throws(Failure) -> Term {
    guard case .derivative(let inner, let targets, let before) = term.node else {
      throw Message.refused(
        "HeldWithoutDerivative", "only a derivative holds something fixed; a value is |_{x=c}",
        at: span)
    }
    return Term(.derivative(inner, by: targets, held: before + held), term.shape, at: span)
  }
}
