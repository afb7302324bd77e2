import Numerics
import SourceText

/// Names with their scripts.
extension Reader {
  /// A base name with its scripts as written, before anything is decided.
  struct Written {
    var base: String
    var start: Int
    var sub: Range<Int>?
    var sup: Range<Int>?
    var primes = 0
  }

  /// Whether a remark's text is a name in this scope.
  func isName(_ text: String) -> Bool {
    scope.baseNames.contains(text) || builtinWords[text] != nil
  }

  mutating func name() throws(Failure) -> Term {
    let start = position
    let base = baseHere()
    var written = Written(base: base, start: start)
    try takeScripts(&written)
    let isEigenvalue =
      base == "\\lambda"
      && written.sub.map { ["\\max", "\\min", "max", "min"].contains(canonical(tokens[$0])) }
        ?? false
    if !isEigenvalue, let found = try declared(written) { return found }
    return try undeclared(written)
  }

  /// The longest declared run of letters here, else the single letter or word.
  mutating func baseHere() -> String {
    let token = tokens[position]
    position += 1
    guard token.kind == .letter else { return token.text }
    var best = (text: token.text, end: position)
    var text = token.text
    var index = position
    while index < end, index < position + 12, tokens[index].kind == .letter,
      tokens[index].spaceBefore == .none || endsWithMacro(text)
    {
      text = canonicalJoin(text, tokens[index].text)
      index += 1
      if scope.baseNames.contains(text) || isBound(text) { best = (text, index) }
    }
    position = best.end
    return best.text
  }

  func canonicalJoin(_ left: String, _ right: String) -> String {
    endsWithMacro(left) && right.utf8.first != UInt8(ascii: "\\")
      ? left + " " + right : left + right
  }

  func isBound(_ name: String) -> Bool { bindings.contains { $0.name == name } }

  func binding(_ name: String) -> Term? { bindings.last { $0.name == name }?.term }

  mutating func takeScripts(_ written: inout Written) throws(Failure) {
    while let token = next {
      switch token.kind {
      case .symbol where token.text == "'":
        position += 1
        written.primes += 1
      case .subscript:
        if written.sub != nil { throw Message.doubleScript("_", at: token.span) }
        position += 1
        written.sub = try argument(of: "the subscript")
      case .superscript:
        if written.sup != nil { throw Message.doubleScript("^", at: token.span) }
        position += 1
        let range = try argument(of: "the superscript")
        var rest = range
        while let first = rest.first, tokens[first].isMark("'") {
          written.primes += 1
          rest = rest.dropFirst()
        }
        while let last = rest.last, rest.count > 1, tokens[last].isMark("'") {
          written.primes += 1
          rest = rest.dropLast()
        }
        if !rest.isEmpty { written.sup = rest }
      default: return
      }
    }
  }

  // MARK: Declared names

  /// The name with the most of its scripts that is declared, and what is left of the scripts.
  mutating func declared(_ written: Written) throws(Failure) -> Term? {
    let sub = written.sub.map { scriptText($0) }
    let (star, behindStar) = leadingStar(written.sup)
    let sup = written.sup.map { scriptText($0) }
    for primes in written.primes > 0 ? [written.primes, 0] : [0] {
      let base = written.base + String(repeating: "'", count: primes)
      var candidates: [(String, sub: Bool, sup: Range<Int>?)] = []
      if let sub, let sup { candidates.append((base + "_" + sub + "^" + sup, true, nil)) }
      if let sub, star {
        candidates.append((base + "_" + sub + "^*", true, behindStar))
      }
      if let sub, !star { candidates.append((base + "_" + sub, true, written.sup)) }
      if let sup { candidates.append((base + "^" + sup, false, nil)) }
      if let (index, transpose) = indexBeforeTranspose(written.sup) {
        if let sub { candidates.append((base + "_" + sub + "^" + index, true, transpose)) }
        candidates.append((base + "^" + index, false, transpose))
      }
      if star { candidates.append((base + "^*", false, behindStar)) }
      if !star { candidates.append((base, false, written.sup)) }
      for (name, takesSub, rest) in candidates {
        var left = written
        left.sub = takesSub ? nil : written.sub
        left.sup = rest
        left.primes = written.primes - primes
        if let term = binding(name) { return try bound(term, name, left) }
        guard let symbol = scope.symbol(named: name) else { continue }
        // Beside weights `\pi_k` the letter alone is the number.
        if name == "\\pi", written.sub == nil,
          symbol.family.contains(where: { $0.style == .subscripted })
        {
          return nil
        }
        return try declared(symbol, left)
      }
    }
    if let (symbol, left) = arrayBeforeComma(written) { return try declared(symbol, left) }
    if star {
      throw Message.unknownStar(
        canonical(tokens[written.start..<position]), at: span(from: written.start))
    }
    return nil
  }

  /// `\mu_{\phi, j}` of a vector `\mu_\phi`, where nothing is named `\mu`: its entry.
  private func arrayBeforeComma(_ written: Written) -> (Symbol, Written)? {
    guard let sub = written.sub, written.primes == 0, let first = split(sub, at: [","]).first,
      !first.isEmpty, first.upperBound < sub.upperBound,
      let symbol = scope.symbol(named: written.base + "_" + scriptText(first)),
      symbol.family.isEmpty, symbol.kind.valueShape?.isArray ?? false
    else { return nil }
    var left = written
    left.sub = (first.upperBound + 1)..<sub.upperBound
    return (symbol, left)
  }

  /// `(1)T`, `[2]\top`: the part that can belong to a name, and the transpose.
  private func indexBeforeTranspose(_ sup: Range<Int>?) -> (String, Range<Int>)? {
    guard let sup, sup.count > 2, let last = sup.last, isTranspose(last..<(last + 1)),
      ["(", "[", "\\{"].contains(tokens[sup.lowerBound].text)
    else { return nil }
    return (scriptText(sup.dropLast()), last..<(last + 1))
  }

  /// A script as part of a name: braces only where LaTeX needs them.
  func scriptText(_ range: Range<Int>) -> String {
    var text = ""
    for token in tokens[range] {
      text = canonicalJoin(text, token.text)
    }
    return bracedScript(text)
  }

  func leadingStar(_ sup: Range<Int>?) -> (Bool, Range<Int>?) {
    guard let sup, let first = sup.first else { return (false, nil) }
    guard tokens[first].text == "*" || tokens[first].text == "\\star" else { return (false, sup) }
    return (true, sup.count > 1 ? sup.dropFirst() : nil)
  }

  mutating func bound(
    _ term: Term, _ name: String, _ left: Written
  ) throws(Failure) -> Term {
    let placed = Term(term.node, term.shape, at: span(from: left.start))
    return try scripted(placed, left, name: name)
  }

  mutating func declared(_ symbol: Symbol, _ left: Written) throws(Failure) -> Term {
    if scope.unread.contains(symbol.id) {
      var failure = Message.useBeforeDefinition(symbol.name, at: span(from: left.start))
      failure.isConsequence = true
      throw failure
    }
    if symbol.functionResult != nil { return try call(of: symbol, left) }
    if pending.contains(symbol.name) {
      throw Message.useBeforeDefinition(symbol.name, at: span(from: left.start))
    }
    var left = left
    let isOpen = scope.definition(of: symbol.id) == nil && !growing.contains(symbol.id)
    guard let shape = symbol.kind.valueShape, shape != .truth || !isOpen else {
      var failure = Message.useBeforeDefinition(symbol.name, at: span(from: left.start))
      failure.isConsequence = scope.failedNames.contains(symbol.name)
      throw failure
    }
    guard !symbol.family.isEmpty else {
      let term = Term(.symbol(symbol.id), shape, at: span(from: left.start))
      return try scripted(term, left, name: symbol.name)
    }
    if let array = randomArray(symbol, left) { return try scripted(array, left, name: symbol.name) }
    if let part = try stretch(of: symbol, &left) {
      return try scripted(part, left, name: symbol.name)
    }
    let indices = try familyIndices(symbol, &left, arity: shape.extents.count)
    var replacements: [SymbolID: Extent] = [:]
    for (index, place) in zip(indices.family, symbol.family) {
      if !growing.contains(symbol.id) { try constrain(index, to: place.range) }
      if let extent = extent(of: index) { replacements[place.variable] = extent }
    }
    let member = Term(
      .member(symbol.id, indices.family), shape.replacing(replacements),
      at: span(from: left.start))
    if !indices.entries.isEmpty {
      let entry = try entry(of: member, indices.entries, at: member.span)
      return try scripted(entry, left, name: symbol.name)
    }
    return try scripted(member, left, name: symbol.name)
  }

  /// `s` of `s_j : random iid normal(0, 1) for j in 1..n`: the vector of them; a matrix of two
  /// indices.
  private mutating func randomArray(_ symbol: Symbol, _ left: Written) -> Term? {
    guard case .random = symbol.kind, left.sub == nil, (1...2).contains(symbol.family.count),
      symbol.family.allSatisfy({ $0.style == .subscripted && $0.range.first.value == 1 })
    else { return nil }
    let place = span(from: left.start)
    var binders: [Term.Binder] = []
    for index in symbol.family {
      let name = scope[index.variable].name
      binders.append(
        Term.Binder(scope.hiddenSymbol(name, .index(index.range), at: place), in: index.range))
    }
    let indices = binders.map { Term(.symbol($0.variable), .index, at: place) }
    return try? table(binders, Term(.member(symbol.id, indices), .scalar, at: place), at: place)
  }
}

/// A script's content as part of a canonical name.
func bracedScript(_ text: String) -> String {
  let isSingle = text.unicodeScalars.count == 1
  let isMacro =
    text.utf8.first == UInt8(ascii: "\\")
    && text.utf8.dropFirst().allSatisfy { (0x61...0x7A).contains($0 | 0x20) }
  return isSingle || isMacro ? text : "{" + text + "}"
}

extension Symbol {
  /// Whether its index stands above without brackets, `x^k`.
  var isSequence: Bool { family.contains { $0.style == .superscripted } }

  /// The shape of a call, for a function.
  var functionResult: Shape? {
    switch kind {
    case .function(let signature): signature.result
    case .definedFunction(_, let result): result
    default: nil
    }
  }
}

extension Symbol.Kind {
  /// The shape of the symbol, or of a member if it is a family; `nil` for functions.
  package var valueShape: Shape? {
    switch self {
    case .size, .index, .integer: .index
    case .scalar, .random: .scalar
    case .vector(let n, _): .vector(n)
    case .matrix(let m, let n, _): .matrix(m, n)
    case .defined(let shape), .argument(let shape), .computed(_, let shape): shape
    case .function, .definedFunction: nil
    }
  }
}
