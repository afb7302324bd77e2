import Foundation
import Script
import SourceText
import Testing

/// Everything that is refused, with its message and the place it points to.
///
/// In `Conformance/refusals.rows` a row begins with `--- `, a program whose lines are separated by `⏎`; behind
/// `at ` stands the text under the diagnostic's span (behind `#n ` if it is not the first such text),
/// behind `!! ` its id and its whole summary. There is no second diagnostic.
@Suite struct RefusalTests {
  struct Row {
    var program = ""
    var place = ""
    var message = ""
  }

  private static func rows() throws -> [Row] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Conformance/refusals.rows")
    var rows: [Row] = []
    for line in try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n") {
      if line.hasPrefix("--- ") {
        let program = String(line.dropFirst(4)).components(separatedBy: " ⏎ ")
        rows.append(Row(program: program.joined(separator: "\n")))
      } else if line.hasPrefix("at ") {
        rows[rows.count - 1].place = String(line.dropFirst(3))
      } else if line.hasPrefix("!! ") {
        rows[rows.count - 1].message = String(line.dropFirst(3))
      }
    }
    return rows
  }

  /// The offset of the n-th place with this text: `#2 x`.
  private func offset(of place: String, in program: String) -> (start: Int, text: String)? {
    var (text, number) = (place, 1)
    if place.hasPrefix("#"), let space = place.firstIndex(of: " "),
      let wanted = Int(place[place.index(after: place.startIndex)..<space])
    {
      (text, number) = (String(place[place.index(after: space)...]), wanted)
    }
    var rest = program[...]
    while let range = rest.range(of: text) {
      number -= 1
      if number == 0 {
        return (program.utf8.distance(from: program.startIndex, to: range.lowerBound), text)
      }
      rest = program[program.index(after: range.lowerBound)...]
    }
    return nil
  }

  @Test func everyRowSaysWhatAndWhere() throws {
    for row in try Self.rows() {
      let file = SourceFile(path: "a.md", text: row.program + "\n")
      var excerpt = Excerpt(source: file.id, at: 0)
      excerpt.append(file.bytes[0..<row.program.utf8.count], at: 0)
      let session = Session(limits: Limits(fuel: 1_000_000, entries: 100_000, depth: 100, shown: 8))
      let found = session.run(excerpt).diagnostics
      let texts = found.map { "\($0.id): \($0.summary) at ‘\(file.text($0.span))’" }
      #expect(found.count == 1, "\(row.program): \(texts)")
      guard let first = found.first else { continue }
      #expect("\(first.id): \(first.summary)" == row.message, "\(row.program)")
      let place = offset(of: row.place, in: row.program)
      #expect(file.text(first.span) == place?.text, "\(row.program)")
      #expect(first.span.start == place?.start, "\(row.program)")
    }
  }

  @Test func everyConstructThatIsLeftOutHasARow() throws {
    let messages = Set(try Self.rows().map { $0.message })
    #expect(messages.count > 90)
    for what in LeftOut.allCases {
      #expect(messages.contains("LeftOut: " + what.message), "\(what)")
    }
    for habit in PythonHabit.allCases {
      #expect(messages.contains("PythonHabit: " + habit.message), "\(habit)")
    }
  }
}
