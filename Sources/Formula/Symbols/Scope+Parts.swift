/// Parts beside their whole: `C = \frac1N \sum_i C_i`, `f = \frac1N \sum_i f_i`.
///
/// The letter without an index is one symbol and with an index another one, which is in sight under
/// the letter and a mark that nobody can write. Where a formula is read, a letter with an index gets the
/// mark, so that everything else sees two names.
extension Scope {
  /// What the parts of a whole are called.
  static func partsName(_ name: String) -> String { name + partsMark }

  /// A name as authors write it, without the mark.
  package static func written(_ name: String) -> String {
    guard name.utf8.contains(partsMarkByte) else { return name }
    var text = ""
    for scalar in name.unicodeScalars where scalar.value != partsMarkValue {
      text.unicodeScalars.append(scalar)
    }
    return text
  }

  /// Whether a symbol may have parts of its own name: nothing but its parts takes an index.
  func canBeWhole(_ symbol: Symbol) -> Bool {
    guard symbol.family.isEmpty else { return false }
    switch symbol.kind {
    case .scalar, .defined(.scalar), .definedFunction(_, .scalar): return true
    case .function(let signature): return signature.result.isNumber
    default: return false
    }
  }

  /// Whether a symbol is always written with an index below: a family of this kind, or what an
  /// equation gave entry by entry.
  func canBeParts(_ symbol: Symbol) -> Bool {
    if !symbol.family.isEmpty { return symbol.family.allSatisfy { $0.style == .subscripted } }
    guard let clauses = definition(of: symbol.id)?.clauses, !clauses.isEmpty else { return false }
    return clauses.allSatisfy { !$0.entries.isEmpty }
  }
}

/// An invisible separator.
private let partsMark = "\u{2063}"
private let partsMarkValue: UInt32 = 0x2063
private let partsMarkByte: UInt8 = 0xE2

/// Letters with an index get the mark, where the scope knows the letter as a whole with parts.
func withParts(_ tokens: [Token], in scope: Scope) -> [Token] {
  guard !scope.wholes.isEmpty else { return tokens }
  var tokens = tokens
  for index in tokens.indices {
    let token = tokens[index]
    guard [.letter, .word, .text].contains(token.kind), scope.wholes.contains(token.text),
      let sub = subscriptBehind(index, in: tokens)
    else { continue }
    // `C_0` may be declared as a name of its own.
    let named = token.text + "_" + bracedScript(canonical(tokens[sub]))
    guard scope.symbol(named: named) == nil, !isEndOfName(index, in: tokens, scope) else {
      continue
    }
    tokens[index].text = Scope.partsName(token.text)
  }
  return tokens
}

/// What stands below a letter, also behind primes and what stands above.
func subscriptBehind(_ index: Int, in tokens: [Token]) -> Range<Int>? {
  var next = index + 1
  while next < tokens.count, tokens[next].isMark("'") { next += 1 }
  if next < tokens.count, tokens[next].kind == .superscript {
    next = scriptGroup(behind: next, in: tokens).upperBound
    if next < tokens.count, tokens[next].kind == .close { next += 1 }
  }
  guard next < tokens.count, tokens[next].kind == .subscript else { return nil }
  return scriptGroup(behind: next, in: tokens)
}

/// `t` of a declared `net`.
private func isEndOfName(_ index: Int, in tokens: [Token], _ scope: Scope) -> Bool {
  var text = tokens[index].text
  var start = index
  while start > 0, index - start < 12, tokens[start - 1].kind == .letter,
    tokens[start].spaceBefore == .none
  {
    start -= 1
    text = tokens[start].text + text
    if scope.baseNames.contains(text) { return true }
  }
  return false
}

/// The group or single token behind a script's sign.
func scriptGroup(behind index: Int, in tokens: [Token]) -> Range<Int> {
  guard index + 1 < tokens.count else { return index..<index }
  guard tokens[index + 1].kind == .open else { return (index + 1)..<(index + 2) }
  var level = 0
  for end in (index + 1)..<tokens.count {
    if tokens[end].kind == .open { level += 1 }
    if tokens[end].kind == .close { level -= 1 }
    if level == 0 { return (index + 2)..<end }
  }
  return (index + 2)..<tokens.count
}
