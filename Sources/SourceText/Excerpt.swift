/// A piece of text lifted out of a file, which remembers where every byte came from.
///
/// A display inside a quote loses the `> ` of each line, a fence in a list its indentation; the
/// reader of formulas or of scripts sees clean text and still reports true positions.
package struct Excerpt: Sendable {
  package private(set) var bytes: [UInt8]
  package let source: SourceID
  /// Runs that are contiguous in the file: where each begins here and there.
  private var runs: [Run]
  /// The file offset just behind the last byte.
  private var fileEnd: Int

  private struct Run: Sendable {
    var start: Int
    var fileStart: Int
  }

  /// An empty excerpt that begins at a place in a file.
  package init(source: SourceID = .main, at fileOffset: Int = 0) {
    bytes = []
    self.source = source
    runs = []
    fileEnd = fileOffset
  }

  /// One contiguous range of a file.
  package init(file: SourceFile, _ range: Range<Int>) {
    self.init(source: file.id, at: range.lowerBound)
    append(file.bytes[range], at: range.lowerBound)
  }

  /// Text without a file, as in tests and at a prompt.
  package init(_ text: String) {
    self.init()
    append(Array(text.utf8)[...], at: 0)
  }

  /// Adds bytes that stand at `fileOffset` in the file.
  package mutating func append(_ more: ArraySlice<UInt8>, at fileOffset: Int) {
    if runs.isEmpty || fileOffset != fileEnd {
      runs.append(Run(start: bytes.count, fileStart: fileOffset))
    }
    bytes.append(contentsOf: more)
    fileEnd = fileOffset + more.count
  }

  /// Adds another excerpt of the same file, each byte with its place.
  package mutating func append(_ more: Excerpt) {
    for (number, run) in more.runs.enumerated() {
      let end = number + 1 < more.runs.count ? more.runs[number + 1].start : more.bytes.count
      append(more.bytes[run.start..<end], at: run.fileStart)
    }
  }

  package var count: Int { bytes.count }

  /// The text.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The place in the file of the byte at `offset`; the end of the text for `offset == count`.
  package func fileOffset(_ offset: Int) -> Int {
    if offset >= bytes.count { return fileEnd + (offset - bytes.count) }
    var low = 0
    var high = runs.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if runs[middle].start <= offset { low = middle } else { high = middle }
    }
    return runs[low].fileStart + (offset - runs[low].start)
  }

  /// The file's span of a range of this text: from its first byte to behind its last.
  package func span(_ range: Range<Int>) -> Span {
    let start = fileOffset(range.lowerBound)
    if range.isEmpty { return Span(source, start, start) }
    return Span(source, start, max(start, fileOffset(range.upperBound - 1) + 1))
  }

  /// The part of this text that stands at a place in the file; nil if it is not all here.
  ///
  /// The inverse of `span(_:)`.
  package func range(of span: Span) -> Range<Int>? {
    guard span.source == source, let start = offset(ofFileOffset: span.start) else { return nil }
    if span.isEmpty { return start..<start }
    guard let last = offset(ofFileOffset: span.end - 1), start <= last, last < count else {
      return nil
    }
    return start..<last + 1
  }

  private func offset(ofFileOffset place: Int) -> Int? {
    if place == fileEnd { return bytes.count }
    for (number, run) in runs.enumerated() {
      let end = number + 1 < runs.count ? runs[number + 1].start : bytes.count
      if run.fileStart <= place, place - run.fileStart < end - run.start {
        return run.start + place - run.fileStart
      }
    }
    return nil
  }

  /// A part of this text with its places.
  package subscript(range: Range<Int>) -> Excerpt {
    var part = Excerpt(source: source, at: fileOffset(range.lowerBound))
    var index = range.lowerBound
    for (number, run) in runs.enumerated() {
      let runEnd = number + 1 < runs.count ? runs[number + 1].start : bytes.count
      let end = min(runEnd, range.upperBound)
      guard index < end, run.start <= index else { continue }
      part.append(bytes[index..<end], at: run.fileStart + (index - run.start))
      index = end
    }
    return part
  }
}
