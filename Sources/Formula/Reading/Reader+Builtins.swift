import Numerics
import SourceText

/// What a built-in name means.
enum BuiltinName: Hashable, Sendable {
  case function(Builtin)
  /// `\max_k`, or of the arguments given.
  case fold(Term.Fold)
  case chance(Statistic)
  /// One over an elementary function.
  case reciprocal(ElementaryFunction)
  /// The inverse of tanh.
  case areaTangent
  /// The standard deviation.
  case deviation
  /// The covariance over both deviations.
  case correlation
  case distribution

  enum Statistic: Hashable, Sendable {
    case expectation
    case variance
    case covariance
    case probability
  }
}

/// Built-in names, without backslash.
let builtinWords: [String: BuiltinName] = [
  "exp": .function(.elementary(.exp)), "log": .function(.elementary(.log)),
  "ln": .function(.elementary(.log)), "sin": .function(.elementary(.sin)),
  "cos": .function(.elementary(.cos)), "tan": .function(.elementary(.tan)),
  "sinh": .function(.elementary(.sinh)), "cosh": .function(.elementary(.cosh)),
  "tanh": .function(.elementary(.tanh)), "arctan": .function(.elementary(.arctan)),
  "arcsin": .function(.elementary(.arcsin)), "arccos": .function(.elementary(.arccos)),
  "sqrt": .function(.elementary(.sqrt)), "erf": .function(.elementary(.erf)),
  "sign": .function(.sign), "sgn": .function(.sign), "clip": .function(.clip),
  "abs": .function(.absolute), "softmax": .function(.softmax), "tr": .function(.trace),
  "Tr": .function(.trace), "trace": .function(.trace), "det": .function(.determinant),
  "diag": .function(.diagonal), "rank": .function(.rank), "cond": .function(.conditionNumber),
  "floor": .function(.floor), "ceil": .function(.ceiling), "max": .fold(.maximum),
  "min": .fold(.minimum), "arg": .fold(.argumentOfMaximum), "argmax": .fold(.argumentOfMaximum),
  "argmin": .fold(.argumentOfMinimum), "E": .chance(.expectation),
  "Var": .chance(.variance), "var": .chance(.variance), "Cov": .chance(.covariance),
  "Pr": .chance(.probability),
  "cov": .chance(.covariance), "Bernoulli": .distribution, "Std": .deviation, "std": .deviation,
  "Corr": .correlation, "corr": .correlation,
  "sec": .reciprocal(.cos), "csc": .reciprocal(.sin), "cot": .reciprocal(.tan),
  "sech": .reciprocal(.cosh), "csch": .reciprocal(.sinh), "coth": .reciprocal(.tanh),
  "artanh": .areaTangent, "arctanh": .areaTangent, "atanh": .areaTangent,
  "lg": .function(.logarithm), "lb": .function(.logarithm),
]

/// Built-in names that LaTeX has as commands.
let builtinCommands: [String: String] = {
  let names = [
    "exp", "log", "ln", "sin", "cos", "tan", "sinh", "cosh", "tanh", "arctan", "arcsin", "arccos",
    "det", "max", "min", "arg", "argmax", "argmin", "sec", "csc", "cot", "coth", "lg",
    "Pr",
  ]
  var commands: [String: String] = [:]
  for name in names { commands["\\" + name] = name }
  return commands
}()

extension Reader {
  /// A built-in function of arguments, typed.
  mutating func applied(
    _ builtin: Builtin, _ name: String, _ arguments: [Term], at span: Span
  ) throws(Failure) -> Term {
    for argument in arguments { try requireValue(argument) }
    func made(_ shape: Shape) -> Term { Term(.builtin(builtin, arguments), shape, at: span) }
    if case .clip = builtin {
      guard arguments.count == 3 else {
        throw Message.argumentCount(name, takes: 3, given: arguments.count, at: span)
      }
      return made(arguments[0].shape)
    }
    guard arguments.count == 1 else {
      throw Message.argumentCount(name, takes: 1, given: arguments.count, at: span)
    }
    let shape = arguments[0].shape
    switch builtin {
    case .elementary(let function):
      if case .matrix = shape, function == .exp || function == .log {
        throw Message.outside("exponentials and logarithms of matrices", at: span)
      }
      return made(shape == .index ? .scalar : shape)
    case .normalCumulative: return made(shape == .index ? .scalar : shape)
    case .sign, .absolute: return made(shape)
    case .softmax:
      switch shape {
      case .vector, .row: return made(shape)
      case .matrix: throw Message.openLines(name, at: arguments[0].span)
      default: throw Message.expected("a vector", got: text(shape), name, at: arguments[0].span)
      }
    case .diagonal:
      switch shape {
      case .vector(let n), .row(let n): return made(.matrix(n, n))
      case .matrix(let m, let n) where unify(m, n): return made(.vector(m))
      default: break
      }
      throw Message.expected(
        "a vector or square matrix", got: text(shape), name, at: arguments[0].span)
    case .rank:
      guard case .matrix = shape else { break }
      return made(.index)
    case .conditionNumber, .spectralNorm:
      guard case .matrix = shape else { break }
      return made(.scalar)
    case .trace, .determinant, .largestEigenvalue, .smallestEigenvalue, .spectralRadius:
      guard case .matrix(let m, let n) = shape, unify(m, n) else {
        throw Message.expected("a square matrix", got: text(shape), name, at: arguments[0].span)
      }
      return made(.scalar)
    case .floor, .ceiling, .factorial:
      try requireNumber(arguments[0], name)
      return made(.index)
    default: break
    }
    throw Message.expected("a matrix", got: text(shape), name, at: arguments[0].span)
  }

  // MARK: Maximum and minimum

  /// `\max(a, b)`, `\max\{a, b\}`, `\max_k y_k`, `\arg\max_k y_k`.
  mutating func extremum(
    _ fold: Term.Fold, _ name: String, from start: Int
  ) throws(Failure) -> Term {
    let isArgument = fold == .argumentOfMaximum || fold == .argumentOfMinimum
    if next?.kind == .subscript { return try bigOperator(fold, from: start) }
    let arguments: [Term]
    if isAt("(") || isAt("\\{") || isAt("[") {
      arguments = try callArgumentsInBraces(name, from: start)
    } else {
      arguments = [try factor()]
    }
    let whole = span(from: start)
    for argument in arguments { try requireValue(argument) }
    if arguments.count == 1 {
      guard arguments[0].shape.isArray else {
        throw Message.argumentCount(name, takes: 2, given: 1, at: whole)
      }
      let builtin: Builtin
      switch fold {
      case .maximum: builtin = .maximum
      case .minimum: builtin = .minimum
      case .argumentOfMaximum: builtin = .argumentOfMaximum
      default: builtin = .argumentOfMinimum
      }
      return Term(.builtin(builtin, arguments), isArgument ? .index : .scalar, at: whole)
    }
    guard !isArgument else {
      throw Message.argumentCount(name, takes: 1, given: arguments.count, at: whole)
    }
    var shape = Shape.index
    for argument in arguments {
      if argument.shape == .scalar, shape == .index { shape = .scalar }
      guard argument.shape.isArray else { continue }
      if shape.isArray, !unify(shape, argument.shape) {
        throw mismatch("\(name) entry by entry needs equal shapes", arguments[0], argument)
      }
      shape = argument.shape
    }
    return Term(.builtin(fold == .maximum ? .maximum : .minimum, arguments), shape, at: whole)
  }

  private mutating func callArgumentsInBraces(
    _ name: String, from start: Int
  ) throws(Failure) -> [Term] {
    let open = position
    let close = try closing(of: open)
    var arguments: [Term] = []
    let parts = split((open + 1)..<close, at: [","])
    if let list = try dottedList(parts, at: span((open + 1)..<close)) {
      arguments = [list]
    } else {
      for part in parts { arguments.append(try expression(in: part)) }
    }
    position = close + 1
    return arguments
  }

  // MARK: Chance

  mutating func expectation(_ written: Written) throws(Failure) -> Term {
    position = written.start + 1
    return try statistic(.expectation, from: written.start)
  }

  /// `\mathbb{E}[x^2]`, `\operatorname{Var}(x)`, `\operatorname{Cov}(x, y)`.
  mutating func statistic(
    _ statistic: BuiltinName.Statistic, from start: Int
  ) throws(Failure) -> Term {
    var scripts = Written(base: tokens[start].text, start: start)
    try takeScripts(&scripts)
    if statistic == .probability { return try probability(scripts) }
    let name: String
    switch statistic {
    case .expectation: name = "\\mathbb{E}"
    case .variance: name = "Var"
    case .covariance: name = "Cov"
    case .probability: name = "\\Pr"
    }
    var arguments: [Term] = []
    let (argumentStart, isOpen) = (position, !isAt("["))
    if isAt("(") || isAt("[") || isAt("\\{") {
      let close = try closing(of: position)
      for part in split((position + 1)..<close, at: [","]) {
        let bars = tokens[part].filter { $0.isMark("|") && $0.side == .none }
        let given = bars.count % 2 == 1 ? bars.first : nil
        if let bar = given ?? tokens[part].first(where: { $0.isMark("\\mid") }) {
          throw Message.outside("conditional expectations", at: bar.span)
        }
        arguments.append(try expression(in: part))
      }
      position = close + 1
    } else {
      var argument = try factor()
      while let token = next, token.kind == .letter || token.kind == .number {
        argument = try product(argument, try factor(), .juxtaposed)
      }
      arguments = [argument]
    }
    if isOpen { try refuseOpenStatistic(statistic, from: start, argumentStart) }
    if let sub = scripts.sub { try requireMean(of: arguments, over: sub) }
    let whole = span(from: start)
    if statistic == .covariance, (1...2).contains(arguments.count),
      let matrix = try covarianceMatrix(arguments, at: whole)
    {
      guard let sup = scripts.sup else { return matrix }
      return try superscripts(matrix, sup, name: name, from: start)
    }
    let count = statistic == .covariance ? 2 : 1
    guard arguments.count == count else {
      throw Message.argumentCount(name, takes: count, given: arguments.count, at: whole)
    }
    for argument in arguments { try requireValue(argument) }
    var term: Term
    switch statistic {
    case .expectation:
      let shape = arguments[0].shape
      term = Term(.expectation(arguments[0]), shape == .index ? .scalar : shape, at: whole)
    case .variance:
      try requireNumber(arguments[0], name)
      term = Term(.variance(arguments[0]), .scalar, at: whole)
    case .covariance, .probability:
      try requireNumber(arguments[0], name)
      try requireNumber(arguments[1], name)
      term = Term(.covariance(arguments[0], arguments[1]), .scalar, at: whole)
    }
    guard let sup = scripts.sup else { return term }
    term = try superscripts(term, sup, name: name, from: start)
    return term
  }

  /// `\Pr(x > 0)`: the mean of what is 1 where the event happens.
  private mutating func probability(_ scripts: Written) throws(Failure) -> Term {
    guard isAt("(") || isAt("[") || isAt("\\{") else {
      throw Message.missing("an event in brackets", at: here)
    }
    let close = try closing(of: position)
    let inside = (position + 1)..<close
    position = close + 1
    let bars = inside.filter { tokens[$0].isMark("|") && tokens[$0].side == .none }
    let given = bars.count % 2 == 1 ? bars.first : nil
    if let bar = given ?? inside.first(where: { tokens[$0].isMark("\\mid") }) {
      throw Message.outside("conditional probabilities", at: tokens[bar].span)
    }
    guard containsRelation(inside) else {
      throw Message.outside("events without a relation", at: span(inside))
    }
    let event = try within(inside) { reader throws(Failure) in try reader.statement() }
    if let sub = scripts.sub { try requireMean(of: [event], over: sub) }
    let whole = span(from: scripts.start)
    let happens = try indicator(of: event, at: whole)
    guard happens.shape.isNumber else {
      throw Message.expected("an event", got: text(happens.shape), "\\Pr", at: event.span)
    }
    let term = Term(.expectation(happens), .scalar, at: whole)
    guard let sup = scripts.sup else { return term }
    return try superscripts(term, sup, name: "\\Pr", from: scripts.start)
  }

  /// `\operatorname{Cov}(x, y)` of vectors: E[(x − E x)(y − E y)ᵀ]; of one vector with itself.
  private mutating func covarianceMatrix(
    _ arguments: [Term], at span: Span
  ) throws(Failure) -> Term? {
    var centered: [Term] = []
    for argument in arguments {
      guard case .vector = argument.shape else { return nil }
      let mean = Term(.expectation(argument), argument.shape, at: span)
      centered.append(Term(.subtract(argument, mean), argument.shape, at: span))
    }
    guard let first = centered.first, let last = centered.last else { return nil }
    let product = try product(first, try transposed(last, at: span), .juxtaposed)
    return Term(.expectation(product), product.shape, at: span)
  }

  /// What stands behind `\sim`: `N(0, 1)` and `U[a, b]` need no declaration there.
  mutating func distributionBehindSign() throws(Failure) -> Term {
    let names: [String: DistributionName] = [
      "N": .normal, "\\mathcal{N}": .normal, "Normal": .normal, "U": .uniform,
      "\\mathcal{U}": .uniform, "Uniform": .uniform, "Unif": .uniform, "Bernoulli": .bernoulli,
      "Bern": .bernoulli,
    ]
    guard let token = next, let name = names[token.text], scope.symbol(named: token.text) == nil,
      let bracket = self.token(ahead: 1), bracket.isMark("(") || bracket.isMark("[")
    else { return try expression() }
    let start = position
    position += 1
    return try distribution(name, Written(base: token.text, start: start))
  }

  enum DistributionName {
    case normal
    case uniform
    case bernoulli
  }

  /// `\mathcal{N}(0, 1/n)`: mean and variance.
  mutating func distribution(
    _ name: DistributionName, _ written: Written
  ) throws(Failure) -> Term {
    let arguments = try callArguments(of: written.base, from: written.start)
    let whole = span(from: written.start)
    let count = name == .bernoulli ? 1 : 2
    guard arguments.count == count else {
      throw Message.argumentCount(written.base, takes: count, given: arguments.count, at: whole)
    }
    for argument in arguments { try requireValue(argument) }
    switch name {
    case .normal:
      return Term(.distribution(.normal(arguments[0], arguments[1])), .distribution, at: whole)
    case .uniform:
      return Term(.distribution(.uniform(arguments[0], arguments[1])), .distribution, at: whole)
    case .bernoulli:
      return Term(.distribution(.bernoulli(arguments[0])), .distribution, at: whole)
    }
  }

  /// `O(\eta^2)`, `o(\|d\|)`.
  mutating func remainder(_ written: Written) throws(Failure) -> Term {
    let arguments = try callArguments(of: written.base, from: written.start)
    let whole = span(from: written.start)
    guard arguments.count == 1 else {
      throw Message.argumentCount(written.base, takes: 1, given: arguments.count, at: whole)
    }
    try requireNumber(arguments[0], written.base)
    return Term(
      .remainder(written.base == "o" ? .little : .big, arguments[0]), .scalar, at: whole)
  }
}
