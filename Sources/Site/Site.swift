import Courseware
import Files
import Markup
import Plotting
import SourceText

/// Makes the pages of a course: a pure function of what was read, judged and typeset.
struct Site: Sendable {
  let source: SiteSource
  let formulas: Formulas
  let context: PageContext
  let coverage: Coverage
  private let previews: Previews

  init(_ source: SiteSource, formulas: Formulas) {
    self.source = source
    self.formulas = formulas
    let lessons = source.course.lessons
    var addresses: [String: String] = [:]
    for lesson in lessons where addresses[lesson.name] == nil {
      addresses[lesson.name] = Self.address(of: lesson)
    }
    var anchors: [Span: String] = [:]
    for lesson in lessons { anchors.merge(Anchors.of(lesson)) { old, _ in old } }
    context = PageContext(
      labels: source.labels, addresses: addresses, formulas: formulas, anchors: anchors,
      media: Media(source.course, addresses: addresses))
    coverage = source.results.reduce(Coverage()) { $0 + Coverage($1) }
    previews = Previews(source, context)
  }

  /// Generated pages keep their names: a lesson of the same name gets another one.
  private static func address(of lesson: Lesson) -> String {
    let isTaken =
      ["index", "404", "print"].contains(lesson.name)
      || Frame.general.contains { $0.1 == lesson.name + ".html" }
    return (isTaken ? "lesson-" : "") + lesson.name + ".html"
  }

  var course: Course { source.course }

  private var frame: Frame {
    Frame(course: course.configuration.title, language: course.configuration.language)
  }

  /// What is wrong with the files that lessons lead to.
  var diagnostics: [Diagnostic] { context.media.diagnostics }

  /// Everything but KaTeX's own style and fonts, which come from `Typesetting`.
  func files(jobs: Int) -> (files: [SiteFile], timings: [PageTiming]) {
    let lessons = course.lessons.count
    let index = SearchIndex(course, source.labels, context)
    let made = Workers.map(lessons + 8, jobs: jobs) { number in
      let start = Clock.now
      let page = number < lessons ? lessonPage(number) : generalPage(number - lessons, index)
      return (page, PageTiming(path: page.path, seconds: Clock.now - start))
    }
    // Behind the pages, which have asked for all of their classes by now.
    let names = formulas.styleNames
    let pages = Workers.map(made.count, jobs: jobs) { number in
      SiteFile(made[number].0.path, bytes: names.shortened(made[number].0.bytes))
    }
    let scripts = made.compactMap(\.0.latex) + previews.scripts(made.flatMap(\.0.cards), names)
    let files =
      pages + scripts + [
        SiteFile("assets/course.css", Stylesheet.text + Figure.stylesheet),
        SiteFile("assets/formulas.css", formulas.stylesheet),
        SiteFile("assets/start.js", Scripts.start),
        SiteFile("assets/course.js", Scripts.course),
        SiteFile("assets/search.js", index.script),
      ] + context.media.files
    return (files, made.map(\.1))
  }

  private func generalPage(_ number: Int, _ index: SearchIndex) -> MadePage {
    switch number {
    case 0: page("index.html", course.configuration.title, startPage)
    case 1: page("notation.html", "Notation", notationPage)
    case 2: page("errata.html", "Errata of the notes", errataPage)
    case 3: page("verification.html", "Verification", verificationPage)
    case 4: page("figures.html", "Figures and tables", figuresPage)
    case 5: page("search.html", "Search", searchPage(index))
    case 6: page("print.html", "For paper", printPage)
    default: page("404.html", "Not found", Self.missingPage)
    }
  }

  private func page(_ path: String, _ title: String, _ main: String) -> MadePage {
    made(
      path,
      Frame.Page(
        title: title, description: course.configuration.summary, main: main, footer: footer,
        address: path))
  }

  /// A page, and what its scripts ask for when they need it.
  private struct MadePage: Sendable {
    let path: String
    let bytes: [UInt8]
    var latex: SiteFile?
    var cards: [Previews.Card] = []
  }

  private func made(
    _ path: String, _ page: Frame.Page, _ cards: [Previews.Card] = []
  ) -> MadePage {
    let sources = FormulaSources(page.main)
    let latex = sources.script.map { SiteFile("assets/latex/\(path.dropLast(5)).js", $0) }
    var page = page
    page.main = sources.markup
    page.cards = cards.map(\.markup)
    page.latex = latex?.path
    let bytes = Array(frame.html(page).utf8)
    return MadePage(path: path, bytes: bytes, latex: latex, cards: cards)
  }

  private static let missingPage = """
    <h1>Not found</h1><p>There is no such page. The <a href="index.html">start page</a> lists all, \
    and the <a href="search.html">search</a> knows what stands where.</p>
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

  private func lessonPage(_ position: Int) -> MadePage {
    let lesson = course.lessons[position]
    let page = LessonPage(
      lesson, source.results[position], context,
      notation: NotationRow.tables(source.plans[position]))
    let main = page.write()
    return made(
      context.addresses[lesson.name] ?? "",
      Frame.Page(
        title: lesson.title, description: lesson.frontMatter.summary,
        place: "Lesson \(lesson.number) of \(course.allLessons.count)",
        contents: contents(of: lesson), main: main, turn: turn(position), footer: footer),
      previews.cards(for: page.mentioned, in: lesson))
  }

  /// The lesson's sections, beside the text where there is room, above it elsewhere.
  private func contents(of lesson: Lesson) -> String {
    var html = HTML()
    var isEmpty = true
    html.raw("<nav class=\"contents\" id=\"contents\" tabindex=\"-1\" aria-label=\"On this page\">")
    html.raw("<details><summary>On this page</summary><ol>")
    for block in lesson.document.blocks {
      guard case .heading(let heading) = block.kind, heading.level == 2 || heading.level == 3,
        let anchor = context.anchors[block.span]
      else { continue }
      isEmpty = false
      html.element("li", [("class", heading.level == 3 ? "sub" : nil)]) {
        $0.element("a", [("href", "#" + anchor)], text: heading.content.plainText)
      }
    }
    html.raw("</ol></details></nav>")
    return isEmpty ? "" : html.markup
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
    let attributes = [
      ("class", relation), ("rel", relation), ("href", context.addresses[lesson.name] ?? ""),
    ]
    html.element("a", attributes.map { ($0.0, Optional($0.1)) }) { html in
      html.element("small", text: word)
      html.text(lesson.title)
    }
  }
}
