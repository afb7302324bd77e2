/// x = q π/2 + r with |r| ≤ π/4 (a little more by rounding), r = high + low.
struct ReducedAngle<L: Lanes> {
  var quarterTurns: L
  var high: L
  var low: L

  /// For |x| < 2^20.
  ///
  /// π/2 is split into three parts of 33 bits, whose products with q are exact, and a rest: 152
  /// bits in all, more than any double loses by cancellation in this range.
  @inline(__always)
  init(moderate x: L) {
    quarterTurns = (x * 0x1.45f306dc9c883p-1).nearestInteger
    let first = x - quarterTurns * 0x1.921fb544p+0
    let (second, secondLow) = Pair.sum(first, -(quarterTurns * 0x1.0b4611a6p-34))
    let (third, thirdLow) = Pair.sum(secondLow, -(quarterTurns * 0x1.3198a2e0p-69))
    let (head, headLow) = Pair.sum(second, third)
    let rest = headLow + (thirdLow - quarterTurns * 0x1.b839a252049c1p-104)
    high = head + rest
    low = (head - high) + rest
  }
}

extension ReducedAngle where L == Double {
  /// For any finite x with |x| ≥ 2^20, with q in 0…3 only.
  ///
  /// Payne and Hanek (1983): of the product of x with 2/π only the bits around the binary point
  /// are formed, 192 of them, so that 128 remain below the leading 62 zeros at worst.
  init(large x: Double) {
    // |x| = m 2^e with a 53-bit m; bits of 2/π before e − 2 give multiples of 4 turns.
    let m = x.significandBitPattern | 0x0010_0000_0000_0000
    let e = Int(x.exponent) - 52
    let start = e - 2
    let w0 = Self.twoOverPi(from: start)
    let w1 = Self.twoOverPi(from: start + 64)
    let w2 = Self.twoOverPi(from: start + 128)
    let w3 = Self.twoOverPi(from: start + 192)
    let p3 = m.multipliedFullWidth(by: w3).high
    let p2 = m.multipliedFullWidth(by: w2)
    let p1 = m.multipliedFullWidth(by: w1)
    let (bottom, carry) = p2.low.addingReportingOverflow(p3)
    let (middle, carry1) = p1.low.addingReportingOverflow(p2.high)
    let (middle2, carry2) = middle.addingReportingOverflow(carry ? 1 : 0)
    let carries: UInt64 = (carry1 ? 1 : 0) &+ (carry2 ? 1 : 0)
    let top = m &* w0 &+ p1.high &+ carries
    // top:middle2:bottom is the product modulo 4, two bits before the point.
    var q = Double(top >> 62)
    var fraction = (top << 2 | middle2 >> 62, middle2 << 2 | bottom >> 62, bottom << 2)
    var sign = 1.0
    if fraction.0 >> 63 == 1 {
      q += 1
      sign = -1
      fraction = Self.negated(fraction)
    }
    let turn = Self.pair(fraction)
    let angle = turn * Pair(0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54)
    if x < 0 {
      q = -q
      sign = -sign
    }
    quarterTurns = q
    high = sign * angle.high
    low = sign * angle.low
  }

  private static func negated(
    _ f: (UInt64, UInt64, UInt64)
  ) -> (UInt64, UInt64, UInt64) {
    let low = 0 &- f.2
    let middle = ~f.1 &+ (f.2 == 0 ? 1 : 0)
    let high = ~f.0 &+ (f.2 == 0 && f.1 == 0 ? 1 : 0)
    return (high, middle, low)
  }

  /// The fraction 0.f₀f₁f₂ in base 2^64, to 106 bits.
  private static func pair(_ f: (UInt64, UInt64, UInt64)) -> Pair<Double> {
    let shift = UInt64(f.0 == 0 ? 63 : f.0.leadingZeroBitCount)
    let opposite = 64 &- shift
    let high = f.0 &<< shift | (shift == 0 ? 0 : f.1 &>> opposite)
    let low = f.1 &<< shift | (shift == 0 ? 0 : f.2 &>> opposite)
    let scale = Double(sign: .plus, exponent: -Int(shift) - 64, significand: 1)
    let top = Double(high &>> 11) * 0x1p11
    let rest = Double(high & 0x7ff) + Double(low &>> 11) * 0x1p-53
    return Pair(normalizing: top * scale, rest * scale)
  }

  /// 64 bits of 2/π whose first has the weight 2^−(start + 1).
  private static func twoOverPi(from start: Int) -> UInt64 {
    let word = start >> 6
    let offset = UInt64(start & 63)
    let first = twoOverPiWord(word)
    if offset == 0 { return first }
    return first &<< offset | twoOverPiWord(word + 1) &>> (64 &- offset)
  }

  private static func twoOverPiWord(_ index: Int) -> UInt64 {
    index < 0 ? 0 : twoOverPiWords[index]
  }
}

/// The binary digits of 2/π after the point.
private let twoOverPiWords: [UInt64] = [
  0xa2f9_836e_4e44_1529, 0xfc27_57d1_f534_ddc0, 0xdb62_9599_3c43_9041, 0xfe51_63ab_debb_c561,
  0xb724_6e3a_424d_d2e0, 0x0649_2eea_09d1_921c, 0xfe1d_eb1c_b129_a73e, 0xe882_35f5_2ebb_4484,
  0xe99c_7026_b45f_7e41, 0x3991_d639_8353_39f4, 0x9c84_5f8b_bdf9_283b, 0x1ff8_97ff_de05_980f,
  0xef2f_118b_5a0a_6d1f, 0x6d36_7ecf_27cb_09b7, 0x4f46_3f66_9e5f_ea2d, 0x7527_bac7_ebe5_f17b,
  0x3d07_39f7_8a52_92ea, 0x6bfb_5fb1_1f8d_5d08, 0x5603_3046_fc7b_6bab, 0xf0cf_bc20_9af4_361d,
]
