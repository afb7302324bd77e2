extension Elementary {
  /// xʸ, with the conventions of IEEE 754: x⁰ = 1 and 1ʸ = 1 even for NaN, NaN for x < 0 unless y
  /// is an integer.
  ///
  /// Exact where the power is a double of few bits, for instance for small integers.
  public static func pow(_ x: Double, _ y: Double) -> Double {
    if y == 0 || x == 1 { return 1 }
    if x.isNaN || y.isNaN { return .nan }
    let isInteger = y.isInfinite || y == y.rounded(.toNearestOrEven)
    let isOdd = isInteger && y.magnitude < 0x1p53 && Int64(y) & 1 == 1
    let sign = x.sign == .minus && isOdd ? -1.0 : 1.0
    let base = x.magnitude
    if base == 0 || base.isInfinite {
      return (base == 0) == (y < 0) ? sign * .infinity : sign * 0
    }
    if base == 1 { return sign == 1 && x < 0 && !isInteger ? .nan : sign }
    if x < 0 && !isInteger { return .nan }
    if y.isInfinite { return (base > 1) == (y > 0) ? .infinity : 0 }
    return sign * positivePower(base, y)
  }

  /// xʸ for 0 < x < ∞, x ≠ 1 and finite y.
  private static func positivePower(_ x: Double, _ y: Double) -> Double {
    if y.magnitude < 0x1p-70 { return 1 }
    let exponent = logarithmPair(x) * y.held(between: -0x1p70, and: 0x1p70)
    if exponent.high > 710 { return .infinity }
    if exponent.high < -746 { return 0 }
    let reduced = ReducedExponential(exponent.high, low: exponent.low)
    return scaled(reduced.mantissaPair.value, by: reduced.k)
  }

  /// log x to about 68 bits for 0 < x < ∞.
  private static func logarithmPair(_ x: Double) -> Pair<Double> {
    let isSmall = x < 0x1p-1022
    var (k, m) = binaryParts(isSmall ? x * 0x1p54 : x)
    if isSmall { k -= 54 }
    let f = m - 1
    let (two, twoLow) = Pair.sum(2, f)
    let s = Pair(f, 0) / Pair(two, twoLow)
    let z = s * s
    let z2 = z.high * z.high
    let head = Double.cubic(
      z.high, z2, 0.2857142857142857, 0.2222222222222296, 0.18181818181294307,
      0.15384615526367965)
    let last = Double.cubic(
      z.high, z2, 0.13333314522274184, 0.11766058408812534, 0.10472678866185252,
      0.106194005688024)
    let third =
      Pair(0x1.999999999999ap-2, -0x1.999999999999ap-57) + z.high * (head + z2 * z2 * last)
    let second = Pair(0x1.5555555555555p-1, 0x1.5555555555555p-55) + z * third
    let series = s * (z * second + 2)
    let (whole, wholeLow) = Pair.sum(k * 0x1.62e42fefa2p-1, k * 0x1.9ef35793c6p-41)
    return Pair(whole, wholeLow) + series
  }
}
