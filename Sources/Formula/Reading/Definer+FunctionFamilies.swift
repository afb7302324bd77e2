import SourceText

/// Families of functions, each member made of the one before: `a^{[1]}(v) = v`,
/// `a^{[l]}(v) = \sigma(W^{[l]} a^{[l-1]}(v) + b^{[l]})`.
extension Definer {
  /// Whether the name has an index above, so that each of its values is a function of its own.
  func isFunctionFamily(_ row: Row) -> Bool {
    row.left.isFunction && row.left.places.contains { $0.style != .subscripted }
  }

  /// A row that speaks of other members waits until one of the display's first values is known.
  mutating func defineFunctionFamily(_ row: Row) throws(Failure) {
    guard row.left.places.allSatisfy({ $0.style != .subscripted }) else {
      throw Message.notDefinable(at: row.left.span)
    }
    let known = try knownSymbol(row.left)
    if known == nil, row.left.places.contains(where: { $0.variable != nil }),
      rows.contains(where: { other in
        other.left.name == row.left.name && isFunctionFamily(other)
          && other.left.places.allSatisfy { $0.variable == nil }
      })
    {
      throw Message.useBeforeDefinition(row.left.name, at: row.left.span)
    }
    let names = try argumentNames(row)
    var first: Failure?
    for shapes in argumentCandidates(names, row) {
      var trial = self
      do throws(Failure) {
        try trial.addMember(row, names, shapes, known)
      } catch {
        first = first ?? error
        continue
      }
      self = trial
      return
    }
    throw first ?? Message.notDefinable(at: row.left.span)
  }

  private mutating func addMember(
    _ row: Row, _ names: [String], _ shapes: [Shape], _ known: Symbol?
  ) throws(Failure) {
    var reader = try self.reader()
    if let known { reader.growing.insert(known.id) }
    let (arguments, places, body) = try functionBody(row, names, shapes, &reader)
    let patterns = try self.patterns(places, reader, row)
    scope = reader.scope
    let clause = Definition.Clause(
      family: patterns, arguments: arguments, body: body, at: row.span)
    let shape: Shape = body.shape == .index ? .scalar : body.shape
    guard let known, let old = scope.definition(of: known.id) else {
      return registerFunctions(row, clause, shape)
    }
    guard old.clauses[0].arguments == arguments else {
      throw Message.redefinition(row.left.name, first: old.clauses[0].span, at: row.left.span)
    }
    try requireShape(shape, of: known.functionResult, clause, known)
    if let other = old.clauses.first(where: { samePatterns($0, clause) }) {
      guard other.body == clause.body else {
        throw Message.redefinition(row.left.name, first: other.span, at: row.left.span)
      }
      return
    }
    scope.define(Definition(known.id, old.clauses + [clause]))
    widen(scope[known.id], clause)
  }

  private mutating func registerFunctions(
    _ row: Row, _ clause: Definition.Clause, _ shape: Shape
  ) {
    var result = shape
    var family: [Symbol.FamilyIndex] = []
    for (number, pattern) in clause.family.enumerated() {
      let variable = scope.hiddenSymbol(
        variableName(row.left.name, number), .argument(.index), at: row.left.span)
      let range: IndexRange
      switch pattern {
      case .any(let own, let given):
        range = given
        result = result.replacing([own: Extent(variable)])
      case .fixed(let extent):
        range = IndexRange(extent, extent)
        result = generalized(result, extent, variable)
      }
      family.append(
        Symbol.FamilyIndex(variable, in: range, style: row.left.places[number].style))
    }
    let id = scope.nextID
    scope.add(
      Symbol(
        id: id, name: row.left.name,
        kind: .definedFunction(arguments: clause.arguments, result: result), family: family,
        at: row.left.span))
    scope.define(Definition(id, [clause]))
    growing.insert(id)
    waiting.remove(row.left.name)
  }

  /// The right side of a function's row, with its arguments and the places on its left.
  func functionBody(
    _ row: Row, _ names: [String], _ shapes: [Shape], _ reader: inout Reader
  ) throws(Failure) -> (arguments: [SymbolID], places: [Place], body: Term) {
    let arguments = bindArguments(row, names, shapes, &reader)
    let places = try bind(row, &reader)
    let body = try reader.finished(try reader.expression(in: row.right))
    try reader.requireValue(body)
    for use in reader.indices where use.isImplicit {
      throw Message.freeIndex(use.name, at: row.span)
    }
    try reader.refuseFreeIndices(of: body, at: row.span)
    return (arguments, places, body)
  }

  /// The formal arguments as symbols that the right side sees.
  private func bindArguments(
    _ row: Row, _ names: [String], _ shapes: [Shape], _ reader: inout Reader
  ) -> [SymbolID] {
    var arguments: [SymbolID] = []
    for (number, name) in names.enumerated() {
      let span = reader.span(row.left.arguments[number])
      let symbol = reader.scope.hiddenSymbol(name, .argument(shapes[number]), at: span)
      arguments.append(symbol)
      reader.bindings.append(
        Reader.Binding(name: name, term: Term(.symbol(symbol), shapes[number], at: span)))
    }
    return arguments
  }
}
