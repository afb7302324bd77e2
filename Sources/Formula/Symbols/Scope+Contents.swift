extension Scope {
  /// What a term is made of, also through definitions.
  package func names(in term: Term) -> Set<SymbolID> {
    names(behind: Set(term.subterms.compactMap { $0.reference }))
  }

  /// These names, and what the defined ones among them are made of.
  func names(behind names: Set<SymbolID>) -> Set<SymbolID> {
    var seen = names
    var waiting = names.sorted()
    while let next = waiting.popLast() {
      // A bound variable has no definition.
      guard next.number >= 0 else { continue }
      for clause in definition(of: next)?.clauses ?? [] {
        for part in clause.body.subterms {
          guard let name = part.reference, seen.insert(name).inserted else { continue }
          waiting.append(name)
        }
      }
    }
    return seen
  }
}

extension Term {
  /// What stands here as a name or is called here.
  fileprivate var reference: SymbolID? {
    switch node {
    case .symbol(let id), .member(let id, _): id
    case .apply(let id, _, _), .functionDerivative(_, let id, _): id
    default: nil
    }
  }
}

extension Scope {
  /// `a = b + 1` of a quantity that no definition says anything of: it can only be supposed.
  package func givesName(_ equation: Term) -> Bool {
    guard case .relation(_, let left, let right) = equation.node else { return false }
    return isFree(left, in: right) || isFree(right, in: left)
  }

  /// `f(0) = 1` and `\nabla f(x) = 0` of a function that no definition says anything of: they can only
  /// be supposed.
  package func givesValue(_ equation: Term) -> Bool {
    guard case .relation(.equal, let left, let right) = equation.node else { return false }
    return isCall(left, in: right) || isCall(right, in: left)
  }

  private func isFree(_ side: Term, in other: Term) -> Bool {
    switch side.node {
    case .symbol(let symbol), .member(let symbol, _): isFree(symbol, in: other)
    case .entry(let array, _): isFree(array, in: other)
    default: false
    }
  }

  private func isCall(_ side: Term, in other: Term) -> Bool {
    switch side.node {
    case .apply(let function, _, _), .functionDerivative(_, let function, _):
      isFree(function, in: other)
    case .derivative(let body, _, _): isCall(body, in: other)
    case .entry(let array, _): isCall(array, in: other)
    default: false
    }
  }

  private func isFree(_ name: SymbolID, in other: Term) -> Bool {
    definition(of: name) == nil && !names(in: other).contains(name)
  }
}
