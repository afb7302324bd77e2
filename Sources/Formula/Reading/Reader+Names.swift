import Numerics
import SourceText

/// Names with their scripts: rules 1, 4 and 5.
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

  private func canonicalJoin(_ left: String, _ right: String) -> String {
    endsWithMacro(left) && right.utf8.first != UInt8(ascii: "\\")
      ? left + " " + right : left + right
  }

  private func isBound(_ name: String) -> Bool { bindings.contains { $0.name == name } }

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
        if !rest.isEmpty { written.sup = rest }
      default: return
      }
    }
  }

  // MARK: Declared names

  /// The name with the most of its scripts that is declared, and what is left of the scripts.
  private mutating func declared(_ written: Written) throws(Failure) -> Term? {
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
      if star { candidates.append((base + "^*", false, behindStar)) }
      if !star { candidates.append((base, false, written.sup)) }
      for (name, takesSub, rest) in candidates {
        var left = written
        left.sub = takesSub ? nil : written.sub
        left.sup = rest
        left.primes = written.primes - primes
        if let term = binding(name) { return try bound(term, name, left) }
        guard let symbol = scope.symbol(named: name) else { continue }
        return try declared(symbol, left)
      }
    }
    if star {
      throw Message.unknownStar(
        canonical(tokens[written.start..<position]), at: span(from: written.start))
    }
    return nil
  }

  /// A script as part of a name: braces only where LaTeX needs them.
  func scriptText(_ range: Range<Int>) -> String {
    var text = ""
    for token in tokens[range] {
      text = canonicalJoin(text, token.text)
    }
    return bracedScript(text)
  }

  private func leadingStar(_ sup: Range<Int>?) -> (Bool, Range<Int>?) {
    guard let sup, let first = sup.first else { return (false, nil) }
    guard tokens[first].text == "*" || tokens[first].text == "\\star" else { return (false, sup) }
    return (true, sup.count > 1 ? sup.dropFirst() : nil)
  }

  private mutating func bound(
    _ term: Term, _ name: String, _ left: Written
  ) throws(Failure) -> Term {
    let placed = Term(term.node, term.shape, at: span(from: left.start))
    return try scripted(placed, left, name: name)
  }

  private mutating func declared(_ symbol: Symbol, _ left: Written) throws(Failure) -> Term {
    if symbol.functionResult != nil { return try call(of: symbol, left) }
    if pending.contains(symbol.name) {
      throw Message.useBeforeDefinition(symbol.name, at: span(from: left.start))
    }
    var left = left
    let isOpen = scope.definition(of: symbol.id) == nil && !growing.contains(symbol.id)
    guard let shape = symbol.kind.valueShape, shape != .truth || !isOpen else {
      throw Message.useBeforeDefinition(symbol.name, at: span(from: left.start))
    }
    guard !symbol.family.isEmpty else {
      let term = Term(.symbol(symbol.id), shape, at: span(from: left.start))
      return try scripted(term, left, name: symbol.name)
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

  // MARK: Families

  /// Takes a family's indices from the scripts; those of its entries too where they share one.
  mutating func familyIndices(
    _ symbol: Symbol, _ left: inout Written, arity: Int
  ) throws(Failure) -> (family: [Term], entries: [Term]) {
    let styles = symbol.family.map { $0.style }
    var taken: [Int: Term] = [:]
    for (number, style) in styles.enumerated() where style != .subscripted {
      guard let sup = left.sup, let inside = bracketedIndex(sup, style) else {
        throw Message.missingFamilyIndex(symbol.name, at: span(from: left.start))
      }
      let index = try indexTerm(inside.inside)
      taken[number] = index
      left.sup = inside.rest.isEmpty ? nil : inside.rest
    }
    let count = styles.count { $0 == .subscripted }
    guard count > 0 else { return (styles.indices.compactMap { taken[$0] }, []) }
    guard let sub = left.sub else {
      throw Message.missingFamilyIndex(symbol.name, at: span(from: left.start))
    }
    left.sub = nil
    let items = try indexItems(
      sub, counts: arity > 0 ? [count, count + arity] : [count],
      of: symbol.kind.valueShape ?? .scalar, name: symbol.name)
    var rest = items[...]
    for (number, style) in styles.enumerated() where style == .subscripted {
      taken[number] = rest.removeFirst()
    }
    return (styles.indices.compactMap { taken[$0] }, Array(rest))
  }

  /// `[l]`, `(k)`, `\{i\}` at the beginning of a superscript.
  func bracketedIndex(
    _ sup: Range<Int>, _ style: Symbol.FamilyIndex.Style
  ) -> (inside: Range<Int>, rest: Range<Int>)? {
    let pair: (String, String)
    switch style {
    case .bracketed: pair = ("[", "]")
    case .parenthesized: pair = ("(", ")")
    case .braced: pair = ("\\{", "\\}")
    case .subscripted: return nil
    }
    guard let first = sup.first, tokens[first].isMark(pair.0) else { return nil }
    var level = 0
    for index in sup {
      if tokens[index].isMark(pair.0) { level += 1 }
      if tokens[index].isMark(pair.1) { level -= 1 }
      if level == 0 { return ((first + 1)..<index, (index + 1)..<sup.upperBound) }
    }
    return nil
  }

  // MARK: Indices

  /// The indices in a subscript; `ij` and `11` are split where the array has two.
  mutating func indexItems(
    _ range: Range<Int>, counts: [Int], of shape: Shape, name: String
  ) throws(Failure) -> [Term] {
    let parts = split(range, at: [","])
    let isRun =
      range.count > 1 && tokens[range].allSatisfy { $0.kind == .letter && isIndexVariable($0.text) }
    if counts.contains(parts.count), !isRun {
      var items: [Term] = []
      for part in parts { items.append(try indexTerm(part)) }
      return items
    }
    var pieces: [Term] = []
    if parts.count == 1, tokens[range].allSatisfy({ $0.kind == .letter || $0.kind == .number }) {
      for position in range {
        let token = tokens[position]
        if token.kind == .letter {
          pieces.append(try indexTerm(position..<(position + 1)))
        } else {
          for digit in token.text.utf8 where digit != UInt8(ascii: ".") {
            pieces.append(number(Int(digit) - 0x30, at: token.span))
          }
        }
      }
      if counts.contains(pieces.count) { return pieces }
    }
    let given = max(parts.count, pieces.count)
    let takes = counts.last { $0 <= given } ?? counts.first ?? 0
    throw Message.wrongIndexCount(
      name, text(shape), takes: takes, given: given, at: span(range))
  }

  /// One index.
  mutating func indexTerm(_ range: Range<Int>) throws(Failure) -> Term {
    let term = try expression(in: range)
    guard term.shape == .index else {
      throw Message.notAnIndex(text(term.shape), at: term.span)
    }
    return term
  }

  // MARK: Superscripts on a value

  /// Scripts that are left over when the name is known.
  mutating func scripted(_ term: Term, _ left: Written, name: String) throws(Failure) -> Term {
    var term = term
    if left.primes > 0 {
      throw Message.noDerivative(name, at: span(from: left.start))
    }
    // The index of an entry first, then what stands above.
    if let sub = left.sub {
      let arity = term.shape.extents.count
      guard arity > 0 else {
        throw Message.noIndices(name, shape: text(term.shape), at: span(from: left.start))
      }
      var isTransposed = false
      if case .row = term.shape { isTransposed = true }
      let counts = isTransposed ? [1] : [arity]
      let indices = try indexItems(sub, counts: counts, of: term.shape, name: name)
      term = try entry(of: term, indices, at: span(from: left.start))
    }
    guard let sup = left.sup else { return term }
    return try superscripts(term, sup, name: name, from: left.start)
  }

  /// Transpose, inverse, power (rule 4).
  mutating func superscripts(
    _ base: Term, _ range: Range<Int>, name: String, from start: Int
  ) throws(Failure) -> Term {
    guard let first = range.first else { throw Message.missing("the superscript", at: here) }
    let token = tokens[first]
    let rest = range.dropFirst()
    let whole = span(from: start)
    func more(_ reader: inout Reader, _ term: Term, _ rest: Range<Int>) throws(Failure) -> Term {
      rest.isEmpty ? term : try reader.superscripts(term, rest, name: name, from: start)
    }
    if leavesTranspose, base.shape.isNumber, isTranspose(range) {
      leavesTranspose = false
      return base
    }
    if token.isMark("\\top") { return try more(&self, try transposed(base, at: whole), rest) }
    if token.text == "T", token.kind == .letter, rest.isEmpty,
      base.shape.isArray || scope.symbol(named: "T") == nil && binding("T") == nil
    {
      return try transposed(base, at: whole)
    }
    if token.isMark("-"), let second = rest.first {
      let behind = rest.dropFirst()
      if tokens[second].text == "1", behind.isEmpty || isTranspose(behind), base.shape.isArray {
        return try more(&self, try inverted(base, at: whole), behind)
      }
      if isTranspose(rest), base.shape.isArray {
        return try transposed(try inverted(base, at: whole), at: whole)
      }
    }
    if token.isMark("\\odot") || token.isMark("\\circ") {
      let exponent = try expression(in: rest)
      try requireNumber(exponent, "an exponent")
      return Term(.power(base, exponent), base.shape, at: whole)
    }
    if token.text == "*" || token.text == "\\star" {
      throw Message.unknownStar(name + "^*", at: whole)
    }
    if token.text == "\\dagger" || token.text == "+" && rest.isEmpty {
      throw Message.outside("pseudoinverses", at: span(range))
    }
    for style in [Symbol.FamilyIndex.Style.bracketed, .parenthesized, .braced] {
      guard let index = bracketedIndex(range, style) else { continue }
      let isAll = index.rest.isEmpty || isTranspose(index.rest)
      var isEuler = false
      if case .constant(.e) = base.node { isEuler = true }
      if isAll, !isEuler { throw Message.bracketedPower(name, at: span(range)) }
    }
    return try power(base, try expression(in: range), name: name, at: whole)
  }

  private func isTranspose(_ range: Range<Int>) -> Bool {
    range.count == 1
      && (tokens[range.lowerBound].isMark("\\top") || tokens[range.lowerBound].text == "T")
  }

  // MARK: Undeclared names

  private mutating func undeclared(_ written: Written) throws(Failure) -> Term {
    let span = span(from: written.start)
    if pending.contains(written.base) {
      throw Message.useBeforeDefinition(written.base, at: span)
    }
    if let builtin = try builtinName(written) { return builtin }
    if let derivative = try dotted(written) { return derivative }
    if indexLetters.contains(written.base), isIndexLike(written.base) {
      let index = implicitIndex(written.base, at: span)
      return try scripted(index, written, name: written.base)
    }
    throw unknown(written, at: span)
  }

  /// `\dot{x}(t)`, `\ddot{x}(t)` of a function of one number.
  private mutating func dotted(_ written: Written) throws(Failure) -> Term? {
    let orders = ["\\dot{": 1, "\\ddot{": 2]
    guard isAt("("), let plain = plainLetter(written.base),
      let prefix = ["\\dot{", "\\ddot{"].first(where: { written.base.hasPrefix($0) }),
      let symbol = scope.symbol(named: plain), symbol.functionResult != nil
    else { return nil }
    var left = written
    left.primes += orders[prefix] ?? 1
    return try call(of: symbol, left)
  }

  /// A single letter, plain or Greek, that can stand for a running index.
  private func isIndexLike(_ name: String) -> Bool {
    name.unicodeScalars.count == 1 || name == "\\ell" || name == "\\nu" || name == "\\mu"
      || name == "\\tau" || name == "\\alpha" || name == "\\beta"
  }

  private func unknown(_ written: Written, at span: Span) -> Failure {
    let baseSpan = tokens[written.start].span
    let plain = plainLetter(written.base)
    if let plain, scope.baseNames.contains(plain) {
      return Message.undeclared(
        written.base, near: nil,
        hint: "\(plain) is declared; \(written.base) is a name of its own.", at: baseSpan)
    }
    var word = ""
    var index = written.start
    while index < end, tokens[index].kind == .letter,
      tokens[index].text.utf8.count == 1,
      index == written.start || tokens[index].spaceBefore == .none
    {
      word += tokens[index].text
      index += 1
    }
    if word.utf8.count >= 3 {
      return Message.plainWord(word, at: self.span(written.start..<index))
    }
    let candidates = scope.visibleNames.filter { $0.utf8.count > 1 }
    let near = written.base.utf8.count > 2 ? nearest(to: written.base, among: candidates) : nil
    return Message.undeclared(written.base, near: near, at: baseSpan)
  }

  private func plainLetter(_ name: String) -> String? {
    guard name.utf8.last == UInt8(ascii: "}"),
      let open = name.utf8.firstIndex(of: UInt8(ascii: "{"))
    else { return nil }
    return String(name[name.utf8.index(after: open)...].dropLast())
  }

  /// A letter without declaration in an index's place: its range follows from what it indexes.
  mutating func implicitIndex(_ name: String, at span: Span) -> Term {
    if let known = indices.last(where: { $0.name == name && $0.isImplicit }) {
      return Term(.symbol(known.symbol), .index, at: span)
    }
    let symbol = scope.hiddenSymbol(name, .argument(.index), at: span)
    indices.append(
      IndexInUse(name: name, symbol: symbol, range: nil, isImplicit: true))
    return Term(.symbol(symbol), .index, at: span)
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
