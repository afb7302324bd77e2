import SourceText

/// Brackets, bars, inner products and rounding.
extension Reader {
  /// `(…)`, `[…]`: grouping, a list, a function in brackets, or a truth value in square brackets.
  mutating func bracket() throws(Failure) -> Term {
    let start = position
    let close = try closing(of: start)
    let inside = (start + 1)..<close
    if tokens[close].isMark("\\right.") { return try openCases(inside, close, from: start) }
    if let term = try functionInBrackets(inside, close, from: start) { return term }
    if let table = try table(inside, behind: close, from: start) { return table }
    let isList = split(inside, at: [",", ";", "\\mid"]).count > 1
    position = close + 1
    if isList { return try tuple(inside, opened: tokens[start].text, from: start) }
    if tokens[start].isMark("\\{"), next?.kind == .subscript || containsRelation(inside) {
      throw Message.refused(
        "SetAsValue", "braces make a set; group with ( ) or [ ]", at: tokens[start].span)
    }
    if tokens[start].text == "[", containsRelation(inside) {
      let condition = try within(inside) { reader throws(Failure) in try reader.statement() }
      return try indicator(of: condition, at: span(from: start))
    }
    if tokens[start].text == "[", let gap = gap(inside) {
      throw Message.refused(
        "AmbiguousList", "the entries of a row stand between commas, [x, y]", at: tokens[gap].span)
    }
    let inner = try expression(in: inside)
    return Term(inner.node, inner.shape, at: span(from: start))
  }

  /// Where a wide space alone stands between two parts, `[x \quad y]`.
  private func gap(_ inside: Range<Int>) -> Int? {
    var found: Int?
    scan(inside) { index in
      let isGap =
        index > inside.lowerBound && tokens[index].spaceBefore == .wide
        && !continuesLine(tokens[index]) && !continuesLine(tokens[index - 1])
      if isGap, found == nil { found = index }
    }
    return found
  }

  /// `\left\{ \begin{array}{ll} … \end{array} \right.` is `cases` in an older dress.
  private mutating func openCases(
    _ inside: Range<Int>, _ close: Int, from start: Int
  ) throws(Failure) -> Term {
    guard let first = inside.first, tokens[first].text.hasPrefix("\\begin{"),
      partner[first] == inside.upperBound - 1
    else { throw Message.unbalanced(tokens[start].text, at: tokens[start].span) }
    position = close + 1
    let rows = rows((first + 1)..<partner[first])
    return try cases(rows, at: span(from: start))
  }

  /// `|x|`, `\|x\|`, with subscripts.
  mutating func bars() throws(Failure) -> Term {
    let start = position
    let mark = tokens[start].text
    if mark == "|", let norm = try doubleBars() { return norm }
    position += 1
    let inner = try barred()
    guard take(mark) else { throw Message.missing("the closing \(mark)", at: here) }
    let whole = span(from: start)
    return mark == "|" ? try absolute(inner, at: whole) : try poweredNorm(inner, at: whole, start)
  }

  /// `\|x\|^2_2`: the kind of norm, then the power, in whatever order they are written.
  private mutating func poweredNorm(
    _ inner: Term, at whole: Span, _ start: Int
  ) throws(Failure) -> Term {
    guard let power = next, power.kind == .superscript, position + 1 < end else {
      return try norm(inner, at: whole)
    }
    let behind = endOfGroup(position + 1)
    guard behind < end, tokens[behind].kind == .subscript else {
      return try norm(inner, at: whole)
    }
    let name = written(start..<position)
    let exponent = groupRange(position + 1)
    position = behind
    let norm = try norm(inner, at: whole)
    if let second = next, second.kind == .superscript {
      throw Message.doubleScript("^", at: second.span)
    }
    return try superscripts(norm, exponent, name: name, from: start)
  }

  private mutating func barred() throws(Failure) -> Term {
    openBars += 1
    let inner = try expression()
    openBars -= 1
    return inner
  }

  /// `||x||` of an array; of a number it is |(|x|)|, which the usual reading finds.
  private mutating func doubleBars() throws(Failure) -> Term? {
    let start = position
    guard let second = token(ahead: 1), second.isMark("|"), second.spaceBefore == .none else {
      return nil
    }
    guard trials < Self.mostTrials else { return nil }
    trials += 1
    let saved = self
    position += 2
    if let inner = try? barred(), inner.shape.isArray, take("|"), take("|") {
      return try norm(inner, at: span(from: start))
    }
    let trials = trials
    self = saved
    self.trials = trials
    return nil
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
    case "F" where isMatrix,
      "\\text{F}", "\\mathrm{F}", "Fro", "\\text{Fro}", "fro":
      return made(.norm)
    case "1" where !isMatrix: return made(.norm1)
    case "\\infty" where !isMatrix: return made(.normInfinity)
    case "1" where isMatrix, "\\infty" where isMatrix, "\\max" where isMatrix,
      "1,1" where isMatrix:
      return try matrixNorm(inner, written(kind), at: whole)
    case "0": throw Message.outside("counts of nonzero entries, \\|x\\|_0,", at: span(kind))
    case "*" where isMatrix:
      throw Message.outside("nuclear norms", at: span(kind))
    default:
      let weight = try expression(in: kind)
      if isMatrix { throw Message.unexpected(written(kind), at: span(kind)) }
      guard case .matrix(let m, let n) = weight.shape else {
        try requireNumber(weight, "the order of a norm")
        return made(.normP, [weight])
      }
      guard let size = inner.shape.extents.first, unify(m, n), unify(m, size) else {
        throw mismatch("the sizes of a weighted norm do not fit", inner, weight)
      }
      return made(.weightedNorm, [weight])
    }
  }

  /// The norms of a matrix that its entries give: `\|A\|_1` the largest column sum and `\|A\|_\infty`
  /// the largest row sum, as the vector norms induce them; `\|A\|_{\max}`, `\|A\|_{1,1}` over all entries.
  private mutating func matrixNorm(
    _ inner: Term, _ kind: String, at whole: Span
  ) throws(Failure) -> Term {
    guard case .matrix(let m, let n) = inner.shape else { return inner }
    let rowIndex = freshIndex(for: [inner], at: whole)
    let taken = Term(.symbol(rowIndex), .index, at: whole)
    let columnIndex = freshIndex(for: [inner, taken], at: whole)
    let row = Term.Binder(rowIndex, in: IndexRange(Extent(1), m))
    let column = Term.Binder(columnIndex, in: IndexRange(Extent(1), n))
    let entry = Term(
      .entry(
        inner,
        [Term(.symbol(rowIndex), .index, at: whole), Term(.symbol(columnIndex), .index, at: whole)]),
      .scalar, at: whole)
    let size = Term(.builtin(.absolute, [entry]), .scalar, at: whole)
    func over(_ fold: Term.Fold, _ binders: [Term.Binder], _ body: Term) -> Term {
      Term(.fold(fold, binders, body), .scalar, at: whole)
    }
    switch kind {
    case "1": return over(.maximum, [column], over(.sum, [row], size))
    case "\\infty": return over(.maximum, [row], over(.sum, [column], size))
    case "\\max": return over(.maximum, [row, column], size)
    default: return over(.sum, [row, column], size)
    }
  }

  mutating func innerProduct() throws(Failure) -> Term {
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
    guard next?.kind == .subscript else {
      return Term(.multiply(.inner, left, right), .scalar, at: whole)
    }
    position += 1
    return try innerProduct(left, right, by: try argument(of: "the kind of inner product"))
  }

  /// `\langle A, B\rangle_F` of matrices; `\langle x, y\rangle_H` is x^T H y.
  private mutating func innerProduct(
    _ left: Term, _ right: Term, by kind: Range<Int>
  ) throws(Failure) -> Term {
    let whole = left.span.union(span(kind))
    if left.isMatrix, ["F", "\\mathrm{F}", "\\text{F}"].contains(written(kind)) {
      return Term(.multiply(.inner, left, right), .scalar, at: whole)
    }
    let weight = try expression(in: kind)
    guard weight.isMatrix, case .vector = left.shape else {
      throw Message.unexpected(written(kind), at: span(kind))
    }
    let weighted = try product(weight, right, .juxtaposed)
    return Term(.multiply(.inner, left, weighted), .scalar, at: whole)
  }

  mutating func rounding(_ close: String, _ builtin: Builtin) throws(Failure) -> Term {
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
}
