/// A truth value as far as the numbers allow to tell.
package enum Truth: Hashable, Sendable {
  case no
  case yes
  /// A comparison of something undefined.
  case undefined
  /// A comparison inside the error band.
  case unresolved

  package init(_ value: Bool) { self = value ? .yes : .no }

  var negated: Truth {
    switch self {
    case .no: .yes
    case .yes: .no
    default: self
    }
  }

  /// Kleene's: a false conjunct decides.
  func and(_ other: Truth) -> Truth {
    if self == .no || other == .no { return .no }
    if self == .unresolved || other == .unresolved { return .unresolved }
    return self == .undefined || other == .undefined ? .undefined : .yes
  }

  func or(_ other: Truth) -> Truth { negated.and(other.negated).negated }
}
