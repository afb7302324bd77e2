import Courseware
import Files
import Site
import SourceText

/// `coursegen build`: judges, runs, and writes the site to `output/`.
struct BuildCommand {
  private let invocation: Invocation
  private let console: Console

  init(_ invocation: Invocation, _ console: Console) {
    self.invocation = invocation
    self.console = console
  }

  func run() throws(UsageFailure) -> Int32 {
    let start = Clock.now
    let root = invocation.arguments.first ?? "."
    let course = try Sources.read(invocation)
    let run = invocation.run(course, console)
    let built: SiteBuild
    do { built = try SiteBuild(run) } catch { throw UsageFailure(error.message) }
    let report = Report(
      run: run, further: built.diagnostics, isStrict: invocation.has("--strict"))
    let output = root == "." ? "output" : "\(root)/output"
    do {
      _ = try OutputFolder(output).write(built.files)
    } catch { throw UsageFailure(error) }
    console.write(invocation.text(of: report, since: start, console))
    if !invocation.has("--quiet"), invocation.value("--format") ?? "human" == "human" {
      console.write("\(output)/index.html\n")
    }
    return report.exitCode
  }
}
