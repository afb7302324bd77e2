import Formula

extension Judge {
  /// Whether both sides are the same tree once every defined name is written out once.
  func restatesDefinition(_ step: Step, in scope: Scope) -> Bool {
    guard case .relation(let relation, let left, let right) = step.conclusion,
      relation == .equal || relation == .identical
    else { return false }
    if left == right { return !step.changesNotation }
    let (a, b) = (left.expandedOnce(in: scope), right.expandedOnce(in: scope))
    return a == right || left == b
  }
}

extension Term {
  /// The definitions of the names that occur written in their places, once.
  func expandedOnce(in scope: Scope) -> Term {
    switch node {
    case .symbol(let symbol):
      guard let clause = scope.soleClause(of: symbol), clause.family.isEmpty,
        clause.entries.isEmpty, clause.arguments.isEmpty
      else { return self }
      return clause.body
    case .entry(let array, let indices):
      guard case .symbol(let symbol) = array.node, let clause = scope.soleClause(of: symbol),
        let names = clause.entries.variables(matching: indices)
      else { break }
      return clause.body.replacing(names)
    case .member(let symbol, let indices):
      guard let clause = scope.soleClause(of: symbol), clause.entries.isEmpty,
        let names = clause.family.variables(matching: indices)
      else { break }
      return clause.body.replacing(names)
    case .apply(let symbol, let arguments, let derivatives):
      guard derivatives.allSatisfy({ $0 == 0 }), let clause = scope.soleClause(of: symbol),
        clause.arguments.count == arguments.count
      else { break }
      var names: [SymbolID: Term] = [:]
      for (name, argument) in zip(clause.arguments, arguments) { names[name] = argument }
      return clause.body.replacing(names)
    default: break
    }
    return replacingChildren { $0.expandedOnce(in: scope) }
  }

  /// Symbols replaced by terms.
  private func replacing(_ names: [SymbolID: Term]) -> Term {
    if case .symbol(let symbol) = node, let term = names[symbol] { return term }
    return replacingChildren { $0.replacing(names) }
  }
}

extension [Definition.Pattern] {
  /// What each pattern's variable stands for; `nil` if some pattern is fixed.
  fileprivate func variables(matching indices: [Term]) -> [SymbolID: Term]? {
    guard count == indices.count, !isEmpty else { return nil }
    var result: [SymbolID: Term] = [:]
    for (pattern, index) in zip(self, indices) {
      guard case .any(let variable, _) = pattern else { return nil }
      result[variable] = index
    }
    return result
  }
}

extension Scope {
  fileprivate func soleClause(of symbol: SymbolID) -> Definition.Clause? {
    guard let definition = definition(of: symbol), definition.clauses.count == 1 else { return nil }
    return definition.clauses.first
  }
}
