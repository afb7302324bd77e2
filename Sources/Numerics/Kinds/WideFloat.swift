/// ± 0.l₀l₁l₂l₃l₄ · 2^exponent in base 2⁶⁴, the first bit of l₀ set; zero has l₀ = 0.
///
/// Operations take the number of limbs in use and truncate; the other limbs are 0.
struct WideFloat: Sendable {
  var isNegative = false
  var exponent: Int64 = 0
  var limbs: InlineArray<5, UInt64> = .init(repeating: 0)

  var isZero: Bool { limbs[0] == 0 }

  static let zero = WideFloat()

  init() {}

  init(exponent: Int64, limbs: InlineArray<5, UInt64>) {
    self.exponent = exponent
    self.limbs = limbs
  }

  /// A finite double, exactly.
  init(_ value: Double) {
    guard value != 0, value.isFinite else { return }
    isNegative = value < 0
    let fraction = value.significand.magnitude
    exponent = Int64(value.exponent) + 1
    limbs[0] = UInt64(fraction * 0x1p52) << 11
  }

  /// A whole number, exactly if two limbs are in use.
  init(_ value: Int128) {
    guard value != 0 else { return }
    isNegative = value < 0
    let shift = value.magnitude.leadingZeroBitCount
    let shifted = value.magnitude << UInt128(shift)
    exponent = Int64(128 - shift)
    limbs[0] = UInt64(truncatingIfNeeded: shifted >> 64)
    limbs[1] = UInt64(truncatingIfNeeded: shifted)
  }

  var negated: WideFloat {
    var result = self
    result.isNegative = !isNegative
    return result
  }

  var magnitude: WideFloat {
    var result = self
    result.isNegative = false
    return result
  }

  /// self · 2^shift.
  func scaled(by shift: Int64) -> WideFloat {
    var result = self
    result.exponent += shift
    return result
  }

  /// The nearest double.
  var double: Double {
    if isZero { return 0 }
    let isInexact = (limbs[1] | limbs[2] | limbs[3] | limbs[4]) != 0
    let top = Double(limbs[0] | (isInexact ? 1 : 0)) * 0x1p-64
    let held = Int(max(-1200, min(1200, exponent)))
    let value =
      top * Double(sign: .plus, exponent: held / 2, significand: 1)
      * Double(sign: .plus, exponent: held - held / 2, significand: 1)
    return isNegative ? -value : value
  }

  /// −1, 0, 1 as the magnitude is below, equal to or above the other's.
  func compareMagnitude(_ other: WideFloat) -> Int {
    if isZero || other.isZero { return (isZero ? 0 : 1) - (other.isZero ? 0 : 1) }
    if exponent != other.exponent { return exponent < other.exponent ? -1 : 1 }
    for index in 0..<5 where limbs[index] != other.limbs[index] {
      return limbs[index] < other.limbs[index] ? -1 : 1
    }
    return 0
  }
}
