import Courseware
import Markup
import SourceText
import Verification

extension LessonPage {
  func write(_ display: Display, at span: Span) {
    let claim = results.claim(at: span)
    let set = formulas.set(display.latex, isDisplay: true)
    let marks = use == .preview ? [] : marks(display, claim, set.rows, at: span)
    let numbers = numbers(display, set.rows, at: span)
    let isRefuted = claim?.isRefutation == true
    edit { html in
      html.open("div", [("class", marks.count > 1 ? "claim lines" : "claim")])
      html.open(
        "div",
        [
          ("class", isRefuted ? "display refuted" : "display"),
          ("id", anchor(display.attributes.identifier?.text)),
        ])
      html.element("div", [("class", "body")]) { $0.raw(set.html) }
      for number in numbers { write(number, &html) }
      html.close("div")
      if isRefuted, let claim { RefutationNote.write(claim, formulas, &html) }
      for mark in marks { write(mark, claim, display.latex, &html) }
      html.close("div")
    }
  }

  // MARK: Numbers

  /// An equation number, at a line of its own or beside the whole display.
  private struct Number {
    let label: String
    let text: String
    /// Of a line of its own.
    let height: Double?
    let isLine: Bool
  }

  private func numbers(_ display: Display, _ set: FormulaRows?, at span: Span) -> [Number] {
    var numbers: [Number] = []
    if let label = display.attributes.identifier?.text, let number = labels.target(at: span)?.number
    {
      numbers.append(Number(label: label, text: number, height: nil, isLine: false))
    }
    let rows = DisplayRows.ranges(display.latex)
    for line in display.lineLabels {
      guard let number = labels[line.name.text]?.number else { continue }
      let row = rows.lastIndex { $0.lowerBound <= line.offset }
      let height = row.flatMap { row in
        set.flatMap { $0.lines.count == rows.count ? $0.lines[row] : nil }
      }
      numbers.append(Number(label: line.name.text, text: number, height: height, isLine: true))
    }
    return numbers
  }

  private func write(_ number: Number, _ html: inout HTML) {
    let place = number.height.map { " at " + formulas.styleClass(Self.top($0)) }
    html.element(
      "a",
      [
        ("class", "number" + (place ?? "")), ("href", address(number.label)),
        ("id", number.isLine ? anchor(number.label) : nil),
        ("aria-label", "equation \(number.text)"),
      ], text: "(\(number.text))")
  }

  /// How far below the display's upper edge a line's middle is.
  private static func top(_ em: Double) -> String {
    // The padding above a formula, and the size of its type, as the stylesheet has them.
    let hundredths = Int(((0.35 + 1.08 * em) * 100).rounded())
    let rest = hundredths % 100
    return "top:\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)rem"
  }

  // MARK: Verdicts

  /// A verdict with the steps that it is about, and how far down it stands.
  private struct Mark {
    let badge: Badge
    let steps: [StepResult]
    let height: Double?
    /// The number of its line, from 1, if that line is one step and nothing else.
    var line: Int?
  }

  private func marks(
    _ display: Display, _ claim: ClaimResult?, _ set: FormulaRows?, at span: Span
  ) -> [Mark] {
    guard let claim else {
      let isUnchecked = results.unchecked.contains(span)
      guard let badge = Badge(role: display.attributes.role, isUnchecked: isUnchecked) else {
        return []
      }
      return [Mark(badge: badge, steps: [], height: set?.axis)]
    }
    let rows = DisplayRows.ranges(display.latex)
    guard let set, rows.count > 1, rows.count == set.lines.count, claim.steps.count > 1 else {
      return [Mark(badge: Badge(claim), steps: claim.steps, height: set?.axis)]
    }
    var steps = [[StepResult]](repeating: [], count: rows.count)
    for step in claim.steps {
      steps[DisplayRows.row(of: step.span, in: display.latex, rows) ?? 0].append(step)
    }
    return steps.enumerated().compactMap { row, steps in
      guard !steps.isEmpty else { return nil }
      let line = Self.isLine(steps, row, display.latex, rows) ? row + 1 : nil
      return Mark(
        badge: Badge(claim, steps: steps), steps: steps, height: set.lines[row], line: line)
    }
  }

  /// Whether a line holds one step, which begins on no other.
  private static func isLine(
    _ steps: [StepResult], _ row: Int, _ latex: Excerpt, _ rows: [Range<Int>]
  ) -> Bool {
    guard steps.count == 1 else { return false }
    return latex.fileOffset(rows[row].lowerBound) <= steps[0].span.start
  }

  /// The verdict in words; where there is evidence it opens onto it.
  private func write(_ mark: Mark, _ claim: ClaimResult?, _ latex: Excerpt, _ html: inout HTML) {
    let place = mark.height.map { " at " + formulas.styleClass(Self.top($0)) } ?? ""
    let classes = "mark \(mark.badge.tone.rawValue)\(place)"
    // Elsewhere the evidence is a link away: the box leads to its lesson.
    guard let claim, isOwnPage else {
      html.element("p", [("class", classes)]) { write(mark.badge, &$0) }
      return
    }
    html.element("details", [("class", "evidence")]) { html in
      html.element("summary", [("class", classes)]) { write(mark.badge, &$0) }
      writePanel(claim, mark.steps, latex, line: mark.line, &html)
    }
  }
}
