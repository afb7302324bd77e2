/// What a Unicode character means in LaTeX, token by token; `nil` if nothing.
///
/// A name may be written either way: `η` in a declaration is `\eta` in a formula.
func latex(ofUnicode character: String) -> [String]? {
  guard let scalar = character.unicodeScalars.first else { return nil }
  switch scalar.value {
  case 0x3B1...0x3C9: return greek(smallLetters, Int(scalar.value - 0x3B1))
  case 0x391...0x3A9: return greek(capitalLetters, Int(scalar.value - 0x391))
  case 0x2070, 0x2074...0x2079: return ["^", String(scalar.value - 0x2070)]
  case 0x2080...0x2089: return ["_", String(scalar.value - 0x2080)]
  case 0xA0, 0x2002...0x200B, 0x202F, 0x3000: return [""]
  default: return characters[scalar.value]
  }
}

private func greek(_ letters: [String], _ index: Int) -> [String]? {
  letters[index].isEmpty ? nil : [letters[index]]
}

private let smallLetters = [
  "\\alpha", "\\beta", "\\gamma", "\\delta", "\\varepsilon", "\\zeta", "\\eta", "\\theta",
  "\\iota", "\\kappa", "\\lambda", "\\mu", "\\nu", "\\xi", "o", "\\pi", "\\rho", "\\varsigma",
  "\\sigma", "\\tau", "\\upsilon", "\\varphi", "\\chi", "\\psi", "\\omega",
]

private let capitalLetters = [
  "A", "B", "\\Gamma", "\\Delta", "E", "Z", "H", "\\Theta", "I", "K", "\\Lambda", "M", "N",
  "\\Xi", "O", "\\Pi", "P", "", "\\Sigma", "T", "\\Upsilon", "\\Phi", "X", "\\Psi", "\\Omega",
]

private let characters: [UInt32: [String]] = [
  0x3D1: ["\\vartheta"], 0x3D5: ["\\phi"], 0x3F5: ["\\epsilon"], 0x2113: ["\\ell"],
  0x2202: ["\\partial"], 0x2207: ["\\nabla"], 0x2211: ["\\sum"], 0x220F: ["\\prod"],
  0x221A: ["\\sqrt"], 0x221E: ["\\infty"], 0x2264: ["\\le"], 0x2265: ["\\ge"],
  0x2A7D: ["\\le"], 0x2A7E: ["\\ge"], 0x2260: ["\\ne"], 0x2248: ["\\approx"],
  0x2261: ["\\equiv"], 0x221D: ["\\propto"], 0x2208: ["\\in"], 0x2209: ["\\notin"],
  0x2299: ["\\odot"], 0x2218: ["\\circ"], 0xB7: ["\\cdot"], 0x22C5: ["\\cdot"],
  0xD7: ["\\times"], 0x2212: ["-"], 0x2192: ["\\to"], 0x2190: ["\\leftarrow"],
  0x21D2: ["\\Rightarrow"], 0x21D4: ["\\iff"], 0x2234: ["\\therefore"], 0x2235: ["\\because"],
  0x2016: ["\\|"], 0x2200: ["\\forall"], 0x2203: ["\\exists"], 0x1D40: ["^", "\\top"],
  0x22A4: ["\\top"], 0xB2: ["^", "2"], 0xB3: ["^", "3"], 0xB9: ["^", "1"],
  0x207B: ["^", "-"], 0x2032: ["'"], 0x2033: ["'", "'"], 0x211D: ["\\mathbb", "R"],
  0x27E8: ["\\langle"], 0x27E9: ["\\rangle"], 0x2026: ["\\dots"], 0x22EF: ["\\dots"],
  0xB1: ["\\pm"], 0x222B: ["\\int"], 0x227B: ["\\succ"], 0x227A: ["\\prec"],
  0x1D7D9: ["\\mathbb", "1"], 0x1D53C: ["\\mathbb", "E"],
]
