import SourceText

/// A place in a line, in bytes and in columns, for the rules about indentation.
///
/// A tab reaches to the next multiple of four columns and can be consumed in part.
struct LineCursor {
  let file: SourceFile
  let range: Range<Int>
  private(set) var offset: Int
  private(set) var column = 0

  init(_ file: SourceFile, _ range: Range<Int>) {
    self.file = file
    self.range = range
    offset = range.lowerBound
  }

  func byte(at index: Int) -> UInt8? { index < range.upperBound ? file.bytes[index] : nil }

  var rest: ArraySlice<UInt8> { file.bytes[offset..<range.upperBound] }

  /// The first byte that is no space, and its distance in columns.
  var nonspace: (offset: Int, indent: Int) {
    var index = offset
    var reached = column
    while let byte = byte(at: index), isSpace(byte) {
      reached += byte == 0x09 ? 4 - reached % 4 : 1
      index += 1
    }
    return (index, reached - column)
  }

  var isBlank: Bool { nonspace.offset >= range.upperBound }

  var content: ArraySlice<UInt8> { file.bytes[nonspace.offset..<range.upperBound] }

  /// Moves over so many columns of white space, or fewer if there are fewer.
  mutating func skip(columns: Int) {
    var left = columns
    while left > 0, let byte = byte(at: offset), isSpace(byte) {
      guard byte == 0x09 else {
        offset += 1
        column += 1
        left -= 1
        continue
      }
      let width = 4 - column % 4
      let step = min(width, left)
      column += step
      left -= step
      if step == width { offset += 1 }
    }
  }

  mutating func skipSpace() {
    let (target, indent) = nonspace
    offset = target
    column += indent
  }

  /// Moves over bytes that are no tabs.
  mutating func advance(_ count: Int) {
    offset += count
    column += count
  }

  /// Moves over one space or one column of a tab.
  mutating func skipOptionalSpace() { skip(columns: 1) }

  /// The columns that are left of a tab which was consumed in part.
  var partialTab: Int {
    guard let byte = byte(at: offset), byte == 0x09, column % 4 != 0 else { return 0 }
    return 4 - column % 4
  }

  /// What is left of the line, with the rest of a half-consumed tab as spaces.
  func remainder(into excerpt: inout Excerpt) {
    var start = offset
    // Only a tab whose first columns belong to a container arrives here half consumed.
    if partialTab > 0, columnAtOffset != column {
      for _ in 0..<partialTab { excerpt.append([0x20], at: offset) }
      start += 1
    }
    excerpt.append(file.bytes[start..<range.upperBound], at: start)
  }

  private var columnAtOffset: Int {
    var reached = 0
    for index in range.lowerBound..<offset {
      reached += file.bytes[index] == 0x09 ? 4 - reached % 4 : 1
    }
    return reached
  }
}
