/// An exact fraction of 128-bit integers, always in lowest terms with a positive denominator.
///
/// Operations that would leave 128 bits return `nil`: nothing is ever rounded or wrapped.
public struct Rational: Hashable, Sendable {
  /// Carries the sign.
  public let numerator: Int128
  /// Always positive.
  public let denominator: Int128

  /// A whole number.
  public init(_ whole: Int) {
    numerator = Int128(whole)
    denominator = 1
  }

  /// The fraction in lowest terms; `nil` if the denominator is 0 or a sign cannot be turned.
  public init?(_ numerator: Int128, over denominator: Int128) {
    guard denominator != 0, numerator != .min, denominator != .min else { return nil }
    let common = greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
    let sign: Int128 = denominator < 0 ? -1 : 1
    self.numerator = sign * numerator / Int128(common)
    self.denominator = sign * denominator / Int128(common)
  }

  /// The number 0.
  public static let zero = Rational(0)
  /// The number 1.
  public static let one = Rational(1)

  /// Whether the value is 0.
  public var isZero: Bool { numerator == 0 }
  /// Whether the value is a whole number.
  public var isWhole: Bool { denominator == 1 }

  /// The value as an `Int`, if it is a whole number that fits.
  public var whole: Int? { denominator == 1 ? Int(exactly: numerator) : nil }

  /// -1, 0 or 1.
  public var sign: Int { numerator == 0 ? 0 : numerator < 0 ? -1 : 1 }
}

extension Rational {
  /// The sum.
  public func adding(_ other: Rational) -> Rational? {
    let (left, o1) = numerator.multipliedReportingOverflow(by: other.denominator)
    let (right, o2) = other.numerator.multipliedReportingOverflow(by: denominator)
    let (sum, o3) = left.addingReportingOverflow(right)
    let (bottom, o4) = denominator.multipliedReportingOverflow(by: other.denominator)
    return o1 || o2 || o3 || o4 ? nil : Rational(sum, over: bottom)
  }

  /// The difference.
  public func subtracting(_ other: Rational) -> Rational? { adding(other.negated) }

  /// The value with the other sign.
  public var negated: Rational {
    Rational(-numerator, over: denominator) ?? .zero
  }

  /// The product.
  public func multiplied(by other: Rational) -> Rational? {
    // Crosswise reduction keeps the products small.
    guard let left = Rational(numerator, over: other.denominator),
      let right = Rational(other.numerator, over: denominator)
    else { return nil }
    let (top, o1) = left.numerator.multipliedReportingOverflow(by: right.numerator)
    let (bottom, o2) = left.denominator.multipliedReportingOverflow(by: right.denominator)
    return o1 || o2 ? nil : Rational(top, over: bottom)
  }

  /// `nil` also for division by zero.
  public func divided(by other: Rational) -> Rational? {
    other.reciprocal.flatMap { multiplied(by: $0) }
  }

  /// 1 over the value; `nil` for 0.
  public var reciprocal: Rational? { Rational(denominator, over: numerator) }

  /// A whole power, by repeated squaring.
  ///
  /// x⁰ = 1 for every x. `nil` for a negative power of zero.
  public func raised(to exponent: Int) -> Rational? {
    guard exponent >= 0 else {
      return exponent == .min ? nil : reciprocal?.raised(to: -exponent)
    }
    var result = Rational.one
    var square: Rational? = self
    var rest = exponent
    while rest > 0 {
      guard let factor = square else { return nil }
      if rest % 2 == 1 {
        guard let next = result.multiplied(by: factor) else { return nil }
        result = next
      }
      rest /= 2
      square = rest > 0 ? factor.multiplied(by: factor) : nil
    }
    return result
  }

  /// The order of two fractions; exact also where the products would overflow.
  public func isLess(than other: Rational) -> Bool {
    let left = numerator.multipliedFullWidth(by: other.denominator)
    let right = other.numerator.multipliedFullWidth(by: denominator)
    return left.high != right.high ? left.high < right.high : left.low < right.low
  }
}

extension Rational: Comparable {
  /// The order of two fractions; exact.
  public static func < (left: Rational, right: Rational) -> Bool { left.isLess(than: right) }
}

func greatestCommonDivisor(_ left: UInt128, _ right: UInt128) -> UInt128 {
  if let a = UInt64(exactly: left), let b = UInt64(exactly: right) {
    return UInt128(greatestCommonDivisor(a, b))
  }
  var (a, b) = (left, right)
  while b != 0 { (a, b) = (b, a % b) }
  return max(a, 1)
}

private func greatestCommonDivisor(_ left: UInt64, _ right: UInt64) -> UInt64 {
  var (a, b) = (left, right)
  while b != 0 { (a, b) = (b, a % b) }
  return max(a, 1)
}
