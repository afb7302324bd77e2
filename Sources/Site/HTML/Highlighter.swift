/// Colours the words of run blocks: keywords, numbers, texts, comments, calls.
///
/// It reads characters, not grammar: what is not understood stays plain, and nothing is ever lost.
package enum Highlighter {
  private static let keywords: Set<String> = [
    "function", "if", "elseif", "else", "for", "while", "break", "continue", "return", "begin",
    "end", "in", "true", "false",
  ]

  package static func html(_ code: String) -> String {
    var html = HTML()
    var rest = code[...]
    while let first = rest.first {
      let (word, name) = next(rest, first)
      if let name {
        html.raw("<i class=\(name)>\(HTML.escaped(String(word)))</i>")
      } else {
        html.text(String(word))
      }
      rest = rest[word.endIndex...]
    }
    return html.markup
  }

  private static func next(
    _ rest: Substring, _ first: Character
  ) -> (word: Substring, name: String?) {
    if first == "#" { return (rest.prefix { $0 != "\n" }, "com") }
    if first == "\"" { return (text(rest), "str") }
    if isNameStart(first) {
      let word = rest.prefix { isNameStart($0) || $0.isNumber || $0 == "!" || $0 == "′" }
      if keywords.contains(String(word)) { return (word, "kw") }
      return (word, rest[word.endIndex...].first == "(" ? "fn" : nil)
    }
    if first == "@" {
      return (rest.prefix { $0 == "@" || isNameStart($0) }, "kw")
    }
    if first.isASCII, first.isNumber { return (number(rest), "num") }
    return (rest.prefix(1), nil)
  }

  private static func isNameStart(_ character: Character) -> Bool {
    character.isLetter || character == "_"
  }

  /// A quoted text with its marks, up to the end of the line where it is not closed.
  private static func text(_ rest: Substring) -> Substring {
    var index = rest.index(after: rest.startIndex)
    while index < rest.endIndex, rest[index] != "\n" {
      let character = rest[index]
      index = rest.index(after: index)
      if character == "\"" { break }
      if character == "\\", index < rest.endIndex { index = rest.index(after: index) }
    }
    return rest[..<index]
  }

  /// Digits with point and exponent; the points of a range `1:3` or `1..3` are none.
  private static func number(_ rest: Substring) -> Substring {
    var word = rest.prefix { $0.isASCII && ($0.isNumber || $0 == "_") }
    var after = rest[word.endIndex...]
    if after.first == ".", after.dropFirst().first?.isNumber == true {
      word = rest[..<after.dropFirst().prefix { $0.isNumber }.endIndex]
      after = rest[word.endIndex...]
    }
    if after.first == "e" || after.first == "E" {
      let sign = after.dropFirst().first == "-" || after.dropFirst().first == "+" ? 2 : 1
      let digits = after.dropFirst(sign).prefix { $0.isNumber }
      if !digits.isEmpty { word = rest[..<digits.endIndex] }
    }
    return word
  }
}
