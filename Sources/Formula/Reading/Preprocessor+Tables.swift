/// Macros without meaning for the reader of a formula.
let dropped: Set<String> = [
  "\\,", "\\;", "\\:", "\\!", "\\>", "\\ ", "\\space", "\\thinspace", "\\medspace",
  "\\thickspace", "\\negthinspace", "\\displaystyle", "\\textstyle", "\\scriptstyle", "\\limits",
  "\\nolimits", "\\nonumber", "\\notag", "\\strut", "\\mathstrut", "\\allowbreak",
  "\\middle", "\\relax", "\\normalsize", "\\small", "\\scriptscriptstyle", "\\/", "\\-",
  "\\blacksquare", "\\square", "\\Box", "\\qed", "\\qedhere",
]

let wideSpaces: Set<String> = ["\\quad", "\\qquad", "\\enspace", "\\hskip", "\\hfill"]

/// Spaces of which two set apart, `a = b \ \ c = d`.
let wordSpaces: Set<String> = ["\\ ", "\\;", "\\space", "\\thickspace", "\\>"]

let droppedWithArgument: Set<String> = [
  "\\tag", "\\label", "\\hspace", "\\vspace", "\\color", "\\phantom", "\\mspace", "\\hphantom",
  "\\vphantom",
]

/// One spelling for each thing.
let synonyms: [String: String] = [
  "\\leqq": "\\le", "\\geqq": "\\ge",
  "\\leq": "\\le", "\\leqslant": "\\le", "\\geq": "\\ge", "\\geqslant": "\\ge", "\\neq": "\\ne",
  "\\dfrac": "\\frac", "\\tfrac": "\\frac", "\\cfrac": "\\frac", "\\lVert": "\\|",
  "\\rVert": "\\|", "\\Vert": "\\|", "\\lvert": "|", "\\rvert": "|", "\\vert": "|",
  "\\gets": "\\leftarrow", "\\rightarrow": "\\to", "\\longrightarrow": "\\to",
  "\\implies": "\\Rightarrow", "\\Longrightarrow": "\\Rightarrow", "\\Leftrightarrow": "\\iff",
  "\\Longleftrightarrow": "\\iff", "\\impliedby": "\\Leftarrow",
  "\\Longleftarrow": "\\Leftarrow", "\\land": "\\wedge", "\\lor": "\\vee", "\\neg": "\\lnot",
  "\\lbrace": "\\{", "\\rbrace": "\\}", "\\lbrack": "[", "\\rbrack": "]",
  "\\llbracket": "[", "\\rrbracket": "]", "\\coloneqq": ":=",
  "\\coloneq": ":=", "\\triangleq": ":=", "\\colon": ":", "\\lt": "<", "\\gt": ">",
  "\\ast": "*", "\\ldots": "\\dots", "\\cdots": "\\dots", "\\dotsc": "\\dots",
  "\\dotsb": "\\dots", "\\dotsm": "\\dots", "\\vdots": "\\dots", "\\ddots": "\\dots",
  "\\hdots": "\\dots", "\\prime": "'", "\\intercal": "\\top", "\\dbinom": "\\binom",
  "\\tbinom": "\\binom", "\\thicksim": "\\sim", "\\owns": "\\ni", "\\lparen": "(",
  "\\rparen": ")", "\\bot": "\\perp", "\\longmapsto": "\\mapsto", "\\argmax": "\\argmax",
  "\\asymp": "\\asymp",
  "\\backepsilon": "\\ni", "\\simeq": "\\approx", "\\thickapprox": "\\approx",
  "\\succcurlyeq": "\\succeq", "\\preccurlyeq": "\\preceq", "\\bullet": "\\cdot",
  "\\nleqslant": "\\nleq", "\\ngeqslant": "\\ngeq",
]

/// What `\not` makes of a relation.
let negations: [String: String] = [
  "=": "\\ne", "\\in": "\\notin", "<": "\\nless", ">": "\\ngtr", "\\le": "\\nleq",
  "\\ge": "\\ngeq",
]

let sizes: [String: Token.Side] = [
  "\\left": .left, "\\right": .right, "\\bigl": .left, "\\bigr": .right, "\\Bigl": .left,
  "\\Bigr": .right, "\\biggl": .left, "\\biggr": .right, "\\Biggl": .left, "\\Biggr": .right,
  "\\big": .sized, "\\Big": .sized, "\\bigg": .sized, "\\Bigg": .sized, "\\bigm": .sized,
  "\\Bigm": .sized, "\\biggm": .sized, "\\Biggm": .sized,
]

/// What `<` and `>` are behind `\left` and its kin.
let angleBrackets = ["<": "\\langle", ">": "\\rangle"]

let uprights: Set<String> = [
  "\\mathrm", "\\operatorname", "\\mathit", "\\mathnormal", "\\textsf", "\\texttt", "\\mathtt",
  "\\rm",
]

let fonts: [String: String] = [
  "\\mathbf": "\\mathbf", "\\boldsymbol": "\\mathbf", "\\bm": "\\mathbf", "\\pmb": "\\mathbf",
  "\\symbf": "\\mathbf", "\\mathcal": "\\mathcal", "\\mathscr": "\\mathcal",
  "\\mathfrak": "\\mathfrak", "\\mathsf": "\\mathsf", "\\mathbb": "\\mathbb",
  "\\mathds": "\\mathbb", "\\mathbbm": "\\mathbb",
]

let accents: [String: String] = [
  "\\hat": "\\hat", "\\widehat": "\\hat", "\\tilde": "\\tilde", "\\widetilde": "\\tilde",
  "\\bar": "\\bar", "\\overline": "\\bar", "\\vec": "\\vec", "\\overrightarrow": "\\vec",
  "\\dot": "\\dot", "\\ddot": "\\ddot", "\\check": "\\check", "\\breve": "\\breve",
  "\\underline": "\\underline", "\\mathring": "\\mathring",
]

let letterCommands: Set<String> = [
  "\\alpha", "\\beta", "\\gamma", "\\delta", "\\epsilon", "\\varepsilon", "\\zeta", "\\eta",
  "\\theta", "\\vartheta", "\\iota", "\\kappa", "\\varkappa", "\\lambda", "\\mu", "\\nu", "\\xi",
  "\\pi", "\\varpi", "\\rho", "\\varrho", "\\sigma", "\\varsigma", "\\tau", "\\upsilon", "\\phi",
  "\\varphi", "\\chi", "\\psi", "\\omega", "\\Gamma", "\\Delta", "\\Theta", "\\Lambda", "\\Xi",
  "\\Pi", "\\Sigma", "\\Upsilon", "\\Phi", "\\Psi", "\\Omega", "\\ell", "\\hbar", "\\imath",
  "\\jmath", "\\star", "\\varGamma", "\\varDelta", "\\varTheta", "\\varSigma", "\\varPhi",
  "\\dagger",
]

/// Environments that only lay out lines.
let layouts: Set<String> = [
  "\\begin{aligned}", "\\begin{align}", "\\begin{split}", "\\begin{gather}", "\\begin{gathered}",
  "\\begin{equation}", "\\begin{eqnarray}", "\\begin{multline}", "\\begin{alignat}",
  "\\begin{multlined}", "\\begin{flalign}", "\\begin{math}", "\\begin{displaymath}",
  "\\begin{boxed}",
]
