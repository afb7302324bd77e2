package import SourceText

/// What a block gave, as bytes; places are counted from the first byte of its code.
package enum BlockRecord {
  /// A data file that a block has read, and what was in it.
  struct Reading: Hashable {
    let name: String
    let content: ContentHash
  }

  /// Nil if the result cannot be given back exactly.
  static func encoded(
    _ result: CellResult, in code: Excerpt, readings: [Reading]
  ) -> [UInt8]? {
    var writer = ByteWriter()
    var isInside = true
    writer.readings(readings)
    writer.list(result.shown) { $0.shown($1) }
    writer.list(result.checks) { writer, check in
      writer.place(check.span, in: code, &isInside)
      writer.text(check.code)
      writer.truth(check.passed)
      writer.evidence(check.evidence)
    }
    writer.optional(result.seed) { $0.word($1) }
    guard isInside, result.diagnostics.isEmpty else { return nil }
    return writer.bytes
  }

  /// Fills a result in.
  package static func decode(
    _ bytes: [UInt8], into result: inout CellResult, in code: Excerpt
  ) throws(ByteReader.Damage) {
    var reader = ByteReader(bytes)
    _ = try reader.readings()
    result.shown = try reader.list { (r) throws(ByteReader.Damage) in try r.shown() }
    result.checks = try reader.list { (r) throws(ByteReader.Damage) in
      let span = try r.place(in: code)
      let text = try r.text()
      let passed = try r.truth()
      return CellResult.Check(span: span, code: text, passed: passed, evidence: try r.evidence())
    }
    result.seed = try reader.optional { (r) throws(ByteReader.Damage) in try r.word() }
    guard reader.isAtEnd else { throw ByteReader.Damage() }
  }

  /// What inline `{run}` gave.
  static func encoded(_ value: String?, readings: [Reading]) -> [UInt8] {
    var writer = ByteWriter()
    writer.readings(readings)
    writer.optional(value) { $0.text($1) }
    return writer.bytes
  }

  package static func value(_ bytes: [UInt8]) throws(ByteReader.Damage) -> String? {
    var reader = ByteReader(bytes)
    _ = try reader.readings()
    return try reader.optional { (r) throws(ByteReader.Damage) in try r.text() }
  }

  /// The data files that a record hangs on.
  static func readings(_ bytes: [UInt8]) throws(ByteReader.Damage) -> [Reading] {
    var reader = ByteReader(bytes)
    return try reader.readings()
  }
}

extension ByteWriter {
  fileprivate mutating func readings(_ readings: [BlockRecord.Reading]) {
    list(readings) { writer, reading in
      writer.text(reading.name)
      writer.hash(reading.content)
    }
  }

  private mutating func row(_ cells: [String]) { list(cells) { $0.text($1) } }

  private mutating func rows(_ rows: [[String]]) { list(rows) { $0.row($1) } }

  fileprivate mutating func shown(_ shown: CellResult.Shown) {
    switch shown {
    case .text(let text):
      byte(0)
      self.text(text)
    case .number(let text):
      byte(1)
      self.text(text)
    case .matrix(let entries):
      byte(2)
      rows(entries)
    case .table(let header, let entries):
      byte(3)
      row(header)
      rows(entries)
    case .figure(let drawing):
      byte(4)
      text(drawing.svg)
      row(drawing.header)
      rows(drawing.rows)
      row(drawing.remarks)
    }
  }
}

extension ByteReader {
  fileprivate mutating func readings() throws(Damage) -> [BlockRecord.Reading] {
    try list { (reader) throws(Damage) in
      let name = try reader.text()
      return BlockRecord.Reading(name: name, content: try reader.hash())
    }
  }

  private mutating func row() throws(Damage) -> [String] {
    try list { (reader) throws(Damage) in try reader.text() }
  }

  private mutating func rows() throws(Damage) -> [[String]] {
    try list { (reader) throws(Damage) in try reader.row() }
  }

  fileprivate mutating func shown() throws(Damage) -> CellResult.Shown {
    switch try byte() {
    case 0: return .text(try text())
    case 1: return .number(try text())
    case 2: return .matrix(try rows())
    case 3:
      let header = try row()
      return .table(header: header, rows: try rows())
    case 4:
      let svg = try text()
      let header = try row()
      let entries = try rows()
      return .figure(
        CellResult.Drawing(svg: svg, header: header, rows: entries, remarks: try row()))
    default: throw Damage()
    }
  }
}
