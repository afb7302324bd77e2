import SourceText

/// `\nabla f_i(w)`, `\nabla^2 f_i(w)` where `f_i(w) = …` defines all of them at once.
extension Reader {
  /// At the function's name; `nil` if no entry of a function of one argument stands here.
  ///
  /// The derivative is taken by a variable of its own, at the argument that is given.
  mutating func gradientOfEntry(_ order: Int, from start: Int) throws(Failure) -> Term? {
    let saved = self
    guard let token = next, [.letter, .word, .text].contains(token.kind),
      let function = try functionHere(), function.order == 0, function.symbol.family.isEmpty,
      next?.kind == .subscript
    else {
      self = saved
      return nil
    }
    let shapes = shapes(of: function)
    position += 1
    let sub = try argument(of: "the subscript")
    guard isAt("("), shapes.arguments.count == 1, shapes.arguments[0].isArray,
      shapes.result.isArray
    else {
      self = saved
      return nil
    }
    try requireDifferentiable(function.symbol, at: token.span)
    let arguments = try callArguments(of: function.symbol.name, from: start)
    let whole = span(from: start)
    guard arguments.count == 1, unify(arguments[0].shape, shapes.arguments[0]) else {
      throw Message.argumentCount(
        function.symbol.name, takes: 1, given: arguments.count, at: whole)
    }
    let shape = shapes.arguments[0]
    let variable = Term(.symbol(freshSymbol(shape, at: whole)), shape, at: whole)
    let value = try applied(function, [variable], at: whole)
    let indices = try indexItems(
      sub, counts: [value.shape.extents.count], of: value.shape, name: function.symbol.name)
    let entry = try entry(of: value, indices, at: whole)
    let derived = try derivative(
      entry, by: Array(repeating: variable, count: order), at: whole)
    let assignment = Term.Assignment(Term.Target(variable), arguments[0])
    return Term(.substituted(derived, [assignment]), derived.shape, at: whole)
  }

  /// A variable of any shape that nothing in sight is called like.
  mutating func freshSymbol(_ shape: Shape, at span: Span) -> SymbolID {
    let name =
      ["t", "s", "r", "q", "u", "v"].first {
        scope.symbol(named: $0) == nil && binding($0) == nil
      } ?? "t'"
    switch shape {
    case .vector(let n): return scope.hiddenSymbol(name, .vector(n, .any(.reals)), at: span)
    case .matrix(let m, let n):
      return scope.hiddenSymbol(name, .matrix(m, n, .any(.reals)), at: span)
    default: return scope.hiddenSymbol(name, .scalar(.reals), at: span)
    }
  }
}
