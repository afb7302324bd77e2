import Numerics
import SourceText

/// Bodies under bound variables: of big operators, of arrays by their parts, of ∀.
extension Reader {
  mutating func body(
    _ fold: Term.Fold, _ header: Header, from start: Int
  ) throws(Failure) -> Term {
    for variable in header.variables { try refuseValue(variable, fold) }
    let isArgument = fold == .argumentOfMaximum || fold == .argumentOfMinimum
    let isExtremum = isArgument || fold == .maximum || fold == .minimum
    let names = isExtremum || fold == .product ? header.variables.map { $0.name } : []
    let (binders, inner) = try binding(header, from: start) { reader throws(Failure) in
      guard let end = reader.next(binding: names) else { return try reader.product() }
      let inner = try reader.within(reader.position..<end) { (reader) throws(Failure) in
        try reader.product()
      }
      reader.position = end
      return inner
    }
    if isExtremum { try requireNumber(inner, "a maximum or minimum") }
    if isExtremum || fold == .product {
      try refuseSplitBody(inner, binders, isExtremum, from: start)
    }
    if fold == .sum || fold == .product {
      if let product = try downwards(inner, binders, isProduct: fold == .product, from: start) {
        return product
      }
    }
    if fold == .product { try refuseOpenOrder(of: inner, binders, at: span(from: start)) }
    if isArgument, binders.count != 1 {
      throw Message.refused("BadLimits", "arg max has one index", at: header.variables[0].span)
    }
    let shape: Shape = isArgument ? .index : inner.shape
    return Term(.fold(fold, binders, inner), shape, at: span(from: start))
  }

  /// Where `\prod_i x_i \prod_i y_i` goes on with the next factor.
  ///
  /// Nobody binds a letter within its own product; a sum may go on either way, it is the same.
  private func next(binding names: [String]) -> Int? {
    guard !names.isEmpty else { return nil }
    var found: Int?
    scan(position..<endOfProduct) { index in
      let token = tokens[index]
      guard found == nil, index > position, token.kind == .command, index + 1 < end,
        tokens[index + 1].kind == .subscript
      else { return }
      let first = index + 2 < end && tokens[index + 2].kind == .open ? index + 3 : index + 2
      guard first < end, names.contains(tokens[first].text),
        ["\\sum", "\\prod", "\\max", "\\min"].contains(token.text)
      else { return }
      found = continuesLine(tokens[index - 1]) ? index - 1 : index
    }
    return found.flatMap { $0 > position ? $0 : nil }
  }

  /// `\max_i x_i \max_j y_j`, `\prod_i x_i\, a`: whether the last factor belongs to the body must be
  /// said, where both readings differ.
  private func refuseSplitBody(
    _ body: Term, _ binders: [Term.Binder], _ isExtremum: Bool, from start: Int
  ) throws(Failure) {
    guard let (left, right) = body.lastFactor, right.span.end == body.span.end,
      left.span.start == body.span.start, left.shape.isNumber, right.shape.isNumber,
      !(isExtremum && isNeverNegative(right))
    else { return }
    let own = binders.map { $0.variable }
    func mentions(_ term: Term) -> Bool {
      var walk = Walk()
      walk.visit(term)
      return !walk.symbols.isDisjoint(with: own)
    }
    guard mentions(left), !mentions(right),
      let first = tokens.indices.first(where: { tokens[$0].span.start >= body.span.start }),
      let second = tokens.indices.first(where: { tokens[$0].span.start >= right.span.start }),
      start < first, first < second, second < position
    else { return }
    let joins = continuesLine(tokens[second - 1])
    let (sign, inside, whole) = (
      written(start..<first), written(first..<(joins ? second - 1 : second)),
      written(first..<position)
    )
    let rest = written((joins ? second - 1 : second)..<position)
    throw Message.ambiguousArgument(
      "\(sign)(\(inside))\(rest)", "\(sign)(\(whole))", at: tokens[second].span)
  }

  /// Numbers that are positive by their looks.
  private func isNeverNegative(_ term: Term) -> Bool {
    switch term.node {
    case .number, .constant, .builtin(.absolute, _), .builtin(.norm, _), .builtin(.norm1, _),
      .builtin(.normInfinity, _), .builtin(.spectralNorm, _), .builtin(.elementary(.exp), _),
      .builtin(.elementary(.sqrt), _), .indicator:
      return true
    case .divide(let a, let b), .multiply(.scaling, let a, let b):
      return isNeverNegative(a) && isNeverNegative(b)
    case .symbol(let id):
      if id.number >= 0, case .size = scope[id].kind { return true }
      return false
    default: return false
    }
  }

  /// Reads a body with the variables of a header bound, and finds where they range.
  mutating func binding(
    _ header: Header, from start: Int, isTruth: Bool = false,
    _ body: (inout Reader) throws(Failure) -> Term
  ) throws(Failure) -> ([Term.Binder], Term) {
    var ranges: [[IndexRange]] = []
    var symbols: [SymbolID] = []
    for variable in header.variables {
      ranges.append(try self.ranges(of: variable))
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
          name: variable.name, symbol: symbols[number], range: ranges[number].first,
          alsoIn: Array(ranges[number].dropFirst()), isImplicit: false))
    }
    var filters = zip(header.variables, zip(symbols, ranges)).flatMap { variable, found in
      limits(of: found.0, in: found.1, at: variable.span)
    }
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
      if let upper = header.unusedUpper, settled(range.last - (try bound(upper))).value != 0 {
        throw Message.upperLimit(at: span(upper))
      }
      binders.append(
        Term.Binder(use.symbol, in: range, where: number == uses.count - 1 ? filter : nil))
    }
    noteFixed(in: header, at: span(from: start))
    return (binders, inner)
  }

  /// `\sum_{j \ne i}`, `\sum_{k \le t}`: remembers that the second letter is fixed only if
  /// something else says so.
  mutating func noteFixed(in header: Header, at span: Span) {
    guard header.variables.count == 1 else { return }
    for filter in header.filters where filter.count == 5 {
      noteOuter(of: filter, around: header.variables[0].name, at: span)
    }
    for filter in header.filters where filter.count == 3 {
      let (first, sign, second) = (
        tokens[filter.lowerBound].text, tokens[filter.lowerBound + 1],
        tokens[filter.lowerBound + 2].text
      )
      let isOrder = ["<", "\\le", ">", "\\ge"].contains { sign.isMark($0) }
      guard isOrder || sign.isMark("\\ne"), first == header.variables[0].name,
        binding(second) == nil, let (symbol, isDeclared) = fixedIndex(second)
      else { continue }
      let body = tokens[filter.upperBound..<max(position, filter.upperBound)]
      let isInBody = { (name: String) in body.contains { $0.text == name } }
      fixedByFilter.append(
        FixedIndex(
          symbol: symbol, span: span, filter: filter.lowerBound,
          isPair: (isOrder || first < second) && (isInBody(second) || !isInBody(first)),
          isDeclared: isDeclared))
    }
  }

  /// The same of the outer letters of `\sum_{i < j < k}` and of `\sum_{i < j \le n}`.
  private mutating func noteOuter(of filter: Range<Int>, around middle: String, at span: Span) {
    let names = [0, 2, 4].map { tokens[filter.lowerBound + $0].text }
    let areOrdered = [1, 3].allSatisfy { place in
      ["<", "\\le", ">", "\\ge"].contains { tokens[filter.lowerBound + place].isMark($0) }
    }
    let letters = names.filter { $0 == middle || isNoSize($0) && Int($0) == nil }
    let outer = [names[0], names[2]].compactMap { binding($0) == nil ? fixedIndex($0) : nil }
    guard areOrdered, names[1] == middle, outer.count == letters.count - 1 else { return }
    let body = tokens[filter.upperBound..<max(position, filter.upperBound)]
    let found = letters.map { name in body.contains { $0.text == name } }
    for (symbol, isDeclared) in outer {
      fixedByFilter.append(
        FixedIndex(
          symbol: symbol, span: span, filter: filter.lowerBound,
          isPair: found.allSatisfy { $0 == found[0] }, isDeclared: isDeclared))
    }
  }

  private func fixedIndex(_ name: String) -> (symbol: SymbolID, isDeclared: Bool)? {
    if let use = indices.last(where: { $0.name == name && $0.isImplicit }) {
      return (use.symbol, false)
    }
    guard let symbol = scope.symbol(named: name), case .index = symbol.kind, symbol.family.isEmpty
    else { return nil }
    return (symbol.id, true)
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
          && !(limits.sup.map { containsRelation($0) } ?? false) && !namesNumber(first)
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

  /// `[t^2]_{t=a}^b`: of a number t it is a difference of values and no array.
  private func namesNumber(_ index: Int) -> Bool {
    if let bound = binding(tokens[index].text) { return bound.shape == .scalar }
    guard let symbol = scope.symbol(named: tokens[index].text) else { return false }
    return symbol.family.isEmpty && symbol.kind.valueShape == .scalar
  }

  /// `\sum_{i<j}`: one variable's range serves the other if the body shows only one.
  func shareRanges(_ uses: inout [IndexInUse], _ header: Header) throws(Failure) {
    for (number, use) in uses.enumerated()
    where use.range == nil && (use.lower == nil || use.upper == nil) {
      let donor = uses.first { $0.range != nil || $0.lower != nil && $0.upper != nil }
      guard !header.filters.isEmpty, let donor else { continue }
      uses[number].range = try range(of: donor, at: header.variables[number].span)
    }
  }

  /// Extrema over a continuous variable are no finite computation.
  func refuseValue(_ variable: Variable, _ fold: Term.Fold) throws(Failure) {
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
}

extension Term {
  /// A product or quotient without its last factor or divisor, and that.
  fileprivate var lastFactor: (rest: Term, last: Term)? {
    switch node {
    case .multiply(_, let a, let b), .divide(let a, let b): (a, b)
    default: nil
    }
  }
}
