import Numerics
import SourceText

/// Sums, products, extrema over an index, and limits (rule 6).
extension Reader {
  mutating func bigOperator(_ fold: Term.Fold) throws(Failure) -> Term {
    let start = position
    position += 1
    return try bigOperator(fold, from: start)
  }

  /// From behind the operator's sign.
  mutating func bigOperator(_ fold: Term.Fold, from start: Int) throws(Failure) -> Term {
    var limits = Written(base: tokens[start].text, start: start)
    try takeScripts(&limits)
    guard let sub = limits.sub else {
      throw Message.missing("the index of \(tokens[start].text)", at: span(from: start))
    }
    if let sup = limits.sup, tokens[sup].contains(where: { $0.isMark("\\infty") }) {
      throw Message.outside("infinite sums", at: span(sup))
    }
    let head = try header(sub, upper: limits.sup, fold)
    return try body(fold, head, from: start)
  }

  /// What stands below and above a big operator.
  private struct Header {
    var variables: [Variable] = []
    var filters: [Range<Int>] = []
  }

  private struct Variable {
    var name: String
    var first: Range<Int>?
    var last: Range<Int>?
    /// Values given as `1, …, K`.
    var range: (Range<Int>, Range<Int>)?
    /// Values given one by one.
    var values: ClosedRange<Int>?
    var span: Span
    /// `i < j`: the bound is another variable.
    var isStrictLow = false
    var isStrictHigh = false
  }

  private mutating func header(
    _ sub: Range<Int>, upper: Range<Int>?, _ fold: Term.Fold
  ) throws(Failure) -> Header {
    var header = Header()
    var inside = sub
    if let first = sub.first, tokens[first].text == "\\substack", first + 1 < sub.upperBound,
      tokens[first + 1].kind == .open
    {
      inside = (first + 2)..<partner[first + 1]
    }
    var names: [Int] = []
    for part in splitHeader(inside) {
      let relation = part.first { isRelation(tokens[$0]) }
      guard let relation else {
        // A name alone: `i`, or the first of `i,j=1`.
        guard let name = indexName(part) else {
          throw Message.refused(
            "BadLimits",
            "an index, i=1, j \\ne i or i<j stands under the operator",
            at: span(part))
        }
        names.append(header.variables.count)
        header.variables.append(Variable(name: name, span: span(part)))
        continue
      }
      try condition(part, relation, upper: upper, &names, &header, fold)
    }
    if header.variables.isEmpty {
      throw Message.refused("BadLimits", "no index is bound here", at: span(sub))
    }
    return header
  }

  /// At commas and row ends.
  private func splitHeader(_ range: Range<Int>) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    for row in split(range, at: ["\\\\"]) {
      // A set `\{1, …, K\}` keeps its commas: `split` looks outside brackets only.
      for part in split(row, at: [",", ":", "\\mid", ";"]) where !part.isEmpty {
        parts.append(part)
      }
    }
    return parts
  }

  private func indexName(_ range: Range<Int>) -> String? {
    guard !range.isEmpty, tokens[range.lowerBound].kind == .letter else { return nil }
    return range.count == 1 ? tokens[range.lowerBound].text : nil
  }

  private mutating func condition(
    _ part: Range<Int>, _ relation: Int, upper: Range<Int>?, _ names: inout [Int],
    _ header: inout Header, _ fold: Term.Fold
  ) throws(Failure) {
    let left = part.lowerBound..<relation
    let right = (relation + 1)..<part.upperBound
    let isKnown = { (name: String, header: Header) in header.variables.contains { $0.name == name }
    }
    switch tokens[relation].text {
    case "=":
      guard let name = indexName(left) else { break }
      if isKnown(name, header) || upper == nil && rangeList(right) == nil { break }
      if let list = rangeList(right) {
        header.variables.append(
          Variable(name: name, range: list, span: span(left)))
        return
      }
      for index in names {
        header.variables[index].first = right
        header.variables[index].last = upper
      }
      names = []
      header.variables.append(
        Variable(name: name, first: right, last: upper, span: span(left)))
      return
    case "\\in":
      guard let name = indexName(left), !isKnown(name, header) else { break }
      if let values = numberSet(right) {
        header.variables.append(Variable(name: name, values: values, span: span(left)))
        header.filters.append(part)
        return
      }
      guard let list = setList(right) else {
        throw Message.outside(
          "\(tokens[part.lowerBound].text) ranging over a set like this", at: span(right))
      }
      for index in names { header.variables[index].range = list }
      names = []
      header.variables.append(Variable(name: name, range: list, span: span(left)))
      return
    case "\\ne":
      if let name = indexName(left), !isKnown(name, header) {
        header.variables.append(Variable(name: name, span: span(left)))
      }
    case "<", "\\le", ">", "\\ge":
      if try inequality(part, &header) { return }
    default: break
    }
    if header.variables.isEmpty {
      throw Message.refused("BadLimits", "no index is bound here", at: span(part))
    }
    header.filters.append(part)
  }

  /// `i<j`, `1 \le i < j \le n`: the indices that nothing around binds are bound here.
  ///
  /// Whether the range alone says it all, as in `1 \le i \le n`.
  private mutating func inequality(
    _ part: Range<Int>, _ header: inout Header
  ) throws(Failure) -> Bool {
    var pieces: [Range<Int>] = []
    var start = part.lowerBound
    for index in part where isRelation(tokens[index]) {
      pieces.append(start..<index)
      start = index + 1
    }
    pieces.append(start..<part.upperBound)
    let fresh = pieces.filter { piece in
      guard let name = indexName(piece) else { return false }
      return !header.variables.contains { $0.name == name } && binding(name) == nil
        && isNoSize(name) && !indices.contains { $0.name == name && $0.isImplicit }
    }
    for piece in fresh {
      guard let name = indexName(piece) else { continue }
      header.variables.append(Variable(name: name, span: span(piece)))
    }
    // The outer pieces bound the variables between them.
    if pieces.count > 2 {
      let isUp =
        tokens[pieces[0].upperBound].text == "\\le" || tokens[pieces[0].upperBound].text == "<"
      for number in header.variables.indices {
        header.variables[number].first = isUp ? pieces[0] : pieces[pieces.count - 1]
        header.variables[number].last = isUp ? pieces[pieces.count - 1] : pieces[0]
      }
    }
    return pieces.count == 3 && fresh.count == 1 && header.variables.count == 1
      && part.allSatisfy { !tokens[$0].isMark("<") && !tokens[$0].isMark(">") }
  }

  private func isNoSize(_ name: String) -> Bool {
    guard let symbol = scope.symbol(named: name) else { return true }
    if case .index = symbol.kind { return true }
    return false
  }

  /// The least and the greatest of `\{1, 3, 4\}`.
  private func numberSet(_ range: Range<Int>) -> ClosedRange<Int>? {
    guard range.count > 2, tokens[range.lowerBound].isMark("\\{"),
      tokens[range.upperBound - 1].isMark("\\}")
    else { return nil }
    let parts = split((range.lowerBound + 1)..<(range.upperBound - 1), at: [","])
    let values = parts.compactMap { $0.count == 1 ? Int(tokens[$0.lowerBound].text) : nil }
    guard values.count == parts.count, let low = values.min(), let high = values.max() else {
      return nil
    }
    return low...high
  }

  /// The ends of `1, \dots, K`, inside braces or behind `=`.
  func rangeList(_ range: Range<Int>) -> (Range<Int>, Range<Int>)? {
    let ends = split(range, at: ["\\sim"])
    if ends.count == 2, ends.allSatisfy({ !$0.isEmpty }) { return (ends[0], ends[1]) }
    let parts = split(range, at: [","])
    guard parts.count >= 3, parts.allSatisfy({ !$0.isEmpty }),
      let dots = parts.firstIndex(where: { $0.count == 1 && tokens[$0.lowerBound].isMark("\\dots") }
      ),
      dots == parts.count - 2
    else { return nil }
    return (parts[0], parts[parts.count - 1])
  }

  /// `\{1, \dots, K\}`.
  func setList(_ range: Range<Int>) -> (Range<Int>, Range<Int>)? {
    guard range.count > 2, tokens[range.lowerBound].isMark("\\{"),
      tokens[range.upperBound - 1].isMark("\\}")
    else { return nil }
    return rangeList((range.lowerBound + 1)..<(range.upperBound - 1))
  }

  // MARK: Body

  private mutating func body(
    _ fold: Term.Fold, _ header: Header, from start: Int
  ) throws(Failure) -> Term {
    for variable in header.variables { try refuseValue(variable, fold) }
    let (binders, inner) = try binding(header, from: start) { reader throws(Failure) in
      try reader.product()
    }
    let isArgument = fold == .argumentOfMaximum || fold == .argumentOfMinimum
    let isExtremum = isArgument || fold == .maximum || fold == .minimum
    if isExtremum { try requireNumber(inner, "a maximum or minimum") }
    if isArgument, binders.count != 1 {
      throw Message.refused("BadLimits", "arg max has one index", at: header.variables[0].span)
    }
    let shape: Shape = isArgument ? .index : inner.shape
    return Term(.fold(fold, binders, inner), shape, at: span(from: start))
  }

  /// Reads a body with the variables of a header bound, and finds where they range.
  private mutating func binding(
    _ header: Header, from start: Int, isTruth: Bool = false,
    _ body: (inout Reader) throws(Failure) -> Term
  ) throws(Failure) -> ([Term.Binder], Term) {
    var ranges: [IndexRange?] = []
    var symbols: [SymbolID] = []
    for variable in header.variables {
      ranges.append(try range(of: variable))
      symbols.append(scope.hiddenSymbol(variable.name, .argument(.index), at: variable.span))
    }
    let names = header.variables
    let base = indices.count
    for (number, variable) in names.enumerated() {
      bindings.append(
        Binding(
          name: variable.name, term: Term(.symbol(symbols[number]), .index, at: variable.span)))
      indices.append(
        IndexInUse(
          name: variable.name, symbol: symbols[number], range: ranges[number], isImplicit: false))
    }
    var filters: [Term] = []
    for filter in header.filters {
      filters.append(
        try within(filter) { reader throws(Failure) in try reader.statement() })
    }
    let inner = try body(&self)
    if !isTruth { try requireValue(inner) }
    bindings.removeLast(names.count)
    // An implicit index that the body brought in stands behind these and stays.
    var uses = Array(indices[base..<(base + names.count)])
    indices.removeSubrange(base..<(base + names.count))
    try shareRanges(&uses, header)
    let filter: Term? =
      filters.isEmpty
      ? nil
      : filters.count == 1 ? filters[0] : Term(.and(filters), .truth, at: span(from: start))
    var binders: [Term.Binder] = []
    for (number, use) in uses.enumerated() {
      let range = try self.range(of: use, at: names[number].span)
      binders.append(
        Term.Binder(use.symbol, in: range, where: number == uses.count - 1 ? filter : nil))
    }
    if let filter { noteFixed(in: filter, besides: symbols, at: span(from: start)) }
    return (binders, inner)
  }

  /// `\sum_{j \ne i}`: remembers that `i` is fixed only if something else says so.
  private mutating func noteFixed(in filter: Term, besides own: [SymbolID], at span: Span) {
    guard own.count == 1 else { return }
    for part in filter.subterms {
      guard case .relation(.notEqual, let left, let right) = part.node,
        case .symbol(let first) = left.node, case .symbol(let second) = right.node
      else { continue }
      let other = first == own[0] ? second : first
      let isIndex = indices.contains { $0.symbol == other && $0.isImplicit }
      if other != own[0], isIndex { fixedByFilter.append((other, span)) }
    }
  }

  /// `\forall i \in \{1, \dots, n\}: u_i \ge 0` inside brackets.
  mutating func universal() throws(Failure) -> Term {
    let start = position
    position += 1
    var colon: Int?
    scan(position..<end) { if colon == nil, tokens[$0].isMark(":") { colon = $0 } }
    guard let colon else { throw Message.missing(": behind \\forall", at: span(from: start)) }
    let header = try header(position..<colon, upper: nil, .all)
    position = colon + 1
    let (binders, body) = try binding(header, from: start, isTruth: true) {
      reader throws(Failure) in
      try reader.statement()
    }
    return Term(.fold(.all, binders, body), .truth, at: span(from: start))
  }

  // MARK: Arrays by their parts

  /// `(x_i)_{i=1}^n`, `[a_{ij}]_{i,j \in \{1, \dots, n\}}`; `nil` if no index stands behind.
  mutating func table(
    _ inside: Range<Int>, behind close: Int, from start: Int
  ) throws(Failure) -> Term? {
    guard close + 1 < end, tokens[close + 1].kind == .subscript, !containsRelation(inside) else {
      return nil
    }
    let saved = self
    position = close + 1
    var limits = Written(base: tokens[start].text, start: start)
    try takeScripts(&limits)
    guard let sub = limits.sub, let first = sub.first,
      tokens[first].text == "\\substack"
        || containsRelation(sub)
          && (limits.sup != nil || tokens[sub].contains { $0.isMark("\\in") })
    else {
      self = saved
      return nil
    }
    let header = try header(sub, upper: limits.sup, .sum)
    let behind = position
    let (binders, body) = try binding(header, from: start) { reader throws(Failure) in
      try reader.expression(in: inside)
    }
    position = behind
    return try table(binders, body, at: span(from: start))
  }

  /// `\sum_{i<j}`: one variable's range serves the other if the body shows only one.
  private func shareRanges(_ uses: inout [IndexInUse], _ header: Header) throws(Failure) {
    for (number, use) in uses.enumerated()
    where use.range == nil && (use.lower == nil || use.upper == nil) {
      let donor = uses.first { $0.range != nil || $0.lower != nil && $0.upper != nil }
      guard !header.filters.isEmpty, let donor else { continue }
      uses[number].range = try range(of: donor, at: header.variables[number].span)
    }
  }

  /// Extrema over a continuous variable are no finite computation.
  private func refuseValue(_ variable: Variable, _ fold: Term.Fold) throws(Failure) {
    guard let symbol = scope.symbol(named: variable.name) else { return }
    switch symbol.kind {
    case .index, .integer, .argument, .size: return
    default:
      let what =
        fold == .sum || fold == .product
        ? "sums over \(variable.name)" : "extrema over all \(variable.name)"
      throw Message.outside(what, at: variable.span)
    }
  }

  private mutating func range(of variable: Variable) throws(Failure) -> IndexRange? {
    if let values = variable.values {
      return IndexRange(Extent(values.lowerBound), Extent(values.upperBound))
    }
    if let ends = variable.range {
      return IndexRange(try bound(ends.0), try bound(ends.1))
    }
    if let first = variable.first, let last = variable.last {
      return IndexRange(try bound(first), try bound(last))
    }
    if variable.first != nil {
      throw Message.missing("the upper limit of \(variable.name)", at: variable.span)
    }
    guard let symbol = scope.symbol(named: variable.name) else { return nil }
    if case .index(let range) = symbol.kind, symbol.family.isEmpty { return range }
    return nil
  }

  mutating func bound(_ range: Range<Int>) throws(Failure) -> Extent {
    if tokens[range].contains(where: { $0.isMark("\\infty") }) {
      throw Message.outside("infinite ranges", at: span(range))
    }
    let term = try expression(in: range)
    guard term.shape == .index, let extent = extent(of: term) else {
      throw Message.notAnIndex(text(term.shape), at: term.span)
    }
    return extent
  }

  // MARK: Limits

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
      variable = scope.hiddenSymbol(name, .argument(.scalar), at: tokens[sub.lowerBound].span)
      bindings.append(
        Binding(
          name: name,
          term: Term(.symbol(variable), .scalar, at: tokens[sub.lowerBound].span)))
    }
    let inner = try product()
    if bindings.last?.name == name { bindings.removeLast() }
    return Term(.limit(inner, of: variable, to: point), inner.shape, at: span(from: start))
  }

  private mutating func limitPoint(
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
