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
      if let indicator = try numberedIndicator(token, from: start) { return indicator }
      return try decimal(token)
    case .open:
      let inside = (start + 1)..<partner[start]
      if let term = try functionInBrackets(inside, partner[start], from: start) { return term }
      position = partner[start] + 1
      let halves = split(inside, at: ["\\choose"])
      if halves.count == 2 {
        let (top, bottom) = (try expression(in: halves[0]), try expression(in: halves[1]))
        return Term(.builtin(.binomial, [top, bottom]), .index, at: span(from: start))
      }
      return try expression(in: inside)
    case .letter, .word:
      if let derivative = try inlineDerivative(of: "d") { return derivative }
      return try name()
    case .text:
      guard isName(token.text) else { throw unknownText(token) }
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
    case "\\cdot" where start > 0 && ["(", "|", "\\|"].contains(tokens[start - 1].text):
      throw Message.placeholder("dot", at: token.span)
    case "\\exists": throw Message.outside("statements of existence", at: token.span)
    case "\\sup", "\\inf": throw Message.outside("suprema and infima", at: token.span)
    case "\\bigcup", "\\bigcap", "\\coprod": throw Message.outside("sets", at: token.span)
    case "\\partial": return try partial()
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
}

/// Commands that mean something, but not at the beginning of an operand.
let knownMarks: Set<String> = [
  "\\le", "\\ge", "\\ne", "\\approx", "\\equiv", "\\propto", "\\in", "\\notin", "\\sim", "\\to",
  "\\leftarrow", "\\Rightarrow", "\\iff", "\\because", "\\therefore", "\\cdot", "\\times",
  "\\odot", "\\circ", "\\pm", "\\mp", "\\wedge", "\\vee", "\\lnot", "\\forall", "\\rangle",
  "\\rfloor", "\\rceil", "\\right.", "\\top", "\\succ", "\\succeq", "\\prec", "\\preceq",
  "\\mapsto", "\\mid", "\\}", "\\div", "\\subset", "\\subseteq", "\\cup", "\\cap", "\\setminus",
  "\\otimes", "\\ll", "\\gg", "\\cong", "\\perp", "\\searrow", "\\nearrow", "\\downarrow",
  "\\uparrow", "\\emptyset", "\\asymp", "\\parallel", "\\ni", "\\notni", "\\sqcup", "\\oslash",
  "\\bmod", "\\choose", "\\langle",
]

/// For suggestions.
private let allCommands: [String] =
  [
    "\\frac", "\\sqrt", "\\sum", "\\prod", "\\lim", "\\nabla", "\\partial", "\\langle", "\\rangle",
    "\\binom", "\\mathrm", "\\mathbf", "\\mathbb", "\\operatorname", "\\text", "\\left", "\\right",
    "\\hat", "\\bar", "\\tilde", "\\quad",
  ] + letterCommands.sorted() + knownMarks.sorted() + builtinCommands.keys.sorted()
