/// UTF-8 of UTF-16: what Duktape's strings are made of.
///
/// Characters beyond U+FFFF are six bytes instead of four: their two surrogates, each encoded as if
/// it were a character.
enum CESU8 {
  static func encoded(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for unit in text.utf16 {
      if unit < 0x80 {
        bytes.append(UInt8(unit))
      } else if unit < 0x800 {
        bytes.append(0xC0 | UInt8(unit >> 6))
        bytes.append(0x80 | UInt8(unit & 0x3F))
      } else {
        bytes.append(0xE0 | UInt8(unit >> 12))
        bytes.append(0x80 | UInt8(unit >> 6 & 0x3F))
        bytes.append(0x80 | UInt8(unit & 0x3F))
      }
    }
    return bytes
  }

  static func decoded(_ bytes: some Collection<UInt8>) -> String {
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count)
    for byte in bytes {
      if byte < 0x80 {
        units.append(UInt16(byte))
      } else if byte & 0xC0 == 0x80 {
        // Every continuation byte adds six bits to the unit that its leading byte began.
        guard let last = units.popLast() else { continue }
        units.append(last << 6 | UInt16(byte & 0x3F))
      } else {
        units.append(UInt16(byte & (byte < 0xE0 ? 0x1F : 0x0F)))
      }
    }
    return String(decoding: units, as: UTF16.self)
  }
}
