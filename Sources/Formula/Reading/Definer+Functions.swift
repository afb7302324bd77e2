import SourceText

/// Functions of one and several variables.
extension Definer {
  mutating func defineFunction(_ row: Row) throws(Failure) {
    if isFunctionFamily(row) { return try defineFunctionFamily(row) }
    if let known = try knownSymbol(row.left), let old = scope.definition(of: known.id) {
      throw Message.redefinition(row.left.name, first: old.clauses[0].span, at: row.left.span)
    }
    let names = try argumentNames(row)
    var first: Failure?
    var found: (Scope, Definition.Clause, [SymbolID], Shape)?
    /// Read with a number that meets arrays, where an array would meet them better.
    var spread: (Scope, Definition.Clause, [SymbolID], Shape)?
    for shapes in argumentCandidates(names, row) {
      var reader = try self.reader()
      do throws(Failure) {
        let result = try read(row, names, shapes, &reader)
        let spreads = shapes.contains { $0.isArray } && shapes.allSatisfy { $0 == result.1 }
        if spreads, shapes.count == 1 {
          // f(z) = 1/(1+e^{-z}) is a function of numbers even if z is declared as a vector.
          var scalar = try self.reader()
          if let plain = try? read(row, names, [.scalar], &scalar), plain.1 == .scalar {
            found = (scalar.scope, plain.0, plain.2, plain.1)
            break
          }
        }
        let reading = (reader.scope, result.0, result.2, result.1)
        if seemsSpread(result.0.body, result.2, shapes) {
          spread = spread ?? reading
          continue
        }
        found = reading
        break
      } catch {
        if first == nil { first = error }
      }
    }
    guard let found = found ?? spread else {
      let isCircular =
        scope.symbol(named: row.left.name) == nil
        && row.right.contains { tokens[$0].text == row.left.name }
      if isCircular { throw Message.cycle(row.left.name, at: row.span) }
      throw first ?? Message.notDefinable(at: row.left.span)
    }
    scope = found.0
    diagnostics += CasesCheck.warnings(in: found.1.body, scope)
    let kind = Symbol.Kind.definedFunction(arguments: found.2, result: found.3)
    if let known = try knownSymbol(row.left) {
      scope.update(
        Symbol(
          id: known.id, name: known.name, kind: kind, meaning: known.meaning, at: known.span))
      scope.define(Definition(known.id, [found.1]))
      return
    }
    let id = scope.nextID
    scope.add(Symbol(id: id, name: row.left.name, kind: kind, at: row.left.span))
    scope.define(Definition(id, [found.1]))
  }

  /// Whether an argument read as a number meets an array where nobody would write a number.
  ///
  /// `\theta^T x`, `\theta \cdot x`, `\|x - \theta\|^2`: there x is a vector.
  private func seemsSpread(_ body: Term, _ arguments: [SymbolID], _ shapes: [Shape]) -> Bool {
    let numbers = zip(arguments, shapes).filter { $0.1.isNumber }.map { $0.0 }
    func isArgument(_ term: Term) -> Bool { term.namedSymbol.map { numbers.contains($0) } ?? false }
    return body.subterms.contains { part in
      switch part.node {
      case .multiply(_, let left, let right):
        let isRow = if case .row = left.shape { isArgument(right) } else { false }
        let isPair =
          isArgument(left) && right.shape.isArray || isArgument(right) && left.shape.isArray
        return isRow || isPair && hasDot(between: left.span, right.span)
      case .add(let left, let right), .subtract(let left, let right):
        return isArgument(left) && right.shape.isArray || isArgument(right) && left.shape.isArray
      default: return false
      }
    }
  }

  private func hasDot(between left: Span, _ right: Span) -> Bool {
    tokens.contains {
      $0.isMark("\\cdot") && $0.span.start >= left.end && $0.span.end <= right.start
    }
  }

  func argumentNames(_ row: Row) throws(Failure) -> [String] {
    let reader = try self.reader()
    var names: [String] = []
    for range in row.left.arguments {
      guard let first = range.first, [.letter, .word].contains(tokens[first].kind),
        tokens[range].allSatisfy({ $0.kind != .symbol || $0.text == "*" })
      else { throw Message.notDefinable(at: reader.span(range)) }
      let name = reader.argumentName(range)
      if names.contains(name) { throw Message.repeatedArgument(name, at: reader.span(range)) }
      names.append(name)
    }
    return names
  }

  func argumentCandidates(_ names: [String], _ row: Row) -> [[Shape]] {
    var lists: [[Shape]] = []
    for name in names {
      if let symbol = scope.symbol(named: name), symbol.family.isEmpty,
        let shape = symbol.kind.valueShape, shape != .truth
      {
        lists.append(shape.isArray ? [shape, .scalar] : [shape])
      } else if let family = scope.symbol(named: name), let shape = family.kind.valueShape,
        shape.isArray,
        !family.family.contains(where: { index in
          shape.extents.contains { $0.mentioned.contains(index.variable) }
        })
      {
        lists.append([shape] + candidateShapes(row).filter { $0 != shape })
      } else {
        lists.append(candidateShapes(row))
      }
    }
    var combinations: [[Shape]] = [[]]
    for list in lists {
      var longer: [[Shape]] = []
      for combination in combinations {
        for shape in list where longer.count < 60 { longer.append(combination + [shape]) }
      }
      combinations = longer
    }
    return combinations
  }

  func read(
    _ row: Row, _ names: [String], _ shapes: [Shape], _ reader: inout Reader
  ) throws(Failure) -> (Definition.Clause, Shape, [SymbolID]) {
    let (arguments, places, body) = try functionBody(row, names, shapes, &reader)
    var entries: [Definition.Pattern] = []
    var sizes: [Extent] = []
    for place in places {
      guard case .variable(let symbol, _) = place,
        let use = reader.indices.first(where: { $0.symbol == symbol })
      else { throw Message.notDefinable(at: row.left.span) }
      let range = try reader.range(of: use, at: row.left.span)
      entries.append(.any(symbol, range))
      sizes.append(range.last)
    }
    if !sizes.isEmpty, !body.shape.isNumber {
      throw Message.expected(
        "a number", got: body.shape.text(in: scope), "a definition entry by entry", at: body.span)
    }
    var shape: Shape = body.shape == .index ? .scalar : body.shape
    if sizes.count == 1 { shape = .vector(sizes[0]) }
    if sizes.count == 2 { shape = .matrix(sizes[0], sizes[1]) }
    let isOdd: Bool
    if case .matrix = shape, !body.isWrittenOut {
      isOdd = shapes.allSatisfy { $0.isNumber }
    } else {
      isOdd = false
    }
    if isOdd, names.contains(where: { scope.symbol(named: $0) == nil }) {
      throw Message.notDefinable(at: row.left.span)
    }
    return (
      Definition.Clause(entries: entries, arguments: arguments, body: body, at: row.span), shape,
      arguments
    )
  }
}

extension Term {
  /// Whether a matrix stands there by its entries.
  fileprivate var isWrittenOut: Bool {
    switch node {
    case .array, .blocks: true
    default: false
    }
  }
}
