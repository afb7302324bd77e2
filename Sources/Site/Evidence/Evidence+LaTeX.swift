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
    guard let slash = text.firstIndex(of: "/") else { return decimal }
    let top = text[..<slash]
    let bottom = text[text.index(after: slash)...]
    return top.hasPrefix("-")
      ? "-\\tfrac{\(top.dropFirst())}{\(bottom)}" : "\\tfrac{\(top)}{\(bottom)}"
  }

  /// `1e-10` as a power of ten.
  private var decimal: String {
    let parts = text.split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return text }
    let power = "10^{\(exponent)}"
    return parts[0] == "1" ? power : parts[0] == "-1" ? "-" + power : "\(parts[0]) \\cdot \(power)"
  }
}
