import Courseware
import Markup
import SourceText

// The pages that belong to the course and to no lesson.

extension Site {
  /// The course's map by parts.
  var startPage: String {
    var html = HTML()
    html.element("h1", text: course.configuration.title)
    if !course.configuration.summary.isEmpty {
      html.element("p", [("class", "lead")], text: course.configuration.summary)
    }
    let parts = course.configuration.parts
    let named = parts.map { part in
      (part.title, course.lessons.filter { part.lessons.map(\.value).contains($0.name) })
    }
    let rest = course.lessons.filter { lesson in
      !parts.contains { $0.lessons.map(\.value).contains(lesson.name) }
    }
    for (title, lessons) in named + (rest.isEmpty ? [] : [("", rest)]) {
      if !title.isEmpty { html.element("h2", [("id", Slug.of(title))], text: title) }
      writeMap(lessons, &html)
    }
    return html.markup
  }

  private func writeMap(_ lessons: [Lesson], _ html: inout HTML) {
    html.element("ol", [("class", "map")]) { html in
      for lesson in lessons {
        html.element("li") { html in
          html.element("span", [("class", "number")], text: "\(lesson.number)")
          html.element("a", [("href", addresses[lesson.name])], text: lesson.title)
          html.element("p", text: lesson.frontMatter.summary)
        }
      }
    }
  }

  /// All symbols of the course, lesson by lesson, and its conventions.
  var notationPage: String {
    var html = HTML()
    html.element("h1", text: "Notation")
    if !course.configuration.conventions.isEmpty {
      html.element("h2", text: "Conventions")
      html.element("ul") { html in
        for convention in course.configuration.conventions { html.element("li", text: convention) }
      }
    }
    for (lesson, plan) in zip(course.lessons, source.plans) {
      let rows = NotationRow.all(plan)
      guard !rows.isEmpty else { continue }
      html.element("h2", [("id", lesson.name)]) {
        $0.element("a", [("href", addresses[lesson.name])], text: lesson.title)
      }
      html.raw(
        "<div class=\"scroll\"><table class=\"notation\"><thead><tr><th scope=\"col\">symbol</th>")
      html.raw("<th scope=\"col\">kind</th><th scope=\"col\">meaning</th></tr></thead><tbody>")
      for row in rows {
        html.element("tr") { html in
          html.element("td") { $0.raw(formulas.html(generated: row.latex)) }
          html.element("td", text: row.kind)
          html.element("td", text: row.meaning)
        }
      }
      html.raw("</tbody></table></div>")
    }
    return html.markup
  }

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
      var found: [(Statement, Span)] = []
      lesson.document.visitBlocks { block in
        if case .statement(let statement) = block.kind, statement.kind == .erratum {
          found.append((statement, block.span))
        }
      }
      guard !found.isEmpty else { continue }
      html.element("h2", [("id", lesson.name)]) {
        $0.element("a", [("href", addresses[lesson.name])], text: lesson.title)
      }
      for (statement, span) in found { write(statement, span, lesson, results, &html) }
    }
    return html.markup
  }

  private func write(
    _ statement: Statement, _ span: Span, _ lesson: Lesson, _ results: LessonResults,
    _ html: inout HTML
  ) {
    let place = statement.attributes["source"]?.text
    if let place { html.element("p", [("class", "meta")], text: "Notes \(place)") }
    let page = LessonPage(
      lesson, results, labels: source.labels, notation: [:], addresses: addresses,
      formulas: formulas, isOwnPage: false)
    page.write([Block(.statement(statement), span)])
    // Anchors stay unique: the lesson owns them, this page links there.
    html.raw(page.html.markup.withoutAnchors)
  }

  /// How much is checked, and how, lesson by lesson.
  var verificationPage: String {
    var html = HTML()
    html.element("h1", text: "Verification")
    html.element("p", text: Self.howItWorks)
    html.raw("<div class=\"scroll\" tabindex=\"0\"><table><thead><tr>")
    for name in [
      "lesson", "claims", "certified", "tested", "refuted", "accepted", "unchecked", "checks",
      "coverage",
    ] {
      html.element("th", [("scope", "col")], text: name)
    }
    html.raw("</tr></thead><tbody>")
    for (lesson, results) in zip(course.lessons, source.results) {
      writeRow(lesson.title, addresses[lesson.name], Coverage(results), &html)
    }
    writeRow("the course", nil, coverage, &html)
    html.raw("</tbody></table></div>")
    return html.markup
  }

  private static let howItWorks = """
    Each formula with a mark beside it was read and judged as it stands on the page. Certified means \
    that the identity holds in exact arithmetic modulo large primes at random points, with an error \
    probability that the mark states. Tested means that it holds at every point tried, to the stated \
    resolution; testing is not proof. Refuted statements are false, and were shown to be.
    """

  private func writeRow(_ title: String, _ address: String?, _ part: Coverage, _ html: inout HTML) {
    html.element("tr") { html in
      html.element("td") { html in
        if let address {
          html.element("a", [("href", address)], text: title)
        } else {
          html.text(title)
        }
      }
      let numbers = [
        part.claims, part.certified, part.tested, part.refuted, part.excused, part.unchecked,
        part.checks,
      ]
      for number in numbers { html.element("td", [("class", "right")], text: "\(number)") }
      html.element(
        "td", [("class", "right")], text: "\(Int((part.share * 100).rounded(.down))) %")
    }
  }
}

extension String {
  /// HTML of this program's making without ` id="…"`.
  fileprivate var withoutAnchors: String {
    var result = ""
    var rest = self[...]
    while let start = rest.firstRange(of: " id=\"") {
      result += rest[..<start.lowerBound]
      rest = rest[start.upperBound...]
      rest = rest.firstIndex(of: "\"").map { rest[rest.index(after: $0)...] } ?? ""
    }
    return result + rest
  }
}
