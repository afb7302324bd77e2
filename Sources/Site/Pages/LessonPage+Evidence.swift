import Courseware
import Markup
import SourceText
import Verification

// What a verdict opens onto, beside a display and in a sentence.

extension LessonPage {
  /// A verdict inside a sentence: a sign, which opens onto its evidence where a box may stand.
  func writeMark(_ claim: ClaimResult, _ latex: Excerpt) {
    let badge = Badge(claim)
    edit { html in
      guard holdsEvidence else {
        html.element(
          "sup",
          [
            ("class", badge.tone.rawValue), ("title", badge.words), ("role", "img"),
            ("aria-label", badge.words),
          ],
          text: badge.symbol)
        return
      }
      // The sign stays on the line of its formula.
      html.raw("\u{2060}")
      html.element("details", [("class", "evidence inline")]) { html in
        html.element(
          "summary", [("class", "sign \(badge.tone.rawValue)"), ("title", badge.words)]
        ) { write(badge, &$0) }
        writePanel(claim, claim.steps, latex, line: nil, &html)
      }
    }
  }

  /// Everything that is known of some steps of a claim.
  ///
  /// - Parameter line: The line of the formula that the panel is about, if that is one step.
  func writePanel(
    _ claim: ClaimResult, _ steps: [StepResult], _ latex: Excerpt, line: Int?,
    _ html: inout HTML
  ) {
    let whole = claim.steps.count == 1 ? "the whole formula" : line.map { "line \($0)" }
    html.element("div", [("class", "panel")]) { html in
      for step in steps { write(step, whole: whole, latex, &html) }
      if let excuse = claim.excuse {
        html.element("p", text: "The author on what is undecided: \(excuse)")
      }
    }
  }

  func write(_ badge: Badge, _ html: inout HTML) {
    html.element("b", [("aria-hidden", "true")], text: badge.symbol)
    html.raw(" ")
    html.element("span", text: badge.words)
  }

  /// - Parameter whole: What of the formula is claimed, where it stands above by itself.
  private func write(
    _ step: StepResult, whole: String?, _ latex: Excerpt, _ html: inout HTML
  ) {
    html.open("dl")
    if let whole {
      html.element("dt", text: "claimed")
      html.element("dd", text: whole)
    } else if let claimed = claimed(step, latex) {
      html.element("dt", text: "claimed")
      write(mathematics: claimed, &html)
    }
    for (name, value) in EvidenceRows.rows(step, formulas) {
      html.element("dt", text: name)
      html.element("dd") { $0.raw(value) }
    }
    if let counterexample = step.counterexample { write(counterexample, &html) }
    if let repaired = step.repaired(in: latex) {
      html.element("dt", text: "holds as")
      write(mathematics: formulas.mathematics(repaired), &html)
    }
    html.close("dl")
  }

  /// Long formulas scroll by themselves, in a box that may have a role of its own.
  private func write(mathematics: String, _ html: inout HTML) {
    html.element("dd") { html in html.element("div") { $0.raw(mathematics) } }
  }

  /// The part of the formula that a step was read from.
  private func claimed(_ step: StepResult, _ latex: Excerpt) -> String? {
    let start = (0..<latex.count).first { latex.fileOffset($0) >= step.span.start } ?? 0
    let end = (start..<latex.count).first { latex.fileOffset($0) >= step.span.end } ?? latex.count
    let text = String(decoding: latex.bytes[start..<end], as: UTF8.self)
    return formulas.mathML(text.replacing("&", with: ""))
  }

  private func write(_ counterexample: Counterexample, _ html: inout HTML) {
    html.element("dt", text: "counterexample")
    write(mathematics: RefutationNote.place(counterexample, formulas), &html)
    guard counterexample.hasSides else { return }
    let left = formulas.mathematics(counterexample.left.latexOrUndefined)
    let right = formulas.mathematics(counterexample.right.latexOrUndefined)
    html.element("dt", text: "left, right" + counterexample.entryWords)
    html.element("dd") { $0.raw(left + ", " + right) }
  }
}
