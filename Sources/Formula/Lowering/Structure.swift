/// What has to be given a concrete value before a step can be lowered, and which `assume` lines
/// belong to it.
package struct Structure: Sendable {
  /// Sizes, structural integers and index-valued families, by number of symbol.
  package private(set) var parameters: [SymbolID] = []
  /// Indices that stand for all of their values: they are enumerated by lowering.
  package private(set) var freeIndices: [SymbolID] = []
  /// All symbols that matter, also through definitions, kinds and assumptions.
  package private(set) var symbols: [SymbolID] = []
  /// The assumptions that mention one of these symbols.
  package private(set) var assumptions: [Hypothesis] = []
  package private(set) var hasRemainder = false
  /// The matrices of which a root is taken.
  private(set) var roots: Set<SymbolID> = []
  private let scope: Scope

  init(of step: Step, hypotheses: [Hypothesis], in scope: Scope) {
    self.scope = scope
    var walk = Walk()
    walk.visit(step.conclusion)
    for premise in step.premises { walk.visit(premise) }
    for hypothesis in hypotheses { walk.visit(hypothesis) }
    freeIndices = walk.symbols.sorted().filter { id in
      if case .index = scope[id].kind, scope[id].family.isEmpty { return true }
      return false
    }
    hasRemainder = walk.hasRemainder
    close(&walk)
    assumptions += orderedConstants(of: walk)
    symbols = walk.symbols.sorted()
    roots = walk.roots
    let free = Set(freeIndices)
    parameters = symbols.filter { id in
      switch scope[id].kind {
      case .size: true
      case .index: !scope[id].family.isEmpty
      case .integer: walk.structural.contains(id) && !free.contains(id)
      default: false
      }
    }
  }

  /// Adds what is mentioned by what is mentioned, until nothing is new.
  private mutating func close(_ walk: inout Walk) {
    var done: Set<SymbolID> = []
    var isTaken = [Bool](repeating: false, count: scope.assumptions.count)
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for id in walk.symbols.sorted() where done.insert(id).inserted {
        isGrowing = true
        visit(scope[id], &walk)
      }
      for (number, assumption) in scope.assumptions.enumerated() where !isTaken[number] {
        var other = Walk()
        other.visit(assumption)
        other = withDefinitions(other)
        guard isAbout(done, other.symbols) else { continue }
        isTaken[number] = true
        isGrowing = true
        walk.visit(assumption)
      }
    }
    assumptions = scope.assumptions.indices.filter { isTaken[$0] }.map { scope.assumptions[$0] }
  }

  /// `strongly convex(\mu) smooth(L)`: there is such a function only if \mu ≤ L, also where a claim
  /// speaks of the two numbers alone.
  private func orderedConstants(of walk: Walk) -> [Hypothesis] {
    scope.symbols.compactMap { function in
      guard case .function(let signature) = function.kind,
        case .stronglyConvexAndLipschitz(let least, let most) = signature.regularity,
        case .symbol(let low) = least.node, case .symbol(let high) = most.node,
        walk.symbols.contains(low), walk.symbols.contains(high),
        !walk.symbols.contains(function.id),
        scope.symbol(named: function.name)?.id == function.id
      else { return nil }
      return Hypothesis(
        Term(.relation(.lessOrEqual, least, most), .truth, at: function.span), at: function.span)
    }
  }

  /// With what the defined names among its symbols are made of.
  private func withDefinitions(_ walk: Walk) -> Walk {
    var walk = walk
    var done: Set<SymbolID> = []
    while let next = walk.symbols.subtracting(done).min() {
      done.insert(next)
      for clause in scope.definition(of: next)?.clauses ?? [] { walk.visit(clause) }
    }
    return walk
  }

  /// Whether an assumption with such symbols says something of the ones at hand: that arrays have
  /// a size in common does not relate them.
  private func isAbout(_ known: Set<SymbolID>, _ symbols: Set<SymbolID>) -> Bool {
    let subjects = symbols.filter { isSubject($0) }
    let others = subjects.filter { if case .size = scope[$0].kind { false } else { true } }
    return !known.isDisjoint(with: others.isEmpty ? subjects : others)
  }

  /// Whether an assumption that mentions this symbol says something of it: indices say nothing.
  private func isSubject(_ id: SymbolID) -> Bool {
    switch scope[id].kind {
    case .index: !scope[id].family.isEmpty
    case .argument: false
    default: true
    }
  }

  private func visit(_ symbol: Symbol, _ walk: inout Walk) {
    walk.binding(symbol.family.map { $0.variable }) { walk in
      walk.visit(symbol.kind)
      for index in symbol.family { walk.visit(index.range) }
    }
    guard case .argument = symbol.kind else {
      for clause in scope.definition(of: symbol.id)?.clauses ?? [] { walk.visit(clause) }
      return
    }
  }

  /// The next value to choose, or `nil` if the instance is complete.
  package func next(in instance: Instance) -> Choice? {
    for id in parameters {
      if let choice = choice(of: scope[id], in: instance) { return choice }
    }
    return nil
  }

  /// Something to choose, with the least and the largest value allowed.
  package struct Choice: Hashable, Sendable {
    package let key: Instance.Key
    package let low: Int
    package let high: Int
    /// The values themselves, where they are not all from `low` to `high`.
    package let values: [Int]?
    /// Whether nothing declared bounds it from above: `high` is our own choice.
    package var isOpen = false
  }

  /// A choice whose bounds are known by now; bounds that are not lead to another choice first.
  private func choice(of symbol: Symbol, in instance: Instance) -> Choice? {
    var evaluation = WholeEvaluation(instance: instance)
    var members: [[Int]] = [[]]
    for index in symbol.family {
      var longer: [[Int]] = []
      for member in members {
        for (place, value) in member.enumerated() {
          evaluation.bound[symbol.family[place].variable] = value
        }
        guard let range = evaluation.range(index.range) else { return nil }
        longer += range.map { member + [$0] }
      }
      members = longer
    }
    for member in members where instance[Instance.Key(symbol.id, member)] == nil {
      for (place, value) in member.enumerated() {
        evaluation.bound[symbol.family[place].variable] = value
      }
      let key = Instance.Key(symbol.id, member)
      return bounds(of: symbol.kind, with: evaluation, for: key)
    }
    return nil
  }

  private func bounds(
    of kind: Symbol.Kind, with evaluation: WholeEvaluation, for key: Instance.Key
  ) -> Choice? {
    switch kind {
    case .index(let range):
      guard let values = evaluation.range(range), !values.isEmpty else { return nil }
      return Choice(key: key, low: values.lowerBound, high: values.upperBound - 1, values: nil)
    case .size(let domain): return bounds(of: domain, least: 1, with: evaluation, for: key)
    case .integer(let domain): return bounds(of: domain, least: -4, with: evaluation, for: key)
    default: return nil
    }
  }

  private func bounds(
    of domain: Domain, least: Int, with evaluation: WholeEvaluation, for key: Instance.Key
  ) -> Choice? {
    switch domain {
    case .reals, .small:
      return Choice(key: key, low: least, high: 6, values: nil, isOpen: true)
    case .wholeNumbers(let range):
      guard let values = evaluation.range(range), !values.isEmpty else { return nil }
      return Choice(key: key, low: values.lowerBound, high: values.upperBound - 1, values: nil)
    case .interval(let low, let high):
      let first = low.flatMap { evaluation.whole($0.value)?.advanced(by: $0.isIncluded ? 0 : 1) }
      let last = high.flatMap { evaluation.whole($0.value)?.advanced(by: $0.isIncluded ? 0 : -1) }
      if low != nil && first == nil || high != nil && last == nil { return nil }
      let start = first ?? last.map { min($0, least) } ?? least
      return Choice(
        key: key, low: start, high: last ?? max(start, 1) + 5, values: nil, isOpen: last == nil)
    case .set(let terms):
      let values = terms.compactMap { evaluation.whole($0) }.sorted()
      guard let low = values.first, let high = values.last else { return nil }
      return Choice(key: key, low: low, high: high, values: values)
    }
  }
}
