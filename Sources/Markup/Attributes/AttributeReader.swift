import SourceText

/// Reads `{#id .class key=value key="a value"}` and checks it against what its carrier allows.
struct AttributeReader {
  let text: Excerpt
  let carrier: Carrier
  var diagnostics: [Diagnostic] = []
  private var index: Int
  private var attributes = Attributes()

  /// - Parameter text: from the opening to the closing brace, both included.
  init(_ text: Excerpt, for carrier: Carrier) {
    self.text = text
    self.carrier = carrier
    index = 1
    attributes.span = text.span(0..<text.count)
  }

  mutating func read() -> Attributes {
    let end = text.count - 1
    while true {
      while index < end, isSpace(text.bytes[index]) { index += 1 }
      guard index < end else { break }
      readOne(before: end)
    }
    checkRoles()
    return attributes
  }

  private mutating func readOne(before end: Int) {
    let start = index
    switch text.bytes[index] {
    case UInt8(ascii: "#"):
      index += 1
      guard let name = readName(before: end) else { return malformed(from: start, before: end) }
      addIdentifier(name)
    case UInt8(ascii: "."):
      index += 1
      guard let name = readName(before: end) else { return malformed(from: start, before: end) }
      addClass(name)
    default:
      guard let key = readName(before: end), index < end, text.bytes[index] == UInt8(ascii: "=")
      else { return malformed(from: start, before: end) }
      index += 1
      guard let value = readValue(before: end) else { return malformed(from: start, before: end) }
      addValue(key, value)
    }
  }

  /// A name must end at a space, an equals sign or the brace.
  private mutating func readName(before end: Int) -> Name? {
    let start = index
    while index < end, isNameByte(text.bytes[index]) { index += 1 }
    guard index > start else { return nil }
    if index < end, !isSpace(text.bytes[index]), text.bytes[index] != UInt8(ascii: "=") {
      return nil
    }
    return Name(text[start..<index].text, text.span(start..<index))
  }

  private mutating func readValue(before end: Int) -> Excerpt? {
    guard index < end, text.bytes[index] == UInt8(ascii: "\"") else {
      let start = index
      while index < end, !isSpace(text.bytes[index]), text.bytes[index] != UInt8(ascii: "\"") {
        index += 1
      }
      return index > start ? text[start..<index] : nil
    }
    index += 1
    var value = Excerpt(source: text.source, at: text.fileOffset(index))
    while index < end, text.bytes[index] != UInt8(ascii: "\"") {
      if text.bytes[index] == UInt8(ascii: "\\"), index + 1 < end,
        text.bytes[index + 1] == UInt8(ascii: "\"")
      {
        index += 1
      }
      value.append(text.bytes[index...index], at: text.fileOffset(index))
      index += 1
    }
    guard index < end else { return nil }
    index += 1
    return value
  }

  private mutating func malformed(from start: Int, before end: Int) {
    while index < end, !isSpace(text.bytes[index]) { index += 1 }
    index = max(index, start + 1)
    diagnostics.append(.malformedAttribute(at: text.span(start..<min(index, end))))
  }

  private mutating func addIdentifier(_ name: Name) {
    let allowed = carrier.identifierKinds
    if attributes.identifier != nil {
      diagnostics.append(.repeatedAttribute("#" + name.text, at: name.span))
    } else if let kind = ReferenceKind(ofIdentifier: name.text), allowed.contains(kind) {
      attributes.identifier = name
    } else {
      diagnostics.append(.wrongIdentifier(name, for: carrier))
    }
  }

  private mutating func addClass(_ name: Name) {
    if !carrier.classes.contains(name.text) {
      diagnostics.append(.unknownAttribute(name, mark: ".", for: carrier))
    } else if attributes.has(name.text) {
      diagnostics.append(.repeatedAttribute("." + name.text, at: name.span))
    } else {
      attributes.classes.append(name)
    }
  }

  private mutating func addValue(_ key: Name, _ value: Excerpt) {
    if !carrier.keys.contains(key.text) {
      diagnostics.append(.unknownAttribute(key, mark: "", for: carrier))
    } else if attributes[key.text] != nil {
      diagnostics.append(.repeatedAttribute(key.text, at: key.span))
    } else if let wanted = expectation(of: key.text, value.text) {
      diagnostics.append(.wrongValue(of: key.text, at: value.span(0..<value.count), wanted))
    } else {
      attributes.values.append(Attributes.Entry(key: key, value: value))
    }
  }

  private mutating func checkRoles() {
    guard carrier == .formula else { return }
    for name in attributes.classes.dropFirst() {
      diagnostics.append(.conflictingRoles(attributes.classes[0], name))
    }
    guard attributes.role != .refute,
      let entry = attributes.values.first(where: { $0.key.text == "expect" })
    else { return }
    diagnostics.append(.expectWithoutRefute(at: entry.key.span))
  }
}
