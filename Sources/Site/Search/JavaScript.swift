/// JavaScript text under construction.
enum JavaScript {
  /// A string literal that also survives inside HTML and in every script reader.
  static func text(_ text: String) -> String { literal(text, escaping: ["<", ">", "&"]) }

  /// A string literal of markup, for a script of its own.
  static func markup(_ markup: String) -> String { literal(markup, escaping: []) }

  private static func literal(_ text: String, escaping: Set<Unicode.Scalar>) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": literal += "\\\""
      case "\\": literal += "\\\\"
      case "\u{2028}", "\u{2029}": literal += escape(scalar)
      case _ where scalar.value < 0x20 || escaping.contains(scalar): literal += escape(scalar)
      default: literal.unicodeScalars.append(scalar)
      }
    }
    return literal + "\""
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
}
