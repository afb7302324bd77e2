import Numerics
import SourceText

/// Fractions and roots.
extension Reader {
  mutating func fraction() throws(Failure) -> Term {
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

  mutating func root() throws(Failure) -> Term {
    let start = position
    position += 1
    var degree: Term?
    if isAt("[") {
      let close = try closing(of: position)
      degree = try expression(in: (position + 1)..<close)
      position = close + 1
    }
    let radicand = try argument(of: "the radicand")
    let inner = try expression(in: radicand)
    try requireValue(inner)
    let shape: Shape = inner.shape == .index ? .scalar : inner.shape
    guard let degree else {
      if case .matrix(let m, let n) = shape, settled(m) == settled(n) {
        throw Message.rootOfMatrix(written(radicand), at: span(from: start))
      }
      return Term(.builtin(.elementary(.sqrt), [inner]), shape, at: span(from: start))
    }
    return Term(.builtin(.root, [degree, inner]), shape, at: span(from: start))
  }
}
