import SourceText

// What stands behind a value: calls, indices, fields, primes.
extension Parser {
  mutating func postfix() throws(SyntaxFailure) -> Expression {
    try postfix(on: try primary())
  }

  mutating func postfix(on start: Expression) throws(SyntaxFailure) -> Expression {
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

  mutating func field(_ base: Expression) throws(SyntaxFailure) -> Expression {
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

  mutating func indices() throws(SyntaxFailure) -> [Expression] {
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

  mutating func oneIndex() throws(SyntaxFailure) -> Expression {
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
    return foreign ?? unexpected("‘,’ or " + wanted)
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

  mutating func argument(
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
