import SourceText

extension Parser {
  /// Literals, names, brackets, and what begins with a keyword.
  mutating func primary() throws(SyntaxFailure) -> Expression {
    let place = span
    switch kind {
    case .number(let value):
      advance()
      return try make(.number(value), place)
    case .text(let pieces):
      advance()
      return try make(.text(try text(pieces)), place)
    case .name(let name):
      advance()
      return try make(.name(name), place)
    case .keyword(let keyword): return try word(keyword, place)
    case .symbol(.openRound): return try round()
    case .symbol(.openSquare): return try square()
    case .symbol(.nabla):
      advance()
      let operand = try primary()
      return try make(.unary(.nabla, operand), place.union(operand.span))
    case .symbol(.minus), .symbol(.plus), .symbol(.not), .symbol(.root):
      throw unexpected("a value (put the sign and its value in brackets)")
    case .symbol(.prime): throw leftOut(.character)
    case .symbol(.openCurly): throw leftOut(.curly)
    case .symbol(.colon): throw leftOut(.symbolLiteral)
    case .symbol(.doubleTimes): throw pythonHabit(.power)
    case .macro("."): throw leftOut(.dottedMacro)
    case .macro(let name):
      throw SyntaxFailure(diagnostic: Wording.macroInside(name, at: span))
    case .symbol(let symbol):
      if let what = leftOutSymbol(symbol) { throw leftOut(what) }
      throw unexpected("a value")
    default: throw unexpected("a value")
    }
  }

  private mutating func word(
    _ keyword: Keyword, _ place: Span
  ) throws(SyntaxFailure) -> Expression {
    switch keyword {
    case .true, .false:
      advance()
      return try make(.boolean(keyword == .true), place)
    case .end where isIndex:
      advance()
      return try make(.lastIndex, place)
    case .begin where isIndex: throw leftOut(.beginAsIndex)
    case .begin:
      let opener = token
      advance()
      let statements = try body(opener)
      finishBody()
      return try make(.block(statements), place.union(previous))
    case .function, .if, .for, .while:
      if keyword == .if {
        let statement = try nested { (parser) throws(SyntaxFailure) in try parser.statement() }
        return try make(.block([statement]), statement.span)
      }
      if keyword == .function, next.kind == .symbol(.openRound) {
        throw leftOut(.anonymousFunction, opensBlock: true)
      }
      throw leftOut(.statementAsValue, opensBlock: true)
    default: throw unexpected("a value")
    }
  }

  private mutating func text(_ pieces: [Token.Piece]) throws(SyntaxFailure) -> [TextPiece] {
    var read: [TextPiece] = []
    for piece in pieces {
      switch piece {
      case .literal(let text): read.append(.literal(text))
      case .code(let range):
        read.append(.interpolation(try interpolation(range)))
      }
    }
    return read
  }

  private mutating func interpolation(_ range: Range<Int>) throws(SyntaxFailure) -> Expression {
    var inner = Parser(excerpt, range)
    inner.depth = depth + 1
    do throws(SyntaxFailure) {
      let expression = try inner.expression()
      guard inner.isAtEnd else { throw inner.unexpected("the end of the interpolation") }
      diagnostics.append(contentsOf: inner.diagnostics)
      return expression
    } catch {
      var failure = error
      failure.diagnostic.notes.append(Wording.codeInString)
      throw failure
    }
  }

  // MARK: Round brackets

  /// `(e)`, `(a, b)`, `(a = 1, b = 2)`, `()`, `(a, b) -> …` (the arrow is read outside).
  private mutating func round() throws(SyntaxFailure) -> Expression {
    let opener = token
    let inner = try within(spaces: false, lines: true, index: isIndex) {
      (parser) throws(SyntaxFailure) -> Node in
      parser.advance()
      let node = try parser.roundContent()
      guard parser.kind == .symbol(.closeRound) else { throw parser.unclosed(opener, "‘)’") }
      parser.ignoresLineBreaks = false
      parser.advance()
      return node
    }
    return try make(inner, span(opener).union(previous))
  }

  private mutating func roundContent() throws(SyntaxFailure) -> Node {
    if kind == .symbol(.closeRound) { return .tuple([]) }
    let place = span
    let isRecord = take(.semicolon)
    if case .name = kind, next.kind == .symbol(.assign) {
      let fields = try fields()
      let isAssignment = fields.count == 1 && !isRecord && tokens[index - 1].kind != .symbol(.comma)
      if isAssignment, kind == .symbol(.closeRound) {
        throw leftOut(.assignmentInside, place.union(fields[0].value.span))
      }
      return .record(fields)
    }
    if isRecord { throw leftOut(.namesOfFields, place) }
    let first = try expression()
    if kind == .keyword(.for) { return try comprehension(first, isGenerator: true).node }
    guard kind == .symbol(.comma) else { return .tupleOrInner(first) }
    var items = [first]
    while take(.comma), kind != .symbol(.closeRound) { items.append(try expression()) }
    return .tuple(items)
  }

  private mutating func fields() throws(SyntaxFailure) -> [NamedExpression] {
    var fields: [NamedExpression] = []
    while case .name(let name) = kind {
      let place = span
      advance()
      try expect(.assign, "‘=’ and the field's value")
      fields.append(
        NamedExpression(name: Name(text: name, span: place), value: try expression()))
      if !take(.comma) { break }
    }
    return fields
  }

  // MARK: Square brackets

  /// `[a, b]`, `[a b; c d]`, `[e for x in xs if c]`.
  private mutating func square() throws(SyntaxFailure) -> Expression {
    let opener = token
    let node = try within(spaces: true, lines: false, index: false) {
      (parser) throws(SyntaxFailure) -> Node in
      parser.advance()
      parser.skipLineBreaks()
      let node = try parser.squareContent(opener)
      parser.skipLineBreaks()
      guard parser.kind == .symbol(.closeSquare) else { throw parser.unclosed(opener, "‘]’") }
      return node
    }
    advance()
    return try make(node, span(opener).union(previous))
  }

  private mutating func squareContent(_ opener: Token) throws(SyntaxFailure) -> Node {
    if kind == .symbol(.closeSquare) { return .vector([]) }
    let first = try expression()
    if lineBreaksThenFor { skipLineBreaks() }
    if kind == .keyword(.for) { return try comprehension(first, isGenerator: false).node }
    if kind == .symbol(.comma) { return .vector(try commaList(first)) }
    var rows: [[Expression]] = [[first]]
    var hasSpaces = false
    while kind != .symbol(.closeSquare) {
      switch kind {
      case .finish: throw unclosed(opener, "‘]’")
      case .symbol(.semicolon), .lineBreak:
        while kind == .symbol(.semicolon) || kind == .lineBreak { advance() }
        if kind == .symbol(.closeSquare) { break }
        rows.append([try expression()])
      case .symbol(.comma): throw SyntaxFailure(diagnostic: Wording.commaInMatrix(at: span))
      default:
        guard token.isSpaced else { throw unclosed(opener, "‘]’") }
        hasSpaces = true
        rows[rows.count - 1].append(try expression())
      }
    }
    // `[a; b]` stacks as `vcat` does; `[a]` is a vector of one value.
    if rows.count == 1, !hasSpaces { return .vector(rows[0]) }
    return .matrix(rows)
  }

  private var lineBreaksThenFor: Bool {
    var ahead = index
    while tokens[ahead].kind == .lineBreak { ahead += 1 }
    return tokens[ahead].kind == .keyword(.for)
  }

  private mutating func commaList(_ first: Expression) throws(SyntaxFailure) -> [Expression] {
    var items = [first]
    while kind == .symbol(.comma) {
      advance()
      skipLineBreaks()
      if kind == .symbol(.closeSquare) { break }
      items.append(try expression())
      if case .lineBreak = kind { skipLineBreaks() }
    }
    if kind == .symbol(.semicolon) {
      throw SyntaxFailure(diagnostic: Wording.commaInMatrix(at: span))
    }
    return items
  }

  /// `for a in xs, b in ys if c`, behind the body.
  mutating func comprehension(
    _ body: Expression, isGenerator: Bool
  ) throws(SyntaxFailure) -> Expression {
    var clauses: [Comprehension.Clause] = []
    var filter: Expression?
    while kind == .keyword(.for) {
      advance()
      let more = try within(spaces: false, lines: true, index: false) {
        (parser) throws(SyntaxFailure) in
        try parser.forClauses(isNested: !clauses.isEmpty)
      }
      clauses.append(contentsOf: more)
      skipLineBreaks()
    }
    if kind == .keyword(.if) {
      advance()
      filter = try within(spaces: false, lines: true, index: false) {
        (parser) throws(SyntaxFailure) in
        try parser.expression()
      }
    }
    let value = Comprehension(
      body: body, clauses: clauses, filter: filter, isGenerator: isGenerator)
    return try make(.comprehension(value), body.span.union(previous))
  }
}

extension Node {
  /// Round brackets around one expression only group.
  fileprivate static func tupleOrInner(_ inner: Expression) -> Node { inner.node }
}
