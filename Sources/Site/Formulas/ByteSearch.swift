extension [UInt8] {
  /// The next occurrence of a text from an offset on.
  ///
  /// The library's search over collections is twenty times slower, and pages are searched whole.
  func range(of text: StaticString, from start: Int, to limit: Int? = nil) -> Range<Int>? {
    let end = Swift.min(limit ?? count, count) - text.utf8CodeUnitCount
    guard start <= end else { return nil }
    return text.withUTF8Buffer { needle in
      withUnsafeBufferPointer { bytes in
        var index = start
        while index <= end {
          if bytes[index] == needle[0] {
            var length = 1
            while length < needle.count, bytes[index + length] == needle[length] { length += 1 }
            if length == needle.count { return index..<index + length }
          }
          index += 1
        }
        return nil
      }
    }
  }

  /// The next occurrence of a byte from an offset on.
  func index(of byte: UInt8, from start: Int) -> Int? {
    withUnsafeBytes { bytes in
      var index = start
      // Eight at a time: what has no byte of zero when the byte is taken from each.
      let pattern = UInt64(byte) &* 0x0101_0101_0101_0101
      while index + 8 <= bytes.count {
        let rest = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ pattern
        let zeros = (rest &- 0x0101_0101_0101_0101) & ~rest & 0x8080_8080_8080_8080
        if zeros != 0 { break }
        index += 8
      }
      while index < bytes.count {
        if bytes[index] == byte { return index }
        index += 1
      }
      return nil
    }
  }

  /// The bytes with every occurrence of a text replaced.
  func replacing(_ text: StaticString, with other: StaticString) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(count)
    var position = 0
    while let found = range(of: text, from: position) {
      result += self[position..<found.lowerBound]
      other.withUTF8Buffer { result += $0 }
      position = found.upperBound
    }
    return result + self[position...]
  }
}
