/// Writes values one behind the other, so that `ByteReader` gets them back.
package struct ByteWriter {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func byte(_ value: UInt8) { bytes.append(value) }

  package mutating func truth(_ value: Bool) { byte(value ? 1 : 0) }

  /// A whole number; small ones take one byte.
  package mutating func whole(_ value: Int) {
    var rest = UInt64(bitPattern: Int64(value << 1 ^ value >> 63))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  package mutating func word(_ value: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift)))
    }
  }

  package mutating func number(_ value: Double) { word(value.bitPattern) }

  package mutating func data(_ value: some Collection<UInt8>) {
    whole(value.count)
    bytes.append(contentsOf: value)
  }

  package mutating func text(_ value: String) { data(value.utf8) }

  package mutating func hash(_ value: ContentHash) {
    word(value.high)
    word(value.low)
  }

  package mutating func list<Element>(
    _ elements: [Element], _ write: (inout ByteWriter, Element) -> Void
  ) {
    whole(elements.count)
    for element in elements { write(&self, element) }
  }

  package mutating func optional<Value>(
    _ value: Value?, _ write: (inout ByteWriter, Value) -> Void
  ) {
    truth(value != nil)
    if let value { write(&self, value) }
  }
}

/// Reads what `ByteWriter` wrote; bytes that it cannot have written are `Damage`.
package struct ByteReader {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  package struct Damage: Error {}

  package init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  package init(_ bytes: [UInt8]) { self.init(bytes[...]) }

  package var isAtEnd: Bool { position == bytes.endIndex }

  package mutating func byte() throws(Damage) -> UInt8 {
    guard position < bytes.endIndex else { throw Damage() }
    defer { position += 1 }
    return bytes[position]
  }

  package mutating func truth() throws(Damage) -> Bool {
    switch try byte() {
    case 0: return false
    case 1: return true
    default: throw Damage()
    }
  }

  package mutating func whole() throws(Damage) -> Int {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = try byte()
      guard shift < 64 else { throw Damage() }
      value |= UInt64(next & 0x7F) << shift
      if next < 0x80 { break }
      shift += 7
    }
    return Int(Int64(bitPattern: value >> 1)) ^ -Int(value & 1)
  }

  package mutating func word() throws(Damage) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: 0, to: 64, by: 8) { value |= UInt64(try byte()) << UInt64(shift) }
    return value
  }

  package mutating func number() throws(Damage) -> Double { Double(bitPattern: try word()) }

  package mutating func data() throws(Damage) -> ArraySlice<UInt8> {
    let count = try whole()
    guard count >= 0, count <= bytes.endIndex - position else { throw Damage() }
    defer { position += count }
    return bytes[position..<position + count]
  }

  package mutating func text() throws(Damage) -> String {
    String(decoding: try data(), as: UTF8.self)
  }

  package mutating func hash() throws(Damage) -> ContentHash {
    ContentHash(high: try word(), low: try word())
  }

  package mutating func list<Element>(
    _ read: (inout ByteReader) throws(Damage) -> Element
  ) throws(Damage) -> [Element] {
    let count = try whole()
    // Every element takes a byte at least.
    guard count >= 0, count <= bytes.endIndex - position else { throw Damage() }
    var elements: [Element] = []
    elements.reserveCapacity(count)
    for _ in 0..<count { elements.append(try read(&self)) }
    return elements
  }

  package mutating func optional<Value>(
    _ read: (inout ByteReader) throws(Damage) -> Value
  ) throws(Damage) -> Value? {
    try truth() ? try read(&self) : nil
  }
}
