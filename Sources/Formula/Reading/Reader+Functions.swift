import Numerics
import SourceText

/// Calls of declared, defined and built-in functions.
extension Reader {
  // MARK: Declared and defined functions

  /// `f(x)`, `f'(x)`, `f^{(2)}(x)`, `f^2(x)`, `f(x)_i`, `\sigma^{[l]}(x)`.
  mutating func call(of symbol: Symbol, _ left: Written) throws(Failure) -> Term {
    var left = left
    let family =
      symbol.family.isEmpty ? [] : try functionFamily(symbol, &left)
    var order = left.primes
    while let first = left.sup?.first, tokens[first].isMark("'") {
      order += 1
      left.sup = left.sup.flatMap { $0.count > 1 ? $0.dropFirst() : nil }
    }
    if let range = left.sup, let inside = bracketedIndex(range, .parenthesized) {
      guard inside.inside.count == 1, let count = Int(tokens[inside.inside.lowerBound].text) else {
        throw Message.bracketedPower(symbol.name, at: span(range))
      }
      order += count
      left.sup = inside.rest.isEmpty ? nil : inside.rest
    }
    if let range = left.sup, tokens[range.lowerBound].isMark("-") {
      throw Message.outside("inverse functions", at: span(range))
    }
    let arguments = try callArguments(of: symbol.name, from: left.start)
    let function = FunctionReference(symbol: symbol, family: family, order: order)
    var term = try applied(function, arguments, at: span(from: left.start))
    if let sub = left.sub {
      guard term.shape.isArray else {
        throw Message.noIndices(symbol.name, shape: text(term.shape), at: span(sub))
      }
      let indices = try indexItems(
        sub, counts: [term.shape.extents.count], of: term.shape, name: symbol.name)
      term = try entry(of: term, indices, at: span(from: left.start))
    }
    guard let sup = left.sup else { return term }
    if term.shape.isArray, shapes(of: function).result.isNumber, isPlainPower(sup) {
      return try entrywisePower(term, try expression(in: sup), at: span(from: left.start))
    }
    return try superscripts(term, sup, name: symbol.name, from: left.start)
  }

  /// No transpose, and no index in brackets.
  func isPlainPower(_ sup: Range<Int>) -> Bool {
    !isTranspose(sup) && !["[", "(", "\\{", "*", "-"].contains(tokens[sup.lowerBound].text)
  }

  /// The terms in the brackets that must follow.
  mutating func callArguments(of name: String, from start: Int) throws(Failure) -> [Term] {
    if let token = next, token.text == "\\begin{pmatrix}" || token.text == "\\begin{bmatrix}" {
      return [try environment(token)]
    }
    let isFactor = impliesEverywhere && isAt("(") && isFactor(position - 1)
    guard !isFactor, isAt("(") || isAt("[") else {
      if let impliedArgument {
        usesImplied = true
        return [impliedArgument]
      }
      throw Message.functionWithoutArgument(name, at: span(from: start))
    }
    let open = position
    let close = try closing(of: open)
    var arguments: [Term] = []
    let parts = argumentParts((open + 1)..<close)
    if parts.count == 1, parts[0].count == 1, tokens[open + 1].isMark("-") {
      throw Message.placeholder("dash", at: tokens[open + 1].span)
    }
    if let list = try dottedList(parts, at: span((open + 1)..<close)) {
      arguments = [list]
    } else {
      for part in parts { arguments.append(try expression(in: part)) }
    }
    position = close + 1
    return arguments
  }

  /// The arguments between commas, `;`, `\mid`, or one bar alone: `D(p \,\|\, q)`, `D(p || q)`.
  func argumentParts(_ range: Range<Int>) -> [Range<Int>] {
    let parts = split(range, at: [",", ";", "\\mid", "\\parallel"])
    if parts.count == 3, parts[1].isEmpty,
      [parts[0], parts[1]].allSatisfy({ tokens[$0.upperBound].isMark("\\mid") })
    {
      return [parts[0], parts[2]]
    }
    guard parts.count == 1 else { return parts }
    var all: [Int] = []
    scan(range) { index in
      if tokens[index].isMark("\\|") || tokens[index].isMark("|") { all.append(index) }
    }
    // A bar with a side is half of a norm, unless it is the only one.
    let bars = all.count == 1 ? all : all.filter { ![.left, .right].contains(tokens[$0].side) }
    let isPair =
      bars.count == 2 && bars[1] == bars[0] + 1 && bars.allSatisfy { tokens[$0].isMark("|") }
    guard let first = bars.first, let last = bars.last, bars.count == 1 || isPair,
      first > range.lowerBound, last + 1 < range.upperBound
    else { return parts }
    return [range.lowerBound..<first, (last + 1)..<range.upperBound]
  }

  /// A function with the indices of its family, where it stands without its argument.
  struct FunctionReference {
    var symbol: Symbol
    var family: [Term] = []
    /// How often it is differentiated.
    var order = 0
  }

  private mutating func functionFamily(
    _ symbol: Symbol, _ left: inout Written
  ) throws(Failure) -> [Term] {
    let family = try familyIndices(symbol, &left, arity: 0).family
    guard !growing.contains(symbol.id) else { return family }
    for (index, place) in zip(family, symbol.family) { try constrain(index, to: place.range) }
    return family
  }

  /// What the arguments and the result are, at the function's own family indices.
  func shapes(of function: FunctionReference) -> (arguments: [Shape], result: Shape) {
    var replacements: [SymbolID: Extent] = [:]
    for (place, index) in zip(function.symbol.family, function.family) {
      if let extent = extent(of: index) { replacements[place.variable] = extent }
    }
    let arguments: [Shape]
    switch function.symbol.kind {
    case .function(let signature): arguments = signature.arguments
    case .definedFunction(let formal, _):
      arguments = formal.map { scope[$0].kind.valueShape ?? .scalar }
    default: arguments = []
    }
    return (
      arguments.map { $0.replacing(replacements) },
      (function.symbol.functionResult ?? .scalar).replacing(replacements)
    )
  }

  /// A scalar function of an array works entry by entry.
  mutating func applied(
    _ function: FunctionReference, _ arguments: [Term], at span: Span
  ) throws(Failure) -> Term {
    let (symbol, order) = (function.symbol, function.order)
    let (shapes, result) = shapes(of: function)
    guard shapes.count == arguments.count else {
      throw Message.argumentCount(
        symbol.name, takes: shapes.count, given: arguments.count, at: span)
    }
    if order > 0 {
      guard shapes.count == 1 else { throw Message.noDerivative(symbol.name, at: span) }
      try requireDifferentiable(symbol, at: span)
    }
    var spread: Shape?
    // `f(0)` of a function of a vector: the zero vector.
    let arguments = zip(arguments, shapes).map { argument, shape in
      isZero(argument) && shape.isArray ? Term(.zeros, shape, at: argument.span) : argument
    }
    for (argument, shape) in zip(arguments, shapes) {
      try requireValue(argument)
      if unify(argument.shape, shape) { continue }
      guard shape.isNumber, result.isNumber, argument.shape.isArray else {
        throw Message.expected(
          text(shape), got: text(argument.shape), symbol.name, at: argument.span)
      }
      if let spread, !unify(spread, argument.shape) {
        throw mismatch("\(symbol.name) entry by entry needs equal shapes", arguments[0], argument)
      }
      spread = argument.shape
    }
    let all = function.family + arguments
    if order > 0, !shapes[0].isNumber {
      guard order == 1, result.isNumber else { throw Message.noDerivative(symbol.name, at: span) }
      return Term(.functionDerivative(.gradient, symbol.id, all), shapes[0], at: span)
    }
    let derivatives = order == 0 ? [] : [order]
    let shape: Shape = result == .index ? .scalar : result
    return Term(.apply(symbol.id, all, derivatives: derivatives), spread ?? shape, at: span)
  }

  /// A function without its argument: `f`, `\sigma^{[l]}`, `f_i`; `nil` if the range is more.
  mutating func functionReference(_ range: Range<Int>) throws(Failure) -> FunctionReference? {
    guard let first = range.first, [.letter, .word, .text].contains(tokens[first].kind) else {
      return nil
    }
    let (oldPosition, oldEnd) = (position, end)
    (position, end) = (range.lowerBound, range.upperBound)
    defer { (position, end) = (oldPosition, oldEnd) }
    guard let reference = try functionHere(), isAtEnd else { return nil }
    return reference
  }

  /// A function's name with the indices of its family, at the position; `nil` if none stands here.
  mutating func functionHere() throws(Failure) -> FunctionReference? {
    guard let token = next, [.letter, .word, .text].contains(token.kind) else { return nil }
    let start = position
    var written = Written(base: baseHere(), start: start)
    let behindBase = position
    try takeScripts(&written)
    if let sub = written.sub.map({ written.base + "_" + scriptText($0) }),
      let symbol = scope.symbol(named: sub), symbol.functionResult != nil, symbol.family.isEmpty,
      written.sup == nil
    {
      return FunctionReference(symbol: symbol, order: written.primes)
    }
    if let sup = written.sup.map({ written.base + "^" + scriptText($0) }), written.sub == nil,
      let symbol = scope.symbol(named: sup), symbol.functionResult != nil, symbol.family.isEmpty
    {
      return FunctionReference(symbol: symbol, order: written.primes)
    }
    guard binding(written.base) == nil, let symbol = scope.symbol(named: written.base),
      symbol.functionResult != nil
    else {
      position = start
      return nil
    }
    var left = written
    guard !symbol.family.isEmpty else {
      // Scripts of a single function belong to what is made of it.
      position = behindBase
      return FunctionReference(symbol: symbol)
    }
    let family = try functionFamily(symbol, &left)
    guard left.sup == nil, left.sub == nil else {
      position = start
      return nil
    }
    return FunctionReference(symbol: symbol, family: family, order: left.primes)
  }

  /// `(\sigma^{[l]})'(z)`, `(f \circ g)(x)`: a function in brackets, before its argument.
  mutating func functionInBrackets(
    _ inside: Range<Int>, _ close: Int, from start: Int
  ) throws(Failure) -> Term? {
    guard tokens[start].isMark("(") || tokens[start].kind == .open, close + 1 < end,
      tokens[close + 1].isMark("(") || tokens[close + 1].isMark("'")
    else { return nil }
    var chain: [FunctionReference] = []
    for part in split(inside, at: ["\\circ"]) {
      guard let function = try functionReference(part) else {
        return try sumOfFunctions(inside, close, from: start)
      }
      chain.append(function)
    }
    let saved = self
    position = close + 1
    var order = 0
    while take("'") { order += 1 }
    guard isAt("(") || impliedArgument != nil && order > 0, var function = chain.last else {
      self = saved
      return nil
    }
    if chain.count == 1 { function.order += order }
    let arguments = try callArguments(of: function.symbol.name, from: start)
    let whole = span(from: start)
    guard chain.count > 1, order > 0 else {
      return try composed(chain.dropLast(), try applied(function, arguments, at: whole), whole)
    }
    // The derivative by a number t in the argument's place, at the argument.
    guard arguments.count == 1, arguments[0].shape.isNumber else {
      throw Message.noDerivative(written(start..<(close + 1)), at: whole)
    }
    let t = Term(.symbol(freshSymbol(.scalar, at: whole)), .scalar, at: whole)
    let value = try composed(chain.dropLast(), try applied(function, [t], at: whole), whole)
    let derived = try derivative(value, by: Array(repeating: t, count: order), at: whole)
    let assignment = Term.Assignment(Term.Target(t), arguments[0])
    return Term(.substituted(derived, [assignment]), derived.shape, at: whole)
  }

  mutating func composed(
    _ outer: ArraySlice<FunctionReference>, _ inner: Term, _ whole: Span
  ) throws(Failure) -> Term {
    var term = inner
    for function in outer.reversed() { term = try applied(function, [term], at: whole) }
    return term
  }

  func requireDifferentiable(_ symbol: Symbol, at span: Span) throws(Failure) {
    if case .function(let signature) = symbol.kind, signature.regularity == .arbitrary {
      throw Message.refused(
        "NotDifferentiable", "\(symbol.name) is not declared smooth and has no derivative here",
        at: span)
    }
  }
}
