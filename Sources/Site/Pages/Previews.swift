import Courseware
import Markup
import SourceText

/// Cards that show what references to other pages lead to.
///
/// What stands on the same page is copied from there when it is asked for; what stands elsewhere
/// comes with a script, because a page opened from a folder can load those and fetch nothing.
struct Previews: Sendable {
  private let pieces: [String: Piece]
  private let context: PageContext

  private struct Piece: Sendable {
    let lesson: Lesson
    let results: LessonResults
    let block: Block
  }

  init(_ source: SiteSource, _ context: PageContext) {
    var pieces: [String: Piece] = [:]
    for (lesson, results) in zip(source.course.lessons, source.results) {
      lesson.document.visitBlocks { block in
        let piece = Piece(lesson: lesson, results: results, block: block)
        if let label = block.label, Self.isShown(block) { pieces[label] = piece }
        if case .display(let display) = block.kind {
          for line in display.lineLabels { pieces[line.name.text] = piece }
        }
      }
    }
    self.pieces = pieces
    self.context = context
  }

  /// Drawings are large, and sections are read where they stand.
  private static func isShown(_ block: Block) -> Bool {
    switch block.kind {
    case .display, .statement: true
    default: false
    }
  }

  /// The cards for what a lesson mentions of others.
  func cards(for mentioned: [String], in lesson: Lesson) -> [Card] {
    var written: Set<String> = []
    return mentioned.compactMap { label in
      guard written.insert(label).inserted, let piece = pieces[label],
        piece.lesson.name != lesson.name
      else { return nil }
      return Card(label: label, lesson: piece.lesson.name, markup: card(piece))
    }
  }

  /// What a reference leads to, as markup.
  struct Card: Sendable {
    let label: String
    /// Where it leads.
    let lesson: String
    let markup: String
  }

  /// For each lesson a script with those of its pieces that others mention, the names of styles made
  /// short; for a lesson that nobody mentions it is empty, so that it can be asked for.
  func scripts(_ cards: [Card], _ names: StyleNames) -> [SiteFile] {
    var byLesson: [String: [String: String]] = [:]
    for card in cards { byLesson[card.lesson, default: [:]][card.label] = card.markup }
    return context.addresses.sorted { $0.key < $1.key }.map { name, address in
      let cards = (byLesson[name] ?? [:]).sorted { $0.key < $1.key }.map { label, markup in
        let short = String(decoding: names.shortened(Array(markup.utf8)), as: UTF8.self)
        return JavaScript.markup(label) + ":" + JavaScript.markup(short)
      }
      return SiteFile(
        "assets/cards/" + address.dropLast(5) + ".js",
        "coursegenCards({" + cards.joined(separator: ",\n") + "})\n")
    }
  }

  private func card(_ piece: Piece) -> String {
    let page = LessonPage(piece.lesson, piece.results, context, use: .preview)
    page.write([piece.block])
    return FormulaSources(page.html.markup).markup
  }
}
