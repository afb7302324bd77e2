import Numerics
import SourceText

/// Sizes by unification: the extent of `I` in `A + \lambda I` is an unknown that the sum settles.
extension Reader {
  /// A size that something around it will settle.
  mutating func unknownSize() -> Extent {
    unknownSizes += 1
    return Extent(SymbolID(-unknownSizes))
  }

  /// A size that is 1 unless something around it says otherwise.
  mutating func openSize() -> Extent {
    let size = unknownSize()
    openSizes.append(SymbolID(-unknownSizes))
    return size
  }

  /// An extent with what is known by now; a size of one value counts as its number.
  func settled(_ extent: Extent) -> Extent {
    var extent = extent
    for _ in 0..<8 {
      let next = extent.replacing(known(in: extent))
      if next == extent { break }
      extent = next
    }
    return extent
  }

  private func known(in extent: Extent) -> [SymbolID: Extent] {
    var replacements: [SymbolID: Extent] = [:]
    for symbol in extent.mentioned {
      if symbol.number < 0 {
        replacements[symbol] = solutions[symbol]
      } else if case .size(.wholeNumbers(let range)) = scope[symbol].kind,
        scope[symbol].family.isEmpty, range.first == range.last
      {
        replacements[symbol] = range.first
      }
    }
    return replacements
  }

  /// Makes two sizes equal if they can be.
  mutating func unify(_ left: Extent, _ right: Extent) -> Bool {
    let (left, right) = (settled(left), settled(right))
    let difference = left - right
    if difference.value == 0 { return true }
    for part in difference.parts where abs(part.coefficient) == 1 {
      guard case .symbol(let unknown) = part.atom, unknown.number < 0 else { continue }
      let rest = difference - part.coefficient * Extent(unknown)
      if rest.mentioned.contains(unknown) { continue }
      solutions[unknown] = -part.coefficient * rest
      return true
    }
    return false
  }

  mutating func unify(_ left: Shape, _ right: Shape) -> Bool {
    switch (left, right) {
    case (.vector(let a), .vector(let b)), (.row(let a), .row(let b)): unify(a, b)
    case (.matrix(let m, let n), .matrix(let p, let q)): unify(m, p) && unify(n, q)
    default: left.isNumber && right.isNumber || left == right
    }
  }

  func settled(_ shape: Shape) -> Shape {
    switch shape {
    case .scalar, .index, .truth, .distribution: shape
    case .vector(let n): .vector(settled(n))
    case .row(let n): .row(settled(n))
    case .matrix(let m, let n): .matrix(settled(m), settled(n))
    }
  }

  /// The finished term: every unknown size settled, or a failure at what is still open.
  mutating func finished(_ term: Term) throws(Failure) -> Term {
    if unknownSizes == 0 { return term }
    for (size, likely) in likelySizes where settled(Extent(size)) == Extent(size) {
      solutions[size] = likely
    }
    for size in openSizes where settled(Extent(size)) == Extent(size) {
      solutions[size] = Extent(1)
    }
    if let open = firstUnsettled(term) {
      throw Message.sizeUnknown(canonical(tokens(of: open)), at: open.span)
    }
    let solutions = solutions
    var replacements: [SymbolID: Extent] = [:]
    for number in 1...unknownSizes {
      let symbol = SymbolID(-number)
      if solutions[symbol] != nil { replacements[symbol] = solvedKeepingNames(Extent(symbol)) }
    }
    return term.reshaped { $0.replacing(replacements) }
  }

  func solvedKeepingNames(_ extent: Extent) -> Extent {
    var extent = extent
    for _ in 0..<8 {
      var replacements: [SymbolID: Extent] = [:]
      for symbol in extent.mentioned where symbol.number < 0 {
        replacements[symbol] = solutions[symbol]
      }
      if replacements.isEmpty { break }
      extent = extent.replacing(replacements)
    }
    return extent
  }

  private func firstUnsettled(_ term: Term) -> Term? {
    for child in term.children {
      if let found = firstUnsettled(child) { return found }
    }
    let extents = term.shape.extents
    return extents.contains { settled($0).mentioned.contains { $0.number < 0 } } ? term : nil
  }

  /// `vector(n)`, for messages.
  func text(_ shape: Shape) -> String { settledKeepingNames(shape).text(in: scope) }

  private func settledKeepingNames(_ shape: Shape) -> Shape {
    var replacements: [SymbolID: Extent] = [:]
    for extent in shape.extents {
      for symbol in extent.mentioned where symbol.number < 0 {
        let solved = solvedKeepingNames(Extent(symbol))
        if solved != Extent(symbol) { replacements[symbol] = solved }
      }
    }
    return shape.replacing(replacements)
  }
}

extension Extent {
  /// All symbols that occur, also inside member indices.
  var mentioned: [SymbolID] {
    parts.flatMap { part in
      switch part.atom {
      case .symbol(let symbol): [symbol]
      case .member(let family, let indices): [family] + indices.flatMap { $0.mentioned }
      }
    }
  }

  /// As LaTeX: `n`, `l-1`, `n_{l-1}`, `2n+1`.
  func text(in scope: Scope) -> String {
    var text = ""
    for part in parts {
      if part.coefficient < 0 { text += "-" } else if !text.isEmpty { text += "+" }
      if abs(part.coefficient) != 1 { text += "\(abs(part.coefficient)) " }
      switch part.atom {
      case .symbol(let symbol): text += symbol.number < 0 ? "?" : scope[symbol].name
      case .member(let family, let indices):
        text += Extent.member(family, indices, in: scope)
      }
    }
    if text.isEmpty { return "\(constant)" }
    if constant > 0 { text += "+\(constant)" }
    if constant < 0 { text += "-\(-constant)" }
    return text
  }
}

extension Extent {
  /// `n_{l-1}`, `n^{(l)}`: a member of a family of sizes.
  fileprivate static func member(
    _ family: SymbolID, _ indices: [Extent], in scope: Scope
  ) -> String {
    var (below, above) = ("", "")
    for (place, index) in zip(scope[family].family, indices) {
      let inside = index.text(in: scope)
      switch place.style {
      case .subscripted: below += (below.isEmpty ? "" : ",") + inside
      case .bracketed: above += "[" + inside + "]"
      case .parenthesized: above += "(" + inside + ")"
      case .braced: above += "\\{" + inside + "\\}"
      case .superscripted: above += inside
      }
    }
    return scope[family].name + (below.isEmpty ? "" : "_{" + below + "}")
      + (above.isEmpty ? "" : "^{" + above + "}")
  }
}

extension Shape {
  /// Numbers of every sort: a whole number counts as a scalar in arithmetic.
  package var isNumber: Bool { self == .scalar || self == .index }

  var isArray: Bool {
    switch self {
    case .vector, .row, .matrix: true
    case .scalar, .index, .truth, .distribution: false
    }
  }

  var extents: [Extent] {
    switch self {
    case .scalar, .index, .truth, .distribution: []
    case .vector(let n), .row(let n): [n]
    case .matrix(let m, let n): [m, n]
    }
  }

  func replacing(_ replacements: [SymbolID: Extent]) -> Shape {
    switch self {
    case .scalar, .index, .truth, .distribution: self
    case .vector(let n): .vector(n.replacing(replacements))
    case .row(let n): .row(n.replacing(replacements))
    case .matrix(let m, let n): .matrix(m.replacing(replacements), n.replacing(replacements))
    }
  }

  /// `vector(n)`, as a declaration writes it.
  package func text(in scope: Scope) -> String {
    switch self {
    case .scalar: "scalar"
    case .index: "index"
    case .vector(let n): "vector(" + n.text(in: scope) + ")"
    case .row(let n): "row(" + n.text(in: scope) + ")"
    case .matrix(let m, let n): "matrix(" + m.text(in: scope) + ", " + n.text(in: scope) + ")"
    case .truth: "statement"
    case .distribution: "distribution"
    }
  }
}
