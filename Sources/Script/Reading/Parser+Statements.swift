import SourceText

extension Parser {
  mutating func statement() throws(SyntaxFailure) -> Statement {
    let first = token
    let kind = try statementKind()
    let last = tokens[max(0, index - 1)]
    return Statement(kind: kind, span: excerpt.span(first.start..<max(first.end, last.end)))
  }

  private mutating func statementKind() throws(SyntaxFailure) -> Statement.Kind {
    switch kind {
    case .keyword(.function): return try longFunction()
    case .keyword(.if): return try branch()
    case .keyword(.for): return try forLoop()
    case .keyword(.while): return try whileLoop()
    case .keyword(.break):
      advance()
      return .breakLoop
    case .keyword(.continue):
      advance()
      return .continueLoop
    case .keyword(.return):
      advance()
      return .returnValue(isEndOfLine ? nil : try expressionOrTuple())
    case .keyword(.end), .keyword(.else), .keyword(.elseif):
      throw SyntaxFailure(diagnostic: Wording.strayEnd(at: span))
    case .macro(let name): return try macro(name)
    case .name(let name):
      if let what = leftOutWord(name) { throw leftOut(what, opensBlock: what.opensBlock) }
      if name == "def" { throw pythonHabit(.def) }
      return try simple()
    default: return try simple()
    }
  }

  private var isEndOfLine: Bool {
    switch kind {
    case .lineBreak, .finish, .symbol(.semicolon), .keyword(.end): true
    default: false
    }
  }

  /// Words that open a construct of Julia's that is left out, if something follows them.
  private func leftOutWord(_ name: String) -> LeftOut? {
    let isAlone = if case .name = next.kind { false } else { true }
    guard let what = LeftOut(rawValue: name), what.isWord else { return nil }
    return isAlone && ![.try, .quote, .let].contains(what) ? nil : what
  }

  // MARK: Assignment

  private mutating func simple() throws(SyntaxFailure) -> Statement.Kind {
    let left = try expressionOrTuple()
    switch kind {
    case .symbol(.assign): return try assignment(left)
    case .symbol(.plusAssign): return try update(left, .add)
    case .symbol(.minusAssign): return try update(left, .subtract)
    case .symbol(.timesAssign): return try update(left, .multiply)
    case .symbol(.divideAssign): return try update(left, .divide)
    case .symbol(.powerAssign): return try update(left, .power)
    case .dotted(.assign): return try fill(left, nil)
    case .dotted(.plusAssign): return try fill(left, .dottedAdd)
    case .dotted(.minusAssign): return try fill(left, .dottedSubtract)
    case .dotted(.timesAssign): return try fill(left, .dottedMultiply)
    case .dotted(.divideAssign): return try fill(left, .dottedDivide)
    case .dotted(.powerAssign): return try fill(left, .dottedPower)
    case .symbol(.increment): throw leftOut(.increment)
    default: return .expression(left)
    }
  }

  private mutating func rightSide() throws(SyntaxFailure) -> Expression {
    advance()
    skipLineBreaks()
    let value = try expressionOrTuple()
    if kind == .symbol(.assign) { throw leftOut(.chainedAssignment) }
    return value
  }

  private mutating func assignment(_ left: Expression) throws(SyntaxFailure) -> Statement.Kind {
    if case .call(let callee, let call) = left.node, case .name(let name) = callee.node,
      !call.isBroadcast
    {
      return try shortFunction(Name(text: name, span: callee.span), call, left.span)
    }
    if case .index(let base, let indices) = left.node {
      return .assignElement(base, indices, nil, isBroadcast: false, try rightSide())
    }
    let target = try pattern(left)
    return .assign(target, try rightSide())
  }

  /// The names on the left of an assignment.
  func pattern(_ left: Expression) throws(SyntaxFailure) -> Pattern {
    switch left.node {
    case .name(let name):
      return Pattern(names: [Name(text: name, span: left.span)], isTuple: false)
    case .tuple(let items):
      var names: [Name] = []
      for item in items {
        guard case .name(let name) = item.node else {
          throw SyntaxFailure(diagnostic: Wording.notAssignable(at: item.span))
        }
        names.append(Name(text: name, span: item.span))
      }
      return Pattern(names: names, isTuple: true)
    case .field: throw SyntaxFailure(diagnostic: Wording.leftOut(.fieldAssignment, at: left.span))
    default: throw SyntaxFailure(diagnostic: Wording.notAssignable(at: left.span))
    }
  }

  private mutating func update(
    _ left: Expression, _ operation: BinaryOperator
  ) throws(SyntaxFailure) -> Statement.Kind {
    switch left.node {
    case .name(let name):
      return .update(Name(text: name, span: left.span), operation, try rightSide())
    case .index(let base, let indices):
      return .assignElement(base, indices, operation, isBroadcast: false, try rightSide())
    default: throw SyntaxFailure(diagnostic: Wording.notAssignable(at: left.span))
    }
  }

  private mutating func fill(
    _ left: Expression, _ operation: BinaryOperator?
  ) throws(SyntaxFailure) -> Statement.Kind {
    switch left.node {
    case .name(let name):
      return .fill(Name(text: name, span: left.span), operation, try rightSide())
    case .index(let base, let indices):
      return .assignElement(base, indices, operation, isBroadcast: true, try rightSide())
    default: throw SyntaxFailure(diagnostic: Wording.notAssignable(at: left.span))
    }
  }

  // MARK: Functions

  private mutating func shortFunction(
    _ name: Name, _ call: CallSyntax, _ span: Span
  ) throws(SyntaxFailure) -> Statement.Kind {
    let (parameters, keywords) = try parameters(call)
    advance()
    skipLineBreaks()
    let body = try expressionOrTuple()
    let statement = Statement(kind: .expression(body), span: body.span)
    return .function(
      FunctionSyntax(
        name: name, parameters: parameters, keywords: keywords, body: [statement],
        span: span.union(body.span)))
  }

  private mutating func longFunction() throws(SyntaxFailure) -> Statement.Kind {
    let opener = token
    advance()
    guard case .name(let text) = kind else { throw unexpected("the function's name") }
    let name = Name(text: text, span: span)
    advance()
    guard kind == .symbol(.openRound) else { throw unexpected("‘(’ and the parameters") }
    let call = try callArguments()
    let (parameters, keywords) = try parameters(call)
    if kind == .symbol(.doubleColon) { throw leftOut(.typeAnnotation) }
    let body = try body(opener)
    finishBody()
    return .function(
      FunctionSyntax(
        name: name, parameters: parameters, keywords: keywords, body: body, span: span(opener)))
  }

  /// Reads what stood between the brackets as parameters.
  func parameters(
    _ call: CallSyntax
  ) throws(SyntaxFailure) -> ([ParameterSyntax], [ParameterSyntax]) {
    var positional: [ParameterSyntax] = []
    for argument in call.arguments {
      guard case .name(let name) = argument.node else {
        throw SyntaxFailure(diagnostic: Wording.notAParameter(at: argument.span))
      }
      positional.append(
        ParameterSyntax(name: Name(text: name, span: argument.span), standard: nil))
    }
    var keywords: [ParameterSyntax] = []
    for keyword in call.keywords {
      let parameter = ParameterSyntax(name: keyword.name, standard: keyword.value)
      if keyword.isBehindSemicolon {
        keywords.append(parameter)
      } else {
        positional.append(parameter)
      }
    }
    for name in call.requiredKeywords {
      keywords.append(ParameterSyntax(name: name, standard: nil))
    }
    return (positional, keywords)
  }

  // MARK: Control

  private mutating func branch() throws(SyntaxFailure) -> Statement.Kind {
    let opener = token
    var branches: [(condition: Expression, body: [Statement])] = []
    var otherwise: [Statement] = []
    repeat {
      advance()
      let condition = try expression()
      if kind == .symbol(.colon) { throw pythonHabit(.colonBlock) }
      branches.append((condition, try body(opener, until: [.elseif, .else, .end])))
    } while kind == .keyword(.elseif)
    if take(.else) {
      if kind == .keyword(.if) {
        throw SyntaxFailure(diagnostic: Wording.elseIf(at: span), opensBlock: true)
      }
      otherwise = try body(opener)
    }
    finishBody()
    return .branch(branches, otherwise: otherwise)
  }

  private mutating func forLoop() throws(SyntaxFailure) -> Statement.Kind {
    let opener = token
    advance()
    if case .name = kind, next.kind == .symbol(.comma) {
      advance()
      throw pythonHabit(.loopNames)
    }
    let clauses = try forClauses(isNested: false)
    if kind == .symbol(.colon) { throw pythonHabit(.colonBlock) }
    let body = try body(opener)
    finishBody()
    return .forEach(clauses, body)
  }

  /// `a in xs, b in ys`, behind `for`.
  mutating func forClauses(isNested: Bool) throws(SyntaxFailure) -> [Comprehension.Clause] {
    var clauses: [Comprehension.Clause] = []
    repeat {
      let target = try loopTarget()
      guard take(.assign) || take(.in) || take(.element) else { throw unexpected("‘in’") }
      clauses.append(
        Comprehension.Clause(
          target: target, values: try expression(), isNested: isNested && clauses.isEmpty))
    } while take(.comma)
    return clauses
  }

  private mutating func loopTarget() throws(SyntaxFailure) -> Pattern {
    if kind == .symbol(.openRound) { return try pattern(primary()) }
    guard case .name(let name) = kind else { throw unexpected("a name") }
    let place = span
    advance()
    return Pattern(names: [Name(text: name, span: place)], isTuple: false)
  }

  private mutating func whileLoop() throws(SyntaxFailure) -> Statement.Kind {
    let opener = token
    advance()
    let condition = try expression()
    if kind == .symbol(.colon) { throw pythonHabit(.colonBlock) }
    let body = try body(opener)
    finishBody()
    return .whileTrue(condition, body)
  }

  // MARK: Macros

  private mutating func macro(_ name: String) throws(SyntaxFailure) -> Statement.Kind {
    let opener = token
    switch name {
    case "check", "bound":
      advance()
      let condition = try expression()
      return .check(
        CheckSyntax(condition: condition, options: try macroOptions(), isBound: name == "bound"))
    case "forall":
      advance()
      let target = try loopTarget()
      guard take(.assign) || take(.in) || take(.element) else { throw unexpected("‘=’") }
      let generator = try expression()
      let options = try macroOptions()
      guard take(.begin) else { throw unexpected("‘begin’") }
      let body = try body(opener)
      finishBody()
      return .forAll(
        ForAllSyntax(target: target, generator: generator, options: options, body: body))
    case ".": throw leftOut(.dottedMacro)
    default: throw SyntaxFailure(diagnostic: Wording.unknownMacro(name, at: span))
    }
  }

  /// `atol = 1e-9 rtol = 0`, with or without commas.
  private mutating func macroOptions() throws(SyntaxFailure) -> [NamedExpression] {
    var options: [NamedExpression] = []
    _ = take(.comma)
    while case .name(let name) = kind, next.kind == .symbol(.assign) {
      let place = span
      advance()
      advance()
      options.append(
        NamedExpression(name: Name(text: name, span: place), value: try expression()))
      _ = take(.comma)
    }
    return options
  }
}
