import SourceText

/// ∇ and the other letters of vector calculus.
extension Reader {
  /// `\nabla f(x)`, `\nabla_w L`, `\nabla^2 f(x)`, `\nabla \cdot F(x)`.
  mutating func nabla() throws(Failure) -> Term {
    let start = position
    position += 1
    var scripts = Written(base: "\\nabla", start: start)
    try takeScripts(&scripts)
    var order = 1
    if let sup = scripts.sup {
      guard written(sup) == "2" else {
        throw Message.outside("powers of \\nabla like this", at: span(sup))
      }
      order = 2
    }
    if let sub = scripts.sub { return try gradient(by: target(sub), order, from: start) }
    if let entry = try gradientOfEntry(order, from: start) { return entry }
    if let sum = try gradientOfSum(order, from: start) { return sum }
    if let variable = onlyVector() { return try gradient(by: variable, order, from: start) }
    if take("\\cdot") {
      let jacobian = try functionDerivative(.gradient, from: start)
      return try applied(.trace, "the divergence", [jacobian], at: span(from: start))
    }
    return try functionDerivative(order == 1 ? .gradient : .hessian, from: start)
  }

  /// What `\nabla \|x\|^2` is taken by: the one vector of the expression behind it, which begins with a
  /// bracket, a norm or a number and is no function.
  private mutating func onlyVector() -> Term? {
    guard let token = next, token.kind != .letter, token.kind != .word, token.kind != .text,
      trials < Self.mostTrials
    else { return nil }
    trials += 1
    var trial = self
    trial.trials = Self.mostTrials
    guard let operand = try? trial.product(), operand.shape.isNumber else { return nil }
    var vectors: [Term] = []
    for part in operand.subterms {
      guard let id = part.namedSymbol, id.number >= 0 else { continue }
      switch scope[id].kind {
      case .vector:
        let vector = Term(.symbol(id), part.shape, at: part.span)
        if part.node != vector.node { return nil }
        if !vectors.contains(vector) { vectors.append(vector) }
      case .defined, .definedFunction: return nil
      default: break
      }
    }
    return vectors.count == 1 ? vectors[0] : nil
  }

  /// `\nabla_w L`: one factor, or the whole product where one factor would be absurd; `^T` behind
  /// a number belongs to the gradient.
  private mutating func gradient(
    by target: Term, _ order: Int, from start: Int
  ) throws(Failure) -> Term {
    let operandStart = position
    let outer = leavesBar
    leavesBar = true
    defer { leavesBar = outer }
    leavesTranspose = true
    var inner = try nablaOperand([target])
    let isTransposed = !leavesTranspose
    leavesTranspose = false
    if !isTransposed, !isConstant(inner, for: [target]), !inner.shape.isArray {
      try refuseSplitProduct(start, from: operandStart, [target])
    }
    if startsFactor(), isConstant(inner, for: [target]) || inner.shape.isArray {
      position = operandStart
      inner = try product()
    }
    inner = try operandBeforeSign(inner, start, from: operandStart, [target], isGradient: true)
    let targets = Array(repeating: target, count: order)
    let result = try derivative(inner, by: targets, at: span(from: start))
    return isTransposed ? try transposed(result, at: span(from: start)) : result
  }

  private mutating func nablaOperand(_ targets: [Term]) throws(Failure) -> Term {
    let saved = position
    if let function = try functionHere() {
      if !isAt("("), !isAt("'"), next?.kind != .subscript, next?.kind != .superscript {
        return try lone(function, by: targets, at: span(from: saved))
      }
      position = saved
    }
    if let token = next, token.kind == .letter { return try name() }
    return try factor()
  }

  /// A derivative of a function with respect to its argument, at a point.
  mutating func functionDerivative(
    _ kind: Term.FunctionDerivative, from start: Int
  ) throws(Failure) -> Term {
    guard let token = next, token.kind == .letter || token.kind == .word || token.kind == .text
    else {
      throw Message.refused(
        "GradientByWhat", "the variable is missing: \\nabla_x …", at: span(from: start))
    }
    guard let function = try functionHere() else {
      let base = baseHere()
      if scope.symbol(named: base) == nil, binding(base) == nil {
        throw Message.undeclared(base, near: nil, at: token.span)
      }
      throw Message.refused(
        "GradientByWhat",
        "\(base) is no function: its gradient names the variable, \\nabla_x \(base)",
        at: span(from: start))
    }
    return try functionDerivative(kind, function, from: start)
  }

  /// The same, when the function has been read.
  mutating func functionDerivative(
    _ kind: Term.FunctionDerivative, _ function: FunctionReference, from start: Int
  ) throws(Failure) -> Term {
    if isAt("(") {
      let arguments = try callArguments(of: function.symbol.name, from: start)
      return try functionDerivative(kind, function, arguments, at: span(from: start))
    }
    if let point = try pointUnderBar() {
      return try functionDerivative(kind, function, [point], at: span(from: start))
    }
    return try functionDerivative(
      kind, function, try formalPoint(function, at: span(from: start)), at: span(from: start))
  }

  /// `\\left. \\nabla f \\right|_y`: the point where the gradient is taken, without an equals sign.
  private mutating func pointUnderBar() throws(Failure) -> Term? {
    guard let bar = next, bar.isMark("|"), bar.side != .left, let sign = token(ahead: 1),
      sign.kind == .subscript, openBars == 0 || bar.side != .none
    else { return nil }
    let saved = position
    position += 2
    let inside = try argument(of: "what stands under the bar")
    guard !containsRelation(inside), split(inside, at: [","]).count == 1 else {
      position = saved
      return nil
    }
    return try expression(in: inside)
  }

  /// The visible symbols with the names of the formal arguments, or the only one that fits.
  private mutating func formalPoint(
    _ function: FunctionReference, at span: Span
  ) throws(Failure) -> [Term] {
    if let impliedArgument {
      usesImplied = true
      return [impliedArgument]
    }
    if case .definedFunction = function.symbol.kind, function.family.isEmpty,
      let call = try? lone(function, by: [], at: span), case .apply(_, let point, _) = call.node
    {
      return point
    }
    if let point = pointOfPartials(function) { return [point] }
    throw Message.functionWithoutArgument(function.symbol.name, at: span)
  }

  /// `\nabla f = \sum_i \frac{\partial f}{\partial x_i} e_i`: where the formula itself differentiates
  /// by one symbol that fits, f stands at it.
  private mutating func pointOfPartials(_ function: FunctionReference) -> Term? {
    let shapes = shapes(of: function).arguments
    guard shapes.count == 1, shapes[0].isArray else { return nil }
    var found: Set<SymbolID> = []
    for index in tokens.indices.dropLast() where tokens[index].isMark("\\partial") {
      guard let symbol = scope.symbol(named: tokens[index + 1].text), symbol.family.isEmpty,
        let shape = symbol.kind.valueShape, unify(shape, shapes[0])
      else { continue }
      found.insert(symbol.id)
    }
    guard found.count == 1, let only = found.first else { return nil }
    return Term(.symbol(only), shapes[0], at: here)
  }

  mutating func functionDerivative(
    _ kind: Term.FunctionDerivative, _ function: FunctionReference, _ arguments: [Term],
    at span: Span
  ) throws(Failure) -> Term {
    let symbol = function.symbol
    try requireDifferentiable(symbol, at: span)
    let (shapes, result) = shapes(of: function)
    let arguments = arguments.enumerated().map { place, argument in
      isZero(argument) && shapes.indices.contains(place) && shapes[place].isArray
        ? Term(.zeros, shapes[place], at: argument.span) : argument
    }
    if shapes.count > 1, shapes.count == arguments.count, shapes.allSatisfy({ $0.isNumber }) {
      return try numberDerivative(kind, function, arguments, at: span)
    }
    guard shapes.count == 1, arguments.count == 1 else {
      throw Message.refused(
        "GradientByWhat", "\(symbol.name) has several arguments: name one, \\nabla_x",
        at: span)
    }
    guard unify(shapes[0], arguments[0].shape) else {
      throw Message.expected(
        text(shapes[0]), got: text(arguments[0].shape), symbol.name, at: arguments[0].span)
    }
    var shape = result
    switch kind {
    case .gradient: shape = try derived(result, by: shapes[0], at: span)
    case .hessian:
      shape = try derived(try derived(result, by: shapes[0], at: span), by: shapes[0], at: span)
    case .laplacian:
      guard result.isNumber else {
        throw Message.expected("a number", got: text(result), "the Laplacian", at: span)
      }
    case .directional(let direction):
      guard unify(direction.shape, shapes[0]) else {
        throw Message.expected(
          text(shapes[0]), got: text(direction.shape), "a direction", at: direction.span)
      }
    case .partial: break
    }
    return Term(
      .functionDerivative(kind, symbol.id, function.family + arguments), shape, at: span)
  }

  // MARK: Letters

  /// Of a function of several numbers: as of a function of the vector that they make.
  private mutating func numberDerivative(
    _ kind: Term.FunctionDerivative, _ function: FunctionReference, _ arguments: [Term],
    at span: Span
  ) throws(Failure) -> Term {
    let vector = Shape.vector(Extent(arguments.count))
    for argument in arguments { try requireNumber(argument, function.symbol.name) }
    var shape = shapes(of: function).result
    switch kind {
    case .gradient: shape = try derived(shape, by: vector, at: span)
    case .hessian:
      shape = try derived(try derived(shape, by: vector, at: span), by: vector, at: span)
    case .directional(let direction):
      guard unify(direction.shape, vector) else {
        throw Message.expected(
          text(vector), got: text(direction.shape), "a direction", at: direction.span)
      }
    case .laplacian, .partial: break
    }
    return Term(
      .functionDerivative(kind, function.symbol.id, function.family + arguments), shape, at: span)
  }

  /// `D_v f(x)`, `D_1 f(x, y)`, `D f(x)`.
  mutating func directional(_ written: Written) throws(Failure) -> Term? {
    let start = position
    guard let function = try functionHere() else { return nil }
    position = start
    guard let sub = written.sub else {
      let gradient = try functionDerivative(.gradient, from: written.start)
      guard shapes(of: function).result.isNumber, gradient.shape.isArray else { return gradient }
      return try transposed(gradient, at: gradient.span)
    }
    if sub.count == 1, let place = Int(tokens[sub.lowerBound].text) {
      return try partial([place], from: written.start)
    }
    let direction = try expression(in: sub)
    return try functionDerivative(.directional(direction), from: written.start)
  }

  /// `\partial_1 f(x, y)`: by the first argument.
  mutating func partial(_ places: [Int], from start: Int) throws(Failure) -> Term {
    guard let function = try functionHere() else {
      throw Message.refused(
        "LonePartial", "\\partial_1 stands before a function", at: span(from: start))
    }
    return try partial(places, function, from: start)
  }

  /// The same, when the function has been read.
  mutating func partial(
    _ places: [Int], _ function: FunctionReference, from start: Int
  ) throws(Failure) -> Term {
    let shapes = shapes(of: function).arguments
    let arguments = try callArguments(of: function.symbol.name, from: start)
    let whole = span(from: start)
    guard arguments.count == shapes.count, places.allSatisfy({ shapes.indices.contains($0 - 1) })
    else {
      throw Message.argumentCount(
        function.symbol.name, takes: shapes.count, given: arguments.count, at: whole)
    }
    try requireDifferentiable(function.symbol, at: whole)
    var shape = self.shapes(of: function).result
    for (argument, wanted) in zip(arguments, shapes) where !unify(argument.shape, wanted) {
      throw Message.expected(
        text(wanted), got: text(argument.shape), function.symbol.name, at: argument.span)
    }
    for place in places { shape = try derived(shape, by: shapes[place - 1], at: whole) }
    return Term(
      .functionDerivative(
        .partial(places.map { $0 - 1 }), function.symbol.id, function.family + arguments),
      shape, at: whole)
  }

  /// `H_f(c)`, `J_f(c)`.
  mutating func hessianOrJacobian(_ written: Written) throws(Failure) -> Term? {
    guard let sub = written.sub, let function = try functionReference(sub) else { return nil }
    let term = try functionDerivative(
      written.base == "H" ? .hessian : .gradient, function, from: written.start)
    guard let sup = written.sup else { return term }
    return try superscripts(term, sup, name: written.base, from: written.start)
  }

  /// `\Delta f(x)`, `\Delta_x f(x)` of a function.
  mutating func laplacian(_ written: Written) throws(Failure) -> Term? {
    let start = position
    guard written.sup == nil else { return nil }
    guard let function = try functionHere() else {
      guard let sub = written.sub, startsFactor() else { return nil }
      let hessian = try gradient(by: target(sub), 2, from: written.start)
      return try applied(.trace, "the Laplacian", [hessian], at: span(from: written.start))
    }
    if let sub = written.sub, !isAt("("), function.order == 0 {
      let point = try target(sub)
      return try functionDerivative(
        .laplacian, function, [point], at: span(from: written.start))
    }
    position = start
    let term = try functionDerivative(.laplacian, from: written.start)
    if let sub = written.sub {
      guard case .functionDerivative(_, _, let arguments) = term.node, arguments.count == 1,
        arguments[0] == (try target(sub))
      else { throw Message.unexpected(self.written(sub), at: span(sub)) }
    }
    return term
  }
}
