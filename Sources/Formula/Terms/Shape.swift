/// What kind of thing a term is, with symbolic sizes.
package enum Shape: Hashable, Sendable {
  case scalar
  /// A whole number that can stand as an index; it counts as a scalar in arithmetic.
  case index
  /// A column.
  case vector(Extent)
  /// A transposed vector.
  case row(Extent)
  case matrix(Extent, Extent)
  case truth
  case distribution
}

/// A size or an index as whole-number arithmetic: constant + Σ coefficient · atom.
///
/// `n`, `n_{l-1}`, `l + 1`, `2n - 1`, `4`. Equal extents have equal values whatever the sizes are;
/// the converse does not hold (`n` and `m` may happen to agree).
package struct Extent: Hashable, Sendable {
  package let constant: Int
  /// Sorted by atom, without zero coefficients.
  package let parts: [Part]

  package struct Part: Hashable, Sendable {
    package let atom: Atom
    package let coefficient: Int
  }

  package indirect enum Atom: Hashable, Sendable {
    /// A size, an integer, an index or a bound variable.
    case symbol(SymbolID)
    /// A member of a family of sizes, `n_{l-1}`, or of index-valued symbols, `k_t`.
    case member(SymbolID, [Extent])
  }

  package init(_ constant: Int) {
    self.constant = constant
    parts = []
  }

  package init(_ symbol: SymbolID) { self.init(.symbol(symbol)) }

  package init(_ atom: Atom) {
    constant = 0
    parts = [Part(atom: atom, coefficient: 1)]
  }

  private init(constant: Int, parts: [Part]) {
    self.constant = constant
    self.parts = parts
  }

  /// The value, where no symbol is involved.
  package var value: Int? { parts.isEmpty ? constant : nil }

  package static func + (left: Extent, right: Extent) -> Extent {
    var parts = left.parts
    for part in right.parts {
      if let at = parts.firstIndex(where: { $0.atom == part.atom }) {
        parts[at] = Part(
          atom: part.atom, coefficient: parts[at].coefficient.adding(part.coefficient))
      } else {
        parts.append(part)
      }
    }
    return Extent(
      constant: left.constant.adding(right.constant),
      parts: parts.filter { $0.coefficient != 0 }.sorted { $0.atom < $1.atom })
  }

  package static func * (factor: Int, extent: Extent) -> Extent {
    guard factor != 0 else { return Extent(0) }
    return Extent(
      constant: factor.times(extent.constant),
      parts: extent.parts.map {
        Part(atom: $0.atom, coefficient: factor.times($0.coefficient))
      })
  }

  package static func - (left: Extent, right: Extent) -> Extent { left + (-1) * right }

  /// This extent with bound variables replaced, as when `l` becomes `l + 1` in `n_{l-1}`.
  package func replacing(_ replacements: [SymbolID: Extent]) -> Extent {
    parts.reduce(Extent(constant)) { sum, part in
      sum + part.coefficient * part.atom.replacing(replacements)
    }
  }
}

extension Extent.Atom: Comparable {
  fileprivate func replacing(_ replacements: [SymbolID: Extent]) -> Extent {
    switch self {
    case .symbol(let symbol): replacements[symbol] ?? Extent(self)
    case .member(let symbol, let indices):
      Extent(.member(symbol, indices.map { $0.replacing(replacements) }))
    }
  }

  package static func < (left: Extent.Atom, right: Extent.Atom) -> Bool {
    left.order.lexicographicallyPrecedes(right.order)
  }

  /// A key that orders atoms in the same way on every run.
  private var order: [Int] {
    switch self {
    case .symbol(let symbol): [symbol.number, 0]
    case .member(let symbol, let indices):
      [symbol.number, 1]
        + indices.flatMap { index in
          [index.constant, index.parts.count]
            + index.parts.flatMap { [$0.coefficient] + $0.atom.order }
        }
    }
  }
}

/// The values an index takes: from the first to the last, both included; empty if last < first.
package struct IndexRange: Hashable, Sendable {
  package let first: Extent
  package let last: Extent

  package init(_ first: Extent, _ last: Extent) {
    self.first = first
    self.last = last
  }
}

extension Int {
  /// Sums and products of extents stop at the largest number: no array has so many entries.
  fileprivate func adding(_ other: Int) -> Int {
    let (sum, isTooLarge) = addingReportingOverflow(other)
    return isTooLarge ? (self < 0 ? .min : .max) : sum
  }

  fileprivate func times(_ other: Int) -> Int {
    let (product, isTooLarge) = multipliedReportingOverflow(by: other)
    return isTooLarge ? ((self < 0) == (other < 0) ? .max : .min) : product
  }
}
