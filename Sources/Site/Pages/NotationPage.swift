import Courseware

extension Site {
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
        $0.element("a", [("href", context.addresses[lesson.name])], text: lesson.title)
      }
      NotationRow.write(rows, formulas, &html)
    }
    return html.markup
  }
}
