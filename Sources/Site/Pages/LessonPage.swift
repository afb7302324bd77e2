import Courseware
import Markup
import SourceText

/// What all pages of a course share.
struct PageContext: Sendable {
  let labels: Labels
  /// Where lessons' pages stand, by lesson name.
  let addresses: [String: String]
  let formulas: Formulas
  /// The anchors of headings, by their place.
  let anchors: [Span: String]
  /// Where images are copied to, by lesson and source; sources that are not copied stay as they
  /// are.
  let media: Media
}

/// Writes the main part of one lesson's page, or a piece of it for another page.
final class LessonPage {
  let lesson: Lesson
  let results: LessonResults
  let context: PageContext
  /// The rows of the notation table of each `symbols` fence.
  let notation: [Span: [NotationRow]]
  let use: Use
  private(set) var html = HTML()
  /// The labels that the text refers to, for previews.
  var mentioned: [String] = []
  /// Whether a box may stand between the words that are being written.
  private(set) var holdsEvidence = false
  /// Footnotes that have been mentioned.
  var noted: Set<String> = []

  /// Where what is written will stand.
  enum Use {
    /// On the lesson's own page.
    case own
    /// On another page, evidence included; anchors stay with the lesson.
    case elsewhere
    /// In a card that shows what a reference leads to.
    case preview
    /// In the edition for paper, with all lessons on one page: verdicts without evidence, and
    /// nothing folded.
    case print
  }

  init(
    _ lesson: Lesson, _ results: LessonResults, _ context: PageContext,
    notation: [Span: [NotationRow]] = [:], use: Use = .own
  ) {
    self.lesson = lesson
    self.results = results
    self.context = context
    self.notation = notation
    self.use = use
  }

  var labels: Labels { context.labels }
  var formulas: Formulas { context.formulas }
  var isOwnPage: Bool { use == .own }

  /// An anchor, where anchors belong.
  func anchor(_ name: String?) -> String? {
    use == .print ? name.map { Self.anchor($0, in: lesson.name) } : isOwnPage ? name : nil
  }

  /// An anchor of a lesson in the edition for paper.
  static func anchor(_ name: String, in lesson: String) -> String { "\(lesson)--\(name)" }

  /// The address of a place in this lesson.
  func address(_ anchor: String) -> String {
    switch use {
    case .own: "#" + anchor
    case .print: "#" + Self.anchor(anchor, in: lesson.name)
    case .elsewhere, .preview: (context.addresses[lesson.name] ?? "") + "#" + anchor
    }
  }

  /// The page's main part.
  func write() -> String {
    if !startsWithTitle { html.element(use == .print ? "h2" : "h1", text: lesson.title) }
    writeHead()
    write(lesson.document.blocks)
    writeFootnotes()
    return html.markup
  }

  private var startsWithTitle: Bool {
    if case .heading(let heading) = lesson.document.blocks.first?.kind { return heading.level == 1 }
    return false
  }

  private func writeHead() {
    let matter = lesson.frontMatter
    if !matter.summary.isEmpty { html.element("p", [("class", "lead")], text: matter.summary) }
    if !matter.requires.isEmpty {
      html.element("p", [("class", "meta")]) { html in
        html.text("Before this: ")
        for (position, name) in matter.requires.map(\.value).enumerated() {
          if position > 0 { html.text(", ") }
          html.element(
            "a", [("href", use == .print ? "#" + name : context.addresses[name])],
            text: labels["lesson-" + name]?.title.plainText ?? name)
        }
      }
    }
    guard !matter.goals.isEmpty else { return }
    html.element("p", [("class", "meta")], text: "After it you can")
    html.element("ul", [("class", "meta")]) { html in
      for goal in matter.goals { html.element("li", text: goal) }
    }
  }

  private func writeFootnotes() {
    guard !lesson.document.footnotes.isEmpty else { return }
    html.raw("<section class=\"footnotes\" aria-label=\"Footnotes\"><hr><ol>")
    for footnote in lesson.document.footnotes {
      html.open("li", [("id", anchor("fn-" + footnote.label.text))])
      write(footnote.blocks)
      html.element(
        "a",
        [("href", address("fnref-" + footnote.label.text)), ("aria-label", "back to the text")],
        text: "↩")
      html.close("li")
    }
    html.raw("</ol></section>")
  }

  // MARK: Blocks

  func write(_ blocks: [Block]) {
    for block in blocks { write(block) }
  }

  private func write(_ block: Block) {
    switch block.kind {
    case .heading(let heading): write(heading, at: block.span)
    case .paragraph(let content): writeParagraph(content)
    case .list(let list): write(list)
    case .quote(let blocks):
      html.open("blockquote")
      write(blocks)
      html.close("blockquote")
    case .code(let fence): writeCode(fence.body.text)
    case .symbols(let fence): writeNotation(fence.body.text, at: block.span)
    case .run(let run): writeCell(run, at: block.span)
    case .display(let display): write(display, at: block.span)
    case .statement(let statement): write(statement, at: block.span)
    case .table(let table): write(table, at: block.span)
    case .image(let image): writeFigure(image, at: block.span)
    case .thematicBreak: html.raw("<hr>")
    case .html(let markup): html.raw(markup)
    }
  }

  private func write(_ heading: Heading, at span: Span) {
    let name = "h\(min(6, heading.level + (use == .print ? 1 : 0)))"
    let anchor = context.anchors[span]
    html.open(name, [("id", self.anchor(anchor))])
    write(heading.content)
    if isOwnPage, let anchor, heading.level > 1 {
      html.element(
        "a",
        [
          ("class", "permalink"), ("href", "#" + anchor),
          ("aria-label", "Link to “\(heading.content.plainText)”"),
        ]
      ) { _ in }
    }
    html.close(name)
  }

  private func writeParagraph(_ content: [Inline]) {
    // A paragraph of HTML ends where a box begins; one with evidence is another element.
    let isBox = isOwnPage && content.contains { results.claim(at: $0.span) != nil }
    html.open(isBox ? "div" : "p", [("class", isBox ? "p" : nil)])
    withEvidence(isBox) { write(content) }
    html.close(isBox ? "div" : "p")
  }

  /// Writes something where boxes may stand between words, or where they may not.
  func withEvidence(_ holdsEvidence: Bool, _ body: () -> Void) {
    let before = self.holdsEvidence
    self.holdsEvidence = holdsEvidence && isOwnPage
    body()
    self.holdsEvidence = before
  }

  private func write(_ list: ListBlock) {
    let name = list.start == nil ? "ul" : "ol"
    let start = list.start.flatMap { $0 == 1 ? nil : "\($0)" }
    html.open(name, [("start", start)])
    for item in list.items {
      html.open("li")
      for block in item.blocks {
        if list.isTight, case .paragraph(let content) = block.kind {
          withEvidence(true) { write(content) }
        } else {
          write(block)
        }
      }
      html.close("li")
    }
    html.close(name)
  }

  private func writeCode(_ text: String) {
    html.element("pre") { $0.element("code", text: text) }
  }

  private func writeNotation(_ fence: String, at span: Span) {
    guard use == .own || use == .print else { return }
    if let rows = notation[span], !rows.isEmpty { NotationRow.write(rows, formulas, &html) }
    Assumption.write(Assumption.all(fence), formulas, &html)
  }

  private func write(_ table: Table, at span: Span) {
    html.open("div", [("class", "scroll"), ("id", anchor(table.attributes.identifier?.text))])
    html.open("table")
    if !table.caption.isEmpty || labels.target(at: span) != nil {
      html.open("caption")
      if let number = labels.target(at: span)?.number {
        html.element("b", text: "Table \(number) ")
      }
      write(table.caption)
      html.close("caption")
    }
    html.raw("<thead>")
    writeRow(table.header, "th", table.alignments)
    html.raw("</thead><tbody>")
    for row in table.rows { writeRow(row, "td", table.alignments) }
    html.raw("</tbody></table></div>")
  }

  private func writeRow(
    _ cells: [Table.Cell], _ name: String, _ alignments: [Table.Alignment]
  ) {
    html.open("tr")
    for (cell, alignment) in zip(cells, alignments) {
      let align = alignment == .right ? "right" : alignment == .center ? "center" : nil
      // A column without a name has no header.
      let name = cell.content.isEmpty ? "td" : name
      html.open(name, [("class", align), ("scope", name == "th" ? "col" : nil)])
      withEvidence(true) { write(cell.content) }
      html.close(name)
    }
    html.close("tr")
  }

  private func writeFigure(_ image: Image, at span: Span) {
    html.open("figure", [("id", anchor(image.attributes.identifier?.text))])
    writeImage(image)
    if let number = labels.target(at: span)?.number {
      html.open("figcaption")
      html.element("b", text: "Figure \(number) ")
      html.text(image.title.isEmpty ? image.alternative.plainText : image.title)
      html.close("figcaption")
    }
    html.close("figure")
  }

  /// A picture of the course; what is none of its files gives its words only.
  func writeImage(_ image: Image) {
    guard let file = context.media[image.source] else {
      html.text(image.alternative.plainText)
      return
    }
    html.open(
      "img",
      [
        ("src", file.path.encodedPath), ("alt", image.alternative.plainText),
        ("width", file.size.map { "\($0.width)" }), ("height", file.size.map { "\($0.height)" }),
        ("loading", "lazy"),
      ])
  }

  private func write(_ statement: Statement, at span: Span) {
    let kind = statement.kind.rawValue
    html.open(
      "div",
      [
        ("class", "box \(kind)"), ("role", "group"),
        ("id", anchor(statement.attributes.identifier?.text)),
        ("aria-label", heading(statement, span)),
      ])
    if statement.fold == .fixed || use == .preview || use == .print {
      html.open("p", [("class", "title")])
      writeTitle(statement, at: span)
      html.close("p")
      write(statement.blocks)
    } else {
      html.open("details", [("class", "fold"), ("open", statement.fold == .closed ? nil : "")])
      html.open("summary")
      writeTitle(statement, at: span)
      html.close("summary")
      write(statement.blocks)
      html.close("details")
    }
    html.close("div")
  }

  private func heading(_ statement: Statement, _ span: Span) -> String {
    let number = labels.target(at: span).map { " " + $0.number } ?? ""
    return Self.name(of: statement.kind) + number
  }

  private func writeTitle(_ statement: Statement, at span: Span) {
    if use == .elsewhere, let label = statement.attributes.identifier?.text {
      html.element(
        "a", [("class", "kind"), ("href", address(label))], text: heading(statement, span))
    } else {
      html.element("span", [("class", "kind")], text: heading(statement, span))
    }
    guard !statement.title.isEmpty else { return }
    html.raw(" <span class=\"name\">")
    write(statement.title)
    html.raw("</span>")
  }

  static func name(of kind: Statement.Kind) -> String {
    let name = kind.rawValue
    return name.prefix(1).uppercased() + name.dropFirst()
  }

  // MARK: What the pieces in other files write through

  func edit(_ body: (inout HTML) -> Void) { body(&html) }
}
