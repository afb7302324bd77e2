import Numerics
import SourceText

extension Lowerer {
  mutating func value(of symbol: SymbolID, at span: Span) throws(LoweringFailure) -> Tensor {
    if let tensor = formal[symbol] { return tensor }
    if let value = whole.value(of: symbol) { return Tensor(scalar: graph.constant(value)) }
    return try quantity(Instance.Key(symbol), at: span)
  }

  mutating func member(_ symbol: SymbolID, _ indices: [Term], at span: Span)
    throws(LoweringFailure) -> Tensor
  {
    let values = indices.compactMap { whole.whole($0) }
    guard values.count == indices.count else {
      return try chosenMember(symbol, indices, at: span)
    }
    let key = Instance.Key(symbol, values)
    if let value = whole.instance[key] { return Tensor(scalar: graph.constant(value)) }
    return try quantity(key, at: span)
  }

  /// A member whose index is known at run time only: a choice among all members.
  private mutating func chosenMember(_ symbol: SymbolID, _ indices: [Term], at span: Span)
    throws(LoweringFailure) -> Tensor
  {
    let family = scope[symbol].family
    guard indices.count == 1, family.count == 1 else { throw .notWhole(span) }
    let place = try lower(indices[0]).node
    var result: Tensor?
    for value in try range(family[0].range, at: span).reversed() {
      let member = try quantity(Instance.Key(symbol, [value]), at: span)
      let isHere = graph.isEqual(place, graph.constant(value))
      let rest = result ?? member.map { _ in graph.undefined() }
      result = try entrywise(member, rest, at: span) { $0.select(isHere, $1, $2) }
    }
    guard let result else { throw .outOfRange(symbol, indices: [], span) }
    return result
  }

  /// A declared or defined quantity, tagged entry by entry; the same nodes every time.
  mutating func quantity(_ key: Instance.Key, at span: Span) throws(LoweringFailure) -> Tensor {
    if let known = tensors[key] { return known }
    let symbol = scope[key.symbol]
    let isDefined: Bool
    let tensor: Tensor
    if let definition = scope.definition(of: key.symbol) {
      isDefined = true
      tensor = try expand(definition, key, at: span)
    } else {
      isDefined = false
      try requireMember(key, at: span)
      let saved = bindFamily(key)
      defer { whole.bound = saved }
      let raw = try aimed(try declared(symbol, key, at: span), key, at: span)
      tensor = raw.map { tag($0) }
      try register(random: symbol, key, tensor, at: span)
    }
    tensors[key] = tensor
    step.quantities.append(
      LoweredStep.Quantity(
        symbol: key.symbol, member: key.indices, tensor: tensor, isDefined: isDefined))
    return tensor
  }

  /// `x \to c`: c and something small.
  private mutating func aimed(
    _ small: Tensor, _ key: Instance.Key, at span: Span
  ) throws(LoweringFailure) -> Tensor {
    guard let aim = aims[key.symbol] else { return small }
    return try entrywise(try lower(aim), small, at: span) { $0.add($1, $2) }
  }

  /// Gives the variables of a family the values of a member; returns what was bound before.
  mutating func bindFamily(_ key: Instance.Key) -> Bindings {
    let saved = whole.bound
    for (index, value) in zip(scope[key.symbol].family, key.indices) {
      whole.bound[index.variable] = value
    }
    return saved
  }

  private mutating func requireMember(_ key: Instance.Key, at span: Span)
    throws(LoweringFailure)
  {
    let family = scope[key.symbol].family
    guard family.count == key.indices.count else {
      throw .outOfRange(key.symbol, indices: key.indices, span)
    }
    let saved = bindFamily(key)
    defer { whole.bound = saved }
    for (index, value) in zip(family, key.indices) {
      guard try range(index.range, at: span).contains(value) else {
        throw .outOfRange(key.symbol, indices: key.indices, span)
      }
    }
  }

  // MARK: Definitions

  private mutating func expand(_ definition: Definition, _ key: Instance.Key, at span: Span)
    throws(LoweringFailure) -> Tensor
  {
    let isWhole = definition.clauses.contains { $0.entries.isEmpty }
    if isWhole {
      return try guarded(EntryKey(key: key, place: nil), at: span) {
        (lowerer) throws(LoweringFailure) in
        let (clause, bound) = try lowerer.clause(of: definition, key, entry: [], at: span)
        guard clause.arguments.isEmpty else {
          throw .unsupported(.functionWithoutArguments, span)
        }
        let body = try lowerer.lower(clause.body, bound: bound, formal: [:])
        let value = try lowerer.spread(body, like: lowerer.shape(of: key.symbol), key, at: span)
        return value.map { lowerer.tag($0, isDefinition: true) }
      }
    }
    let saved = bindFamily(key)
    let (form, rows, columns) = try size(of: shape(of: key.symbol), at: span)
    whole.bound = saved
    var nodes: [Graph.Node] = []
    for row in 1..<(rows + 1) {
      for column in 1..<(columns + 1) {
        let entry =
          form == .matrix ? EntryIndex(row, column) : EntryIndex(max(row, column))
        nodes.append(try definedEntry(definition, key, entry, rows, columns, at: span))
      }
    }
    return Tensor(form, rows: rows, columns: columns, nodes)
  }

  func shape(of symbol: SymbolID) -> Shape {
    switch scope[symbol].kind {
    case .defined(let shape), .argument(let shape), .computed(_, let shape): shape
    case .definedFunction(_, let result): result
    case .vector(let rows, _): .vector(rows)
    case .matrix(let rows, let columns, _): .matrix(rows, columns)
    case .function(let signature): signature.result
    case .size, .index, .integer: .index
    case .scalar, .random: .scalar
    }
  }

  /// A scalar body of an array's definition, `b = 0`, stands in every entry.
  private mutating func spread(
    _ value: Tensor, like shape: Shape, _ key: Instance.Key, at span: Span
  ) throws(LoweringFailure) -> Tensor {
    guard value.isScalar, shape != .scalar, shape != .index else { return value }
    let saved = bindFamily(key)
    defer { whole.bound = saved }
    let (form, rows, columns) = try size(of: shape, at: span)
    guard form != .truth else { return value }
    return Tensor(
      form, rows: rows, columns: columns,
      [Graph.Node](repeating: value.node, count: rows * columns))
  }

  /// The entry of an array that is defined entry by entry, without the rest of the array.
  mutating func definedEntry(of array: Term, _ entry: EntryIndex, at span: Span)
    throws(LoweringFailure) -> Graph.Node?
  {
    let key: Instance.Key
    let definition: Definition
    switch array.node {
    case .symbol(let symbol):
      guard let known = scope.definition(of: symbol), formal[symbol] == nil else { return nil }
      (key, definition) = (Instance.Key(symbol), known)
    case .member(let symbol, let terms):
      guard let known = scope.definition(of: symbol) else { return nil }
      let values = terms.compactMap { whole.whole($0) }
      guard values.count == terms.count else { return nil }
      (key, definition) = (Instance.Key(symbol, values), known)
    default: return nil
    }
    guard definition.clauses.allSatisfy({ !$0.entries.isEmpty }), tensors[key] == nil else {
      return nil
    }
    let saved = bindFamily(key)
    let (_, rows, columns) = try size(of: shape(of: key.symbol), at: span)
    whole.bound = saved
    return try definedEntry(definition, key, entry, rows, columns, at: span)
  }

  private mutating func definedEntry(
    _ definition: Definition, _ key: Instance.Key, _ entry: EntryIndex, _ rows: Int,
    _ columns: Int, at span: Span
  ) throws(LoweringFailure) -> Graph.Node {
    guard rows * columns > 0, let place = entry.place(rows: rows, columns: columns) else {
      throw .outOfRange(key.symbol, indices: key.indices + entry.list, span)
    }
    let entryKey = EntryKey(key: key, place: place)
    if let known = entries[entryKey] { return known }
    let node = try guarded(entryKey, at: span) { (lowerer) throws(LoweringFailure) in
      let (clause, bound) = try lowerer.clause(of: definition, key, entry: entry.list, at: span)
      let body = try lowerer.lower(
        clause.body, bound: bound, formal: [:], alike: Alike(key: key, terms: clause.alike))
      return lowerer.tag(body.node, isDefinition: true)
    }
    entries[entryKey] = node
    return node
  }

  /// Runs an expansion unless it is already running.
  private mutating func guarded<Value>(
    _ key: EntryKey, at span: Span,
    _ body: (inout Lowerer) throws(LoweringFailure) -> Value
  ) throws(LoweringFailure) -> Value {
    guard !expanding.contains(key) else { throw .cyclicDefinition(key.key.symbol, span) }
    expanding.append(key)
    defer { expanding.removeLast() }
    return try body(&self)
  }

  /// The first clause that covers a member and an entry, with the values of its variables.
  func clause(
    of definition: Definition, _ key: Instance.Key, entry: [Int], at span: Span
  ) throws(LoweringFailure) -> (Definition.Clause, Bindings) {
    for clause in definition.clauses where clause.entries.count == entry.count {
      var evaluation = WholeEvaluation(instance: whole.instance)
      guard clause.family.count == key.indices.count,
        matches(clause.family, key.indices, &evaluation),
        matches(clause.entries, entry, &evaluation)
      else { continue }
      return (clause, evaluation.bound)
    }
    throw .noClause(definition.symbol, indices: key.indices + entry, span)
  }

  private func matches(
    _ patterns: [Definition.Pattern], _ values: [Int], _ evaluation: inout WholeEvaluation
  ) -> Bool {
    for (pattern, value) in zip(patterns, values) {
      switch pattern {
      case .fixed(let extent): guard evaluation.value(of: extent) == value else { return false }
      case .any(let variable, let range):
        guard evaluation.range(range)?.contains(value) == true else { return false }
        if let earlier = evaluation.bound[variable], earlier != value { return false }
        evaluation.bound[variable] = value
      }
    }
    return true
  }

  /// Lowers the body of a definition, which sees its own variables only.
  mutating func lower(
    _ body: Term, bound: Bindings, formal arguments: [SymbolID: Tensor], alike terms: Alike? = nil
  ) throws(LoweringFailure) -> Tensor {
    let (outerBound, outerFormal, outerAlike) = (whole.bound, formal, alike)
    defer { (whole.bound, formal, alike) = (outerBound, outerFormal, outerAlike) }
    whole.bound = bound
    formal = arguments
    alike = terms
    return try lower(body)
  }
}
