package import SourceText

/// Reading `.define` displays: one definition a row.
extension Scope {
  /// Binds the new names on the left of each row.
  ///
  /// Families may be defined by each other over a layer or time index, in any order of their rows;
  /// everything else is defined before it is used.
  package mutating func define(_ latex: Excerpt) -> [Diagnostic] {
    do throws(Failure) {
      var definer = try Definer(latex, in: self)
      let diagnostics = definer.run()
      self = definer.scope
      return diagnostics + settleAssumptions()
    } catch {
      return [error.diagnostic]
    }
  }
}

/// Works through the rows of one display.
struct Definer {
  private(set) var scope: Scope
  private let tokens: [Token]
  private var rows: [Row] = []
  private var diagnostics: [Diagnostic] = []
  /// Names of this display that are families and not registered yet.
  private var waiting: Set<String> = []
  /// Families of this display by name, while their clauses come in.
  private var growing: Set<SymbolID> = []

  struct Row {
    var left: Left
    var right: Range<Int>
    var conditions: [Range<Int>]
    var span: Span
  }

  /// What stands on the left, by its looks.
  struct Left {
    var name: String
    var span: Span
    var places: [IndexPlace] = []
    var arguments: [Range<Int>] = []
    var isFunction = false
  }

  struct IndexPlace {
    var style: Symbol.FamilyIndex.Style
    var range: Range<Int>
    /// The variable in it with what is added, `t + 1`; `nil` for a fixed place.
    var variable: (name: String, shift: Int)?
  }

  init(_ latex: Excerpt, in scope: Scope) throws(Failure) {
    var tokens = try Preprocessor.tokens(of: latex, macros: scope.macros)
    unwrapSystem(&tokens)
    try self.init(tokens, in: scope)
  }

  init(_ tokens: [Token], in scope: Scope) throws(Failure) {
    self.scope = scope
    self.tokens = try flattened(tokens)
    try collectRows()
  }

  /// What the rows define.
  var names: [String] { rows.map { $0.left.name } }

  private func reader() throws(Failure) -> Reader {
    var reader = try Reader(tokens, in: scope)
    reader.growing = growing.filter { !hasRunningClause($0) }
    reader.pending = waiting
    return reader
  }

  /// Whether a clause says where a family runs; its first value alone does not.
  private func hasRunningClause(_ id: SymbolID) -> Bool {
    for clause in scope.definition(of: id)?.clauses ?? [] {
      for case .any in clause.family { return true }
    }
    return false
  }

  // MARK: Rows

  private mutating func collectRows() throws(Failure) {
    var reader = try self.reader()
    guard !reader.body.isEmpty else { throw Message.missing("a definition", at: reader.here) }
    var parts: [(Range<Int>, [Range<Int>])] = []
    for line in reader.lines(reader.body) {
      var conditions: [Range<Int>] = []
      var definitions: [Range<Int>] = []
      for segment in reader.segments(line) {
        let hasEquals = segment.range.contains {
          tokens[$0].isMark("=") || tokens[$0].isMark(":=") || tokens[$0].isMark("\\equiv")
        }
        let isRange = reader.rangeCondition(segment.range)
        if segment.isCondition || !hasEquals || isRange && !definitions.isEmpty {
          conditions.append(segment.range)
        } else {
          definitions.append(segment.range)
        }
      }
      guard !definitions.isEmpty else {
        throw Message.missing("an equals sign", at: reader.span(line))
      }
      for definition in definitions { parts.append((definition, conditions)) }
    }
    let bases = try parts.map { part throws(Failure) in try reader.baseAndEquals(part.0) }
    for (number, part) in parts.enumerated() {
      let (_, equals) = bases[number]
      let left = try reader.left(part.0.lowerBound..<equals, part.0.upperBound, parts.map { $0.0 })
      rows.append(
        Row(
          left: left, right: (equals + 1)..<part.0.upperBound, conditions: part.1,
          span: reader.span(part.0)))
    }
    for row in rows where !row.left.places.isEmpty { waiting.insert(row.left.name) }
  }

  // MARK: The worklist

  mutating func run() -> [Diagnostic] {
    var open = rows
    while !open.isEmpty {
      var still: [(Row, Failure)] = []
      for row in open {
        do throws(Failure) {
          try define(row)
        } catch {
          let waits = error.diagnostic.id == "UseBeforeDefinition" && !row.left.isFunction
          if waits, !waiting.isEmpty {
            still.append((row, error))
          } else {
            report(error)
          }
        }
      }
      if still.count == open.count, !guess(still.map { $0.0 }) {
        for (_, failure) in still { report(failure) }
        break
      }
      open = still.map { $0.0 }
    }
    return diagnostics
  }

  private mutating func report(_ failure: Failure) { diagnostics.append(failure.diagnostic) }

  /// Tries shapes for the families that only their own recursion defines.
  private mutating func guess(_ stuck: [Row]) -> Bool {
    for row in stuck where waiting.contains(row.left.name) && !row.left.places.isEmpty {
      for shape in candidateShapes(row) {
        var trial = self
        guard trial.register(row, shape, nil) else { continue }
        do throws(Failure) {
          try trial.define(row)
        } catch {
          continue
        }
        self = trial
        // The row is done again by the caller and agrees with itself.
        return true
      }
    }
    return false
  }

  /// A number, and every shape of a symbol on the right, at the row's own index.
  private func candidateShapes(_ row: Row) -> [Shape] {
    var found: [Shape] = []
    for index in row.right where [.letter, .word, .text].contains(tokens[index].kind) {
      guard let symbol = scope.symbol(named: tokens[index].text) else { continue }
      if case .function(let signature) = symbol.kind {
        found += signature.arguments + [signature.result]
      }
      guard let shape = symbol.kind.valueShape, shape.isArray else { continue }
      var replacements: [SymbolID: Extent] = [:]
      for (place, own) in zip(symbol.family, row.left.places) {
        if let id = variableSymbol(own) { replacements[place.variable] = Extent(id) }
      }
      let here = shape.replacing(replacements)
      if case .matrix(let m, let n) = here { found += [.vector(m), .vector(n)] }
      found.append(here)
    }
    // Vectors before matrices: of several shapes that fit, the simplest is meant.
    var shapes: [Shape] = [.scalar]
    for shape in found where shape.extents.count == 1 && !shapes.contains(shape) {
      shapes.append(shape)
    }
    for shape in found where shape.extents.count == 2 && !shapes.contains(shape) {
      shapes.append(shape)
    }
    return shapes
  }

  private func variableSymbol(_ place: IndexPlace) -> SymbolID? {
    guard let variable = place.variable else { return nil }
    var copy = scope
    let id = copy.hiddenSymbol(variable.name, .argument(.index), at: Span(.main, 0, 0))
    return id.number < scope.symbols.count ? id : nil
  }

  // MARK: One row

  private mutating func define(_ row: Row) throws(Failure) {
    if row.left.isFunction { return try defineFunction(row) }
    var reader = try self.reader()
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
    let body = try reader.finished(try reader.expression(in: row.right))
    for use in reader.indices where use.isImplicit {
      throw Message.freeIndex(use.name, at: row.span)
    }
    scope = reader.scope
    guard body.shape != .truth, body.shape != .distribution else {
      throw Message.expected(
        "a value", got: body.shape.text(in: scope), "a definition", at: body.span)
    }
    if row.left.places.isEmpty {
      return try bindPlain(row, body)
    }
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
    try bindIndexed(row, patterns, body, isRecursive: isRecursive)
  }

  private func isDefined(_ symbol: Symbol) -> Bool { scope.definition(of: symbol.id) != nil }

  private enum Place {
    case fixed(Extent)
    case variable(SymbolID, shift: Int)
  }

  /// Binds the variables on the left for the reading of the right.
  private func bind(_ row: Row, _ reader: inout Reader) throws(Failure) -> [Place] {
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
      guard let (name, range) = try reader.explicitRange(condition) else {
        throw Message.refused(
          "ConditionOnDefinition", "a definition has no condition but index ranges; use cases",
          at: reader.span(condition))
      }
      guard let (_, symbol, shift) = bound.first(where: { $0.0 == name }),
        let use = reader.indices.lastIndex(where: { $0.symbol == symbol })
      else { continue }
      reader.indices[use].range = IndexRange(
        range.first + Extent(shift), range.last + Extent(shift))
    }
    return places
  }

  // MARK: Names without index

  private mutating func bindPlain(_ row: Row, _ body: Term) throws(Failure) {
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
  private func knownSymbol(_ left: Left) throws(Failure) -> Symbol? {
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

  // MARK: Names with indices

  private mutating func bindIndexed(
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
  private func siblings(_ name: String) -> Int { rows.count { $0.left.name == name } }

  private func startsAtOne(_ pattern: Definition.Pattern, _ place: IndexPlace) -> Bool {
    guard case .any(_, let range) = pattern, let variable = place.variable else { return false }
    return range.first.value == 1 && variable.shift == 0
  }

  private mutating func add(
    _ clause: Definition.Clause, _ shape: Shape, _ row: Row, _ known: Symbol?
  ) throws(Failure) {
    guard let known, isDefined(known) || growing.contains(known.id) else {
      _ = register(row, shape, clause)
      return
    }
    var old = scope.definition(of: known.id) ?? Definition(known.id, [])
    try requireShape(shape, clause, known, row)
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

  private func samePatterns(_ left: Definition.Clause, _ right: Definition.Clause) -> Bool {
    left.family == right.family && left.entries == right.entries
  }

  /// The clause has the family's shape at its own index.
  private func requireShape(
    _ shape: Shape, _ clause: Definition.Clause, _ symbol: Symbol, _ row: Row
  ) throws(Failure) {
    guard let declared = symbol.kind.valueShape else { return }
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
  private mutating func widen(_ symbol: Symbol, _ clause: Definition.Clause) {
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

  private func isNumber(_ extent: Extent) -> Bool { extent.value != nil }

  /// Adds the symbol with its first clause; the shape at a fixed index is generalized.
  private mutating func register(
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
  private func variableName(_ name: String, _ number: Int) -> String {
    for row in rows where row.left.name == name && row.left.places.indices.contains(number) {
      if let variable = row.left.places[number].variable { return variable.name }
    }
    return "k"
  }

  /// `vector(n_1)` at index 1 is `vector(n_l)` at l.
  private func generalized(_ shape: Shape, _ index: Extent, _ variable: SymbolID) -> Shape {
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

  /// `w_0` as a symbol of its own is the recursion's start.
  private func startValues(_ row: Row, _ shape: Shape) -> [Definition.Clause] {
    guard row.left.places.count == 1, row.left.places[0].style == .subscripted,
      row.left.places[0].variable != nil
    else { return [] }
    var clauses: [Definition.Clause] = []
    for number in 0...3 {
      guard let start = scope.symbol(named: row.left.name + "_\(number)"),
        start.kind.valueShape == shape, start.family.isEmpty
      else { continue }
      let body = Term(.symbol(start.id), shape, at: row.span)
      clauses.append(
        Definition.Clause(family: [.fixed(Extent(number))], body: body, at: row.span))
    }
    return clauses
  }

  // MARK: Functions

  private mutating func defineFunction(_ row: Row) throws(Failure) {
    if let known = try knownSymbol(row.left), let old = scope.definition(of: known.id) {
      throw Message.redefinition(row.left.name, first: old.clauses[0].span, at: row.left.span)
    }
    let names = try argumentNames(row)
    var first: Failure?
    var found: (Scope, Definition.Clause, [SymbolID], Shape)?
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
        found = (reader.scope, result.0, result.2, result.1)
        break
      } catch {
        if first == nil { first = error }
      }
    }
    guard let found else {
      let isCircular =
        scope.symbol(named: row.left.name) == nil
        && row.right.contains { tokens[$0].text == row.left.name }
      if isCircular { throw Message.cycle(row.left.name, at: row.span) }
      throw first ?? Message.notDefinable(at: row.left.span)
    }
    scope = found.0
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

  private func argumentNames(_ row: Row) throws(Failure) -> [String] {
    let reader = try self.reader()
    var names: [String] = []
    for range in row.left.arguments {
      guard let first = range.first, [.letter, .word].contains(tokens[first].kind),
        tokens[range].allSatisfy({ $0.kind != .symbol || $0.text == "*" })
      else { throw Message.notDefinable(at: reader.span(range)) }
      names.append(reader.argumentName(range))
    }
    return names
  }

  private func argumentCandidates(_ names: [String], _ row: Row) -> [[Shape]] {
    var lists: [[Shape]] = []
    for name in names {
      if let symbol = scope.symbol(named: name), symbol.family.isEmpty,
        let shape = symbol.kind.valueShape, shape != .truth
      {
        lists.append(shape.isArray ? [shape, .scalar] : [shape])
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

  private func read(
    _ row: Row, _ names: [String], _ shapes: [Shape], _ reader: inout Reader
  ) throws(Failure) -> (Definition.Clause, Shape, [SymbolID]) {
    var arguments: [SymbolID] = []
    for (number, name) in names.enumerated() {
      let span = reader.span(row.left.arguments[number])
      let symbol = reader.scope.hiddenSymbol(name, .argument(shapes[number]), at: span)
      arguments.append(symbol)
      reader.bindings.append(
        Reader.Binding(name: name, term: Term(.symbol(symbol), shapes[number], at: span)))
    }
    let places = try bind(row, &reader)
    let body = try reader.finished(try reader.expression(in: row.right))
    try reader.requireValue(body)
    for use in reader.indices where use.isImplicit {
      throw Message.freeIndex(use.name, at: row.span)
    }
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
    if case .matrix = shape { isOdd = shapes.allSatisfy { $0.isNumber } } else { isOdd = false }
    if isOdd, names.contains(where: { scope.symbol(named: $0) == nil }) {
      throw Message.notDefinable(at: row.left.span)
    }
    return (
      Definition.Clause(entries: entries, arguments: arguments, body: body, at: row.span), shape,
      arguments
    )
  }
}
