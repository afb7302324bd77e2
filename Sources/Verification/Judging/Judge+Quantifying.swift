import Formula

extension Judge {
  /// A free index that occurs in premises only is meant for all of its values there:
  /// `|x_i| \le c \Rightarrow \|x\| \le \sqrt n\, c`; one of a hypothesis in brackets if the
  /// conclusion, or what its names are made of, binds it: `\sum_i x_i \ge 0 \quad (x_i \ge 0)`, but not
  /// `s = x \quad (a_k = x)`.
  func quantified(_ step: Step, _ hypotheses: [Hypothesis], in scope: Scope) -> (
    Step, [Hypothesis]
  ) {
    let step = quantifiedSides(of: step, in: scope)
    guard !step.premises.isEmpty || !hypotheses.isEmpty else { return (step, hypotheses) }
    var outside: Set<SymbolID> = []
    for term in step.conclusion.terms { term.collectIndices(&outside, in: scope) }
    var premises: [Term] = []
    var added: [Hypothesis] = []
    for premise in step.premises {
      let binders = binders(of: premise, besides: outside, in: scope)
      if binders.isEmpty {
        premises.append(premise)
      } else {
        added.append(Hypothesis(for: binders, premise, at: premise.span))
      }
    }
    var bound: Set<String> = []
    for term in step.conclusion.terms {
      term.collectBound(&bound, in: scope)
      for name in scope.names(in: term) {
        for clause in scope.definition(of: name)?.clauses ?? [] {
          clause.body.collectBound(&bound, in: scope)
        }
      }
    }
    let known = hypotheses.map { hypothesis in
      let inner = Set(hypothesis.binders.map { $0.variable })
      let binders = binders(of: hypothesis.condition, besides: outside.union(inner), in: scope)
        .filter { bound.contains(scope[$0.variable].name) }
      return binders.isEmpty
        ? hypothesis
        : Hypothesis(
          for: hypothesis.binders + binders, hypothesis.condition, at: hypothesis.condition.span)
    }
    return (Step(given: premises, step.conclusion, at: step.span), known + added)
  }

  /// A free index of one side of an equivalence only is meant for all of its values there:
  /// `\ell(w) = 0 \iff y_i w^T x_i \ge 0`, with or without "for all i".
  private func quantifiedSides(of step: Step, in scope: Scope) -> Step {
    guard case .equivalence(let left, let right) = step.conclusion else { return step }
    func closed(_ side: Term, besides other: Term) -> Term {
      var outside: Set<SymbolID> = []
      for term in step.premises + [other] { term.collectIndices(&outside, in: scope) }
      let binders = binders(of: side, besides: outside, in: scope)
      return binders.isEmpty ? side : Term(.fold(.all, binders, side), .truth, at: side.span)
    }
    let sides = Step.Conclusion.equivalence(
      closed(left, besides: right), closed(right, besides: left))
    return Step(given: step.premises, sides, at: step.span)
  }

  /// The declared indices that a condition mentions and the conclusion does not.
  private func binders(of condition: Term, besides outside: Set<SymbolID>, in scope: Scope)
    -> [Term.Binder]
  {
    var own: Set<SymbolID> = []
    condition.collectIndices(&own, in: scope)
    return own.subtracting(outside).sorted().compactMap { id in
      if case .index(let range) = scope[id].kind { Term.Binder(id, in: range) } else { nil }
    }
  }
}

extension Step.Conclusion {
  fileprivate var terms: [Term] {
    switch self {
    case .relation(_, let left, let right), .equivalence(let left, let right): [left, right]
    case .truth(let term): [term]
    }
  }
}

extension Term {
  /// The names of the variables of big operators.
  fileprivate func collectBound(_ found: inout Set<String>, in scope: Scope) {
    if case .fold(_, let binders, _) = node {
      found.formUnion(binders.map { scope[$0.variable].name })
    }
    for child in children { child.collectBound(&found, in: scope) }
  }

  /// The declared indices that occur free.
  fileprivate func collectIndices(_ found: inout Set<SymbolID>, in scope: Scope) {
    if case .fold(_, let binders, let body) = node {
      var inner: Set<SymbolID> = []
      body.collectIndices(&inner, in: scope)
      for binder in binders {
        binder.filter?.collectIndices(&inner, in: scope)
      }
      found.formUnion(inner.subtracting(binders.map { $0.variable }))
      return
    }
    if case .symbol(let id) = node, case .index = scope[id].kind, scope[id].family.isEmpty {
      found.insert(id)
    }
    for child in children { child.collectIndices(&found, in: scope) }
  }
}
