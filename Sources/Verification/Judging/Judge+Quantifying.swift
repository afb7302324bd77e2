import Formula

extension Judge {
  /// A free index that occurs in premises only is meant for all of its values there:
  /// `|x_i| \le c \Rightarrow \|x\| \le \sqrt n\, c`.
  func quantified(_ step: Step, _ hypotheses: [Hypothesis], in scope: Scope) -> (
    Step, [Hypothesis]
  ) {
    guard !step.premises.isEmpty else { return (step, hypotheses) }
    var outside: Set<SymbolID> = []
    switch step.conclusion {
    case .relation(_, let left, let right), .equivalence(let left, let right):
      left.collectIndices(&outside, in: scope)
      right.collectIndices(&outside, in: scope)
    case .truth(let term): term.collectIndices(&outside, in: scope)
    }
    var premises: [Term] = []
    var added: [Hypothesis] = []
    for premise in step.premises {
      var own: Set<SymbolID> = []
      premise.collectIndices(&own, in: scope)
      let binders = own.subtracting(outside).sorted().compactMap { id -> Term.Binder? in
        if case .index(let range) = scope[id].kind { Term.Binder(id, in: range) } else { nil }
      }
      if binders.isEmpty {
        premises.append(premise)
      } else {
        added.append(Hypothesis(for: binders, premise, at: premise.span))
      }
    }
    guard !added.isEmpty else { return (step, hypotheses) }
    return (Step(given: premises, step.conclusion, at: step.span), hypotheses + added)
  }
}

extension Term {
  /// The declared indices that occur.
  fileprivate func collectIndices(_ found: inout Set<SymbolID>, in scope: Scope) {
    if case .symbol(let id) = node, case .index = scope[id].kind, scope[id].family.isEmpty {
      found.insert(id)
    }
    for child in children { child.collectIndices(&found, in: scope) }
  }
}
