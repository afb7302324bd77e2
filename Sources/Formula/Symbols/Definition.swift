package import SourceText

/// What a `.define` display says of one name, clause by clause.
///
/// A layer recursion has a clause for `a^{[1]}` and one for `a^{[l]}`; a vector may be defined
/// whole or entry by entry; a function has arguments.
package struct Definition: Hashable, Sendable {
  package let symbol: SymbolID
  package var clauses: [Clause]

  package init(_ symbol: SymbolID, _ clauses: [Clause]) {
    self.symbol = symbol
    self.clauses = clauses
  }

  package struct Clause: Hashable, Sendable {
    /// One for each index of the family.
    package let family: [Pattern]
    /// For a definition entry by entry, one for each index of the array; empty if it is whole.
    package let entries: [Pattern]
    /// For a function: its formal arguments, symbols of kind `argument`.
    package let arguments: [SymbolID]
    package let body: Term
    package let span: Span
    /// Of a definition entry by entry: the sums and other big operators in its body that are the
    /// same for every entry.
    let alike: [Term]

    package init(
      family: [Pattern] = [], entries: [Pattern] = [], arguments: [SymbolID] = [], body: Term,
      at span: Span
    ) {
      self.family = family
      self.entries = entries
      self.arguments = arguments
      self.body = body
      self.span = span
      let variables = entries.compactMap { $0.variable }
      alike = variables.isEmpty || !arguments.isEmpty ? [] : body.folds(without: variables)
    }
  }

  package enum Pattern: Hashable, Sendable {
    /// Any value in the range; the body sees it under this symbol.
    case any(SymbolID, IndexRange)
    case fixed(Extent)

    fileprivate var variable: SymbolID? {
      if case .any(let variable, _) = self { variable } else { nil }
    }
  }
}

extension Term {
  /// The outermost big operators in which neither some variables occur nor those of the binders
  /// around them.
  fileprivate func folds(without variables: [SymbolID]) -> [Term] {
    var own: [SymbolID] = []
    switch node {
    case .fold(_, let binders, _), .table(let binders, _): own = binders.map { $0.variable }
    default: break
    }
    if case .fold = node {
      var walk = Walk()
      walk.visit(self)
      if walk.symbols.isDisjoint(with: variables) { return [self] }
    }
    return children.flatMap { $0.folds(without: variables + own) }
  }
}

/// Something that is taken to hold: an `assume` line or a formula's own hypothesis.
package struct Hypothesis: Hashable, Sendable {
  /// For all values of these.
  package let binders: [Term.Binder]
  /// Of shape `truth`.
  package let condition: Term
  package let span: Span

  package init(for binders: [Term.Binder] = [], _ condition: Term, at span: Span) {
    self.binders = binders
    self.condition = condition
    self.span = span
  }
}

/// An agreed value where the usual rules give none: `0 \log 0 = 0`, `\varphi'(0) = 0`.
package struct Convention: Hashable, Sendable {
  package let left: Term
  package let right: Term
  package let span: Span

  package init(_ left: Term, is right: Term, at span: Span) {
    self.left = left
    self.right = right
    self.span = span
  }
}
