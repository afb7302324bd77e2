import Courseware

extension Site {
  /// The course's map by parts, with what each lesson builds on.
  var startPage: String {
    var html = HTML()
    html.element("h1", text: course.configuration.title)
    if !course.configuration.summary.isEmpty {
      html.element("p", [("class", "lead")], text: course.configuration.summary)
    }
    if !course.configuration.authors.isEmpty {
      html.element(
        "p", [("class", "meta")], text: course.configuration.authors.joined(separator: ", "))
    }
    html.element("p", [("class", "meta")]) { html in
      html.text(
        "\(course.lessons.count) lessons, \(coverage.claims) formulas judged by the machine, "
          + "\(coverage.checks) numerical checks. ")
      if let first = course.lessons.first {
        html.element("a", [("href", context.addresses[first.name])], text: "Begin with lesson 1")
        html.text(", or take the ")
        html.element("a", [("href", "print.html")], text: "whole course for paper")
        html.text(".")
      }
    }
    let map = CourseMap(course)
    if map.hasLinks { html.raw(map.html(context.addresses)) }
    for part in parts {
      if !part.title.isEmpty {
        html.element("h2", [("id", Slug.of(part.title))], text: part.title)
      }
      write(part.lessons, &html)
    }
    return html.markup
  }

  private var parts: [(title: String, lessons: [Lesson])] {
    let parts = course.configuration.parts
    let named = parts.map { part in
      (part.title, course.lessons.filter { part.lessons.map(\.value).contains($0.name) })
    }
    let rest = course.lessons.filter { lesson in
      !parts.contains { $0.lessons.map(\.value).contains(lesson.name) }
    }
    return (named + (rest.isEmpty ? [] : [(parts.isEmpty ? "" : "Further lessons", rest)]))
      .filter { !$0.1.isEmpty }
  }

  private func write(_ lessons: [Lesson], _ html: inout HTML) {
    html.element("ol", [("class", "map")]) { html in
      for lesson in lessons {
        html.element("li") { html in
          html.element("span", [("class", "number")], text: "\(lesson.number)")
          html.element("div") { html in
            html.element("a", [("href", context.addresses[lesson.name])], text: lesson.title)
            if !lesson.frontMatter.summary.isEmpty {
              html.element("p", text: lesson.frontMatter.summary)
            }
            html.element("p", [("class", "meta")]) { writeFacts(lesson, &$0) }
          }
        }
      }
    }
  }

  /// What stands before a lesson, and how much of it is checked.
  private func writeFacts(_ lesson: Lesson, _ html: inout HTML) {
    let before = lesson.frontMatter.requires.compactMap { name in
      course.lessons.first { $0.name == name.value }
    }
    if !before.isEmpty {
      html.text("After ")
      for (position, lesson) in before.enumerated() {
        if position > 0 { html.text(", ") }
        html.element("a", [("href", context.addresses[lesson.name])], text: lesson.title)
      }
      html.text(" · ")
    }
    guard let position = course.lessons.firstIndex(where: { $0.name == lesson.name }) else {
      return
    }
    let part = Coverage(source.results[position])
    html.text("\(part.claims) formulas judged")
    if part.checks > 0 { html.text(", \(part.checks) checks") }
  }
}

/// Which lesson needs which, as arcs beside a list of the titles.
struct CourseMap {
  private let lessons: [Lesson]
  /// The parts' names, by the lesson that begins them.
  private let parts: [String: String]
  /// From the row of what is needed to the row of what needs it.
  private let links: [(from: Int, to: Int)]

  init(_ course: Course) {
    let lessons = course.lessons
    self.lessons = lessons
    var parts: [String: String] = [:]
    for part in course.configuration.parts {
      let names = part.lessons.map(\.value)
      if let first = lessons.first(where: { names.contains($0.name) }) {
        parts[first.name] = part.title
      }
    }
    self.parts = parts
    links = lessons.enumerated().flatMap { row, lesson in
      lesson.frontMatter.requires.compactMap { name in
        lessons.firstIndex { $0.name == name.value }.map { ($0, row) }
      }
    }
  }

  var hasLinks: Bool { !links.isEmpty }

  /// Rows are 28 units high, as the stylesheet has them.
  private static let row = 28
  private static let width = 96

  func html(_ addresses: [String: String]) -> String {
    var html = HTML()
    html.element("nav", [("class", "arcs"), ("aria-label", "What builds on what")]) { html in
      html.raw(arcs)
      html.element("ol") { html in
        for lesson in lessons {
          html.element("li") { html in
            html.element("span", [("class", "number")], text: "\(lesson.number)")
            html.raw(" ")
            html.element("a", [("href", addresses[lesson.name])], text: lesson.title)
            if let part = parts[lesson.name] { html.element("small", text: " " + part) }
          }
        }
      }
    }
    return html.markup
  }

  /// For the eye: the list below says the same in words.
  private var arcs: String {
    let height = Self.row * lessons.count
    var svg =
      "<svg aria-hidden=\"true\" width=\"\(Self.width)\" height=\"\(height)\" "
      + "viewBox=\"0 0 \(Self.width) \(height)\">"
    for link in links.sorted(by: { ($0.to - $0.from, $0.from) > ($1.to - $1.from, $1.from) }) {
      let (top, bottom) = (middle(link.from), middle(link.to))
      let edge = Self.width - 8
      let reach = max(4, edge - 10 - 9 * (link.to - link.from))
      let bend = "C\(reach) \(top) \(reach) \(bottom)"
      svg += "<path class=\"arc\" d=\"M\(edge) \(top)\(bend) \(edge) \(bottom)\"/>"
      svg += "<path class=\"tip\" d=\"M\(edge - 7) \(bottom - 4)l7 4-7 4z\"/>"
    }
    for row in lessons.indices {
      svg += "<circle class=\"knot\" cx=\"\(Self.width - 5)\" cy=\"\(middle(row))\" r=\"3\"/>"
    }
    return svg + "</svg>"
  }

  private func middle(_ row: Int) -> Int { row * Self.row + Self.row / 2 }
}
