import SourceText

/// Definitions of a whole and of its parts: `E_t = \dots`, `E = \sum_t E_t`.
extension Definer {
  /// The names that are defined without an index here and have parts, or the other way round: their
  /// parts are set apart before anything is read.
  static func separate(_ tokens: [Token], in scope: inout Scope) -> [String] {
    var plain: [String] = []
    var indexed: Set<String> = []
    for index in tokens.indices where isLeft(index, in: tokens) {
      let name = tokens[index].text
      if let sub = subscriptBehind(index, in: tokens) {
        if isIndex(sub, of: index, in: tokens, scope) { indexed.insert(name) }
      } else if let next = index + 1 < tokens.count ? tokens[index + 1] : nil,
        isEquals(next) || next.isMark("("), !plain.contains(name)
      {
        plain.append(name)
      }
    }
    var wholes: [String] = []
    for name in plain where !scope.wholes.contains(name) {
      let known = scope.symbol(named: name)
      let isKnownParts = known.map { scope.canBeParts($0) } ?? false
      guard indexed.contains(name) && known == nil || isKnownParts else { continue }
      if isKnownParts { scope.setApart(name) } else { scope.separate(name) }
      wholes.append(name)
    }
    for name in indexed.sorted() where !scope.wholes.contains(name) {
      guard let known = scope.symbol(named: name), scope.canBeWhole(known), !plain.contains(name)
      else { continue }
      scope.separate(name)
      wholes.append(name)
    }
    return wholes
  }

  private static func isEquals(_ token: Token) -> Bool {
    token.isMark("=") || token.isMark(":=") || token.isMark("\\equiv")
  }

  /// Whether a name stands where a definition begins.
  private static func isLeft(_ index: Int, in tokens: [Token]) -> Bool {
    guard [.letter, .word, .text].contains(tokens[index].kind) else { return false }
    return index == 0 || tokens[index].startsRow || tokens[index].spaceBefore == .wide
      || tokens[index - 1].isMark(",")
  }

  /// `t` of `E_t = \dots`: letters that nobody declared as anything else and that the right side has.
  private static func isIndex(
    _ sub: Range<Int>, of name: Int, in tokens: [Token], _ scope: Scope
  ) -> Bool {
    let right = tokens[sub.upperBound...].prefix { !$0.startsRow }
    guard right.contains(where: { isEquals($0) }) else { return false }
    let letters = tokens[sub].filter { $0.kind == .letter }
    return !letters.isEmpty
      && letters.allSatisfy { letter in
        guard right.contains(where: { $0.kind == .letter && $0.text == letter.text }) else {
          return false
        }
        guard let symbol = scope.symbol(named: letter.text) else { return true }
        switch symbol.kind {
        case .index, .integer: return true
        default: return false
        }
      }
  }

  /// A whole must be a number, or a function with such values: of an array an index means an entry.
  mutating func requireWholes(_ names: [String], before: Scope) {
    for name in names {
      guard let whole = scope.symbol(named: name), !scope.canBeWhole(whole),
        let parts = scope.symbol(named: Scope.partsName(name)),
        !diagnostics.contains(where: { $0.severity == .error })
      else { continue }
      let first = before.symbol(named: name) ?? parts
      diagnostics.append(Message.familyClash(name, first: first.span, at: whole.span).diagnostic)
    }
  }
}
