package import Courseware
import Markup
import Plotting
import SourceText

/// Everything that pages are made from.
package struct SiteSource: Sendable {
  package let course: Course
  package let labels: Labels
  package let plans: [Plan]
  package let results: [LessonResults]

  package init(course: Course, labels: Labels, plans: [Plan], results: [LessonResults]) {
    self.course = course
    self.labels = labels
    self.plans = plans
    self.results = results
  }
}

/// One file of the finished site.
package struct SiteFile: Sendable {
  /// Below the output folder.
  package let path: String
  package let bytes: [UInt8]

  package init(_ path: String, _ text: String) { self.init(path, bytes: Array(text.utf8)) }

  package init(_ path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}

/// Makes the pages of a course: a pure function of what was read, judged and typeset.
package struct Site {
  let source: SiteSource
  let formulas: Formulas
  let coverage: Coverage

  package init(_ source: SiteSource, formulas: Formulas) {
    self.source = source
    self.formulas = formulas
    coverage = source.results.reduce(Coverage()) { $0 + Coverage($1) }
  }

  var course: Course { source.course }
  var frame: Frame {
    Frame(course: course.configuration.title, language: course.configuration.language)
  }

  /// Where each lesson's page stands, by the lesson's name.
  var addresses: [String: String] {
    Dictionary(course.lessons.map { ($0.name, $0.name + ".html") }) { first, _ in first }
  }

  /// The pages and the stylesheet; fonts and KaTeX's own style come from `Typesetting`.
  package func files() -> [SiteFile] {
    var files = [SiteFile("assets/course.css", Stylesheet.text + Figure.stylesheet)]
    files.append(page("index.html", course.configuration.title, startPage))
    for position in course.lessons.indices { files.append(lessonPage(position)) }
    files.append(page("notation.html", "Notation", notationPage))
    files.append(page("errata.html", "Errata of the notes", errataPage))
    files.append(page("verification.html", "Verification", verificationPage))
    files.append(page("404.html", "Not found", Self.missingPage))
    return files
  }

  private func page(_ path: String, _ title: String, _ main: String) -> SiteFile {
    SiteFile(
      path,
      frame.page(
        title: title, description: course.configuration.summary, place: "", main: main,
        footer: footer))
  }

  private static let missingPage = """
    <h1>Not found</h1><p>There is no such page. The <a href="index.html">start page</a> lists all.</p>
    """

  /// What every page ends with: how much of the course is checked.
  private var footer: String {
    var html = HTML()
    html.text(
      "\(coverage.claims) claims judged: \(coverage.certified) certified, \(coverage.tested) tested, "
        + "\(coverage.refuted) refuted on purpose, \(coverage.failed) failed. ")
    html.element("a", [("href", "verification.html")], text: "How this is checked")
    return html.markup
  }

  // MARK: Lessons

  private func lessonPage(_ position: Int) -> SiteFile {
    let lesson = course.lessons[position]
    let page = LessonPage(
      lesson, source.results[position], labels: source.labels,
      notation: NotationRow.tables(source.plans[position]), addresses: addresses,
      formulas: formulas)
    let main = page.write()
    return SiteFile(
      lesson.name + ".html",
      frame.page(
        title: lesson.title, description: lesson.frontMatter.summary,
        place: "Lesson \(lesson.number) of \(course.lessons.count)",
        contents: contents(of: lesson), main: main, turn: turn(position), footer: footer))
  }

  /// The lesson's sections, beside the text where there is room, above it elsewhere.
  private func contents(of lesson: Lesson) -> String {
    var html = HTML()
    html.raw(
      "<nav class=\"contents\" aria-label=\"On this page\"><details><summary>On this page</summary><ol>"
    )
    for case .heading(let heading) in lesson.document.blocks.map(\.kind)
    where heading.level == 2 || heading.level == 3 {
      let anchor = heading.attributes.identifier?.text ?? Slug.of(heading.content.plainText)
      html.element("li") {
        $0.element("a", [("href", "#" + anchor)], text: heading.content.plainText)
      }
    }
    html.raw("</ol></details></nav>")
    return html.markup
  }

  private func turn(_ position: Int) -> String {
    var html = HTML()
    html.element("nav", [("class", "turn"), ("aria-label", "Lessons")]) { html in
      if position > 0 { turn(to: position - 1, "prev", "← Before", &html) }
      if position + 1 < course.lessons.count { turn(to: position + 1, "next", "Next →", &html) }
    }
    return html.markup
  }

  private func turn(to position: Int, _ relation: String, _ word: String, _ html: inout HTML) {
    let lesson = course.lessons[position]
    let attributes = [("class", relation), ("rel", relation), ("href", lesson.name + ".html")]
    html.element("a", attributes.map { ($0.0, Optional($0.1)) }) { html in
      html.element("small", text: word)
      html.text(lesson.title)
    }
  }
}
