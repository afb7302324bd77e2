import Numerics
import SourceText

/// Indices of families and entries, and what stands above a value.
extension Reader {
  /// Takes a family's indices from the scripts; those of its entries too where they share one.
  mutating func familyIndices(
    _ symbol: Symbol, _ left: inout Written, arity: Int
  ) throws(Failure) -> (family: [Term], entries: [Term]) {
    let styles = symbol.family.map { $0.style }
    var taken: [Int: Term] = [:]
    for (number, style) in styles.enumerated() where style != .subscripted {
      guard let sup = left.sup, let inside = bracketedIndex(sup, style) else {
        throw Message.missingFamilyIndex(symbol.name, at: span(from: left.start))
      }
      let index = try indexTerm(inside.inside)
      taken[number] = index
      left.sup = inside.rest.isEmpty ? nil : inside.rest
    }
    let count = styles.count { $0 == .subscripted }
    guard count > 0 else { return (styles.indices.compactMap { taken[$0] }, []) }
    guard let sub = left.sub else {
      throw Message.missingFamilyIndex(symbol.name, at: span(from: left.start))
    }
    left.sub = nil
    let items = try indexItems(
      sub, counts: arity > 0 ? [count, count + arity] : [count],
      of: symbol.kind.valueShape ?? .scalar, name: symbol.name)
    var rest = items[...]
    for (number, style) in styles.enumerated() where style == .subscripted {
      taken[number] = rest.removeFirst()
    }
    return (styles.indices.compactMap { taken[$0] }, Array(rest))
  }

  /// `[l]`, `(k)`, `\{i\}` at the beginning of a superscript.
  func bracketedIndex(
    _ sup: Range<Int>, _ style: Symbol.FamilyIndex.Style
  ) -> (inside: Range<Int>, rest: Range<Int>)? {
    let pair: (String, String)
    switch style {
    case .bracketed: pair = ("[", "]")
    case .parenthesized: pair = ("(", ")")
    case .braced: pair = ("\\{", "\\}")
    case .superscripted: return sequenceIndex(sup)
    case .subscripted: return nil
    }
    guard let first = sup.first, tokens[first].isMark(pair.0) else { return nil }
    var level = 0
    for index in sup {
      if tokens[index].isMark(pair.0) { level += 1 }
      if tokens[index].isMark(pair.1) { level -= 1 }
      if level == 0 { return ((first + 1)..<index, withoutComma((index + 1)..<sup.upperBound)) }
    }
    return nil
  }

  /// `(l), T` says the same as `(l)T`.
  private func withoutComma(_ rest: Range<Int>) -> Range<Int> {
    guard let comma = rest.first, tokens[comma].isMark(","), turns(rest.dropFirst()) else {
      return rest
    }
    return rest.dropFirst()
  }

  /// `T`, `-1`, `-T`.
  private func turns(_ range: Range<Int>) -> Bool {
    if isTranspose(range) { return true }
    guard range.count == 2, tokens[range.lowerBound].isMark("-") else { return false }
    return isTranspose(range.dropFirst()) || tokens[range.lowerBound + 1].text == "1"
  }

  /// The whole superscript but for a transpose, `x^{k\top}`, or what stands behind a comma, `A^{k,-1}`.
  private func sequenceIndex(_ sup: Range<Int>) -> (inside: Range<Int>, rest: Range<Int>)? {
    let parts = split(sup, at: [","])
    if parts.count == 2, !parts[0].isEmpty, turns(parts[1]) { return (parts[0], parts[1]) }
    guard let last = sup.last, sup.count > 1, isTranspose(last..<(last + 1)) else {
      return (sup, sup.upperBound..<sup.upperBound)
    }
    return (sup.dropLast(), last..<(last + 1))
  }

  // MARK: Indices

  /// The indices in a subscript; `ij` and `11` are split where the array has two.
  mutating func indexItems(
    _ range: Range<Int>, counts: [Int], of shape: Shape, name: String
  ) throws(Failure) -> [Term] {
    let parts = split(range, at: [","])
    for part in parts where isBracketed(part) {
      throw Message.bracketedEntry(
        name, written(part), written(part.dropFirst().dropLast()), at: span(part))
    }
    let isRun =
      range.count > 1 && tokens[range].allSatisfy { $0.kind == .letter && isIndexVariable($0.text) }
    let isMixed =
      range.count > 1
      && tokens[range].allSatisfy {
        $0.kind == .number || $0.kind == .letter && isIndexVariable($0.text)
      }
    let length = tokens[range].reduce(0) { $0 + ($1.kind == .number ? $1.text.utf8.count : 1) }
    // `x_{i1}` of a family of vectors: two indices before it is ever a product.
    let isSplit = isMixed && !isRun && counts.contains(length)
    if isSplit, counts.contains(1), let first = range.first, tokens[first].kind == .number {
      let (digit, rest) = (tokens[first].text, written(range.dropFirst()))
      throw Message.ambiguousScripts(
        "\(name)_{\(digit),\(rest)}", "\(name)_{\(digit) \\cdot \(rest)}", at: span(range))
    }
    if counts.contains(parts.count), !isRun, !isSplit {
      var items: [Term] = []
      for part in parts { items.append(try indexTerm(part)) }
      return items
    }
    var pieces: [Term] = []
    if parts.count == 1, tokens[range].allSatisfy({ $0.kind == .letter || $0.kind == .number }) {
      for position in range {
        let token = tokens[position]
        if token.kind == .letter {
          pieces.append(try indexTerm(position..<(position + 1)))
        } else {
          for digit in token.text.utf8 where digit != UInt8(ascii: ".") {
            pieces.append(number(Int(digit) - 0x30, at: token.span))
          }
        }
      }
      if counts.contains(pieces.count) { return pieces }
    }
    let given = max(parts.count, pieces.count)
    let takes = counts.last { $0 <= given } ?? counts.first ?? 0
    throw Message.wrongIndexCount(
      name, text(shape), takes: takes, given: given, at: span(range))
  }

  /// `(1)`, `[i]`: an order statistic, or an iterate; no entry is written so.
  private func isBracketed(_ range: Range<Int>) -> Bool {
    guard let first = range.first, range.count > 2,
      tokens[first].isMark("(") || tokens[first].isMark("["),
      let close = try? closing(of: first)
    else { return false }
    return close == range.upperBound - 1
  }

  /// One index.
  mutating func indexTerm(_ range: Range<Int>) throws(Failure) -> Term {
    let written = try expression(in: range)
    let term = definedPlace(written) ?? written
    guard term.shape == .index else {
      throw Message.notAnIndex(text(term.shape), at: term.span)
    }
    return term
  }

  /// `z_h` where h was defined as `\arg\max_k z_k`: the place itself, which is a whole number.
  private func definedPlace(_ term: Term) -> Term? {
    guard case .symbol(let id) = term.node, id.number >= 0,
      let clauses = scope.definition(of: id)?.clauses, clauses.count == 1,
      clauses[0].arguments.isEmpty, clauses[0].entries.isEmpty
    else { return nil }
    let body = clauses[0].body
    switch body.node {
    case .fold(.argumentOfMaximum, _, _), .fold(.argumentOfMinimum, _, _),
      .builtin(.argumentOfMaximum, _), .builtin(.argumentOfMinimum, _):
      return Term(body.node, .index, at: term.span)
    default: return nil
    }
  }

  // MARK: Superscripts on a value

  /// Scripts that are left over when the name is known.
  mutating func scripted(_ term: Term, _ left: Written, name: String) throws(Failure) -> Term {
    var term = term
    if left.primes > 0 {
      throw Message.noDerivative(name, at: span(from: left.start))
    }
    if let (power, rest) = try powerFirst(term, left, name) {
      return try scripted(power, rest, name: name)
    }
    // The index of an entry first, then what stands above.
    if let sub = left.sub {
      let arity = term.shape.extents.count
      guard arity > 0 else {
        throw Message.noIndices(name, shape: text(term.shape), at: span(from: left.start))
      }
      if let part = try stretch(of: term, sub, from: left.start) {
        term = part
      } else if let slice = try slice(of: term, sub, from: left.start) {
        term = slice
      } else {
        let indices = try indexItems(sub, counts: [arity], of: term.shape, name: name)
        term = try entry(of: term, indices, at: span(from: left.start))
      }
    }
    guard let sup = left.sup else { return term }
    return try superscripts(term, sup, name: name, from: left.start)
  }

  /// `A^{-1}_{ij}`, `A^T_{ij}`: of the inverse and the transpose, whose entries are taken.
  private mutating func powerFirst(
    _ term: Term, _ left: Written, _ name: String
  ) throws(Failure) -> (Term, Written)? {
    guard let sup = left.sup, let sub = left.sub, case .matrix(let m, let n) = term.shape else {
      return nil
    }
    let isInverse = written(sup) == "-1"
    let isNumber = sup.count == 1 && tokens[sup.lowerBound].kind == .number
    let isSquare = settled(m) == settled(n)
    let shown = term.latex(in: scope)
    let base = shown.utf8.contains(UInt8(ascii: "^")) ? "(\(shown))" : shown
    let place = "_{\(written(sub))}"
    // Where a number is called T, too.
    if isTranspose(sup), !isTransposeSign(sup) {
      throw Message.ambiguousScripts(
        "(\(base)^\\top)\(place)", "(\(shown)\(place))^T", at: span(from: left.start))
    }
    guard sup.lowerBound < sub.lowerBound || isTransposeSign(sup) else {
      guard isInverse, isSquare else { return nil }
      throw Message.ambiguousScripts(
        "(\(base)^{-1})\(place)", "(\(shown)\(place))^{-1}", at: span(from: left.start))
    }
    if isNumber, isSquare {
      let power = written(sup)
      throw Message.ambiguousScripts(
        "(\(base)^\(power))\(place)", "(\(shown)\(place))^\(power)", at: span(from: left.start))
    }
    // `V_{:,k}^T`: the column lies down; of `V^T_{:,k}` the page does not show which comes first.
    if isTranspose(sup), slicePlace(sub) != nil || tokens[sub].contains(where: { $0.isMark(":") }) {
      guard sup.lowerBound < sub.lowerBound else { return nil }
      throw Message.ambiguousScripts(
        "(\(base)^T)\(place)", "(\(shown)\(place))^T", at: span(from: left.start))
    }
    guard isInverse || isTransposeSign(sup) else { return nil }
    var rest = left
    rest.sup = nil
    return (try superscripts(term, sup, name: name, from: left.start), rest)
  }

  /// Transpose, inverse, power.
  mutating func superscripts(
    _ base: Term, _ range: Range<Int>, name: String, from start: Int
  ) throws(Failure) -> Term {
    guard let first = range.first else { throw Message.missing("the superscript", at: here) }
    let token = tokens[first]
    let rest = range.dropFirst()
    let whole = span(from: start)
    func more(_ reader: inout Reader, _ term: Term, _ rest: Range<Int>) throws(Failure) -> Term {
      rest.isEmpty ? term : try reader.superscripts(term, rest, name: name, from: start)
    }
    if leavesTranspose, base.shape.isNumber, isTranspose(range) {
      leavesTranspose = false
      return base
    }
    if token.isMark("\\top") { return try more(&self, try transposed(base, at: whole), rest) }
    if token.text == "T", token.kind == .letter, rest.isEmpty,
      base.shape.isArray || scope.symbol(named: "T") == nil && binding("T") == nil
    {
      return try transposed(base, at: whole)
    }
    if token.kind == .number, isTranspose(rest), case .matrix = base.shape {
      let exponent = try expression(in: range.prefix(1))
      return try transposed(try power(base, exponent, name: name, at: whole), at: whole)
    }
    if token.isMark("-"), let second = rest.first {
      let behind = rest.dropFirst()
      if tokens[second].text == "1", behind.isEmpty || isTranspose(behind), base.shape.isArray {
        return try more(&self, try inverted(base, at: whole), behind)
      }
      if isTranspose(rest), base.shape.isArray {
        return try transposed(try inverted(base, at: whole), at: whole)
      }
    }
    if token.isMark("\\odot") || token.isMark("\\circ") {
      let exponent = try expression(in: rest)
      return try entrywisePower(base, exponent, at: whole)
    }
    if token.text == "*" || token.text == "\\star" {
      throw Message.unknownStar(name + "^*", at: whole)
    }
    if token.text == "\\dagger" || token.text == "+" && rest.isEmpty {
      throw Message.outside("pseudoinverses", at: span(range))
    }
    for style in [Symbol.FamilyIndex.Style.bracketed, .parenthesized, .braced] {
      guard let index = bracketedIndex(range, style) else { continue }
      let isAll = index.rest.isEmpty || isTranspose(index.rest)
      var isEuler = false
      if case .constant(.e) = base.node { isEuler = true }
      if isAll, !isEuler { throw Message.bracketedPower(name, at: span(range)) }
    }
    return try power(base, try expression(in: range), name: name, at: whole)
  }

  /// Of every entry; a power of a matrix itself is a product of matrices.
  mutating func entrywisePower(
    _ base: Term, _ exponent: Term, at whole: Span
  ) throws(Failure) -> Term {
    try requireNumber(exponent, "an exponent")
    guard case .matrix(let m, let n) = base.shape else {
      return Term(.power(base, exponent), base.shape, at: whole)
    }
    let row = freshIndex(for: [base, exponent], at: whole)
    let rowIndex = Term(.symbol(row), .index, at: whole)
    let column = freshIndex(for: [base, exponent, rowIndex], at: whole)
    let entry = Term(
      .entry(base, [rowIndex, Term(.symbol(column), .index, at: whole)]), .scalar, at: whole)
    let binders = [
      Term.Binder(row, in: IndexRange(Extent(1), m)),
      Term.Binder(column, in: IndexRange(Extent(1), n)),
    ]
    let power = Term(.power(entry, exponent), .scalar, at: whole)
    return Term(.table(binders, power), base.shape, at: whole)
  }

  /// `T` is a transpose wherever it is no number of its own.
  private func isTransposeSign(_ range: Range<Int>) -> Bool {
    isTranspose(range)
      && (tokens[range.lowerBound].isMark("\\top")
        || scope.symbol(named: "T") == nil && binding("T") == nil)
  }

  func isTranspose(_ range: Range<Int>) -> Bool {
    range.count == 1
      && (tokens[range.lowerBound].isMark("\\top") || tokens[range.lowerBound].text == "T")
  }
}
