import Courseware
import Files
import Formula
import Markup
import SourceText
import Verification

/// `coursegen list`: claims, figures and symbols with places and verdicts.
struct ListCommand {
  private let invocation: Invocation
  private let console: Console

  init(_ invocation: Invocation, _ console: Console) {
    self.invocation = invocation
    self.console = console
  }

  func run() throws(UsageFailure) -> Int32 {
    let start = Clock.now
    let run = invocation.run(try Sources.read(invocation), console)
    if invocation.value("--format") == "json" {
      let report = Report(run: run, isStrict: invocation.has("--strict"))
      console.write(invocation.text(of: report, since: start, console))
      return report.exitCode
    }
    let renderer = DiagnosticRenderer(files: run.course.files)
    for (plan, results) in zip(run.plans, run.results) {
      console.write(console.paint.bold(plan.lesson.title) + "\n")
      var rows = results.claims.map { row($0) } + results.cells.map { row($0, run.labels) }
      rows += plan.declarations.values.flatMap(\.symbols).map(row)
      rows.sort { ($0.span.start, $0.kind) < ($1.span.start, $1.kind) }
      write(rows, renderer)
    }
    return 0
  }

  /// One thing of a lesson.
  private struct Row {
    let span: Span
    let kind: String
    var label = ""
    let state: String
    let text: String
  }

  private func row(_ claim: ClaimResult) -> Row {
    let verdicts = claim.steps.map(\.verdict.name)
    let kinds = verdicts.indices.filter { $0 == 0 || verdicts[$0] != verdicts[$0 - 1] }
      .map { verdicts[$0] }.joined(separator: ", ")
    return Row(
      span: claim.span, kind: claim.isRefutation ? "refute" : "check",
      label: claim.label.map { "@" + $0 } ?? "", state: kinds, text: claim.latex.text)
  }

  private func row(_ cell: CellResult, _ labels: Labels) -> Row {
    let passed = cell.checks.filter(\.passed).count
    let figures = cell.shown.filter { if case .figure = $0 { true } else { false } }.count
    let caption = cell.label.flatMap { labels[$0] }?.title.plainText ?? ""
    return Row(
      span: cell.span, kind: figures > 0 ? "figure" : "run",
      label: cell.label.map { "@" + $0 } ?? "",
      state: cell.checks.isEmpty ? "" : "\(passed)/\(cell.checks.count) checks", text: caption)
  }

  private func row(_ symbol: Symbol) -> Row {
    Row(span: symbol.span, kind: "symbol", state: symbol.name, text: symbol.meaning ?? "")
  }

  /// In columns; long formulas in part.
  private func write(_ rows: [Row], _ renderer: DiagnosticRenderer) {
    let cells = rows.map { row in
      let text = row.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      return [
        renderer.place(row.span), row.kind, row.label, row.state,
        text.count > 60 ? text.prefix(59) + "…" : text,
      ]
    }
    let widths = (0..<4).map { column in cells.map { $0[column].count }.max() ?? 0 }
    for cell in cells {
      let padded = zip(cell, widths).map { text, width in
        text + String(repeating: " ", count: width - text.count)
      }
      var line = "  " + (padded + [cell[4]]).joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      console.write(line + "\n")
    }
  }
}
