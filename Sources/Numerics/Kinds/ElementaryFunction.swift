/// The functions of one number that every kind of number offers.
public enum ElementaryFunction: UInt8, CaseIterable, Sendable {
  case exp
  /// Natural; defined for positive numbers.
  case log
  case sin
  case cos
  case tan
  case arcsin
  case arccos
  case arctan
  case sinh
  case cosh
  case tanh
  /// Defined for 0 and above.
  case sqrt
  case erf
  /// 1 − erf, which keeps its digits where it is tiny.
  case erfc
}

extension ElementaryFunction {
  /// The value where an argument and its value are both 0 or 1, which no rounding touches.
  func exactValue(at argument: Double) -> Double? {
    if argument == 0 {
      switch self {
      case .exp, .cos, .cosh, .erfc: return 1
      case .sin, .tan, .arcsin, .arctan, .sinh, .tanh, .sqrt, .erf: return 0
      case .log, .arccos: return nil
      }
    }
    guard argument == 1 else { return nil }
    switch self {
    case .log, .arccos: return 0
    case .sqrt: return 1
    default: return nil
    }
  }
}
