import Courseware

/// What stands around the main part of every page.
struct Frame: Sendable {
  let course: String
  let language: String

  /// What differs from page to page.
  struct Page {
    var title: String
    var description: String
    /// "Lesson 3 of 12".
    var place = ""
    /// The lesson's sections.
    var contents = ""
    var main: String
    /// Before and next.
    var turn = ""
    var footer: String
    /// What cards show that its references open: a page brings the faces that they use.
    var cards: [String] = []
    /// The script with the LaTeX of its formulas.
    var latex: String?
    /// The generated page it is, by its address.
    var address = ""
  }

  func html(_ page: Page) -> String {
    var html = HTML()
    html.raw("<!DOCTYPE html>\n")
    html.element("html", [("lang", language)]) { html in
      html.element("head") { head(&$0, page) }
      html.element("body") { html in
        html.raw("<a class=\"skip\" href=\"#main\">Skip to the text</a>")
        if !page.contents.isEmpty {
          html.raw("<a class=\"skip\" href=\"#contents\">Skip to the contents</a>")
        }
        let shapes = FormulaShapes(page.main)
        html.raw(shapes.definitions)
        html.raw("<div class=\"page\">")
        header(&html, page)
        html.raw(page.contents)
        let attributes = [("id", "main"), ("tabindex", "-1"), ("data-latex", page.latex)]
        html.element("main", attributes) { $0.raw(shapes.markup + page.turn) }
        html.element("footer", [("class", "site"), ("id", "end")]) { $0.raw(page.footer) }
        html.raw("</div>")
      }
    }
    html.raw("\n")
    return html.markup
  }

  private func head(_ html: inout HTML, _ page: Page) {
    html.raw("<meta charset=\"utf-8\">")
    html.raw("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
    html.raw("<meta name=\"color-scheme\" content=\"light dark\">")
    html.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"\(Self.policy)\">")
    html.element("title", text: page.title == course ? course : "\(page.title) · \(course)")
    if !page.description.isEmpty {
      html.open("meta", [("name", "description"), ("content", page.description)])
    }
    // Nothing is drawn before all of the page is there: what comes later would move what is seen.
    html.raw("<link rel=\"expect\" href=\"#end\" blocking=\"render\">")
    let faces = FormulaFonts.faces(in: [page.main] + page.cards).map(FormulaFonts.path)
    for path in faces + ["assets/katex/katex.css", "assets/formulas.css", "assets/course.css"] {
      html.open("link", [("rel", "stylesheet"), ("href", path)])
    }
    html.raw("<script src=\"assets/start.js\"></script>")
    html.raw("<script src=\"assets/course.js\" defer></script>")
  }

  /// Nothing from elsewhere, nothing inline, nothing sent.
  static let policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src data:; img-src 'self'; "
    + "base-uri 'none'; form-action 'none'"

  private func header(_ html: inout HTML, _ page: Page) {
    html.element("header", [("class", "site")]) { html in
      html.element("a", [("class", "home"), ("href", "index.html")], text: course)
      html.element("span", [("class", "place")], text: page.place)
      html.element("nav", [("aria-label", "Course")]) { html in
        for (name, address) in Self.general {
          html.element(
            "a",
            [("href", address), ("aria-current", address == page.address ? "page" : nil)],
            text: name)
        }
      }
      html.raw(Self.themes)
    }
  }

  /// Works with JavaScript only, and is shown with it only; without it the system decides.
  private static let themes = """
    <fieldset class="theme" hidden><legend>Theme</legend>\
    <label title="as the system has it"><input type="radio" name="theme" value="" checked>\
    <span>Auto</span></label>\
    <label title="light"><input type="radio" name="theme" value="light"><span>Light</span></label>\
    <label title="dark"><input type="radio" name="theme" value="dark"><span>Dark</span></label>\
    </fieldset>
    """

  /// The generated pages that every page leads to.
  static let general = [
    ("Notation", "notation.html"), ("Figures", "figures.html"), ("Errata", "errata.html"),
    ("Verification", "verification.html"), ("Search", "search.html"),
  ]
}
