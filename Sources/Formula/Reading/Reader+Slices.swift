import SourceText

/// Parts of an array from one place to another: `x_{1:k}`, `A_{1:k,:}`, `w_{1:t}` of a sequence.
extension Reader {
  /// The part of an array that a subscript with `a:b` in it takes; `nil` for other subscripts.
  mutating func stretch(
    of term: Term, _ range: Range<Int>, from start: Int
  ) throws(Failure) -> Term? {
    let places = split(range, at: [","])
    let sizes = term.shape.extents
    guard places.count == sizes.count, places.contains(where: { inner(colonIn: $0) != nil }) else {
      return nil
    }
    let whole = span(from: start)
    var indices: [Term] = []
    var binders: [Term.Binder] = []
    for (place, size) in zip(places, sizes) {
      let all = IndexRange(Extent(1), size)
      let isAll = place.count == 1 && tokens[place.lowerBound].isMark(":")
      guard let run = isAll ? all : try stretch(place, in: all) else {
        let index = try indexTerm(place)
        try constrain(index, to: all)
        indices.append(index)
        continue
      }
      let binder = running(through: run, besides: [term] + indices, at: whole)
      binders.append(binder)
      indices.append(Term(.symbol(binder.variable), .index, at: whole))
    }
    let part = try table(binders, Term(.entry(term, indices), .scalar, at: whole), at: whole)
    guard case .row = term.shape else {
      let isRow = sizes.count == 2 && inner(colonIn: places[0]) == nil && binders.count == 1
      return isRow ? try transposed(part, at: whole) : part
    }
    return try transposed(part, at: whole)
  }

  /// `w_{1:t}` of numbers `w_s : scalar for s in 1..T`: the column of them; `nil` for other scripts.
  mutating func stretch(of symbol: Symbol, _ left: inout Written) throws(Failure) -> Term? {
    guard let sub = left.sub, symbol.family.count == 1, symbol.family[0].style == .subscripted,
      symbol.kind.valueShape?.isNumber ?? false,
      let run = try stretch(sub, in: symbol.family[0].range)
    else { return nil }
    left.sub = nil
    let whole = span(from: left.start)
    let binder = running(through: run, besides: [], at: whole)
    let member = Term(
      .member(symbol.id, [Term(.symbol(binder.variable), .index, at: whole)]), .scalar, at: whole)
    return try table([binder], member, at: whole)
  }

  /// The ends of `a:b`, both inside the range.
  private mutating func stretch(
    _ place: Range<Int>, in range: IndexRange
  ) throws(Failure) -> IndexRange? {
    guard let colon = inner(colonIn: place) else { return nil }
    var ends: [Extent] = []
    for part in [place.lowerBound..<colon, (colon + 1)..<place.upperBound] {
      let end = try indexTerm(part)
      guard let extent = extent(of: end) else { throw Message.unknownLimit(at: end.span) }
      try constrain(end, to: range)
      ends.append(extent)
    }
    return IndexRange(ends[0], ends[1])
  }

  /// The only colon of a place, with something on both sides.
  private func inner(colonIn place: Range<Int>) -> Int? {
    let parts = split(place, at: [":"])
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty } ? parts[0].upperBound : nil
  }

  private mutating func running(
    through range: IndexRange, besides terms: [Term], at span: Span
  ) -> Term.Binder {
    let ends = [range.first, range.last].map { term($0, at: span) }
    return Term.Binder(freshIndex(for: terms + ends, at: span), in: range)
  }
}
