import Numerics
import SourceText

/// The parts of a sum that dots may go on from.
struct Summands {
  /// With their signs, all since the last dots, and what stands before them.
  private(set) var signed: [Term] = []
  let beforeSigned: Term?
  /// All since the last minus, and what stands before them.
  private(set) var added: [Term] = []
  private(set) var before: Term?

  init(behind total: Term? = nil) {
    beforeSigned = total
    before = total
  }

  /// - Parameter total: the sum with this part.
  mutating func append(_ part: Term, isMinus: Bool, total: Term) {
    signed.append(part)
    if isMinus { (before, added) = (total, []) } else { added.append(part) }
  }
}

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
    var summands = Summands()
    var total: Term
    if isAt("\\pm") || isAt("\\mp") { throw Message.plusMinus(tokens[position].text, at: here) }
    if take("-") {
      total = try negated(try product(), at: span(from: start))
      summands.append(total, isMinus: true, total: total)
    } else {
      _ = take("+")
      total = try product()
      summands.append(total, isMinus: false, total: total)
    }
    var last = total
    var count = 1
    while let sign = next, sign.isMark("+") || sign.isMark("-") {
      try requireBounded(&count)
      let place = position
      position += 1
      if isAt("\\dots") {
        total = try ellipsis(summands, isMinus: sign.text == "-", start)
        summands = Summands(behind: total)
        continue
      }
      let (part, isMinus) = (try product(), sign.text == "-")
      try refuseOpenArgument(last, endingAt: place)
      last = part
      total = try sum(total, part, isMinus: isMinus)
      let signed = isMinus ? Term(.negate(part), part.shape, at: part.span) : part
      summands.append(signed, isMinus: isMinus, total: total)
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

  // MARK: Products

  /// Everything up to `+`, `-`, a relation or a closing bracket.
  mutating func product() throws(Failure) -> Term {
    let start = position
    var left = try run()
    /// What stands before the factors that dots may go on from.
    var before: Term?
    var factors = [left]
    var count = 1
    while let token = next {
      try requireBounded(&count)
      switch token.text {
      case "/" where token.kind == .symbol, "\\div":
        position += 1
        left = try division(left, from: start)
        factors = [left]
      case "\\dots" where factors.count > 1:
        left = try dotted(factors, behind: before, from: start)
        (before, factors) = (left, [])
      case "\\cdot" where token.kind == .command && isBeforeDots,
        "\\times" where token.kind == .command && isBeforeDots:
        position += 1
        left = try dotted(factors, behind: before, from: start)
        (before, factors) = (left, [])
      case "\\cdot" where token.kind == .command:
        position += 1
        try refuseSign()
        let right = try run()
        factors.append(right)
        left = try product(left, right, .dot)
      case "\\times" where token.kind == .command:
        position += 1
        try refuseSign()
        let right = try run()
        factors.append(right)
        left = try product(left, right, .cross)
      case "*" where token.kind == .symbol: left = try starred(left)
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

  /// `a * b` of numbers; of arrays it is the product, entry by entry, or a convolution.
  private mutating func starred(_ left: Term) throws(Failure) -> Term {
    let sign = here
    position += 1
    try refuseSign()
    let right = try run()
    guard left.shape.isNumber || right.shape.isNumber else {
      throw Message.starOfArrays(at: sign)
    }
    return try product(left, right, .dot)
  }

  private var isBeforeDots: Bool { token(ahead: 1)?.isMark("\\dots") ?? false }

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
    var before: Term?
    var factors = [left]
    var count = 1
    var factorStart = start
    while startsFactor() {
      try requireBounded(&count)
      if let last = factors.last { try refuseCall(of: last, from: factorStart) }
      factorStart = position
      if isAt("\\dots") {
        // `1 \cdot 2 \cdots n`: the factors before are of the pattern too.
        let isBehindSign =
          start > 0 && (tokens[start - 1].isMark("\\cdot") || tokens[start - 1].isMark("\\times"))
        if factors.count == 1, isBehindSign { return left }
        let dots = here
        position += 1
        let last = try factor()
        let whole = span(from: start)
        var product = try dotted(factors, behind: before, to: last, .juxtaposed, at: whole)
        if product == nil {
          product = try dottedGroups(factors, behind: before, to: last, from: start)
        }
        guard let product else {
          throw Message.refused(
            "Ellipsis", "the factors around the dots fit no pattern with one running index",
            at: dots)
        }
        left = product
        (before, factors) = (left, [])
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
