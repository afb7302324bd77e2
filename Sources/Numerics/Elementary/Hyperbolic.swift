extension Elementary {
  /// tanh x.
  public static func tanh(_ x: Double) -> Double { hyperbolicTangent(x) }

  /// tanh x in each lane.
  public static func tanh(_ x: SIMD8<Double>) -> SIMD8<Double> { hyperbolicTangent(x) }

  /// For |x| < 0.55 an odd polynomial, else 1 − 2/(e²ˣ + 1) with the rounding error of the
  /// denominator carried along.
  @inline(__always)
  static func hyperbolicTangent<L: Lanes>(_ x: L) -> L {
    let magnitude = x.absolute
    let z = x * x
    let z2 = z * z
    let z4 = z2 * z2
    let head = L.cubic(
      z, z2, -0.3333333333333333, 0.13333333333332714, -0.05396825396743174, 0.021869488493563037)
    let middle = L.cubic(
      z, z2, -0.008863234395418095, 0.003592110347096176, -0.0014556615775702321,
      0.0005889348072446843)
    let last = L.quadratic(
      z, z2, -0.0002346310452829557, 8.510707927347019e-05, -2.0598556673230578e-05)
    let near = magnitude + (magnitude * z) * (head + z4 * (middle + z4 * last))

    let reduced = ReducedExponential(magnitude.held(between: 0, and: 22) * 2.0)
    let scale = L.powerOfTwo(reduced.k)
    let sum = reduced.high + reduced.tail
    let mantissa = 1.0 + sum
    let mantissaLow = sum - (mantissa - 1.0)
    let power = mantissa * scale
    let denominator = power + 1.0
    let denominatorLow = (power - (denominator - 1.0)) + mantissaLow * scale
    let s = 2.0 / denominator
    let far = 1.0 - (s - (s * s) * (denominatorLow * 0.5))
    return L.choose(L.less(magnitude, L(everywhere: 0.55)), near, far).signed(like: x)
  }

  /// sinh x; ±∞ beyond ±710.48.
  public static func sinh(_ x: Double) -> Double {
    let magnitude = x.magnitude
    if magnitude < 0.35 {
      let z = x * x
      let head = Double.cubic(
        z, z * z, 0.16666666666666666, 0.00833333333333336, 0.00019841269841146993,
        2.755731943362024e-06)
      let last = Double.linear(z, 2.5051946709721618e-08, 1.6116496514371778e-10)
      return x + (x * z) * (head + (z * z) * (z * z) * last)
    }
    if !x.isFinite { return x }
    let (growing, falling, k) = exponentials(magnitude)
    return scaled((growing - falling).value, by: k - 1).signed(like: x)
  }

  /// cosh x; +∞ beyond ±710.48.
  public static func cosh(_ x: Double) -> Double {
    if !x.isFinite { return x.magnitude }
    let (growing, falling, k) = exponentials(x.magnitude)
    return scaled((growing + falling).value, by: k - 1)
  }

  /// eˣ 2^−k, e^−x 2^−k and k for x ≥ 0.
  private static func exponentials(_ x: Double) -> (Pair<Double>, Pair<Double>, Double) {
    let reduced = ReducedExponential(x.held(between: 0, and: 712))
    let growing = reduced.mantissaPair
    if reduced.k > 40 { return (growing, Pair(0, 0), reduced.k) }
    let inverse = Pair(1, 0) / growing
    let scale = Double.powerOfTwo(-2 * reduced.k)
    return (growing, Pair(inverse.high * scale, inverse.low * scale), reduced.k)
  }
}
