import Courseware
import Formula
import SourceText

/// One line of a notation table.
struct NotationRow: Sendable {
  let latex: String
  let kind: String
  let meaning: String

  init(_ symbol: Symbol, in scope: Scope) {
    latex = symbol.name
    kind = Self.kind(symbol, scope)
    meaning = symbol.meaning ?? ""
  }

  /// The rows of each `symbols` fence of a lesson.
  static func tables(_ plan: Plan) -> [Span: [NotationRow]] {
    plan.declarations.mapValues(rows)
  }

  /// Every symbol of a lesson, in order.
  static func all(_ plan: Plan) -> [NotationRow] {
    plan.declarations.sorted { $0.key.start < $1.key.start }.flatMap { rows($0.value) }
  }

  private static func rows(_ declarations: Declarations) -> [NotationRow] {
    declarations.symbols.filter(isDeclared).map { NotationRow($0, in: declarations.scope) }
  }

  /// Whether the author named it; indices of families are only parts of other symbols.
  private static func isDeclared(_ symbol: Symbol) -> Bool {
    if case .argument = symbol.kind { return false }
    return true
  }

  private static func kind(_ symbol: Symbol, _ scope: Scope) -> String {
    switch symbol.kind {
    case .size: "size"
    case .index: "index"
    case .integer: "whole number"
    case .scalar: "number"
    case .vector(let n, let kind): prefix(kind) + Shape.vector(n).text(in: scope)
    case .matrix(let m, let n, let kind): prefix(kind) + Shape.matrix(m, n).text(in: scope)
    case .function: "function"
    case .random: "random"
    case .defined(let shape), .argument(let shape): shape.text(in: scope)
    case .definedFunction: "function"
    case .computed: "computed"
    }
  }

  private static func prefix(_ kind: Symbol.VectorKind) -> String {
    switch kind {
    case .any: ""
    case .unit: "unit "
    case .nonzero: "nonzero "
    case .oneHot: "one-hot "
    case .simplex: "distribution, "
    }
  }

  private static func prefix(_ kind: Symbol.MatrixKind) -> String {
    switch kind {
    case .any: ""
    case .invertible: "invertible "
    case .symmetric: "symmetric "
    case .positiveDefinite: "positive definite "
    case .orthogonal: "orthogonal "
    case .diagonal: "diagonal "
    }
  }

  /// A table of symbols.
  static func write(_ rows: [NotationRow], _ formulas: Formulas, _ html: inout HTML) {
    html.raw(
      "<div class=\"scroll\"><table class=\"notation\"><thead><tr><th scope=\"col\">symbol</th>")
    html.raw("<th scope=\"col\">kind</th><th scope=\"col\">meaning</th></tr></thead><tbody>")
    for row in rows {
      html.element("tr") { html in
        html.element("td") { $0.raw(formulas.html(generated: row.latex)) }
        html.element("td", text: row.kind)
        html.element("td", text: row.meaning)
      }
    }
    html.raw("</tbody></table></div>")
  }
}
