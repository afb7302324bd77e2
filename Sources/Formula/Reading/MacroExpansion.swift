import SourceText

/// Replaces course macros, with every token placed where the macro was used and every argument
/// where it stands.
struct MacroExpansion {
  private let macros: [String: Scope.Macro]
  private var budget = 2_000

  init(macros: [String: Scope.Macro]) { self.macros = macros }

  mutating func expand(_ tokens: [Token]) throws(Failure) -> [Token] {
    try expand(tokens, depth: 0)
  }

  private mutating func expand(_ tokens: [Token], depth: Int) throws(Failure) -> [Token] {
    var result: [Token] = []
    var position = 0
    while position < tokens.count {
      let token = tokens[position]
      position += 1
      guard token.kind == .command, let macro = macros[token.text] else {
        result.append(token)
        continue
      }
      budget -= 1
      guard depth < 20, budget > 0, result.count < Preprocessor.longest else {
        throw Message.macroRunsAway(token.text, at: token.span)
      }
      var arguments: [[Token]] = []
      for _ in 0..<macro.argumentCount {
        arguments.append(try Self.argument(of: token, in: tokens, &position))
      }
      let body = replacement(of: macro, with: arguments, at: token)
      result += try expand(body, depth: depth + 1)
    }
    return result
  }

  private static func argument(
    of macro: Token, in tokens: [Token], _ position: inout Int
  ) throws(Failure) -> [Token] {
    guard position < tokens.count else {
      throw Message.missing("the argument of \(macro.text)", at: macro.span)
    }
    let open = position
    var level = 0
    repeat {
      if tokens[position].kind == .open { level += 1 }
      if tokens[position].kind == .close { level -= 1 }
      position += 1
    } while level > 0 && position < tokens.count
    guard level == 0 else { throw Message.unbalanced("{", at: tokens[open].span) }
    if tokens[open].kind == .open { return Array(tokens[(open + 1)..<(position - 1)]) }
    return [tokens[open]]
  }

  /// The body with `#1`, `#2` … filled in.
  private func replacement(
    of macro: Scope.Macro, with arguments: [[Token]], at token: Token
  ) -> [Token] {
    let body = Lexer.rawTokens(macro.replacement, at: token.span)
    var result: [Token] = []
    var index = 0
    while index < body.count {
      let part = body[index]
      if part.kind == .symbol, part.text == "#", index + 1 < body.count,
        let number = Int(body[index + 1].text), arguments.indices.contains(number - 1)
      {
        result += arguments[number - 1]
        index += 2
      } else {
        result.append(part)
        index += 1
      }
    }
    return result
  }
}
