extension Elementary {
  /// erf x = 2/√π ∫₀ˣ e^−t² dt.
  public static func erf(_ x: Double) -> Double {
    let magnitude = x.magnitude
    if magnitude >= 1 { return (1 - erfc(magnitude)).signed(like: x) }
    let z = x * x
    let z2 = z * z
    let z4 = z2 * z2
    let head = Double.cubic(
      z, z2, -0.37612638903183754, 0.11283791670955111, -0.026866170645123838,
      0.005223977625303518)
    let middle = Double.cubic(
      z, z2, -0.0008548327010033328, 0.00012055332214716276, -1.492562250448984e-05,
      1.6461446656928557e-06)
    let last = Double.cubic(
      z, z2, -1.6355118610877652e-07, 1.469248485913288e-08, -1.150035715978376e-09,
      6.174097221302586e-11)
    let rest = 0.1283791670955126 + z * (head + z4 * (middle + z4 * last))
    return x + x * rest
  }

  /// erfc x = 1 − erf x, accurate where it is tiny.
  public static func erfc(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x.magnitude < 0.4375 { return 1 - erf(x) }
    return x < 0 ? 2 - errorTail(-x, low: 0) : errorTail(x, low: 0)
  }

  /// The distribution function of the standard normal, Φ(x) = ½ erfc(−x/√2), accurate in both
  /// tails' own scale.
  public static func normalCumulative(_ x: Double) -> Double {
    if x.isNaN { return x }
    if x.magnitude > 40 { return x < 0 ? 0 : 1 }
    let t = Pair(0x1.6a09e667f3bcdp-1, -0x1.bdd3413b26456p-55) * -x
    if t.high.magnitude < 0.4375 { return 0.5 - 0.5 * erf(t.high) }
    return t.high < 0
      ? 1 - 0.5 * errorTail(-t.high, low: -t.low) : 0.5 * errorTail(t.high, low: t.low)
  }

  /// erfc(x + low) for x ≥ 0.4375: e^−xx times a slowly varying factor.
  private static func errorTail(_ x: Double, low: Double) -> Double {
    let x = x.held(between: 0, and: 28)
    let (square, squareLow) = Pair.product(x, x)
    let reduced = ReducedExponential(-square, low: -(squareLow + 2 * x * low))
    let factor = scaledError(x)
    let slope = 2 * x * factor.high - 1.1283791670955126
    let product = reduced.mantissaPair * (factor + slope * low)
    return scaled(product.value, by: reduced.k)
  }

  /// eˣˣ erfc(x).
  private static func scaledError(_ x: Double) -> Pair<Double> {
    var index = scaledErrorPieces.count - 1
    while index > 0 && x < scaledErrorPieces[index].start { index -= 1 }
    let isLast = index == scaledErrorPieces.count - 1
    let u = isLast ? 1 / (x * x) : x - scaledErrorPieces[index].center
    let coefficients = scaledErrorPieces[index].coefficients
    var sum = 0.0
    for coefficient in coefficients.reversed() { sum = sum * u + coefficient }
    let value = scaledErrorPieces[index].value
    let factor = Pair(normalizing: value.high, value.low + u * sum)
    return isLast ? factor / Pair(x, 0) : factor
  }
}
