import SourceText

extension BlockScanner {
  /// Whether a table's header stands at that line: a row, and below it a row of dashes as long.
  func isTable(_ text: [TextLine], from index: Int) -> Bool {
    guard index + 1 < text.count,
      file.bytes[text[index].range].first == UInt8(ascii: "|"),
      let alignments = alignments(text[index + 1].range)
    else { return false }
    return cells(text[index].range).count == alignments.count
  }

  private func alignments(_ range: Range<Int>) -> [Table.Alignment]? {
    let bytes = file.bytes[range]
    guard bytes.contains(UInt8(ascii: "|")), bytes.contains(UInt8(ascii: "-")) else { return nil }
    var alignments: [Table.Alignment] = []
    for cell in cells(range) {
      var dashes = cell.bytes[...]
      let left = dashes.first == UInt8(ascii: ":")
      if left { dashes = dashes.dropFirst() }
      let right = dashes.last == UInt8(ascii: ":")
      if right { dashes = dashes.dropLast() }
      guard !dashes.isEmpty, dashes.allSatisfy({ $0 == UInt8(ascii: "-") }) else { return nil }
      alignments.append(left ? (right ? .center : .left) : right ? .right : .none)
    }
    return alignments
  }

  /// The cells of a row, divided at `|` outside formulas and code.
  private func cells(_ range: Range<Int>) -> [Excerpt] {
    let row = Excerpt(file: file, range).trimmed
    var scanner = InlineScanner(row)
    scanner.scan()
    var pipes = scanner.pipes
    if pipes.first == 0 { pipes.removeFirst() }
    if pipes.last != row.count - 1 { pipes.append(row.count) }
    var start = row.bytes.first == UInt8(ascii: "|") ? 1 : 0
    var cells: [Excerpt] = []
    for pipe in pipes where pipe >= start {
      cells.append(row[start..<pipe].trimmed)
      start = pipe + 1
    }
    return cells
  }

  mutating func finishTable(_ text: [TextLine]) {
    var rows = text
    var table = Table(alignments: alignments(text[1].range) ?? [], header: [], rows: [])
    if let last = rows.last, rows.count > 2, file.bytes[last.range].hasPrefix(": ") {
      rows.removeLast()
      readCaption(Excerpt(file: file, last.range), into: &table)
    }
    table.header = readCells(text[0].range)
    for row in rows.dropFirst(2) {
      var cells = readCells(row.range)
      if cells.count != table.header.count {
        let span = Span(file.id, row.range.lowerBound, row.range.upperBound)
        diagnostics.append(
          .malformedTable(cells: cells.count, columns: table.header.count, at: span))
        while cells.count < table.header.count {
          cells.append(Table.Cell(content: [], span: Span(file.id, span.end, span.end)))
        }
        cells.removeSubrange(table.header.count...)
      }
      table.rows.append(cells)
    }
    let span = Span(file.id, text[0].range.lowerBound, text[text.count - 1].range.upperBound)
    endedTable = masks.count
    maskLines(text, .block(Block(.table(table), span)))
  }

  /// Takes a line that begins with a colon as the caption of the table above it.
  mutating func addCaption(_ text: [TextLine], to mask: Int) -> Bool {
    guard text.count == 1, let first = text.first, file.bytes[first.range].hasPrefix(": "),
      isContinuation(first),
      case .block(var block) = masks[mask].content, case .table(var table) = block.kind,
      table.caption.isEmpty
    else { return false }
    readCaption(Excerpt(file: file, first.range), into: &table)
    block.kind = .table(table)
    masks[mask].content = .block(block)
    maskLines(text, .nothing)
    return true
  }

  /// Whether nothing stands before it that would begin an item.
  private func isContinuation(_ line: TextLine) -> Bool {
    let start = lines[line.number].lowerBound
    return file.bytes[start..<line.range.lowerBound].allSatisfy {
      isSpace($0) || $0 == UInt8(ascii: ">")
    }
  }

  /// - Parameter line: From the colon on.
  private mutating func readCaption(_ line: Excerpt, into table: inout Table) {
    var caption = line[1..<line.count].trimmed
    if let found = caption.trailingAttributes {
      table.attributes = attributes(caption[found], for: .table)
      caption = caption[0..<found.lowerBound].trimmed
    }
    table.caption = readLine(caption)
  }

  private mutating func readCells(_ range: Range<Int>) -> [Table.Cell] {
    cells(range).map { Table.Cell(content: readLine($0), span: $0.span) }
  }

  private mutating func maskLines(_ text: [TextLine], _ content: Mask.Content) {
    for (number, line) in text.enumerated() {
      let isLast = number == text.count - 1
      let shape: Mask.Shape =
        number == 0 ? (isLast ? .comment : .commentStart) : isLast ? .commentEnd : .commentMiddle
      masks.append(
        Mask(content: number == 0 ? content : .continuation, range: line.range, shape: shape))
    }
  }
}
