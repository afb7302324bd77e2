import Courseware
import Formula
import SourceText

/// One line of a notation table.
struct NotationRow: Sendable {
  private let entry: NotationEntry

  /// The rows of each `symbols` fence of a lesson.
  static func tables(_ plan: Plan) -> [Span: [NotationRow]] {
    plan.declarations.mapValues(rows)
  }

  /// Every symbol of a lesson, in order.
  static func all(_ plan: Plan) -> [NotationRow] {
    plan.declarations.sorted { $0.key.start < $1.key.start }.flatMap { rows($0.value) }
  }

  private static func rows(_ declarations: Declarations) -> [NotationRow] {
    declarations.symbols.compactMap { symbol in
      declarations.scope.notation(of: symbol.id).map { NotationRow(entry: $0) }
    }
  }

  /// `number in (0, ∞)`, `vector in ℝⁿ`, `size 2, …, 6`: what is assumed wherever it is used.
  private func writeKind(_ formulas: Formulas, _ html: inout HTML) {
    html.text(entry.kind)
    let isPlain = entry.shape == "\\mathbb{R}" || entry.shape.isEmpty
    if !isPlain {
      html.text(entry.shape.contains("\\to") ? ", " : " in ")
      html.raw(formulas.html(generated: entry.shape))
    }
    if !entry.domain.isEmpty {
      html.text(
        isPlain
          ? Self.joint(before: entry.domain, isCount: entry.shape.isEmpty)
          : entry.shape.contains("\\to") ? ", " : ", entries in ")
      html.raw(formulas.html(generated: entry.domain))
    }
    if !entry.members.isEmpty {
      html.text(", for ")
      html.raw(formulas.html(generated: entry.members))
    }
  }

  /// `number in (0, 1)`, `random number from N(0, 1)`, `size 2, …, 6`, `small number, → 0`.
  private static func joint(before domain: String, isCount: Bool) -> String {
    if ["(", "[", "\\{"].contains(where: domain.hasPrefix) { return " in " }
    if domain.hasPrefix("\\mathcal") { return " from " }
    return isCount ? " " : ", "
  }

  /// A table of symbols.
  static func write(_ rows: [NotationRow], _ formulas: Formulas, _ html: inout HTML) {
    html.raw(
      "<div class=\"scroll\"><table class=\"notation\"><thead><tr><th scope=\"col\">symbol</th>")
    html.raw("<th scope=\"col\">kind</th><th scope=\"col\">meaning</th></tr></thead><tbody>")
    for row in rows {
      html.element("tr") { html in
        html.element("td") { $0.raw(formulas.html(generated: row.entry.latex)) }
        html.element("td") { row.writeKind(formulas, &$0) }
        html.element("td", text: row.entry.meaning)
      }
    }
    html.raw("</tbody></table></div>")
  }
}

/// An `assume` line of a `symbols` fence: a hypothesis of everything around it.
struct Assumption {
  private let latex: String
  /// `i in 1..N`, as the author wrote it.
  private let binders: [String]

  /// The assumptions among the lines of a fence.
  static func all(_ fence: String) -> [Assumption] {
    fence.split(separator: "\n").compactMap { line in
      let line = line.drop { $0 == " " }
      return line.hasPrefix("assume ") ? Assumption(String(line.dropFirst(7))) : nil
    }
  }

  private init(_ text: String) {
    let parts = text.split(separator: " for ")
    latex = parts.first.map(String.init) ?? text
    binders = parts.dropFirst().joined(separator: ", ").split(separator: ",").map {
      Self.equation(String($0))
    }
  }

  /// `i in 1..N` as `i = 1, \dots, N`.
  private static func equation(_ binder: String) -> String {
    let sides = binder.split(separator: " in ")
    guard sides.count == 2 else { return binder }
    let ends = sides[1].split(separator: "..")
    guard ends.count == 2 else { return "\(sides[0]) \\in \(sides[1])" }
    return "\(sides[0]) = \(ends[0]), \\dots, \(ends[1])"
  }

  static func write(_ assumptions: [Assumption], _ formulas: Formulas, _ html: inout HTML) {
    guard !assumptions.isEmpty else { return }
    html.element("p", [("class", "assumptions")]) { html in
      html.text("Assuming ")
      for (position, assumption) in assumptions.enumerated() {
        if position > 0 { html.text("; ") }
        html.raw(formulas.html(generated: assumption.latex))
        guard !assumption.binders.isEmpty else { continue }
        html.text(" for ")
        html.raw(formulas.html(generated: assumption.binders.joined(separator: ",\\ ")))
      }
    }
  }
}
