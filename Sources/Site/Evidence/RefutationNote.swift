import Courseware
import Verification

/// The line below a false statement: where it fails, in sight.
enum RefutationNote {
  static func write(_ claim: ClaimResult, _ formulas: Formulas, _ html: inout HTML) {
    guard let found = claim.steps.lazy.compactMap(\.counterexample).first else { return }
    html.element("p", [("class", "counterexample")]) { html in
      html.element("b", text: "False")
      let place = place(found, formulas)
      if !place.isEmpty { html.raw(" at " + place) }
      html.text(": left ")
      html.raw(formulas.mathematics(found.left.latexOrUndefined))
      html.text(", right ")
      html.raw(formulas.mathematics(found.right.latexOrUndefined))
    }
  }

  /// The values one by one, so that lines can break between them.
  static func place(_ counterexample: Counterexample, _ formulas: Formulas) -> String {
    counterexample.equations.map { formulas.mathematics($0) }.joined(separator: ", ")
  }
}
