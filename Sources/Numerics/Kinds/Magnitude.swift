/// An upper bound mantissa · 2^exponent of something not negative, with a wide exponent.
///
/// All operations round upward.
struct Magnitude: Sendable {
  /// In [1, 2), or 0.
  private(set) var mantissa: Double
  private(set) var exponent: Int64

  static let zero = Magnitude(0)
  /// Nothing is smaller but 0: products of tiny bounds stop here instead of leaving the exponents.
  private static let least = Int64.min / 4 + 1

  init(_ value: Double, exponent shift: Int64 = 0) {
    if value == 0 {
      mantissa = 0
      exponent = Int64.min / 4
    } else {
      mantissa = value.significand
      exponent = max(Int64(value.exponent) + shift, Self.least)
    }
  }

  /// 2^exponent.
  init(powerOfTwo exponent: Int64) {
    mantissa = 1
    self.exponent = exponent
  }

  /// At least |value|.
  init(atLeast value: WideFloat) {
    self =
      value.isZero
      ? .zero : Magnitude((Double(value.limbs[0] >> 11) + 2) * 0x1p-53, exponent: value.exponent)
  }

  var isZero: Bool { mantissa == 0 }

  static func + (a: Magnitude, b: Magnitude) -> Magnitude {
    if a.isZero { return b }
    if b.isZero { return a }
    let (large, small) = a.exponent >= b.exponent ? (a, b) : (b, a)
    let distance = Int(min(60, large.exponent - small.exponent))
    let shifted = small.mantissa * Double(sign: .plus, exponent: -distance, significand: 1)
    return Magnitude((large.mantissa + shifted) * (1 + 0x1p-50), exponent: large.exponent)
  }

  static func * (a: Magnitude, b: Magnitude) -> Magnitude {
    if a.isZero || b.isZero { return .zero }
    return Magnitude(a.mantissa * b.mantissa * (1 + 0x1p-50), exponent: a.exponent + b.exponent)
  }

  static func / (a: Magnitude, b: Magnitude) -> Magnitude {
    if a.isZero { return .zero }
    return Magnitude(a.mantissa / b.mantissa * (1 + 0x1p-50), exponent: a.exponent - b.exponent)
  }

  /// The same number, exactly (the mantissa has 53 bits).
  var wide: WideFloat {
    WideFloat(mantissa).isZero ? .zero : WideFloat(mantissa).scaled(by: exponent)
  }
}
