import SourceText

/// The text that libcmark reads: the same lines with masks in them, and where each byte is from.
struct MaskedText {
  private(set) var bytes: [UInt8] = []
  private var lines: [Line] = []

  private struct Line {
    var start: Int
    /// Where contiguous runs begin, here (from the line's start) and in the file.
    var runs: [(here: Int, there: Int)] = []
    var fileEnd = 0
  }

  /// - Parameter isOneLine: The first line is text whatever it begins with: a heading's content.
  init(_ file: SourceFile, lines ranges: [Range<Int>], masks: [Mask], isOneLine: Bool = false) {
    bytes.reserveCapacity(file.bytes.count + 16)
    let order = masks.indices.sorted { masks[$0].range.lowerBound < masks[$1].range.lowerBound }
    var next = 0
    for range in ranges {
      lines.append(Line(start: bytes.count, fileEnd: range.upperBound))
      let isHeading = isOneLine && lines.count == 1
      if isHeading { bytes += Array("# ".utf8) }
      var position = range.lowerBound
      while next < order.count, masks[order[next]].range.lowerBound < range.lowerBound { next += 1 }
      while next < order.count, masks[order[next]].range.upperBound <= range.upperBound {
        let mask = masks[order[next]]
        copy(file, position..<max(position, mask.range.lowerBound))
        put(mask, number: order[next])
        position = max(position, mask.range.upperBound)
        next += 1
      }
      copy(file, position..<range.upperBound)
      if isHeading { bytes += Array(" #\n".utf8) }
      bytes.append(UInt8(ascii: "\n"))
    }
  }

  private mutating func note(_ fileOffset: Int) {
    let last = lines.count - 1
    lines[last].runs.append((bytes.count - lines[last].start, fileOffset))
  }

  /// Private-use characters of the author's and lone carriage returns are replaced on the way.
  private mutating func copy(_ file: SourceFile, _ range: Range<Int>) {
    note(range.lowerBound)
    let start = bytes.count
    bytes.append(contentsOf: file.bytes[range])
    for index in start..<bytes.count {
      if bytes[index] == UInt8(ascii: "\r") { bytes[index] = UInt8(ascii: " ") }
      if isPrivateUse(bytes[index...]) {
        bytes.replaceSubrange(index..<index + 3, with: [0xEF, 0xBF, 0xBD])
      }
    }
  }

  private mutating func put(_ mask: Mask, number: Int) {
    note(mask.range.lowerBound)
    let code = MaskCode.bytes(number)
    switch mask.shape {
    case .empty, .commentMiddle: break
    case .letters: bytes += code
    case .lineBreak: bytes += [0x20, 0x20]
    case .comment: bytes += Array("<!--".utf8) + code + Array("-->".utf8)
    case .commentStart: bytes += Array("<!--".utf8) + code
    case .commentEnd: bytes += Array("-->".utf8)
    }
    note(mask.range.upperBound)
  }

  /// The file's offset of a byte of a line, both counted from 0.
  func fileOffset(line: Int, column: Int) -> Int {
    guard lines.indices.contains(line) else { return lines.last?.fileEnd ?? 0 }
    let runs = lines[line].runs
    guard let index = runs.lastIndex(where: { $0.here <= column }) else {
      return lines[line].fileEnd
    }
    let limit = index + 1 < runs.count ? runs[index + 1].there : lines[line].fileEnd
    return min(runs[index].there + column - runs[index].here, limit)
  }

  func fileEnd(ofLine line: Int) -> Int {
    guard lines.indices.contains(line) else { return lines.last?.fileEnd ?? 0 }
    return lines[line].fileEnd
  }

  /// Where a byte of the file stands in its masked line.
  func column(line: Int, fileOffset: Int) -> Int {
    guard lines.indices.contains(line) else { return 0 }
    let runs = lines[line].runs
    guard let run = runs.last(where: { $0.there <= fileOffset }) else { return 0 }
    return run.here + fileOffset - run.there
  }
}

/// Whether U+E000 to U+F8FF begins here.
func isPrivateUse(_ bytes: ArraySlice<UInt8>) -> Bool {
  guard bytes.count >= 3, let first = bytes.first else { return false }
  let second = bytes[bytes.startIndex + 1]
  return first == 0xEE || (first == 0xEF && (0x80...0xA3).contains(second))
}
