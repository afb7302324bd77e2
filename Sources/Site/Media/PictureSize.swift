/// Width and height of a picture as its file says, so that the page keeps the room free.
package struct PictureSize: Hashable, Sendable {
  package let width: Int
  package let height: Int

  private init?(_ width: Int, _ height: Int) {
    guard (1...100_000).contains(width), (1...100_000).contains(height) else { return nil }
    self.width = width
    self.height = height
  }

  /// Reads the head of a PNG, GIF, JPEG or SVG file.
  package init?(_ bytes: [UInt8]) {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]), bytes.count > 24 {
      self.init(Self.big(bytes, 16, 4), Self.big(bytes, 20, 4))
    } else if bytes.starts(with: Array("GIF8".utf8)), bytes.count > 10 {
      self.init(Int(bytes[6]) | Int(bytes[7]) << 8, Int(bytes[8]) | Int(bytes[9]) << 8)
    } else if bytes.starts(with: [0xFF, 0xD8]) {
      guard let frame = Self.jpegFrame(bytes) else { return nil }
      self.init(Self.big(bytes, frame + 7, 2), Self.big(bytes, frame + 5, 2))
    } else {
      self.init(svg: bytes)
    }
  }

  private init?(svg bytes: [UInt8]) {
    guard let start = bytes.range(of: "<svg", from: 0)?.upperBound,
      let box = bytes.range(of: "viewBox=\"", from: start)?.upperBound,
      let end = bytes.index(of: UInt8(ascii: "\""), from: box)
    else { return nil }
    let numbers = String(decoding: bytes[box..<end], as: UTF8.self)
      .split { $0 == " " || $0 == "," }.compactMap { Double($0) }
    guard numbers.count == 4, numbers[2...].allSatisfy({ $0 >= 1 && $0 <= 100_000 }) else {
      return nil
    }
    self.init(Int(numbers[2]), Int(numbers[3]))
  }

  private static func big(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int {
    bytes[start..<start + count].reduce(0) { $0 << 8 | Int($1) }
  }

  /// Where the segment that holds the size begins.
  private static func jpegFrame(_ bytes: [UInt8]) -> Int? {
    var position = 2
    while position + 9 < bytes.count, bytes[position] == 0xFF {
      let marker = bytes[position + 1]
      if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) { return position }
      position += 2 + big(bytes, position + 2, 2)
    }
    return nil
  }
}
