extension [UInt8] {
  /// The next occurrence of a text from an offset on.
  ///
  /// The library's search over collections is twenty times slower, and pages are searched whole.
  func range(of text: StaticString, from start: Int, to limit: Int? = nil) -> Range<Int>? {
    let end = (limit ?? count) - text.utf8CodeUnitCount
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
    var index = start
    while index < count {
      if self[index] == byte { return index }
      index += 1
    }
    return nil
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
