import Numerics
import SourceText

/// What the dots of `1 + 3 + 5 + \dots + (2m - 1)` and `1 + p + p^2 + \dots + p^k` leave out.
extension Reader {
  /// The last part for other values of one of its whole numbers gives the first parts, in turn; also
  /// where the first parts go down to a number, `m + (m - 1) + \dots + 1`.
  ///
  /// The range is that of the whole number: if it ends before the parts that are written, they are
  /// not there.
  mutating func progression(
    _ series: [Term], to last: Term, at span: Span
  ) -> (binder: Term.Binder, body: Term)? {
    ascending(series, last, at: span) ?? descending(series, last, at: span)
      ?? ofNumbers(series, last, at: span)
  }

  /// `1 - x + x^2 - \dots + (-1)^n x^n`: the last part says the sign of each; `nil` if the signs that
  /// are written are not those, or none is a minus.
  mutating func alternating(
    _ summands: Summands, to last: Term, isMinus: Bool, at span: Span
  ) throws(Failure) -> Term? {
    let parts = summands.signed
    for start in parts.indices.suffix(8) {
      let series = Array(parts[start...])
      guard series.contains(where: { $0.calculated.isNegative }),
        let (binder, body) = ascending(series, last, at: span),
        let first = binder.range.first.value, let shape = shape(of: .sum, binder, body)
      else { continue }
      let next = body.at(first + series.count, for: binder.variable, span).calculated
      guard next.isNegative || !isMinus else { return nil }
      var total = summands.beforeSigned
      for part in parts[..<start] + [Term(.fold(.sum, [binder], body), shape, at: span)] {
        total =
          try total.map { sum throws(Failure) in try self.sum(sum, part, isMinus: false) } ?? part
      }
      return total
    }
    return nil
  }

  /// `1 + 3 + \dots + 9`, `1 + 2 + 4 + \dots + 32`: numbers with one difference or one ratio, if the
  /// last number decides between the two.
  private mutating func ofNumbers(
    _ series: [Term], _ last: Term, at span: Span
  ) -> (binder: Term.Binder, body: Term)? {
    let parts = series.compactMap { $0.calculated.wholeNumber }
    guard isOrdinary(series, last), parts.count == series.count,
      let end = last.calculated.wholeNumber
    else { return nil }
    let step = parts[1] - parts[0]
    let ratio = parts[0] == 0 ? 0 : parts[1] / parts[0]
    let next: [(Int) -> Int] = [{ $0 + step }, { $0 * ratio }]
    let counts = next.map { steps(along: parts, to: end, by: $0) }
    let variable = freshIndex(for: series, at: span)
    let number = Term(.symbol(variable), .index, at: span)
    func term(_ value: Int) -> Term { self.number(value, at: span) }
    switch (counts[0], counts[1]) {
    case (let count?, nil):
      let rise = Term(.multiply(.scaling, term(step), number), .index, at: span)
      return (
        Term.Binder(variable, in: IndexRange(Extent(0), Extent(count))),
        Term(.add(term(parts[0]), rise), .index, at: span)
      )
    case (nil, let count?):
      let growth = Term(.power(term(ratio), number), .scalar, at: span)
      return (
        Term.Binder(variable, in: IndexRange(Extent(0), Extent(count))),
        Term(.multiply(.scaling, term(parts[0]), growth), .scalar, at: span)
      )
    default: return nil
    }
  }

  /// How many steps lead through all parts to the end.
  private func steps(along parts: [Int], to end: Int, by next: (Int) -> Int) -> Int? {
    var value = parts[0]
    for count in 0..<1000 {
      guard abs(value) < 1_000_000, count >= parts.count || value == parts[count] else {
        return nil
      }
      if count >= parts.count, value == end { return count }
      let following = next(value)
      if following == value || (following > value) != (end > value) { return nil }
      value = following
    }
    return nil
  }

  /// Nobody writes more than a few parts before dots.
  private func isOrdinary(_ series: [Term], _ last: Term) -> Bool {
    (2...8).contains(series.count) && last.subterms.count < 300
      && series.allSatisfy { $0.subterms.count < 300 }
  }

  /// The same where the parts go up, and for lists, whose order matters.
  mutating func ascending(
    _ series: [Term], _ last: Term, at span: Span
  ) -> (binder: Term.Binder, body: Term)? {
    guard isOrdinary(series, last) else { return nil }
    let parts = series.map { $0.calculated }
    for symbol in wholeNumbers(in: last) {
      for first in -3...9 {
        let values = series.indices.map { last.at(first + $0, for: symbol, span).calculated }
        guard values == parts else { continue }
        return made(last, symbol, IndexRange(Extent(first), Extent(symbol)), series, at: span)
      }
    }
    return nil
  }

  private mutating func descending(
    _ series: [Term], _ last: Term, at span: Span
  ) -> (binder: Term.Binder, body: Term)? {
    let head = series[0]
    guard isOrdinary(series, last), head.shape.isNumber else { return nil }
    for symbol in wholeNumbers(in: head) {
      let number = Term(.symbol(symbol), .index, at: span)
      let steps = series.indices.map { step -> Term in
        let lower = Term(.subtract(number, self.number(step, at: span)), .index, at: span)
        return head.replacing([symbol: lower]).calculated
      }
      guard steps == series.map({ $0.calculated }) else { continue }
      for end in 0...3 where head.at(end, for: symbol, span).calculated == last.calculated {
        return made(head, symbol, IndexRange(Extent(end), Extent(symbol)), series, at: span)
      }
    }
    return nil
  }

  private mutating func made(
    _ pattern: Term, _ symbol: SymbolID, _ range: IndexRange, _ series: [Term], at span: Span
  ) -> (binder: Term.Binder, body: Term) {
    let variable = freshIndex(for: series + [pattern], at: span)
    let body = pattern.replacing([symbol: Term(.symbol(variable), .index, at: span)])
    return (Term.Binder(variable, in: range), body)
  }

  /// The sizes, integers and indices that a term names.
  private func wholeNumbers(in term: Term) -> [SymbolID] {
    var found: [SymbolID] = []
    for part in term.subterms {
      guard case .symbol(let id) = part.node, part.shape == .index, !found.contains(id) else {
        continue
      }
      found.append(id)
    }
    return found
  }
}

extension Term {
  fileprivate func at(_ value: Int, for symbol: SymbolID, _ span: Span) -> Term {
    replacing([symbol: Term(.number(Rational(value)), .index, at: span)])
  }

  /// With whole numbers calculated, and without factors and exponents 1 and summands 0.
  var calculated: Term {
    let term = replacingChildren { $0.calculated }
    switch term.node {
    case .negate(let a): return a.opposite
    case .builtin(.factorial, let arguments):
      guard let count = arguments[0].wholeNumber, (0...7).contains(count) else { return term }
      return term.number((1...max(count, 1)).reduce(1, *))
    case .add(let a, let b):
      if let x = a.wholeNumber, let y = b.wholeNumber { return term.number(x + y) }
      return a.wholeNumber == 0 ? b : b.wholeNumber == 0 ? a : term.shifted
    case .subtract(let a, let b):
      if let x = a.wholeNumber, let y = b.wholeNumber { return term.number(x - y) }
      return b.wholeNumber == 0 ? a : term.shifted
    case .multiply(.scaling, let a, let b):
      if let x = a.wholeNumber, let y = b.wholeNumber { return term.number(x * y) }
      if a.isNegative {
        return Term(.multiply(.scaling, a.opposite, b), shape, at: span).calculated.opposite
      }
      return a.wholeNumber == 1 ? b : b.wholeNumber == 1 ? a : term
    case .divide(let a, let b):
      if a.isNegative {
        return Term(.divide(a.opposite, b), shape, at: span).calculated.opposite
      }
      return b.wholeNumber == 1 ? a : term
    case .power(let a, let b): return term.calculatedPower(a, b)
    default: return term
    }
  }

  /// Of what has been calculated: a minus in front.
  fileprivate var isNegative: Bool {
    if case .negate = node { return true }
    return wholeNumber.map { $0 < 0 } ?? false
  }

  /// Minus this, without two signs in a row.
  private var opposite: Term {
    if let value = wholeNumber { return number(-value) }
    if case .negate(let a) = node { return a }
    return Term(.negate(self), shape, at: span)
  }

  private func calculatedPower(_ base: Term, _ exponent: Term) -> Term {
    guard let count = exponent.wholeNumber else { return self }
    if count == 1 { return base }
    guard base.shape.isNumber, count >= 0, count < 12 else { return self }
    if count == 0 { return number(1) }
    guard let value = base.wholeNumber, abs(value) <= 20 else { return self }
    return number((0..<count).reduce(1) { product, _ in product * value })
  }

  /// `(m - 1) - 1` as `m - 2`.
  private var shifted: Term {
    func parts(_ term: Term) -> (Term, Int) {
      switch term.node {
      case .add(let a, let b):
        if let value = b.wholeNumber { return (a, value) }
        return (term, 0)
      case .subtract(let a, let b):
        if let value = b.wholeNumber { return (a, -value) }
        return (term, 0)
      default: return (term, 0)
      }
    }
    let (inner, first) = parts(self)
    let (base, second) = parts(inner)
    guard second != 0 else { return self }
    let sum = first + second
    if sum == 0 { return base }
    let amount = number(abs(sum))
    return Term(sum > 0 ? .add(base, amount) : .subtract(base, amount), shape, at: span)
  }

  /// The value of a small whole number.
  fileprivate var wholeNumber: Int? {
    guard case .number(let value) = node, let whole = value.whole, abs(whole) < 1_000_000 else {
      return nil
    }
    return whole
  }

  private func number(_ value: Int) -> Term {
    Term(.number(Rational(value)), .index, at: span)
  }
}
