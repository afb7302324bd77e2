import SourceText

/// Rows that say where a recursion starts.
extension Definer {
  /// The rows `m_0 = 0`, `H_0 = I` with a start whose size only the recursion tells.
  ///
  /// They are looked at last.
  var openStarts: [Int] { rows.indices.filter { isOpenStart(rows[$0]) } }

  private func isOpenStart(_ row: Row) -> Bool {
    guard !row.left.places.isEmpty, row.left.places.allSatisfy({ $0.variable == nil }),
      row.right.count == 1, let value = row.right.first,
      ["0", "\\mathbf{0}", "I", "\\mathbf{I}"].contains(tokens[value].text),
      scope.symbol(named: tokens[value].text) == nil
    else { return false }
    return rows.contains { other in
      other.left.name == row.left.name && other.left.places.contains { $0.variable != nil }
    }
  }

  /// What the family's other rows say of its shape at these places.
  func expectedShape(_ row: Row, _ places: [Place]) -> Shape? {
    guard let symbol = scope.symbol(named: row.left.name),
      isDefined(symbol) || growing.contains(symbol.id),
      symbol.family.count == places.count, let shape = symbol.kind.valueShape, shape.isArray
    else { return nil }
    var replacements: [SymbolID: Extent] = [:]
    for (index, place) in zip(symbol.family, places) {
      switch place {
      case .fixed(let extent): replacements[index.variable] = extent
      case .variable(let variable, _): replacements[index.variable] = Extent(variable)
      }
    }
    return shape.replacing(replacements)
  }

  /// Families of this very scope whose first values an earlier display gave: `a^{[0]} = x` there,
  /// `a^{[l]} = …` here.
  mutating func continueFamilies() {
    for row in rows where !row.left.places.isEmpty {
      guard let symbol = scope.symbol(named: row.left.name), !symbol.family.isEmpty,
        case .defined = symbol.kind, isDefined(symbol), scope.isOwn(symbol.name),
        !hasRunningClause(symbol.id)
      else { continue }
      growing.insert(symbol.id)
      waiting.remove(row.left.name)
    }
  }
}

extension Reader {
  /// `p = x_i` with a declared index i: the left side says nothing of it.
  func refuseFreeIndices(of body: Term, at span: Span) throws(Failure) {
    var free: Set<SymbolID> = []
    insertFreeIndices(of: body, into: &free)
    if let index = free.min() { throw Message.freeIndex(scope[index].name, at: span) }
  }
}
