/// The spans of inline syntax inside which nothing of ours is looked for.
enum InlineSyntax {
  /// Behind `<…>` that is an autolink, a tag or a comment.
  static func angleEnd(_ text: [UInt8], _ start: Int) -> Int? {
    autolinkEnd(text, start) ?? tagEnd(text, start) ?? specialEnd(text, start)
  }

  private static func autolinkEnd(_ text: [UInt8], _ start: Int) -> Int? {
    var index = start + 1
    var isAddress = false
    while index < text.count, text[index] != UInt8(ascii: ">") {
      let byte = text[index]
      if byte <= 0x20 || byte == UInt8(ascii: "<") { return nil }
      if byte == UInt8(ascii: ":") || byte == UInt8(ascii: "@") { isAddress = true }
      index += 1
    }
    guard index < text.count, isAddress, isLetter(text[start + 1]) || isDigit(text[start + 1])
    else { return nil }
    return index + 1
  }

  /// Behind an opening or closing tag.
  static func tagEnd(_ text: [UInt8], _ start: Int) -> Int? {
    var index = start + 1
    let isClosing = index < text.count && text[index] == UInt8(ascii: "/")
    if isClosing { index += 1 }
    guard index < text.count, isLetter(text[index]) else { return nil }
    while index < text.count, isNameByte(text[index]), text[index] != UInt8(ascii: "_") {
      index += 1
    }
    while true {
      let before = index
      while index < text.count, isSpace(text[index]) || text[index] == 0x0A { index += 1 }
      guard index < text.count else { return nil }
      if text[index] == UInt8(ascii: ">") { return index + 1 }
      if isClosing { return nil }
      if text[index] == UInt8(ascii: "/") {
        return index + 1 < text.count && text[index + 1] == UInt8(ascii: ">") ? index + 2 : nil
      }
      guard index > before, let end = attributeEnd(text, index) else { return nil }
      index = end
    }
  }

  private static func attributeEnd(_ text: [UInt8], _ start: Int) -> Int? {
    var index = start
    guard
      isLetter(text[index]) || text[index] == UInt8(ascii: "_") || text[index] == UInt8(ascii: ":")
    else { return nil }
    while index < text.count,
      isNameByte(text[index]) || text[index] == UInt8(ascii: ":")
        || text[index] == UInt8(ascii: ".")
    {
      index += 1
    }
    var ahead = index
    while ahead < text.count, isSpace(text[ahead]) || text[ahead] == 0x0A { ahead += 1 }
    guard ahead < text.count, text[ahead] == UInt8(ascii: "=") else { return index }
    ahead += 1
    while ahead < text.count, isSpace(text[ahead]) || text[ahead] == 0x0A { ahead += 1 }
    guard ahead < text.count else { return nil }
    let quote = text[ahead]
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      guard let end = text[(ahead + 1)...].firstIndex(of: quote) else { return nil }
      return end + 1
    }
    let valueStart = ahead
    while ahead < text.count, text[ahead] > 0x20, !"\"'=<>`".utf8.contains(text[ahead]) {
      ahead += 1
    }
    return ahead > valueStart ? ahead : nil
  }

  private static func specialEnd(_ text: [UInt8], _ start: Int) -> Int? {
    let rest = text[start...]
    if rest.hasPrefix("<!--") { return end(of: "-->", in: text, from: start + 4) }
    if rest.hasPrefix("<?") { return end(of: "?>", in: text, from: start + 2) }
    if rest.hasPrefix("<![CDATA[") { return end(of: "]]>", in: text, from: start + 9) }
    if rest.hasPrefix("<!"), start + 2 < text.count, isLetter(text[start + 2]) {
      return end(of: ">", in: text, from: start + 2)
    }
    return nil
  }

  private static func end(of mark: StaticString, in text: [UInt8], from start: Int) -> Int? {
    guard start <= text.count else { return nil }
    var index = start
    while index < text.count {
      if text[index...].hasPrefix(mark) { return index + mark.utf8CodeUnitCount }
      index += 1
    }
    return nil
  }

  /// Behind `(destination "title")`, if that is what begins at `start`.
  static func destinationEnd(_ text: [UInt8], _ start: Int) -> Int? {
    var index = skipWhite(text, start + 1)
    guard index < text.count else { return nil }
    if text[index] == UInt8(ascii: "<") {
      index += 1
      while index < text.count, text[index] != UInt8(ascii: ">") {
        if text[index] == 0x0A || text[index] == UInt8(ascii: "<") { return nil }
        index += text[index] == UInt8(ascii: "\\") ? 2 : 1
      }
      index += 1
    } else {
      var depth = 0
      while index < text.count, text[index] > 0x20 {
        if text[index] == UInt8(ascii: "\\") {
          index += 1
        } else if text[index] == UInt8(ascii: "(") {
          depth += 1
        } else if text[index] == UInt8(ascii: ")") {
          if depth == 0 { break }
          depth -= 1
        }
        index += 1
      }
      if depth > 0 { return nil }
    }
    let spaced = skipWhite(text, index)
    if spaced > index, spaced < text.count, let end = titleEnd(text, spaced) {
      index = skipWhite(text, end)
    } else {
      index = spaced
    }
    return index < text.count && text[index] == UInt8(ascii: ")") ? index + 1 : nil
  }

  private static func titleEnd(_ text: [UInt8], _ start: Int) -> Int? {
    let closer: UInt8
    switch text[start] {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): closer = text[start]
    case UInt8(ascii: "("): closer = UInt8(ascii: ")")
    default: return nil
    }
    var index = start + 1
    while index < text.count, text[index] != closer {
      index += text[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return index < text.count ? index + 1 : nil
  }

  private static func skipWhite(_ text: [UInt8], _ start: Int) -> Int {
    var index = start
    while index < text.count, isSpace(text[index]) || text[index] == 0x0A { index += 1 }
    return index
  }

  /// Behind the brace that closes the attributes which open at `start`, on the same line.
  static func attributesEnd(_ text: [UInt8], _ start: Int) -> Int? {
    var index = start + 1
    var isQuoted = false
    while index < text.count, text[index] != 0x0A {
      switch text[index] {
      case UInt8(ascii: "\\") where isQuoted: index += 1
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: "}") where !isQuoted: return index + 1
      case UInt8(ascii: "{") where !isQuoted: return nil
      default: break
      }
      index += 1
    }
    return nil
  }

  /// Whether braces are meant as attributes: they begin with `#a`, `.a` or `key=`.
  static func looksLikeAttributes(_ text: [UInt8], _ start: Int) -> Bool {
    var index = start + 1
    while index < text.count, isSpace(text[index]) { index += 1 }
    guard index < text.count else { return false }
    if text[index] == UInt8(ascii: "#") || text[index] == UInt8(ascii: ".") {
      return index + 1 < text.count && isLetter(text[index + 1])
    }
    let name = text[index...].prefix(while: isNameByte)
    let after = index + name.count
    return !name.isEmpty && after < text.count && text[after] == UInt8(ascii: "=")
  }
}
