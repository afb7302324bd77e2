import Verification

// Evidence as mathematics.

extension Counterexample {
  /// Sizes, indices and values as LaTeX, `K = 2`, `i = 1`, `z_1 = 0`.
  var equations: [String] {
    (sizes + indices).map { "\($0.name) = \($0.value)" }
      + values.map { "\($0.name) = \($0.value.latex)" }
  }
}

extension ShownNumber? {
  var latexOrUndefined: String { self?.latex ?? "\\text{undefined}" }
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
