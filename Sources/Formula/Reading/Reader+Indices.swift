import SourceText

/// Where indices range: from binders and declarations, or from what they index.
extension Reader {
  /// Notes that `index` is used where only values in `range` make sense.
  mutating func constrain(_ index: Term, to range: IndexRange) throws(Failure) {
    guard let extent = extent(of: index) else { return }
    let first = settled(range.first)
    let last = settled(range.last)
    for part in extent.parts.reversed() {
      guard case .symbol(let symbol) = part.atom, abs(part.coefficient) == 1,
        let use = indices.lastIndex(where: { $0.symbol == symbol })
      else { continue }
      let rest = extent - part.coefficient * Extent(symbol)
      if let known = indices[use].range {
        for other in indices[use].alsoIn
        where (try? check(extent, symbol, other, first, last, at: index.span)) != nil { return }
        return try check(extent, symbol, known, first, last, at: index.span)
      }
      if rest.mentioned.contains(where: { id in indices.contains { $0.symbol == id } }) { return }
      let low = part.coefficient == 1 ? first - rest : rest - last
      let high = part.coefficient == 1 ? last - rest : rest - first
      return try narrow(use, low, high, at: index.span)
    }
    if let value = extent.value, let low = first.value, value < low {
      throw outOfRange(extent, range, at: index.span)
    }
    if let over = (extent - last).value, over > 0 {
      throw outOfRange(extent, range, at: index.span)
    }
  }

  private func outOfRange(_ extent: Extent, _ range: IndexRange, at span: Span) -> Failure {
    Message.indexOutOfRange(extent.text(in: scope), text(range), at: span)
  }

  func text(_ range: IndexRange) -> String {
    range.first.text(in: scope) + ".." + range.last.text(in: scope)
  }

  /// Whether an index with a range of its own stays inside; only what is certain is an error.
  private func check(
    _ extent: Extent, _ symbol: SymbolID, _ known: IndexRange, _ first: Extent, _ last: Extent,
    at span: Span
  ) throws(Failure) {
    let top = settled(extent.replacing([symbol: known.last]))
    let bottom = settled(extent.replacing([symbol: known.first]))
    guard extent.parts.allSatisfy({ $0.coefficient > 0 }) else { return }
    let over = top - last
    let exceeds = over.value.map { $0 > 0 } ?? areTwoSizes(over)
    guard exceeds || (first - bottom).value.map({ $0 > 0 }) ?? false else { return }
    // `u_{i-1}` for i from 1 to n: i - 1 would be 0.
    throw Message.indexRanges(
      extent.text(in: scope), text(IndexRange(bottom, top)), text(IndexRange(first, last)),
      notes: [], at: span)
  }

  /// `n - m`: two sizes that have nothing to do with each other.
  private func areTwoSizes(_ difference: Extent) -> Bool {
    guard difference.parts.count == 2 else { return false }
    return difference.parts.allSatisfy { part in
      switch part.atom {
      case .symbol(let symbol):
        guard symbol.number >= 0, case .size = scope[symbol].kind else { return false }
        return true
      case .member: return false
      }
    }
  }

  private mutating func narrow(
    _ use: Int, _ low: Extent, _ high: Extent, at span: Span
  ) throws(Failure) {
    indices[use].lower = try merged(use, indices[use].lower, low, isUpper: false, at: span)
    indices[use].upper = try merged(use, indices[use].upper, high, isUpper: true, at: span)
  }

  private func merged(
    _ use: Int, _ old: (Extent, Span)?, _ new: Extent, isUpper: Bool, at span: Span
  ) throws(Failure) -> (Extent, Span) {
    guard let old, !isOpen(old.0) else { return (new, span) }
    let difference = settled(new - old.0)
    if let value = difference.value {
      return (isUpper ? value < 0 : value > 0) ? (new, span) : old
    }
    guard isUpper, isCertainMismatch(difference) else { return old }
    throw Message.indexRanges(
      indices[use].name, "1.." + old.0.text(in: scope), "1.." + new.text(in: scope),
      notes: [Diagnostic.Note(at: old.1, "first range from here")], at: span)
  }

  /// Whether something around will still settle it, as the size of `e_i`.
  private func isOpen(_ extent: Extent) -> Bool {
    settled(extent).mentioned.contains { $0.number < 0 }
  }

  /// Two sizes, or sizes of two layers.
  private func isCertainMismatch(_ difference: Extent) -> Bool {
    areTwoSizes(difference)
      || difference.parts.count == 2
        && difference.parts.allSatisfy {
          if case .member = $0.atom { return true }
          return false
        }
  }

  /// Runs `body` with a variable bound; gives its range, inferred unless `range` is given.
  mutating func binding<Result>(
    _ name: String, to symbol: SymbolID, _ range: IndexRange?, at span: Span,
    _ body: (inout Reader) throws(Failure) -> Result
  ) throws(Failure) -> (Result, IndexRange) {
    bindings.append(Binding(name: name, term: Term(.symbol(symbol), .index, at: span)))
    indices.append(IndexInUse(name: name, symbol: symbol, range: range, isImplicit: false))
    let place = indices.count - 1
    let result = try body(&self)
    bindings.removeLast()
    let use = indices.remove(at: place)
    return (result, try self.range(of: use, at: span))
  }

  /// The range that was given or gathered.
  func range(of use: IndexInUse, at span: Span) throws(Failure) -> IndexRange {
    if let range = use.range { return range }
    guard let lower = use.lower, let upper = use.upper else {
      throw Message.indexWithoutRange(use.name, at: span)
    }
    return IndexRange(lower.0, upper.0)
  }
}
