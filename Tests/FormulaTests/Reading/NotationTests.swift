import Formula
import Foundation
import SourceText
import Testing

/// The notation of notes and textbooks, formula by formula: its reading or why it is refused.
///
/// `Notes/table.readings` has the rows of the design's tables, `rules.readings` the rules of reading
/// sentence by sentence, `notation.readings` what else occurs; all are document and golden in one.
///
/// A line `# title` begins with an empty scope, `: …` declares, `:= …` defines, an indented line is
/// the outcome of the line before. `RECORD_GOLDENS=1` writes the outcomes anew.
@Suite struct NotationTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Notes")

  @Test(arguments: ["table.readings", "rules.readings", "notation.readings"])
  func everyFormulaIsReadAsMeantOrRefusedForItsReason(_ name: String) throws {
    let file = Self.folder.appendingPathComponent(name)
    let document = try String(contentsOf: file, encoding: .utf8)
    var output: [String] = []
    var lesson = Lesson()
    var fence = ""
    for line in document.components(separatedBy: "\n") where !line.hasPrefix("    ") {
      output.append(line)
      if line.hasPrefix("# ") { lesson = Lesson() }
      if line.hasPrefix(": ") {
        fence += line.dropFirst(2) + "\n"
        continue
      }
      if !fence.isEmpty {
        #expect(lesson.scope.declare(Excerpt(fence)).map { $0.summary } == [], "\(fence)")
        fence = ""
      }
      if line.hasPrefix("# ") || line.hasPrefix("//") || line.isEmpty { continue }
      if line.hasPrefix(":= ") {
        let problems = lesson.scope.define(Excerpt(String(line.dropFirst(3))))
        output += problems.map { "    " + Lesson.text($0) }
        continue
      }
      output.append("    " + lesson.claim(line, shapes: true))
      #expect(lesson.brokenRoundTrip(line) == nil)
    }
    let found = output.joined(separator: "\n")
    if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
      try found.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(found == document, "\(name) differs; RECORD_GOLDENS=1 writes it anew")
  }
}
