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
}
