import Numerics

/// Whole-number arithmetic over an instance and the indices bound at the moment.
struct WholeEvaluation {
  let instance: Instance
  var bound: Bindings = [:]

  func value(of symbol: SymbolID) -> Int? { bound[symbol] ?? instance[symbol] }

  func value(of extent: Extent) -> Int? {
    var sum = extent.constant
    for part in extent.parts {
      guard let value = value(of: part.atom) else { return nil }
      let (product, o1) = value.multipliedReportingOverflow(by: part.coefficient)
      let (next, o2) = sum.addingReportingOverflow(product)
      if o1 || o2 { return nil }
      sum = next
    }
    return sum
  }

  private func value(of atom: Extent.Atom) -> Int? {
    switch atom {
    case .symbol(let symbol): return value(of: symbol)
    case .member(let symbol, let indices):
      let values = indices.compactMap { value(of: $0) }
      return values.count == indices.count ? instance[Instance.Key(symbol, values)] : nil
    }
  }

  /// The values of a range; empty if its last one is less than its first.
  func range(_ range: IndexRange) -> Range<Int>? {
    guard let first = value(of: range.first), let last = value(of: range.last),
      last < Int.max
    else { return nil }
    return first..<max(first, last + 1)
  }

  /// The value of a term, if it is whole-number arithmetic.
  func whole(_ term: Term) -> Int? { whole(term.node) }

  private func whole(_ node: Term.Node) -> Int? {
    switch node {
    case .number(let value): value.whole
    case .symbol(let symbol): value(of: symbol)
    case .member(let symbol, let indices): member(symbol, indices)
    case .negate(let a): whole(a).flatMap { Int.zero.checked(-, $0) }
    case .add(let a, let b): whole(a, b, +)
    case .subtract(let a, let b): whole(a, b, -)
    case .multiply(.scaling, let a, let b): whole(a, b, *)
    case .divide(let a, let b): quotient(a, b)
    case .power(let a, let b): power(a, b)
    default: nil
    }
  }

  /// The indices of an entry, if they are known.
  func place(_ indices: [Term]) -> EntryIndex? {
    switch indices.count {
    case 1: whole(indices[0].node).map { EntryIndex($0) }
    case 2:
      if let row = whole(indices[0].node), let column = whole(indices[1].node) {
        EntryIndex(row, column)
      } else {
        nil
      }
    default: nil
    }
  }

  private func member(_ symbol: SymbolID, _ indices: [Term]) -> Int? {
    let values = indices.compactMap { whole($0) }
    return values.count == indices.count ? instance[Instance.Key(symbol, values)] : nil
  }

  private func whole(_ a: Term, _ b: Term, _ combine: (Int, Int) -> Int) -> Int? {
    guard let x = whole(a), let y = whole(b) else { return nil }
    return x.checked(combine, y)
  }

  private func quotient(_ a: Term, _ b: Term) -> Int? {
    guard let x = whole(a), let y = whole(b), y != 0, x % y == 0 else { return nil }
    return x / y
  }

  private func power(_ a: Term, _ b: Term) -> Int? {
    guard let base = whole(a), let exponent = whole(b), (0...30).contains(exponent) else {
      return nil
    }
    var result = 1
    for _ in 0..<exponent {
      guard let next = result.checked(*, base) else { return nil }
      result = next
    }
    return result
  }
}

extension Int {
  /// The result of an operation on moderate numbers; `nil` for others, so that nothing wraps.
  fileprivate func checked(_ combine: (Int, Int) -> Int, _ other: Int) -> Int? {
    let limit = 1 << 30
    guard magnitude <= limit, other.magnitude <= limit else { return nil }
    return combine(self, other)
  }
}
