extension Elementary {
  /// The natural logarithm; −∞ at 0, NaN below.
  public static func log(_ x: Double) -> Double { logarithm(x) }

  /// The natural logarithm in each lane.
  public static func log(_ x: SIMD8<Double>) -> SIMD8<Double> { logarithm(x) }

  /// log(1 + x) without cancellation near 0; −∞ at −1, NaN below.
  public static func log(onePlus x: Double) -> Double { logarithmOnePlus(x) }

  /// log(1 + x) in each lane.
  public static func log(onePlus x: SIMD8<Double>) -> SIMD8<Double> { logarithmOnePlus(x) }

  @inline(__always)
  static func logarithm<L: Lanes>(_ x: L) -> L {
    let smallest = L(everywhere: 0x1p-1022)
    let largest = L(everywhere: .infinity)
    if L.everywhere(L.both(L.less(smallest, x), L.less(x, largest))) {
      let (k, m) = binaryParts(x)
      return sum(k, logarithmOf: m - 1.0, low: L(everywhere: 0))
    }
    let isSmall = L.less(x, L(everywhere: 0x1p-1022))
    let (k, m) = binaryParts(L.choose(isSmall, x * 0x1p54, x))
    let shift = L.choose(isSmall, L(everywhere: -54), L(everywhere: 0))
    return limits(of: x, sum(k + shift, logarithmOf: m - 1.0, low: L(everywhere: 0)))
  }

  @inline(__always)
  static func logarithmOnePlus<L: Lanes>(_ x: L) -> L {
    let u = 1.0 + x
    let back = u - 1.0
    let lost = (1.0 - (u - back)) + (x - back)
    let (k, m) = binaryParts(u)
    let isNear = L.both(L.less(L(everywhere: -0.29), x), L.less(x, L(everywhere: 0.41)))
    let zero = L(everywhere: 0)
    let f = L.choose(isNear, x, m - 1.0)
    let low = L.choose(isNear, zero, lost / u)
    let value = sum(L.choose(isNear, zero, k), logarithmOf: f, low: low)
    let limited = limits(of: u, value)
    return L.choose(L.less(x.absolute, L(everywhere: 0x1p-54)), x, limited)
  }

  /// Puts −∞ for x = 0, NaN for x < 0, x for +∞ and NaN.
  @inline(__always)
  private static func limits<L: Lanes>(of x: L, _ value: L) -> L {
    let zero = L(everywhere: 0)
    let infinity = L(everywhere: .infinity)
    var result = L.choose(L.less(x, infinity), value, x)
    result = L.choose(L.equal(x, zero), -infinity, result)
    return L.choose(L.less(x, zero), L(everywhere: .nan), result)
  }

  /// x = 2^k m with √½ ≤ m < √2 for positive normal x.
  @inline(__always)
  static func binaryParts<L: Lanes>(_ x: L) -> (k: L, m: L) {
    let bits = x.laneBits &+ (0x3ff0_0000_0000_0000 &- 0x3fe6_a09e_667f_3bcd)
    let exponent = L(laneBits: bits.shiftedRight(52) | 0x4330_0000_0000_0000)
    let mantissa = (bits & 0x000f_ffff_ffff_ffff) &+ 0x3fe6_a09e_667f_3bcd
    return (exponent - (0x1p52 + 1023), L(laneBits: mantissa))
  }

  /// k ln 2 + log(1 + f) + low.
  ///
  /// With s = f/(2 + f), log(1 + f) = 2s + s·R(s²) = f − ½f² + s(½f² + R): the leading terms are
  /// exact or small.
  @inline(__always)
  private static func sum<L: Lanes>(_ k: L, logarithmOf f: L, low: L) -> L {
    let s = f / (2.0 + f)
    let z = s * s
    let z2 = z * z
    let head = L.cubic(
      z, z2, 0.666666666666667, 0.3999999999989827, 0.2857142862653362, 0.22222211043776854)
    let rest = L.quadratic(z, z2, 0.18182895750119354, 0.15331501611140969, 0.14619166134933478)
    let remainder = z * (head + (z2 * z2) * rest)
    let halfSquare = (f * f) * 0.5
    let correction = s * (halfSquare + remainder) + (k * 0x1.a39ef35793c76p-33 + low)
    return k * 0x1.62e42feep-1 - ((halfSquare - correction) - f)
  }
}
