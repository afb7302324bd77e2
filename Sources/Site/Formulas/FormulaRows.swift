/// Where the lines of a formula stand below its upper edge, in the formula's own em.
package struct FormulaRows: Hashable, Sendable {
  /// The middle of the formula: its axis, where a fraction's line would be.
  package let axis: Double
  /// The axes of the lines of the outermost table, if it has several.
  package let lines: [Double]

  /// Half of the height of a minus sign above the baseline.
  private static let axisHeight = 0.25
  /// What a line of text takes above its baseline where everything is lower.
  private static let leastHeight = 0.84

  init(axis: Double, lines: [Double]) {
    self.axis = axis
    self.lines = lines
  }

  /// Reads KaTeX's own measures out of its markup.
  package init?(_ html: String) {
    var reader = MarkupReader(html)
    guard reader.skip(to: "class=\"katex-html\"") else { return nil }
    let start = reader.position
    var above = Self.leastHeight
    while reader.skip(to: "class=\"strut\" style=\"") {
      let style = reader.style()
      above = max(above, (style["height"] ?? 0) + (style["vertical-align"] ?? 0))
    }
    axis = above - Self.axisHeight
    reader.position = start
    lines = reader.tableRows().map { above + $0 - Self.axisHeight }
  }
}

/// Steps through markup of KaTeX's making.
private struct MarkupReader {
  private let bytes: [UInt8]
  var position = 0

  init(_ html: String) { bytes = Array(html.utf8) }

  /// Goes behind the next occurrence of a text.
  mutating func skip(to text: StaticString) -> Bool {
    guard let found = bytes.range(of: text, from: position) else { return false }
    position = found.upperBound
    return true
  }

  /// The lengths in em of the declarations up to the closing quote.
  func style() -> [String: Double] {
    let end = bytes.index(of: UInt8(ascii: "\""), from: position) ?? bytes.count
    var values: [String: Double] = [:]
    for declaration in String(decoding: bytes[position..<end], as: UTF8.self).split(separator: ";")
    {
      let parts = declaration.split(separator: ":")
      if parts.count == 2, parts[1].hasSuffix("em") {
        values[String(parts[0])] = Double(parts[1].dropLast(2))
      }
    }
    return values
  }

  /// The baselines of the rows of the first table below the formula's own, down positive.
  ///
  /// Each row of a column is `<span style="top:…"><span class="pstrut" style="height:…">`, directly
  /// inside the column's list.
  mutating func tableRows() -> [Double] {
    guard skip(to: "<span class=\"mtable\">"), skip(to: "<span class=\"vlist\""),
      skip(to: ">")
    else { return [] }
    var rows: [Double] = []
    var depth = 0
    while position < bytes.count, depth >= 0 {
      guard let open = bytes.index(of: UInt8(ascii: "<"), from: position) else { break }
      position = open
      let isEnd = open + 1 < bytes.count && bytes[open + 1] == UInt8(ascii: "/")
      if !isEnd, depth == 0 {
        guard let row = row() else { return [] }
        rows.append(row)
      }
      let close = bytes.index(of: UInt8(ascii: ">"), from: position) ?? bytes.count - 1
      if isEnd { depth -= 1 } else if bytes[close - 1] != UInt8(ascii: "/") { depth += 1 }
      position = close + 1
    }
    return rows
  }

  private func row() -> Double? {
    var inner = self
    guard bytes[position...].starts(with: Array("<span style=\"".utf8)),
      inner.skip(to: "style=\""), let top = inner.style()["top"],
      inner.skip(to: "class=\"pstrut\" style=\""), let strut = inner.style()["height"]
    else { return nil }
    return top + strut
  }
}
