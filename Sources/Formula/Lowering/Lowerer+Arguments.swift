import SourceText

/// Arguments that bear the name of a declared quantity: in `C(w) = (z - y)^2` with `z = wx + b` the
/// argument is the w of z, too.
extension Lowerer {
  /// The body of a function for some arguments.
  ///
  /// Where names in the body are defined by a quantity that an argument is called after, the body
  /// is expanded for that quantity, which the argument then replaces. `C(w)` at the quantity w
  /// itself stays as it is, so that it can be differentiated by the names in its body.
  mutating func throughNames(
    _ definition: Definition, _ arguments: [Tensor], at span: Span,
    _ body: (inout Lowerer, [SymbolID: Tensor]) throws(LoweringFailure) -> Tensor
  ) throws(LoweringFailure) -> Tensor {
    let names = definition.clauses[0].arguments
    let values = arguments.map { tagged($0) }
    let namesakes = namesakes(of: definition)
    guard try !areTheirOwn(arguments, names, namesakes, at: span) else {
      var formal: [SymbolID: Tensor] = [:]
      for (name, value) in zip(names, values) { formal[name] = value }
      return try body(&self, formal)
    }
    var formal: [SymbolID: Tensor] = [:]
    var replacements: [Graph.Node: Graph.Node] = [:]
    for (name, value) in zip(names, values) {
      let meant = namesakes.filter { $0.argument == name }.map { $0.quantity }
      guard !meant.isEmpty else {
        let own = value.map { tag($0) }
        for node in own.nodes { replacements[node] = node }
        formal[name] = own
        continue
      }
      for symbol in meant {
        let outer = try self.value(of: symbol, at: span)
        try requireSameSize(outer, value, at: span)
        for (old, new) in zip(outer.nodes, value.nodes) { replacements[old] = new }
        formal[name] = outer
      }
    }
    let result = try body(&self, formal)
    try requireVisible(result.nodes, to: replacements.keys.sorted(), at: span)
    return result.with(graph.substitute(replacements, in: result.nodes))
  }

  /// Whether every argument is the very quantity that it is called after.
  private mutating func areTheirOwn(
    _ arguments: [Tensor], _ names: [SymbolID], _ namesakes: [Namesake], at span: Span
  ) throws(LoweringFailure) -> Bool {
    for (name, argument) in zip(names, arguments) {
      for namesake in namesakes where namesake.argument == name {
        let quantity = try value(of: namesake.quantity, at: span)
        if argument.nodes != quantity.nodes { return false }
      }
    }
    return true
  }

  /// Arguments of a function with the quantities of the same name that its body reaches through
  /// defined names.
  private mutating func namesakes(of definition: Definition) -> [Namesake] {
    if let known = knownNamesakes[definition.symbol] { return known }
    var walk = Walk()
    for clause in definition.clauses { walk.visit(clause) }
    var done: Set<SymbolID> = [definition.symbol]
    while let next = walk.symbols.subtracting(done).min() {
      done.insert(next)
      for clause in scope.definition(of: next)?.clauses ?? [] { walk.visit(clause) }
    }
    var result: [Namesake] = []
    for argument in definition.clauses.first?.arguments ?? [] {
      for symbol in done.sorted() where scope[symbol].name == scope[argument].name {
        guard symbol != argument, isQuantity(scope[symbol]) else { continue }
        result.append(Namesake(argument: argument, quantity: symbol))
      }
    }
    knownNamesakes[definition.symbol] = result
    return result
  }

  /// Whether a symbol has one value with entries that are told apart from everything else.
  private func isQuantity(_ symbol: Symbol) -> Bool {
    guard symbol.family.isEmpty else { return false }
    switch symbol.kind {
    case .scalar, .vector, .matrix, .defined: return true
    default: return false
    }
  }

  struct Namesake {
    let argument: SymbolID
    let quantity: SymbolID
  }
}
