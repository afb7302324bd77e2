import SourceText

/// One name of one line of a `symbols` fence, cut into parts but not yet understood.
struct Declaration {
  /// The canonical name without the indices of a family.
  var name: String
  var span: Span
  var family: [FamilyPlace]
  /// The kind with its arguments, domain and properties.
  var kind: Excerpt
  var meaning: String?
  var whole: Excerpt

  struct FamilyPlace {
    var name: String
    var style: Symbol.FamilyIndex.Style
    var range: Place?
    var span: Span
  }

  /// `i in 1..M`.
  struct Place {
    var name: String
    var first: Excerpt
    var last: Excerpt
    var span: Span
  }

  /// Without `nonzero` of a number and the inside of a simplex, `simplex(n) in (0, 1)`, which are
  /// hypotheses of their own.
  func withoutAssumption(_ found: inout [Declaration]) -> Declaration {
    var plain = self
    if kind.text == "scalar nonzero" {
      plain.kind = kind[0..<6]
    } else if kind.begins(with: "simplex("), let domain = kind.position(of: " in "),
      ["(0, 1)", "(0,1)"].contains(kind[(domain + 4)..<kind.count].trimmed.text)
    {
      plain.kind = kind[0..<domain].trimmed
    } else {
      return self
    }
    found.append(self)
    return plain
  }

  /// `a, b_i : kind … for i in 1..n "meaning"`: one declaration for each name.
  static func read(
    _ line: Excerpt, macros: [String: Scope.Macro]
  ) throws(Failure) -> [Declaration] {
    var rest = line
    var meaning: String?
    if let quote = line.bytes.firstIndex(of: UInt8(ascii: "\"")) {
      guard let end = line.bytes.lastIndex(of: UInt8(ascii: "\"")), end > quote else {
        throw Message.declaration(
          "the closing \" of the meaning is missing", at: line.span(quote..<line.count))
      }
      meaning = line[(quote + 1)..<end].text
      if line[(end + 1)..<line.count].trimmed.count > 0 {
        throw Message.declaration(
          "the meaning in quotes ends the line", at: line.span((end + 1)..<line.count))
      }
      rest = line[0..<quote].trimmed
    }
    guard let colon = rest.position(of: ":") else {
      throw Message.declaration(
        "a declaration is written name : kind", at: line.wholeSpan,
        "Example: x : vector(n) \"the input\"")
    }
    let (kind, places, filters) = try splitFor(rest[(colon + 1)..<rest.count].trimmed)
    if let filter = filters.first {
      throw Message.declaration(
        "a family has a member for every value of its indices", at: filter.wholeSpan)
    }
    var declarations: [Declaration] = []
    for part in rest[0..<colon].split(at: ",") {
      var declaration = try name(part, places, macros: macros)
      declaration.kind = kind
      declaration.meaning = meaning
      declaration.whole = line
      declarations.append(declaration)
    }
    return declarations
  }

  /// Cuts ` for i in 1..M, t in 1..T` off the end; `i \ne j` and `i < j in 1..M` say for which.
  static func splitFor(_ text: Excerpt) throws(Failure)
    -> (text: Excerpt, places: [Place], filters: [Excerpt])
  {
    guard let at = text.position(of: " for ") else { return (text, [], []) }
    var places: [Place] = []
    var filters: [Excerpt] = []
    var names: [(String, Span)] = []
    for part in text[(at + 5)..<text.count].split(at: ",") {
      let inside = part.position(of: " in ")
      let head = part[0..<(inside ?? part.count)].trimmed
      if let sides = head.sidesOfRelation {
        filters.append(head)
        guard inside != nil else { continue }
        let known = places.map { $0.name }
        for side in sides where side.isPlaceName && !known.contains(side.text) {
          names.append((side.text, side.wholeSpan))
        }
      } else if head.isPlaceName {
        names.append((head.text, head.wholeSpan))
      } else {
        throw Message.declaration("\(head.text) is no name of an index", at: head.wholeSpan)
      }
      guard let inside else { continue }
      let range = part[(inside + 4)..<part.count].trimmed
      guard let dots = range.position(of: "..") else {
        throw Message.declaration("a range is written 1..n", at: range.wholeSpan)
      }
      for (name, span) in names {
        places.append(
          Place(
            name: name, first: range[0..<dots].trimmed,
            last: range[(dots + 2)..<range.count].trimmed, span: span))
      }
      names = []
    }
    if let (name, span) = names.first {
      throw Message.declaration("\(name) has no range; write \(name) in 1..n", at: span)
    }
    return (text[0..<at].trimmed, places, filters)
  }

  /// A name with its scripts: those that a `for` names are family indices, the rest is name.
  private static func name(
    _ text: Excerpt, _ places: [Place], macros: [String: Scope.Macro]
  ) throws(Failure) -> Declaration {
    let reader = try Reader(Preprocessor.tokens(of: text, macros: macros), in: Scope())
    let tokens = reader.tokens
    guard let first = tokens.first, [.letter, .word, .text].contains(first.kind) else {
      throw Message.declaration(
        text.isBlank ? "a name is missing" : "\(text.text) is no name", at: text.wholeSpan)
    }
    var declaration = Declaration(
      name: "", span: text.wholeSpan, family: [], kind: text, meaning: nil, whole: text)
    var index = 0
    while index < tokens.count, [.letter, .word, .text].contains(tokens[index].kind) {
      declaration.name +=
        (endsWithMacro(declaration.name) && !tokens[index].text.hasPrefix("\\") ? " " : "")
        + tokens[index].text
      index += 1
    }
    var above = ""
    while index < tokens.count {
      let token = tokens[index]
      if token.isMark("'") {
        declaration.name += "'"
        index += 1
        continue
      }
      guard token.kind == .subscript || token.kind == .superscript, index + 1 < tokens.count else {
        throw Message.declaration("\(token.text) cannot stand in a name", at: token.span)
      }
      let isGroup = tokens[index + 1].kind == .open
      if tokens[index + 1].kind == .number, tokens[index + 1].text.utf8.count > 1 {
        throw Message.unbracedNumber(tokens[index + 1].text, at: tokens[index + 1].span)
      }
      let group =
        isGroup ? (index + 2)..<reader.partner[index + 1] : (index + 1)..<(index + 2)
      index = isGroup ? reader.partner[index + 1] + 1 : index + 2
      if token.kind == .subscript {
        let indices = familyNames(group, tokens, places)
        if indices.isEmpty {
          declaration.name += "_" + reader.scriptText(group)
        } else {
          declaration.family += indices.map {
            FamilyPlace(name: $0.name, style: .subscripted, range: $0, span: token.span)
          }
        }
        continue
      }
      if let (style, inside) = bracketed(group, reader), inside.count == 1,
        let place = places.first(where: { $0.name == tokens[inside.lowerBound].text })
      {
        declaration.family.append(
          FamilyPlace(name: place.name, style: style, range: place, span: token.span))
        continue
      }
      if group.count == 1,
        let place = places.first(where: { $0.name == tokens[group.lowerBound].text })
      {
        declaration.family.append(
          FamilyPlace(name: place.name, style: .superscripted, range: place, span: token.span))
        continue
      }
      above += "^" + reader.scriptText(group)
    }
    declaration.name += above.replacingStar
    if let unused = places.first(where: { place in
      !declaration.family.contains { $0.name == place.name }
    }), declaration.family.count < places.count {
      throw Message.declaration(
        "\(unused.name) does not occur in the name \(text.text)", at: unused.span)
    }
    return declaration
  }

  private static func bracketed(
    _ group: Range<Int>, _ reader: Reader
  ) -> (Symbol.FamilyIndex.Style, Range<Int>)? {
    for style in [Symbol.FamilyIndex.Style.bracketed, .parenthesized, .braced] {
      if let found = reader.bracketedIndex(group, style) { return (style, found.inside) }
    }
    return nil
  }

  /// The places that a subscript names, if it names only places.
  private static func familyNames(
    _ group: Range<Int>, _ tokens: [Token], _ places: [Place]
  ) -> [Place] {
    var found: [Place] = []
    for index in group where !tokens[index].isMark(",") {
      guard let place = places.first(where: { $0.name == tokens[index].text }) else { return [] }
      found.append(place)
    }
    return found
  }
}

extension String {
  /// `^\star` and `^*` are one name.
  fileprivate var replacingStar: String { self == "^\\star" ? "^*" : self }
}

extension Excerpt {
  private static let relations = [
    "\\neq", "\\ne", "\\leq", "\\le", "\\geq", "\\ge", "\\not=", "≠", "≤", "≥", "<", ">",
  ]

  /// What stands on both sides of the first relation, if there is one.
  fileprivate var sidesOfRelation: [Excerpt]? {
    for relation in Self.relations {
      guard let at = position(of: relation) else { continue }
      return [self[0..<at].trimmed, self[(at + relation.utf8.count)..<count].trimmed]
    }
    return nil
  }

  /// Whether it can be the name of an index: a letter or a macro.
  fileprivate var isPlaceName: Bool {
    guard let first = bytes.first else { return false }
    let isLetter = { (byte: UInt8) in
      byte >= 0x80 || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    if first == UInt8(ascii: "\\") { return count > 1 && bytes.dropFirst().allSatisfy(isLetter) }
    return isLetter(first)
      && bytes.dropFirst().allSatisfy { isLetter($0) || $0 == UInt8(ascii: "'") }
  }
}
