import Courseware
import Markup
import SourceText

extension Site {
  /// Every statement of the notes that is refuted, with place, counterexample and correction.
  var errataPage: String {
    var html = HTML()
    html.element("h1", text: "Errata of the notes")
    html.element(
      "p", [("class", "lead")],
      text:
        "Statements of the notes that are false as they stand, each with its refutation and what holds instead."
    )
    for (lesson, results) in zip(course.lessons, source.results) {
      let found = lesson.document.blocks.flatMap(refuted)
      let inline = results.claims.filter { $0.isRefutation && $0.isInline && $0.box != .erratum }
      guard !found.isEmpty || !inline.isEmpty else { continue }
      html.element("h2", [("id", lesson.name)]) {
        $0.element("a", [("href", context.addresses[lesson.name])], text: lesson.title)
      }
      for block in found { write(block, lesson, results, &html) }
      for claim in inline { write(claim, &html) }
    }
    return html.markup
  }

  /// The errata in a block, and the false statements that stand outside of errata.
  private func refuted(in block: Block) -> [Block] {
    switch block.kind {
    case .statement(let statement) where statement.kind == .erratum: [block]
    case .display(let display) where display.attributes.role == .refute: [block]
    default: block.children.flatMap(refuted)
    }
  }

  private func write(_ claim: ClaimResult, _ html: inout HTML) {
    html.element("div", [("class", "display refuted")]) { html in
      html.element("div", [("class", "body")]) {
        $0.raw(formulas.html(claim.latex, isDisplay: true))
      }
    }
    RefutationNote.write(claim, formulas, &html)
  }

  private func write(
    _ block: Block, _ lesson: Lesson, _ results: LessonResults, _ html: inout HTML
  ) {
    let place = results.claims.first { claim in
      claim.isRefutation && block.span.start <= claim.span.start && claim.span.end <= block.span.end
    }?.source
    if let place { html.element("p", [("class", "meta")], text: "Notes \(place)") }
    let page = LessonPage(lesson, results, context, use: .elsewhere)
    page.write([block])
    html.raw(page.html.markup)
  }
}
