import Numerics
import SourceText

/// Dots between a first and a last part: `x_1 + x_2 + \dots + x_n`, `W_L W_{L-1} \cdots W_1`.
extension Reader {
  /// `x_1 + x_2 + \dots + x_n`, at the dots.
  mutating func ellipsis(
    _ summands: Summands, isMinus: Bool, _ start: Int
  ) throws(Failure) -> Term {
    let dots = here
    position += 1
    guard !summands.signed.isEmpty, take("+") else {
      throw Message.refused(
        "Ellipsis", "dots stand between a first and a last part of one pattern", at: dots)
    }
    let last = try product()
    let whole = span(from: start)
    if let sum = try alternating(summands, to: last, isMinus: isMinus, at: whole) { return sum }
    let parts = summands.added
    guard !isMinus, let (first, fold) = suffix(of: parts, to: last, .sum, at: whole) else {
      throw Message.refused(
        "Ellipsis",
        "the parts around the dots fit no pattern with one running index; \\sum_{k=1}^n says which",
        at: dots)
    }
    var total = summands.before
    for part in parts[..<first] + [fold] {
      total =
        try total.map { sum throws(Failure) in try self.sum(sum, part, isMinus: false) } ?? part
    }
    return total ?? fold
  }

  /// `1 \cdot 2 \cdot \ldots \cdot n`, `1 \cdot 2 \cdots n`, at the dots.
  mutating func dotted(
    _ factors: [Term], behind before: Term?, from start: Int
  ) throws(Failure) -> Term {
    position += 1
    if !take("\\cdot") { _ = take("\\times") }
    let behind = position
    let last = try factor()
    let whole = span(from: start)
    if let product = try dotted(factors, behind: before, to: last, .dot, at: whole) {
      return product
    }
    guard startsFactor(), trials < Self.mostTrials else { throw Message.noPattern(at: whole) }
    trials += 1
    position = behind
    let run = try run()
    guard let product = try dotted(factors, behind: before, to: run, .dot, at: span(from: start))
    else { throw Message.noPattern(at: span(from: start)) }
    return product
  }

  /// The factors before the pattern, and the pattern as one product.
  mutating func dotted(
    _ factors: [Term], behind before: Term?, to last: Term, _ times: Times, at span: Span
  ) throws(Failure) -> Term? {
    guard let (first, fold) = suffix(of: factors, to: last, .product, at: span) else { return nil }
    var total = before
    for factor in factors[..<first] + [fold] {
      total = try total.map { left throws(Failure) in try product(left, factor, times) } ?? factor
    }
    return total
  }

  /// `D_n W_n \cdots D_1 W_1`, behind `D_1`: two or three factors that run together.
  mutating func dottedGroups(
    _ factors: [Term], behind before: Term?, to last: Term, from start: Int
  ) throws(Failure) -> Term? {
    var group = last
    for size in 2...3 {
      guard startsFactor(), !isAt("\\dots") else { return nil }
      group = try product(group, try factor(), .juxtaposed)
      guard factors.count % size == 0 else { continue }
      var groups: [Term] = []
      for (number, factor) in factors.enumerated() {
        guard number % size > 0, let first = groups.popLast() else {
          groups.append(factor)
          continue
        }
        groups.append(try product(first, factor, .juxtaposed))
      }
      let whole = span(from: start)
      if let product = try dotted(groups, behind: before, to: group, .juxtaposed, at: whole) {
        return product
      }
    }
    return nil
  }

  /// The longest end of the parts that runs to the last one.
  private mutating func suffix(
    of parts: [Term], to last: Term, _ fold: Term.Fold, at span: Span
  ) -> (first: Int, fold: Term)? {
    // Nobody writes more than a few parts before dots.
    for first in parts.indices.suffix(12) {
      let series = Array(parts[first...])
      if breaksPattern(parts, before: first, at: span) { continue }
      if let folded = self.fold(fold, series, to: last, at: span) { return (first, folded) }
    }
    return nil
  }

  /// `x_1 + x_3 + \dots + x_n`: the last part alone does not show a pattern that the one before it
  /// breaks.
  mutating func breaksPattern(_ parts: [Term], before first: Int, at span: Span) -> Bool {
    first > 0 && first == parts.count - 1
      && run([parts[first - 1]], to: parts[first], at: span) != nil
  }

  /// A run of terms that differ in one index, as a sum or product.
  mutating func fold(
    _ fold: Term.Fold, _ series: [Term], to last: Term, at span: Span
  ) -> Term? {
    guard
      let (binder, body) = progression(series, to: last, at: span)
        ?? run(series, to: last, at: span)
    else { return nil }
    guard let shape = shape(of: fold, binder, body) else { return nil }
    return Term(.fold(fold, [binder], body), shape, at: span)
  }

  /// Of `W^L W^{L-1} \cdots W^1`, with layers of different sizes: the rows of the first factor and the
  /// columns of the last; `nil` if the parts do not fit.
  func shape(of fold: Term.Fold, _ binder: Term.Binder, _ body: Term) -> Shape? {
    if body.shape.isNumber { return .scalar }
    let (variable, range) = (binder.variable, binder.range)
    guard fold == .product else {
      return body.shape.extents.contains { $0.mentioned.contains(variable) } ? nil : body.shape
    }
    guard case .matrix(let rows, let columns) = body.shape,
      settled(columns) == settled(rows.replacing([variable: Extent(variable) + Extent(1)]))
    else { return nil }
    return .matrix(
      rows.replacing([variable: range.first]), columns.replacing([variable: range.last]))
  }

  /// What `a_1, a_2, …, a_n` have in common, with the index that runs, upwards or downwards.
  ///
  /// - Parameter isOrdered: whether it matters which part comes first, as in a list.
  mutating func run(
    _ series: [Term], to last: Term, isOrdered: Bool = false, at span: Span
  ) -> (binder: Term.Binder, body: Term)? {
    guard let head = series.first else { return nil }
    let variable = freshIndex(for: series + [last], at: span)
    var pattern = Pattern(variable: variable, reader: self)
    guard let body = pattern.generalize(head, last), let ends = pattern.ends else { return nil }
    // `1, 0, \dots, 0`: what is written reaches the end already.
    if let length = (ends.last - ends.first).value, abs(length) < series.count { return nil }
    var direction = direction(from: ends.first, to: ends.last)
    for (step, middle) in series.enumerated().dropFirst() {
      var check = Pattern(variable: variable, reader: self)
      guard let other = check.generalize(head, middle), let reached = check.ends?.last,
        other.reshaped({ settled($0) }) == body.reshaped({ settled($0) })
      else {
        let places = [1, -1].filter {
          let place = term(ends.first + Extent($0 * step), at: span)
          return body.replacing([variable: place]).calculated == middle.calculated
        }
        guard let sign = places.first, step == 1 || sign == direction else { return nil }
        direction = sign
        continue
      }
      if step == 1, reached == ends.first - Extent(1) { direction = -1 }
      guard reached == ends.first + Extent(direction * step) else { return nil }
    }
    guard direction < 0 else {
      return (Term.Binder(variable, in: IndexRange(ends.first, ends.last)), body)
    }
    // The order of numbers matters to no sum.
    guard isOrdered || !body.shape.isNumber else {
      return (Term.Binder(variable, in: IndexRange(ends.last, ends.first)), body)
    }
    return mirrored(body, over: variable, from: ends.first, to: ends.last, at: span)
  }

  /// What runs down is counted upwards, and what it counts is met from the last to the first.
  private func mirrored(
    _ body: Term, over variable: SymbolID, from first: Extent, to last: Extent, at span: Span
  ) -> (binder: Term.Binder, body: Term) {
    let place = first + last - Extent(variable)
    let met = body.replacing([variable: term(place, at: span)])
      .reshaped { $0.replacing([variable: place]) }
    return (Term.Binder(variable, in: IndexRange(last, first)), met)
  }

  /// The product of matrices from the first place down to the last; `nil` if their sizes do not fit.
  func downwardProduct(
    of factor: Term, over variable: SymbolID, from first: Extent, to last: Extent, at span: Span
  ) -> Term? {
    let (binder, body) = mirrored(factor, over: variable, from: first, to: last, at: span)
    guard let shape = shape(of: .product, binder, body) else { return nil }
    return Term(.fold(.product, [binder], body), shape, at: span)
  }

  /// `x_n + \dots + x_1`, `W_L \cdots W_l` go down: -1; else 1.
  ///
  /// Numbers come before indices, and indices before sizes.
  func direction(from first: Extent, to last: Extent) -> Int {
    let difference = last - first
    if let value = difference.value { return value < 0 ? -1 : 1 }
    if difference.parts.allSatisfy({ $0.coefficient < 0 }) { return -1 }
    return difference.parts.allSatisfy { $0.coefficient > 0 } || rank(first) <= rank(last) ? 1 : -1
  }

  private func rank(_ extent: Extent) -> Int {
    guard extent.value == nil else { return 0 }
    let isOfSizes = extent.mentioned.allSatisfy { id in
      if id.number >= 0, case .size = scope[id].kind { true } else { false }
    }
    return isOfSizes ? 2 : 1
  }

  /// An index that none of the terms mentions.
  mutating func freshIndex(for terms: [Term], at span: Span) -> SymbolID {
    var mentioned: Set<SymbolID> = []
    for term in terms { term.insertIndices(into: &mentioned) }
    let taken = Set(mentioned.map { scope[$0].name })
    for name in ["i", "j", "k", "l", "r", "s"] where binding(name) == nil && !taken.contains(name) {
      if let symbol = scope.symbol(named: name), symbol.kind.valueShape != .index { continue }
      return scope.hiddenSymbol(name, .argument(.index), at: span)
    }
    return scope.hiddenSymbol("i'", .argument(.index), at: span)
  }
}

extension Term {
  /// Adds every index symbol that occurs, also as the variable of a binder.
  fileprivate func insertIndices(into symbols: inout Set<SymbolID>) {
    switch node {
    case .symbol(let symbol) where shape == .index: symbols.insert(symbol)
    case .fold(_, let binders, _), .table(let binders, _):
      for binder in binders { symbols.insert(binder.variable) }
    default: break
    }
    for child in children { child.insertIndices(into: &symbols) }
  }
}

extension Reader {
  /// Whether what the clauses are made of mentions a symbol, other than through the family.
  fileprivate func leads(
    from clauses: [Definition.Clause], to symbol: SymbolID, besides family: SymbolID
  ) -> Bool {
    var seen: Set<SymbolID> = [family]
    var waiting = clauses.map { $0.body }
    while let body = waiting.popLast() {
      for name in body.subterms.compactMap({ $0.namedSymbol }) where seen.insert(name).inserted {
        if name == symbol { return true }
        guard name.number >= 0 else { continue }
        waiting += (scope.definition(of: name)?.clauses ?? []).map { $0.body }
      }
    }
    return false
  }
}

/// Finds what two terms have in common if one index runs from the first to the last.
private struct Pattern {
  let variable: SymbolID
  let reader: Reader
  var ends: (first: Extent, last: Extent)?

  init(variable: SymbolID, reader: Reader) {
    self.variable = variable
    self.reader = reader
  }

  mutating func generalize(_ first: Term, _ last: Term) -> Term? {
    if first == last { return first }
    if let start = start(first, like: last) { return generalize(start, last) }
    if let start = start(last, like: first) { return generalize(first, start) }
    if let a = reader.extent(of: first), let b = reader.extent(of: last) {
      guard let ends else {
        self.ends = (a, b)
        return Term(.symbol(variable), .index, at: first.span)
      }
      let offset = a - ends.first
      if offset == b - ends.last, let constant = offset.value {
        return reader.term(Extent(variable) + Extent(constant), at: first.span)
      }
      // `a_0 b_n + a_1 b_{n-1} + \dots + a_n b_0`: one goes up while the other goes down.
      let sum = a + ends.first
      return sum == b + ends.last ? reader.term(sum - Extent(variable), at: first.span) : nil
    }
    if let (first, last) = powered(first, last) { return generalize(first, last) }
    let (left, right) = (first.children, last.children)
    let blank = Term(.truth(true), .truth, at: first.span)
    guard left.count == right.count,
      first.replacingChildren({ _ in blank }).node == last.replacingChildren({ _ in blank }).node
    else { return nil }
    var parts: [Term] = []
    for (a, b) in zip(left, right) {
      guard let part = generalize(a, b) else { return nil }
      parts.append(part)
    }
    guard let shape = generalize(first.shape, last.shape) else { return nil }
    var index = -1
    let term = first.replacingChildren { _ in
      index += 1
      return parts[index]
    }
    return Term(term.node, shape, at: first.span)
  }

  /// `c_n` and `\rho c_{n-1}` beside `\rho^k c_1`, with the exponents that nobody writes.
  private func powered(_ first: Term, _ last: Term) -> (Term, Term)? {
    if let base = first.powerBase, last == base { return (first, last.power(1)) }
    if let base = last.powerBase, first == base { return (first.power(1), last) }
    if case .multiply(.scaling, let power, _) = first.node, let base = power.powerBase,
      last.shape == first.shape, !last.isMultiple
    {
      return (first, Term(.multiply(.scaling, base.power(0), last), last.shape, at: last.span))
    }
    if case .multiply(.scaling, let power, _) = last.node, let base = power.powerBase,
      last.shape == first.shape, !first.isMultiple
    {
      return (Term(.multiply(.scaling, base.power(0), first), first.shape, at: first.span), last)
    }
    return nil
  }

  /// `h_0` beside `h_t`: what a name of its own says of the family whose recursion starts there.
  private func start(_ term: Term, like member: Term) -> Term? {
    guard case .symbol(let symbol) = term.node, case .member(let family, _) = member.node,
      family.number >= 0, let clauses = reader.scope.definition(of: family)?.clauses,
      let clause = clauses.first(where: { $0.body == term }),
      case .fixed(let place)? = clause.family.first, clause.family.count == 1,
      !reader.leads(from: clauses.filter { $0.body != term }, to: symbol, besides: family)
    else { return nil }
    return Term(.member(family, [reader.term(place, at: term.span)]), term.shape, at: term.span)
  }

  private func generalize(_ first: Shape, _ last: Shape) -> Shape? {
    if first == last { return first }
    switch (first, last) {
    case (.vector(let n), .vector(let p)): return generalize(n, p).map { .vector($0) }
    case (.row(let n), .row(let p)): return generalize(n, p).map { .row($0) }
    case (.matrix(let m, let n), .matrix(let p, let q)):
      guard let rows = generalize(m, p), let columns = generalize(n, q) else { return nil }
      return .matrix(rows, columns)
    default: return nil
    }
  }

  /// `n_{l-1}` of `n_{L-1}` and `n_0`: a size that runs with the index.
  private func generalize(_ first: Extent, _ last: Extent) -> Extent? {
    let (first, last) = (reader.settled(first), reader.settled(last))
    if first == last { return first }
    if let ends, let offset = (first - ends.first).value, offset == (last - ends.last).value {
      return Extent(variable) + Extent(offset)
    }
    guard first.constant == last.constant, first.parts.count == 1, last.parts.count == 1,
      first.parts[0].coefficient == last.parts[0].coefficient,
      case .member(let family, let indices) = first.parts[0].atom,
      case .member(family, let others) = last.parts[0].atom, indices.count == others.count
    else { return nil }
    var places: [Extent] = []
    for (index, other) in zip(indices, others) {
      guard let place = generalize(index, other) else { return nil }
      places.append(place)
    }
    let size = Extent(.member(family, places))
    return first.parts[0].coefficient * size + Extent(first.constant)
  }
}

extension Term {
  fileprivate var powerBase: Term? {
    if case .power(let base, let exponent) = node, exponent.shape == .index { base } else { nil }
  }

  fileprivate var isMultiple: Bool {
    if case .multiply(.scaling, _, _) = node { true } else { false }
  }

  fileprivate func power(_ exponent: Int) -> Term {
    let number = Term(.number(Rational(exponent)), .index, at: span)
    return Term(.power(self, number), shape, at: span)
  }
}
