/// Arithmetic modulo a prime that is a little less than 2⁶¹.
struct Residues: Sendable {
  let modulus: UInt64

  /// 2⁶¹ − 1, which is 3 modulo 4.
  static let mersenne = Residues(modulus: (1 << 61) - 1)
  /// The three largest primes below 2⁶¹ − 1 that are 3 modulo 4.
  static let others = [
    Residues(modulus: 2_305_843_009_213_693_907),
    Residues(modulus: 2_305_843_009_213_693_723),
    Residues(modulus: 2_305_843_009_213_693_487),
  ]

  private static let mask: UInt64 = (1 << 61) - 1

  func add(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let sum = a + b
    return sum >= modulus ? sum - modulus : sum
  }

  func negate(_ a: UInt64) -> UInt64 { a == 0 ? 0 : modulus - a }

  func subtract(_ a: UInt64, _ b: UInt64) -> UInt64 { add(a, negate(b)) }

  func multiply(_ a: UInt64, _ b: UInt64) -> UInt64 {
    // 2⁶¹ is congruent to the small number that the prime lacks: folding twice is enough.
    let lack = (1 << 61) - modulus
    let full = a.multipliedFullWidth(by: b)
    let folded = (full.high << 3 | full.low >> 61).multipliedFullWidth(by: lack)
    let (sum, carries) = folded.low.addingReportingOverflow(full.low & Self.mask)
    let top = (folded.high + (carries ? 1 : 0)) << 3 | sum >> 61
    let rest = top * lack + sum & Self.mask
    return rest >= modulus ? rest - modulus : rest
  }

  func power(_ base: UInt64, _ exponent: UInt64) -> UInt64 {
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

  /// `nil` for a negative power of 0.
  func power(_ base: UInt64, _ exponent: Int) -> UInt64? {
    if exponent >= 0 { return power(base, UInt64(exponent)) }
    return inverse(base).map { power($0, exponent.magnitude.asUInt64) }
  }

  func inverse(_ a: UInt64) -> UInt64? { a == 0 ? nil : power(a, modulus - 2) }

  /// The square root that is itself a square; `nil` for a number that is not a square.
  func squareRoot(_ a: UInt64) -> UInt64? {
    let root = power(a, (modulus + 1) / 4)
    return multiply(root, root) == a ? root : nil
  }

  func residue(_ value: Int128) -> UInt64 {
    let rest = value.magnitude % UInt128(modulus)
    return value < 0 ? negate(UInt64(rest)) : UInt64(rest)
  }
}

extension UInt {
  fileprivate var asUInt64: UInt64 { UInt64(self) }
}
