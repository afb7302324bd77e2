import Numerics
import SourceText

/// Dots between a first and a last part: `x_1 + x_2 + \dots + x_n`, `W_L W_{L-1} \cdots W_1`.
extension Reader {
  /// `x_1 + x_2 + \dots + x_n`, at the dots.
  mutating func ellipsis(
    _ parts: [Term], behind before: Term?, isMinus: Bool, _ start: Int
  ) throws(Failure) -> Term {
    let dots = here
    position += 1
    guard !isMinus, !parts.isEmpty, take("+") else {
      throw Message.refused(
        "Ellipsis", "dots stand between a first and a last part of one pattern", at: dots)
    }
    let last = try product()
    guard let (first, fold) = suffix(of: parts, to: last, .sum, at: span(from: start)) else {
      throw Message.refused(
        "Ellipsis", "the parts around the dots fit no pattern with one running index", at: dots)
    }
    var total = before
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

  /// The longest end of the parts that runs to the last one.
  private mutating func suffix(
    of parts: [Term], to last: Term, _ fold: Term.Fold, at span: Span
  ) -> (first: Int, fold: Term)? {
    // Nobody writes more than a few parts before dots.
    for first in parts.indices.suffix(12) {
      let series = Array(parts[first...])
      // `x_1 + x_3 + \dots + x_n`: the last part alone does not show a pattern that the one before
      // it breaks.
      if series.count == 1, first > 0, run([parts[first - 1]], to: series[0], at: span) != nil {
        continue
      }
      if let folded = self.fold(fold, series, to: last, at: span) { return (first, folded) }
    }
    return nil
  }

  /// A run of terms that differ in one index, as a sum or product.
  mutating func fold(
    _ fold: Term.Fold, _ series: [Term], to last: Term, at span: Span
  ) -> Term? {
    guard
      let (binder, body) = progression(series, to: last, at: span)
        ?? run(series, to: last, at: span)
    else { return nil }
    return Term(.fold(fold, [binder], body), body.shape == .index ? .scalar : body.shape, at: span)
  }

  /// What `a_1, a_2, …, a_n` have in common, with the index that runs, upwards or downwards.
  mutating func run(
    _ series: [Term], to last: Term, at span: Span
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
      guard check.generalize(head, middle) == body, let reached = check.ends?.last else {
        return nil
      }
      if step == 1, reached == ends.first - Extent(1) { direction = -1 }
      guard reached == ends.first + Extent(direction * step) else { return nil }
    }
    guard direction < 0 else {
      return (Term.Binder(variable, in: IndexRange(ends.first, ends.last)), body)
    }
    // What runs is counted upwards, and what it counts is met from the last to the first.
    let mirrored = term(ends.first + ends.last - Extent(variable), at: span)
    return (
      Term.Binder(variable, in: IndexRange(ends.last, ends.first)),
      body.shape.isNumber ? body : body.replacing([variable: mirrored])
    )
  }

  /// `x_n + \dots + x_1`, `W_L \cdots W_l` go down: -1; else 1.
  ///
  /// Numbers come before indices, and indices before sizes.
  private func direction(from first: Extent, to last: Extent) -> Int {
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
    if let a = reader.extent(of: first), let b = reader.extent(of: last) {
      guard let ends else {
        self.ends = (a, b)
        return Term(.symbol(variable), .index, at: first.span)
      }
      let offset = a - ends.first
      guard offset == b - ends.last, let constant = offset.value else { return nil }
      return reader.term(Extent(variable) + Extent(constant), at: first.span)
    }
    let (left, right) = (first.children, last.children)
    let blank = Term(.truth(true), .truth, at: first.span)
    guard left.count == right.count, !left.isEmpty, first.shape == last.shape,
      first.replacingChildren({ _ in blank }) == last.replacingChildren({ _ in blank })
    else { return nil }
    var parts: [Term] = []
    for (a, b) in zip(left, right) {
      guard let part = generalize(a, b) else { return nil }
      parts.append(part)
    }
    var index = -1
    return first.replacingChildren { _ in
      index += 1
      return parts[index]
    }
  }
}
