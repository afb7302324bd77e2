import Courseware
import Site
import SourceText
import Verification

/// What a run says at its end, in the form that was asked for.
struct Report {
  let run: CourseRun
  /// Messages of later stages, as of typesetting.
  var further: [Diagnostic] = []
  /// How long each page took.
  var pages: [PageTiming] = []
  let isStrict: Bool

  var diagnostics: [Diagnostic] {
    let all = run.diagnostics + further
    guard isStrict else { return all }
    return all.map { diagnostic in
      var strict = diagnostic
      if strict.severity == .warning { strict.severity = .error }
      return strict
    }
  }

  var coverage: Coverage { run.results.reduce(Coverage()) { $0 + Coverage($1) } }

  /// 0 clean, 1 claims failed or errors in the course.
  var exitCode: Int32 { diagnostics.contains { $0.severity == .error } ? 1 : 0 }

  /// The errors as people read them, without colours; empty if there are none.
  var errorText: String {
    let renderer = DiagnosticRenderer(files: run.course.files)
    return messages(diagnostics.filter { $0.severity == .error }, renderer)
      .joined(separator: "\n\n")
  }

  func text(_ form: Form, seconds: Double, paint: Paint, isVerbose: Bool, isQuiet: Bool) -> String {
    switch form {
    case .human: human(seconds: seconds, paint: paint, isVerbose: isVerbose, isQuiet: isQuiet)
    case .github:
      gitHub
    case .json: JSONReport(self, seconds: seconds).json.printed + "\n"
    }
  }

  private var gitHub: String {
    let renderer = GitHubRenderer(files: run.course.files)
    return diagnostics.map { renderer.render($0) + "\n" }.joined()
  }

  /// Messages as people read them: of each file so many that somebody may, and how many more.
  private func messages(_ diagnostics: [Diagnostic], _ renderer: DiagnosticRenderer) -> [String] {
    var counts: [SourceID: Int] = [:]
    for diagnostic in diagnostics { counts[diagnostic.span.source, default: 0] += 1 }
    var shown: [SourceID: Int] = [:]
    return diagnostics.compactMap { diagnostic in
      let source = diagnostic.span.source
      shown[source, default: 0] += 1
      let number = shown[source] ?? 0
      let all = counts[source] ?? 0
      if number <= Self.mostOfAFile { return renderer.render(diagnostic) }
      guard number == all else { return nil }
      return "\(run.course.files[source.number].path): \(all - Self.mostOfAFile) more messages; "
        + "--format json has all"
    }
  }

  private static let mostOfAFile = 200

  enum Form: String {
    case human
    case json
    case github
  }

  private func human(seconds: Double, paint: Paint, isVerbose: Bool, isQuiet: Bool) -> String {
    let renderer = DiagnosticRenderer(files: run.course.files, paint: paint)
    var text = messages(diagnostics, renderer).map { $0 + "\n\n" }.joined()
    if isVerbose { text += verdicts(renderer, paint) + effort(renderer, paint) }
    let errors = diagnostics.filter { $0.severity == .error }.count
    let warnings = diagnostics.filter { $0.severity == .warning }.count
    if !isQuiet {
      text += Self.summary(coverage, errors, warnings, seconds: seconds, paint) + "\n"
    }
    return text
  }

  /// One line for each step of each claim.
  private func verdicts(_ renderer: DiagnosticRenderer, _ paint: Paint) -> String {
    var text = ""
    for claim in run.results.flatMap(\.claims) {
      for step in claim.steps {
        let isGood = claim.outcome != .failed
        let name = isGood ? paint.green(step.verdict.name) : paint.red(step.verdict.name)
        let rest = step.statement.dropFirst(step.verdict.name.count)
        text += "\(renderer.place(step.span)): \(name)\(rest)\n"
      }
    }
    for check in run.results.flatMap(\.cells).flatMap(\.checks) {
      let name = check.passed ? paint.green("checked") : paint.red("failed")
      text += "\(renderer.place(check.span)): \(name): \(check.code) \(check.evidence.summary)\n"
    }
    return text
  }

  /// What was done, what was known, and what took longest.
  private func effort(_ renderer: DiagnosticRenderer, _ paint: Paint) -> String {
    let work = run.work
    var text = """

      claims: \(work.claimsJudged) judged, \(work.claimsReused) known from before
      blocks: \(work.blocksRun) run, \(work.blocksReused) known from before

      """
    let items = run.results.flatMap(\.timings).map {
      (seconds: $0.seconds, kind: $0.kind.rawValue, place: renderer.place($0.span))
    }
    let made = pages.map { (seconds: $0.seconds, kind: "page", place: $0.path) }
    for (list, length) in [(items, 10), (made, 5)] {
      for item in list.sorted(by: { $0.seconds > $1.seconds }).prefix(length) {
        let time = Self.padded("\(Int((item.seconds * 1000).rounded(.up))) ms", to: 9)
        text += "\(time)  \(Self.padded(item.kind, to: 5))  \(item.place)\n"
      }
    }
    return text
  }

  private static func padded(_ text: String, to width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  /// The last line, as in
  /// `14 claims: 9 certified, 4 tested, 1 refuted on purpose; 3 checks; 0 errors, 1 warning (0.2 s)`.
  static func summary(
    _ part: Coverage, _ errors: Int, _ warnings: Int, seconds: Double, _ paint: Paint
  ) -> String {
    var kinds = [
      (part.certified, "certified"), (part.tested, "tested"), (part.refuted, "refuted on purpose"),
      (part.excused, "accepted undecided"), (part.failed, "failed"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    if part.unchecked > 0 { kinds.append("\(part.unchecked) unchecked") }
    let claims =
      counted(part.claims, "claim") + (kinds.isEmpty ? "" : ": " + kinds.joined(separator: ", "))
    let checks = part.checks > 0 ? "; " + counted(part.checks, "check") : ""
    let faults = "\(counted(errors, "error")), \(counted(warnings, "warning"))"
    let time = "(\(Int((seconds * 1000).rounded())) ms)"
    return "\(claims)\(checks); \(errors > 0 ? paint.red(faults) : faults) \(paint.faint(time))"
  }

  private static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
