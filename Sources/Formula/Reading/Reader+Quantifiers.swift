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
    /// By array or family: the indices that stand on it.
    var places: [SymbolID: Set<SymbolID>] = [:]

    func without(_ own: Set<SymbolID>) -> Subjects {
      Subjects(indices: indices.subtracting(own), names: names, places: places)
    }
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
        guard let (name, indices) = part.indexed else { continue }
        let symbols = indices.flatMap { $0.subterms }.compactMap { $0.namedSymbol }
        subjects.places[name, default: []].formUnion(symbols)
      }
    }
    subjects.names = scope.names(behind: subjects.names)
    return subjects
  }

  /// A step whose premises, and whose sides of an equivalence, say "for all" themselves.
  func generalized(_ step: Step, _ concluded: Subjects) throws(Failure) -> Step {
    var premises: [Term] = []
    for (number, premise) in step.premises.enumerated() {
      var others = step.premises
      others.remove(at: number)
      let outer = signIndices(premise, others).map { concluded.without($0) } ?? concluded
      premises.append(try forAll(premise, besides: outer))
    }
    guard case .equivalence(let left, let right) = step.conclusion else {
      return Step(
        given: premises, step.conclusion, at: step.span, changesNotation: step.changesNotation)
    }
    return Step(
      given: premises,
      .equivalence(
        try forAll(left, besides: subjects(of: [right])),
        try forAll(right, besides: subjects(of: [left]))),
      at: step.span)
  }

  /// The indices of `p_i \ge 0` beside `\sum_j p_j = 1`: where another condition speaks of the whole
  /// array, a sign is that of all its entries, also if the conclusion has the same letter.
  func signIndices(_ truth: Term, _ others: [Term]) -> Set<SymbolID>? {
    guard case .relation(let relation, let left, let right) = truth.node,
      [.less, .lessOrEqual, .greater, .greaterOrEqual].contains(relation),
      let (name, indices) = isZero(right) ? left.indexed : isZero(left) ? right.indexed : nil
    else { return nil }
    let own = indices.compactMap { $0.namedSymbol }
    guard !own.isEmpty, own.count == indices.count else { return nil }
    let isOfAll = others.contains { other in
      let subjects = subjects(of: [other])
      return subjects.names.contains(name) && subjects.indices.isDisjoint(with: own)
    }
    return isOfAll ? Set(own) : nil
  }

  /// `S \succ 0 \iff x^\top S x > 0 \text{ for all } x \ne 0`: one side speaks of all `x`, which no
  /// points can show.
  func refuseQuantifiersOfOneSide(_ steps: [Step]) throws(Failure) {
    let hasReason = tokens.contains { $0.isMark("\\Leftarrow") }
    for (name, place) in quantifiedNames {
      guard let symbol = scope.symbol(named: name) else { continue }
      if case .index = symbol.kind { continue }
      for step in steps {
        let sides: [Bool]
        switch step.conclusion {
        case .equivalence(let left, let right):
          sides = [left, right].map { scope.names(in: $0).contains(symbol.id) }
        default:
          guard hasReason, !step.premises.isEmpty else { continue }
          let (premises, concluded) = (step.premises, step.conclusion.sides)
          sides = [premises, concluded].map { terms in
            terms.contains { scope.names(in: $0).contains(symbol.id) }
          }
        }
        if sides[0] != sides[1] {
          throw Message.outside("statements for all \(name) on one side of an arrow", at: place)
        }
      }
    }
  }

  /// Behind `\forall` and words for it.
  private var quantifiedNames: [(String, Span)] {
    tokens.indices.flatMap { index -> [(String, Span)] in
      let token = tokens[index]
      guard
        token.isMark("\\forall")
          || token.kind == .text && forAllWords.contains(token.text.lowercased())
      else { return [] }
      let names = tokens[(index + 1)...].prefix { $0.kind == .letter || $0.isMark(",") }
      return names.filter { $0.kind == .letter }.map { ($0.text, $0.span) }
    }
  }

  func forAll(_ truth: Term, besides outer: Subjects) throws(Failure) -> Term {
    let own = try ownIndices(of: truth, besides: outer)
    return own.isEmpty ? truth : Term(.fold(.all, own, truth), .truth, at: truth.span)
  }

  /// The indices of a premise that mean "for all" inside it, with their ranges.
  ///
  /// Where the conclusion has a free index of its own on the same array, `a_i \ge 0 \iff a_j \ge 0`,
  /// the letter can as well be a slip: an error with both readings.
  func ownIndices(of truth: Term, besides outer: Subjects) throws(Failure) -> [Term.Binder] {
    var indices: Set<SymbolID> = []
    insertFreeIndices(of: truth, into: &indices)
    var binders: [Term.Binder] = []
    for id in indices.subtracting(outer.indices).sorted() {
      guard case .index(let range) = scope[id].kind else { continue }
      let arrays = truth.subterms.compactMap { $0.indexed }.filter { name, places in
        outer.names.contains(name)
          && places.contains { $0.subterms.contains { $0.node == .symbol(id) } }
      }.map { $0.name }
      guard !arrays.isEmpty else { continue }
      // `A_{ij} \ge 0` behind `\sum_j A_{ij} x_j \ge 0` has the same i.
      let others = Set(arrays.flatMap { outer.places[$0] ?? [] }).intersection(outer.indices)
        .subtracting(indices)
      if let other = others.min() {
        throw Message.ambiguousQuantifier(scope[id].name, scope[other].name, at: truth.span)
      }
      binders.append(Term.Binder(id, in: range))
    }
    return binders
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
        if let parts = listedNames(segment) {
          for part in parts { try defineLocally(part) }
          continue
        }
        if let (names, behind) = namedPremises(segment.range) {
          for name in names { try defineLocally(name) }
          var rest = segment
          rest.range = trimmed(behind)
          kept.append(rest)
          continue
        }
        // `\bar x = …, \quad \bar y = … \implies P`.
        let isPremise = segments[(number + 1)...].contains { namedPremises($0.range) != nil }
        let isNaming = (lines.count > 1 || segments.count > 1) && isNaming(segment.range)
        guard segment.isCondition || number > 0 && segment.isLoose || isNaming || isPremise,
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

  /// `\text{where } r = \|u\| \text{ and } s = \|v\|`.
  private func listedNames(_ segment: Segment) -> [Range<Int>]? {
    guard segment.isCondition else { return nil }
    let parts = split(segment.range, at: ["and", ","]).map { trimmed($0) }
    return parts.count > 1 && parts.allSatisfy { isLocalDefinition($0) } ? parts : nil
  }

  /// The premises of `\bar x = \frac1n \sum_i x_i \implies P`, where nobody has declared `\bar x`, and
  /// what stands behind the arrow.
  private func namedPremises(
    _ range: Range<Int>
  ) -> (names: [Range<Int>], behind: Range<Int>)? {
    var arrow: Int?
    scan(range) { if arrow == nil, isArrow(tokens[$0]) { arrow = $0 } }
    guard let arrow, tokens[arrow].isMark("\\Rightarrow"), arrow + 1 < range.upperBound else {
      return nil
    }
    let names = split(range.lowerBound..<arrow, at: ["and", ","]).map { trimmed($0) }
    guard names.allSatisfy({ isLocalDefinition($0) }) else { return nil }
    return (names, (arrow + 1)..<range.upperBound)
  }

  /// `v := x + y` in front of other statements.
  private func isNaming(_ range: Range<Int>) -> Bool {
    firstRelation(range).map { tokens[$0].isMark(":=") } ?? false
  }

  private func isLocalDefinition(_ range: Range<Int>) -> Bool {
    guard let first = range.first, tokens[first].kind == .letter || tokens[first].kind == .word,
      let equals = firstRelation(range), tokens[equals].isMark("=") || isNaming(range),
      equals > first,
      !containsRelation((equals + 1)..<range.upperBound),
      rangeList((equals + 1)..<range.upperBound) == nil
    else { return false }
    let name = tokens[first].text
    // `a_{ij}` of a declared `A` has a value.
    if first + 1 < equals, tokens[first + 1].kind == .subscript, capitalMatrix(of: name) != nil {
      return false
    }
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
  package var sides: [Term] {
    switch self {
    case .relation(_, let left, let right), .equivalence(let left, let right): [left, right]
    case .truth(let term): [term]
    }
  }
}

extension Term {
  /// The array or family that this is a part of, with the indices; `nil` for everything else.
  fileprivate var indexed: (name: SymbolID, indices: [Term])? {
    switch node {
    case .entry(let array, let own):
      switch array.node {
      case .symbol(let id): (id, own)
      case .member(let id, let family): (id, family + own)
      default: nil
      }
    case .member(let id, let own): (id, own)
    default: nil
    }
  }
}
