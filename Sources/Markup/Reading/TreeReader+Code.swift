import SourceText

extension RunBlock {
  /// The keys of option lines.
  package static let optionKeys = ["caption", "alt"]
}

extension TreeReader {
  mutating func code(_ node: CmarkNode, _ span: Span) -> Block {
    guard let fence = scanner.fences[node.startLine] else {
      var body = Excerpt(source: span.source, at: span.start)
      body.append(Array(restored(node.literal).utf8)[...], at: span.start)
      return Block(.code(Fence(language: nil, attributes: Attributes(), body: body)), span)
    }
    let (language, attributes) = info(fence.info, restored(node.fenceInfo))
    let kind: Block.Kind
    switch language?.text {
    case "run": kind = .run(run(attributes, fence.body))
    case "math":
      let labels = LineLabels(fence.body.trimmedLines)
      diagnostics += labels.diagnostics
      kind = .display(
        Display(latex: labels.rest, attributes: attributes, lineLabels: labels.found))
    case "symbols":
      kind = .symbols(Fence(language: language, attributes: attributes, body: fence.body))
    default:
      if let meant = meantFence(fence.info), reader.options.readsExtensions {
        diagnostics.append(.misspelledFence(meant, at: fence.info.trimmed.span))
      }
      kind = .code(Fence(language: language, attributes: attributes, body: fence.body))
    }
    return Block(kind, fence.span)
  }

  /// The fence that `{run}`, `Run` and `{.symbols}` stand for.
  private func meantFence(_ info: Excerpt) -> String? {
    let word = info.text.drop { " {.:".contains($0) }.prefix { $0.isLetter }.lowercased()
    return ["run", "symbols", "math"].contains(word) ? word : nil
  }

  /// Divides an info string into the language and the attributes.
  ///
  /// - Parameter unescaped: as libcmark reads it, for the language of code that is shown.
  private mutating func info(_ info: Excerpt, _ unescaped: String) -> (Name?, Attributes) {
    var language: Name?
    let word = info.bytes.prefix { !isSpace($0) && $0 != UInt8(ascii: "{") }
    if !word.isEmpty {
      language = Name(
        String(unescaped.prefix { $0 != " " && $0 != "\t" && $0 != "{" }),
        info.span(0..<word.count))
    }
    guard reader.options.readsExtensions, let range = info.trailingAttributes else {
      return (language, Attributes())
    }
    let carrier: Carrier =
      switch language?.text {
      case "run": .run
      case "math": .formula
      default: .fence(language?.text ?? "")
      }
    var attributeReader = AttributeReader(info[range], for: carrier)
    let attributes = attributeReader.read()
    diagnostics += attributeReader.diagnostics
    return (language, attributes)
  }

  private mutating func run(_ attributes: Attributes, _ body: Excerpt) -> RunBlock {
    var options: [RunBlock.Option] = []
    var start = 0
    while body.bytes[start...].hasPrefix("#|") {
      let end = body.bytes[start...].firstIndex(of: 0x0A) ?? body.count
      if let option = option(body[start..<end]) { options.append(option) }
      start = min(end + 1, body.count)
    }
    return RunBlock(attributes: attributes, options: options, body: body[start..<body.count])
  }

  /// Reads `#| key: value`.
  private mutating func option(_ line: Excerpt) -> RunBlock.Option? {
    let text = line[2..<line.count].trimmed
    let key = text.bytes.prefix(while: isNameByte)
    guard !key.isEmpty, text.bytes[key.count...].first == UInt8(ascii: ":") else {
      diagnostics.append(.malformedOption(at: line.span))
      return nil
    }
    let name = Name(String(decoding: key, as: UTF8.self), text.span(0..<key.count))
    guard RunBlock.optionKeys.contains(name.text) else {
      diagnostics.append(.unknownOption(name))
      return nil
    }
    var value = text[key.count + 1..<text.count].trimmed
    if value.count >= 2, value.bytes[0] == UInt8(ascii: "\""), value.bytes.last == value.bytes[0] {
      value = value[1..<value.count - 1]
    }
    let (content, found, faults) = reader.readInline(value)
    mentions += found
    diagnostics += faults
    return RunBlock.Option(key: name, value: value, content: content)
  }
}
