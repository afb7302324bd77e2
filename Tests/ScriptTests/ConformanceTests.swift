import Foundation
import Script
import SourceText
import Testing

/// Small programs with what they show and what is wrong with them, grouped by construct.
///
/// In a file a case begins with `--- its name`; lines `=> …` are shown values, `✓ …` and `✗ …`
/// checks by their text, `!! Id` and `!! Id: summary` diagnostics in order, all others the program.
@Suite struct ConformanceTests {
  private static var folder: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "Conformance")
  }

  struct Case {
    var name = ""
    var program: [String] = []
    var expected: [String] = []
  }

  @Test func everyProgramDoesWhatItsFileSays() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted()
    var count = 0
    for file in files where file.hasSuffix(".txt") {
      let text = try String(contentsOf: Self.folder.appendingPathComponent(file), encoding: .utf8)
      for test in Self.cases(text) {
        count += 1
        let found = Self.outcome(test.program.joined(separator: "\n"))
        let matches =
          found.count == test.expected.count
          && zip(found, test.expected).allSatisfy { got, want in
            got == want
              || (want.hasPrefix("!!") && !want.contains(":") && got.hasPrefix(want + ":"))
          }
        #expect(
          matches,
          "\(file), \(test.name):\nfound\n\(found.joined(separator: "\n"))\nexpected\n\(test.expected.joined(separator: "\n"))"
        )
      }
    }
    #expect(count > 100)
  }

  static func cases(_ text: String) -> [Case] {
    var cases: [Case] = []
    for line in text.components(separatedBy: "\n") {
      if line.hasPrefix("--- ") {
        cases.append(Case(name: String(line.dropFirst(4))))
      } else if cases.isEmpty {
        continue
      } else if ["=> ", "!! ", "✓ ", "✗ "].contains(where: { line.hasPrefix($0) }) {
        cases[cases.count - 1].expected.append(line)
      } else {
        cases[cases.count - 1].program.append(line)
      }
    }
    return cases
  }

  static func outcome(_ program: String) -> [String] {
    let session = Session(limits: Limits(fuel: 1_000_000, entries: 100_000, depth: 100, shown: 8))
    let result = session.run(Excerpt(program))
    return result.shown.map { "=> " + text($0) }
      + result.checks.map { ($0.passed ? "✓ " : "✗ ") + $0.text }
      + result.diagnostics.map { "!! \($0.id): \($0.summary)" }
  }

  static func text(_ displayed: Displayed) -> String {
    switch displayed {
    case .text(let text), .number(let text): text
    case .vector(let items): "[" + items.joined(separator: ", ") + "]"
    case .matrix(let rows):
      "[" + rows.map { $0.joined(separator: " ") }.joined(separator: "; ") + "]"
    case .table(let headers, let rows):
      "table " + ([headers] + rows).map { $0.joined(separator: " | ") }.joined(separator: " / ")
    case .record(let fields):
      "(" + fields.map { $0.name + " = " + text($0.value) }.joined(separator: ", ") + ")"
    case .figure(let number): "figure \(number)"
    }
  }
}
