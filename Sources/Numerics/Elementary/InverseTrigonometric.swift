extension Elementary {
  /// arctan x in [−π/2, π/2].
  public static func arctan(_ x: Double) -> Double {
    x.magnitude < 0x1p-27 ? x : arctan(x, over: 1)
  }

  /// The angle of the point (x, y) in (−π, π], with the conventions of IEEE 754 at zeros and
  /// infinities.
  public static func arctan(_ y: Double, over x: Double) -> Double {
    if y.isNaN || x.isNaN { return .nan }
    let a = y.magnitude
    let b = x.magnitude
    var angle = firstQuadrant(a, b)
    if x.sign == .minus { angle = Pair.pi - angle }
    let value = angle.high == 0 && angle.low == 0 ? smallQuotient(a, b) : angle.value
    return y.sign == .minus ? -value : value
  }

  /// arcsin x in [−π/2, π/2]; NaN outside [−1, 1].
  public static func arcsin(_ x: Double) -> Double {
    let magnitude = x.magnitude
    if !(magnitude <= 1) { return .nan }
    if magnitude < 0x1p-27 { return x }
    let angle = positiveAngle(Pair(magnitude, 0), oppositeLeg(magnitude))
    return angle.value.signed(like: x)
  }

  /// arccos x in [0, π]; NaN outside [−1, 1].
  public static func arccos(_ x: Double) -> Double {
    let magnitude = x.magnitude
    if !(magnitude <= 1) { return .nan }
    if magnitude < 0x1p-60 { return Pair<Double>.pi.high * 0.5 }
    let angle = positiveAngle(oppositeLeg(magnitude), Pair(magnitude, 0))
    return x < 0 ? (Pair.pi - angle).value : angle.value
  }

  /// √(1 − x²).
  private static func oppositeLeg(_ x: Double) -> Pair<Double> {
    let (less, lessLow) = Pair.sum(1, -x)
    let (more, moreLow) = Pair.sum(1, x)
    return (Pair(less, lessLow) * Pair(more, moreLow)).squareRoot
  }

  /// The angle of (b, a) for a, b ≥ 0; zero where a/b < 2^−60.
  private static func firstQuadrant(_ a: Double, _ b: Double) -> Pair<Double> {
    if a == 0 { return Pair(0, 0) }
    if a.isInfinite && b.isInfinite { return Pair.pi * 0.25 }
    if b == 0 || b < a * 0x1p-60 || a.isInfinite { return Pair.pi * 0.5 }
    if a < b * 0x1p-60 { return Pair(0, 0) }
    // Powers of two that bring the larger one near 1.
    let exponent = max(a, b).exponent
    let half = exponent / 2
    let first = Double(sign: .plus, exponent: Int(-half), significand: 1)
    let second = Double(sign: .plus, exponent: Int(half - exponent), significand: 1)
    return positiveAngle(Pair(a * first * second, 0), Pair(b * first * second, 0))
  }

  private static func smallQuotient(_ a: Double, _ b: Double) -> Double {
    a == 0 ? 0 : a / b
  }

  /// The angle of (x, y) for x, y ≥ 0, not both 0.
  private static func positiveAngle(_ y: Pair<Double>, _ x: Pair<Double>) -> Pair<Double> {
    y.high <= x.high ? eighth(y / x) : Pair.pi * 0.5 - eighth(x / y)
  }

  /// arctan q for 0 ≤ q ≤ 1: the arctangent of the next i/16 from a table, and a short series.
  private static func eighth(_ q: Pair<Double>) -> Pair<Double> {
    let index = (q.high * 16).nearestInteger
    let node = index * 0.0625
    let t = (q + -node) / (q * node + 1)
    let z = t.high * t.high
    let head = Double.cubic(z, z * z, -1.0 / 3, 0.2, -1.0 / 7, 1.0 / 9)
    let last = Double.linear(z, -1.0 / 11, 1.0 / 13)
    let tail = t.high * (z * (head + (z * z) * (z * z) * last))
    return arctangents[Int(index)] + (t + tail)
  }
}

extension Pair where L == Double {
  /// π.
  static var pi: Pair { Pair(0x1.921fb54442d18p+1, 0x1.1a62633145c07p-53) }
}

/// arctan(i/16), i = 0…16, for `Elementary.arctan`.
let arctangents: [Pair<Double>] = [
  Pair(0.0, 0.0),
  Pair(0.06241880999595735, -1.5490756308295046e-18),
  Pair(0.12435499454676144, -3.1253241424539383e-18),
  Pair(0.18534794999569476, 4.180692268843079e-18),
  Pair(0.24497866312686414, 1.0698755618734451e-17),
  Pair(0.3028848683749714, -1.1010827903001369e-17),
  Pair(0.35877067027057225, -2.4623815582638635e-17),
  Pair(0.4124104415973873, -1.587652227770689e-17),
  Pair(0.4636476090008061, 2.2698777452961687e-17),
  Pair(0.5123894603107377, -2.5462781472855804e-17),
  Pair(0.5585993153435624, -5.4556305485916264e-18),
  Pair(0.6022873461349642, 2.950430737228402e-17),
  Pair(0.6435011087932844, 1.5834785051444286e-17),
  Pair(0.6823165548747481, 6.943223671560008e-18),
  Pair(0.7188299996216245, -2.1478388444456983e-17),
  Pair(0.7531512809621944, -2.4256934659182068e-17),
  Pair(0.7853981633974483, 3.061616997868383e-17),
]
