import SourceText

/// Works through the rows of one display.
struct Definer {
  var scope: Scope
  let tokens: [Token]
  var rows: [Row] = []
  var diagnostics: [Diagnostic] = []
  /// Names whose definition failed.
  var failedNames: Set<String> = []
  /// Names of this display that are families and not registered yet.
  var waiting: Set<String> = []
  /// Where the filters stand whose both indices run.
  var pairFilters: Set<Int> = []
  /// Names whose parts are set apart here, and what was known before.
  var wholes: [String] = []
  let outer: Scope
  /// Whether members with a number above are names of their own.
  let namesMembers: Bool
  /// Families of this display by name, while their clauses come in.
  var growing: Set<SymbolID> = []

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

  init(_ latex: Excerpt, in scope: Scope, namesMembers: Bool = false) throws(Failure) {
    var tokens = try Preprocessor.tokens(of: latex, macros: scope.macros)
    unwrapSystem(&tokens)
    try self.init(tokens, in: scope, namesMembers: namesMembers)
  }

  init(_ tokens: [Token], in scope: Scope, namesMembers: Bool = false) throws(Failure) {
    self.namesMembers = namesMembers
    let plain = try Reader(tokens, in: scope).tokens
    self.scope = scope
    outer = scope
    wholes = Self.separate(plain, in: &self.scope)
    self.tokens = wholes.isEmpty ? plain : try Reader(plain, in: self.scope).tokens
    try collectRows()
  }

  /// What the rows define.
  var names: [String] { rows.map { $0.left.name } }

  func reader() throws(Failure) -> Reader {
    var reader = try Reader(tokens, in: scope)
    reader.growing = growing.filter { !hasRunningClause($0) }
    reader.pending = waiting
    reader.isDefining = true
    reader.namesMembers = namesMembers
    return reader
  }

  /// Whether all rows of some name give single members with a number above.
  var hasNumberedMembers: Bool {
    rows.contains { row in
      !row.left.places.isEmpty
        && row.left.places.allSatisfy { $0.variable == nil && $0.style != .subscripted }
        && !rows.contains { other in
          other.left.name == row.left.name && other.left.places.contains { $0.variable != nil }
        }
    }
  }

  /// Whether a clause says where a family runs; its first value alone does not.
  func hasRunningClause(_ id: SymbolID) -> Bool {
    for clause in scope.definition(of: id)?.clauses ?? [] {
      for case .any in clause.family { return true }
    }
    return false
  }

  // MARK: Rows

  mutating func collectRows() throws(Failure) {
    var reader = try self.reader()
    guard !reader.body.isEmpty else { throw Message.missing("a definition", at: reader.here) }
    var parts: [(Range<Int>, [Range<Int>])] = []
    for line in reader.lines(reader.body) {
      var conditions: [Range<Int>] = []
      var definitions: [Range<Int>] = []
      for (number, segment) in reader.segments(line).enumerated() {
        if number > 0, reader.isEquationNumber(segment.range) { continue }
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
    continueFamilies()
  }

  // MARK: The worklist

  mutating func run() -> [Diagnostic] {
    let starts = openStarts
    work(off: rows.indices.filter { !starts.contains($0) }.map { rows[$0] })
    work(off: starts.map { rows[$0] })
    if !diagnostics.contains(where: { $0.severity == .error }) { refuseCycles() }
    requireWholes(wholes, before: outer)
    return diagnostics
  }

  private mutating func work(off rows: [Row]) {
    var open = rows
    while !open.isEmpty {
      var still: [(Row, Failure)] = []
      for row in open {
        do throws(Failure) {
          try define(row)
        } catch {
          let waits =
            error.diagnostic.id == "UseBeforeDefinition"
            && (!row.left.isFunction || isFunctionFamily(row))
          if waits, !waiting.isEmpty {
            still.append((row, error))
          } else {
            report(error, of: row)
          }
        }
      }
      if still.count == open.count, !guess(still.map { $0.0 }) {
        for (row, failure) in still { report(failure, of: row) }
        break
      }
      open = still.map { $0.0 }
    }
  }

  mutating func report(_ failure: Failure, of row: Row) {
    // A condition behind several definitions belongs to all of them.
    if !failure.isConsequence, !diagnostics.contains(failure.diagnostic) {
      diagnostics.append(failure.diagnostic)
    }
    let known = scope.symbol(named: row.left.name)
    // `a^{[0]}` is nothing of a number a.
    let isNumber = known.map { $0.family.isEmpty && $0.kind.valueShape == .scalar } ?? false
    if row.left.places.isEmpty || !isNumber { scope.noteUnread(row.left.name) }
    if known.map({ !isDefined($0) }) ?? true {
      failedNames.insert(row.left.name)
      failedNames.insert(baseName(of: row.left.name))
    }
  }

  /// Tries shapes for the families that only their own recursion defines.
  mutating func guess(_ stuck: [Row]) -> Bool {
    for row in stuck where isGuessable(row) {
      for shape in startShapes(row) + candidateShapes(row) {
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
    return guessTogether(stuck)
  }

  /// Whether it defines a family of values that has no shape yet.
  private func isGuessable(_ row: Row) -> Bool {
    waiting.contains(row.left.name) && !row.left.places.isEmpty && !row.left.isFunction
  }

  /// Families that define each other: one shape tried, and all rows must follow.
  private mutating func guessTogether(_ stuck: [Row]) -> Bool {
    guard stuck.count > 1, stuck.count <= 12 else { return false }
    for row in stuck where isGuessable(row) {
      for shape in startShapes(row) + candidateShapes(row) {
        var trial = self
        guard trial.register(row, shape, nil), trial.settles(stuck) else { continue }
        self = trial
        return true
      }
    }
    return guessAll(stuck)
  }

  /// Families each of whose rows needs the others: all get their starts' shapes, or one in common.
  private mutating func guessAll(_ stuck: [Row]) -> Bool {
    var shapes: [Shape] = []
    for shape in stuck.flatMap({ startShapes($0) + candidateShapes($0) })
    where !shapes.contains(shape) {
      shapes.append(shape)
    }
    for shape in shapes {
      var trial = self
      for row in stuck where trial.isGuessable(row) {
        _ = trial.register(row, startShapes(row).first ?? shape, nil)
      }
      guard trial.settles(stuck) else { continue }
      self = trial
      return true
    }
    return false
  }

  /// The shape of `h_0`, declared, for a family h.
  private func startShapes(_ row: Row) -> [Shape] {
    (0...3).compactMap { number in
      startName(row, number).flatMap { scope.symbol(named: $0)?.kind.valueShape }
    }
  }

  /// Defines every row, without guessing; whether that succeeds without a message.
  private mutating func settles(_ stuck: [Row]) -> Bool {
    let before = diagnostics.count
    var open = stuck
    while !open.isEmpty {
      var still: [Row] = []
      for row in open {
        do throws(Failure) {
          try define(row)
        } catch {
          guard error.diagnostic.id == "UseBeforeDefinition" else { return false }
          still.append(row)
        }
      }
      guard still.count < open.count else { return false }
      open = still
    }
    return diagnostics.count == before
  }

  /// A number, and every shape of a symbol on the right, at the row's own index.
  func candidateShapes(_ row: Row) -> [Shape] {
    var found: [Shape] = []
    for index in row.right where [.letter, .word, .text].contains(tokens[index].kind) {
      guard let symbol = scope.symbol(named: tokens[index].text) else { continue }
      switch symbol.kind {
      case .function(let signature): found += signature.arguments + [signature.result]
      case .definedFunction(let arguments, let result):
        found += arguments.compactMap { scope[$0].kind.valueShape } + [result]
      default: break
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
    // `g g^T` of a vector is square.
    for case .vector(let n) in found where !shapes.contains(.matrix(n, n)) && shapes.count < 12 {
      shapes.append(.matrix(n, n))
    }
    return shapes
  }

  func variableSymbol(_ place: IndexPlace) -> SymbolID? {
    guard let variable = place.variable else { return nil }
    var copy = scope
    let id = copy.hiddenSymbol(variable.name, .argument(.index), at: Span(.main, 0, 0))
    return id.number < scope.symbols.count ? id : nil
  }
}
