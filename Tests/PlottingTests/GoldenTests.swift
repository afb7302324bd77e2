import Foundation
import Plotting
import Testing

/// Every mark against its drawing; `RECORD_GOLDENS=1` writes them anew.
@Suite struct GoldenTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Goldens")
  static let records = ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1"

  static func rendered() throws -> [(name: String, figure: RenderedFigure)] {
    var all = try SampleFigures.all.map { ($0.name, try $0.figure.rendered(prefix: $0.name)) }
    all.append(("grid", try SampleFigures.grid.rendered(prefix: "grid")))
    all.append(("line-grid", try SampleFigures.lineGrid.rendered(prefix: "line-grid")))
    return all
  }

  /// A line per element, so that differences can be read; with the texts that go with it.
  static func text(_ figure: RenderedFigure) -> String {
    let rows = figure.table.rows.prefix(3).map { $0.joined(separator: " | ") }
    let parts =
      [figure.svg.replacingOccurrences(of: "><", with: ">\n<"), figure.title, figure.description]
      + figure.remarks + [figure.table.headers.joined(separator: " | ")] + rows
      + ["\(figure.table.total) rows"]
    return parts.joined(separator: "\n") + "\n"
  }

  @Test func everyFigureLooksAsRecorded() throws {
    for (name, figure) in try GoldenTests.rendered() {
      let file = GoldenTests.folder.appendingPathComponent(name + ".txt")
      let text = GoldenTests.text(figure)
      if GoldenTests.records {
        try text.write(to: file, atomically: true, encoding: .utf8)
      } else {
        let golden = try? String(contentsOf: file, encoding: .utf8)
        #expect(golden != nil, "no golden for \(name)")
        #expect(golden == text, "\(name) differs from its golden")
      }
    }
  }

  @Test func everyGoldenIsUsed() throws {
    let used = Set(try GoldenTests.rendered().map { $0.name + ".txt" })
    for file in try FileManager.default.contentsOfDirectory(atPath: GoldenTests.folder.path) {
      #expect(used.contains(file), "\(file) belongs to no figure")
    }
  }

  @Test func theSameFigureGivesTheSameBytes() throws {
    let (first, second) = (try GoldenTests.rendered(), try GoldenTests.rendered())
    for (a, b) in zip(first, second) { #expect(a.figure == b.figure, "\(a.name)") }
  }
}
