/// How blocks name what formulas name in LaTeX: `\sigma` is `σ`, `\hat{x}` is `x̂`, `b_1` is `b_1`.
enum ScriptName {
  /// Nil for a name that no block can write, as with `w^*`.
  static func of(_ latex: String) -> String? {
    var name = latex
    for (accent, mark) in accents where name.hasPrefix(accent + "{") && name.hasSuffix("}") {
      guard let inner = of(String(name.dropFirst(accent.count + 1).dropLast())) else { return nil }
      return inner + mark
    }
    for wrapper in ["\\mathrm{", "\\operatorname{", "\\text{", "\\mathbf{", "\\mathcal{"] {
      if name.hasPrefix(wrapper), name.hasSuffix("}") {
        name = String(name.dropFirst(wrapper.count).dropLast())
      }
    }
    if let underscore = name.firstIndex(of: "_"), underscore != name.startIndex {
      guard let base = of(String(name[..<underscore])) else { return nil }
      let index = name[name.index(after: underscore)...].filter { $0 != "{" && $0 != "}" }
      return index.allSatisfy { $0.isLetter || $0.isNumber } ? "\(base)_\(index)" : nil
    }
    if let letter = letters[name] { return letter }
    return !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber } ? name : nil
  }

  private static let accents = [
    ("\\hat", "\u{302}"), ("\\tilde", "\u{303}"), ("\\bar", "\u{304}"), ("\\dot", "\u{307}"),
  ]

  private static let letters = [
    "\\alpha": "α", "\\beta": "β", "\\gamma": "γ", "\\delta": "δ", "\\epsilon": "ϵ",
    "\\varepsilon": "ε", "\\zeta": "ζ", "\\eta": "η", "\\theta": "θ", "\\iota": "ι",
    "\\kappa": "κ", "\\lambda": "λ", "\\mu": "μ", "\\nu": "ν", "\\xi": "ξ", "\\pi": "π",
    "\\rho": "ρ", "\\sigma": "σ", "\\tau": "τ", "\\upsilon": "υ", "\\phi": "ϕ",
    "\\varphi": "φ", "\\chi": "χ", "\\psi": "ψ", "\\omega": "ω", "\\Gamma": "Γ",
    "\\Delta": "Δ", "\\Theta": "Θ", "\\Lambda": "Λ", "\\Xi": "Ξ", "\\Pi": "Π",
    "\\Sigma": "Σ", "\\Upsilon": "Υ", "\\Phi": "Φ", "\\Psi": "Ψ", "\\Omega": "Ω", "\\ell": "ℓ",
  ]
}
