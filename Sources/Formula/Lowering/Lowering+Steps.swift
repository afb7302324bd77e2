import Numerics
import SourceText

extension Lowering {
  /// What has to be chosen before a step can be lowered.
  package func structure(of step: Step, hypotheses: [Hypothesis] = []) -> Structure {
    Structure(of: step, hypotheses: hypotheses, in: scope)
  }

  /// The program of one step of a claim for one instance.
  ///
  /// - Parameters:
  ///   - hypotheses: what the formula itself supposes; tuples of free indices for which one of them
  ///     is false whatever the symbols are (`i ≠ j`) have no assertion.
  ///   - structure: that of the step and hypotheses, if it is known.
  package func lower(
    _ step: Step, hypotheses: [Hypothesis] = [], structure known: Structure? = nil,
    for instance: Instance
  ) throws(LoweringFailure) -> LoweredStep {
    let structure = known ?? structure(of: step, hypotheses: hypotheses)
    var lowerer = Lowerer(self, for: instance)
    lowerer.step.rooted = structure.roots
    for hypothesis in hypotheses {
      lowerer.noteSmall(hypothesis.condition)
    }
    let free = Set(structure.freeIndices)
    var global: [Hypothesis] = []
    var local = hypotheses
    for assumption in structure.assumptions {
      var walk = Walk()
      walk.visit(assumption)
      // An index that the claim does not have: for all its values.
      let open = walk.symbols.subtracting(free).sorted().compactMap { id -> Term.Binder? in
        guard case .index(let range) = scope[id].kind, scope[id].family.isEmpty else { return nil }
        return Term.Binder(id, in: range)
      }
      let assumption = Hypothesis(
        for: assumption.binders + open, assumption.condition, at: assumption.span)
      if walk.symbols.isDisjoint(with: free) {
        global.append(assumption)
      } else {
        local.append(assumption)
      }
    }
    let conditions = local.filter { $0.binders.isEmpty }.map { $0.condition } + step.premises
    try lowerer.enumerate(free: structure.freeIndices, where: conditions, at: step.span) {
      (lowerer, indices) throws(LoweringFailure) in
      guard leavesOutMissing else { return try lowerer.append(step, given: local, indices) }
      var trial = lowerer
      do throws(LoweringFailure) {
        try trial.append(step, given: local, indices)
        lowerer = trial
      } catch {
        switch error {
        case .outOfRange, .noClause: break
        default: throw error
        }
      }
    }
    for assumption in global {
      lowerer.step.assumptions += try lowerer.conditions(of: assumption, [])
    }
    lowerer.step.graph = lowerer.graph
    return lowerer.step
  }

  /// The entries of a term for one instance, with everything that evaluating them needs.
  package func lower(_ term: Term, for instance: Instance) throws(LoweringFailure)
    -> (tensor: Tensor, step: LoweredStep)
  {
    var lowerer = Lowerer(self, for: instance)
    let tensor = try lowerer.lower(term)
    lowerer.step.graph = lowerer.graph
    return (tensor, lowerer.step)
  }
}

extension Lowerer {
  fileprivate mutating func noteSmall(_ condition: Term) {
    switch condition.node {
    case .isIn(let element, .small):
      switch element.node {
      case .symbol(let symbol): small.insert(symbol)
      case .subtract(let variable, let aim):
        guard case .symbol(let symbol) = variable.node else { break }
        small.insert(symbol)
        aims[symbol] = aim
      default: break
      }
    case .and(let parts): for part in parts { noteSmall(part) }
    default: break
    }
  }

  /// Calls `body` for every tuple of values; an index whose range depends on another one comes
  /// after it, and needs none where the conditions exclude that one: `n_{l+1}` for `l < L`.
  fileprivate mutating func enumerate(
    free indices: [SymbolID], where conditions: [Term],
    _ chosen: [LoweredStep.IndexValue] = [], at span: Span,
    _ body: (inout Lowerer, [LoweredStep.IndexValue]) throws(LoweringFailure) -> Void
  ) throws(LoweringFailure) {
    guard let first = indices.first else { return try body(&self, chosen) }
    var next = first
    var values: Range<Int>?
    for index in indices {
      guard case .index(let range) = scope[index].kind, let known = whole.range(range) else {
        continue
      }
      (next, values) = (index, known)
      break
    }
    guard let values else {
      if isExcluded(by: conditions, apartFrom: indices) { return }
      throw .noValue(first, span)
    }
    guard values.count <= 1000 else { throw .tooLarge(span) }
    let outer = whole.bound[next]
    defer { whole.bound[next] = outer }
    for value in values {
      whole.bound[next] = value
      try enumerate(
        free: indices.filter { $0 != next }, where: conditions,
        chosen + [LoweredStep.IndexValue(symbol: next, value: value)], at: span, body)
    }
  }

  /// Whether some condition that needs none of the open indices is false.
  private func isExcluded(by conditions: [Term], apartFrom open: [SymbolID]) -> Bool {
    conditions.flatMap { $0.conjuncts }.contains { condition in
      var walk = Walk()
      walk.visit(condition)
      guard walk.symbols.isDisjoint(with: open) else { return false }
      var trial = self
      guard let truth = try? trial.lower(condition).node else { return false }
      return trial.graph.truthValue(truth) == false
    }
  }

  fileprivate mutating func append(
    _ step: Step, given hypotheses: [Hypothesis], _ indices: [LoweredStep.IndexValue]
  ) throws(LoweringFailure) {
    var premises: [LoweredStep.Condition] = []
    for hypothesis in hypotheses { premises += try conditions(of: hypothesis, indices) }
    for premise in step.premises { premises += try conditions(of: premise, indices) }
    guard !premises.contains(where: { graph.truthValue($0.truth) == false }) else { return }
    guard self.step.assertions.count < 10_000 else { throw .tooLarge(step.span) }
    self.step.assertions.append(
      LoweredStep.Assertion(
        indices: indices, premises: premises, fact: try fact(of: step.conclusion, at: step.span),
        span: step.span))
  }

  fileprivate mutating func conditions(
    of hypothesis: Hypothesis, _ indices: [LoweredStep.IndexValue]
  ) throws(LoweringFailure) -> [LoweredStep.Condition] {
    var result: [LoweredStep.Condition] = []
    try enumerate(hypothesis.binders[...], where: graph.truth(true), hypothesis.span) {
      (lowerer, filter) throws(LoweringFailure) in
      var own = indices
      for binder in hypothesis.binders {
        if let value = lowerer.whole.bound[binder.variable] {
          own.append(LoweredStep.IndexValue(symbol: binder.variable, value: value))
        }
      }
      for condition in try lowerer.conditions(of: hypothesis.condition, own) {
        result.append(lowerer.weakened(condition, by: filter))
      }
    }
    return result
  }

  /// A condition that has to hold only where a filter does.
  private mutating func weakened(_ condition: LoweredStep.Condition, by filter: Graph.Node)
    -> LoweredStep.Condition
  {
    guard graph.truthValue(filter) != true else { return condition }
    let truth = graph.or(graph.not(filter), condition.truth)
    return LoweredStep.Condition(
      fact: .truth(truth), truth: truth, indices: condition.indices, span: condition.span)
  }

  /// A condition part by part, without what always holds.
  private mutating func conditions(of term: Term, _ indices: [LoweredStep.IndexValue])
    throws(LoweringFailure) -> [LoweredStep.Condition]
  {
    if case .and(let parts) = term.node {
      var result: [LoweredStep.Condition] = []
      for part in parts { result += try conditions(of: part, indices) }
      return result
    }
    let fact = try fact(of: .truth(term), at: term.span)
    let truth = try truth(of: fact, at: term.span)
    guard graph.truthValue(truth) != true else { return [] }
    return [
      LoweredStep.Condition(fact: fact, truth: truth, indices: indices, span: term.span)
    ]
  }

  // MARK: Conclusions

  fileprivate mutating func fact(of conclusion: Step.Conclusion, at span: Span)
    throws(LoweringFailure) -> LoweredStep.Fact
  {
    switch conclusion {
    case .equivalence(let left, let right):
      return .equivalence(try lower(left).node, try lower(right).node)
    case .truth(let term):
      if case .relation(let relation, let left, let right) = term.node {
        return try fact(relation, left, right, at: term.span)
      }
      return .truth(try lower(term).node)
    case .relation(let relation, let left, let right):
      return try fact(relation, left, right, at: span)
    }
  }

  private mutating func fact(
    _ relation: Term.Relation, _ left: Term, _ right: Term, at span: Span
  ) throws(LoweringFailure) -> LoweredStep.Fact {
    if let remainder = Remainder(in: right) {
      guard relation == .equal || relation == .identical else {
        throw .unsupported(.remainderInBound, span)
      }
      return try order(left, right, remainder)
    }
    if relation == .equal || relation == .identical {
      if case .limit(let body, let variable, let point) = left.node {
        return try limit(body, variable, point, is: right)
      }
      if case .limit(let body, let variable, let point) = right.node {
        return try limit(body, variable, point, is: left)
      }
    }
    return try lowerRelation(relation, left, right)
  }

  /// lim_{x → a} body: x becomes a + t, or 1/t for an infinite aim, with t small.
  ///
  /// The value may be a limit too, from the same side.
  private mutating func limit(
    _ body: Term, _ variable: SymbolID, _ point: Term.LimitPoint, is value: Term
  ) throws(LoweringFailure) -> LoweredStep.Fact {
    if scope[variable].kind.valueShape?.isArray ?? false {
      return try vectorLimit(body, variable, point, is: value)
    }
    let side = try side(of: point, for: variable)
    let small = input(
      .small(side), for: variable, [], sign: side == .above ? .positive : .any)
    let number = step.inputs.count - 1
    let left = try lower(body, as: variable, tendsTo: point, by: small)
    let right: Tensor
    var isOfBoth = false
    if case .limit(let other, let second, let aim) = value.node {
      guard try self.side(of: aim, for: second) == side else {
        throw .unsupported(.limitInside, value.span)
      }
      right = try lower(other, as: second, tendsTo: aim, by: small)
      isOfBoth = true
    } else {
      right = try lower(value)
    }
    try requireSameSize(left, right, at: value.span)
    return .limit(
      LoweredStep.Limit(left: left, right: right, isOfBoth: isOfBoth, small: number, side: side))
  }

  private mutating func lower(
    _ body: Term, as variable: SymbolID, tendsTo point: Term.LimitPoint, by small: Graph.Node
  ) throws(LoweringFailure) -> Tensor {
    let tensor = try lower(body)
    let old = try value(of: variable, at: body.span)
    guard old.isScalar else { throw .unsupported(.limitByVector, body.span) }
    guard case .tag = graph[old.node] else {
      throw .unsupported(.limitByCount, body.span)
    }
    try requireVisible(tensor.nodes, to: [old.node], at: body.span)
    let new: Graph.Node
    switch point {
    case .value(let aim), .fromAbove(let aim), .fromBelow(let aim):
      new = graph.add(try lower(aim).node, small)
    case .infinity, .minusInfinity: new = graph.divide(graph.constant(1), small)
    }
    return tensor.with(graph.substitute([old.node: new], in: tensor.nodes))
  }

  private mutating func side(
    of point: Term.LimitPoint, for variable: SymbolID
  ) throws(LoweringFailure) -> InputDomain.Side {
    switch point {
    case .value(let aim): try sideOfEnd(aim, of: variable)
    case .fromAbove, .infinity: .above
    case .fromBelow, .minusInfinity: .below
    }
  }
}

extension Lowerer {
  /// From where a variable comes to a number: at an end of its domain, from inside.
  private mutating func sideOfEnd(_ aim: Term, of variable: SymbolID) throws(LoweringFailure)
    -> InputDomain.Side
  {
    guard case .scalar(.interval(let low, let high)) = scope[variable].kind else { return .both }
    let node = try lower(aim).node
    let value = graph.untagged(node)
    if let bottom = try end(low), bottom.node == value { return .above }
    if let top = try end(high), top.node == value { return .below }
    return .both
  }
}

extension Term {
  fileprivate var conjuncts: [Term] {
    if case .and(let parts) = node { return parts.flatMap { $0.conjuncts } }
    return [self]
  }
}
