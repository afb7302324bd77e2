/// 128 bits that stand for content: what equals has equal hashes, on every machine.
///
/// Made to tell contents apart that differ by accident; not against malice.
package struct ContentHash: Hashable, Sendable {
  package let high: UInt64
  package let low: UInt64

  init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  package init(_ bytes: [UInt8]) {
    var high: UInt64 = 0x9E37_79B9_7F4A_7C15
    var low: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    bytes.withUnsafeBytes { buffer in
      var start = 0
      while start < buffer.count {
        let word: UInt64
        if start + 8 <= buffer.count {
          word = UInt64(
            littleEndian: buffer.loadUnaligned(fromByteOffset: start, as: UInt64.self))
        } else {
          word = buffer[start...].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        Self.take(word, &high, &low)
        start += 8
      }
    }
    Self.take(UInt64(bytes.count), &high, &low)
    self.high = Self.mixed(high ^ (low >> 32))
    self.low = Self.mixed(low &+ high)
  }

  /// Both halves take every word, each in its own one-to-one way.
  private static func take(_ word: UInt64, _ high: inout UInt64, _ low: inout UInt64) {
    high = (high ^ word) &* 0xFF51_AFD7_ED55_8CCD
    high ^= high >> 32
    low = (low &+ (word << 31 | word >> 33)) &* 0xC4CE_B9FE_1A85_EC53
    low ^= low >> 29
  }

  private static func mixed(_ start: UInt64) -> UInt64 {
    var word = start
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }
}
