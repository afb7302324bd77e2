import Courseware
import SourceText
import Verification

/// A run as one JSON object; its schema is `schema/report.json`.
struct JSONReport {
  private let report: Report
  private let seconds: Double
  private let places: Places

  init(_ report: Report, seconds: Double) {
    places = Places(report.run.course.files)
    self.report = report
    self.seconds = seconds
  }

  private var files: [SourceFile] { report.run.course.files }

  var json: JSON {
    [
      "version": .text(Version.current),
      "files": .list(files.map { .text($0.path) }),
      "diagnostics": .list(report.diagnostics.map(diagnostic)),
      "claims": .list(report.run.results.flatMap(\.claims).flatMap(records)),
      "checks": .list(report.run.results.flatMap(\.cells).flatMap(records)),
      "summary": summary, "work": work,
    ]
  }

  private func diagnostic(_ diagnostic: Diagnostic) -> JSON {
    let start = places.start(diagnostic.span)
    let end = places.end(diagnostic.span)
    return [
      "code": .text(diagnostic.id), "severity": .text(name(diagnostic.severity)),
      "file": .text(files[diagnostic.span.source.number].path),
      "line": .whole(start.line), "column": .whole(start.column),
      "endLine": .whole(end.line), "endColumn": .whole(end.column),
      "message": .text(diagnostic.summary), "explanation": .optional(diagnostic.explanation),
      "notes": .list(diagnostic.notes.map(note)),
      "fixes": .list(diagnostic.fixes.map(fix)),
    ]
  }

  private func note(_ note: Diagnostic.Note) -> JSON {
    let place = note.span.map(places.start)
    return [
      "message": .text(note.message),
      "file": .optional(note.span.map { files[$0.source.number].path }),
      "line": place.map { .whole($0.line) } ?? .null,
      "column": place.map { .whole($0.column) } ?? .null,
    ]
  }

  private func fix(_ fix: Diagnostic.Fix) -> JSON {
    [
      "message": .text(fix.message), "safe": .bool(fix.isSafe),
      "edits": .list(
        fix.edits.map { edit in
          let start = places.start(edit.span)
          let end = places.end(edit.span)
          return [
            "line": .whole(start.line), "column": .whole(start.column),
            "endLine": .whole(end.line), "endColumn": .whole(end.column),
            "replacement": .text(edit.replacement),
          ]
        }),
    ]
  }

  /// One record for each step of a claim.
  private func records(_ claim: ClaimResult) -> [JSON] {
    claim.steps.enumerated().map { number, step in
      let place = places.start(step.span)
      return [
        "file": .text(files[step.span.source.number].path),
        "line": .whole(place.line), "column": .whole(place.column),
        "id": .optional(claim.label), "role": .text(claim.isRefutation ? "refute" : "check"),
        "latex": .text(claim.latex.text), "step": .whole(number + 1),
        "verdict": .text(step.verdict.name), "method": .text(step.evidence.method.words),
        "points": .whole(step.evidence.points),
        "sizes": .list(step.evidence.sizes.map(values)),
        "seed": .text("\(step.evidence.seed)"),
        "resolution": .optional(step.evidence.resolution),
        "errorProbability": .optional(step.evidence.errorProbability),
        "interval": step.evidence.interval.map {
          .list([.number($0.low), .number($0.high), .number($0.claimed)])
        } ?? .null,
        "counterexample": step.counterexample.map(counterexample) ?? .null,
        "repair": .optional(step.repaired(in: claim.latex)),
      ]
    }
  }

  /// One record for each check of a block, in the same words.
  private func records(_ cell: CellResult) -> [JSON] {
    cell.checks.map { check in
      let place = places.start(check.span)
      let evidence = check.evidence
      return [
        "file": .text(files[check.span.source.number].path),
        "line": .whole(place.line), "column": .whole(place.column),
        "id": .optional(cell.label), "role": .text(cell.isRefutation ? "refute" : "check"),
        "code": .text(check.code), "verdict": .text(check.verdict.name),
        "method": .text(evidence.method), "points": .whole(evidence.points),
        "seed": .optional(evidence.seed.map { "\($0)" }),
        "left": .optional(evidence.left), "right": .optional(evidence.right),
        "difference": .optional(evidence.difference),
        "tolerance": .optional(evidence.tolerance), "ratio": .optional(evidence.largestRatio),
        "counterexample": evidence.counterexample.map { entries in
          .object(entries.map { .init(key: $0.name, value: .text($0.text)) })
        } ?? .null,
      ]
    }
  }

  private func values(_ values: [SizeValue]) -> JSON {
    .object(values.map { .init(key: $0.name, value: .whole($0.value)) })
  }

  private func counterexample(_ found: Counterexample) -> JSON {
    let structure = (found.sizes + found.indices).map {
      JSON.Member(key: $0.name, value: .text("\($0.value)"))
    }
    let entries = found.values.map { JSON.Member(key: $0.name, value: .text($0.value.text)) }
    return [
      "symbols": .object(structure + entries),
      "left": .optional(found.left?.text), "right": .optional(found.right?.text),
    ]
  }

  private var summary: JSON {
    let part = report.coverage
    return [
      "claims": .whole(part.claims),
      "passed": .whole(part.certified + part.tested + part.refuted),
      "certified": .whole(part.certified), "tested": .whole(part.tested),
      "refuted": .whole(part.refuted), "undecided": .whole(part.excused),
      "failed": .whole(part.failed), "unchecked": .whole(part.unchecked),
      "seconds": .number(seconds),
    ]
  }

  /// What was done in this run, and what was known from earlier ones.
  private var work: JSON {
    let work = report.run.work
    return [
      "claimsJudged": .whole(work.claimsJudged), "claimsReused": .whole(work.claimsReused),
      "blocksRun": .whole(work.blocksRun), "blocksReused": .whole(work.blocksReused),
    ]
  }

  private func name(_ severity: Diagnostic.Severity) -> String {
    switch severity {
    case .note: "note"
    case .warning: "warning"
    case .error: "error"
    }
  }
}
