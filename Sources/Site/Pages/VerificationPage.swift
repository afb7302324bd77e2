import Courseware

extension Site {
  /// How much is checked, and how, lesson by lesson.
  var verificationPage: String {
    var html = HTML()
    html.element("h1", text: "Verification")
    html.element("p", text: Self.howItWorks)
    html.raw("<div class=\"scroll wide\"><table><thead><tr>")
    for name in [
      "lesson", "claims", "certified", "tested", "refuted", "accepted", "unchecked", "checks",
      "coverage",
    ] {
      html.element("th", [("scope", "col")], text: name)
    }
    html.raw("</tr></thead><tbody>")
    for (lesson, results) in zip(course.lessons, source.results) {
      writeRow(lesson.title, context.addresses[lesson.name], Coverage(results), &html)
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
