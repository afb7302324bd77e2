import Courseware
import Markup

extension Site {
  /// The search, and for readers without JavaScript a register of everything that has a name.
  func searchPage(_ index: SearchIndex) -> String {
    var html = HTML()
    html.element("h1", text: "Search")
    html.raw(Self.searchForm)
    html.element("h2", [("id", "register")], text: "Everything with a name")
    for (lesson, entries) in index.named {
      html.element("h3", [("id", lesson.name)]) {
        $0.element("a", [("href", context.addresses[lesson.name])], text: lesson.title)
      }
      html.element("ul", [("class", "register")]) { html in
        for entry in entries {
          html.element("li") { html in
            html.element("a", [("href", entry.address)], text: entry.title)
            if !entry.kind.isEmpty { html.element("small", text: " " + entry.kind) }
          }
        }
      }
    }
    return html.markup
  }

  private static let searchForm = """
    <form class="search" role="search" hidden><input id="query" type="search" autocomplete="off" \
    spellcheck="false" aria-label="Search the course" \
    placeholder="Words, formulas, names of theorems"></form>\
    <p class="meta" role="status" id="found"></p><ol class="results" id="results"></ol>\
    <noscript><p class="meta">Searching takes JavaScript; the register below does not.</p></noscript>
    """
}
