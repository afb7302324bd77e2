extension Claim {
  /// LaTeX that reads as this very claim in this scope: a row for each step, then the hypotheses.
  package func latex(in scope: Scope) -> String {
    let printer = LaTeXPrinter(scope: scope)
    var rows = ""
    let mark = steps.count == 1 ? " " : " &"
    for step in steps { rows += (rows.isEmpty ? "" : " \\\\ ") + printer.text(step, mark) }
    let body = steps.count == 1 ? rows : "\\begin{aligned} " + rows + " \\end{aligned}"
    var conditions = ""
    for hypothesis in hypotheses {
      conditions += (conditions.isEmpty ? "" : ",\\ ") + printer.text(hypothesis.condition)
    }
    let given = conditions.isEmpty ? body : body + " \\quad \\text{for } " + conditions
    return localDefinitions(in: scope).reduce(given) { text, definition in
      text + " \\quad \\text{where } " + printer.text(definition)
    }
  }

  /// What the claim defines for itself: names that stand in it but are not in sight.
  private func localDefinitions(in scope: Scope) -> [Definition] {
    var symbols: Set<SymbolID> = []
    for step in steps {
      for term in step.premises + step.conclusion.sides {
        for part in term.subterms {
          if case .symbol(let id) = part.node { symbols.insert(id) }
          if case .member(let id, _) = part.node { symbols.insert(id) }
        }
      }
    }
    return symbols.sorted().compactMap { id in
      guard id.number >= 0, case .defined = scope[id].kind,
        scope.symbol(named: scope[id].name)?.id != id
      else { return nil }
      return scope.definition(of: id)
    }
  }
}

extension LaTeXPrinter {
  /// `premises ⇒ conclusion`, with `mark` before the relation: a row may begin with a sign.
  fileprivate func text(_ step: Step, _ mark: String) -> String {
    var text = ""
    for premise in step.premises {
      text += (text.isEmpty ? "" : " \\wedge ") + self.text(premise)
    }
    if !text.isEmpty { text += " \\Rightarrow " }
    switch step.conclusion {
    case .relation(let relation, let left, let right):
      return text + printed(left).text + mark + relation.latex + " " + printed(right).text
    case .truth(let term): return text + self.text(term)
    case .equivalence(let left, let right):
      return text + self.text(left) + " \\iff " + self.text(right)
    }
  }

  /// `m = …`, `D^{[l]} = …`: the first clause, at its own variables.
  fileprivate func text(_ definition: Definition) -> String {
    guard let clause = definition.clauses.first else { return "" }
    var left = Term(.symbol(definition.symbol), clause.body.shape, at: clause.span)
    var indices: [Term] = []
    for pattern in clause.family {
      if case .any(let variable, _) = pattern {
        indices.append(Term(.symbol(variable), .index, at: clause.span))
      }
    }
    if !indices.isEmpty {
      left = Term(.member(definition.symbol, indices), clause.body.shape, at: clause.span)
    }
    return printed(Term(.relation(.equal, left, clause.body), .truth, at: clause.span)).text
  }

  /// A statement as a part of a larger one.
  fileprivate func text(_ truth: Term) -> String {
    switch truth.node {
    case .or: "\\left(" + printed(truth).text + "\\right)"
    case .isIn(let element, .small): printed(element).text + " \\to 0"
    default: printed(truth).text
    }
  }
}
