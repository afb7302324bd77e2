import Numerics

extension Graph {
  /// What is known of a node's value at every point.
  package struct Facts: Hashable, Sendable {
    /// Defined wherever the inputs have values.
    package var isTotal: Bool
    package var sign: Sign

    package enum Sign: UInt8, Comparable, Sendable {
      case any
      /// ≥ 0
      case nonnegative
      /// > 0
      case positive

      package static func < (left: Sign, right: Sign) -> Bool { left.rawValue < right.rawValue }
    }
  }

  /// Whether the value is defined wherever the inputs have values.
  package func isTotal(_ node: Node) -> Bool { facts[Int(node)].isTotal }

  /// Whether the value is ≥ 0 wherever it is defined.
  package func isNonnegative(_ node: Node) -> Bool { sign(node) >= .nonnegative }

  /// Whether the value is > 0 wherever it is defined.
  package func isPositive(_ node: Node) -> Bool { sign(node) == .positive }

  private func sign(_ node: Node) -> Facts.Sign { facts[Int(node)].sign }

  func facts(of operation: Operation) -> Facts {
    Facts(isTotal: isTotal(operation), sign: sign(of: operation))
  }

  private func isTotal(_ operation: Operation) -> Bool {
    var areTotal = true
    visitOperands(of: operation) { areTotal = areTotal && isTotal($0) }
    guard areTotal else { return false }
    switch operation {
    case .divide(_, let below): return isPositive(below)
    case .power(let base, let exponent): return exponent >= 0 || isPositive(base)
    case .rationalPower(let base, let exponent):
      return isPositive(base) || (isNonnegative(base) && exponent.sign > 0)
    case .realPower(let base, _): return isPositive(base)
    case .function(let function, let argument):
      switch function {
      case .exp, .sin, .cos, .arctan, .sinh, .cosh, .tanh, .erf, .erfc: return true
      case .log: return isPositive(argument)
      case .sqrt: return isNonnegative(argument)
      case .tan, .arcsin, .arccos: return false
      }
    default: return true
    }
  }

  private func sign(of operation: Operation) -> Facts.Sign {
    switch operation {
    case .rational(let value):
      value.sign > 0 ? .positive : value.isZero ? .nonnegative : .any
    case .pi, .e: .positive
    case .tag(_, let node): sign(node)
    case .add(let a, let b):
      sign(a) == .any || sign(b) == .any ? .any : max(sign(a), sign(b))
    case .multiply(let a, let b): a == b ? max(sign(a), .nonnegative) : min(sign(a), sign(b))
    case .divide(let a, let b): min(sign(a), sign(b))
    case .power(let base, let exponent):
      exponent == 0 ? .positive : exponent % 2 == 0 ? max(sign(base), .nonnegative) : sign(base)
    case .rationalPower(let base, _): sign(base)
    case .realPower(let base, _): sign(base) == .positive ? .positive : .nonnegative
    case .function(let function, let argument):
      switch function {
      case .exp, .cosh, .erfc: .positive
      case .sqrt: sign(argument) == .positive ? .positive : .nonnegative
      case .sinh, .tanh, .erf, .arctan: sign(argument)
      default: .any
      }
    case .absolute(let node): sign(node) == .positive ? .positive : .nonnegative
    case .minimum(let a, let b): min(sign(a), sign(b))
    case .maximum(let a, let b): max(sign(a), sign(b))
    case .select(_, let a, let b): min(sign(a), sign(b))
    case .singularValue, .spectralRadius: .nonnegative
    default: .any
    }
  }
}
