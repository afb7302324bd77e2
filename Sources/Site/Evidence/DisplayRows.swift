package import SourceText

/// The lines of a display as its LaTeX divides them.
package enum DisplayRows {
  private static let environments = [
    "aligned", "align", "align*", "split", "gathered", "gather", "gather*", "alignedat",
  ]

  /// The lines of a formula that is, first of all, one environment of lines; else none.
  package static func ranges(_ latex: Excerpt) -> [Range<Int>] {
    let bytes = latex.bytes
    guard let start = environmentStart(bytes) else { return [] }
    var rows: [Range<Int>] = []
    var rowStart = start
    var depth = 0
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\\") {
        if bytes[index...].starts(with: "\\begin{".utf8) { depth += 1 }
        if bytes[index...].starts(with: "\\end{".utf8) {
          if depth == 0 { break }
          depth -= 1
        }
        if depth == 0, index + 1 < bytes.count, bytes[index + 1] == byte {
          rows.append(rowStart..<index)
          rowStart = index + 2
        }
        index += 1
      } else if byte == UInt8(ascii: "{") {
        depth += 1
      } else if byte == UInt8(ascii: "}") {
        depth -= 1
      }
      index += 1
    }
    let last = rowStart..<min(index, bytes.count)
    let isBlank = bytes[last].allSatisfy { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 }
    return isBlank ? rows : rows + [last]
  }

  private static func environmentStart(_ bytes: [UInt8]) -> Int? {
    for name in environments {
      let opening = Array("\\begin{\(name)}".utf8)
      if bytes.starts(with: opening) { return opening.count }
    }
    return nil
  }

  /// The line that a step of the file ends in: a right side may take several.
  static func row(of span: Span, in latex: Excerpt, _ rows: [Range<Int>]) -> Int? {
    let last = max(span.start, span.end - 1)
    return rows.lastIndex { latex.fileOffset($0.lowerBound) <= last }
  }
}
