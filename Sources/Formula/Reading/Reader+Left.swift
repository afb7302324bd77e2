import SourceText

/// The left of a definition: what is the name and what an index.
extension Reader {
  /// The first equals sign outside all brackets, and where the name stands.
  mutating func baseAndEquals(_ range: Range<Int>) throws(Failure) -> (Int, Int) {
    var equals: [Int] = []
    var others: [Int] = []
    scan(range) { index in
      let token = tokens[index]
      if token.isMark("=") || token.isMark(":=") || token.isMark("\\equiv") {
        equals.append(index)
      } else if isRelation(token) {
        others.append(index)
      }
    }
    if let arrow = others.first(where: { tokens[$0].isMark("\\leftarrow") }) {
      throw Message.update(tokens[arrow].text, at: tokens[arrow].span)
    }
    guard let first = equals.first, others.allSatisfy({ $0 > first }) else {
      throw Message.missing("the equals sign of a definition", at: span(range))
    }
    if let second = (equals.dropFirst() + others).min() {
      throw Message.definitionChain(at: tokens[second].span)
    }
    guard first > range.lowerBound, first + 1 < range.upperBound else {
      throw Message.missing("one side of the definition", at: span(range))
    }
    return (range.lowerBound, first)
  }

  /// The left side in `range`; the row ends at `rowEnd`, `rows` are all rows of the display.
  mutating func left(
    _ range: Range<Int>, _ rowEnd: Int, _ rows: [Range<Int>]
  ) throws(Failure) -> Definer.Left {
    let first = tokens[range.lowerBound]
    if first.isMark("\\frac") || first.isMark("\\nabla") || first.isMark("\\partial") {
      throw Message.derivativeOnLeft(at: span(range))
    }
    // `\tanh` is read as the built-in function wherever it stands.
    if first.kind == .command, builtinCommands[first.text] != nil {
      throw Message.builtinOnLeft(first.text, at: first.span)
    }
    guard [.letter, .word, .text].contains(first.kind) else {
      throw Message.notDefinable(at: span(range))
    }
    if let name = word(range) { throw Message.wordOnLeft(name, at: span(range)) }
    return try within(range) { reader throws(Failure) in
      var written = Written(base: reader.newName(), start: range.lowerBound)
      try reader.takeScripts(&written)
      var left = Definer.Left(name: written.base, span: reader.span(range))
      left.name += String(repeating: "'", count: written.primes)
      if written.primes == 1, reader.scope.symbol(named: written.base)?.functionResult != nil {
        throw Message.derivativeOnLeft(at: left.span)
      }
      if reader.takeDeclaredScripts(&written, &left) == false {
        try reader.scripts(written, &left, range, rowEnd, rows)
      }
      if reader.isAt("(") || reader.isAt("[") {
        let close = try reader.closing(of: reader.position)
        left.isFunction = true
        left.arguments = reader.argumentParts((reader.position + 1)..<close)
        reader.position = close + 1
        if reader.next?.kind == .subscript {
          reader.position += 1
          let sub = try reader.argument(of: "the index")
          for piece in reader.pieces(sub) {
            left.places.append(try reader.place(piece, .subscripted))
          }
        }
      }
      return left
    }
  }

  /// `Cost(p)`, `net`: letters side by side that would be a product, of which nobody declared the first.
  private func word(_ range: Range<Int>) -> String? {
    let letters = range.prefix { index in
      tokens[index].kind == .letter && tokens[index].text.utf8.count == 1
        && (index == range.lowerBound || tokens[index].spaceBefore == .none)
    }
    let name = letters.reduce("") { $0 + tokens[$1].text }
    guard letters.count > 1, !scope.baseNames.contains(name),
      letters.upperBound == range.upperBound || tokens[letters.upperBound].isMark("(")
        || tokens[letters.upperBound].kind == .subscript,
      scope.symbol(named: tokens[range.lowerBound].text) == nil
    else { return nil }
    return name
  }

  /// The base of a new name: `\Delta` and the letter behind it are one.
  private mutating func newName() -> String {
    let base = baseHere()
    guard base == "\\Delta", scope.symbol(named: base) == nil, let letter = next,
      letter.kind == .letter
    else { return base }
    position += 1
    return canonicalJoin(base, letter.text)
  }

  /// A name with scripts that is declared as `defined`, or defined already.
  private func takeDeclaredScripts(
    _ written: inout Written, _ left: inout Definer.Left
  ) -> Bool {
    let sub = written.sub.map { scriptText($0) }
    let sup = written.sup.map { scriptText($0) }
    var candidates: [(String, Bool, Bool)] = []
    if let sub, let sup { candidates.append((left.name + "_" + sub + "^" + sup, true, true)) }
    if let sup, written.sub != nil || written.sup != nil {
      candidates.append((left.name + "^" + sup, false, true))
    }
    if let sub, sup == nil { candidates.append((left.name + "_" + sub, true, false)) }
    for (name, takesSub, _) in candidates {
      guard let symbol = scope.symbol(named: name) else { continue }
      switch symbol.kind {
      case .defined, .definedFunction: break
      default: if takesSub == false { continue }
      }
      left.name = name
      if !takesSub, let sub = written.sub {
        for piece in pieces(sub) {
          if let place = try? place(piece, .subscripted) { left.places.append(place) }
        }
      }
      return true
    }
    return false
  }

  private mutating func scripts(
    _ written: Written, _ left: inout Definer.Left, _ range: Range<Int>, _ rowEnd: Int,
    _ rows: [Range<Int>]
  ) throws(Failure) {
    var above = ""
    if var sup = written.sup {
      if tokens[sup.lowerBound].text == "*" || tokens[sup.lowerBound].text == "\\star" {
        above = "^*"
        sup = sup.dropFirst()
      }
      if namesMembers, isNumberedMember(sup) {
        above = "^" + scriptText(sup)
        sup = sup.upperBound..<sup.upperBound
      }
      for style in [Symbol.FamilyIndex.Style.bracketed, .parenthesized, .braced] {
        while !sup.isEmpty, let found = bracketedIndex(sup, style) {
          for piece in split(found.inside, at: [","]) {
            left.places.append(try place(piece, style))
          }
          sup = found.rest
        }
      }
      if !sup.isEmpty, isIndexSuperscript(sup, written.base, rows) {
        left.places.append(try place(sup, .superscripted))
        sup = sup.upperBound..<sup.upperBound
      }
      guard sup.isEmpty else {
        let below = written.sub.map { "_" + scriptText($0) } ?? ""
        throw Message.refused(
          "NotDefinable",
          "a power cannot be defined; declare \(left.name)\(below)^\(scriptText(sup)) : defined if it is a name",
          at: span(sup))
      }
    }
    if let sub = written.sub {
      let name = left.name
      if isIndexSubscript(sub, name, range.upperBound..<rowEnd, rows) {
        for piece in pieces(sub) { left.places.append(try place(piece, .subscripted)) }
      } else {
        left.name += "_" + scriptText(sub)
      }
    }
    left.name += above
  }

  /// `[1]`, `(2)` as all that stands above.
  func isNumberedMember(_ sup: Range<Int>) -> Bool {
    [Symbol.FamilyIndex.Style.bracketed, .parenthesized].contains { style in
      guard let found = bracketedIndex(sup, style), found.rest.isEmpty else { return false }
      return found.inside.count == 1 && tokens[found.inside.lowerBound].kind == .number
    }
  }

  /// Whether what stands above counts, as in `a^l = \sigma(z^l)`: a letter that is an index; a number
  /// or a size, if another row or a display before has one.
  private func isIndexSuperscript(
    _ sup: Range<Int>, _ name: String, _ rows: [Range<Int>]
  ) -> Bool {
    if hasIndexLetter(sup) { return true }
    if let known = scope.symbol(named: name), case .defined = known.kind, known.isSequence {
      return true
    }
    return rows.contains { row in
      let first = row.lowerBound
      return row.count > 2 && tokens[first].text == name
        && tokens[first + 1].kind == .superscript && hasIndexLetter(groupRange(first + 2))
    }
  }

  /// `l`, `l + 1`: of a declared index, or of a letter that numbers a sequence in this display.
  private func hasIndexLetter(_ range: Range<Int>) -> Bool {
    guard range.count == 1 || range.count == 3, let first = range.first,
      tokens[first].kind == .letter
    else { return false }
    let name = tokens[first].text
    guard let symbol = scope.symbol(named: name) else { return indexLetters.contains(name) }
    if case .index = symbol.kind { return symbol.family.isEmpty }
    return false
  }

  /// Whether a subscript counts: its letters are indices, or other rows have variable ones.
  private func isIndexSubscript(
    _ sub: Range<Int>, _ name: String, _ right: Range<Int>, _ rows: [Range<Int>]
  ) -> Bool {
    let hasLetter = sub.contains { tokens[$0].kind == .letter }
    if let known = scope.symbol(named: name), case .defined = known.kind { return true }
    guard hasLetter else {
      // `w_0`: an index if another row defines `w_{t+1}`.
      return rows.contains { row in
        guard tokens[row.lowerBound].text == name, row.count > 2,
          tokens[row.lowerBound + 1].kind == .subscript
        else { return false }
        let index = row.lowerBound + 2
        let group = tokens[index].kind == .open ? (index + 1)..<partner[index] : index..<(index + 1)
        return group.contains { tokens[$0].kind == .letter && isFreeLetter(tokens[$0].text) }
      }
    }
    for index in sub where tokens[index].kind == .letter {
      let letter = tokens[index].text
      if let symbol = scope.symbol(named: letter) {
        switch symbol.kind {
        case .index, .integer: continue
        default: return false
        }
      }
      guard tokens[right].contains(where: { $0.kind == .letter && $0.text == letter }) else {
        return false
      }
    }
    return sub.allSatisfy { tokens[$0].kind != .word && tokens[$0].kind != .text }
  }

  private func isFreeLetter(_ name: String) -> Bool {
    guard let symbol = scope.symbol(named: name) else { return true }
    switch symbol.kind {
    case .index, .integer: return true
    default: return false
    }
  }

  /// `ij` is two places, `t+1` one.
  func pieces(_ sub: Range<Int>) -> [Range<Int>] {
    let parts = split(sub, at: [","])
    guard parts.count == 1, tokens[sub].allSatisfy({ $0.kind == .letter }) else { return parts }
    return sub.map { $0..<($0 + 1) }
  }

  /// A variable, a shifted variable or a fixed place.
  func place(
    _ range: Range<Int>, _ style: Symbol.FamilyIndex.Style
  ) throws(Failure) -> Definer.IndexPlace {
    guard let first = range.first else { throw Message.missing("an index", at: here) }
    var place = Definer.IndexPlace(style: style, range: range, variable: nil)
    let name = tokens[first].text
    guard tokens[first].kind == .letter, isFreeLetter(name) else { return place }
    if range.count == 1 {
      place.variable = (name, 0)
    } else if range.count == 3, let shift = Int(tokens[first + 2].text) {
      if tokens[first + 1].isMark("+") { place.variable = (name, shift) }
      if tokens[first + 1].isMark("-") { place.variable = (name, -shift) }
    }
    guard place.variable != nil else { throw Message.notDefinable(at: span(range)) }
    return place
  }

  /// A formal argument's canonical name.
  func argumentName(_ range: Range<Int>) -> String {
    var name = ""
    var index = range.lowerBound
    while index < range.upperBound {
      let token = tokens[index]
      if token.kind == .subscript || token.kind == .superscript, index + 1 < range.upperBound {
        let isGroup = tokens[index + 1].kind == .open
        let group =
          isGroup ? (index + 2)..<partner[index + 1] : (index + 1)..<(index + 2)
        name += token.text + scriptText(group)
        index = isGroup ? partner[index + 1] + 1 : index + 2
      } else {
        name += token.text
        index += 1
      }
    }
    return name
  }

  // MARK: Ranges on definitions

  /// Whether a part only says where an index runs.
  func rangeCondition(_ range: Range<Int>) -> Bool {
    guard let relation = range.first(where: { isRelation(tokens[$0]) }) else { return false }
    return rangeEnds((relation + 1)..<range.upperBound) != nil
  }

  /// The ends of `1, \dots, n`, of `\{1, \dots, n\}` and of `1, 2, 3`.
  private func rangeEnds(_ range: Range<Int>) -> (Range<Int>, Range<Int>)? {
    rangeList(range) ?? setList(range) ?? listedNumbers(range)
  }

  /// `1, 2, 3` and `\{1, 2, 3\}`, if none is left out.
  private func listedNumbers(_ range: Range<Int>) -> (Range<Int>, Range<Int>)? {
    guard let first = range.first, let last = range.last else { return nil }
    let isSet = range.count > 2 && tokens[first].isMark("\\{") && tokens[last].isMark("\\}")
    let parts = split(isSet ? (first + 1)..<last : range, at: [","])
    let numbers = parts.compactMap { $0.count == 1 ? Int(tokens[$0.lowerBound].text) : nil }
    guard parts.count > 1, numbers.count == parts.count,
      zip(numbers, numbers.dropFirst()).allSatisfy({ $1 == $0 + 1 })
    else { return nil }
    return (parts[0], parts[parts.count - 1])
  }

  /// `t \ge 2`: the variable and the first of its values.
  mutating func leastValue(_ range: Range<Int>) throws(Failure) -> (String, Extent)? {
    guard range.count > 2, tokens[range.lowerBound].kind == .letter else { return nil }
    let relation = range.lowerBound + 1
    guard range.count(where: { isRelation(tokens[$0]) }) == 1,
      tokens[relation].isMark("\\ge") || tokens[relation].isMark(">")
    else { return nil }
    let least = try bound((relation + 1)..<range.upperBound)
    let isStrict = tokens[relation].isMark(">")
    return (tokens[range.lowerBound].text, isStrict ? least + Extent(1) : least)
  }

  /// `i, j = 1, \dots, n`, `1 \le i, j \le n`, `1 \le j \le n, 2 \le l \le L`, `t`: the variables, each with
  /// its range if one is said; `nil` if something else is.
  mutating func explicitRanges(
    _ range: Range<Int>
  ) throws(Failure) -> [(name: String, range: IndexRange?)]? {
    let range = unbracketed(trimmed(range))
    if let common = try commonBounds(range) { return common }
    var found: [(name: String, range: IndexRange?)] = []
    var open: [String] = []
    for part in conditionParts(range).map({ trimmed($0) }) {
      if let (name, own) = try explicitRange(part) {
        found += (open + [name]).map { ($0, own) }
        open = []
      } else {
        guard part.count == 1, tokens[part.lowerBound].kind == .letter else { return nil }
        open.append(tokens[part.lowerBound].text)
      }
    }
    return found + open.map { ($0, nil) }
  }

  /// `1 \le i, j \le n`.
  private mutating func commonBounds(
    _ range: Range<Int>
  ) throws(Failure) -> [(name: String, range: IndexRange?)]? {
    let signs = range.filter { isRelation(tokens[$0]) }
    guard signs.count == 2 else { return nil }
    let names = split((signs[0] + 1)..<signs[1], at: [","])
    guard names.count > 1,
      names.allSatisfy({ $0.count == 1 && tokens[$0.lowerBound].kind == .letter })
    else { return nil }
    let range = IndexRange(try lowEnd(range, signs), try highEnd(range, signs))
    return names.map { (tokens[$0.lowerBound].text, range) }
  }

  private mutating func lowEnd(_ range: Range<Int>, _ signs: [Int]) throws(Failure) -> Extent {
    let low = try bound(range.lowerBound..<signs[0])
    return tokens[signs[0]].isMark("<") ? low + Extent(1) : low
  }

  private mutating func highEnd(_ range: Range<Int>, _ signs: [Int]) throws(Failure) -> Extent {
    let high = try bound((signs[1] + 1)..<range.upperBound)
    return tokens[signs[1]].isMark("<") ? high - Extent(1) : high
  }

  /// `l = 2, \dots, L`, `1 \le i \le n`, `i \in \{1, \dots, n\}`: the variable and its range.
  mutating func explicitRange(_ range: Range<Int>) throws(Failure) -> (String, IndexRange)? {
    guard let relation = range.first(where: { isRelation(tokens[$0]) }) else { return nil }
    let right = (relation + 1)..<range.upperBound
    let name = tokens[range.lowerBound].text
    if let ends = rangeEnds(right) {
      return (name, IndexRange(try bound(ends.0), try bound(ends.1)))
    }
    let signs = range.filter { isRelation(tokens[$0]) }
    if signs.count == 1, tokens[relation].isMark("\\ge") || tokens[relation].isMark(">") {
      return nil
    }
    guard signs.count == 2, signs[1] == signs[0] + 2 else { return nil }
    let ends = IndexRange(try lowEnd(range, signs), try highEnd(range, signs))
    return (tokens[signs[0] + 1].text, ends)
  }
}
