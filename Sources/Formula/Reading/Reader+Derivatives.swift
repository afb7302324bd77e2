import Numerics
import SourceText

/// Derivatives in every notation (rule 8).
extension Reader {
  // MARK: Fractions

  /// `\frac{\partial^2 a}{\partial b\,\partial c}`; `nil` if the fraction is none.
  mutating func derivative(
    _ top: FractionPart, _ bottom: FractionPart, from start: Int
  ) throws(Failure) -> Term? {
    guard case .range(let top) = top, case .range(let bottom) = bottom,
      let sign = differential(top), differential(bottom) == sign, bottom.count > 1
    else { return nil }
    var operand = top.dropFirst()
    var order = 1
    if let first = operand.first, tokens[first].kind == .superscript {
      let group = groupRange(first + 1)
      guard group.count == 1, let count = Int(tokens[group.lowerBound].text), count < 10 else {
        throw Message.outside("derivatives of unknown order", at: span(group))
      }
      order = count
      operand = endOfGroup(first + 1)..<top.upperBound
    }
    let targets = try self.targets(bottom, sign: sign, order: order)
    let inner = try self.operand(operand, targets)
    return try derivative(inner, by: targets, at: span(from: start))
  }

  /// The `\partial` or `d` that begins a range.
  private func differential(_ range: Range<Int>) -> String? {
    guard let first = range.first else { return nil }
    let token = tokens[first]
    if token.isMark("\\partial") { return "\\partial" }
    if token.kind == .letter, token.text == "d",
      scope.symbol(named: "d") == nil || tokens[first].span.end - tokens[first].span.start > 1
    {
      return "d"
    }
    return nil
  }

  private func groupRange(_ index: Int) -> Range<Int> {
    tokens[index].kind == .open ? (index + 1)..<partner[index] : index..<(index + 1)
  }

  private func endOfGroup(_ index: Int) -> Int {
    tokens[index].kind == .open ? partner[index] + 1 : index + 1
  }

  /// What stands below: `\partial x_i\,\partial x_j`, `\partial x^2`, `\partial \sigma^2`.
  private mutating func targets(
    _ range: Range<Int>, sign: String, order: Int
  ) throws(Failure) -> [Term] {
    var starts: [Int] = []
    scan(range) { index in
      if tokens[index].text == sign, tokens[index].kind != .open,
        sign == "\\partial"
          || tokens[index].kind == .letter
            && (index == range.lowerBound || tokens[index - 1].kind != .subscript)
      {
        starts.append(index)
      }
    }
    var targets: [Term] = []
    for (number, start) in starts.enumerated() {
      let end = number + 1 < starts.count ? starts[number + 1] : range.upperBound
      let wanted = order - (starts.count - 1)
      let (target, count) = try self.target((start + 1)..<end, repeats: wanted)
      for _ in 0..<count { targets.append(target) }
    }
    guard targets.count == order else {
      throw Message.refused(
        "DerivativeOrder", "the orders above and below differ: \(order) and \(targets.count)",
        at: span(range))
    }
    return targets
  }

  /// One target; with `repeats` above 1, a power behind it counts how often.
  private mutating func target(
    _ range: Range<Int>, repeats: Int
  ) throws(Failure) -> (Term, Int) {
    guard !range.isEmpty else { throw Message.missing("the variable", at: here) }
    if repeats > 1, range.count > 2, let last = range.last {
      // `x^2`, `x_i^2`, `{w_i}^{2}`: the last superscript.
      var at: Int?
      scan(range) { if tokens[$0].kind == .superscript { at = $0 } }
      if let at, endOfGroup(at + 1) == last + 1 {
        let group = groupRange(at + 1)
        if group.count == 1, tokens[group.lowerBound].text == "\(repeats)" {
          return (try target(range.lowerBound..<at), repeats)
        }
      }
    }
    return (try target(range), 1)
  }

  /// A symbol, a member of a family or an entry of one.
  mutating func target(_ range: Range<Int>) throws(Failure) -> Term {
    let term = try expression(in: range)
    switch term.node {
    case .symbol, .member: return term
    case .transpose(let inner):
      return try target(inner, of: term)
    case .entry(let array, _): return try target(array, of: term)
    default: throw notATarget(term)
    }
  }

  private func target(_ array: Term, of term: Term) throws(Failure) -> Term {
    switch array.node {
    case .symbol, .member: return term
    default: throw notATarget(term)
    }
  }

  private func notATarget(_ term: Term) -> Failure {
    Message.refused(
      "DerivativeBy", "a derivative is taken by a symbol, a member of a family or an entry",
      at: term.span)
  }

  /// The operand above, or what follows the operator.
  private mutating func operand(
    _ range: Range<Int>, _ targets: [Term]
  ) throws(Failure) -> Term {
    if range.isEmpty { return try operandBehind(targets) }
    if let function = loneFunction(range) {
      // `\frac{\partial f}{\partial x}(c)`: the value at c.
      if isAt("("), let symbol = scope.symbol(named: function) {
        return try partialAt(symbol, targets)
      }
      return try lone(function, by: targets, at: span(range))
    }
    return try expression(in: range)
  }

  /// `\frac{d}{dx}(…)`, `\frac{\partial}{\partial x} f(x)`: one factor, or an error.
  private mutating func operandBehind(_ targets: [Term]) throws(Failure) -> Term {
    guard startsFactor() else { throw Message.missing("what is differentiated", at: here) }
    let start = position
    let isBracket = isAt("(") || isAt("[") || isAt("\\{")
    if let token = next, token.kind == .letter, let symbol = scope.symbol(named: token.text),
      symbol.functionResult != nil, self.token(ahead: 1)?.text != "(",
      self.token(ahead: 1)?.text != "'", self.token(ahead: 1)?.kind != .superscript,
      self.token(ahead: 1)?.kind != .subscript
    {
      position += 1
      return try lone(symbol.name, by: targets, at: token.span)
    }
    let term = isBracket ? try bracketOnly() : try factor()
    if !isBracket, startsFactor(), !isAt("|"), isConstant(term, for: targets) {
      position = start
      return try product()
    }
    if !isBracket, startsFactor(), !isAt("|") {
      let inside = written(start..<position)
      let behind = position
      _ = try factor()
      let rest = written(behind..<position)
      throw Message.ambiguousArgument(
        "d/dx(\(inside))\(rest)", "d/dx(\(inside)\(rest))", at: tokens[behind].span)
    }
    return term
  }

  /// Whether a factor behind a differential operator plainly does not contain the variable: the
  /// derivative of it alone would be 0, so the whole product is meant, `\nabla_x \frac12 \|x\|^2`.
  private func isConstant(_ term: Term, for targets: [Term]) -> Bool {
    let variables = targets.flatMap { $0.subterms }.compactMap { $0.namedSymbol }
    return term.subterms.allSatisfy { part in
      if case .apply = part.node { return false }
      guard let symbol = part.namedSymbol else { return true }
      guard !variables.contains(symbol) else { return false }
      switch scope[symbol].kind {
      case .size, .index, .integer, .scalar, .vector, .matrix, .random: return true
      default: return false
      }
    }
  }

  private mutating func bracketOnly() throws(Failure) -> Term {
    let close = try closing(of: position)
    let inside = (position + 1)..<close
    position = close + 1
    return try expression(in: inside)
  }

  /// The name of a function that stands without its argument.
  func loneFunction(_ range: Range<Int>) -> String? {
    var text = ""
    for index in range {
      guard ![.symbol, .command].contains(tokens[index].kind) else { return nil }
      text =
        endsWithMacro(text) && !tokens[index].text.hasPrefix("\\")
        ? text + " " + tokens[index].text : text + tokens[index].text
    }
    guard let symbol = scope.symbol(named: text), symbol.functionResult != nil else { return nil }
    return text
  }

  /// `f` as `f(x)` at the symbols that its arguments are named after, or at the target.
  mutating func lone(
    _ function: String, by targets: [Term], at span: Span
  ) throws(Failure) -> Term {
    guard let symbol = scope.symbol(named: function), let result = symbol.functionResult else {
      throw Message.functionWithoutArgument(function, at: span)
    }
    let shapes = argumentShapes(of: symbol)
    if shapes.count == 1, let target = targets.first {
      let base = array(of: target)
      if unify(base.shape, shapes[0]) {
        return try applied(symbol, [base], order: 0, at: span, result: result)
      }
    }
    if case .definedFunction(let formal, _) = symbol.kind {
      var arguments: [Term] = []
      for id in formal {
        guard let visible = scope.symbol(named: scope[id].name), let shape = visible.kind.valueShape
        else { throw Message.functionWithoutArgument(function, at: span) }
        arguments.append(Term(.symbol(visible.id), shape, at: span))
      }
      return try applied(symbol, arguments, order: 0, at: span, result: result)
    }
    throw Message.functionWithoutArgument(function, at: span)
  }

  private func array(of target: Term) -> Term {
    if case .entry(let array, _) = target.node { return array }
    return target
  }

  /// `\frac{\partial f}{\partial x_i}(c)`: differentiate, then substitute c.
  private mutating func partialAt(
    _ symbol: Symbol, _ targets: [Term]
  ) throws(Failure) -> Term {
    let here = here
    let arguments = try callArguments(of: symbol.name, from: position)
    let inner = try lone(symbol.name, by: targets, at: here)
    guard case .apply(_, let old, _) = inner.node, old.count == arguments.count else {
      throw Message.argumentCount(
        symbol.name, takes: argumentShapes(of: symbol).count, given: arguments.count, at: here)
    }
    pendingSubstitutions = zip(old, arguments).map {
      Term.Assignment(Term.Target($0.0), $0.1)
    }
    return inner
  }

  /// The derivative, typed: gradient as a column, Jacobian in numerator layout.
  mutating func derivative(
    _ inner: Term, by targets: [Term], at span: Span
  ) throws(Failure) -> Term {
    try requireValue(inner)
    if case .apply(let function, _, _) = inner.node {
      try requireDifferentiable(scope[function], at: inner.span)
    }
    var shape = inner.shape
    for target in targets.reversed() { shape = try derived(shape, by: target.shape, at: span) }
    let term = Term(
      .derivative(inner, by: targets.map { Term.Target($0) }, held: []), shape, at: span)
    guard !pendingSubstitutions.isEmpty else { return term }
    let substitutions = pendingSubstitutions
    pendingSubstitutions = []
    return Term(.substituted(term, substitutions), shape, at: span)
  }

  private func derived(_ shape: Shape, by target: Shape, at span: Span) throws(Failure) -> Shape {
    switch (shape, target) {
    case (.scalar, .scalar), (.index, .scalar), (.scalar, .index), (.index, .index): return .scalar
    case (.scalar, .vector), (.scalar, .matrix), (.index, .vector), (.index, .matrix):
      return target
    case (.scalar, .row), (.index, .row): return target
    case (.vector, .scalar), (.row, .scalar), (.matrix, .scalar): return shape
    case (.vector(let m), .vector(let n)): return .matrix(m, n)
    default:
      throw Message.outside(
        "derivatives of \(text(shape)) by \(text(target)), which have more than two indices,",
        at: span)
    }
  }

  // MARK: Nabla

  /// `\nabla f(x)`, `\nabla_w L`, `\nabla^2 f(x)`, `\nabla^2_{xx}`.
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
    if let sub = scripts.sub {
      let target = try self.target(sub)
      let operandStart = position
      var inner = try nablaOperand([target])
      if startsFactor(), isConstant(inner, for: [target]) {
        position = operandStart
        inner = try product()
      }
      let targets = Array(repeating: target, count: order)
      return try derivative(inner, by: targets, at: span(from: start))
    }
    return try functionDerivative(order == 1 ? .gradient : .hessian, from: start)
  }

  private mutating func nablaOperand(_ targets: [Term]) throws(Failure) -> Term {
    if let token = next, token.kind == .letter {
      let saved = position
      let base = baseHere()
      if let symbol = scope.symbol(named: base), symbol.functionResult != nil,
        !isAt("("), next?.kind != .subscript, next?.kind != .superscript, !isAt("'")
      {
        return try lone(base, by: targets, at: span(from: saved))
      }
      position = saved
      return try nameWithoutOuterScripts()
    }
    guard isAt("(") || isAt("[") else { return try primaryForOperator() }
    return try bracketOnly()
  }

  /// `\nabla f(x)^T`: the scripts behind the call belong to the derivative.
  private mutating func nameWithoutOuterScripts() throws(Failure) -> Term { try name() }

  private mutating func primaryForOperator() throws(Failure) -> Term { try factor() }

  /// A derivative of a function with respect to its argument, at a point.
  mutating func functionDerivative(
    _ kind: Term.FunctionDerivative, from start: Int
  ) throws(Failure) -> Term {
    guard let token = next, token.kind == .letter || token.kind == .word || token.kind == .text
    else {
      throw Message.refused(
        "GradientByWhat", "the variable is missing: \\nabla_x …", at: span(from: start))
    }
    var function = Written(base: baseHere(), start: position - 1)
    function.start = position - 1
    if next?.kind == .subscript { try takeScripts(&function) }
    let base = function.sub.map { function.base + "_" + scriptText($0) } ?? function.base
    guard let symbol = scope.symbol(named: base), symbol.functionResult != nil else {
      if scope.symbol(named: base) == nil, binding(base) == nil {
        throw Message.undeclared(base, near: nil, at: token.span)
      }
      throw Message.refused(
        "GradientByWhat",
        "\(base) is no function: its gradient names the variable, \\nabla_x \(base)",
        at: span(from: start))
    }
    let arguments: [Term]
    if isAt("(") {
      arguments = try callArguments(of: base, from: start)
    } else {
      arguments = try formalPoint(symbol, at: token.span)
    }
    return try functionDerivative(kind, symbol, arguments, at: span(from: start))
  }

  /// The visible symbols with the names of the formal arguments, or the only one that fits.
  private mutating func formalPoint(_ symbol: Symbol, at span: Span) throws(Failure) -> [Term] {
    if case .definedFunction = symbol.kind,
      let call = try? lone(symbol.name, by: [], at: span), case .apply(_, let point, _) = call.node
    {
      return point
    }
    throw Message.functionWithoutArgument(symbol.name, at: span)
  }

  mutating func functionDerivative(
    _ kind: Term.FunctionDerivative, _ symbol: Symbol, _ arguments: [Term], at span: Span
  ) throws(Failure) -> Term {
    try requireDifferentiable(symbol, at: span)
    let shapes = argumentShapes(of: symbol)
    guard shapes.count == 1, arguments.count == 1 else {
      throw Message.refused(
        "GradientByWhat", "\(symbol.name) has several arguments: name one, \\nabla_x",
        at: span)
    }
    guard unify(shapes[0], arguments[0].shape) else {
      throw Message.expected(
        text(shapes[0]), got: text(arguments[0].shape), symbol.name, at: arguments[0].span)
    }
    let result = symbol.functionResult ?? .scalar
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
    return Term(.functionDerivative(kind, symbol.id, arguments), shape, at: span)
  }

  // MARK: Letters

  /// `D_v f(x)`.
  mutating func directional(_ written: Written) throws(Failure) -> Term? {
    guard let sub = written.sub, let token = next, token.kind == .letter,
      let symbol = scope.symbol(named: token.text), symbol.functionResult != nil
    else { return nil }
    let direction = try expression(in: sub)
    return try functionDerivative(.directional(direction), from: written.start)
  }

  /// `H_f(c)`, `J_f(c)`.
  mutating func hessianOrJacobian(_ written: Written) throws(Failure) -> Term? {
    guard let sub = written.sub, let name = loneFunction(sub),
      let symbol = scope.symbol(named: name)
    else { return nil }
    let arguments: [Term]
    if isAt("(") {
      arguments = try callArguments(of: name, from: written.start)
    } else {
      arguments = try formalPoint(symbol, at: span(from: written.start))
    }
    let term = try functionDerivative(
      written.base == "H" ? .hessian : .gradient, symbol, arguments,
      at: span(from: written.start))
    guard let sup = written.sup else { return term }
    return try superscripts(term, sup, name: written.base, from: written.start)
  }

  /// `\Delta f(x)`, `\Delta_x f(x)` of a function.
  mutating func laplacian(_ written: Written) throws(Failure) -> Term? {
    guard written.sup == nil, let token = next, token.kind == .letter,
      let symbol = scope.symbol(named: token.text), symbol.functionResult != nil
    else { return nil }
    return try functionDerivative(.laplacian, from: written.start)
  }

  // MARK: Held quantities and evaluation

  /// `\left. a \right|_{…}`.
  mutating func evaluated() throws(Failure) -> Term {
    let start = position
    position += 1
    let inner = try expression()
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
    return try evaluate(term, range, from: start)
  }

  /// `(\partial a/\partial b)_{c,d}`; `nil` if the term is no derivative.
  mutating func held(
    _ term: Term, parts range: Range<Int>, from start: Int
  ) throws(Failure) -> Term? {
    guard case .derivative = term.node, term.shape.isNumber || containsRelation(range) else {
      return nil
    }
    return try evaluate(term, range, from: start)
  }

  private mutating func evaluate(
    _ term: Term, _ range: Range<Int>, from start: Int
  ) throws(Failure) -> Term {
    var held: [Term.Target] = []
    var assignments: [Term.Assignment] = []
    var inside = range
    if range.count > 2, tokens[range.lowerBound].isMark("("),
      try closing(of: range.lowerBound) == range.upperBound - 1
    {
      inside = (range.lowerBound + 1)..<(range.upperBound - 1)
    }
    for part in split(inside, at: [",", ";"]) {
      if let equals = part.first(where: { tokens[$0].isMark("=") }) {
        let target = try self.target(part.lowerBound..<equals)
        let value = try expression(in: (equals + 1)..<part.upperBound)
        guard unify(target.shape, value.shape) || isZeroLiteral(value) else {
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

  private func isZeroLiteral(_ term: Term) -> Bool {
    if case .number(let value) = term.node { return value.isZero }
    return false
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

extension Term {
  /// The symbol that this very term names.
  fileprivate var namedSymbol: SymbolID? {
    switch node {
    case .symbol(let symbol), .member(let symbol, _): symbol
    default: nil
    }
  }
}
