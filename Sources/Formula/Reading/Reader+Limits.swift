import Numerics
import SourceText

/// Limits.
extension Reader {
  /// `\lim_{x \to a} e`.
  mutating func limit() throws(Failure) -> Term {
    let start = position
    position += 1
    var limits = Written(base: "\\lim", start: start)
    try takeScripts(&limits)
    guard let sub = limits.sub,
      let arrow = sub.first(where: {
        ["\\to", "\\searrow", "\\nearrow", "\\downarrow", "\\uparrow"].contains(tokens[$0].text)
      })
    else { throw Message.missing("x \\to a under \\lim", at: span(from: start)) }
    guard let name = indexName(sub.lowerBound..<arrow) else {
      throw Message.notDefinable(at: span(sub))
    }
    let point = try limitPoint((arrow + 1)..<sub.upperBound, arrow: tokens[arrow].text)
    let variable: SymbolID
    if let symbol = scope.symbol(named: name) {
      variable = symbol.id
    } else {
      variable = scope.hiddenSymbol(name, .scalar(.reals), at: tokens[sub.lowerBound].span)
      bindings.append(
        Binding(
          name: name,
          term: Term(.symbol(variable), .scalar, at: tokens[sub.lowerBound].span)))
    }
    let inner = try product()
    if bindings.last?.name == name { bindings.removeLast() }
    return Term(.limit(inner, of: variable, to: point), inner.shape, at: span(from: start))
  }

  mutating func limitPoint(
    _ range: Range<Int>, arrow: String
  ) throws(Failure) -> Term.LimitPoint {
    guard let last = range.last else { throw Message.missing("the aim of the limit", at: here) }
    if tokens[last].isMark("\\infty") {
      return tokens[range.lowerBound].isMark("-") ? .minusInfinity : .infinity
    }
    var value = range
    var side = arrow == "\\searrow" || arrow == "\\downarrow" ? "+" : ""
    if arrow == "\\nearrow" || arrow == "\\uparrow" { side = "-" }
    if range.count >= 3, tokens[range.upperBound - 2].kind == .superscript,
      tokens[last].isMark("+") || tokens[last].isMark("-")
    {
      side = tokens[last].text
      value = range.dropLast(2)
    }
    let term = try expression(in: value)
    return side == "+" ? .fromAbove(term) : side == "-" ? .fromBelow(term) : .value(term)
  }
}
