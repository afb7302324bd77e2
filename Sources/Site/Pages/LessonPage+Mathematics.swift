import Courseware
import Markup
import SourceText
import Verification

extension LessonPage {
  func write(_ display: Display, at span: Span) {
    let claim = results.claim(at: span)
    let id = display.attributes.identifier?.text
    let isRefuted = claim?.isRefutation == true
    let page = isOwnPage ? "" : addresses[lesson.name] ?? ""
    edit { html in
      html.open("div", [("class", isRefuted ? "display refuted" : "display"), ("id", id)])
      html.element("div", [("class", "body"), ("tabindex", "0")]) {
        $0.raw(formulas.html(display.latex, isDisplay: true))
      }
      if let id, let number = labels.target(at: span)?.number {
        html.element(
          "a",
          [("class", "number"), ("href", page + "#" + id), ("aria-label", "equation \(number)")],
          text: "(\(number))")
      }
      html.close("div")
    }
    if let claim {
      writeEvidence(claim)
    } else if results.unchecked.contains(span) {
      edit {
        $0.element("p", [("class", "evidence unchecked")], text: "○ nothing checks this line")
      }
    }
  }

  /// The verdict in words, opening onto what it rests on.
  private func writeEvidence(_ claim: ClaimResult) {
    let badge = Badge(claim)
    edit { html in
      html.open("details", [("class", "evidence")])
      html.element("summary", [("class", badge.tone)], text: "\(badge.symbol) \(badge.words)")
      html.open("div", [("class", "panel")])
      if claim.steps.count == 1, let step = claim.steps.first {
        write(step, &html)
      } else {
        html.open("ol")
        for step in claim.steps {
          html.element("li") { html in
            html.element("b", text: step.verdict.name)
            write(step, &html)
          }
        }
        html.close("ol")
      }
      if let excuse = claim.excuse {
        html.element("p", text: "The author on what is undecided: \(excuse)")
      }
      html.close("div")
      html.close("details")
    }
  }

  private func write(_ step: StepResult, _ html: inout HTML) {
    html.open("dl")
    html.element("dt", text: "found")
    html.element("dd", text: step.summary)
    for (name, value) in EvidenceRows.rows(step) {
      html.element("dt", text: name)
      html.element("dd", text: value)
    }
    if let counterexample = step.counterexample { write(counterexample, &html) }
    if let repair = step.repair {
      html.element("dt", text: "holds with")
      html.element("dd") { $0.raw(formulas.html(generated: repair.replacement)) }
    }
    html.close("dl")
  }

  private func write(_ counterexample: Counterexample, _ html: inout HTML) {
    html.element("dt", text: "counterexample")
    html.element("dd") { $0.raw(formulas.html(generated: counterexample.latex)) }
    html.element("dt", text: "left, right")
    html.element("dd") { html in
      html.raw(formulas.html(generated: counterexample.left?.latex ?? "\\text{undefined}"))
      html.text(", ")
      html.raw(formulas.html(generated: counterexample.right?.latex ?? "\\text{undefined}"))
    }
  }
}

/// A verdict in a few words with a symbol and a tone: never by colour alone.
struct Badge {
  let symbol: String
  let words: String
  let tone: String

  init(_ claim: ClaimResult) {
    switch claim.outcome {
    case .failed: (symbol, words, tone) = ("✗", "not borne out", "fail")
    case .excused: (symbol, words, tone) = ("?", "undecided, and accepted", "open")
    case .passed where claim.isRefutation:
      (symbol, words, tone) = ("✗", "false, with a counterexample", "fail")
    case .passed: (symbol, words, tone) = ("✓", Self.words(claim.steps), "pass")
    }
  }

  private static func words(_ steps: [StepResult]) -> String {
    let certified = steps.filter { $0.verdict == .certified }.count
    let part =
      certified == steps.count ? "certified" : certified == 0 ? "tested" : "certified and tested"
    return steps.count == 1 ? part : "\(part), \(steps.count) steps"
  }
}

/// The evidence of a step as rows of a table.
enum EvidenceRows {
  static func rows(_ step: StepResult) -> [(String, String)] {
    let evidence = step.evidence
    var rows = [("how", evidence.method.words)]
    if evidence.points > 0 {
      let wide = evidence.widePoints > 0 ? ", \(evidence.widePoints) of them with 300 bits" : ""
      rows.append(("points", "\(evidence.points)\(wide)"))
    }
    if !evidence.sizes.isEmpty {
      rows.append(("sizes", evidence.sizes.map(tuple).joined(separator: "; ")))
    }
    rows.append(("seed", "\(evidence.seed)"))
    if let resolution = evidence.resolution { rows.append(("resolution", short(resolution))) }
    if let probability = evidence.errorProbability {
      rows.append(("error probability", "at most " + short(probability)))
    }
    if let acceptance = evidence.acceptance, acceptance < 1 {
      rows.append(
        ("met the hypotheses", "\(Int((acceptance * 100).rounded())) % of the points drawn"))
    }
    if let slack = evidence.leastSlack { rows.append(("least slack", short(slack))) }
    if let interval = evidence.interval {
      rows.append(
        (
          "interval",
          "[\(interval.low), \(interval.high)] for the left side, \(interval.claimed) claimed"
        ))
    }
    if !step.holdsWhere.isEmpty {
      rows.append(("holds where", step.holdsWhere.joined(separator: ", ")))
    }
    for remark in evidence.remarks { rows.append(("remark", remark.words)) }
    return rows
  }

  private static func tuple(_ sizes: [SizeValue]) -> String {
    sizes.map { "\($0.name) = \($0.value)" }.joined(separator: ", ")
  }

  /// Two digits and a power of ten.
  static func short(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return "\(value)" }
    var exponent = 0
    var mantissa = abs(value)
    while mantissa >= 10, exponent < 400 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    while mantissa < 1, exponent > -400 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
    let digits = (mantissa * 10).rounded() / 10
    let sign = value < 0 ? "−" : ""
    return exponent == 0 ? "\(sign)\(digits)" : "\(sign)\(digits)·10^\(exponent)"
  }
}

extension Counterexample {
  /// The values as LaTeX, `K = 2,\; i = 1,\; z_1 = 0`.
  var latex: String {
    let structure = (sizes + indices).map { "\($0.name) = \($0.value)" }
    return (structure + values.map { "\($0.name) = \($0.value.latex)" }).joined(separator: ",\\; ")
  }
}

extension ShownNumber {
  var latex: String {
    guard let slash = text.firstIndex(of: "/") else { return text }
    let top = text[..<slash]
    let bottom = text[text.index(after: slash)...]
    return top.hasPrefix("-")
      ? "-\\tfrac{\(top.dropFirst())}{\(bottom)}" : "\\tfrac{\(top)}{\(bottom)}"
  }
}
