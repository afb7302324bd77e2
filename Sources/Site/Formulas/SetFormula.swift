import Courseware
import Typesetting

/// A formula as pages show it.
struct SetFormula: Sendable {
  /// What was remarked; the markup is `html`.
  let findings: TypesetResult
  /// KaTeX's boxes in short, with classes in the place of inline styles; plain code if it was
  /// refused.
  let html: String
  /// What the classes stand for, by name.
  let styles: [(name: String, declarations: String)]
  /// Where the lines of a display stand, if KaTeX could set it.
  let rows: FormulaRows?
  /// A formula in a line as MathML only, if KaTeX could set it.
  let mathML: String?

  init(_ request: TypesetRequest, _ result: TypesetResult) {
    findings = TypesetResult(html: nil, remarks: result.remarks)
    var found: [String: String] = [:]
    html =
      result.html.map { FormulaMarkup.short($0, &found) }
      ?? "<code>\(HTML.escaped(request.latex))</code>"
    styles = found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    rows = request.isDisplay ? result.html.flatMap { FormulaRows($0) } : nil
    mathML = request.isDisplay ? nil : result.html.flatMap(FormulaMarkup.mathML)
  }
}

// MARK: Kept from build to build

extension SetFormula {
  /// All of it but remarks: of a formula that has some, no record is kept.
  var record: [UInt8] {
    var writer = ByteWriter()
    writer.text(html)
    writer.list(styles) { writer, style in
      writer.text(style.name)
      writer.text(style.declarations)
    }
    writer.optional(rows) { writer, rows in
      writer.number(rows.axis)
      writer.list(rows.lines) { $0.number($1) }
    }
    writer.optional(mathML) { $0.text($1) }
    return writer.bytes
  }

  init(record: [UInt8]) throws(ByteReader.Damage) {
    var reader = ByteReader(record)
    findings = TypesetResult(html: nil, remarks: [])
    html = try reader.text()
    styles = try reader.list { reader throws(ByteReader.Damage) in
      (name: try reader.text(), declarations: try reader.text())
    }
    rows = try reader.optional { reader throws(ByteReader.Damage) in
      FormulaRows(
        axis: try reader.number(),
        lines: try reader.list { reader throws(ByteReader.Damage) in try reader.number() })
    }
    mathML = try reader.optional { reader throws(ByteReader.Damage) in try reader.text() }
  }
}
