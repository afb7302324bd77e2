package import SourceText
package import Typesetting

/// Typesets the formulas of pages and collects what is wrong with them.
package final class Formulas {
  private let typesetter: Typesetter
  private let macros: [TypesetRequest.Macro]
  /// By place, so that a formula that stands on two pages is reported once.
  private var found: [Diagnostic] = []

  package init(_ typesetter: Typesetter, macros: [TypesetRequest.Macro]) {
    self.typesetter = typesetter
    self.macros = macros
  }

  package var diagnostics: [Diagnostic] { found }

  /// An author's formula; its mistakes become diagnostics at their place.
  func html(_ latex: Excerpt, isDisplay: Bool = false) -> String {
    let result = result(latex.text, isDisplay)
    for diagnostic in result?.diagnostics(in: latex) ?? [] where !found.contains(diagnostic) {
      found.append(diagnostic)
    }
    return result?.html ?? plain(latex.text)
  }

  /// A formula of this program's making.
  func html(generated latex: String, isDisplay: Bool = false) -> String {
    result(latex, isDisplay)?.html ?? plain(latex)
  }

  private func result(_ latex: String, _ isDisplay: Bool) -> TypesetResult? {
    try? typesetter.typeset(TypesetRequest(latex: latex, isDisplay: isDisplay, macros: macros))
  }

  private func plain(_ latex: String) -> String { "<code>\(HTML.escaped(latex))</code>" }
}
