/// Operators between two values that yield a value.
enum BinaryOperator: UInt8, Sendable, Equatable {
  case add
  case subtract
  case multiply
  case divide
  case solve
  case power
  case dottedAdd
  case dottedSubtract
  case dottedMultiply
  case dottedDivide
  case dottedPower
  /// `·`.
  case inner

  var text: String {
    switch self {
    case .add: "+"
    case .subtract: "-"
    case .multiply: "*"
    case .divide: "/"
    case .solve: "\\"
    case .power: "^"
    case .dottedAdd: ".+"
    case .dottedSubtract: ".-"
    case .dottedMultiply: ".*"
    case .dottedDivide: "./"
    case .dottedPower: ".^"
    case .inner: "·"
    }
  }

  /// The same operation entry by entry.
  var dotted: BinaryOperator {
    switch self {
    case .add: .dottedAdd
    case .subtract: .dottedSubtract
    case .multiply: .dottedMultiply
    case .divide: .dottedDivide
    case .power: .dottedPower
    default: self
    }
  }

  /// Whether it works entry by entry with broadcasting.
  var isDotted: Bool { rawValue >= BinaryOperator.dottedAdd.rawValue && self != .inner }

  /// The operation on numbers, which dots do not change.
  var scalar: BinaryOperator {
    switch self {
    case .dottedAdd: .add
    case .dottedSubtract: .subtract
    case .dottedMultiply, .inner: .multiply
    case .dottedDivide: .divide
    case .dottedPower: .power
    default: self
    }
  }
}

/// Operators before (or, for the transpose, behind) one value.
enum UnaryOperator: UInt8, Sendable {
  case negate
  case plus
  case not
  case root
  case nabla
  case transpose
  case dottedNot
  case dottedRoot
}

/// Relations, which chain: `0 < x ≤ 1`.
struct ComparisonOperator: Sendable, Equatable {
  var relation: Relation
  var isDotted = false

  /// `==`, `.==` and so on, as typed.
  var text: String { (isDotted ? "." : "") + relation.text }
}

/// What is claimed of two values.
package enum Relation: UInt8, Sendable {
  case equal
  case notEqual
  case less
  case lessOrEqual
  case greater
  case greaterOrEqual
  case approximate
  case notApproximate
  case element
  case notElement

  /// One of <, ≤, >, ≥.
  var isOrder: Bool {
    switch self {
    case .less, .lessOrEqual, .greater, .greaterOrEqual: true
    default: false
    }
  }

  package var text: String {
    switch self {
    case .equal: "=="
    case .notEqual: "≠"
    case .less: "<"
    case .lessOrEqual: "≤"
    case .greater: ">"
    case .greaterOrEqual: "≥"
    case .approximate: "≈"
    case .notApproximate: "≉"
    case .element: "∈"
    case .notElement: "∉"
    }
  }
}
