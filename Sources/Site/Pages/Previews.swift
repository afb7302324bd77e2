import Courseware
import Markup
import SourceText

/// Cards that show what references to other pages lead to.
///
/// What stands on the same page is copied from there when it is asked for; what stands elsewhere
/// comes along as a template, because a page opened from a folder cannot fetch another one.
struct Previews: Sendable {
  private let pieces: [String: Piece]
  private let context: PageContext

  private struct Piece: Sendable {
    let lesson: Lesson
    let results: LessonResults
    let block: Block
  }

  /// What the cards of one page may weigh.
  private static let limit = 60_000

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

  /// The templates for what a lesson mentions.
  func html(for mentioned: [String], in lesson: Lesson) -> String {
    var html = HTML()
    var written: Set<String> = []
    var weight = 0
    for label in mentioned where written.insert(label).inserted {
      guard let piece = pieces[label], piece.lesson.name != lesson.name else { continue }
      let card = card(piece)
      weight += card.utf8.count
      guard weight <= Self.limit else { break }
      html.element("template", [("data-for", label)]) { $0.raw(card) }
    }
    return html.markup
  }

  private func card(_ piece: Piece) -> String {
    let page = LessonPage(piece.lesson, piece.results, context, use: .preview)
    page.write([piece.block])
    return page.html.markup
  }
}
