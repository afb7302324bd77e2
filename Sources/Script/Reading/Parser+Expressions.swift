import SourceText

/// Binding powers, weakest first, as in Julia.
private enum Level: Int {
  case conditional
  case or
  case and
  case comparison
  case colon
  case sum
  case product
  case unary
}

extension Parser {
  /// An expression, or several with commas between: a tuple without brackets.
  mutating func expressionOrTuple() throws(SyntaxFailure) -> Expression {
    let first = try expression()
    guard kind == .symbol(.comma), !ignoresLineBreaks, !isSpaceSensitive else { return first }
    var items = [first]
    while take(.comma) { items.append(try expression()) }
    return try make(.tuple(items), first.span.union(items[items.count - 1].span))
  }

  mutating func expression() throws(SyntaxFailure) -> Expression {
    try nested { (parser) throws(SyntaxFailure) in try parser.conditional() }
  }

  private mutating func conditional() throws(SyntaxFailure) -> Expression {
    let condition = try or()
    if kind == .symbol(.arrow) { return try lambda(condition) }
    if case .symbol(let symbol) = kind, symbol == .pipe || symbol == .pair {
      throw leftOut(symbol == .pipe ? .pipe : .pair)
    }
    guard kind == .symbol(.question) else { return condition }
    advance()
    skipLineBreaks()
    let saved = colonEnds
    colonEnds = true
    let yes = try expression()
    colonEnds = saved
    skipLineBreaks()
    try expect(.colon, "‘:’ and the other value of ‘? :’")
    skipLineBreaks()
    let no = try expression()
    return try make(.conditional(condition, yes, no), condition.span.union(no.span))
  }

  private mutating func lambda(_ left: Expression) throws(SyntaxFailure) -> Expression {
    let names = try pattern(left)
    advance()
    skipLineBreaks()
    let body = try expression()
    let statements: [Statement]
    if case .block(let inner) = body.node {
      statements = inner
    } else {
      statements = [Statement(kind: .expression(body), span: body.span)]
    }
    let function = FunctionSyntax(
      name: nil, parameters: names.names.map { ParameterSyntax(name: $0, standard: nil) },
      keywords: [], body: statements, span: left.span.union(body.span))
    return try make(.lambda(function), function.span)
  }

  private mutating func or() throws(SyntaxFailure) -> Expression {
    var left = try and()
    while kind == .symbol(.or) {
      advance()
      skipLineBreaks()
      let right = try controlOr { (parser) throws(SyntaxFailure) in try parser.and() }
      left = try make(.or(left, right), left.span.union(right.span))
    }
    return left
  }

  private mutating func and() throws(SyntaxFailure) -> Expression {
    var left = try comparison()
    while kind == .symbol(.and) {
      advance()
      skipLineBreaks()
      let right = try controlOr { (parser) throws(SyntaxFailure) in try parser.comparison() }
      left = try make(.and(left, right), left.span.union(right.span))
    }
    return left
  }

  /// `condition && break`, `condition || return x`.
  private mutating func controlOr(
    _ read: (inout Parser) throws(SyntaxFailure) -> Expression
  ) throws(SyntaxFailure) -> Expression {
    switch kind {
    case .keyword(.break), .keyword(.continue), .keyword(.return):
      let statement = try statement()
      return try make(.block([statement]), statement.span)
    default: return try read(&self)
    }
  }

  private mutating func comparison() throws(SyntaxFailure) -> Expression {
    let first = try colon()
    var operands = [first]
    var operators: [ComparisonOperator] = []
    while let comparison = comparisonOperator(), !startsElement {
      advance()
      skipLineBreaks()
      operators.append(comparison)
      operands.append(try colon())
    }
    guard !operators.isEmpty else { return first }
    return try make(
      .comparison(operands, operators), first.span.union(operands[operands.count - 1].span))
  }

  private func comparisonOperator() -> ComparisonOperator? {
    switch kind {
    case .symbol(let symbol): relation(symbol).map { ComparisonOperator(relation: $0) }
    case .dotted(let symbol):
      relation(symbol).map { ComparisonOperator(relation: $0, isDotted: true) }
    case .keyword(.in): ComparisonOperator(relation: .element)
    default: nil
    }
  }

  private func relation(_ symbol: Symbol) -> Relation? {
    switch symbol {
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    case .approximate: .approximate
    case .notApproximate: .notApproximate
    case .element: .element
    case .notElement: .notElement
    default: nil
    }
  }

  private mutating func colon() throws(SyntaxFailure) -> Expression {
    let first = try sum()
    if kind == .symbol(.interval) {
      advance()
      let last = try sum()
      return try make(.interval(first, last), first.span.union(last.span))
    }
    guard kind == .symbol(.colon), !colonEnds, !startsElement, !colonClosesIndex else {
      return first
    }
    advance()
    let second = try sum()
    guard kind == .symbol(.colon), !colonEnds else {
      return try make(.range(first, step: nil, second), first.span.union(second.span))
    }
    advance()
    let third = try sum()
    return try make(.range(first, step: second, third), first.span.union(third.span))
  }

  private var colonClosesIndex: Bool {
    switch next.kind {
    case .symbol(.closeSquare), .symbol(.comma), .symbol(.closeRound), .lineBreak, .finish: true
    default: false
    }
  }

  /// In `[1 -2]` the minus starts a new entry: space before it and none behind.
  var startsElement: Bool {
    guard isSpaceSensitive, token.isSpaced else { return false }
    let following = next
    return !following.isSpaced && following.kind != .lineBreak && following.start == token.end
  }

  private mutating func sum() throws(SyntaxFailure) -> Expression {
    var left = try product()
    while let operation = sumOperator(), !(startsElement && isSign) {
      advance()
      skipLineBreaks()
      let right = try product()
      left = try make(.binary(operation, left, right), left.span.union(right.span))
    }
    return left
  }

  private var isSign: Bool { kind == .symbol(.plus) || kind == .symbol(.minus) }

  private func sumOperator() -> BinaryOperator? {
    switch kind {
    case .symbol(.plus): .add
    case .symbol(.minus): .subtract
    case .dotted(.plus): .dottedAdd
    case .dotted(.minus): .dottedSubtract
    default: nil
    }
  }

  private mutating func product() throws(SyntaxFailure) -> Expression {
    var left = try unary()
    while let operation = try productOperator() {
      advance()
      skipLineBreaks()
      let right = try unary()
      left = try make(.binary(operation, left, right), left.span.union(right.span))
    }
    return left
  }

  private func productOperator() throws(SyntaxFailure) -> BinaryOperator? {
    switch kind {
    case .symbol(.times): return .multiply
    case .symbol(.divide): return .divide
    case .symbol(.backslash): return .solve
    case .symbol(.hadamard): return .dottedMultiply
    case .symbol(.inner): return .inner
    case .dotted(.times): return .dottedMultiply
    case .dotted(.divide): return .dottedDivide
    case .symbol(.doubleTimes): throw pythonHabit(.power)
    case .symbol(let symbol):
      if let what = leftOutSymbol(symbol) { throw leftOut(what) }
      return nil
    default: return nil
    }
  }

  func leftOutSymbol(_ symbol: Symbol) -> LeftOut? {
    switch symbol {
    case .percent: .percent
    case .wholeDivide: .wholeDivide
    case .ampersand, .bar, .tilde: .bits
    case .doubleColon: .typeAnnotation
    case .ellipsis: .splat
    case .openCurly: .curly
    case .increment: .increment
    case .pipe: .pipe
    case .pair: .pair
    default: nil
    }
  }

  // MARK: Unary, powers, coefficients

  private mutating func unary() throws(SyntaxFailure) -> Expression {
    guard let operation = unaryOperator() else { return try power() }
    let start = span
    advance()
    let operand = try nested { (parser) throws(SyntaxFailure) in try parser.unary() }
    return try make(.unary(operation, operand), start.union(operand.span))
  }

  private func unaryOperator() -> UnaryOperator? {
    switch kind {
    case .symbol(.minus), .dotted(.minus): .negate
    case .symbol(.plus): .plus
    case .symbol(.not): .not
    case .symbol(.root): .root
    case .dotted(.not): .dottedNot
    case .dotted(.root): .dottedRoot
    default: nil
    }
  }

  private mutating func power() throws(SyntaxFailure) -> Expression {
    let base = try coefficient()
    let operation: BinaryOperator
    switch kind {
    case .symbol(.power): operation = .power
    case .dotted(.power): operation = .dottedPower
    default: return base
    }
    advance()
    let exponent = try nested { (parser) throws(SyntaxFailure) in try parser.unary() }
    // A coefficient binds tighter than a power's exponent, not than its base: 2x^3 = 2(x^3).
    if case .binary(.multiply, let factor, let inner) = base.node,
      base.span.start == factor.span.start, isCoefficient(factor, inner)
    {
      let raised = try make(
        .binary(operation, inner, exponent), inner.span.union(exponent.span))
      return try make(.binary(.multiply, factor, raised), base.span.union(exponent.span))
    }
    return try make(.binary(operation, base, exponent), base.span.union(exponent.span))
  }

  private func isCoefficient(_ factor: Expression, _ inner: Expression) -> Bool {
    guard case .number = factor.node else { return false }
    return factor.span.end == inner.span.start
  }

  /// `2x`, `2(x + 1)`, `2√x`: a number directly before a name, bracket or root.
  private mutating func coefficient() throws(SyntaxFailure) -> Expression {
    guard case .number(let value) = kind else { return try postfix() }
    let place = span
    let number = token
    advance()
    guard token.start == number.end, !token.isSpaced else {
      return try postfix(on: try make(.number(value), place))
    }
    switch kind {
    case .name, .symbol(.openRound), .symbol(.nabla):
      let factor = try postfix()
      return try make(
        .binary(.multiply, try make(.number(value), place), factor), place.union(factor.span))
    case .symbol(.root):
      let root = try unary()
      return try make(
        .binary(.multiply, try make(.number(value), place), root), place.union(root.span))
    default: return try postfix(on: try make(.number(value), place))
    }
  }

  // MARK: Calls, indices, fields, primes

  private mutating func postfix() throws(SyntaxFailure) -> Expression {
    try postfix(on: try primary())
  }

  private mutating func postfix(on start: Expression) throws(SyntaxFailure) -> Expression {
    var base = start
    while true {
      if token.isSpaced, isSpaceSensitive { return base }
      switch kind {
      case .symbol(.openRound):
        guard !token.isSpaced else {
          throw SyntaxFailure(diagnostic: Wording.spaceBeforeBracket(at: span))
        }
        let call = try callArguments()
        base = try make(.call(base, call), base.span.union(previous))
      case .symbol(.openSquare):
        guard !token.isSpaced else {
          throw SyntaxFailure(diagnostic: Wording.spaceBeforeBracket(at: span))
        }
        let indices = try indices()
        base = try make(.index(base, indices), base.span.union(previous))
      case .symbol(.dot): base = try field(base)
      case .symbol(.prime):
        guard !token.isSpaced else { throw leftOut(.character) }
        advance()
        base = try make(.unary(.transpose, base), base.span.union(previous))
      default: return base
      }
    }
  }

  /// The span of the token just consumed.
  var previous: Span {
    var last = index - 1
    while last > 0, tokens[last].kind == .lineBreak { last -= 1 }
    return span(tokens[max(0, last)])
  }

  private mutating func field(_ base: Expression) throws(SyntaxFailure) -> Expression {
    advance()
    if kind == .symbol(.openRound) {
      var call = try callArguments()
      call.isBroadcast = true
      return try make(.call(base, call), base.span.union(previous))
    }
    guard case .name(let name) = kind else { throw unexpected("the name of a field or ‘(’") }
    let place = span
    advance()
    return try make(.field(base, name), base.span.union(place))
  }

  private mutating func indices() throws(SyntaxFailure) -> [Expression] {
    let opener = token
    return try within(spaces: false, lines: true, index: true) { (parser) throws(SyntaxFailure) in
      parser.advance()
      var indices: [Expression] = []
      while parser.kind != .symbol(.closeSquare) {
        indices.append(try parser.oneIndex())
        if !parser.take(.comma) { break }
      }
      guard parser.kind == .symbol(.closeSquare) else {
        throw parser.unclosed(opener, "‘]’")
      }
      parser.ignoresLineBreaks = false
      parser.advance()
      return indices
    }
  }

  private mutating func oneIndex() throws(SyntaxFailure) -> Expression {
    if kind == .symbol(.colon) {
      switch next.kind {
      case .symbol(.comma), .symbol(.closeSquare):
        let place = span
        advance()
        return try make(.everything, place)
      default: throw SyntaxFailure(diagnostic: Wording.halfRange(at: span))
      }
    }
    let value = try expression()
    if kind == .symbol(.colon) { throw SyntaxFailure(diagnostic: Wording.halfRange(at: span)) }
    return value
  }

  func unclosed(_ opener: Token, _ wanted: String) -> SyntaxFailure {
    if isAtEnd {
      return SyntaxFailure(
        diagnostic: Wording.unclosed(describe(opener), wanted, at: span(opener)))
    }
    if case .symbol(let symbol) = kind, let what = leftOutSymbol(symbol) { return leftOut(what) }
    if kind == .symbol(.doubleTimes) { return pythonHabit(.power) }
    return unexpected("‘,’ or " + wanted)
  }

  /// What stands in the round brackets of a call or of a function's parameters.
  mutating func callArguments() throws(SyntaxFailure) -> CallSyntax {
    let opener = token
    return try within(spaces: false, lines: true, index: false) { (parser) throws(SyntaxFailure) in
      parser.advance()
      var call = CallSyntax()
      var isBehindSemicolon = false
      while parser.kind != .symbol(.closeRound) {
        if parser.take(.semicolon) {
          isBehindSemicolon = true
          continue
        }
        try parser.argument(into: &call, isBehindSemicolon)
        if parser.kind == .symbol(.semicolon) { continue }
        if !parser.take(.comma) { break }
      }
      guard parser.kind == .symbol(.closeRound) else { throw parser.unclosed(opener, "‘)’") }
      parser.ignoresLineBreaks = false
      parser.advance()
      return call
    }
  }

  private mutating func argument(
    into call: inout CallSyntax, _ isBehindSemicolon: Bool
  ) throws(SyntaxFailure) {
    if case .name(let name) = kind {
      let place = span
      if next.kind == .symbol(.assign) {
        advance()
        advance()
        call.keywords.append(
          NamedExpression(
            name: Name(text: name, span: place), value: try expression(),
            isBehindSemicolon: isBehindSemicolon))
        return
      }
      if isBehindSemicolon {
        advance()
        call.requiredKeywords.append(Name(text: name, span: place))
        return
      }
    }
    let value = try expression()
    if kind == .symbol(.assign) {
      throw SyntaxFailure(diagnostic: Wording.notAParameter(at: value.span))
    }
    if kind == .keyword(.for) {
      call.arguments.append(try comprehension(value, isGenerator: true))
    } else {
      call.arguments.append(value)
    }
  }
}
