import Courseware

/// What stands around the main part of every page.
struct Frame {
  let course: String
  let language: String
  /// `../` for pages one folder down; empty at the top.
  var base = ""

  /// The whole page.
  func page(
    title: String, description: String, place: String = "", contents: String = "", main: String,
    turn: String = "", footer: String
  ) -> String {
    var html = HTML()
    html.raw("<!DOCTYPE html>\n")
    html.element("html", [("lang", language)]) { html in
      html.element("head") { head(&$0, title: title, description: description) }
      html.element("body") { html in
        html.raw("<a class=\"skip\" href=\"#main\">Skip to the text</a><div class=\"page\">")
        header(&html, place)
        html.raw(contents)
        html.raw("<main id=\"main\" tabindex=\"-1\">")
        html.raw(main)
        html.raw(turn)
        html.raw("</main>")
        html.element("footer", [("class", "site")]) { $0.raw(footer) }
        html.raw("</div>")
      }
    }
    html.raw("\n")
    return html.markup
  }

  private func head(_ html: inout HTML, title: String, description: String) {
    html.raw("<meta charset=\"utf-8\">")
    html.raw("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
    html.raw("<meta name=\"color-scheme\" content=\"light dark\">")
    html.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"\(Self.policy)\">")
    html.element("title", text: title == course ? title : "\(title) · \(course)")
    if !description.isEmpty {
      html.open("meta", [("name", "description"), ("content", description)])
    }
    html.open("link", [("rel", "stylesheet"), ("href", base + "assets/katex/katex.min.css")])
    html.open("link", [("rel", "stylesheet"), ("href", base + "assets/course.css")])
  }

  /// Nothing from elsewhere, no scripts; KaTeX positions with inline styles.
  static let policy =
    "default-src 'none'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; "
    + "base-uri 'none'; form-action 'none'"

  private func header(_ html: inout HTML, _ place: String) {
    html.element("header", [("class", "site")]) { html in
      html.element("a", [("class", "home"), ("href", base + "index.html")], text: course)
      html.element("span", [("class", "place")], text: place)
      html.element("nav", [("aria-label", "Course")]) { html in
        for (name, address) in Self.general {
          html.element("a", [("href", base + address)], text: name)
        }
      }
    }
  }

  /// The generated pages that every page leads to.
  static let general = [
    ("Notation", "notation.html"), ("Errata", "errata.html"), ("Verification", "verification.html"),
  ]
}
