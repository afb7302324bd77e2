/// The field of integers modulo a prime that is a little less than 2⁶¹.
///
/// Elements are the numbers 0 ..< modulus; operations expect such. All moduli are 3 modulo 4, so
/// that −1 has no square root and of the two roots of a square exactly one is a square itself.
public struct PrimeField: Hashable, Sendable {
  /// The prime.
  public let modulus: UInt64
  @usableFromInline
  let lack: UInt64

  private init(modulus: UInt64) {
    self.modulus = modulus
    lack = (1 << 61) - modulus
  }

  /// 2⁶¹ − 1.
  public static let mersenne = PrimeField(modulus: (1 << 61) - 1)
  /// The three largest primes below 2⁶¹ − 1 that are 3 modulo 4.
  public static let others: [PrimeField] = [
    PrimeField(modulus: 2_305_843_009_213_693_907),
    PrimeField(modulus: 2_305_843_009_213_693_723),
    PrimeField(modulus: 2_305_843_009_213_693_487),
  ]
  /// The 28 largest ones: in some of them a few given numbers are all squares.
  public static let many: [PrimeField] = [
    45, 229, 465, 829, 985, 1153, 1281, 1425, 1489, 1525, 1533, 1609, 1621, 1669, 1741, 1753, 1813,
    1845, 1849, 1869, 1909, 1921, 1945, 2133, 2185, 2373, 2385, 2401,
  ].map { PrimeField(modulus: (1 << 61) - $0) }

  /// a + b.
  @inlinable
  public func add(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let sum = a + b
    return sum >= modulus ? sum - modulus : sum
  }

  /// −a.
  @inlinable
  public func negate(_ a: UInt64) -> UInt64 { a == 0 ? 0 : modulus - a }

  /// a − b.
  @inlinable
  public func subtract(_ a: UInt64, _ b: UInt64) -> UInt64 { add(a, negate(b)) }

  /// a b: 2⁶¹ is congruent to the small number that the prime lacks, folding twice is enough.
  @inlinable
  public func multiply(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let mask: UInt64 = (1 << 61) - 1
    let full = a.multipliedFullWidth(by: b)
    let folded = (full.high << 3 | full.low >> 61).multipliedFullWidth(by: lack)
    let (sum, carries) = folded.low.addingReportingOverflow(full.low & mask)
    let top = (folded.high + (carries ? 1 : 0)) << 3 | sum >> 61
    let rest = top * lack + (sum & mask)
    return rest >= modulus ? rest - modulus : rest
  }

  /// aⁿ by repeated squaring; a⁰ = 1.
  @inlinable
  public func power(_ base: UInt64, _ exponent: UInt64) -> UInt64 {
    var result: UInt64 = 1
    var factor = base
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result = multiply(result, factor) }
      factor = multiply(factor, factor)
      rest >>= 1
    }
    return result
  }

  /// aⁿ; `nil` for a negative power of 0.
  public func power(_ base: UInt64, _ exponent: Int) -> UInt64? {
    if exponent >= 0 { return power(base, UInt64(exponent)) }
    return inverse(base).map { power($0, UInt64(exponent.magnitude)) }
  }

  /// 1/a by Fermat's theorem; `nil` for 0.
  public func inverse(_ a: UInt64) -> UInt64? { a == 0 ? nil : power(a, modulus - 2) }

  /// The square root that is itself a square; `nil` for a number that is not a square.
  public func squareRoot(_ a: UInt64) -> UInt64? {
    let root = power(a, (modulus + 1) / 4)
    return multiply(root, root) == a ? root : nil
  }

  /// The only root of an odd order that is prime to p − 1; `nil` for other orders, for which a
  /// number has several roots or none.
  public func oddRoot(_ a: UInt64, order: UInt64) -> UInt64? {
    // a^((m(p − 1) + 1)/order) for the m that makes the exponent whole.
    let group = modulus - 1
    for multiple in 0..<order {
      let (high, low) = multiple.multipliedFullWidth(by: group)
      let (sum, carry) = low.addingReportingOverflow(1)
      let (quotient, rest) = order.dividingFullWidth((high + (carry ? 1 : 0), sum))
      if rest == 0 { return power(a, quotient) }
    }
    return nil
  }

  /// The element of a whole number.
  public func residue(_ value: Int128) -> UInt64 {
    let rest = UInt64(value.magnitude % UInt128(modulus))
    return value < 0 ? negate(rest) : rest
  }

  /// The element of a fraction; `nil` if its denominator is divisible by the prime.
  public func residue(_ value: Rational) -> UInt64? {
    inverse(residue(value.denominator)).map { multiply(residue(value.numerator), $0) }
  }
}
