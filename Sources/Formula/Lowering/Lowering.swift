package import Numerics

/// Makes programs from typed terms, for given sizes.
package struct Lowering: Sendable {
  package let scope: Scope
  package var partials = Partials.everyPath
  package var chance = Chance.exact
  /// Values of symbols of kind `computed`, entries row by row.
  package var computed: [SymbolID: [Rational]] = [:]
  /// How many operations a graph may have.
  package var limit = 200_000

  /// Whether values of the indices that lead out of an array are passed over.
  package var leavesOutMissing = false

  package init(_ scope: Scope) { self.scope = scope }

  /// What a derivative does with defined quantities in between.
  package enum Partials: Hashable, Sendable {
    case everyPath
    case holdingIntermediates
  }

  /// What becomes of E, Var and Cov.
  package enum Chance: Hashable, Sendable {
    /// Polynomials in moments; everything else is `LoweringFailure.notPolynomial`.
    case exact
    /// Besides, inputs of domain `statistic` for what has to be estimated.
    case sampled
  }
}
