/// Spaces and quotation marks that editors slip in and that only look harmless.
func isForeignSpace(_ scalar: UInt32) -> Bool {
  scalar == 0xA0 || (0x2000...0x200F).contains(scalar) || (0x2018...0x201F).contains(scalar)
    || scalar == 0x3000 || scalar == 0xFEFF || (0xE000...0xF8FF).contains(scalar)
    || scalar == 0x2026
}

/// Signs that are operators in Julia or on paper and have no meaning here; ∂, ∞ and ∑ may be names.
func isForeign(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0xAC, 0xB1, 0xD7, 0x2190...0x21FF, 0x2213, 0x2217, 0x2218, 0x221B, 0x221C, 0x2225...0x222A,
    0x2234...0x2263, 0x2266...0x22BB, 0x22C0...0x22C4, 0x22C6...0x22FF, 0x27C2, 0x27F5...0x27FF,
    0x2A00...0x2AFF:
    true
  default: isForeignSpace(scalar)
  }
}

/// Signs beyond ASCII.
let signs: [UInt32: Symbol] = [
  0x2248: .approximate, 0x2249: .notApproximate, 0x2260: .notEqual, 0x2264: .lessOrEqual,
  0x2265: .greaterOrEqual, 0x2208: .element, 0x2209: .notElement, 0x2299: .hadamard,
  0xB7: .inner, 0x22C5: .inner, 0x221A: .root, 0x2207: .nabla, 0x2212: .minus, 0xF7: .wholeDivide,
]

/// Signs of one to three ASCII characters.
let asciiSigns: [String: Symbol] = [
  "+": .plus, "-": .minus, "*": .times, "/": .divide, "\\": .backslash, "^": .power,
  "==": .equal, "!=": .notEqual, "<": .less, "<=": .lessOrEqual, ">": .greater,
  ">=": .greaterOrEqual, "&&": .and, "||": .or, "!": .not, "?": .question, ":": .colon,
  ",": .comma, ";": .semicolon, "(": .openRound, ")": .closeRound, "[": .openSquare,
  "]": .closeSquare, "{": .openCurly, "}": .closeCurly, "=": .assign, "+=": .plusAssign,
  "-=": .minusAssign, "*=": .timesAssign, "/=": .divideAssign, "^=": .powerAssign, "->": .arrow,
  "..": .interval, "...": .ellipsis, "'": .prime, "|>": .pipe, "=>": .pair, "%": .percent,
  "::": .doubleColon, "&": .ampersand, "|": .bar, "~": .tilde, "**": .doubleTimes,
  "++": .increment, "--": .increment, "//": .fraction, "===": .identity, "!==": .identity,
  "<<": .ampersand, ">>": .ampersand, ">>>": .ampersand, "<:": .subtype,
]
