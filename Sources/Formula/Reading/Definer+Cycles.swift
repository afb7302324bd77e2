import SourceText

/// Families and arrays that are defined by themselves at the same place.
extension Definer {
  /// Where a clause speaks of a name of this display: how far from its own place.
  private struct Reference {
    let name: SymbolID
    let offsets: [Int]
  }

  /// `p_i = x_i + p_i`, `a_i = b_i` with `b_i = a_i`, `r_t = r_{t-1} + r_{t+1}`.
  mutating func refuseCycles() {
    var here: [SymbolID: [Reference]] = [:]
    var rowOf: [SymbolID: Row] = [:]
    for row in rows where !row.left.places.isEmpty && !row.left.isFunction {
      guard let symbol = scope.symbol(named: row.left.name),
        let definition = scope.definition(of: symbol.id)
      else { continue }
      for clause in definition.clauses where clause.span == row.span {
        let references = references(in: clause)
        here[symbol.id, default: []] += references.filter { $0.offsets.allSatisfy { $0 == 0 } }
        rowOf[symbol.id] = rowOf[symbol.id] ?? row
        let own = references.filter { $0.name == symbol.id && $0.offsets.count == 1 }
        if own.contains(where: { $0.offsets[0] < 0 }), own.contains(where: { $0.offsets[0] > 0 }) {
          return report(Message.cycle(symbol.name, at: row.span), of: row)
        }
      }
    }
    for id in here.keys.sorted() where reaches(id, from: id, here) {
      guard let row = rowOf[id] else { continue }
      return report(Message.cycle(scope[id].name, at: row.span), of: row)
    }
  }

  private func reaches(
    _ aim: SymbolID, from start: SymbolID, _ here: [SymbolID: [Reference]]
  ) -> Bool {
    var seen: Set<SymbolID> = []
    var waiting = [start]
    while let next = waiting.popLast() {
      for reference in here[next] ?? [] {
        if reference.name == aim { return true }
        if seen.insert(reference.name).inserted { waiting.append(reference.name) }
      }
    }
    return false
  }

  /// What the body says of families and arrays, where the distance is a number.
  private func references(in clause: Definition.Clause) -> [Reference] {
    let variables = (clause.family + clause.entries).map { pattern -> SymbolID? in
      if case .any(let variable, _) = pattern { variable } else { nil }
    }
    guard let reader = try? reader() else { return [] }
    return clause.body.partsOutsideCases.compactMap { part in
      let (name, indices): (SymbolID, [Term])
      switch part.node {
      case .member(let id, let own): (name, indices) = (id, own)
      case .entry(let array, let own):
        switch array.node {
        case .symbol(let id): (name, indices) = (id, own)
        case .member(let id, let family): (name, indices) = (id, family + own)
        default: return nil
        }
      default: return nil
      }
      guard indices.count == variables.count else { return nil }
      var offsets: [Int] = []
      for (index, variable) in zip(indices, variables) {
        guard let variable, let extent = reader.extent(of: index),
          let offset = (extent - Extent(variable)).value
        else { return nil }
        offsets.append(offset)
      }
      return Reference(name: name, offsets: offsets)
    }
  }
}

extension Term {
  /// This term and all below it, but for cases, which may take another way at each place.
  fileprivate var partsOutsideCases: [Term] {
    if case .cases = node { return [] }
    return [self] + children.flatMap { $0.partsOutsideCases }
  }
}
