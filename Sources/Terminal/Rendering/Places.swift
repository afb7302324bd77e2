package import SourceText

/// Lines and columns of places in files, quickly for places that come in order: columns are counted
/// on from the last place in the same line, so that a long line is counted once.
///
/// For one thread at a time.
package final class Places {
  private let files: [SourceFile]
  private var last = (source: -1, line: -1, offset: 0, column: 1)

  package init(_ files: [SourceFile]) { self.files = files }

  package func file(of span: Span) -> SourceFile { files[span.source.number] }

  /// Line and column of a span's first byte.
  package func start(_ span: Span) -> Position { position(span.source, span.start) }

  /// Line and column behind a span's last byte.
  package func end(_ span: Span) -> Position { position(span.source, span.end) }

  private func position(_ source: SourceID, _ offset: Int) -> Position {
    let file = files[source.number]
    let line = file.line(at: offset)
    if last.source != source.number || last.line != line || last.offset > offset {
      last = (source.number, line, file.lineStarts[line], 1)
    }
    let end = max(last.offset, min(offset, file.bytes.count))
    for byte in file.bytes[last.offset..<end] where byte & 0xC0 != 0x80 { last.column += 1 }
    last.offset = end
    return Position(line: line + 1, column: last.column)
  }
}
