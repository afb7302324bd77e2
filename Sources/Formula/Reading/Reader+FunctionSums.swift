import SourceText

/// What is made of functions without their argument: `(f + g)(x)`, `(fg)'(x)`, `\nabla (f + g)(x)`, and
/// whole claims like `(fg)' = f'g + fg'`.
extension Reader {
  /// `(f + g)(x)`, `(fg)'(x)`, at the opening bracket; `nil` if no function stands alone inside.
  mutating func sumOfFunctions(
    _ inside: Range<Int>, _ close: Int, from start: Int
  ) throws(Failure) -> Term? {
    guard hasLoneFunction(inside), trials < Self.mostTrials else { return nil }
    let saved = self
    position = close + 1
    var order = 0
    while take("'") { order += 1 }
    var point = order > 0 ? impliedArgument : nil
    if isAt("(") {
      let name = written(start..<(close + 1))
      let arguments = try callArguments(of: name, from: start)
      guard arguments.count == 1 else {
        throw Message.argumentCount(
          name, takes: 1, given: arguments.count, at: span(from: start))
      }
      point = arguments[0]
    }
    let whole = span(from: start)
    if let point {
      trials += 1
      guard order == 0 || point.shape.isNumber else {
        throw Message.noDerivative(written(start..<(close + 1)), at: whole)
      }
      if let term = try term(of: inside, at: point, order, whole) { return term }
    }
    let trials = trials
    self = saved
    self.trials = trials
    return nil
  }

  /// `\nabla (f + g)(x)`, `\nabla^2 (fg)(x)`, at the opening bracket.
  mutating func gradientOfSum(_ order: Int, from start: Int) throws(Failure) -> Term? {
    guard isAt("("), let close = try? closing(of: position),
      hasLoneFunction((position + 1)..<close),
      impliedArgument != nil || close + 1 < end && tokens[close + 1].isMark("(")
    else { return nil }
    let inside = (position + 1)..<close
    position = close + 1
    var points = impliedArgument.map { [$0] } ?? []
    if isAt("(") { points = try callArguments(of: written(start..<(close + 1)), from: start) }
    let whole = span(from: start)
    guard points.count == 1 else {
      throw Message.argumentCount(
        written(start..<(close + 1)), takes: 1, given: points.count, at: whole)
    }
    return try term(of: inside, at: points[0], order, whole)
  }

  /// The value or a derivative, which is taken by a variable in the argument's place; `nil` if
  /// nothing inside needs the argument.
  private mutating func term(
    of inside: Range<Int>, at point: Term, _ order: Int, _ whole: Span
  ) throws(Failure) -> Term? {
    guard order > 0 else {
      guard let value = try value(of: inside, at: point) else { return nil }
      return Term(value.node, value.shape, at: whole)
    }
    let shape: Shape
    switch point.shape {
    case .vector(let n): shape = .vector(settled(n))
    case .scalar, .index: shape = .scalar
    default: throw Message.noDerivative(written(inside), at: whole)
    }
    let t = Term(.symbol(freshSymbol(shape, at: whole)), shape, at: whole)
    guard let value = try value(of: inside, at: t) else { return nil }
    let derived = try derivative(value, by: Array(repeating: t, count: order), at: whole)
    if t == point { return derived }
    return Term(
      .substituted(derived, [Term.Assignment(Term.Target(t), point)]), derived.shape, at: whole)
  }

  private mutating func value(
    of inside: Range<Int>, at argument: Term
  ) throws(Failure) -> Term? {
    let parts = split(inside, at: ["\\circ"])
    if parts.count > 1 {
      var chain: [FunctionReference] = []
      for part in parts {
        guard let function = try functionReference(part) else {
          throw Message.unexpected("\\circ", at: span(inside))
        }
        chain.append(function)
      }
      let inner = try applied(chain[chain.count - 1], [argument], at: span(inside))
      return try composed(chain.dropLast(), inner, span(inside))
    }
    let (outer, outerUse) = (impliedArgument, usesImplied)
    (impliedArgument, usesImplied) = (argument, false)
    defer { (impliedArgument, usesImplied) = (outer, outerUse) }
    let term = try expression(in: inside)
    return usesImplied ? term : nil
  }

  /// Whether a declared function stands without its brackets.
  func hasLoneFunction(_ inside: Range<Int>, named name: String? = nil) -> Bool {
    var index = inside.lowerBound
    while index < inside.upperBound {
      if [.subscript, .superscript].contains(tokens[index].kind) {
        guard index + 1 < inside.upperBound else { return false }
        index = endOfGroup(index + 1)
        continue
      }
      if isFunction(index), behindScripts(index, inside.upperBound) != nil,
        name == nil || tokens[index].text == name
      {
        return true
      }
      index += 1
    }
    return false
  }

  private func isFunction(_ index: Int) -> Bool {
    [.letter, .word, .text].contains(tokens[index].kind) && binding(tokens[index].text) == nil
      && scope.symbol(named: tokens[index].text)?.functionResult != nil
  }

  /// Where a name with its scripts ends, if no bracket stands there.
  private func behindScripts(_ index: Int, _ end: Int) -> Int? {
    var behind = index + 1
    while behind < end {
      if tokens[behind].isMark("'") {
        behind += 1
      } else if [.subscript, .superscript].contains(tokens[behind].kind), behind + 1 < end {
        behind = endOfGroup(behind + 1)
      } else {
        break
      }
    }
    return behind >= end || !tokens[behind].isMark("(") ? behind : nil
  }

  // MARK: Claims about functions

  /// `(fg)' = f'g + fg'`, `\sigma' = \sigma(1 - \sigma)`: where no function has its argument, all stand at
  /// one point, which is any; whether that is so.
  mutating func implyArgument() -> Bool {
    let differentiates = tokens.contains {
      $0.isMark("'") || $0.isMark("\\nabla") || $0.isMark("\\partial") || $0.text == "d"
    }
    guard differentiates else { return false }
    var shape: Shape?
    for index in tokens.indices {
      let name = tokens[index].text
      if builtinWords[name.hasPrefix("\\") ? String(name.dropFirst()) : name] != nil,
        tokens[index].kind != .letter
      {
        if index + 1 < tokens.count, tokens[index + 1].isMark("(") { return false }
        shape = shape ?? .scalar
        continue
      }
      guard isFunction(index), let symbol = scope.symbol(named: name) else { continue }
      let arguments = shapes(of: FunctionReference(symbol: symbol)).arguments
      guard arguments.count == 1, symbol.family.isEmpty, shape == nil || shape == arguments[0],
        behindScripts(index, tokens.count) != nil || isFactor(index)
      else { return false }
      shape = arguments[0]
    }
    guard let shape, let variables = differentiationVariables(shape) else { return false }
    let place = span(body)
    if let variable = variables.first {
      impliedArgument = Term(.symbol(variable), shape, at: place)
    } else {
      guard shape == .scalar else { return false }
      impliedArgument = Term(.symbol(freshSymbol(shape, at: place)), shape, at: place)
      isPointHidden = true
    }
    impliesEverywhere = true
    return true
  }

  /// `\sigma(1 - \sigma)`: a bracket with the function itself inside is a factor.
  func isFactor(_ index: Int) -> Bool {
    guard index + 1 < end, tokens[index + 1].isMark("("), let close = try? closing(of: index + 1)
    else { return false }
    return close > index + 3
      && hasLoneFunction((index + 2)..<close, named: tokens[index].text)
  }

  /// The symbol that the formula differentiates by, none or one; `nil` if there are several.
  private func differentiationVariables(_ shape: Shape) -> [SymbolID]? {
    var found: Set<SymbolID> = []
    for index in tokens.indices.dropLast()
    where tokens[index].isMark("\\partial") || tokens[index].text == "d" {
      guard tokens[index + 1].kind == .letter,
        let symbol = scope.symbol(named: tokens[index + 1].text), symbol.functionResult == nil
      else { continue }
      guard symbol.kind.valueShape == shape, symbol.family.isEmpty else { return nil }
      found.insert(symbol.id)
    }
    return found.count > 1 ? nil : Array(found)
  }
}
