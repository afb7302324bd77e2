import Numerics
import SourceText

/// Derivatives in every notation.
extension Reader {
  // MARK: Fractions

  /// `\frac{\partial^2 a}{\partial b\,\partial c}`; `nil` if the fraction is none.
  mutating func derivative(
    _ top: FractionPart, _ bottom: FractionPart, from start: Int
  ) throws(Failure) -> Term? {
    guard case .range(let top) = top, case .range(let bottom) = bottom,
      let sign = differential(top), differential(bottom) == sign, try isDerivative(top, bottom)
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
    if order == 1, let term = try derivativeByValue(operand, bottom.dropFirst(), from: start) {
      return term
    }
    let targets = try self.targets(bottom, sign: sign, order: order)
    if let partial = try partialAt(operand, targets, from: start) { return partial }
    let inner = try self.operand(operand, targets, from: start)
    return try derivative(inner, by: targets, at: span(from: start))
  }

  /// The `\partial` or `d` that begins a range.
  private func differential(_ range: Range<Int>) -> String? {
    guard let first = range.first else { return nil }
    let token = tokens[first]
    if token.isMark("\\partial") { return "\\partial" }
    return token.kind == .letter && token.text == "d" ? "d" : nil
  }

  /// Whether `d` above and below the line is the sign of a derivative and no declared symbol.
  private func isDerivative(_ top: Range<Int>, _ bottom: Range<Int>) throws(Failure) -> Bool {
    guard let first = top.first, let below = bottom.first, bottom.count > 1 else { return false }
    if tokens[first].isMark("\\partial") { return true }
    let isUpright = tokens[first].span.end - tokens[first].span.start > 1
    guard !isUpright, let d = scope.symbol(named: "d") else { return true }
    let variable = tokens[below + 1]
    guard variable.kind == .letter || variable.kind == .word || variable.kind == .open else {
      return false
    }
    // `\frac{d}{dx}` as a quotient would be 1/x: nobody writes that.
    let isOperator =
      top.count == 1
      || tokens[first + 1].kind == .superscript && endOfGroup(first + 2) == top.upperBound
    if isOperator || isHigherOrder(top, bottom) { return true }
    guard top.count > 1, tokens[first + 1].kind != .superscript,
      tokens[first + 1].kind != .subscript
    else { return false }
    guard let shape = d.kind.valueShape, d.family.isEmpty else { return true }
    guard shape.isNumber else { return true }
    throw Message.ambiguousDerivative(at: span(top.lowerBound..<bottom.upperBound))
  }

  /// `d^2 f` above `dx^2`: the order stands on both sides.
  private func isHigherOrder(_ top: Range<Int>, _ bottom: Range<Int>) -> Bool {
    guard top.count > 3, tokens[top.lowerBound + 1].kind == .superscript else { return false }
    let order = groupRange(top.lowerBound + 2)
    guard order.count == 1, let count = Int(tokens[order.lowerBound].text), count > 1 else {
      return false
    }
    return tokens[bottom].suffix(3).contains { $0.text == "\(count)" }
  }

  func groupRange(_ index: Int) -> Range<Int> {
    tokens[index].kind == .open ? (index + 1)..<partner[index] : index..<(index + 1)
  }

  func endOfGroup(_ index: Int) -> Int {
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
    // `\partial w\,\partial w^T`: the Hessian.
    if targets.count == 2, case .transpose(let inner) = targets[1].node, inner == targets[0] {
      targets[1] = inner
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
    _ range: Range<Int>, _ targets: [Term], from start: Int
  ) throws(Failure) -> Term {
    if range.isEmpty { return try operandBehind(targets, from: start) }
    if let function = try functionReference(range) {
      // `\frac{\partial f}{\partial x}(c)`: the value at c.
      return isAt("(")
        ? try valueOfPartial(function, targets) : try lone(function, by: targets, at: span(range))
    }
    // `\frac{\partial f_i}{\partial x_j}` of a vector function.
    if let entry = try entryOfFunction(range, targets) { return entry }
    return try expression(in: range)
  }

  /// `\frac{d}{dx}(…)`, `\frac{\partial}{\partial x} f(x)`: one factor, or an error.
  mutating func operandBehind(_ targets: [Term], from start: Int) throws(Failure) -> Term {
    // `\left.\frac{d}{dt}\right|_{t=0} f(t)`: the bar before the operand is read behind it.
    let bar = try barBeforeOperand()
    guard startsFactor() else { throw Message.missing("what is differentiated", at: here) }
    let outer = leavesBar
    leavesBar = true
    defer { leavesBar = outer }
    let operandStart = position
    let isBracket = isAt("(") || isAt("[") || isAt("\\{")
    if let function = try functionHere() {
      if !isAt("("), !isAt("'"), next?.kind != .superscript, next?.kind != .subscript {
        return try lone(function, by: targets, at: span(from: operandStart))
      }
      position = operandStart
    }
    // `\frac{d}{dx} (x + 1)^2`: the power belongs to what is differentiated.
    var term = try factor()
    // `(x - As)^T W (x - As)`: a row alone has no derivative here, so the whole product is meant.
    let isRow = if case .row = term.shape { true } else { false }
    if isBracket, !isRow { try refuseSplitProduct(start, from: operandStart, targets) }
    let isBar = isAt("|") && [.subscript, .superscript].contains(token(ahead: 1)?.kind)
    if !isBracket || isRow, startsFactor(), !isBar {
      guard isConstant(term, for: targets) || term.shape.isArray else {
        let behind = position
        _ = try factor()
        throw openOperand(start, operandStart, behind, position)
      }
      position = operandStart
      term = try product()
    }
    term = try operandBeforeSign(term, start, from: operandStart, targets)
    if let bar { barBehindOperand = bar }
    return term
  }

  /// `f` as `f(x)` at the target, or at the symbols that its arguments are named after.
  mutating func lone(
    _ function: FunctionReference, by targets: [Term], at span: Span
  ) throws(Failure) -> Term {
    let shapes = shapes(of: function).arguments
    if let call = try callByDefinedName(function, targets, at: span) { return call }
    if shapes.count == 1, let target = targets.first {
      let base = array(of: target)
      if unify(base.shape, shapes[0]) { return try applied(function, [base], at: span) }
    }
    if case .definedFunction(let formal, _) = function.symbol.kind {
      var arguments: [Term] = []
      for id in formal {
        guard let visible = scope.symbol(named: scope[id].name), let shape = visible.kind.valueShape
        else { throw Message.functionWithoutArgument(function.symbol.name, at: span) }
        arguments.append(Term(.symbol(visible.id), shape, at: span))
      }
      return try applied(function, arguments, at: span)
    }
    if shapes.count > 1, let arguments = writtenArguments(function, shapes) {
      return try applied(function, arguments, at: span)
    }
    throw Message.functionWithoutArgument(function.symbol.name, at: span)
  }

  /// `G_i` of a vector function G that stands without its argument.
  private mutating func entryOfFunction(
    _ range: Range<Int>, _ targets: [Term]
  ) throws(Failure) -> Term? {
    guard let last = range.last else { return nil }
    var at: Int?
    scan(range) { if tokens[$0].kind == .subscript { at = $0 } }
    guard let at, at > range.lowerBound, endOfGroup(at + 1) == last + 1,
      let function = try functionReference(range.lowerBound..<at),
      shapes(of: function).result.isArray
    else { return nil }
    let whole = span(range)
    let value = try lone(function, by: targets, at: whole)
    // `\frac{\partial f_i}{\partial x_j}(c)`: the value at c.
    if isAt("(") {
      try substitute(in: value, function, callArguments(of: function.symbol.name, from: position))
    }
    let indices = try indexItems(
      groupRange(at + 1), counts: [value.shape.extents.count], of: value.shape,
      name: function.symbol.name)
    return try entry(of: value, indices, at: whole)
  }

  private func array(of target: Term) -> Term {
    if case .entry(let array, _) = target.node { return array }
    return target
  }

  /// `\frac{\partial f}{\partial x_i}(c)`: differentiate, then substitute c.
  private mutating func valueOfPartial(
    _ function: FunctionReference, _ targets: [Term]
  ) throws(Failure) -> Term {
    let here = here
    let arguments = try callArguments(of: function.symbol.name, from: position)
    let inner = try lone(function, by: targets, at: here)
    try substitute(in: inner, function, arguments)
    return inner
  }

  /// The arguments that the derivative of a call is taken at, once it is made.
  private mutating func substitute(
    in call: Term, _ function: FunctionReference, _ arguments: [Term]
  ) throws(Failure) {
    let old = call.children.dropFirst(function.family.count)
    guard case .apply = call.node, old.count == arguments.count else {
      throw Message.argumentCount(
        function.symbol.name, takes: shapes(of: function).arguments.count, given: arguments.count,
        at: call.span)
    }
    pendingSubstitutions = zip(old, arguments).filter { $0 != $1 }.map {
      Term.Assignment(Term.Target($0.0), $0.1)
    }
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
    if let bar = barBehindOperand {
      barBehindOperand = nil
      return try evaluate(term, bar, from: position - 1)
    }
    guard !pendingSubstitutions.isEmpty else { return term }
    let substitutions = pendingSubstitutions
    pendingSubstitutions = []
    return Term(.substituted(term, substitutions), shape, at: span)
  }

  /// The subscript of `\right|_{t=0}` or `\Big|_{t=0}` directly behind a bare operator.
  private mutating func barBeforeOperand() throws(Failure) -> Range<Int>? {
    guard let token = next, token.isMark("|"), token.side != .left,
      self.token(ahead: 1)?.kind == .subscript
    else { return nil }
    position += 2
    return try argument(of: "what stands under the bar")
  }

  func derived(_ shape: Shape, by target: Shape, at span: Span) throws(Failure) -> Shape {
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
}

extension Term {
  /// The symbol that this very term names.
  package var namedSymbol: SymbolID? {
    switch node {
    case .symbol(let symbol), .member(let symbol, _): symbol
    default: nil
    }
  }
}
