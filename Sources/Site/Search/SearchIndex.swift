import Courseware
import Markup
import SourceText

/// What can be found: every section, statement, labelled equation, figure and table with its words.
struct SearchIndex: Sendable {
  private(set) var entries: [Entry] = []
  private var lessons: [Lesson] = []

  struct Entry: Sendable {
    let lesson: Int
    /// Page and anchor.
    let address: String
    /// "theorem 3.1", "section", "equation".
    let kind: String
    let title: String
    /// What stands there, formulas as LaTeX.
    var text = ""
    /// Whether readers know it by its title.
    let isNamed: Bool
  }

  /// What one entry may hold, and all together, in bytes: later words are left out.
  private static let entryLimit = 4_000
  private static let totalLimit = 2_000_000

  init(_ course: Course, _ labels: Labels, _ context: PageContext) {
    lessons = course.lessons
    for (number, lesson) in course.lessons.enumerated() {
      var collector = Collector(lesson, number, labels, context)
      collector.collect()
      entries += collector.entries
    }
    var total = 0
    for position in entries.indices {
      let text = entries[position].text.prefix(utf8: Self.entryLimit)
      total += text.utf8.count
      entries[position].text = total <= Self.totalLimit ? text : ""
    }
  }

  /// Lesson by lesson, what has a name.
  var named: [(Lesson, [Entry])] {
    lessons.enumerated().map { number, lesson in
      (lesson, entries.filter { $0.lesson == number && $0.isNamed })
    }
  }

  /// The index as a script: a page opened from a folder may load scripts, but fetch nothing.
  var script: String {
    var text = "courseIndex={lessons:["
    text += lessons.map { JavaScript.text($0.title) }.joined(separator: ",")
    text += "],entries:[\n"
    text += entries.map { entry in
      let parts = [entry.address, entry.kind, entry.title, entry.text].map(JavaScript.text)
      return "[\(entry.lesson),\(parts.joined(separator: ","))]"
    }.joined(separator: ",\n")
    return text + "]};\n"
  }
}

/// Walks one lesson; what is written goes to the section or statement that it stands in.
private struct Collector {
  let lesson: Lesson
  let number: Int
  let labels: Labels
  let context: PageContext
  let page: String
  var entries: [SearchIndex.Entry] = []
  /// The anchor of the innermost thing that has one.
  private var anchor = ""

  init(_ lesson: Lesson, _ number: Int, _ labels: Labels, _ context: PageContext) {
    self.lesson = lesson
    self.number = number
    self.labels = labels
    self.context = context
    page = context.addresses[lesson.name] ?? ""
  }

  mutating func collect() {
    open("", "lesson \(lesson.number)", lesson.title, isNamed: false)
    add(lesson.frontMatter.summary)
    for block in lesson.document.blocks { collect(block) }
    for footnote in lesson.document.footnotes {
      for block in footnote.blocks { collect(block) }
    }
  }

  private mutating func open(_ anchor: String, _ kind: String, _ title: String, isNamed: Bool) {
    entries.append(
      SearchIndex.Entry(
        lesson: number, address: page + (anchor.isEmpty ? "" : "#" + anchor), kind: kind,
        title: title, isNamed: isNamed))
    self.anchor = anchor
  }

  /// What is read there, with `theorem 3.1` for a reference.
  private func words(_ inlines: [Inline]) -> String {
    inlines.plainText { reference in
      labels[reference.identifier].map(LessonPage.words) ?? reference.identifier
    }
  }

  private mutating func add(_ text: String) {
    guard !entries.isEmpty, !text.isEmpty else { return }
    entries[entries.count - 1].text += text + " "
  }

  private mutating func collect(_ block: Block) {
    switch block.kind {
    case .heading(let heading):
      guard heading.level > 1, let anchor = context.anchors[block.span] else { return }
      open(anchor, "section", heading.content.plainText, isNamed: true)
    case .statement(let statement): collect(statement, block)
    case .display(let display): collect(display)
    case .symbols(let fence): add(Self.meanings(fence.body.text))
    case .run, .table, .image: collectFloat(block)
    default:
      add(words(block.inlines))
      for child in block.children { collect(child) }
    }
  }

  /// The entry around it goes on behind it.
  private mutating func collect(_ statement: Statement, _ block: Block) {
    let around = (entries.last, anchor)
    let kind = statement.kind.rawValue
    let numbered = [kind, labels.target(at: block.span)?.number ?? ""].filter { !$0.isEmpty }
      .joined(separator: " ")
    let title = statement.title.plainText
    open(
      statement.attributes.identifier?.text ?? anchor, title.isEmpty ? "" : numbered,
      title.isEmpty ? numbered.capitalizedFirst : title, isNamed: !title.isEmpty)
    for child in statement.blocks { collect(child) }
    resume(around)
  }

  private mutating func resume(_ around: (entry: SearchIndex.Entry?, anchor: String)) {
    guard var entry = around.entry else { return }
    anchor = around.anchor
    entry.text = ""
    entries.append(
      SearchIndex.Entry(
        lesson: number, address: entry.address, kind: entry.kind, title: entry.title,
        isNamed: false))
  }

  /// What is said of symbols, between the quotation marks of a fence.
  private static func meanings(_ fence: String) -> String {
    fence.split(separator: "\n").flatMap { line in
      line.split(separator: "\"", omittingEmptySubsequences: false).enumerated().filter {
        $0.offset % 2 == 1
      }.map(\.element)
    }.joined(separator: "; ")
  }

  private mutating func collect(_ display: Display) {
    let latex = display.latex.text.onOneLine
    add(latex)
    let names = [display.attributes.identifier].compactMap { $0 } + display.lineLabels.map(\.name)
    for name in names {
      guard let target = labels[name.text] else { continue }
      let around = (entries.last, anchor)
      open(name.text, "equation", "(\(target.number))", isNamed: false)
      add(latex)
      resume(around)
    }
  }

  private mutating func collectFloat(_ block: Block) {
    guard let target = labels.target(at: block.span), let label = target.label else {
      add(words(block.inlines))
      return
    }
    let around = (entries.last, anchor)
    let word = target.kind == .table ? "Table" : "Figure"
    open(label.text, "", "\(word) \(target.number)", isNamed: false)
    add(words(block.inlines))
    resume(around)
  }
}

extension String {
  fileprivate var onOneLine: String {
    split { $0 == "\n" || $0 == " " }.joined(separator: " ")
  }

  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }

  /// At most that many bytes, whole characters.
  fileprivate func prefix(utf8 limit: Int) -> String {
    guard utf8.count > limit else { return self }
    var end = utf8.index(startIndex, offsetBy: limit)
    while end.samePosition(in: self) == nil { end = utf8.index(before: end) }
    return String(self[..<end])
  }
}
