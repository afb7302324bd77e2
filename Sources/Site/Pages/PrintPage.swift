import Courseware

extension Site {
  /// The whole course on one page, for paper: every lesson in order, nothing folded, with the
  /// numbers of the course and references that lead to their place in it.
  var printPage: String {
    var html = HTML()
    html.element("h1", text: course.configuration.title)
    if !course.configuration.summary.isEmpty {
      html.element("p", [("class", "lead")], text: course.configuration.summary)
    }
    if !course.configuration.authors.isEmpty {
      html.element("p", text: course.configuration.authors.joined(separator: ", "))
    }
    html.raw("<nav aria-label=\"Lessons\"><ol class=\"lessons\">")
    for lesson in course.lessons {
      html.element("li") { html in
        html.element("span", [("class", "number")], text: "\(lesson.number) ")
        html.element("a", [("href", "#" + lesson.name)], text: lesson.title)
      }
    }
    html.raw("</ol></nav>")
    for (position, lesson) in course.lessons.enumerated() {
      let page = LessonPage(
        lesson, source.results[position], context,
        notation: NotationRow.tables(source.plans[position]), use: .print)
      html.element("section", [("class", "lesson"), ("id", lesson.name)]) {
        $0.raw(page.write())
      }
    }
    return html.markup
  }
}
