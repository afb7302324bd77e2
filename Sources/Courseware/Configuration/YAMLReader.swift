import CYAML
package import SourceText

extension YAML {
  /// Nesting beyond this is refused.
  private static let depthLimit = 16

  /// Reads one YAML document, without anchors, aliases and tags.
  ///
  /// The empty text is an empty mapping. Duplicate keys are errors.
  package static func read(_ text: Excerpt) -> (YAML?, [Diagnostic]) {
    var reader = Reader(text)
    return reader.read()
  }

  /// Walks the events of libyaml once.
  ///
  /// Every error ends the reading: what follows it is guesswork.
  private struct Reader {
    private let text: Excerpt
    /// The byte offset of each character: libyaml counts characters.
    private let offsets: [Int]
    private var parser = yaml_parser_t()
    private var diagnostics: [Diagnostic] = []

    private struct Stop: Error {}

    init(_ text: Excerpt) {
      self.text = text
      var offsets: [Int] = []
      for (offset, byte) in text.bytes.enumerated() where byte & 0xC0 != 0x80 {
        offsets.append(offset)
      }
      self.offsets = offsets + [text.count]
    }

    mutating func read() -> (YAML?, [Diagnostic]) {
      guard yaml_parser_initialize(&parser) == 1 else { preconditionFailure("out of memory") }
      defer { yaml_parser_delete(&parser) }
      return text.bytes.withUnsafeBufferPointer { bytes in
        yaml_parser_set_input_string(&parser, bytes.baseAddress, bytes.count)
        yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
        let value = try? document()
        return (diagnostics.isEmpty ? value : nil, diagnostics)
      }
    }

    private mutating func document() throws(Stop) -> YAML {
      var root = YAML(kind: .mapping([]), span: text.span(0..<0))
      var hasRoot = false
      while true {
        var event = try next()
        defer { yaml_event_delete(&event) }
        switch event.type {
        case YAML_STREAM_START_EVENT, YAML_DOCUMENT_END_EVENT: continue
        case YAML_STREAM_END_EVENT: return root
        case YAML_DOCUMENT_START_EVENT:
          if hasRoot { throw stop(event, "SeveralDocuments", "a second YAML document") }
        default:
          root = try value(event, depth: 0)
          hasRoot = true
        }
      }
    }

    private mutating func value(_ event: yaml_event_t, depth: Int) throws(Stop) -> YAML {
      guard depth < YAML.depthLimit else {
        throw stop(event, "NestedTooDeeply", "YAML nested more than \(YAML.depthLimit) deep")
      }
      switch event.type {
      case YAML_SCALAR_EVENT: return try scalar(event)
      case YAML_SEQUENCE_START_EVENT: return try list(event, depth: depth)
      case YAML_MAPPING_START_EVENT: return try mapping(event, depth: depth)
      default: throw stop(event, "YAMLAlias", "a YAML alias; write the value out")
      }
    }

    private mutating func scalar(_ event: yaml_event_t) throws(Stop) -> YAML {
      let scalar = event.data.scalar
      try refuseProperties(event, anchor: scalar.anchor, tag: scalar.tag)
      let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      let isQuoted = scalar.style != YAML_PLAIN_SCALAR_STYLE
      return YAML(
        kind: .scalar(String(decoding: bytes, as: UTF8.self), isQuoted: isQuoted),
        span: span(event))
    }

    private mutating func list(_ start: yaml_event_t, depth: Int) throws(Stop) -> YAML {
      let properties = start.data.sequence_start
      try refuseProperties(start, anchor: properties.anchor, tag: properties.tag)
      var items: [YAML] = []
      while true {
        var event = try next()
        defer { yaml_event_delete(&event) }
        if event.type == YAML_SEQUENCE_END_EVENT {
          return YAML(kind: .list(items), span: span(start).union(span(event)))
        }
        items.append(try value(event, depth: depth + 1))
      }
    }

    private mutating func mapping(_ start: yaml_event_t, depth: Int) throws(Stop) -> YAML {
      let properties = start.data.mapping_start
      try refuseProperties(start, anchor: properties.anchor, tag: properties.tag)
      var entries: [Entry] = []
      while true {
        var event = try next()
        defer { yaml_event_delete(&event) }
        if event.type == YAML_MAPPING_END_EVENT {
          return YAML(kind: .mapping(entries), span: span(start).union(span(event)))
        }
        entries.append(try entry(event, depth: depth, after: entries))
      }
    }

    private mutating func entry(
      _ event: yaml_event_t, depth: Int, after entries: [Entry]
    ) throws(Stop) -> Entry {
      guard case .scalar(let key, _) = try value(event, depth: depth + 1).kind else {
        throw stop(event, "KeyIsNotText", "a YAML key that is not plain text")
      }
      guard !entries.contains(where: { $0.key == key }) else {
        throw stop(event, "DuplicateKey", "`\(key)` is given twice")
      }
      var event = event
      let keySpan = span(event)
      event = try next()
      defer { yaml_event_delete(&event) }
      return Entry(key: key, keySpan: keySpan, value: try value(event, depth: depth + 1))
    }

    private mutating func refuseProperties(
      _ event: yaml_event_t, anchor: UnsafeMutablePointer<UInt8>?,
      tag: UnsafeMutablePointer<UInt8>?
    ) throws(Stop) {
      if anchor != nil { throw stop(event, "YAMLAlias", "a YAML anchor; write the value out") }
      if tag != nil { throw stop(event, "YAMLTag", "a YAML tag; plain values only") }
    }

    private mutating func next() throws(Stop) -> yaml_event_t {
      var event = yaml_event_t()
      guard yaml_parser_parse(&parser, &event) == 1 else {
        let problem = parser.problem.map { String(cString: $0) } ?? "cannot be read"
        let at = offset(parser.problem_mark)
        diagnostics.append(Diagnostic("MalformedYAML", at: text.span(at..<at), problem))
        throw Stop()
      }
      return event
    }

    private mutating func stop(_ event: yaml_event_t, _ id: String, _ summary: String) -> Stop {
      diagnostics.append(Diagnostic(id, at: span(event), summary))
      return Stop()
    }

    private func span(_ event: yaml_event_t) -> Span {
      let start = offset(event.start_mark)
      return text.span(start..<max(start, offset(event.end_mark)))
    }

    private func offset(_ mark: yaml_mark_t) -> Int { offsets[min(mark.index, offsets.count - 1)] }
  }
}
