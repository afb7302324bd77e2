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
    guard kind == .symbol(.colon), !colonEnds, !colonClosesIndex else {
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
    case .doubleColon, .subtype: .typeAnnotation
    case .fraction: .fraction
    case .identity: .identity
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
}
