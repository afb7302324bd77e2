import Numerics
import SourceText

/// Sums, products and what stands side by side.
extension Reader {
  /// The whole range as one expression.
  mutating func expression(in range: Range<Int>) throws(Failure) -> Term {
    guard !range.isEmpty else { throw Message.missing("an expression", at: here) }
    return try within(range) { reader throws(Failure) in try reader.expression() }
  }

  mutating func expression() throws(Failure) -> Term {
    try deeper { reader throws(Failure) in try reader.sum() }
  }

  private mutating func sum() throws(Failure) -> Term {
    let start = position
    var parts: [Term] = []
    var total: Term
    if isAt("\\pm") || isAt("\\mp") { throw Message.plusMinus(tokens[position].text, at: here) }
    if take("-") {
      total = try negated(try product(), at: span(from: start))
    } else {
      _ = take("+")
      total = try product()
      parts = [total]
    }
    var count = 1
    while let sign = next, sign.isMark("+") || sign.isMark("-") {
      try requireBounded(&count)
      position += 1
      if isAt("\\dots") {
        total = try ellipsis(parts, isMinus: sign.text == "-", start)
        parts = []
        continue
      }
      let part = try product()
      if sign.text == "+" { parts.append(part) } else { parts = [] }
      total = try sum(total, part, isMinus: sign.text == "-")
    }
    if let sign = next, sign.isMark("\\pm") || sign.isMark("\\mp") {
      throw Message.plusMinus(sign.text, at: sign.span)
    }
    return total
  }

  /// Every part makes the tree one level deeper: a longer formula is hostile.
  private func requireBounded(_ count: inout Int) throws(Failure) {
    count += 1
    if count > Self.longestRun { throw Message.tooLong(at: here) }
  }

  /// `x_1 + x_2 + \dots + x_n`, at the dots.
  private mutating func ellipsis(
    _ parts: [Term], isMinus: Bool, _ start: Int
  ) throws(Failure) -> Term {
    let dots = here
    position += 1
    guard !isMinus, !parts.isEmpty, take("+") else {
      throw Message.refused(
        "Ellipsis", "dots stand between a first and a last part of one pattern", at: dots)
    }
    let last = try product()
    for first in parts.indices {
      let series = Array(parts[first...])
      // `x_1 + x_3 + \dots + x_n`: the last part alone does not show a pattern that the one before
      // it breaks.
      if series.count == 1, first > 0, run([parts[first - 1]], to: series[0], at: here) != nil {
        continue
      }
      guard let fold = fold(.sum, series, to: last, at: span(from: start))
      else { continue }
      guard first > 0 else { return fold }
      var total = parts[0]
      for part in parts[1..<first] { total = try sum(total, part, isMinus: false) }
      return try sum(total, fold, isMinus: false)
    }
    throw Message.refused(
      "Ellipsis", "the parts around the dots fit no pattern with one running index", at: dots)
  }

  /// A run of terms that differ in one index, as a sum or product.
  mutating func fold(
    _ fold: Term.Fold, _ series: [Term], to last: Term, at span: Span
  ) -> Term? {
    guard
      let (binder, body) = progression(series, to: last, at: span)
        ?? run(series, to: last, at: span)
    else { return nil }
    return Term(.fold(fold, [binder], body), body.shape == .index ? .scalar : body.shape, at: span)
  }

  /// What `a_1, a_2, …, a_n` have in common, with the index that runs.
  mutating func run(
    _ series: [Term], to last: Term, at span: Span
  ) -> (binder: Term.Binder, body: Term)? {
    guard let head = series.first else { return nil }
    let variable = freshIndex(for: series + [last], at: span)
    var pattern = Pattern(variable: variable, reader: self)
    guard let body = pattern.generalize(head, last), let ends = pattern.ends else { return nil }
    for (step, middle) in series.enumerated().dropFirst() {
      var check = Pattern(variable: variable, reader: self)
      guard check.generalize(head, middle) == body,
        check.ends?.last == ends.first + Extent(step)
      else { return nil }
    }
    return (Term.Binder(variable, in: IndexRange(ends.first, ends.last)), body)
  }

  /// An index that none of the terms mentions.
  mutating func freshIndex(for terms: [Term], at span: Span) -> SymbolID {
    var mentioned: Set<SymbolID> = []
    for term in terms { term.insertIndices(into: &mentioned) }
    let taken = Set(mentioned.map { scope[$0].name })
    for name in ["i", "j", "k", "l", "r", "s"] where binding(name) == nil && !taken.contains(name) {
      if let symbol = scope.symbol(named: name), symbol.kind.valueShape != .index { continue }
      return scope.hiddenSymbol(name, .argument(.index), at: span)
    }
    return scope.hiddenSymbol("i'", .argument(.index), at: span)
  }

  // MARK: Products

  /// Everything up to `+`, `-`, a relation or a closing bracket.
  mutating func product() throws(Failure) -> Term {
    let start = position
    var left = try run()
    var factors = [left]
    var count = 1
    while let token = next {
      try requireBounded(&count)
      switch token.text {
      case "/" where token.kind == .symbol, "\\div":
        position += 1
        left = try division(left, from: start)
        factors = [left]
      case "\\cdot" where token.kind == .command && self.token(ahead: 1)?.isMark("\\dots") ?? false:
        left = try dotted(factors, from: start)
        factors = []
      case "\\cdot" where token.kind == .command:
        position += 1
        try refuseSign()
        let right = try run()
        factors.append(right)
        left = try product(left, right, .dot)
      case "\\times" where token.kind == .command: left = try times(left, .cross)
      case "*" where token.kind == .symbol: left = try times(left, .dot)
      case "\\odot" where token.kind == .command: left = try times(left, .hadamard)
      case "\\circ" where token.kind == .command && impliedArgument != nil:
        throw Message.unexpected("\\circ", at: token.span)
      case "\\circ" where token.kind == .command: left = try times(left, .hadamard)
      case "\\oslash" where token.kind == .command:
        position += 1
        try refuseSign()
        left = try quotient(left, try run(), at: span(from: start))
      case "\\bmod" where token.kind == .command:
        position += 1
        try refuseSign()
        left = try remainder(of: left, by: try run(), at: span(from: start))
      case "\\otimes" where token.kind == .command, "\\oplus" where token.kind == .command:
        throw Message.outside("tensor products, whose sizes multiply,", at: token.span)
      default: return left
      }
    }
    return left
  }

  private mutating func times(_ left: Term, _ times: Times) throws(Failure) -> Term {
    position += 1
    try refuseSign()
    return try product(left, try run(), times)
  }

  /// `a \\bmod b`: a − b⌊a/b⌋.
  private func remainder(of left: Term, by right: Term, at span: Span) throws(Failure) -> Term {
    try requireNumber(left, "\\bmod")
    try requireNumber(right, "\\bmod")
    let quotient = Term(.divide(left, right), .scalar, at: span)
    let whole = Term(.builtin(.floor, [quotient]), .index, at: span)
    let shape: Shape = left.shape == .index && right.shape == .index ? .index : .scalar
    let multiple = Term(.multiply(.scaling, right, whole), shape, at: span)
    return Term(.subtract(left, multiple), shape, at: span)
  }

  private func refuseSign() throws(Failure) {
    guard isAt("-") else { return }
    throw Message.refused(
      "SignAfterOperator", "a sign behind an operator stands in brackets", at: here)
  }

  /// `1 \cdot 2 \cdot \ldots \cdot n`, at the sign before the dots.
  private mutating func dotted(_ factors: [Term], from start: Int) throws(Failure) -> Term {
    position += 2
    _ = take("\\cdot")
    let last = try run()
    guard let fold = fold(.product, factors, to: last, at: span(from: start)) else {
      throw Message.noPattern(at: span(from: start))
    }
    return fold
  }

  private mutating func division(_ left: Term, from start: Int) throws(Failure) -> Term {
    let divisor = position
    try refuseSign()
    let right = try factor()
    if startsFactor() {
      let behind = position
      _ = try run()
      let above = written(start..<(divisor - 1))
      let below = written(divisor..<behind)
      let rest = written(behind..<position)
      throw Message.ambiguousDivision(
        "\(above)/(\(below)\(rest))", "(\(above)/\(below))\(rest)",
        edits: [
          (span(from: start), "\\frac{\(above)}{\(below) \(rest)}"),
          (span(from: start), "\\frac{\(above)}{\(below)} \(rest)"),
        ], at: span(from: start))
    }
    return try quotient(left, right, at: span(from: start))
  }

  /// Factors side by side.
  mutating func run() throws(Failure) -> Term {
    let start = position
    var left = try factor()
    var factors = [left]
    var count = 1
    var factorStart = start
    while startsFactor() {
      try requireBounded(&count)
      if let last = factors.last { try refuseCall(of: last, from: factorStart) }
      factorStart = position
      if isAt("\\dots") {
        let dots = here
        if factors.count == 1, case .number = factors[0].node, start > 0,
          tokens[start - 1].isMark("\\cdot")
        {
          throw Message.noPattern(at: dots)
        }
        position += 1
        let last = try factor()
        guard let fold = fold(.product, factors, to: last, at: span(from: start)) else {
          throw Message.refused(
            "Ellipsis", "the factors around the dots fit no pattern with one running index",
            at: dots)
        }
        left = fold
        factors = []
        continue
      }
      // A number behind a power, `m^2 2^{m-1}`, is a factor; behind a number it is a slip.
      if let token = next, token.kind == .number, tokens[position - 1].kind == .number,
        position < start + 2 || ![.superscript, .subscript].contains(tokens[position - 2].kind)
      {
        throw Message.unexpected(token.text, at: token.span)
      }
      let right = try factor()
      factors.append(right)
      left = try product(left, right, .juxtaposed)
    }
    return left
  }

  /// `x(0)` of a name that is no function: nobody writes a product like this.
  private func refuseCall(of term: Term, from start: Int) throws(Failure) {
    guard isAt("("), position + 2 < end, tokens[position + 1].kind == .number,
      tokens[position + 2].isMark(")"), tokens[start].kind == .letter, term.namedSymbol != nil
    else { return }
    let name = written(start..<position)
    throw Message.noFunction(name, written(position..<(position + 3)), at: span(start..<position))
  }

  /// Whether the next token can begin a factor.
  func startsFactor() -> Bool {
    guard let token = next else { return false }
    switch token.kind {
    case .letter, .number, .word, .open: return true
    case .text: return isName(token.text)
    case .close, .superscript, .subscript, .ampersand, .newline: return false
    case .symbol, .command:
      if token.text == "|" || token.text == "\\|" { return opensBar(token) }
      if token.text.hasPrefix("\\begin{") { return true }
      return token.text == "(" || token.text == "[" || factorCommands.contains(token.text)
        || builtinCommands[token.text] != nil
    }
  }

  /// Whether a bar opens here: by its side, else because none is open.
  private func opensBar(_ token: Token) -> Bool {
    if token.side == .left { return true }
    if token.side == .right || token.side == .sized {
      return token.side == .sized && !barIsScripted
    }
    return openBars == 0 && !barIsScripted
  }

  private var barIsScripted: Bool { self.token(ahead: 1)?.kind == .subscript }
}

/// Commands that begin a factor, besides functions.
private let factorCommands: Set<String> = [
  "\\frac", "\\sqrt", "\\sum", "\\prod", "\\lim", "\\nabla", "\\langle", "\\lfloor", "\\lceil",
  "\\binom", "\\int", "\\iint", "\\oint", "\\partial", "\\left.", "\\{", "\\dots", "\\infty",
  "\\argmax", "\\argmin", "\\sup", "\\inf", "\\bigcup", "\\bigcap", "\\coprod", "\\Pr",
]

extension Term {
  /// Adds every index symbol that occurs, also as the variable of a binder.
  fileprivate func insertIndices(into symbols: inout Set<SymbolID>) {
    switch node {
    case .symbol(let symbol) where shape == .index: symbols.insert(symbol)
    case .fold(_, let binders, _), .table(let binders, _):
      for binder in binders { symbols.insert(binder.variable) }
    default: break
    }
    for child in children { child.insertIndices(into: &symbols) }
  }
}

/// Finds what two terms have in common if one index runs from the first to the last.
private struct Pattern {
  let variable: SymbolID
  let reader: Reader
  var ends: (first: Extent, last: Extent)?

  init(variable: SymbolID, reader: Reader) {
    self.variable = variable
    self.reader = reader
  }

  mutating func generalize(_ first: Term, _ last: Term) -> Term? {
    if first == last { return first }
    if let a = reader.extent(of: first), let b = reader.extent(of: last) {
      guard let ends else {
        self.ends = (a, b)
        return Term(.symbol(variable), .index, at: first.span)
      }
      let offset = a - ends.first
      guard offset == b - ends.last, let constant = offset.value else { return nil }
      return reader.term(Extent(variable) + Extent(constant), at: first.span)
    }
    let (left, right) = (first.children, last.children)
    let blank = Term(.truth(true), .truth, at: first.span)
    guard left.count == right.count, !left.isEmpty, first.shape == last.shape,
      first.replacingChildren({ _ in blank }) == last.replacingChildren({ _ in blank })
    else { return nil }
    var parts: [Term] = []
    for (a, b) in zip(left, right) {
      guard let part = generalize(a, b) else { return nil }
      parts.append(part)
    }
    var index = -1
    return first.replacingChildren { _ in
      index += 1
      return parts[index]
    }
  }
}
