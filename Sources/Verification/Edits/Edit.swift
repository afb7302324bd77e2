package import Formula
import Numerics
import SourceText

/// One small change of a formula: a possible slip, and so a possible repair.
package struct Edit: Hashable, Sendable {
  package let kind: Kind
  /// The whole term after the change.
  package let term: Term
  /// The part that changed, as it was and as it is now.
  package let before: Term
  package let after: Term

  /// What to write in the place of the part that changed.
  func replacement(in scope: Scope) -> String {
    let text = after.latex(in: scope)
    let isOpen = before.isBracketed ? !after.isSingle : after.isSum && !before.isSum
    return isOpen ? "\\left(" + text + "\\right)" : text
  }

  package enum Kind: String, CaseIterable, Hashable, Sendable {
    case sign
    case transpose
    case index
    case exchangedIndices
    case factor
    case prime
    case product
    case limit
    case power
    case fraction
    case function
    case relation
  }
}

extension Term {
  /// Whether its place includes brackets around it.
  fileprivate var isBracketed: Bool {
    switch node {
    case .add(let a, _), .subtract(let a, _), .multiply(_, let a, _): span.start < a.span.start
    default: false
    }
  }

  /// Whether it needs brackets nowhere.
  fileprivate var isSingle: Bool {
    switch node {
    case .symbol, .member, .entry: true
    case .number(let value): value.isWhole && value.sign >= 0
    default: false
    }
  }

  /// Whether it needs brackets in a product.
  fileprivate var isSum: Bool {
    switch node {
    case .add, .subtract, .negate: true
    default: false
    }
  }
}
