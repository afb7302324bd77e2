/// A half-open range of UTF-8 offsets in one source file.
///
/// Offsets are absolute: whatever was cut out, unindented or expanded on the way, a span points
/// into the file that the author edits.
package struct Span: Hashable, Sendable {
  /// The file, as numbered by whoever reads the files.
  package var source: SourceID
  package var start: Int
  package var end: Int

  package init(_ source: SourceID, _ start: Int, _ end: Int) {
    precondition(0 <= start && start <= end, "span \(start)..<\(end)")
    self.source = source
    self.start = start
    self.end = end
  }

  /// A range in the file at hand, where there is only one.
  package init(_ start: Int, _ end: Int) { self.init(.main, start, end) }

  package var isEmpty: Bool { start == end }

  /// The smallest span that contains both; both lie in one file.
  ///
  /// Parts from different files (a macro's body, a formula's argument) cannot be joined: the
  /// first one stands for the whole then.
  package func union(_ other: Span) -> Span {
    guard source == other.source else { return self }
    return Span(source, min(start, other.start), max(end, other.end))
  }
}

/// The number of a source file in one run.
package struct SourceID: Hashable, Sendable {
  package var number: Int

  package init(_ number: Int) { self.number = number }

  /// The file at hand, where there is only one.
  package static let main = SourceID(0)
}
