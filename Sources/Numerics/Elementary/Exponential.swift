/// x = k ln 2 + r with |r| ≤ ½ ln 2, r = high − low, and eʳ = 1 + high + tail.
struct ReducedExponential<L: Lanes> {
  var k: L
  var high: L
  var tail: L

  /// For |x| < 2^20, with a correction that is added to x.
  ///
  /// eʳ = 1 + 2r/(R − r) with R(r²) = r coth(r/2) = 2 + r²/6 − …; the tail is small, so that its
  /// rounding hardly shows in the sum.
  @inline(__always)
  init(_ x: L, low correction: L? = nil) {
    k = (x * 0x1.71547652b82fep+0).nearestInteger
    high = x - k * 0x1.62e42feep-1
    var low = k * 0x1.a39ef35793c76p-33
    if let correction { low = low - correction }
    let r = high - low
    let t = r * r
    let t2 = t * t
    let rest = L.quadratic(
      t, t2, 6.613756470855508e-05, -1.6534058842837576e-06, 4.1437096880777575e-08)
    let p = L.linear(t, 0.1666666666666666, -0.0027777777777562864) + t2 * rest
    let c = r - t * p
    tail = (r * c) / (2.0 - c) - low
  }

  /// eʳ to about 57 bits.
  @inline(__always)
  var mantissaPair: Pair<L> {
    let (sum, lost) = Pair.sum(L(everywhere: 1), high)
    return Pair(normalizing: sum, lost + tail)
  }

  /// eʳ.
  @inline(__always)
  var mantissa: L { 1.0 + (high + tail) }
}

extension Elementary {
  /// eˣ; +∞ above 709.78, subnormal below −708.4.
  public static func exp(_ x: Double) -> Double { exponential(x) }

  /// eˣ in each lane.
  public static func exp(_ x: SIMD8<Double>) -> SIMD8<Double> { exponential(x) }

  /// eˣ − 1 without cancellation near 0.
  public static func exp(minusOne x: Double) -> Double { exponentialMinusOne(x) }

  /// eˣ − 1 in each lane.
  public static func exp(minusOne x: SIMD8<Double>) -> SIMD8<Double> { exponentialMinusOne(x) }

  @inline(__always)
  static func exponential<L: Lanes>(_ x: L) -> L {
    if L.everywhere(L.less(x.absolute, L(everywhere: 708))) {
      let reduced = ReducedExponential(x)
      return reduced.mantissa * L.powerOfTwo(reduced.k)
    }
    let reduced = ReducedExponential(x.held(between: -746, and: 710))
    return scaled(reduced.mantissa, by: reduced.k)
  }

  /// x 2^k with one rounding, for |k| ≤ 2000.
  @inline(__always)
  static func scaled<L: Lanes>(_ x: L, by k: L) -> L {
    let half = (k * 0.5).nearestInteger
    return x * L.powerOfTwo(half) * L.powerOfTwo(k - half)
  }

  @inline(__always)
  static func exponentialMinusOne<L: Lanes>(_ x: L) -> L {
    let reduced = ReducedExponential(x.held(between: -50, and: 710))
    // 2^k (1 + high + tail) − 1 = 2^k ((1 − 2^−k) + high + tail), the sum of the first two exact.
    let unit = L.powerOfTwo(-reduced.k.held(between: -1000, and: 1000))
    let base = 1.0 - unit
    let baseLow = L.choose(
      L.less(unit, L(everywhere: 1)), (1.0 - base) - unit, L(everywhere: 0))
    let sum = base + reduced.high
    let back = sum - base
    let lost = (base - (sum - back)) + (reduced.high - back)
    let value = scaled(sum + ((lost + baseLow) + reduced.tail), by: reduced.k)
    // Keeps −0 and subnormal x.
    return L.choose(L.less(x.absolute, L(everywhere: 0x1p-54)), x, value)
  }
}
