import Numerics
import SourceText

/// Primaries and what is attached to them.
extension Reader {
  mutating func factor() throws(Failure) -> Term {
    try deeper { reader throws(Failure) in
      let start = reader.position
      let term = try reader.primary()
      return try reader.attachments(of: term, from: start)
    }
  }

  private mutating func primary() throws(Failure) -> Term {
    guard let token = next else { throw Message.missing("an operand", at: here) }
    let start = position
    switch token.kind {
    case .number:
      position += 1
      return try decimal(token)
    case .open:
      position = partner[start] + 1
      return try expression(in: (start + 1)..<partner[start])
    case .letter, .word: return try name()
    case .text:
      guard isName(token.text) else { throw Message.unexpected("\\text{…}", at: token.span) }
      return try name()
    case .symbol, .command: return try mark(token)
    case .superscript, .subscript:
      throw Message.missing("the base of \(token.text)", at: token.span)
    case .close, .ampersand, .newline: throw Message.unexpected(token.text, at: token.span)
    }
  }

  private mutating func mark(_ token: Token) throws(Failure) -> Term {
    let start = position
    switch token.text {
    case "(", "[", "\\{": return try bracket()
    case "|", "\\|": return try bars()
    case "\\langle": return try innerProduct()
    case "\\lfloor": return try rounding("\\rfloor", .floor)
    case "\\lceil": return try rounding("\\rceil", .ceiling)
    case "\\frac": return try fraction()
    case "\\sqrt": return try root()
    case "\\binom":
      position += 1
      let top = try expression(in: try argument(of: "the upper number"))
      let bottom = try expression(in: try argument(of: "the lower number"))
      return Term(.builtin(.binomial, [top, bottom]), .index, at: span(from: start))
    case "\\sum", "\\prod": return try bigOperator(token.text == "\\sum" ? .sum : .product)
    case "\\lim": return try limit()
    case "\\nabla": return try nabla()
    case "\\left.": return try evaluated()
    case "\\infty":
      position += 1
      return Term(.constant(.infinity), .scalar, at: token.span)
    case "\\argmax", "\\argmin": return try function(named: String(token.text.dropFirst()))
    case "\\int", "\\iint", "\\oint": throw Message.outside("integrals", at: token.span)
    case "\\exists": throw Message.outside("statements of existence", at: token.span)
    case "\\sup", "\\inf": throw Message.outside("suprema and infima", at: token.span)
    case "\\Pr": throw Message.outside("probabilities of events", at: token.span)
    case "\\bigcup", "\\bigcap", "\\coprod": throw Message.outside("sets", at: token.span)
    case "\\partial":
      throw Message.refused(
        "LonePartial", "\\partial stands in \\frac{\\partial a}{\\partial b}", at: token.span)
    case "\\dots":
      throw Message.refused(
        "Ellipsis", "dots stand between a first and a last part of one pattern", at: token.span)
    default:
      if token.text.hasPrefix("\\begin{") { return try environment(token) }
      if builtinCommands[token.text] != nil {
        return try function(named: String(token.text.dropFirst()))
      }
      if token.text.hasPrefix("\\end{") || token.kind == .symbol
        || knownMarks.contains(token.text)
      {
        throw Message.unexpected(token.text, at: token.span)
      }
      throw Message.unknownMacro(
        token.text, near: nearest(to: token.text, among: allCommands), at: token.span)
    }
  }

  private func decimal(_ token: Token) throws(Failure) -> Term {
    var numerator: Int128 = 0
    var denominator: Int128 = 1
    var isFraction = false
    for byte in token.text.utf8 {
      if byte == UInt8(ascii: ".") {
        isFraction = true
        continue
      }
      guard numerator < 1 << 110, denominator < 1 << 110 else {
        throw Message.refused("NumberTooLong", "a number has at most 30 digits", at: token.span)
      }
      numerator = numerator * 10 + Int128(byte - UInt8(ascii: "0"))
      if isFraction { denominator *= 10 }
    }
    guard let value = Rational(numerator, over: denominator) else {
      throw Message.unexpected(token.text, at: token.span)
    }
    return Term(.number(value), value.isWhole ? .index : .scalar, at: token.span)
  }

  // MARK: Brackets

  /// `(…)`, `[…]`: grouping, a tuple, or a truth value in square brackets.
  private mutating func bracket() throws(Failure) -> Term {
    let start = position
    let close = try closing(of: start)
    let inside = (start + 1)..<close
    let parts = split(inside, at: [",", ";"])
    if parts.count > 1 {
      position = close + 1
      return try tuple(parts, opened: tokens[start].text, from: start)
    }
    if tokens[start].text == "\\{" {
      throw Message.refused(
        "SetAsValue", "braces make a set; group with ( ) or [ ]", at: tokens[start].span)
    }
    position = close + 1
    if tokens[start].text == "[", containsRelation(inside) {
      let condition = try within(inside) { reader throws(Failure) in try reader.statement() }
      return Term(.indicator(condition), .index, at: span(from: start))
    }
    let inner = try expression(in: inside)
    return Term(inner.node, inner.shape, at: span(from: start))
  }

  /// `(a, b)` is a column; `[a, b]` a row, as in `[w_1, …, w_n] x`.
  private mutating func tuple(
    _ parts: [Range<Int>], opened: String, from start: Int
  ) throws(Failure) -> Term {
    let whole = span(from: start)
    guard opened != "\\{" else {
      throw Message.refused("SetAsValue", "a set is no value; it stands behind \\in", at: whole)
    }
    let entries = try list(parts, at: whole)
    let shape: Shape = opened == "[" ? .row(entries.size) : .vector(entries.size)
    if let fold = entries.generic {
      throw Message.refused(
        "Ellipsis", "a list with dots has no value here; name the vector", at: fold.span)
    }
    return Term(.array(entries.terms), shape, at: whole)
  }

  private struct Entries {
    var terms: [Term]
    var size: Extent
    var generic: Term?
  }

  private mutating func list(_ parts: [Range<Int>], at span: Span) throws(Failure) -> Entries {
    var terms: [Term] = []
    for part in parts {
      if part.count == 1, tokens[part.lowerBound].isMark("\\dots") {
        return try wholeList(parts, at: span)
      }
      let entry = try expression(in: part)
      guard entry.shape.isNumber else {
        throw Message.expected("numbers", got: text(entry.shape), "a list", at: entry.span)
      }
      terms.append(entry)
    }
    return Entries(terms: terms, size: Extent(terms.count))
  }

  /// `x_1, \dots, x_n`: the vector x itself.
  private mutating func wholeList(_ parts: [Range<Int>], at span: Span) throws(Failure) -> Entries {
    throw Message.refused(
      "Ellipsis", "a list with dots has no value here; name the vector", at: span)
  }

  /// `|x|`, `\|x\|`, with subscripts.
  private mutating func bars() throws(Failure) -> Term {
    let start = position
    let mark = tokens[start].text
    position += 1
    openBars += 1
    let inner = try expression()
    openBars -= 1
    guard take(mark) else { throw Message.missing("the closing \(mark)", at: here) }
    let whole = span(from: start)
    return mark == "|" ? try absolute(inner, at: whole) : try norm(inner, at: whole)
  }

  private mutating func absolute(_ inner: Term, at span: Span) throws(Failure) -> Term {
    switch inner.shape {
    case .scalar, .index: return Term(.builtin(.absolute, [inner]), inner.shape, at: span)
    case .matrix(let m, let n):
      guard unify(m, n) else {
        throw Message.expected("a square matrix", got: text(inner.shape), "|A|", at: inner.span)
      }
      return Term(.builtin(.determinant, [inner]), .scalar, at: span)
    case .vector, .row, .truth, .distribution:
      throw Message.expected(
        "a number or square matrix", got: text(inner.shape), "|x| (a norm is \\|x\\|)",
        at: inner.span)
    }
  }

  private mutating func norm(_ inner: Term, at whole: Span) throws(Failure) -> Term {
    func made(_ builtin: Builtin, _ more: [Term] = []) -> Term {
      Term(.builtin(builtin, [inner] + more), .scalar, at: whole)
    }
    if inner.shape.isNumber {
      throw Message.expected(
        "a vector or matrix", got: "a number", "\\|x\\| (of a number it is |x|)", at: inner.span)
    }
    try requireValue(inner)
    var isMatrix = false
    if case .matrix = inner.shape { isMatrix = true }
    guard next?.kind == .subscript else {
      if isMatrix { throw Message.ambiguousNorm(at: Span(whole.source, whole.end, whole.end)) }
      return made(.norm)
    }
    position += 1
    let kind = try argument(of: "the kind of norm")
    switch written(kind) {
    case "2": return made(isMatrix ? .spectralNorm : .norm)
    case "F" where scope.symbol(named: "F") == nil && isMatrix,
      "\\text{F}", "\\mathrm{F}", "Fro", "\\text{Fro}", "fro":
      return made(.norm)
    case "1" where !isMatrix: return made(.norm1)
    case "\\infty" where !isMatrix: return made(.normInfinity)
    default:
      let weight = try expression(in: kind)
      if isMatrix { throw Message.unexpected(written(kind), at: span(kind)) }
      guard case .matrix(let m, let n) = weight.shape else { return made(.normP, [weight]) }
      guard let size = inner.shape.extents.first, unify(m, n), unify(m, size) else {
        throw mismatch("the sizes of a weighted norm do not fit", inner, weight)
      }
      return made(.weightedNorm, [weight])
    }
  }

  private mutating func innerProduct() throws(Failure) -> Term {
    let start = position
    let close = try closing(of: start)
    let parts = split((start + 1)..<close, at: [",", "|", "\\mid"])
    guard parts.count == 2 else {
      throw Message.missing("the comma of an inner product", at: tokens[close].span)
    }
    position = close + 1
    let left = try expression(in: parts[0])
    let right = try expression(in: parts[1])
    let whole = span(from: start)
    guard left.shape.isArray, unify(left.shape, right.shape) else {
      throw mismatch("\\langle x, y\\rangle needs equal shapes", left, right)
    }
    return Term(.multiply(.inner, left, right), .scalar, at: whole)
  }

  private mutating func rounding(_ close: String, _ builtin: Builtin) throws(Failure) -> Term {
    let start = position
    position += 1
    let inner = try expression()
    try expect(close, close)
    try requireNumber(inner, "rounding")
    return Term(.builtin(builtin, [inner]), .index, at: span(from: start))
  }

  func requireNumber(_ term: Term, _ what: String) throws(Failure) {
    guard term.shape.isNumber else {
      throw Message.expected("a number", got: text(term.shape), what, at: term.span)
    }
  }

  // MARK: Fractions and roots

  private mutating func fraction() throws(Failure) -> Term {
    let start = position
    position += 1
    let (top, bottom) = try fractionParts()
    if let derivative = try derivative(top, bottom, from: start) { return derivative }
    let above = try fractionPart(top)
    let below = try fractionPart(bottom)
    return try quotient(above, below, at: span(from: start))
  }

  private mutating func fractionPart(_ part: FractionPart) throws(Failure) -> Term {
    switch part {
    case .range(let range): return try expression(in: range)
    case .digit(let digit, let span): return number(digit, at: span)
    }
  }

  enum FractionPart {
    case range(Range<Int>)
    case digit(Int, Span)
  }

  /// `\frac12` gives one digit to each argument.
  private mutating func fractionParts() throws(Failure) -> (FractionPart, FractionPart) {
    guard let token = next else { throw Message.missing("the numerator", at: here) }
    let digits = Array(token.text.utf8)
    if token.kind == .number, digits.count == 2 {
      position += 1
      return (digit(digits, 0, token), digit(digits, 1, token))
    }
    let top = try argument(of: "the numerator")
    guard let below = next, below.kind == .number, below.text.utf8.count > 1 else {
      return (.range(top), .range(try argument(of: "the denominator")))
    }
    throw Message.refused(
      "UnbracedFraction", "only the first digit would be the denominator; write braces",
      at: below.span)
  }

  private func digit(_ digits: [UInt8], _ index: Int, _ token: Token) -> FractionPart {
    let start = token.span.start + index
    let span =
      token.span.end - token.span.start == digits.count
      ? Span(token.span.source, start, start + 1) : token.span
    return .digit(Int(digits[index]) - 0x30, span)
  }

  private mutating func root() throws(Failure) -> Term {
    let start = position
    position += 1
    var degree: Term?
    if isAt("[") {
      let close = try closing(of: position)
      degree = try expression(in: (position + 1)..<close)
      position = close + 1
    }
    let inner = try expression(in: try argument(of: "the radicand"))
    try requireValue(inner)
    let shape: Shape = inner.shape == .index ? .scalar : inner.shape
    guard let degree else {
      return Term(.builtin(.elementary(.sqrt), [inner]), shape, at: span(from: start))
    }
    return Term(.builtin(.root, [degree, inner]), shape, at: span(from: start))
  }

  // MARK: Attachments

  /// Scripts, factorial and evaluation bars behind a primary.
  mutating func attachments(of term: Term, from start: Int) throws(Failure) -> Term {
    var term = term
    var hasSuperscript = false
    while let token = next {
      switch token.kind {
      case .superscript:
        if hasSuperscript { throw Message.doubleScript("^", at: token.span) }
        hasSuperscript = true
        let name = written(start..<position)
        position += 1
        let range = try argument(of: "the superscript")
        term = try superscripts(term, range, name: name, from: start)
      case .subscript:
        position += 1
        let range = try argument(of: "the subscript")
        if let held = try held(term, parts: range, from: start) {
          term = held
        } else {
          term = try entry(term, range, from: start)
        }
      case .symbol where token.text == "!":
        position += 1
        try requireNumber(term, "!")
        term = Term(.builtin(.factorial, [term]), .index, at: span(from: start))
      case .symbol where token.text == "'":
        throw Message.noDerivative(written(start..<position), at: token.span)
      case .symbol
      where token.text == "|" && self.token(ahead: 1)?.kind == .subscript
        && (openBars == 0 || token.side == .sized) && token.side != .left && token.side != .right:
        position += 1
        term = try bar(on: term, from: start)
      default: return term
      }
    }
    return term
  }

  /// `(x \odot y)_i`, `(AB)_{ij}`.
  private mutating func entry(
    _ term: Term, _ range: Range<Int>, from start: Int
  ) throws(Failure) -> Term {
    let arity = term.shape.extents.count
    guard arity > 0 else {
      throw Message.noIndices(
        written(start..<(range.lowerBound - 1)), shape: text(term.shape), at: span(range))
    }
    let indices = try indexItems(
      range, counts: [arity], of: term.shape, name: written(start..<start))
    return try entry(of: term, indices, at: span(from: start))
  }

  /// An entry of an array, each index checked against the size.
  mutating func entry(of term: Term, _ indices: [Term], at span: Span) throws(Failure) -> Term {
    let sizes = term.shape.extents
    for (index, size) in zip(indices, sizes) {
      try constrain(index, to: IndexRange(Extent(1), size))
    }
    return Term(.entry(term, indices), .scalar, at: span)
  }
}

/// Commands that mean something, but not at the beginning of an operand.
let knownMarks: Set<String> = [
  "\\le", "\\ge", "\\ne", "\\approx", "\\equiv", "\\propto", "\\in", "\\notin", "\\sim", "\\to",
  "\\leftarrow", "\\Rightarrow", "\\iff", "\\because", "\\therefore", "\\cdot", "\\times",
  "\\odot", "\\circ", "\\pm", "\\mp", "\\wedge", "\\vee", "\\lnot", "\\forall", "\\rangle",
  "\\rfloor", "\\rceil", "\\right.", "\\top", "\\succ", "\\succeq", "\\prec", "\\preceq",
  "\\mapsto", "\\mid", "\\}", "\\div", "\\subset", "\\subseteq", "\\cup", "\\cap", "\\setminus",
  "\\otimes", "\\ll", "\\gg", "\\cong", "\\perp", "\\searrow", "\\nearrow", "\\downarrow",
  "\\uparrow", "\\emptyset", "\\asymp", "\\parallel", "\\ni", "\\notni", "\\sqcup", "\\langle",
]

/// For suggestions.
private let allCommands: [String] =
  [
    "\\frac", "\\sqrt", "\\sum", "\\prod", "\\lim", "\\nabla", "\\partial", "\\langle", "\\rangle",
    "\\binom", "\\mathrm", "\\mathbf", "\\mathbb", "\\operatorname", "\\text", "\\left", "\\right",
    "\\hat", "\\bar", "\\tilde", "\\quad",
  ] + letterCommands.sorted() + knownMarks.sorted() + builtinCommands.keys.sorted()
