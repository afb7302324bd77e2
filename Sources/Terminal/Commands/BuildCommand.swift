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
    let output = root == "." ? "output" : "\(root)/output"
    var stamp = stamp(root, output)
    if let coverage = stamp?.coverage() {
      console.write(
        invocation.has("--quiet")
          ? "" : Report.summary(coverage, 0, 0, seconds: Clock.now - start, console.paint) + "\n")
      tell(output)
      return 0
    }
    let run = invocation.run(try Sources.read(invocation), console)
    let built: SiteBuild
    let options = invocation.runOptions(for: run.course)
    do {
      built = try SiteBuild(run, jobs: options.jobs, cache: options.cache)
    } catch { throw UsageFailure(error.message) }
    let report = Report(
      run: run, further: built.diagnostics, pages: built.timings,
      isStrict: invocation.has("--strict"))
    do {
      _ = try OutputFolder(output).write(built.files)
    } catch { throw UsageFailure(error) }
    if report.diagnostics.isEmpty { stamp?.keep(report.coverage, files: built.files.map(\.path)) }
    console.write(invocation.text(of: report, since: start, console))
    tell(output)
    return report.exitCode
  }

  /// Nil if there is more to say than the summary, or nothing is to be known from before.
  private func stamp(_ root: String, _ output: String) -> BuildStamp? {
    guard FileSystem.isFolder(root == "." ? "lessons" : root + "/lessons"),
      !invocation.has("--no-cache"), !invocation.has("--verbose"),
      invocation.value("--format") ?? "human" == "human"
    else { return nil }
    let settings =
      invocation.all("--only") + ["seed", invocation.value("--seed") ?? ""]
      + invocation.overrides.flatMap { [$0.key, $0.value] }
    return BuildStamp(
      root: root, output: output, settings: settings,
      cache: ResultCache(course: root, version: Version.current))
  }

  /// Where the site stands.
  private func tell(_ output: String) {
    guard !invocation.has("--quiet"), invocation.value("--format") ?? "human" == "human" else {
      return
    }
    console.write("\(output)/index.html\n")
  }
}
