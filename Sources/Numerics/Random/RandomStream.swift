/// Random numbers that depend only on a seed and an address, the same on every machine.
///
/// The n-th number is a keyed hash of n: there is no hidden state, streams at different addresses
/// are independent, and adding a draw to one does not disturb another. Not for cryptography.
///
/// The hash is two rounds of the finalizer of SplitMix64 (Steele, Lea, Flood 2014,
/// doi:10.1145/2660193.2660195), each with a key of its own.
public struct RandomStream: Sendable {
  private let firstKey: UInt64
  private let secondKey: UInt64
  /// How many 64-bit numbers have been drawn.
  public private(set) var count: UInt64 = 0

  /// The root of all streams with this seed.
  public init(seed: UInt64) {
    firstKey = mixed(seed &+ golden)
    secondKey = mixed(firstKey ^ 0xd1b5_4a32_d192_ed03)
  }

  private init(firstKey: UInt64, secondKey: UInt64) {
    self.firstKey = firstKey
    self.secondKey = secondKey
  }

  /// The stream at a number below this one; independent of what was drawn here.
  public func stream(_ index: Int) -> RandomStream {
    descendant(mixed(UInt64(bitPattern: Int64(index)) &+ 0x9fb2_1c65_1e98_df25))
  }

  /// The stream at a name below this one.
  public func stream(_ name: String) -> RandomStream {
    var hash: UInt64 = 0x2545_f491_4f6c_dd1d
    for byte in name.utf8 { hash = mixed(hash ^ UInt64(byte)) &+ golden }
    return descendant(hash)
  }

  private func descendant(_ tag: UInt64) -> RandomStream {
    let first = mixed(firstKey &+ tag &* golden)
    return RandomStream(firstKey: first, secondKey: mixed(secondKey ^ tag ^ first))
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    count &+= 1
    return mixed(mixed(count &* golden &+ firstKey) ^ secondKey)
  }

  /// Uniform on [0, 1), a multiple of 2⁻⁵³.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Uniform on [low, high).
  public mutating func uniform(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * uniform()
  }

  /// Uniform on a non-empty range, without bias.
  ///
  /// Lemire (2019), doi:10.1145/3230636.
  public mutating func integer(in range: ClosedRange<Int>) -> Int {
    let width = UInt64(bitPattern: Int64(range.upperBound &- range.lowerBound)) &+ 1
    if width == 0 { return Int(truncatingIfNeeded: next()) }
    var product = next().multipliedFullWidth(by: width)
    if product.low < width {
      let threshold = (0 &- width) % width
      while product.low < threshold { product = next().multipliedFullWidth(by: width) }
    }
    return range.lowerBound &+ Int(truncatingIfNeeded: product.high)
  }

  /// Normal with mean 0 and variance 1 (Box and Muller 1958); two draws each.
  public mutating func normal() -> Double {
    let radius = Elementary.sqrt(-2 * Elementary.log(1 - uniform()))
    return radius * Elementary.cos(2 * Double.pi * uniform())
  }

  /// The numbers 0 ..< count in random order (Fisher and Yates).
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, integer(in: 0...last))
    }
    return order
  }

  /// One of the elements, each equally likely; `nil` if there is none.
  public mutating func choice<Element>(_ elements: [Element]) -> Element? {
    elements.isEmpty ? nil : elements[integer(in: 0...elements.count - 1)]
  }
}

private let golden: UInt64 = 0x9e37_79b9_7f4a_7c15

private func mixed(_ value: UInt64) -> UInt64 {
  var z = value
  z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
  z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
  return z ^ (z >> 31)
}
