import Courseware
import Files
import Formula
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
    let renderer = DiagnosticRenderer(files: run.course.files, paint: console.paint)
    for (plan, results) in zip(run.plans, run.results) {
      console.write(console.paint.bold(plan.lesson.title) + "\n")
      for claim in results.claims { console.write(line(claim, renderer)) }
      for cell in results.cells { console.write(line(cell, renderer)) }
      for fence in plan.declarations.sorted(by: { $0.key.start < $1.key.start }) {
        for symbol in fence.value.symbols {
          console.write(
            "  \(renderer.place(symbol.span))  symbol  \(symbol.name)  \(symbol.meaning ?? "")\n")
        }
      }
    }
    return 0
  }

  private func line(_ claim: ClaimResult, _ renderer: DiagnosticRenderer) -> String {
    let verdicts = claim.steps.map(\.verdict.name)
    let kinds = verdicts.indices.filter { $0 == 0 || verdicts[$0] != verdicts[$0 - 1] }
      .map { verdicts[$0] }.joined(separator: ", ")
    let label = claim.label.map { " @" + $0 } ?? ""
    let role = claim.isRefutation ? "refute" : "check"
    return "  \(renderer.place(claim.span))  \(role)\(label)  \(kinds)\n"
  }

  private func line(_ cell: CellResult, _ renderer: DiagnosticRenderer) -> String {
    let label = cell.label.map { " @" + $0 } ?? ""
    let passed = cell.checks.filter(\.passed).count
    return "  \(renderer.place(cell.span))  run\(label)  \(passed)/\(cell.checks.count) checks\n"
  }
}
