import SourceText

/// An expression with its place and the height of its tree.
struct Expression: Sendable {
  let node: Node
  let span: Span
  /// The longest way down to a leaf; the parser bounds it, so walking a tree is safe.
  let height: Int

  init(_ node: Node, _ span: Span) {
    self.node = node
    self.span = span
    var tallest = 0
    for child in node.children { tallest = max(tallest, child.height) }
    height = tallest + 1
  }
}

/// What an expression is.
indirect enum Node: Sendable {
  case number(Double)
  case boolean(Bool)
  case text([TextPiece])
  case name(String)
  /// `end` inside an index.
  case lastIndex
  /// `:` alone inside an index.
  case everything
  case range(Expression, step: Expression?, Expression)
  /// `a..b`.
  case interval(Expression, Expression)
  case vector([Expression])
  case matrix([[Expression]])
  case comprehension(Comprehension)
  case tuple([Expression])
  case record([NamedExpression])
  case lambda(FunctionSyntax)
  case call(Expression, CallSyntax)
  case index(Expression, [Expression])
  case field(Expression, String)
  case unary(UnaryOperator, Expression)
  case binary(BinaryOperator, Expression, Expression)
  case comparison([Expression], [ComparisonOperator])
  case and(Expression, Expression)
  case or(Expression, Expression)
  case conditional(Expression, Expression, Expression)
  case block([Statement])

  /// The expressions directly below, those inside statements excepted.
  var children: [Expression] {
    switch self {
    case .number, .boolean, .name, .lastIndex, .everything, .block: []
    case .text(let pieces): pieces.compactMap { $0.expression }
    case .range(let first, let step, let last):
      if let step { [first, step, last] } else { [first, last] }
    case .interval(let left, let right), .binary(_, let left, let right), .and(let left, let right),
      .or(let left, let right):
      [left, right]
    case .vector(let items), .tuple(let items), .comparison(let items, _): items
    case .matrix(let rows): rows.flatMap { $0 }
    case .comprehension(let comprehension): comprehension.children
    case .record(let fields): fields.map { $0.value }
    case .lambda(let function): function.children
    case .call(let callee, let call):
      [callee] + call.arguments + call.keywords.map { $0.value }
    case .index(let base, let indices): [base] + indices
    case .field(let base, _): [base]
    case .unary(_, let operand): [operand]
    case .conditional(let condition, let yes, let no): [condition, yes, no]
    }
  }
}

/// A stretch of a string: literal text or an interpolated expression.
enum TextPiece: Sendable {
  case literal(String)
  case interpolation(Expression)

  var expression: Expression? {
    if case .interpolation(let expression) = self { expression } else { nil }
  }
}

/// `name = value` in a call or a record.
struct NamedExpression: Sendable {
  let name: Name
  let value: Expression
  /// Where the difference matters, in a function's head: `f(x; k = 1)` against `f(x, k = 1)`.
  var isBehindSemicolon = false
}

/// A name with its place.
struct Name: Sendable {
  let text: String
  let span: Span
}

/// What stands in the brackets of a call.
struct CallSyntax: Sendable {
  var arguments: [Expression] = []
  var keywords: [NamedExpression] = []
  /// In a function's head, `f(x; k)`; in a call, short for `k = k`.
  var requiredKeywords: [Name] = []
  /// `f.(x)`.
  var isBroadcast = false
}

/// `[body for a in xs, b in ys if filter]`.
struct Comprehension: Sendable {
  let body: Expression
  let clauses: [Clause]
  let filter: Expression?
  /// Without square brackets, as the argument of a call.
  let isGenerator: Bool

  struct Clause: Sendable {
    let target: Pattern
    let values: Expression
    /// Introduced by a `for` of its own: the result is flat, not a matrix.
    let isNested: Bool
  }

  var children: [Expression] {
    [body] + clauses.map { $0.values } + (filter.map { [$0] } ?? [])
  }
}

/// One name or several that take a tuple apart.
struct Pattern: Sendable {
  let names: [Name]
  let isTuple: Bool
  var span: Span { names.first.map { $0.span } ?? Span(.main, 0, 0) }
}

/// A function as written: parameters, keywords with defaults, body.
struct FunctionSyntax: Sendable {
  let name: Name?
  let parameters: [ParameterSyntax]
  let keywords: [ParameterSyntax]
  let body: [Statement]
  let span: Span

  var children: [Expression] {
    (parameters + keywords).compactMap { $0.standard }
  }
}

/// A parameter with the value it has when none is given.
struct ParameterSyntax: Sendable {
  let name: Name
  let standard: Expression?
}

/// A statement with its place.
struct Statement: Sendable {
  let kind: Kind
  let span: Span
  /// Ends in `;`: its value is not shown.
  var isSilent = false

  indirect enum Kind: Sendable {
    case expression(Expression)
    case assign(Pattern, Expression)
    /// `x += e`, `x .+= e`.
    case update(Name, BinaryOperator, Expression)
    /// `x[i] = e`, `x[i] += e`, `x[i] .= e`.
    case assignElement(Expression, [Expression], BinaryOperator?, isBroadcast: Bool, Expression)
    /// `x .= e` and `x .+= e`: changes the array itself.
    case fill(Name, BinaryOperator?, Expression)
    case function(FunctionSyntax)
    case branch([(condition: Expression, body: [Statement])], otherwise: [Statement])
    case forEach([Comprehension.Clause], [Statement])
    case whileTrue(Expression, [Statement])
    case breakLoop
    case continueLoop
    case returnValue(Expression?)
    case check(CheckSyntax)
    case forAll(ForAllSyntax)
  }
}

/// `@check condition`, `@check a ≈ b atol = e`, `@bound a ≤ b`.
struct CheckSyntax: Sendable {
  let condition: Expression
  let options: [NamedExpression]
  let isBound: Bool
}

/// `@forall (X, w) = generator begin … end`.
struct ForAllSyntax: Sendable {
  let target: Pattern
  let generator: Expression
  let options: [NamedExpression]
  let body: [Statement]
}
