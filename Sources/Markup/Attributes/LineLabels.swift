import SourceText

/// Takes `\label{eq-id}` out of a display's lines: what is left is read and typeset.
struct LineLabels {
  private let latex: Excerpt
  private(set) var found: [LineLabel] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// The ranges that they take.
  private var ranges: [Range<Int>] = []

  init(_ latex: Excerpt) {
    self.latex = latex
    var index = 0
    while index + 1 < latex.count {
      if latex.bytes[index] != UInt8(ascii: "\\") {
        index += 1
      } else if latex.bytes[index...].hasPrefix("\\label{") {
        index = take(index)
      } else {
        index += 2
      }
    }
  }

  /// The formula with spaces in their place, so that all positions stay.
  var rest: Excerpt {
    guard !ranges.isEmpty else { return latex }
    var rest = latex[0..<0]
    var done = 0
    for range in ranges {
      rest.append(latex[done..<range.lowerBound])
      for offset in range { rest.append([0x20], at: latex.fileOffset(offset)) }
      done = range.upperBound
    }
    rest.append(latex[done..<latex.count])
    return rest
  }

  private mutating func take(_ start: Int) -> Int {
    let nameStart = start + 7
    var end = nameStart
    while end < latex.count, isNameByte(latex.bytes[end]) { end += 1 }
    guard end > nameStart, end < latex.count, latex.bytes[end] == UInt8(ascii: "}") else {
      diagnostics.append(.malformedLabel(at: latex.span(start..<end)))
      return max(end, start + 7)
    }
    let name = Name(latex[nameStart..<end].text, latex.span(nameStart..<end))
    if ReferenceKind(ofIdentifier: name.text) == .equation {
      found.append(LineLabel(name: name, offset: start))
    } else {
      diagnostics.append(.wrongIdentifier(name, for: .formula))
    }
    ranges.append(start..<end + 1)
    return end + 1
  }
}
