extension Elementary {
  /// sin x, exact reduction included for every finite x; NaN for ±∞.
  public static func sin(_ x: Double) -> Double {
    isModerate(x) ? sine(x) : turned(x, by: 0)
  }

  /// cos x, exact reduction included for every finite x; NaN for ±∞.
  public static func cos(_ x: Double) -> Double {
    isModerate(x) ? cosine(x) : turned(x, by: 1)
  }

  /// sin x in each lane.
  public static func sin(_ x: SIMD8<Double>) -> SIMD8<Double> {
    isModerate(x) ? sine(x) : eachLane(x) { sin($0) }
  }

  /// cos x in each lane.
  public static func cos(_ x: SIMD8<Double>) -> SIMD8<Double> {
    isModerate(x) ? cosine(x) : eachLane(x) { cos($0) }
  }

  /// tan x; NaN for ±∞.
  public static func tan(_ x: Double) -> Double {
    if !x.isFinite { return .nan }
    if x.magnitude < 0x1p-27 { return x }
    let angle = isModerate(x) ? ReducedAngle(moderate: x) : ReducedAngle(large: x)
    let sine = angle.sinePair
    let cosine = angle.cosinePair
    let isOdd = Int(angle.quarterTurns) & 1 == 1
    return isOdd ? -(cosine / sine).value : (sine / cosine).value
  }

  @inline(__always)
  private static func isModerate<L: Lanes>(_ x: L) -> Bool {
    L.everywhere(L.less(x.absolute, L(everywhere: 0x1p20)))
  }

  @inline(__always)
  static func sine<L: Lanes>(_ x: L) -> L {
    let angle = ReducedAngle(moderate: x)
    // The reduction loses the sign of −0 and bits of subnormal x.
    return L.choose(
      L.less(x.absolute, L(everywhere: 0x1p-27)), x, angle.sine(advancedBy: angle.quarterTurns))
  }

  @inline(__always)
  static func cosine<L: Lanes>(_ x: L) -> L {
    let angle = ReducedAngle(moderate: x)
    return angle.sine(advancedBy: angle.quarterTurns + 1.0)
  }

  private static func turned(_ x: Double, by quarters: Double) -> Double {
    if !x.isFinite { return .nan }
    let angle = ReducedAngle(large: x)
    return angle.sine(advancedBy: angle.quarterTurns + quarters)
  }
}

extension ReducedAngle {
  /// sin(r + n π/2).
  @inline(__always)
  func sine(advancedBy n: L) -> L {
    let half = n * 0.5
    let isEven = L.equal(half.nearestInteger, half)
    let magnitude = L.choose(isEven, sine.value, cosine.value)
    // Bit 1 of n, as the sign.
    let turns = (n + 0x1.8p52).laneBits.shiftedRight(1).shiftedLeft(63)
    return L(laneBits: magnitude.laneBits ^ turns)
  }

  /// sin r = head + tail, the tail small.
  @inline(__always)
  var sine: Pair<L> {
    let z = high * high
    let z2 = z * z
    let p =
      L.cubic(
        z, z2, 0.008333333333330936, -0.00019841269836740527, 2.7557316093196066e-06,
        -2.5051129895962803e-08) + (z2 * z2) * 1.5917988944318488e-10
    let cube = z * high
    let tail = cube * (z * p) + (low - z * (low * 0.5))
    return Pair(high, cube * -0.16666666666666666 + tail)
  }

  /// cos r = head + tail, the tail small.
  @inline(__always)
  var cosine: Pair<L> {
    let z = high * high
    let z2 = z * z
    let p =
      L.cubic(
        z, z2, 0.041666666666666664, -0.0013888888888887389, 2.48015872987544e-05,
        -2.75573172658766e-07)
      + (z2 * z2) * L.linear(z, 2.087614504910586e-09, -1.1382544623261843e-11)
    let half = z * 0.5
    let head = 1.0 - half
    let lost = (1.0 - head) - half
    return Pair(head, lost + (z2 * p - high * low))
  }
}

extension ReducedAngle where L == Double {
  /// sin r to about 60 bits.
  var sinePair: Pair<Double> { Pair(normalizing: sine.high, sine.low) }

  /// cos r to about 60 bits: the square that the head subtracts is taken exactly.
  var cosinePair: Pair<Double> {
    let (_, squareLow) = Pair.product(high, high)
    return Pair(normalizing: cosine.high, cosine.low - 0.5 * squareLow)
  }
}
