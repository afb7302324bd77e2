import SourceText

extension BlockScanner {
  /// The label of `[^label]:`, with the place of `[^label]`.
  func footnoteLabel(_ content: ArraySlice<UInt8>) -> Name? {
    let label = content.dropFirst(2).prefix {
      $0 > 0x20 && $0 != UInt8(ascii: "]") && $0 != UInt8(ascii: "[") && $0 != UInt8(ascii: "^")
    }
    guard !label.isEmpty, content[label.endIndex...].hasPrefix("]:") else { return nil }
    return Name(
      String(decoding: label, as: UTF8.self),
      Span(file.id, content.startIndex, label.endIndex + 1))
  }

  /// Takes the lines of a definition out of the text; they are read as a text of their own.
  mutating func scanFootnote(_ label: Name) {
    let first = lines[lineNumber]
    var taken = [label.span.end + 1..<first.upperBound]
    masks.append(
      Mask(content: .nothing, range: label.span.start..<first.upperBound, shape: .empty))
    var pending = 0
    var isText = true
    var line = lineNumber + 1
    while line < lines.count {
      var cursor = LineCursor(file, lines[line])
      if cursor.isBlank {
        pending += 1
        isText = false
      } else if cursor.nonspace.indent >= 4 || (isText && continuesText(cursor)) {
        for blank in line - pending..<line { taken.append(lines[blank]) }
        pending = 0
        isText = true
        cursor.skip(columns: min(4, cursor.nonspace.indent))
        taken.append(cursor.offset..<cursor.range.upperBound)
        masks.append(Mask(content: .nothing, range: lines[line], shape: .empty))
      } else {
        break
      }
      line += 1
    }
    lineNumber = line - 1 - pending
    footnotes.append(
      ScannedFootnote(
        label: label, lines: taken,
        span: Span(file.id, label.span.start, taken[taken.count - 1].upperBound)))
  }

  private func continuesText(_ cursor: LineCursor) -> Bool {
    let content = cursor.content
    return
      !(BlockStart.isHeading(content) || BlockStart.fence(content) != nil
      || BlockStart.isThematicBreak(content) || BlockStart.listMarker(content) != nil
      || BlockStart.html(content) != nil || content.hasPrefix(">") || content.hasPrefix("$$")
      || (content.hasPrefix("[^") && footnoteLabel(content) != nil))
  }
}
