/// What the glue answered, as a result.
struct Reply {
  let result: TypesetResult

  init(_ text: String, to latex: String) {
    let parts = text.split(separator: Glue.separator, omittingEmptySubsequences: false)
      .map { String($0) }
    var remarks: [TypesetResult.Remark] = []
    for start in stride(from: 2, to: parts.count - 2, by: 3) {
      let remark = Self.remark(parts[start], parts[start + 1], Int(parts[start + 2]), latex)
      if !remarks.contains(remark) { remarks.append(remark) }
    }
    let isRefused = remarks.contains { $0.fault != .unusualLaTeX }
    let html = parts.count > 1 && parts[0] == "html" && !isRefused ? parts[1] : nil
    result = TypesetResult(html: html, remarks: remarks)
  }

  private static func remark(
    _ kind: String, _ text: String, _ position: Int?, _ latex: String
  ) -> TypesetResult.Remark {
    let offset = position.flatMap { utf8Offset(ofUTF16: $0, in: latex) }
    switch kind {
    case "forbidden": return .init(.forbiddenCommand, text, at: place(of: text, in: latex))
    case "unusual": return .init(.unusualLaTeX, text, at: offset)
    default: return .init(.invalidLaTeX, message(text), at: offset)
    }
  }

  /// KaTeX's message without its name and without the place, which the caret shows.
  private static func message(_ text: String) -> String {
    var words = text
    if words.hasPrefix("KaTeX parse error: ") { words.removeFirst(19) }
    for tail in [" at position ", " at end of input"] {
      if let range = words.firstRange(of: tail) { words = String(words[..<range.lowerBound]) }
    }
    return words
  }

  private static func utf8Offset(ofUTF16 position: Int, in latex: String) -> Int? {
    guard position >= 0 else { return nil }
    let units = latex.utf16
    let end = units.index(units.startIndex, offsetBy: position, limitedBy: units.endIndex)
    return latex.utf8.distance(from: latex.startIndex, to: end ?? units.endIndex)
  }

  /// Where a command is first used; nil if a macro brought it.
  private static func place(of command: String, in latex: String) -> Int? {
    latex.firstRange(of: command).map {
      latex.utf8.distance(from: latex.startIndex, to: $0.lowerBound)
    }
  }
}
