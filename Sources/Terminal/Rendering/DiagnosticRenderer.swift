package import SourceText

/// Diagnostics as people read them: place, rule, source line with a caret, notes, repairs.
package struct DiagnosticRenderer {
  private let places: Places
  private let paint: Paint
  /// Longer source lines are shown in part, around the caret.
  private let width = 100

  package init(files: [SourceFile], paint: Paint = Paint(isOn: false)) {
    places = Places(files)
    self.paint = paint
  }

  package func render(_ diagnostic: Diagnostic) -> String {
    let label = "\(name(diagnostic.severity))[\(diagnostic.id)]"
    var lines = [
      "\(place(diagnostic.span)): \(colour(diagnostic.severity, label)): "
        + paint.bold(diagnostic.summary)
    ]
    lines += excerpt(diagnostic.span, diagnostic.severity)
    if let explanation = diagnostic.explanation {
      lines += wrapped(explanation).map { "  = \($0)" }
    }
    for note in diagnostic.notes { lines += render(note, beside: diagnostic.span) }
    for fix in diagnostic.fixes { lines += render(fix) }
    return lines.joined(separator: "\n")
  }

  private func render(_ note: Diagnostic.Note, beside span: Span) -> [String] {
    let text = note.message.split(separator: "\n", omittingEmptySubsequences: false)
    var lines = text.enumerated().map { number, line in
      (number == 0 ? "  " + paint.blue("note") + ": " : "        ") + line
    }
    if let place = note.span, place != span {
      lines[0] += paint.faint(" (\(self.place(place)))")
      lines += excerpt(place, .note)
    }
    return lines
  }

  private func render(_ fix: Diagnostic.Fix) -> [String] {
    var line = "  " + paint.green("fix") + ": \(fix.message)"
    if fix.edits.count == 1, let edit = fix.edits.first, fix.message.isEmpty {
      line += "write `\(edit.replacement)`"
    }
    return [line]
  }

  /// `path:line:column`.
  package func place(_ span: Span) -> String {
    let position = places.start(span)
    return paint.bold("\(places.file(of: span).path):\(position.line):\(position.column)")
  }

  /// The source line with its number, and a caret under the part of the span that lies on it.
  private func excerpt(_ span: Span, _ severity: Diagnostic.Severity) -> [String] {
    let file = places.file(of: span)
    guard !file.bytes.isEmpty else { return [] }
    let line = file.line(at: span.start)
    let content = file.content(ofLine: line)
    let start = max(content.startIndex, min(span.start, content.endIndex))
    let end = max(start, min(span.end, content.endIndex))
    let from = boundary(before: start, in: content)
    let before = cells(content[from..<start])
    let under = cells(content[start..<end].prefix(window))
    let after = cells(content[end...].prefix(window))
    let cut = max(before.count - (width - 30), from > content.startIndex ? 1 : 0)
    let shown = Array((before + under + after).dropFirst(cut).prefix(width))
    let gutter = "\(line + 1)"
    let margin = String(repeating: " ", count: gutter.count)
    let caret = String(repeating: " ", count: columns(before.dropFirst(cut)))
    let room = max(1, width - (before.count - cut))
    let mark = String(repeating: "^", count: max(1, columns(under.prefix(room))))
    return [
      " \(paint.faint("\(gutter) |")) \(cut > 0 ? "…" : "")\(String(shown))",
      " \(paint.faint("\(margin) |")) \(cut > 0 ? " " : "")\(caret)\(colour(severity, mark))",
    ]
  }

  /// So many bytes hold more characters than are shown.
  private var window: Int { 8 * width }

  /// Where to begin reading a long line: not inside a character.
  private func boundary(before start: Int, in content: ArraySlice<UInt8>) -> Int {
    var from = max(content.startIndex, start - window)
    while from < start, content[from] & 0xC0 == 0x80 { from += 1 }
    return from
  }

  private func cells(_ bytes: ArraySlice<UInt8>) -> [Character] {
    String(decoding: bytes, as: UTF8.self).map { $0 == "\t" ? " " : $0 }
  }

  /// The width on a terminal: East Asian wide characters take two columns.
  private func columns(_ characters: some Sequence<Character>) -> Int {
    characters.reduce(0) { sum, character in
      let value = character.unicodeScalars.first?.value ?? 0
      let isWide =
        (0x1100...0x115F).contains(value) || (0x2E80...0xA4CF).contains(value)
        || (0xAC00...0xD7A3).contains(value) || (0xF900...0xFAFF).contains(value)
        || (0xFF00...0xFF60).contains(value) || (0x1F300...0x1FAFF).contains(value)
      return sum + (isWide ? 2 : 1)
    }
  }

  private func wrapped(_ text: String) -> [String] {
    var lines: [String] = [""]
    for word in text.split(separator: " ") {
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = String(word)
      } else if last.count + word.count < width - 10 {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }

  private func name(_ severity: Diagnostic.Severity) -> String {
    switch severity {
    case .note: "note"
    case .warning: "warning"
    case .error: "error"
    }
  }

  private func colour(_ severity: Diagnostic.Severity, _ text: String) -> String {
    switch severity {
    case .note: paint.blue(text)
    case .warning: paint.yellow(text)
    case .error: paint.red(text)
    }
  }
}
