import SourceText

/// One row: its places bound, its right side read, a name without index defined.
extension Definer {
  mutating func define(_ row: Row) throws(Failure) {
    if row.left.isFunction { return try defineFunction(row) }
    var reader = try self.reader()
    reader.pairFilters = pairFilters
    if let own = scope.symbol(named: row.left.name), growing.contains(own.id) {
      reader.growing.insert(own.id)
    }
    let places = try bind(row, &reader)
    let isRecursive = row.right.contains {
      tokens[$0].text == row.left.name || row.left.name.hasPrefix(tokens[$0].text + "_")
    }
    if row.left.places.isEmpty, isRecursive,
      scope.symbol(named: row.left.name).map({ symbol in
        !isDefined(symbol)
      }) ?? true, row.right.contains(where: { tokens[$0].text == row.left.name })
    {
      if case .letter = tokens[row.right.lowerBound].kind,
        tokens[row.right.lowerBound].text == row.left.name
      {
        throw Message.update("\(row.left.name) = \(row.left.name) …", at: row.span)
      }
    }
    var open = try reader.expression(in: row.right)
    if let expected = expectedShape(row, places) {
      if reader.isZero(open), open.shape.isNumber { open = Term(.zeros, expected, at: open.span) }
      // Of `I` and `\mathbf 0` the recursion tells the size.
      _ = reader.unify(expected, open.shape)
    }
    let body = try reader.finished(open)
    let pairs = reader.openPairs(in: body).subtracting(pairFilters)
    if !pairs.isEmpty {
      pairFilters.formUnion(pairs)
      return try define(row)
    }
    for use in reader.indices where use.isImplicit {
      throw Message.freeIndex(use.name, at: row.span)
    }
    try reader.refuseFreeIndices(of: body, at: row.span)
    scope = reader.scope
    diagnostics += CasesCheck.warnings(in: body, scope)
    guard body.shape != .truth, body.shape != .distribution else {
      throw Message.expected(
        "a value", got: body.shape.text(in: scope), "a definition", at: body.span)
    }
    if row.left.places.isEmpty {
      return try bindPlain(row, body)
    }
    let patterns = try self.patterns(places, reader, row)
    try bindIndexed(row, patterns, body, isRecursive: isRecursive)
  }

  /// The places on the left with their ranges, once the right side has been read.
  func patterns(
    _ places: [Place], _ reader: Reader, _ row: Row
  ) throws(Failure) -> [Definition.Pattern] {
    var patterns: [Definition.Pattern] = []
    for place in places {
      switch place {
      case .fixed(let extent): patterns.append(.fixed(extent))
      case .variable(let symbol, _):
        guard let use = reader.indices.first(where: { $0.symbol == symbol && !$0.isImplicit })
        else { continue }
        patterns.append(.any(symbol, try reader.range(of: use, at: row.left.span)))
      }
    }
    return patterns
  }

  func isDefined(_ symbol: Symbol) -> Bool { scope.definition(of: symbol.id) != nil }

  enum Place {
    case fixed(Extent)
    case variable(SymbolID, shift: Int)
  }

  /// Binds the variables on the left for the reading of the right.
  func bind(_ row: Row, _ reader: inout Reader) throws(Failure) -> [Place] {
    var places: [Place] = []
    var bound: [(String, SymbolID, Int)] = []
    for place in row.left.places {
      guard let (name, shift) = place.variable else {
        places.append(.fixed(try reader.bound(place.range)))
        continue
      }
      let span = reader.span(place.range)
      let symbol = reader.scope.hiddenSymbol(name, .argument(.index), at: span)
      let index = reader.term(Extent(symbol) - Extent(shift), at: span)
      reader.bindings.append(Reader.Binding(name: name, term: index))
      var range: IndexRange?
      if let declared = reader.scope.symbol(named: name) {
        switch declared.kind {
        case .index(let known), .integer(.wholeNumbers(let known)):
          range = IndexRange(known.first + Extent(shift), known.last + Extent(shift))
        default: break
        }
      }
      reader.indices.append(
        Reader.IndexInUse(name: name, symbol: symbol, range: range, isImplicit: false))
      places.append(.variable(symbol, shift: shift))
      bound.append((name, symbol, shift))
    }
    for condition in row.conditions {
      if let (name, least) = try reader.leastValue(condition) {
        let declared = reader.scope.symbol(named: name)
        guard let (_, symbol, shift) = bound.first(where: { $0.0 == name }) else {
          // The index of another row: `y_1 = x_1, y_t = x_t + y_{t-1} \quad (t \ge 2)`.
          switch declared?.kind {
          case .index: continue
          case nil: throw Message.indexWithoutRange(name, at: reader.span(condition))
          default: throw Message.conditionOnDefinition(at: reader.span(condition))
          }
        }
        guard let use = reader.indices.lastIndex(where: { $0.symbol == symbol }),
          let range = reader.indices[use].range
        else { throw Message.indexWithoutRange(name, at: reader.span(condition)) }
        reader.indices[use].range = IndexRange(least + Extent(shift), range.last)
        continue
      }
      guard let ranges = try reader.explicitRanges(condition) else {
        throw Message.conditionOnDefinition(at: reader.span(condition))
      }
      for (name, range) in ranges {
        guard let range, let (_, symbol, shift) = bound.first(where: { $0.0 == name }),
          let use = reader.indices.lastIndex(where: { $0.symbol == symbol })
        else { continue }
        reader.indices[use].range = IndexRange(
          range.first + Extent(shift), range.last + Extent(shift))
      }
    }
    return places
  }

  // MARK: Names without index

  mutating func bindPlain(_ row: Row, _ body: Term) throws(Failure) {
    let shape: Shape = body.shape == .index ? .scalar : body.shape
    let clause = Definition.Clause(body: body, at: row.span)
    if let symbol = try knownSymbol(row.left) {
      if let old = scope.definition(of: symbol.id) {
        guard old.clauses.count == 1, old.clauses[0].body == body else {
          throw Message.redefinition(row.left.name, first: old.clauses[0].span, at: row.left.span)
        }
        return
      }
      scope.update(
        Symbol(
          id: symbol.id, name: symbol.name, kind: .defined(shape), meaning: symbol.meaning,
          at: symbol.span))
      scope.define(Definition(symbol.id, [clause]))
      return
    }
    let id = scope.nextID
    scope.add(Symbol(id: id, name: row.left.name, kind: .defined(shape), at: row.left.span))
    scope.define(Definition(id, [clause]))
  }

  /// The symbol of this name if it may be defined; an error if it is declared as something else.
  func knownSymbol(_ left: Left) throws(Failure) -> Symbol? {
    guard let symbol = scope.symbol(named: left.name) else { return nil }
    switch symbol.kind {
    case .defined, .definedFunction:
      return isDefined(symbol) && !scope.isOwn(left.name) && !growing.contains(symbol.id)
        ? nil : symbol
    default:
      if !scope.isOwn(left.name) { return nil }
      throw Message.knownName(left.name, declaredAt: symbol.span, at: left.span)
    }
  }
}
