import Numerics
import SourceText

/// Names with indices: families, and arrays entry by entry.
extension Definer {
  mutating func bindIndexed(
    _ row: Row, _ patterns: [Definition.Pattern], _ body: Term, isRecursive: Bool
  ) throws(Failure) {
    let subscripted = row.left.places.indices.filter {
      row.left.places[$0].style == .subscripted
    }
    let known = try knownSymbol(row.left)
    var asEntries = false
    if let known, isDefined(known) || growing.contains(known.id) {
      asEntries = known.family.count < row.left.places.count
    } else if let known, case .defined(let shape) = known.kind, shape != .truth {
      asEntries = shape.extents.count == subscripted.count
    } else {
      asEntries =
        !subscripted.isEmpty && body.shape.isNumber && !isRecursive
        && siblings(row.left.name) == 1 && subscripted.count <= 2
        && subscripted.allSatisfy { startsAtOne(patterns[$0], row.left.places[$0]) }
    }
    let entryPlaces = asEntries ? subscripted : []
    let family = patterns.indices.filter { !entryPlaces.contains($0) }.map { patterns[$0] }
    let entries = entryPlaces.map { patterns[$0] }
    guard !asEntries || body.shape.isNumber else {
      throw Message.expected(
        "a number", got: body.shape.text(in: scope), "a definition entry by entry", at: body.span)
    }
    var shape: Shape = body.shape == .index ? .scalar : body.shape
    if asEntries {
      let sizes = entries.map { pattern -> Extent in
        if case .any(_, let range) = pattern { return range.last }
        return Extent(1)
      }
      shape = sizes.count == 1 ? .vector(sizes[0]) : .matrix(sizes[0], sizes[1])
    }
    let clause = Definition.Clause(family: family, entries: entries, body: body, at: row.span)
    try add(clause, shape, row, known)
  }

  /// How many rows of this display define the name.
  func siblings(_ name: String) -> Int { rows.count { $0.left.name == name } }

  func startsAtOne(_ pattern: Definition.Pattern, _ place: IndexPlace) -> Bool {
    guard case .any(_, let range) = pattern, let variable = place.variable else { return false }
    return range.first.value == 1 && variable.shift == 0
  }

  mutating func add(
    _ clause: Definition.Clause, _ shape: Shape, _ row: Row, _ known: Symbol?
  ) throws(Failure) {
    guard let known, isDefined(known) || growing.contains(known.id) else {
      _ = register(row, shape, clause)
      return
    }
    var old = scope.definition(of: known.id) ?? Definition(known.id, [])
    try requireShape(shape, of: known.kind.valueShape, clause, known)
    for other in old.clauses where samePatterns(other, clause) {
      guard other.body == clause.body else {
        throw Message.redefinition(row.left.name, first: other.span, at: row.left.span)
      }
      return
    }
    old.clauses.append(clause)
    scope.define(old)
    widen(known, clause)
  }

  func samePatterns(_ left: Definition.Clause, _ right: Definition.Clause) -> Bool {
    left.family == right.family && left.entries == right.entries
  }

  /// The clause has the family's shape at its own index.
  ///
  /// - Parameter declared: of the family's values, or of what its functions give.
  func requireShape(
    _ shape: Shape, of declared: Shape?, _ clause: Definition.Clause, _ symbol: Symbol
  ) throws(Failure) {
    guard let declared else { return }
    var replacements: [SymbolID: Extent] = [:]
    for (place, pattern) in zip(symbol.family, clause.family) {
      switch pattern {
      case .any(let variable, _): replacements[place.variable] = Extent(variable)
      case .fixed(let extent): replacements[place.variable] = extent
      }
    }
    let expected = declared.replacing(replacements)
    var reader = try self.reader()
    guard reader.unify(expected, shape) else {
      throw Message.expected(
        expected.text(in: scope), got: shape.text(in: scope), symbol.name, at: clause.body.span)
    }
  }

  /// Makes the family's range cover a clause.
  mutating func widen(_ symbol: Symbol, _ clause: Definition.Clause) {
    var family: [Symbol.FamilyIndex] = []
    for (place, pattern) in zip(symbol.family, clause.family) {
      let more: IndexRange
      switch pattern {
      case .any(_, let range): more = range
      case .fixed(let extent): more = IndexRange(extent, extent)
      }
      let low = (more.first - place.range.first).value.map { $0 < 0 } ?? false
      let high = (more.last - place.range.last).value.map { $0 > 0 } ?? !isNumber(more.last)
      family.append(
        Symbol.FamilyIndex(
          place.variable,
          in: IndexRange(
            low ? more.first : place.range.first, high ? more.last : place.range.last),
          style: place.style))
    }
    scope.update(
      Symbol(
        id: symbol.id, name: symbol.name, kind: symbol.kind, family: family,
        meaning: symbol.meaning, at: symbol.span))
  }

  func isNumber(_ extent: Extent) -> Bool { extent.value != nil }

  /// Adds the symbol with its first clause; the shape at a fixed index is generalized.
  mutating func register(
    _ row: Row, _ shape: Shape, _ clause: Definition.Clause?
  ) -> Bool {
    let known = scope.symbol(named: row.left.name)
    if let known, growing.contains(known.id) { return false }
    let hasEntries = !(clause?.entries.isEmpty ?? true)
    var shape = shape
    var family: [Symbol.FamilyIndex] = []
    var number = 0
    for place in row.left.places where !(hasEntries && place.style == .subscripted) {
      let variable = scope.hiddenSymbol(
        place.variable?.name ?? variableName(row.left.name, number), .argument(.index),
        at: row.left.span)
      var range = IndexRange(Extent(0), Extent(0))
      if let pattern = clause?.family[number] {
        switch pattern {
        case .any(_, let given): range = given
        case .fixed(let extent):
          range = IndexRange(extent, extent)
          shape = generalized(shape, extent, variable)
        }
      }
      family.append(Symbol.FamilyIndex(variable, in: range, style: place.style))
      number += 1
    }
    let id: SymbolID
    if let known, case .defined = known.kind, !isDefined(known), scope.isOwn(known.name) {
      id = known.id
      scope.update(
        Symbol(
          id: id, name: known.name, kind: .defined(shape), family: family, meaning: known.meaning,
          at: known.span))
    } else {
      id = scope.nextID
      scope.add(
        Symbol(
          id: id, name: row.left.name, kind: .defined(shape), family: family, at: row.left.span))
    }
    growing.insert(id)
    waiting.remove(row.left.name)
    var clauses = clause.map { [$0] } ?? []
    clauses += startValues(row, shape)
    if !clauses.isEmpty { scope.define(Definition(id, clauses)) }
    for start in clauses.dropFirst(clause == nil ? 0 : 1) { widen(scope[id], start) }
    return true
  }

  /// The letter that another row uses for this family's index.
  func variableName(_ name: String, _ number: Int) -> String {
    for row in rows where row.left.name == name && row.left.places.indices.contains(number) {
      if let variable = row.left.places[number].variable { return variable.name }
    }
    return "k"
  }

  /// `vector(n_1)` at index 1 is `vector(n_l)` at l.
  func generalized(_ shape: Shape, _ index: Extent, _ variable: SymbolID) -> Shape {
    func general(_ extent: Extent) -> Extent {
      var result = Extent(extent.constant)
      for part in extent.parts {
        var atom = Extent(part.atom)
        if case .member(let family, let indices) = part.atom {
          atom = Extent(.member(family, indices.map { $0 == index ? Extent(variable) : $0 }))
        }
        result = result + part.coefficient * atom
      }
      return result
    }
    switch shape {
    case .vector(let n): return .vector(general(n))
    case .row(let n): return .row(general(n))
    case .matrix(let m, let n): return .matrix(general(m), general(n))
    default: return shape
    }
  }

  /// `w_0`, `a^{[0]}` as a symbol of its own is the recursion's start.
  func startValues(_ row: Row, _ shape: Shape) -> [Definition.Clause] {
    guard row.left.places.count == 1, row.left.places[0].variable != nil else { return [] }
    var clauses: [Definition.Clause] = []
    for number in 0...3 {
      guard let name = startName(row, number), let start = scope.symbol(named: name),
        start.family.isEmpty
      else { continue }
      var body = Term(.symbol(start.id), shape, at: row.span)
      if start.kind.valueShape != shape {
        // `m_0 = 0` in a display of its own, of a recursion over vectors.
        guard shape.isArray, isLiteralZero(start) else { continue }
        body = Term(.zeros, shape, at: row.span)
      }
      clauses.append(
        Definition.Clause(family: [.fixed(Extent(number))], body: body, at: row.span))
    }
    return clauses
  }

  /// What a start is called: `w_0`, `a^{[0]}`, `a^{(0)}`.
  func startName(_ row: Row, _ number: Int) -> String? {
    guard row.left.places.count == 1 else { return nil }
    switch row.left.places[0].style {
    case .subscripted: return row.left.name + "_\(number)"
    case .bracketed: return row.left.name + "^{[\(number)]}"
    case .parenthesized: return row.left.name + "^{(\(number))}"
    case .superscripted: return row.left.name + "^\(number)"
    case .braced: return nil
    }
  }

  private func isLiteralZero(_ symbol: Symbol) -> Bool {
    guard let clauses = scope.definition(of: symbol.id)?.clauses, clauses.count == 1,
      case .number(let value) = clauses[0].body.node
    else { return false }
    return value == .zero
  }
}
