// How blocks begin in CommonMark (https://spec.commonmark.org/0.30/), told from the first bytes
// behind a container's prefix.

struct FenceStart {
  var mark: UInt8
  var length: Int
}

struct ListMarker {
  /// Bytes of `-` or `12.`.
  var length: Int
  /// The number, of a numbered one.
  var start: Int?
}

enum BlockStart {
  static func isHeading(_ text: ArraySlice<UInt8>) -> Bool {
    let marks = text.prefix { $0 == UInt8(ascii: "#") }.count
    guard (1...6).contains(marks) else { return false }
    return text.dropFirst(marks).first.map(isSpace) ?? true
  }

  static func isThematicBreak(_ text: ArraySlice<UInt8>) -> Bool {
    guard let mark = text.first, "*-_".utf8.contains(mark) else { return false }
    let marks = text.filter { !isSpace($0) }
    return marks.count >= 3 && marks.allSatisfy { $0 == mark }
  }

  static func isUnderline(_ text: ArraySlice<UInt8>) -> Bool {
    guard let mark = text.first, mark == UInt8(ascii: "=") || mark == UInt8(ascii: "-") else {
      return false
    }
    return text.drop { $0 == mark }.allSatisfy(isSpace)
  }

  static func fence(_ text: ArraySlice<UInt8>) -> FenceStart? {
    guard let mark = text.first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else {
      return nil
    }
    let length = text.prefix { $0 == mark }.count
    guard length >= 3 else { return nil }
    if mark == UInt8(ascii: "`"), text.dropFirst(length).contains(mark) { return nil }
    return FenceStart(mark: mark, length: length)
  }

  static func closes(_ text: ArraySlice<UInt8>, _ fence: FenceStart) -> Bool {
    let length = text.prefix { $0 == fence.mark }.count
    return length >= fence.length && text.dropFirst(length).allSatisfy(isSpace)
  }

  static func listMarker(_ text: ArraySlice<UInt8>) -> ListMarker? {
    guard let first = text.first else { return nil }
    let marker: ListMarker
    if "-+*".utf8.contains(first) {
      marker = ListMarker(length: 1)
    } else {
      let digits = text.prefix(while: isDigit)
      guard (1...9).contains(digits.count), let end = text.dropFirst(digits.count).first,
        end == UInt8(ascii: ".") || end == UInt8(ascii: ")")
      else { return nil }
      let number = digits.reduce(0) { $0 * 10 + Int($1 & 0x0F) }
      marker = ListMarker(length: digits.count + 1, start: number)
    }
    return text.dropFirst(marker.length).first.map(isSpace) ?? true ? marker : nil
  }

  /// The number of the rule in CommonMark's list of seven kinds of HTML block.
  static func html(_ text: ArraySlice<UInt8>) -> Int? {
    guard text.first == UInt8(ascii: "<") else { return nil }
    let inside = text.dropFirst()
    if inside.hasPrefix("!--") { return 2 }
    if inside.hasPrefix("?") { return 3 }
    if inside.hasPrefix("![CDATA[") { return 5 }
    if inside.hasPrefix("!"), inside.dropFirst().first.map(isLetter) ?? false { return 4 }
    let closing = inside.first == UInt8(ascii: "/")
    let name = inside.dropFirst(closing ? 1 : 0).prefix { isLetter($0) || isDigit($0) }
    let after = inside.dropFirst((closing ? 1 : 0) + name.count)
    let word = String(decoding: name, as: UTF8.self).lowercased()
    let ends = after.first.map { isSpace($0) || $0 == UInt8(ascii: ">") } ?? true
    if !closing, ends, ["script", "pre", "style", "textarea"].contains(word) { return 1 }
    if ends || after.hasPrefix("/>"), blockTags.contains(word) { return 6 }
    let bytes = Array(text)
    guard let end = InlineSyntax.tagEnd(bytes, 0), bytes[end...].allSatisfy(isSpace) else {
      return nil
    }
    return 7
  }

  /// Whether an HTML block of that kind ends with this line.
  static func endsHTML(_ kind: Int, _ text: ArraySlice<UInt8>) -> Bool {
    let line = String(decoding: text, as: UTF8.self)
    switch kind {
    case 1:
      let lower = line.lowercased()
      return ["</script>", "</pre>", "</style>", "</textarea>"].contains { lower.contains($0) }
    case 2: return line.contains("-->")
    case 3: return line.contains("?>")
    case 4: return line.contains(">")
    case 5: return line.contains("]]>")
    default: return false
    }
  }

  private static let blockTags: Set<String> = Set(
    ("address article aside base basefont blockquote body caption center col colgroup dd details "
      + "dialog dir div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 "
      + "h5 h6 head header hr html iframe legend li link main menu menuitem nav noframes ol "
      + "optgroup option p param section source summary table tbody td tfoot th thead title tr "
      + "track ul")
      .split(separator: " ").map { String($0) })
}
