import Markup
import SourceText

/// A tree as indented lines: one node a line, `kind "text" attributes`.
struct TreeDump {
  let file: SourceFile
  var showsPlaces = false
  private(set) var text = ""
  private var indent = 0

  init(_ document: Document, of file: SourceFile, showsPlaces: Bool = false) {
    self.file = file
    self.showsPlaces = showsPlaces
    blocks(document.blocks)
    for note in document.footnotes {
      line("footnote \(note.label.text)", note.span)
      inside { $0.blocks(note.blocks) }
    }
  }

  init(_ content: [Inline], of file: SourceFile) {
    self.file = file
    inlines(content)
  }

  private mutating func line(_ words: String, _ span: Span?) {
    text += String(repeating: "  ", count: indent) + words
    if showsPlaces, let span {
      let start = file.position(at: span.start)
      let end = file.position(at: span.end)
      text += " @\(start.line):\(start.column)-\(end.line):\(end.column)"
    }
    text += "\n"
  }

  private mutating func inside(_ body: (inout TreeDump) -> Void) {
    indent += 1
    body(&self)
    indent -= 1
  }

  private func quoted(_ text: String) -> String {
    "\"" + text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n")
      + "\""
  }

  private func described(_ attributes: Attributes) -> String {
    var words = ""
    if let name = attributes.identifier { words += " #\(name.text)" }
    for name in attributes.classes { words += " .\(name.text)" }
    for entry in attributes.values { words += " \(entry.key.text)=\(quoted(entry.value.text))" }
    return words
  }

  private mutating func blocks(_ blocks: [Block]) {
    for block in blocks { add(block) }
  }

  private mutating func add(_ block: Block) {
    switch block.kind {
    case .heading(let heading):
      line("heading \(heading.level)" + described(heading.attributes), block.span)
      inside { $0.inlines(heading.content) }
    case .paragraph(let content):
      line("paragraph", block.span)
      inside { $0.inlines(content) }
    case .list(let list):
      let kind = list.start.map { "numbered \($0)" } ?? "bulleted"
      line("list \(kind) \(list.isTight ? "tight" : "loose")", block.span)
      inside {
        for item in list.items {
          $0.line("item", item.span)
          $0.inside { $0.blocks(item.blocks) }
        }
      }
    case .quote(let inner):
      line("quote", block.span)
      inside { $0.blocks(inner) }
    case .code(let fence): line("code " + described(fence), block.span)
    case .symbols(let fence): line("symbols " + described(fence), block.span)
    case .run(let run):
      line("run" + described(run.attributes) + " " + quoted(run.body.text), block.span)
      inside {
        for option in run.options {
          $0.line("option \(option.key.text)", option.key.span)
          $0.inside { $0.inlines(option.content) }
        }
      }
    case .display(let display):
      line("display \(quoted(display.latex.text))" + described(display.attributes), block.span)
      inside {
        for label in display.lineLabels { $0.line("label \(label.name.text)", label.name.span) }
      }
    case .statement(let statement):
      let fold = statement.fold == .fixed ? "" : statement.fold == .open ? " open" : " closed"
      line(
        "statement \(statement.kind.rawValue)\(fold)" + described(statement.attributes),
        block.span)
      inside {
        if !statement.title.isEmpty { $0.line("title", nil) }
        $0.inside { $0.inlines(statement.title) }
        $0.blocks(statement.blocks)
      }
    case .table(let table):
      line("table" + described(table.attributes), block.span)
      inside {
        for row in [table.header] + table.rows {
          $0.line("row", nil)
          for cell in row {
            $0.inside {
              $0.line("cell", cell.span)
              $0.inside { $0.inlines(cell.content) }
            }
          }
        }
        if !table.caption.isEmpty { $0.line("caption", nil) }
        $0.inside { $0.inlines(table.caption) }
      }
    case .image(let image):
      line("paragraph", block.span)
      inside { $0.add(image, block.span) }
    case .thematicBreak: line("break", block.span)
    case .html(let literal): line("html " + quoted(literal), block.span)
    }
  }

  private func described(_ fence: Fence) -> String {
    quoted(fence.language?.text ?? "") + described(fence.attributes) + " " + quoted(fence.body.text)
  }

  private mutating func add(_ image: Image, _ span: Span) {
    line("image \(quoted(image.source)) \(quoted(image.title))" + described(image.attributes), span)
    inside { $0.inlines(image.alternative) }
  }

  private mutating func inlines(_ content: [Inline]) {
    for inline in content { add(inline) }
  }

  private mutating func add(_ inline: Inline) {
    switch inline.kind {
    case .text(let words): line("text " + quoted(words), inline.span)
    case .emphasis(let inner):
      line("emphasis", inline.span)
      inside { $0.inlines(inner) }
    case .strong(let inner):
      line("strong", inline.span)
      inside { $0.inlines(inner) }
    case .code(let words): line("literal " + quoted(words), inline.span)
    case .math(let math):
      line("math \(quoted(math.latex.text))" + described(math.attributes), inline.span)
    case .run(let expression): line("value " + quoted(expression.text), inline.span)
    case .reference(let reference):
      line("reference \(reference.kind) \(reference.identifier)", inline.span)
    case .link(let link):
      line("link \(quoted(link.destination)) \(quoted(link.title))", inline.span)
      inside { $0.inlines(link.content) }
    case .image(let image): add(image, inline.span)
    case .footnote(let label): line("mark \(label)", inline.span)
    case .softBreak: line("softbreak", nil)
    case .lineBreak: line("linebreak", nil)
    case .html(let literal): line("html " + quoted(literal), inline.span)
    }
  }
}
