package import Formula
package import SourceText

/// A definition of which no check notices a slip.
package struct UnpinnedDefinition: Hashable, Sendable {
  /// In LaTeX.
  package let name: String
  package let span: Span
  /// How many slips were tried.
  package let mutants: Int
}

/// A claim with what judging it needs.
package struct ClaimInScope: Sendable {
  package let claim: Claim
  package let scope: Scope
  package let options: ClaimOptions

  package init(_ claim: Claim, in scope: Scope, options: ClaimOptions) {
    self.claim = claim
    self.scope = scope
    self.options = options
  }
}

extension Judge {
  private static let mutantsPerDefinition = 6
  private static let claimsPerMutant = 12

  /// The definitions used by some claims of which no mutant makes one of them fail.
  package func unpinned(by claims: [ClaimInScope]) -> [UnpinnedDefinition] {
    var uses: [Use] = []
    for (number, claim) in claims.enumerated() {
      for symbol in symbols(of: claim) {
        for clause in claim.scope.definition(of: symbol)?.clauses ?? [] {
          if let place = uses.firstIndex(where: { $0.clause.span == clause.span }) {
            uses[place].claims.append(number)
          } else {
            uses.append(Use(symbol: symbol, clause: clause, claims: [number]))
          }
        }
      }
    }
    return uses.compactMap { use in
      let edits = spread(use.clause.body.edits)
      var unnoticed = 0
      for edit in edits {
        switch fate(of: edit, use, claims) {
        case .noticed: return nil
        case .unnoticed: unnoticed += 1
        case .invalid: continue
        }
      }
      guard unnoticed > 0 else { return nil }
      return UnpinnedDefinition(
        name: claims[use.claims[0]].scope[use.symbol].name, span: use.clause.span,
        mutants: unnoticed)
    }
  }

  private enum Fate {
    case noticed
    case unnoticed
    /// It is no formula.
    case invalid
  }

  private struct Use {
    let symbol: SymbolID
    let clause: Definition.Clause
    var claims: [Int]
  }

  /// All symbols that a claim depends on, through definitions, too.
  private func symbols(of claim: ClaimInScope) -> [SymbolID] {
    let lowering = Lowering(claim.scope)
    var result: [SymbolID] = []
    for step in claim.claim.steps {
      for symbol in lowering.structure(of: step, hypotheses: claim.claim.hypotheses).symbols
      where !result.contains(symbol) {
        result.append(symbol)
      }
    }
    return result
  }

  private func spread(_ edits: [Edit]) -> [Edit] {
    guard edits.count > Self.mutantsPerDefinition else { return edits }
    return (0..<Self.mutantsPerDefinition).map {
      edits[$0 * edits.count / Self.mutantsPerDefinition]
    }
  }

  private func fate(of edit: Edit, _ use: Use, _ claims: [ClaimInScope]) -> Fate {
    var isValid = false
    for number in use.claims.prefix(Self.claimsPerMutant) {
      let verdicts = verdicts(of: claims[number], with: edit, use)
      if verdicts.contains(where: { $0 == .refuted || $0 == .domain }) { return .noticed }
      isValid = isValid || verdicts.contains { $0.passes }
    }
    return isValid ? .unnoticed : .invalid
  }

  private func verdicts(of claim: ClaimInScope, with edit: Edit, _ use: Use) -> [Verdict] {
    var scope = claim.scope
    guard let definition = scope.definition(of: use.symbol) else { return [] }
    let clauses = definition.clauses.map { clause in
      guard clause.span == use.clause.span else { return clause }
      return Definition.Clause(
        family: clause.family, entries: clause.entries, arguments: clause.arguments,
        body: edit.term, at: clause.span)
    }
    scope.define(Definition(use.symbol, clauses))
    var options = claim.options
    options.isRefutation = true
    let judge = Judge(Settings(seed: settings.seed, points: 16, effort: .wide), computed: computed)
    return judge.judge(claim.claim, in: scope, options: options).map { $0.verdict }
  }
}
