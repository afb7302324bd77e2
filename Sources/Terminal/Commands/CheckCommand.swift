import Courseware
import Files
import SourceText

/// `coursegen check`: verdicts only.
struct CheckCommand {
  private let invocation: Invocation
  private let console: Console

  init(_ invocation: Invocation, _ console: Console) {
    self.invocation = invocation
    self.console = console
  }

  func run() throws(UsageFailure) -> Int32 {
    let start = Clock.now
    let course = try Sources.read(invocation)
    var report = Report(
      run: invocation.run(course, console), isStrict: invocation.has("--strict"))
    if invocation.has("--fix"), try applyFixes(report) > 0 {
      report = Report(
        run: invocation.run(try Sources.read(invocation), console),
        isStrict: report.isStrict)
    }
    console.write(invocation.text(of: report, since: start, console))
    return report.exitCode
  }

  /// Applies the safe repairs to the files, last place first.
  private func applyFixes(_ report: Report) throws(UsageFailure) -> Int {
    let edits = report.diagnostics.flatMap(\.fixes).filter(\.isSafe).flatMap(\.edits)
    var count = 0
    for file in report.run.course.files where file.path != Sources.standardInput {
      var bytes = file.bytes
      var limit = bytes.count
      for edit in edits.filter({ $0.span.source == file.id }).sorted(by: {
        $0.span.start > $1.span.start
      }) where edit.span.end <= limit {
        bytes.replaceSubrange(edit.span.start..<edit.span.end, with: Array(edit.replacement.utf8))
        limit = edit.span.start
        count += 1
      }
      guard bytes != file.bytes else { continue }
      do { try FileSystem.write(bytes, to: file.path) } catch { throw UsageFailure(error) }
    }
    return count
  }
}

extension Invocation {
  func text(of report: Report, since start: Double, _ console: Console) -> String {
    report.text(
      Report.Form(rawValue: value("--format") ?? "human") ?? .human,
      seconds: Clock.now - start, paint: console.paint, isVerbose: has("--verbose"),
      isQuiet: has("--quiet"))
  }
}
