import Courseware
import Markup
import SourceText

extension LessonPage {
  /// Code of more lines is folded until the reader asks for it.
  private static let longestOpenCode = 12

  func writeCell(_ run: RunBlock, at span: Span) {
    guard let result = results.cell(at: span) else { return }
    let number = labels.target(at: span)?.number ?? ""
    let isFigure = run.attributes.identifier?.text.hasPrefix("fig-") == true
    edit { html in
      html.open("div", [("class", "cell")])
      let isShort = run.body.text.split(separator: "\n").count <= LessonPage.longestOpenCode
      if !run.attributes.has("hide"), isShort || use != .print {
        html.open("details", [("class", "code"), ("open", isShort ? "" : nil)])
        html.element("summary", text: "How this was computed")
        html.raw("<pre><code>\(Highlighter.html(run.body.text))</code></pre>")
        html.close("details")
      }
    }
    if result.shown.isEmpty, run.option("caption") == nil {
      if let label = run.attributes.identifier?.text {
        edit { $0.element("span", [("id", anchor(label))]) { _ in } }
      }
    } else {
      edit { $0.open("figure", [("id", anchor(run.attributes.identifier?.text))]) }
      for shown in result.shown { write(shown) }
      writeCaption(run, number.isEmpty ? "" : "\(isFigure ? "Figure" : "Table") \(number) ")
      edit { $0.close("figure") }
    }
    writeChecks(result)
    edit { $0.close("div") }
  }

  private func writeCaption(_ run: RunBlock, _ name: String) {
    guard let caption = run.option("caption")?.content else { return }
    edit { html in
      html.open("figcaption")
      html.element("b", text: name)
    }
    write(caption)
    edit { $0.close("figcaption") }
  }

  private func write(_ shown: CellResult.Shown) {
    edit { html in
      switch shown {
      case .text(let text), .number(let text): html.element("output", text: text)
      case .matrix(let rows): html.raw(formulas.html(generated: Self.latex(rows), isDisplay: true))
      case .table(let header, let rows): NumberTable(header, rows).write(&html)
      case .figure(let drawing):
        html.raw(drawing.svg)
        for remark in drawing.remarks { html.element("p", [("class", "meta")], text: remark) }
        guard !drawing.rows.isEmpty, use != .print else { return }
        html.raw("<details class=\"code\"><summary>The numbers</summary>")
        NumberTable(drawing.header, drawing.rows).withoutRepeats.write(&html)
        html.close("details")
      }
    }
  }

  private static func latex(_ rows: [[String]]) -> String {
    let lines = rows.map { $0.joined(separator: " & ") }.joined(separator: " \\\\ ")
    return "\\begin{pmatrix}\(lines)\\end{pmatrix}"
  }

  private func writeChecks(_ result: CellResult) {
    guard !result.checks.isEmpty else { return }
    edit { html in
      html.element("ul", [("class", "checks")]) { html in
        for check in result.checks {
          html.element("li", [("class", check.passed ? "pass" : "fail")]) { html in
            html.text(check.passed ? "✓ " : "✗ ")
            html.element("code", text: check.code)
            html.text(" " + check.evidence.summary)
          }
        }
      }
    }
  }
}
