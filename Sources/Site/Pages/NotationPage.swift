import Courseware

extension Site {
  /// All symbols of the course, lesson by lesson, and its conventions.
  var notationPage: String {
    var html = HTML()
    html.element("h1", text: "Notation")
    if !course.configuration.conventions.isEmpty {
      html.element("h2", text: "Conventions")
      html.element("ul") { html in
        for convention in course.configuration.conventions {
          html.element("li") { write(convention, &$0) }
        }
      }
    }
    for (lesson, plan) in zip(course.lessons, source.plans) {
      let rows = NotationRow.all(plan)
      guard !rows.isEmpty else { continue }
      html.element("h2", [("id", lesson.name)]) {
        $0.element("a", [("href", context.addresses[lesson.name])], text: lesson.title)
      }
      NotationRow.write(rows, formulas, &html)
    }
    return html.markup
  }

  /// A line of the configuration, formulas between dollars.
  private func write(_ line: String, _ html: inout HTML) {
    let parts = line.split(separator: "$", omittingEmptySubsequences: false)
    for (position, part) in parts.enumerated() {
      if position % 2 == 1, position + 1 < parts.count {
        html.raw(formulas.html(generated: String(part)))
      } else {
        html.text((position % 2 == 1 ? "$" : "") + part)
      }
    }
  }
}
