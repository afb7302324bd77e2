import Numerics
import SourceText

/// Whole-number arithmetic as extents, and back.
extension Term {
  /// A whole-number expression as an extent, if it is linear in symbols.
  var extent: Extent? {
    switch node {
    case .number(let value): return value.whole.map { Extent($0) }
    case .symbol(let symbol):
      return shape == .index ? Extent(symbol) : nil
    case .member(let symbol, let indices):
      var extents: [Extent] = []
      for index in indices {
        guard let extent = index.extent else { return nil }
        extents.append(extent)
      }
      return shape == .index ? Extent(.member(symbol, extents)) : nil
    case .add(let left, let right):
      guard let a = left.extent, let b = right.extent else { return nil }
      return a + b
    case .subtract(let left, let right):
      guard let a = left.extent, let b = right.extent else { return nil }
      return a - b
    case .negate(let operand): return operand.extent.map { -1 * $0 }
    case .multiply(.scaling, let left, let right):
      guard let a = left.extent, let b = right.extent else { return nil }
      if let factor = a.value { return factor * b }
      if let factor = b.value { return factor * a }
      return nil
    default: return nil
    }
  }

  /// With indices calculated: `s_{2 - 1}` is `s_1`.
  var withCalculatedIndices: Term {
    if shape == .index, let extent { return extent.term(at: span) }
    return replacingChildren { $0.withCalculatedIndices }
  }

  /// The same at one value of an index.
  func at(_ place: Extent, of variable: SymbolID) -> Term {
    replacing([variable: place.term(at: span)]).withCalculatedIndices
  }
}

extension Extent {
  /// As a term, for bounds that have to be written out.
  func term(at span: Span) -> Term {
    func number(_ value: Int) -> Term { Term(.number(Rational(value)), .index, at: span) }
    var sum: Term?
    func add(_ term: Term, _ isNegative: Bool) {
      guard let before = sum else {
        sum = isNegative ? Term(.negate(term), .index, at: span) : term
        return
      }
      sum = Term(isNegative ? .subtract(before, term) : .add(before, term), .index, at: span)
    }
    for part in parts {
      var atom: Term
      switch part.atom {
      case .symbol(let symbol): atom = Term(.symbol(symbol), .index, at: span)
      case .member(let family, let indices):
        atom = Term(.member(family, indices.map { $0.term(at: span) }), .index, at: span)
      }
      if abs(part.coefficient) != 1 {
        atom = Term(.multiply(.scaling, number(abs(part.coefficient)), atom), .index, at: span)
      }
      add(atom, part.coefficient < 0)
    }
    if constant != 0 || sum == nil { add(number(abs(constant)), constant < 0) }
    return sum ?? number(0)
  }
}
