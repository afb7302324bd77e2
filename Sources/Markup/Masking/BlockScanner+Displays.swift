import SourceText

extension BlockScanner {
  /// Reads `$$ … $$ {attributes}` from here on, over as many lines as it takes.
  mutating func scanDisplay(_ cursor: LineCursor) {
    let start = cursor.nonspace.offset
    var latex = Excerpt(source: file.id, at: start + 2)
    var pieces = [start..<cursor.range.upperBound]
    var from = start + 2
    var end = cursor.range.upperBound
    var line = lineNumber
    while true {
      if let close = closingDelimiter(from..<end) {
        latex.append(file.bytes[from..<close], at: from)
        let attributes = finishDisplayLine(close + 2..<end)
        let labels = LineLabels(latex.trimmedLines)
        diagnostics += labels.diagnostics
        let display = Display(
          latex: labels.rest, attributes: attributes, lineLabels: labels.found)
        let block = Block(.display(display), Span(file.id, start, displayEnd(close + 2..<end)))
        maskDisplay(.block(block), pieces)
        lineNumber = line
        return
      }
      latex.append(file.bytes[from..<end], at: from)
      latex.append([0x0A], at: end)
      line += 1
      guard line < lines.count else { break }
      var next = LineCursor(file, lines[line])
      guard matchContainers(&next) == containers.count else { break }
      from = next.offset
      end = next.range.upperBound
      pieces.append(next.offset..<end)
    }
    recover(start, pieces)
  }

  /// An unclosed display is taken to end before the first blank line.
  private mutating func recover(_ start: Int, _ pieces: [Range<Int>]) {
    diagnostics.append(.unclosedDisplay(at: Span(file.id, start, start + 2)))
    let blank = pieces.firstIndex { file.bytes[$0].allSatisfy(isSpace) } ?? pieces.count
    maskDisplay(.nothing, Array(pieces[..<blank]))
    lineNumber += blank - 1
  }

  private mutating func maskDisplay(_ content: Mask.Content, _ pieces: [Range<Int>]) {
    if pieces.count == 1 {
      masks.append(Mask(content: content, range: pieces[0], shape: .comment))
      return
    }
    for (number, piece) in pieces.enumerated() {
      let isLast = number == pieces.count - 1
      let shape: Mask.Shape =
        number == 0 ? .commentStart : isLast ? .commentEnd : .commentMiddle
      masks.append(
        Mask(content: number == 0 ? content : .continuation, range: piece, shape: shape))
    }
  }

  private func closingDelimiter(_ range: Range<Int>) -> Int? {
    var index = range.lowerBound
    while index + 1 < range.upperBound {
      if file.bytes[index] == UInt8(ascii: "\\") {
        index += 2
        continue
      }
      if file.bytes[index] == UInt8(ascii: "$"), file.bytes[index + 1] == UInt8(ascii: "$") {
        return index
      }
      index += 1
    }
    return nil
  }

  /// What follows the closing delimiter: attributes or nothing.
  private mutating func finishDisplayLine(_ range: Range<Int>) -> Attributes {
    let rest = Excerpt(file: file, range).trimmed
    guard rest.count > 0 else { return Attributes() }
    guard rest.bytes[0] == UInt8(ascii: "{"),
      let end = InlineSyntax.attributesEnd(rest.bytes, 0)
    else {
      diagnostics.append(.textAfterDisplay(at: rest.span))
      return Attributes()
    }
    if end < rest.count {
      diagnostics.append(.textAfterDisplay(at: rest[end..<rest.count].trimmed.span))
    }
    return attributes(rest[0..<end], for: .formula)
  }

  private func displayEnd(_ range: Range<Int>) -> Int {
    let rest = Excerpt(file: file, range).trimmed
    return rest.count > 0 ? rest.span.end : range.lowerBound
  }
}

extension Excerpt {
  /// Without white space and line breaks at both ends.
  var trimmedLines: Excerpt {
    var start = 0
    var end = bytes.count
    while start < end, isSpace(bytes[start]) || bytes[start] == 0x0A { start += 1 }
    while end > start, isSpace(bytes[end - 1]) || bytes[end - 1] == 0x0A { end -= 1 }
    return self[start..<end]
  }
}
