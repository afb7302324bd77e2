import Markup
import Plotting
import Script
import SourceText

// From what a block gave to what a page shows.

extension CellResult {
  init(_ cell: PlannedCell, _ outcome: BlockResult, prefix: String) {
    self.init(cell)
    seed = outcome.usesRandomNumbers ? outcome.seed : nil
    checks = outcome.checks.map { [seed] check in
      Check(
        span: check.span, code: check.text, passed: check.passed,
        evidence: CheckEvidence(check, blockSeed: seed))
    }
    for value in outcome.shown { show(value, outcome, prefix) }
    diagnostics = ownDiagnostics()
  }

  /// A result with nothing in it yet.
  init(_ cell: PlannedCell) {
    self.init(
      span: cell.span, label: cell.label, source: cell.source,
      isRefutation: cell.run.attributes.has("refute"))
  }

  private mutating func show(_ value: Displayed, _ outcome: BlockResult, _ prefix: String) {
    switch value {
    case .text(let text): shown.append(.text(text))
    case .number(let text): shown.append(.number(text))
    case .vector(let entries): shown.append(.matrix(entries.map { [$0] }))
    case .matrix(let rows): shown.append(.matrix(rows))
    case .table(let headers, let rows): shown.append(.table(header: headers, rows: rows))
    case .record: shown.append(.text(value.text))
    case .figure(let number):
      let figure = outcome.figures[number].rendered(prefix: "\(prefix)-\(number)")
      shown.append(
        .figure(
          Drawing(
            svg: figure.svg, header: figure.table.headers, rows: figure.table.rows,
            remarks: figure.remarks)))
    }
  }

  /// What Script does not say itself: refutations that hold.
  private func ownDiagnostics() -> [Diagnostic] {
    guard isRefutation, checks.allSatisfy(\.passed) else { return [] }
    return [
      Diagnostic("NotRefuted", at: span, "this block is said to fail, but all its checks pass")
    ]
  }
}

extension Displayed {
  /// The value in a line of text.
  var text: String {
    switch self {
    case .text(let text), .number(let text): text
    case .vector(let entries): "(" + entries.joined(separator: ", ") + ")"
    case .matrix(let rows):
      "[" + rows.map { $0.joined(separator: " ") }.joined(separator: "; ") + "]"
    case .table(_, let rows): "\(rows.count) rows"
    case .record(let fields):
      "(" + fields.map { "\($0.name) = \($0.value.text)" }.joined(separator: ", ") + ")"
    case .figure: "a figure"
    }
  }
}

extension Value {
  /// The entries of a number or array, row by row.
  var numbers: [Double]? {
    switch self {
    case .number(let number): [number]
    case .array(let array): array.elements
    default: nil
    }
  }
}
