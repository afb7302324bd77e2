import Numerics
import SourceText

/// Where an element lies: intervals, lists of numbers, parts of the real line.
extension Reader {
  /// What stands behind `\in`: an interval, a finite set, `\mathbb{R}^n`.
  mutating func domain(of element: Term) throws(Failure) -> Domain {
    guard let token = next else { throw Message.missing("a set", at: here) }
    let start = position
    if token.text == "\\mathbb{R}" {
      position += 1
      guard next?.kind == .superscript || next?.kind == .subscript else {
        try requireNumber(element, "\\in \\mathbb{R}")
        return .reals
      }
      if next?.kind == .subscript { return try ray(of: element) }
      if position + 1 < end, ["+", "*", "-"].contains(written(groupRange(position + 1))) {
        throw Message.partOfReals(at: here)
      }
      try dimensions(of: element)
      return .reals
    }
    if token.isMark("\\{") {
      let close = try closing(of: position)
      var values: [Term] = []
      if let ends = setList(start..<(close + 1)) {
        let range = IndexRange(try bound(ends.0), try bound(ends.1))
        position = close + 1
        try dimensions(of: element)
        return .wholeNumbers(range)
      }
      for part in split((start + 1)..<close, at: [","]) { values.append(try expression(in: part)) }
      position = close + 1
      try dimensions(of: element)
      return .set(values)
    }
    guard token.isMark("(") || token.isMark("[") else {
      throw Message.outside("sets like \(token.text)", at: token.span)
    }
    let interval = try interval()
    try dimensions(of: element)
    return interval
  }

  /// `^n`, `^{m \times n}` behind a set: that of each entry.
  private mutating func dimensions(of element: Term) throws(Failure) {
    guard next?.kind == .superscript else { return }
    position += 1
    let range = try argument(of: "the dimension")
    try matches(element, split(range, at: ["\\times"]))
  }

  /// `_{\ge 0}` behind ℝ; of `\mathbb{R}_+` nobody knows whether 0 is in it.
  private mutating func ray(of element: Term) throws(Failure) -> Domain {
    let place = here
    position += 1
    let sign = written(try argument(of: "the sign"))
    try requireNumber(element, "\\in \\mathbb{R}")
    let zero = Domain.Bound(
      Term(.number(.zero), .scalar, at: place), isIncluded: sign.contains("e"))
    switch sign {
    case ">0", "\\ge0": return .interval(zero, nil)
    case "<0", "\\le0": return .interval(nil, zero)
    default: throw Message.partOfReals(at: place)
    }
  }

  private mutating func matches(_ element: Term, _ parts: [Range<Int>]) throws(Failure) {
    var sizes: [Extent] = []
    for part in parts { sizes.append(try bound(part)) }
    let fits: Bool
    switch (element.shape, sizes.count) {
    case (.vector(let n), 1): fits = unify(n, sizes[0])
    case (.vector(let n), 2): fits = unify(n, sizes[0]) && sizes[1].value == 1
    case (.row(let n), 2): fits = unify(n, sizes[1]) && sizes[0].value == 1
    case (.matrix(let m, let n), 2): fits = unify(m, sizes[0]) && unify(n, sizes[1])
    case (.scalar, 1), (.index, 1): fits = sizes[0].value == 1
    default: fits = false
    }
    guard fits else {
      let shown: Shape =
        sizes.count == 1 ? .vector(sizes[0]) : .matrix(sizes[0], sizes[1])
      throw Message.expected(
        text(shown), got: text(element.shape), "this membership", at: element.span)
    }
  }

  /// `(a, b]`, with `\infty` at open ends.
  mutating func interval() throws(Failure) -> Domain {
    let start = position
    let isClosedLow = tokens[start].isMark("[")
    var level = 0
    var close = start
    while close < end {
      if tokens[close].kind == .open {
        close = partner[close] + 1
        continue
      }
      if tokens[close].isMark("(") || tokens[close].isMark("[") { level += 1 }
      if tokens[close].isMark(")") || tokens[close].isMark("]") { level -= 1 }
      if level == 0 { break }
      close += 1
    }
    guard close < end else {
      throw Message.unbalanced(tokens[start].text, at: tokens[start].span)
    }
    let parts = split((start + 1)..<close, at: [","])
    guard parts.count == 2 else {
      throw Message.missing("the two ends of an interval", at: span(start..<(close + 1)))
    }
    let low = try end(parts[0], isIncluded: isClosedLow, infinity: "-\\infty")
    let high = try end(parts[1], isIncluded: tokens[close].isMark("]"), infinity: "\\infty")
    position = close + 1
    return low == nil && high == nil ? .reals : .interval(low, high)
  }

  private mutating func end(
    _ range: Range<Int>, isIncluded: Bool, infinity: String
  ) throws(Failure) -> Domain.Bound? {
    if let last = range.last, tokens[last].isMark("\\infty") {
      guard [infinity, "+" + infinity].contains(written(range)) else {
        throw Message.cannotSample("an interval with \(written(range)) here", at: span(range))
      }
      return nil
    }
    let term = try expression(in: range)
    try requireNumber(term, "the end of an interval")
    return Domain.Bound(term, isIncluded: isIncluded)
  }
}
