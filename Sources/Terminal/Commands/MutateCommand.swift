import Courseware
import SourceText
import Verification

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
      for mutant in lesson.survivors {
        console.write(renderer.render(survivor(mutant)) + "\n\n")
      }
      for definition in lesson.unpinned {
        console.write(renderer.render(unpinned(definition)) + "\n\n")
      }
      if invocation.has("--verbose") {
        for mutant in lesson.slack { console.write(renderer.render(slack(mutant)) + "\n\n") }
      }
      console.write(summary(lesson.lesson, [lesson]) + "\n")
    }
    if runs.count > 1 { console.write(summary("the course", runs) + "\n") }
    return runs.contains { !$0.survivors.isEmpty } ? 1 : 0
  }

  private func survivor(_ mutant: MutantResult) -> Diagnostic {
    Diagnostic(
      "MutantSurvived", .warning, at: mutant.span,
      "with `\(mutant.replacement)` here the check passes or stays undecided")
  }

  private func unpinned(_ definition: UnpinnedDefinition) -> Diagnostic {
    Diagnostic(
      "Unpinned", .warning, at: definition.span,
      "no check notices a slip in the definition of \(definition.name)")
  }

  private func slack(_ mutant: MutantResult) -> Diagnostic {
    var least = ""
    if case .slack(let slack?) = mutant.fate { least = "; least relative slack seen \(slack)" }
    return Diagnostic(
      "Slack", .note, at: mutant.span, "holds with `\(mutant.replacement)` as well\(least)")
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
