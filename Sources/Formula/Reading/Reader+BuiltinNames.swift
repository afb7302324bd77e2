import Numerics
import SourceText

/// Names that mean something although nobody declared them, and the arguments of built-in
/// functions.
extension Reader {
  /// A name that means something although nobody declared it.
  mutating func builtinName(_ written: Written) throws(Failure) -> Term? {
    let span = span(from: written.start)
    let sub = written.sub.map { canonical(tokens[$0]) }
    switch written.base {
    case "e" where written.sub == nil && written.primes == 0:
      return try scripted(Term(.constant(.e), .scalar, at: span), written, name: "e")
    case "e", "\\mathbf{e}", "\\vec{e}", "\\hat{e}", "\\tilde{e}":
      return try basisVector(written)
    case "\\pi" where written.sub == nil && written.primes == 0:
      return try scripted(Term(.constant(.pi), .scalar, at: span), written, name: "\\pi")
    case "I", "\\mathbf{I}", "\\mathbb{I}":
      if written.base == "\\mathbb{I}", startsCondition { return try indicator(written) }
      return try identity(written)
    case "\\mathbf{1}", "\\mathbb{1}":
      if sub == nil, startsCondition { return try indicator(written) }
      if let range = written.sub, containsRelation(unbraced(range)) {
        return try indicator(written)
      }
      return try constantVector(.ones, written)
    case "\\mathbf{0}": return try constantVector(.zeros, written)
    case "\\delta" where written.sub != nil && written.sup == nil && written.primes == 0:
      return try kronecker(written)
    case "\\lambda" where sub == "\\max" || sub == "max" || sub == "\\min" || sub == "min":
      let kind: Builtin =
        sub == "\\max" || sub == "max" ? .largestEigenvalue : .smallestEigenvalue
      return try scripted(
        try ofMatrix(kind, "\\lambda", from: written.start), without(written), name: "\\lambda")
    case "\\rho" where sub == nil && isAt("("):
      return try ofMatrix(.spectralRadius, "\\rho", from: written.start)
    case "\\kappa" where sub == nil && isAt("("):
      return try ofMatrix(.conditionNumber, "\\kappa", from: written.start)
    case "O" where isAt("("), "\\mathcal{O}" where isAt("("), "o" where isAt("("):
      return try remainder(written)
    case "\\mathbb{E}": return try expectation(written)
    case "E" where isUpright(written) && (isAt("[") || isAt("(")): return try expectation(written)
    case "\\mathbb{V}":
      position = written.start + 1
      return try statistic(.variance, from: written.start)
    case "P" where startsCondition, "\\mathbb{P}":
      position = written.start + 1
      return try statistic(.probability, from: written.start)
    case "\\mathcal{N}" where isAt("("): return try distribution(.normal, written)
    case "U" where isAt("("), "\\mathcal{U}" where isAt("("):
      return try distribution(.uniform, written)
    case "D" where written.sup == nil: return try directional(written)
    case "H" where written.sub != nil, "J" where written.sub != nil:
      return try hessianOrJacobian(written)
    case "\\Delta": return try laplacian(written)
    case "\\Phi" where isAt("("):
      let arguments = try callArguments(of: "\\Phi", from: written.start)
      let whole = self.span(from: written.start)
      var rest = written
      rest.primes = 0
      guard written.primes > 0 else {
        let term = try applied(.normalCumulative, "\\Phi", arguments, at: whole)
        return try scripted(term, rest, name: "\\Phi")
      }
      let symbol = try primed(.normalCumulative, "Phi", at: whole)
      let derived = try applied(
        FunctionReference(symbol: symbol, order: written.primes), arguments, at: whole)
      return try scripted(derived, rest, name: "\\Phi")
    default: break
    }
    guard builtinWords[written.base] != nil, tokens[written.start].kind != .letter else {
      return nil
    }
    position = written.start
    return try function(named: written.base)
  }

  /// `\mathrm{E}`, whose token is longer than its letter.
  private func isUpright(_ written: Written) -> Bool {
    let span = tokens[written.start].span
    return span.end - span.start > 1
  }

  private func without(_ written: Written) -> Written {
    var rest = written
    rest.sub = nil
    return rest
  }

  private var startsCondition: Bool {
    guard isAt("[") || isAt("\\{") || isAt("("), let close = try? closing(of: position) else {
      return false
    }
    return containsRelation((position + 1)..<close)
  }

  private mutating func indicator(_ written: Written) throws(Failure) -> Term {
    let range: Range<Int>
    if let sub = written.sub {
      range = sub
    } else {
      let close = try closing(of: position)
      range = (position + 1)..<close
      position = close + 1
    }
    let condition = try within(unbraced(range)) { reader throws(Failure) in try reader.statement() }
    return try indicator(of: condition, at: span(from: written.start))
  }

  /// `1_{x > 0}`.
  mutating func numberedIndicator(_ token: Token, from start: Int) throws(Failure) -> Term? {
    guard token.text == "1", next?.kind == .subscript, position + 1 < end,
      containsRelation(
        groupRange(position + 1).isEmpty ? position..<position : unbraced(groupRange(position + 1)))
    else { return nil }
    var written = Written(base: "\\mathbf{1}", start: start)
    try takeScripts(&written)
    return try indicator(written)
  }

  private func unbraced(_ range: Range<Int>) -> Range<Int> {
    let isBraced = tokens[range.lowerBound].isMark("\\{") || tokens[range.lowerBound].isMark("[")
    return isBraced && range.count > 2
      ? (range.lowerBound + 1)..<(range.upperBound - 1) : range
  }

  private mutating func kronecker(_ written: Written) throws(Failure) -> Term? {
    guard let sub = written.sub else { return nil }
    let saved = self
    guard let items = try? indexItems(sub, counts: [2], of: .index, name: "\\delta") else {
      self = saved
      return nil
    }
    let whole = span(from: written.start)
    let equal = Term(.relation(.equal, items[0], items[1]), .truth, at: whole)
    return Term(.indicator(equal), .index, at: whole)
  }

  private mutating func identity(_ written: Written) throws(Failure) -> Term {
    let size: Extent
    if let sub = written.sub {
      if isEntryPlace(sub), let entry = try kronecker(written) { return entry }
      let term = try indexTerm(sub)
      guard let given = extent(of: term) else {
        throw Message.notAnIndex(text(term.shape), at: term.span)
      }
      size = given
    } else {
      size = unknownSize()
    }
    let term = Term(.identity, .matrix(size, size), at: span(from: written.start))
    return try scripted(term, without(written), name: "I")
  }

  /// `ij` of `I_{ij}`: two indices, no size.
  private func isEntryPlace(_ sub: Range<Int>) -> Bool {
    let parts = split(sub, at: [","])
    if parts.count == 2 { return true }
    return sub.count == 2
      && sub.allSatisfy { tokens[$0].kind == .letter && isIndexVariable(tokens[$0].text) }
  }

  private mutating func constantVector(
    _ node: Term.Node, _ written: Written
  ) throws(Failure) -> Term {
    let size: Extent
    if let sub = written.sub, let given = extent(of: try indexTerm(sub)) {
      size = given
    } else {
      size = unknownSize()
    }
    let term = Term(node, .vector(size), at: span(from: written.start))
    return try scripted(term, without(written), name: written.base)
  }

  private mutating func ofMatrix(
    _ builtin: Builtin, _ name: String, from start: Int
  ) throws(Failure) -> Term {
    let arguments = try callArguments(of: name, from: start)
    return try applied(builtin, name, arguments, at: span(from: start))
  }

  /// A function by its name, `\log` or `\operatorname{softmax}`, at the position.
  mutating func function(named name: String) throws(Failure) -> Term {
    let start = position
    position += 1
    guard var builtin = builtinWords[name] else {
      throw Message.unknownMacro("\\" + name, near: nil, at: span(from: start))
    }
    if name == "arg" {
      guard isAt("\\max") || isAt("\\min") else {
        throw Message.missing("\\max or \\min", at: here)
      }
      builtin = isAt("\\max") ? .fold(.argumentOfMaximum) : .fold(.argumentOfMinimum)
      position += 1
    }
    switch builtin {
    case .chance(let statistic): return try self.statistic(statistic, from: start)
    case .fold(let fold): return try extremum(fold, name, from: start)
    case .distribution: return try distribution(.bernoulli, Written(base: name, start: start))
    case .function(let builtin): return try call(of: builtin, name, from: start)
    case .reciprocal(let function): return try reciprocal(function, name, from: start)
    case .areaTangent: return try areaTangent(name, from: start)
    case .deviation: return try deviation(from: start)
    case .correlation: return try correlation(from: start)
    }
  }

  mutating func call(
    of builtin: Builtin, _ name: String, from start: Int
  ) throws(Failure) -> Term {
    var scripts = Written(base: name, start: start)
    try takeScripts(&scripts)
    if scripts.sub == nil, scripts.primes == 0, let sup = scripts.sup, written(sup) == "-1" {
      // `\sin^{-1}` is the inverse function, never one over the sine.
      switch name {
      case "sin": return try call(of: .elementary(.arcsin), "arcsin", from: start)
      case "cos": return try call(of: .elementary(.arccos), "arccos", from: start)
      case "tan": return try call(of: .elementary(.arctan), "arctan", from: start)
      case "tanh": return try areaTangent("artanh", from: start)
      default: break
      }
    }
    let shown = tokens[start].text
    var base: Term?
    var entrySub: Range<Int>?
    if let sub = scripts.sub {
      if name == "log" {
        base = try expression(in: sub)
      } else if builtin == .logarithm {
        throw Message.doubleScript("_", at: span(sub))
      } else {
        entrySub = sub
      }
    }
    let arguments = try builtinArguments(shown, from: start)
    var term: Term
    let whole = span(from: start)
    if builtin == .logarithm { base = number(name == "lb" ? 2 : 10, at: whole) }
    if scripts.primes > 0 {
      let symbol = try primed(builtin, name, at: whole)
      term = try applied(
        FunctionReference(symbol: symbol, order: scripts.primes), arguments, at: whole)
    } else if let base {
      try requireNumber(base, "the base of a logarithm")
      guard arguments.count == 1 else {
        throw Message.argumentCount(shown, takes: 1, given: arguments.count, at: whole)
      }
      term = Term(.builtin(.logarithm, [base] + arguments), arguments[0].shape, at: whole)
    } else {
      term = try applied(builtin, shown, arguments, at: whole)
    }
    if let entrySub {
      let indices = try indexItems(
        entrySub, counts: [term.shape.extents.count], of: term.shape, name: shown)
      term = try entry(of: term, indices, at: span(from: start))
    }
    guard let sup = scripts.sup else { return term }
    if tokens[sup.lowerBound].isMark("-") {
      throw Message.outside("inverse functions in this notation", at: span(sup))
    }
    if term.shape.isArray, case .elementary = builtin, isPlainPower(sup) {
      return try entrywisePower(term, try expression(in: sup), at: span(from: start))
    }
    return try superscripts(term, sup, name: shown, from: start)
  }

  /// `\tanh'`: the built-in function as a defined one, which has derivatives.
  private mutating func primed(
    _ builtin: Builtin, _ name: String, at span: Span
  ) throws(Failure) -> Symbol {
    switch builtin {
    case .elementary, .normalCumulative: break
    default: throw Message.noDerivative(name, at: span)
    }
    let argument = scope.hiddenSymbol("x", .argument(.scalar), at: span)
    let id = scope.hiddenSymbol(
      "\\" + name, .definedFunction(arguments: [argument], result: .scalar), at: span)
    if scope.definition(of: id) == nil {
      let body = Term(
        .builtin(builtin, [Term(.symbol(argument), .scalar, at: span)]), .scalar, at: span)
      scope.define(Definition(id, [Definition.Clause(arguments: [argument], body: body, at: span)]))
    }
    return scope[id]
  }

  /// In brackets, or a run of numbers, letters and scripted names.
  private mutating func builtinArguments(_ name: String, from start: Int) throws(Failure) -> [Term]
  {
    if isAt("(") || isAt("[") || isAt("\\{") && ["\\max", "\\min"].contains(name) {
      let open = position
      let arguments = try callArguments(of: name, from: start)
      if isAt("!") {
        let inside = written(open..<position)
        throw Message.ambiguousArgument(
          "\(name)(\(inside)!)", "(\(name)\(inside))!", at: tokens[position].span)
      }
      return arguments
    }
    return [try openArgument(of: name, from: start)]
  }

  /// An argument without brackets.
  private mutating func openArgument(of name: String, from start: Int) throws(Failure) -> Term {
    guard let first = next, startsFactor() else {
      if let impliedArgument, impliesEverywhere {
        usesImplied = true
        return impliedArgument
      }
      throw Message.functionWithoutArgument(name, at: span(from: start))
    }
    if impliesEverywhere {
      throw Message.functionWithoutArgument(name, at: span(from: start))
    }
    let argument = position
    var term = try factor()
    let isRun = isRunPart(first)
    while isRun, let token = next, isRunPart(token), !startsCall() {
      term = try product(term, try factor(), .juxtaposed)
    }
    // `\log 2/\log b`: a function behind the slash settles it.
    if isRun, isAt("/"), isElementary(name), !(token(ahead: 1).map { startsFunction($0) } ?? false)
    {
      if dividesItself(argument) { return term }
      throw try openQuotient(name, argument, from: start)
    }
    if startsFactor(), let token = next, !startsFunction(token), !isBig(token) {
      let inside = written(argument..<position)
      let behind = position
      let rest = try factor()
      // `\det A (1 + v^T u)`: nobody takes the determinant of a matrix behind which a number stands.
      if term.isMatrix, rest.shape.isNumber, givesNumber(name),
        ["(", "["].contains(tokens[behind].text)
      {
        position = behind
        return term
      }
      let outside = written(behind..<position)
      throw Message.ambiguousArgument(
        "\(name)(\(inside))\(outside)", "\(name)(\(inside)\(outside))",
        edits: [
          (span(from: start), "\(name)(\(inside))\\,\(outside)"),
          (span(from: start), "\(name)(\(inside) \(outside))"),
        ], at: tokens[behind].span)
    }
    return term
  }

  /// `\sin x / x`: nobody means the quotient of x by itself.
  private func dividesItself(_ argument: Int) -> Bool {
    let behind = position + 1 + position - argument
    guard behind <= end, written(argument..<position) == written((position + 1)..<behind) else {
      return false
    }
    return behind == end || ![.superscript, .subscript].contains(tokens[behind].kind)
  }

  /// `\log p/q`, `\cos\pi/3`: whether the function takes the quotient is open.
  private mutating func openQuotient(
    _ name: String, _ argument: Int, from start: Int
  ) throws(Failure) -> Failure {
    let slash = position
    position += 1
    _ = try factor()
    let inside = written(argument..<slash)
    let divisor = written((slash + 1)..<position)
    let readings = ["\(name)(\(inside)/\(divisor))", "\(name)(\(inside))/\(divisor)"]
    let whole = span(from: start)
    return Message.ambiguousArgument(
      readings[0], readings[1], edits: readings.map { (whole, $0) }, at: tokens[slash].span)
  }
}
