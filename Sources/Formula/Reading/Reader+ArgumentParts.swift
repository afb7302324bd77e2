import SourceText

/// What belongs to the argument of a function without brackets.
extension Reader {
  /// Of a matrix.
  func givesNumber(_ name: String) -> Bool {
    switch builtinWords[withoutBackslash(name)] {
    case .function(.determinant), .function(.trace), .function(.rank), .function(.conditionNumber):
      true
    default: false
    }
  }

  func withoutBackslash(_ name: String) -> String {
    name.hasPrefix("\\") ? String(name.dropFirst()) : name
  }

  func isElementary(_ name: String) -> Bool {
    switch builtinWords[withoutBackslash(name)] {
    case .function(.elementary), .function(.logarithm), .reciprocal, .areaTangent: true
    default: false
    }
  }

  /// Numbers, letters and names; a built-in function starts its own argument.
  func isRunPart(_ token: Token) -> Bool {
    let isIndicator =
      ["\\mathbf{1}", "\\mathbb{1}", "\\mathbb{I}"].contains(token.text)
      && (self.token(ahead: 1).map { ["[", "(", "\\{"].contains($0.text) } ?? false)
    if isIndicator { return false }
    return token.kind == .letter || token.kind == .number
      || (token.kind == .word || token.kind == .text) && builtinWords[token.text] == nil
  }

  /// Whether a declared function stands here: it ends the argument of another one.
  func startsCall() -> Bool {
    guard let token = next, let symbol = scope.symbol(named: token.text) else { return false }
    return symbol.functionResult != nil
  }

  func startsFunction(_ token: Token) -> Bool {
    builtinCommands[token.text] != nil && token.kind == .command
      || token.kind != .letter && builtinWords[token.text] != nil || startsCall()
  }

  func isBig(_ token: Token) -> Bool {
    token.isMark("\\sum") || token.isMark("\\prod") || token.isMark("\\lim")
  }
}
