import SourceText

/// A syntax error on its way to the statement that recovers from it.
struct SyntaxFailure: Error {
  var diagnostic: Diagnostic
  /// Whether what is not understood opens a block, which is then passed over up to its `end`.
  var opensBlock = false
}

/// Reads statements by recursive descent; errors are collected statement by statement.
///
///     block      = { statement ( newline | ";" ) }
///     statement  = function | if | for | while | return | macro | assignment | expression
struct Parser {
  let excerpt: Excerpt
  var tokens: [Token]
  var index = 0
  var diagnostics: [Diagnostic]
  /// How deep expressions and blocks are nested at the moment.
  var depth = 0
  /// Inside square brackets, where white space separates.
  var isSpaceSensitive = false
  /// Inside round brackets, where line breaks do not end anything.
  var ignoresLineBreaks = false
  /// Inside an index, where `end` and `:` have a meaning.
  var isIndex = false
  /// Inside the middle of `a ? b : c`, where a colon ends the expression.
  var colonEnds = false

  static let greatestDepth = 100
  static let greatestHeight = 250

  init(_ excerpt: Excerpt, _ range: Range<Int>? = nil) {
    var lexer = Lexer(excerpt, range)
    lexer.run()
    self.excerpt = excerpt
    tokens = lexer.tokens
    diagnostics = lexer.diagnostics
  }

  /// The statements of a whole block.
  static func parse(_ excerpt: Excerpt) -> ([Statement], [Diagnostic]) {
    var parser = Parser(excerpt)
    let statements = parser.statements(until: [])
    return (statements, parser.diagnostics)
  }

  // MARK: Tokens

  var token: Token { tokens[index] }
  var kind: Token.Kind { tokens[index].kind }
  var next: Token { tokens[min(index + 1, tokens.count - 1)] }
  var isAtEnd: Bool { kind == .finish }

  mutating func advance() {
    if index < tokens.count - 1 { index += 1 }
    if ignoresLineBreaks { skipLineBreaks() }
  }

  mutating func skipLineBreaks() {
    while kind == .lineBreak { index += 1 }
  }

  func span(_ token: Token) -> Span { excerpt.span(token.start..<token.end) }
  var span: Span { span(token) }

  mutating func take(_ symbol: Symbol) -> Bool {
    guard kind == .symbol(symbol) else { return false }
    advance()
    return true
  }

  mutating func take(_ keyword: Keyword) -> Bool {
    guard kind == .keyword(keyword) else { return false }
    advance()
    return true
  }

  func unexpected(_ wanted: String) -> SyntaxFailure {
    SyntaxFailure(diagnostic: Wording.unexpected(describe(token), wanted, at: span))
  }

  func leftOut(
    _ what: LeftOut, _ place: Span? = nil, opensBlock: Bool = false
  ) -> SyntaxFailure {
    SyntaxFailure(
      diagnostic: Wording.leftOut(what, at: place ?? span), opensBlock: opensBlock)
  }

  func describe(_ token: Token) -> String {
    switch token.kind {
    case .lineBreak: "the end of the line"
    case .finish: "the end of the block"
    default: "‘" + excerpt[token.start..<token.end].text + "’"
    }
  }

  mutating func expect(_ symbol: Symbol, _ wanted: String) throws(SyntaxFailure) {
    guard take(symbol) else { throw unexpected(wanted) }
  }

  /// Runs a reader one level deeper, with a limit.
  mutating func nested<T>(
    _ read: (inout Parser) throws(SyntaxFailure) -> T
  ) throws(SyntaxFailure) -> T {
    guard depth < Parser.greatestDepth else {
      throw SyntaxFailure(diagnostic: Wording.nestedTooDeeply(at: span))
    }
    depth += 1
    defer { depth -= 1 }
    return try read(&self)
  }

  /// Runs a reader in another context and restores this one.
  mutating func within<T>(
    spaces: Bool, lines: Bool, index isIndex: Bool,
    _ read: (inout Parser) throws(SyntaxFailure) -> T
  ) throws(SyntaxFailure) -> T {
    let saved = (isSpaceSensitive, ignoresLineBreaks, self.isIndex, colonEnds)
    (isSpaceSensitive, ignoresLineBreaks, self.isIndex, colonEnds) = (spaces, lines, isIndex, false)
    defer {
      (isSpaceSensitive, ignoresLineBreaks, self.isIndex, colonEnds) = saved
      if ignoresLineBreaks { skipLineBreaks() }
    }
    if ignoresLineBreaks { skipLineBreaks() }
    return try read(&self)
  }

  func make(_ node: Node, _ span: Span) throws(SyntaxFailure) -> Expression {
    let expression = Expression(node, span)
    guard expression.height <= Parser.greatestHeight else {
      throw SyntaxFailure(diagnostic: Wording.nestedTooDeeply(at: span))
    }
    return expression
  }

  // MARK: Blocks

  /// Statements up to one of the keywords, which is not consumed.
  mutating func statements(until closers: [Keyword]) -> [Statement] {
    var statements: [Statement] = []
    while true {
      while kind == .lineBreak || kind == .symbol(.semicolon) { advance() }
      if isAtEnd { return statements }
      if case .keyword(let keyword) = kind, closers.contains(keyword) { return statements }
      do throws(SyntaxFailure) {
        var statement = try nested { (parser) throws(SyntaxFailure) in try parser.statement() }
        statement.isSilent = kind == .symbol(.semicolon)
        try endOfStatement(closers)
        statements.append(statement)
      } catch {
        if diagnostics.count < 50 { diagnostics.append(error.diagnostic) }
        recover(from: error)
      }
    }
  }

  private func endOfStatement(_ closers: [Keyword]) throws(SyntaxFailure) {
    switch kind {
    case .lineBreak, .finish, .symbol(.semicolon): return
    case .keyword(let keyword) where closers.contains(keyword): return
    case .keyword(.end): throw SyntaxFailure(diagnostic: Wording.strayEnd(at: span))
    case .symbol:
      throw foreign ?? unexpected("the end of the statement")
    default: throw foreign ?? unexpected("an operator or the end of the statement")
    }
  }

  /// What stands here in Julia or Python and has no meaning in this language.
  var foreign: SyntaxFailure? {
    switch kind {
    case .symbol(.doubleTimes): return pythonHabit(.power)
    case .symbol(.plusAssign), .symbol(.minusAssign), .symbol(.timesAssign),
      .symbol(.divideAssign), .symbol(.powerAssign):
      return leftOut(.assignmentInside)
    case .symbol(let symbol): return leftOutSymbol(symbol).map { leftOut($0) }
    case .keyword(.if): return pythonHabit(.choice)
    case .name(let name):
      if let habit = PythonHabit(between: name) { return pythonHabit(habit) }
      if name == "do" { return leftOut(.do, opensBlock: true) }
      if name == "where" || name == "isa" { return LeftOut(rawValue: name).map { leftOut($0) } }
    default: break
    }
    let before = tokens[max(0, index - 1)]
    guard index > 0, case .name(let name) = before.kind, let habit = PythonHabit(before: name)
    else { return nil }
    return SyntaxFailure(
      diagnostic: Wording.python(habit, at: span(before)), opensBlock: habit == .classWord)
  }

  func pythonHabit(_ habit: PythonHabit) -> SyntaxFailure {
    SyntaxFailure(
      diagnostic: Wording.python(habit, at: span),
      opensBlock: habit == .colonBlock || habit == .loopNames)
  }

  /// Goes on behind the line, or behind the `end` of the block that could not be read.
  private mutating func recover(from failure: SyntaxFailure) {
    if failure.opensBlock, let end = endOfBlock {
      index = end + 1
    } else if kind == .keyword(.end) {
      index += 1
    }
    while kind != .lineBreak, !isAtEnd { index += 1 }
  }

  /// The place of the `end` that closes what the line up to here has opened.
  private var endOfBlock: Int? {
    var (depth, brackets) = (1, 0)
    for place in tokens.indices.dropFirst(index) {
      switch tokens[place].kind {
      case .symbol(.openRound), .symbol(.openSquare): brackets += 1
      case .symbol(.closeRound), .symbol(.closeSquare): brackets = max(0, brackets - 1)
      case .keyword(.if), .keyword(.for), .keyword(.while), .keyword(.function), .keyword(.begin):
        // What could not be read opens itself.
        if brackets == 0, place > index { depth += 1 }
      case .keyword(.end) where brackets == 0: depth -= 1
      default: break
      }
      if depth == 0 { return place }
    }
    return nil
  }

  /// The body of a construct and its `end`.
  mutating func body(
    _ opener: Token, until closers: [Keyword] = [.end]
  ) throws(SyntaxFailure) -> [Statement] {
    let saved = (isSpaceSensitive, ignoresLineBreaks, isIndex, colonEnds)
    (isSpaceSensitive, ignoresLineBreaks, isIndex, colonEnds) = (false, false, false, false)
    defer { (isSpaceSensitive, ignoresLineBreaks, isIndex, colonEnds) = saved }
    let inner = statements(until: closers)
    guard !isAtEnd else {
      throw SyntaxFailure(
        diagnostic: Wording.missingEnd(of: describe(opener), at: span(opener)))
    }
    return inner
  }

  mutating func finishBody() { advance() }
}
