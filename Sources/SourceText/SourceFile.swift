/// The text of one file, with its lines.
package struct SourceFile: Sendable {
  package let id: SourceID
  /// As messages show it: relative to where the command was called.
  package let path: String
  package let bytes: [UInt8]
  /// The offset of the first byte of each line; never empty.
  package let lineStarts: [Int]

  package init(id: SourceID = .main, path: String, bytes: [UInt8]) {
    self.id = id
    self.path = path
    self.bytes = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    lineStarts = starts
  }

  package init(id: SourceID = .main, path: String, text: String) {
    self.init(id: id, path: path, bytes: Array(text.utf8))
  }

  /// The line (from 0) that contains an offset.
  package func line(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// Line and column as people count them: from 1, columns in Unicode scalars.
  package func position(at offset: Int) -> Position {
    let line = line(at: offset)
    var column = 1
    for byte in bytes[lineStarts[line]..<max(lineStarts[line], min(offset, bytes.count))]
    where byte & 0xC0 != 0x80 {
      column += 1
    }
    return Position(line: line + 1, column: column)
  }

  /// The bytes of a line (from 0) without its line break.
  package func content(ofLine line: Int) -> ArraySlice<UInt8> {
    let start = lineStarts[line]
    var end = line + 1 < lineStarts.count ? lineStarts[line + 1] - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return bytes[start..<end]
  }

  /// The text under a span.
  package func text(_ span: Span) -> String {
    String(decoding: bytes[span.start..<span.end], as: UTF8.self)
  }

  /// The whole file as an excerpt of itself.
  package var excerpt: Excerpt { Excerpt(file: self, 0..<bytes.count) }
}

/// A place in a file as people count it: line and column from 1.
package struct Position: Hashable, Sendable {
  package var line: Int
  package var column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}
