import Numerics
import SourceText

/// What stands below and above a sign as the ends of an index.
extension Reader {
  /// Where a variable runs: in all of these, of which limits such as `\min(m, n)` give several; none
  /// if its use has to tell.
  mutating func ranges(of variable: Variable) throws(Failure) -> [IndexRange] {
    if let values = variable.values {
      return [IndexRange(Extent(values.lowerBound), Extent(values.upperBound))]
    }
    if let (first, last) = variable.range { return try ranges(from: first, to: last) }
    if let first = variable.first, let last = variable.last {
      return try ranges(from: first, to: last)
    }
    if variable.first != nil {
      throw Message.missing("the upper limit of \(variable.name)", at: variable.span)
    }
    guard let symbol = scope.symbol(named: variable.name), symbol.family.isEmpty,
      case .index(let range) = symbol.kind
    else { return [] }
    return [range]
  }

  private mutating func ranges(
    from first: Range<Int>, to last: Range<Int>
  ) throws(Failure) -> [IndexRange] {
    let starts = try limits(first, .maximum)
    let ends = try limits(last, .minimum)
    return starts.flatMap { start in ends.map { IndexRange(start, $0) } }
  }

  /// What keeps a variable that runs through the first range inside the others.
  func limits(of variable: SymbolID, in ranges: [IndexRange], at span: Span) -> [Term] {
    guard let range = ranges.first else { return [] }
    let index = Term(.symbol(variable), .index, at: span)
    func limit(_ relation: Term.Relation, _ extent: Extent) -> Term {
      Term(.relation(relation, index, term(extent, at: span)), .truth, at: span)
    }
    var terms: [Term] = []
    for other in ranges.dropFirst() {
      if other.first != range.first { terms.append(limit(.greaterOrEqual, other.first)) }
      if other.last != range.last { terms.append(limit(.lessOrEqual, other.last)) }
    }
    return terms
  }

  /// The end of an index, a sum of sizes, indices and numbers.
  mutating func bound(_ range: Range<Int>) throws(Failure) -> Extent {
    let term = try limit(range)
    guard let extent = extent(of: term) else { throw Message.unknownLimit(at: term.span) }
    return extent
  }

  /// The same; of a lower end `\max(1, t - 2)` and an upper one `\min(m, n)` all that it exceeds.
  private mutating func limits(_ range: Range<Int>, _ extremum: Builtin) throws(Failure) -> [Extent]
  {
    let term = try limit(range)
    guard let extents = extents(of: term, extremum) else {
      throw Message.unknownLimit(at: term.span)
    }
    return extents
  }

  private mutating func limit(_ range: Range<Int>) throws(Failure) -> Term {
    if tokens[range].contains(where: { $0.isMark("\\infty") }) {
      throw Message.outside("infinite ranges", at: span(range))
    }
    let term = try expression(in: range)
    guard term.shape == .index else { throw Message.notAnIndex(text(term.shape), at: term.span) }
    return term
  }

  private func extents(of term: Term, _ extremum: Builtin) -> [Extent]? {
    if let extent = extent(of: term) { return [extent] }
    switch term.node {
    case .builtin(extremum, let arguments):
      var all: [Extent] = []
      for argument in arguments {
        guard let extents = extents(of: argument, extremum) else { return nil }
        all += extents
      }
      return all
    case .add(let left, let right):
      guard let shift = extent(of: right) else { return nil }
      return extents(of: left, extremum)?.map { $0 + shift }
    case .subtract(let left, let right):
      guard let shift = extent(of: right) else { return nil }
      return extents(of: left, extremum)?.map { $0 - shift }
    default: return nil
    }
  }
}
