import Numerics
import SourceText

/// What is attached to a primary: scripts, factorials, evaluation bars.
extension Reader {
  /// Scripts, factorial and evaluation bars behind a primary.
  mutating func attachments(of term: Term, from start: Int) throws(Failure) -> Term {
    var term = term
    var hasSuperscript = false
    while let token = next {
      switch token.kind {
      case .superscript:
        if hasSuperscript { throw Message.doubleScript("^", at: token.span) }
        hasSuperscript = true
        if let difference = try differenceAbove(term, from: start) {
          term = difference
          continue
        }
        let name = written(start..<position)
        position += 1
        let range = try argument(of: "the superscript")
        term = try superscripts(term, range, name: name, from: start)
      case .subscript:
        position += 1
        let range = try argument(of: "the subscript")
        if range.count == 1, tokens[range.lowerBound].isMark("+") {
          term = try positivePart(of: term, from: start)
        } else if let values = try bracketValues(term, range, from: start) {
          hasSuperscript = true
          term = values
        } else if let held = try held(term, parts: range, from: start) {
          term = held
        } else {
          try refuseSequence(term, range, from: start)
          term = try entry(term, range, from: start)
        }
      case .symbol where token.text == "!":
        position += 1
        try requireNumber(term, "!")
        if isAt("!") { throw Message.outside("double factorials", at: span(from: position - 1)) }
        term = Term(.builtin(.factorial, [term]), .index, at: span(from: start))
      case .symbol where token.text == "'":
        let name = written(start..<position)
        throw tokens[start].isMark("(") || tokens[start].isMark("[")
          ? Message.primedBracket(name, at: token.span) : Message.noDerivative(name, at: token.span)
      case .symbol
      where token.text == "|" && self.token(ahead: 1)?.kind == .subscript
        && (openBars == 0 || token.side == .sized) && token.side != .left && token.side != .right
        && !leavesBar:
        try refuseOpenBar(from: start)
        position += 1
        term = try bar(on: term, from: start)
      default: return term
      }
    }
    return term
  }

  /// `x e^x\big|_{x=0}`: what the bar belongs to is open where its variable stands further left, too.
  private func refuseOpenBar(from start: Int) throws(Failure) {
    let group = groupRange(position + 2)
    guard let first = group.first, tokens[first].kind == .letter, group.count > 1,
      tokens[first + 1].isMark("=")
    else { return }
    let before = tokens[..<start].reversed().prefix {
      !isRelation($0) && !isArrow($0) && !$0.isMark(",") && !$0.startsRow && $0.kind != .text
        && $0.kind != .ampersand && $0.kind != .open && !$0.isMark("(") && !$0.isMark("[")
    }
    if !tokens[start].startsRow, before.contains(where: { $0.text == tokens[first].text }) {
      let (outside, inside) = (written((start - before.count)..<start), written(start..<position))
      let bar = "\\right|_{\(written(group))}"
      throw Message.ambiguousArgument(
        "\\left. \(outside) \(inside) \(bar)", "\(outside) \\left. \(inside) \(bar)",
        at: tokens[position].span)
    }
  }

  /// `(x_n)_n`: all of a sequence.
  private func refuseSequence(_ term: Term, _ range: Range<Int>, from start: Int) throws(Failure) {
    guard tokens[start].isMark("("), range.count == 1, case .member(_, let indices) = term.node,
      indices.contains(where: { canonical(tokens(of: $0)) == written(range) })
    else { return }
    throw Message.outside("sequences as a whole", at: span(from: start))
  }

  /// `[x]_+`: max(0, x), entry by entry.
  private func positivePart(of term: Term, from start: Int) throws(Failure) -> Term {
    try requireValue(term)
    let whole = span(from: start)
    return Term(.builtin(.maximum, [number(0, at: whole), term]), term.shape, at: whole)
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
    if let part = try stretch(of: term, range, from: start) { return part }
    if let slice = try slice(of: term, range, from: start) { return slice }
    let indices = try indexItems(
      range, counts: [arity], of: term.shape,
      name: written(start..<(range.lowerBound - 1)))
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
