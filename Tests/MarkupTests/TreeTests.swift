import Foundation
import Markup
import SourceText
import Testing

/// Whole documents against their trees, with every place.
///
/// `Trees/NAME.md` stands beside `Trees/NAME.txt`; `COURSEGEN_RECORD=1` writes the latter anew.
@Suite struct TreeTests {
  private let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Trees")

  @Test func documentsBecomeTheTreesThatWereRecorded() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path())
    let sources = names.filter { $0.hasSuffix(".md") }.sorted()
    #expect(!sources.isEmpty)
    #expect(names.count == 2 * sources.count, "a tree without a document, or the reverse")
    for name in sources {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      let dump = described(SourceFile(path: name, text: text))
      let golden = folder.appending(path: name.dropLast(3) + ".txt")
      if ProcessInfo.processInfo.environment["COURSEGEN_RECORD"] != nil {
        try dump.write(to: golden, atomically: true, encoding: .utf8)
      }
      #expect(try String(contentsOf: golden, encoding: .utf8) == dump, "\(name)")
    }
  }

  private func described(_ file: SourceFile) -> String {
    let (document, diagnostics) = Document.read(file)
    var text = TreeDump(document, of: file, showsPlaces: true).text
    for diagnostic in diagnostics {
      let place = file.position(at: diagnostic.span.start)
      text += "\(place.line):\(place.column): \(diagnostic.id): \(diagnostic.summary)\n"
    }
    return text
  }
}
