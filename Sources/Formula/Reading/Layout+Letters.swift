import SourceText

/// `\mathbf{AB}` of declared `\mathbf{A}` and `\mathbf{B}`: their product, where nothing is called
/// by both letters.
func withLettersApart(_ tokens: [Token], in scope: Scope) -> [Token] {
  tokens.flatMap { token -> [Token] in
    guard token.kind == .letter, token.text.hasPrefix("\\mathbf{"), token.text.hasSuffix("}"),
      scope.symbol(named: token.text) == nil
    else { return [token] }
    let letters = token.text.dropFirst(8).dropLast().unicodeScalars
    guard letters.count > 1,
      letters.allSatisfy({ scope.symbol(named: "\\mathbf{\($0)}") != nil })
    else { return [token] }
    let start = token.span.end - 1 - letters.count
    return letters.enumerated().map { place, letter in
      var part = token
      part.text = "\\mathbf{\(letter)}"
      if token.span.start < start {
        part.span = Span(token.span.source, start + place, start + place + 1)
      }
      if place > 0 {
        part.spaceBefore = .none
        part.startsRow = false
      }
      return part
    }
  }
}
