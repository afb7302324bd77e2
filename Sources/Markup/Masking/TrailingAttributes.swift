import SourceText

extension Excerpt {
  /// The range of `{…}` at the end of the text, if it is meant as attributes.
  var trailingAttributes: Range<Int>? {
    var end = bytes.count
    while end > 0, isSpace(bytes[end - 1]) { end -= 1 }
    guard end > 0, bytes[end - 1] == UInt8(ascii: "}") else { return nil }
    for start in (0..<end).reversed() where bytes[start] == UInt8(ascii: "{") {
      if InlineSyntax.attributesEnd(bytes, start) == end {
        return InlineSyntax.looksLikeAttributes(bytes, start) ? start..<end : nil
      }
    }
    return nil
  }

  /// Without white space at both ends.
  var trimmed: Excerpt {
    var start = 0
    var end = bytes.count
    while start < end, isSpace(bytes[start]) { start += 1 }
    while end > start, isSpace(bytes[end - 1]) { end -= 1 }
    return self[start..<end]
  }

  /// The whole as one span.
  var span: Span { span(0..<count) }
}
