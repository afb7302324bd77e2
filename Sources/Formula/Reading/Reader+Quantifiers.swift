import SourceText

/// Indices that only a premise mentions.
///
/// `u_i \ge 0 \Rightarrow \sum_i u_i \ge 0` supposes it for all `i`: the conclusion speaks of `u`
/// itself. In `a_k < x \Rightarrow S(x) = x` the index is the claim's own, as everywhere else: nothing
/// but the premise knows of `a`.
extension Reader {
  /// What a conclusion speaks of: its free indices, and the arrays and families in it.
  struct Subjects {
    var indices: Set<SymbolID> = []
    var names: Set<SymbolID> = []
  }

  func subjects(of terms: [Term]) -> Subjects {
    var subjects = Subjects()
    for term in terms {
      insertFreeIndices(of: term, into: &subjects.indices)
      for part in term.subterms {
        switch part.node {
        case .symbol(let id), .member(let id, _): subjects.names.insert(id)
        default: break
        }
      }
    }
    return subjects
  }

  /// A step whose premises, and whose sides of an equivalence, say "for all" themselves.
  func generalized(_ step: Step, _ concluded: Subjects) -> Step {
    let premises = step.premises.map { forAll($0, besides: concluded) }
    guard case .equivalence(let left, let right) = step.conclusion else {
      return Step(
        given: premises, step.conclusion, at: step.span, changesNotation: step.changesNotation)
    }
    return Step(
      given: premises,
      .equivalence(
        forAll(left, besides: subjects(of: [right])), forAll(right, besides: subjects(of: [left]))),
      at: step.span)
  }

  private func forAll(_ truth: Term, besides outer: Subjects) -> Term {
    let own = ownIndices(of: truth, besides: outer)
    return own.isEmpty ? truth : Term(.fold(.all, own, truth), .truth, at: truth.span)
  }

  /// The indices of a premise that mean "for all" inside it, with their ranges.
  func ownIndices(of truth: Term, besides outer: Subjects) -> [Term.Binder] {
    var indices: Set<SymbolID> = []
    insertFreeIndices(of: truth, into: &indices)
    return indices.subtracting(outer.indices).sorted().compactMap { id in
      guard case .index(let range) = scope[id].kind,
        truth.subterms.contains(where: { $0.isIndexed(by: id, amongst: outer.names) })
      else { return nil }
      return Term.Binder(id, in: range)
    }
  }

  /// Adds every index symbol that no binder has bound.
  func insertFreeIndices(of term: Term, into indices: inout Set<SymbolID>) {
    if case .symbol(let id) = term.node, id.number >= 0, case .index = scope[id].kind,
      scope[id].family.isEmpty
    {
      indices.insert(id)
    }
    var bound: [SymbolID] = []
    switch term.node {
    case .fold(_, let binders, _), .table(let binders, _):
      bound = binders.map { $0.variable }
      for binder in binders {
        for id in binder.range.first.mentioned + binder.range.last.mentioned where id.number >= 0 {
          if case .index = scope[id].kind, scope[id].family.isEmpty { indices.insert(id) }
        }
      }
    default: break
    }
    var inner: Set<SymbolID> = []
    for child in term.children { insertFreeIndices(of: child, into: &inner) }
    indices.formUnion(inner.subtracting(bound))
  }

  // MARK: Names that a claim defines for itself

  /// Takes `\\text{where } m = \\max_j z_j` out of the segments, if `m` is not declared, and defines it.
  mutating func definingLocalNames(_ lines: [[Segment]]) throws(Failure) -> [[Segment]] {
    var rest: [[Segment]] = []
    for segments in lines {
      var kept: [Segment] = []
      for (number, segment) in segments.enumerated() {
        guard segment.isCondition || number > 0 && segment.isLoose,
          isLocalDefinition(segment.range)
        else {
          kept.append(segment)
          continue
        }
        try defineLocally(segment.range)
      }
      rest.append(kept)
    }
    return rest
  }

  private func isLocalDefinition(_ range: Range<Int>) -> Bool {
    guard let first = range.first, tokens[first].kind == .letter || tokens[first].kind == .word,
      let equals = firstRelation(range), tokens[equals].isMark("="), equals > first,
      !containsRelation((equals + 1)..<range.upperBound),
      rangeList((equals + 1)..<range.upperBound) == nil
    else { return false }
    let name = tokens[first].text
    var index = first + 1
    while index < equals, tokens[index].kind == .subscript || tokens[index].kind == .superscript {
      index = endOfGroup(index + 1)
    }
    return index == equals && binding(name) == nil && !scope.baseNames.contains(name)
      && !indexLetters.contains(name) && builtinWords[name] == nil && name != "e"
      && name != "\\pi"
  }

  private mutating func defineLocally(_ range: Range<Int>) throws(Failure) {
    var definer = try Definer(Array(tokens[range]), in: scope)
    if let problem = definer.run().first(where: { $0.severity == .error }) {
      throw Failure(diagnostic: problem)
    }
    scope = definer.scope
    localNames += definer.names
  }
}

extension Step.Conclusion {
  /// The terms that it speaks of.
  var sides: [Term] {
    switch self {
    case .relation(_, let left, let right), .equivalence(let left, let right): [left, right]
    case .truth(let term): [term]
    }
  }
}

extension Term {
  /// Whether this is an entry or a member, with this very index, of one of these.
  fileprivate func isIndexed(by index: SymbolID, amongst names: Set<SymbolID>) -> Bool {
    let indices: [Term]
    let name: SymbolID
    switch node {
    case .entry(let array, let own):
      switch array.node {
      case .symbol(let id), .member(let id, _): (name, indices) = (id, own)
      default: return false
      }
    case .member(let id, let own): (name, indices) = (id, own)
    default: return false
    }
    return names.contains(name)
      && indices.contains { $0.subterms.contains { $0.node == .symbol(index) } }
  }
}
