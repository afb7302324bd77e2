extension Label {
  /// A relation with thin spaces around it.
  static func spaced(_ relation: Character) -> String {
    "\u{2009}\(relation)\u{2009}"
  }

  /// Marks that combine with the character before them.
  static let accents: [String: String] = [
    "hat": "\u{302}", "bar": "\u{304}", "tilde": "\u{303}", "vec": "\u{20D7}",
    "dot": "\u{307}", "ddot": "\u{308}",
  ]

  /// What a command that stands for one symbol or word prints.
  static let symbols: [String: (text: String, italic: Bool)] = {
    var table: [String: (text: String, italic: Bool)] = [:]
    for (name, text) in greek { table[name] = (text, true) }
    for (name, text) in upright { table[name] = (text, false) }
    for (name, relation) in relations { table[name] = (spaced(relation), false) }
    for name in functions { table[name] = (name, false) }
    return table
  }()

  private static let functions = [
    "sin", "cos", "tan", "tanh", "sinh", "cosh", "exp", "log", "ln", "max", "min", "det", "arg",
    "dim", "lim", "sup", "inf", "ker", "Pr",
  ]

  private static let relations: [(String, Character)] = [
    ("le", "\u{2264}"), ("leq", "\u{2264}"), ("ge", "\u{2265}"), ("geq", "\u{2265}"),
    ("ne", "\u{2260}"), ("neq", "\u{2260}"), ("approx", "\u{2248}"), ("sim", "\u{223C}"),
    ("equiv", "\u{2261}"), ("in", "\u{2208}"), ("to", "\u{2192}"), ("mapsto", "\u{21A6}"),
    ("rightarrow", "\u{2192}"), ("ll", "\u{226A}"), ("gg", "\u{226B}"), ("propto", "\u{221D}"),
  ]

  private static let upright: [(String, String)] = [
    ("nabla", "\u{2207}"), ("partial", "\u{2202}"), ("infty", "\u{221E}"), ("|", "\u{2016}"),
    ("cdot", "\u{22C5}"), ("times", "\u{D7}"), ("pm", "\u{B1}"), ("circ", "\u{2218}"),
    ("odot", "\u{2299}"), ("oplus", "\u{2295}"), ("sum", "\u{2211}"), ("prod", "\u{220F}"),
    ("int", "\u{222B}"), ("top", "\u{22A4}"), ("perp", "\u{22A5}"), ("ldots", "\u{2026}"),
    ("dots", "\u{2026}"), ("cdots", "\u{22EF}"), ("ell", "\u{2113}"), ("prime", "\u{2032}"),
    ("langle", "\u{27E8}"), ("rangle", "\u{27E9}"), ("star", "\u{22C6}"), ("ast", "\u{2217}"),
    ("quad", "\u{2003}"), (",", "\u{2009}"), (";", "\u{2005}"), (":", "\u{2005}"), ("!", ""),
    (" ", " "), ("{", "{"), ("}", "}"), ("%", "%"), ("$", "$"), ("_", "_"), ("#", "#"),
    ("&", "&"), ("mathbbR", "\u{211D}"), ("lVert", "\u{2016}"), ("rVert", "\u{2016}"),
    ("lvert", "|"), ("rvert", "|"), ("degree", "\u{B0}"), ("Vert", "\u{2016}"),
  ]

  private static let greek: [(String, String)] = [
    ("alpha", "\u{3B1}"), ("beta", "\u{3B2}"), ("gamma", "\u{3B3}"), ("delta", "\u{3B4}"),
    ("epsilon", "\u{3F5}"), ("varepsilon", "\u{3B5}"), ("zeta", "\u{3B6}"), ("eta", "\u{3B7}"),
    ("theta", "\u{3B8}"), ("vartheta", "\u{3D1}"), ("iota", "\u{3B9}"), ("kappa", "\u{3BA}"),
    ("lambda", "\u{3BB}"), ("mu", "\u{3BC}"), ("nu", "\u{3BD}"), ("xi", "\u{3BE}"),
    ("pi", "\u{3C0}"), ("rho", "\u{3C1}"), ("sigma", "\u{3C3}"), ("tau", "\u{3C4}"),
    ("upsilon", "\u{3C5}"), ("phi", "\u{3D5}"), ("varphi", "\u{3C6}"), ("chi", "\u{3C7}"),
    ("psi", "\u{3C8}"), ("omega", "\u{3C9}"), ("Gamma", "\u{393}"), ("Delta", "\u{394}"),
    ("Theta", "\u{398}"), ("Lambda", "\u{39B}"), ("Xi", "\u{39E}"), ("Pi", "\u{3A0}"),
    ("Sigma", "\u{3A3}"), ("Phi", "\u{3A6}"), ("Psi", "\u{3A8}"), ("Omega", "\u{3A9}"),
  ]
}
