import Numerics
import SourceText

/// Names that nobody declared: built in, a running index, or an error.
extension Reader {
  mutating func undeclared(_ written: Written) throws(Failure) -> Term {
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
    if let call = try plainCall(written) { return call }
    if let entry = try entryOfBold(written) { return entry }
    if let entry = try entryOfCapital(written) { return entry }
    throw unknown(written, at: span)
  }

  /// `x_i` of a vector `\mathbf{x}`, `x_{ni}` of a family `\mathbf{x}_n`: with all its indices, an
  /// entry of what is printed bold is written with the plain letter.
  private mutating func entryOfBold(_ written: Written) throws(Failure) -> Term? {
    guard let sub = written.sub, binding(written.base) == nil else { return nil }
    let bold = boldNames(of: written.base).compactMap { name -> Symbol? in
      guard let symbol = scope.symbol(named: name),
        let shape = symbol.kind.valueShape, shape.isArray,
        symbol.family.allSatisfy({ $0.style == .subscripted })
      else { return nil }
      return symbol
    }
    guard bold.count == 1, let symbol = bold.first, let shape = symbol.kind.valueShape,
      indexCount(sub) == symbol.family.count + shape.extents.count
    else { return nil }
    return try declared(symbol, written)
  }

  /// The letter in bold print, of `\hat{y}` also the one under the accent.
  private func boldNames(of name: String) -> [String] {
    let names = ["\\mathbf{\(name)}", "\\vec{\(name)}"]
    guard name.hasPrefix("\\"), name.hasSuffix("}"), let brace = name.utf8.firstIndex(of: 0x7B),
      fonts[String(name[..<brace])] == nil
    else { return names }
    let inner = name[name.utf8.index(after: brace)...].dropLast()
    return names + ["\(name[..<brace]){\\mathbf{\(inner)}}"]
  }

  /// `a_{ij}` of a matrix `A`, `w^{[l]}_{jk}` of `W^{[l]}`: the small letter with two indices more than
  /// the family has is an entry of what is printed large.
  private mutating func entryOfCapital(_ written: Written) throws(Failure) -> Term? {
    guard let sub = written.sub, binding(written.base) == nil,
      let symbol = capitalMatrix(of: written.base),
      indexCount(sub) == symbol.family.count(where: { $0.style == .subscripted }) + 2
    else { return nil }
    return try declared(symbol, written)
  }

  /// The one matrix that is printed with the capital of a small letter.
  func capitalMatrix(of name: String) -> Symbol? {
    guard name.utf8.count == 1, let letter = name.utf8.first,
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter)
    else { return nil }
    let capital = name.uppercased()
    let named = [capital, "\\mathbf{\(capital)}"].compactMap { scope.symbol(named: $0) }
    guard named.count == 1, case .matrix? = named[0].kind.valueShape else { return nil }
    return named[0]
  }

  /// How many indices a subscript can be: parts between commas, or letters and digits.
  private func indexCount(_ sub: Range<Int>) -> Int {
    let parts = split(sub, at: [","])
    guard parts.count == 1, tokens[sub].allSatisfy({ [.letter, .number].contains($0.kind) }) else {
      return parts.count
    }
    return tokens[sub].reduce(0) { $0 + ($1.kind == .number ? $1.text.utf8.count : 1) }
  }

  /// `Var(x)`: a built-in function in plain letters that nobody declared.
  private mutating func plainCall(_ written: Written) throws(Failure) -> Term? {
    var word = ""
    var index = written.start
    while index < end, tokens[index].kind == .letter, tokens[index].text.utf8.count == 1,
      index == written.start || tokens[index].spaceBefore == .none
    {
      word += tokens[index].text
      index += 1
    }
    guard word.utf8.count > 1, builtinWords[word] != nil, word != "arg", index < end,
      tokens[index].isMark("(") || tokens[index].isMark("[")
    else { return nil }
    position = index - 1
    return try function(named: word)
  }

  /// `\dot{x}(t)`, `\ddot{x}(t)` of a function of one number.
  mutating func dotted(_ written: Written) throws(Failure) -> Term? {
    let orders = ["\\dot{": 1, "\\ddot{": 2]
    guard isAt("("), let plain = plainLetter(written.base),
      let prefix = ["\\dot{", "\\ddot{"].first(where: { written.base.hasPrefix($0) }),
      let symbol = scope.symbol(named: plain), symbol.functionResult != nil
    else { return nil }
    var left = written
    left.primes += orders[prefix] ?? 1
    return try call(of: symbol, left)
  }

  /// A single letter, plain or Greek, perhaps with primes, that can stand for a running index.
  func isIndexLike(_ name: String) -> Bool {
    name.unicodeScalars.count { $0 != "'" } == 1
      || ["\\ell", "\\nu", "\\mu", "\\tau", "\\alpha", "\\beta"].contains(name)
  }

  func unknown(_ written: Written, at span: Span) -> Failure {
    var failure = unknownName(written, at: span)
    let name = canonical(tokens[written.start..<max(position, written.start + 1)])
    failure.isConsequence =
      scope.failedNames.contains(written.base) || scope.failedNames.contains(name)
    return failure
  }

  private func unknownName(_ written: Written, at span: Span) -> Failure {
    if written.base == "vec", tokens[written.start].kind == .word {
      return Message.outside(
        "columns of a matrix one under the other, whose sizes multiply,", at: span)
    }
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
      // `Lemma` may begin with letters that are declared.
      var first = written.start
      while first > 0, tokens[first].spaceBefore == .none, tokens[first - 1].kind == .letter,
        tokens[first - 1].text.utf8.count == 1
      {
        first -= 1
        word = tokens[first].text + word
      }
      return Message.plainWord(word, at: self.span(first..<index))
    }
    let candidates = scope.visibleNames.filter { $0.utf8.count > 1 }
    let near = written.base.utf8.count > 2 ? nearest(to: written.base, among: candidates) : nil
    return Message.undeclared(written.base, near: near, at: baseSpan)
  }

  func plainLetter(_ name: String) -> String? {
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
