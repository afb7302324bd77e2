package import Formula

/// One small change of a formula: a possible slip, and so a possible repair.
package struct Edit: Hashable, Sendable {
  package let kind: Kind
  /// The whole term after the change.
  package let term: Term
  /// The part that changed, as it was and as it is now.
  package let before: Term
  package let after: Term

  package enum Kind: String, CaseIterable, Hashable, Sendable {
    case sign
    case transpose
    case index
    case exchangedIndices
    case factor
    case prime
    case product
    case limit
  }
}
