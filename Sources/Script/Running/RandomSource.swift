import Numerics

/// Random numbers addressed by seed, lesson, block and call: the same on every machine.
struct RandomSource {
  let seed: UInt64
  private var key: UInt64
  private var counter: UInt64 = 0
  private(set) var isUsed = false
  private var spare: Double?

  init(_ address: RandomAddress) {
    seed = address.seed
    key = RandomSource.mix(address.seed &+ 0x9E37_79B9_7F4A_7C15)
    for text in [address.lesson, address.block] {
      for byte in text.utf8 { key = RandomSource.mix(key ^ UInt64(byte) &+ 0x632B_E59B_D9B4_E019) }
      key = RandomSource.mix(key ^ 0xFF51_AFD7_ED55_8CCD)
    }
  }

  /// A stream of its own for a named purpose.
  init(_ parent: RandomSource, _ label: UInt64) {
    seed = parent.seed
    key = RandomSource.mix(parent.key ^ RandomSource.mix(label &+ 0xC4CE_B9FE_1A85_EC53))
  }

  /// The finaliser of SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195).
  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func next() -> UInt64 {
    isUsed = true
    counter &+= 1
    return RandomSource.mix(key &+ counter &* 0x9E37_79B9_7F4A_7C15)
  }

  /// Uniform on [0, 1) in steps of 2⁻⁵³.
  mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Uniform on 0..<count, without bias.
  mutating func integer(below count: Int) -> Int {
    let bound = UInt64(max(1, count))
    let limit = UInt64.max - UInt64.max % bound
    var value = next()
    while value >= limit { value = next() }
    return Int(value % bound)
  }

  /// Normal with mean 0 and variance 1, by the polar method of Marsaglia.
  mutating func normal() -> Double {
    if let value = spare {
      spare = nil
      return value
    }
    while true {
      let x = 2 * uniform() - 1
      let y = 2 * uniform() - 1
      let square = x * x + y * y
      guard square > 0, square < 1 else { continue }
      let factor = (-2 * Elementary.log(square) / square).squareRoot()
      spare = y * factor
      return x * factor
    }
  }

  mutating func permutation(_ count: Int) -> [Int] {
    var items = Array(0..<count)
    for index in stride(from: count - 1, to: 0, by: -1) {
      items.swapAt(index, integer(below: index + 1))
    }
    return items
  }
}
