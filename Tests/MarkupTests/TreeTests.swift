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

  /// Later stages report mistakes in formulas at these places.
  @Test func everyByteOfAFormulaIsWhereItSays() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path())
    var formulas = 0
    for name in names.sorted() where name.hasSuffix(".md") {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      let file = SourceFile(path: name, text: text)
      for latex in Document.read(file).document.blocks.flatMap(formulas(in:)) {
        formulas += 1
        for (offset, byte) in latex.bytes.enumerated() {
          // Labels of lines leave spaces.
          #expect(
            file.bytes[latex.fileOffset(offset)] == byte || byte == 0x20, "\(name): \(latex.text)")
        }
      }
    }
    #expect(formulas > 50)
  }

  private func formulas(in block: Block) -> [Excerpt] {
    switch block.kind {
    case .display(let display): [display.latex]
    case .paragraph(let content): formulas(in: content)
    case .heading(let heading): formulas(in: heading.content)
    case .quote(let blocks): blocks.flatMap(formulas(in:))
    case .list(let list): list.items.flatMap { $0.blocks.flatMap(formulas(in:)) }
    case .symbols(let fence), .code(let fence): [fence.body]
    case .run(let run): [run.body]
    case .statement(let statement):
      formulas(in: statement.title) + statement.blocks.flatMap(formulas(in:))
    case .table(let table):
      ([table.header] + table.rows).flatMap { $0.flatMap { formulas(in: $0.content) } }
    case .image, .thematicBreak, .html: []
    }
  }

  private func formulas(in content: [Inline]) -> [Excerpt] {
    content.flatMap { inline -> [Excerpt] in
      switch inline.kind {
      case .math(let math): [math.latex]
      case .run(let expression): [expression]
      case .emphasis(let inner), .strong(let inner): formulas(in: inner)
      case .link(let link): formulas(in: link.content)
      default: []
      }
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
