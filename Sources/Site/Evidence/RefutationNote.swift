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
      write(sides: found, formulas, &html)
    }
  }

  /// `: left 2, right 1 in entry 2`, or the coefficient that should vanish.
  private static func write(
    sides found: Counterexample, _ formulas: Formulas, _ html: inout HTML
  ) {
    guard found.hasSides else { return }
    let left = formulas.mathematics(found.left.latexOrUndefined)
    let right = formulas.mathematics(found.right.latexOrUndefined)
    html.raw(": left " + left + ", right " + right)
    html.text(found.entryWords)
  }

  /// The values one by one, so that lines can break between them.
  static func place(_ counterexample: Counterexample, _ formulas: Formulas) -> String {
    counterexample.equations.map { formulas.mathematics($0) }.joined(separator: ", ")
  }
}
