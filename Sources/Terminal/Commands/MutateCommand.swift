import Courseware
import SourceText

/// The command `mutate`: puts small mistakes into verified steps and tells which go unnoticed.
struct MutateCommand {
  private let invocation: Invocation
  private let console: Console

  init(_ invocation: Invocation, _ console: Console) {
    self.invocation = invocation
    self.console = console
  }

  func run() throws(UsageFailure) -> Int32 {
    let course = try Sources.read(invocation)
    let options = invocation.runOptions(for: course)
    let run = invocation.run(course, console)
    let renderer = DiagnosticRenderer(files: run.course.files, paint: console.paint)
    let runs = MutationRun.run(run, options: options)
    for lesson in runs {
      for diagnostic in lesson.diagnostics {
        let isSlack = diagnostic.id == MutationFault.slack.rawValue
        if isSlack, !invocation.has("--verbose") { continue }
        console.write(renderer.render(diagnostic) + "\n\n")
      }
      console.write(summary(lesson.lesson, [lesson]) + "\n")
    }
    if runs.count > 1 { console.write(summary("the course", runs) + "\n") }
    return runs.contains { !$0.survivors.isEmpty } ? 1 : 0
  }

  private func summary(_ name: String, _ runs: [MutationRun]) -> String {
    let killed = runs.reduce(0) { $0 + $1.killed }
    let counted = runs.reduce(0) { $0 + $1.counted }
    let all = runs.reduce(0) { $0 + $1.mutants.count }
    let tenths = counted == 0 ? 1000 : 1000 * killed / counted
    let share = "\(tenths / 10).\(tenths % 10)"
    let loose = runs.reduce(0) { $0 + $1.unpinned.count }
    return "\(name): \(killed) of \(counted) mutants caught (\(share) %), "
      + "\(all - counted) equivalent, weaker or no formula; \(loose) definitions unpinned"
  }
}
