/// Chance for tests, the same in every run.
struct Dice {
  var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func bits() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ count: Int) -> Int { Int(bits() >> 33) % count }

  mutating func pick<Item>(_ items: [Item]) -> Item { items[below(items.count)] }

  /// Numbers of all sizes, whole ones among them.
  mutating func number() -> Double {
    switch below(4) {
    case 0: return Double(below(19) - 9)
    case 1: return Double(Int64(bitPattern: bits() >> 40) - 8_000_000) / 1024
    case 2:
      let value = Double(bitPattern: bits())
      return value.isFinite ? value : 0.1
    default: return Double(bits() >> 11) * 0x1p-53 - 0.5
    }
  }
}
