extension Elementary {
  /// 1/(1 + e⁻ˣ), within 3 ulp for |x| ≤ 708; beyond, where the true value differs from 0 or 1 by less
  /// than 10⁻³⁰⁷, it stays as it is there.
  public static func logistic(_ x: Double) -> Double { logisticPair(SIMD2(x, 0))[0] }

  /// 1/(1 + e⁻ˣ) in each lane, with the bits of the scalar function.
  public static func logistic(_ x: SIMD2<Double>) -> SIMD2<Double> { logisticPair(x) }

  /// 1/(1 + e⁻ˣ) of `count` numbers, rounded up to a multiple of four, with the bits of the scalar
  /// function.
  public static func logistic(
    _ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>, count: Int
  ) {
    var k = 0
    while k < count {
      let source = UnsafeRawPointer(x + k)
      let first = source.loadUnaligned(as: SIMD2<Double>.self)
      let second = source.loadUnaligned(fromByteOffset: 16, as: SIMD2<Double>.self)
      let target = UnsafeMutableRawPointer(y + k)
      if areInside(first, second) {
        target.storeBytes(of: logisticQuotient(first), as: SIMD2<Double>.self)
        target.storeBytes(
          of: logisticQuotient(second), toByteOffset: 16, as: SIMD2<Double>.self)
      } else {
        target.storeBytes(of: logisticPair(first), as: SIMD2<Double>.self)
        target.storeBytes(of: logisticPair(second), toByteOffset: 16, as: SIMD2<Double>.self)
      }
      k += 4
    }
  }

  /// Inside of the bounds, as nearly always, the comparisons delay nothing.
  @inline(__always)
  private static func logisticPair(_ x: SIMD2<Double>) -> SIMD2<Double> {
    if areInside(x, x) { return logisticQuotient(x) }
    return logisticQuotient(held(x))
  }

  @inline(__always)
  private static func areInside(_ x: SIMD2<Double>, _ y: SIMD2<Double>) -> Bool {
    // The sum of squares is NaN or too large as soon as one of them is.
    let squares = x * x + y * y
    return squares[0] + squares[1] < 708 * 708
  }

  /// x between −708 and 708, by comparisons that fail for NaN, so that NaN stays.
  @inline(__always)
  private static func held(_ x: SIMD2<Double>) -> SIMD2<Double> {
    let bound = SIMD2(repeating: 708.0)
    let capped = x.replacing(with: bound, where: bound .< x)
    return capped.replacing(with: -bound, where: capped .< -bound)
  }

  /// eʳ/(2⁻ᵏ + eʳ) with x = k ln 2 + r, |r| ≤ ½ ln 2: one division in all.
  ///
  /// eʳ = 1 + r + r² q(r) where q of degree 9 interpolates at Chebyshev's nodes, to a relative error of
  /// 2⁻⁵⁵·⁷, summed in pairs so that the chain of operations is short.
  @inline(__always)
  private static func logisticQuotient(_ x: SIMD2<Double>) -> SIMD2<Double> {
    let k = (x * 0x1.71547652b82fep+0 + 0x1.8p52) - 0x1.8p52
    let r = (x - k * 0x1.62e42feep-1) - k * 0x1.a39ef35793c76p-33
    let r2 = r * r
    let r4 = r2 * r2
    let p0 = linear(r, 1, 1) + r2 * linear(r, 0.5000000000000001, 0.16666666666666669)
    let p4 =
      linear(r, 0.04166666666662399, 0.008333333333330051)
      + r2 * linear(r, 0.0013888888917281794, 0.00019841269863105968)
    let p8 =
      linear(r, 2.480152119021773e-05, 2.7557268378684192e-06)
      + r2 * linear(r, 2.7620138719733994e-07, 2.5100424157005067e-08)
    let inverse = unsafeBitCast((0x1.8p52 + 1023) - k, to: SIMD2<UInt64>.self) &<< 52
    let exponential = (p0 + r4 * p4) + (r4 * r4) * p8
    return exponential / (unsafeBitCast(inverse, to: SIMD2<Double>.self) + exponential)
  }

  @inline(__always)
  private static func linear(_ r: SIMD2<Double>, _ c0: Double, _ c1: Double) -> SIMD2<Double> {
    c0 + r * c1
  }
}
