package import SourceText
package import Verification

/// All that judging and running a lesson gave.
package struct LessonResults: Sendable {
  package let lesson: String
  /// In reading order.
  package var claims: [ClaimResult] = []
  package var cells: [CellResult] = []
  /// What inline `{run}` gave, as text, by place.
  package var values: [Span: String] = [:]
  /// Relations that nothing checks, by place.
  package var unchecked: [Span] = []
  package var diagnostics: [Diagnostic] = []
  /// What was done for them, and what was found in records.
  package var work = Work()
  package var timings: [Timing] = []

  package init(lesson: String) { self.lesson = lesson }

  package func claim(at span: Span) -> ClaimResult? { claims.first { $0.span == span } }

  package func cell(at span: Span) -> CellResult? { cells.first { $0.span == span } }
}

/// How much of a run was done and how much was known from earlier ones.
package struct Work: Hashable, Sendable {
  package var claimsJudged = 0
  package var claimsReused = 0
  /// Blocks and inline values, those included that were run again for what others need of them.
  package var blocksRun = 0
  package var blocksReused = 0

  package init() {}

  package static func + (left: Work, right: Work) -> Work {
    var sum = left
    sum.claimsJudged += right.claimsJudged
    sum.claimsReused += right.claimsReused
    sum.blocksRun += right.blocksRun
    sum.blocksReused += right.blocksReused
    return sum
  }
}

/// How long something took: for the table of `-v`, never for a page or a record.
package struct Timing: Sendable {
  package let span: Span
  package let kind: Kind
  package let seconds: Double

  package init(_ span: Span, _ kind: Kind, _ seconds: Double) {
    self.span = span
    self.kind = kind
    self.seconds = seconds
  }

  package enum Kind: String, Sendable {
    case claim
    case block
    case value
  }
}

/// What a `run` block gave.
package struct CellResult: Sendable {
  package let span: Span
  package let label: String?
  package let source: String?
  package let isRefutation: Bool
  package var shown: [Shown] = []
  package var checks: [Check] = []
  /// What its random numbers depended on, if it used any.
  package var seed: UInt64?
  package var diagnostics: [Diagnostic] = []

  package init(span: Span, label: String?, source: String?, isRefutation: Bool) {
    self.span = span
    self.label = label
    self.source = source
    self.isRefutation = isRefutation
  }

  package enum Shown: Sendable {
    case text(String)
    case number(String)
    /// Rows of a matrix, or one row of a vector.
    case matrix([[String]])
    case table(header: [String], rows: [[String]])
    case figure(Drawing)
  }

  /// A figure as it stands in the page.
  package struct Drawing: Sendable {
    package let svg: String
    package let header: [String]
    package let rows: [[String]]
    package let remarks: [String]

    package init(svg: String, header: [String], rows: [[String]], remarks: [String]) {
      self.svg = svg
      self.header = header
      self.rows = rows
      self.remarks = remarks
    }
  }

  /// One `@check` or `@bound`.
  package struct Check: Sendable {
    package let span: Span
    package let code: String
    package let passed: Bool
    package let evidence: CheckEvidence

    package init(span: Span, code: String, passed: Bool, evidence: CheckEvidence) {
      self.span = span
      self.code = code
      self.passed = passed
      self.evidence = evidence
    }

    /// In the words of steps of formulas.
    package var verdict: Verdict { passed ? .tested : .refuted }
  }

  /// Whether the block's checks were borne out.
  package var isMet: Bool {
    isRefutation ? checks.contains { !$0.passed } : checks.allSatisfy(\.passed)
  }
}

/// How much of what a lesson or a course states is checked.
package struct Coverage: Sendable {
  package var certified = 0
  package var tested = 0
  package var refuted = 0
  package var excused = 0
  package var failed = 0
  package var unchecked = 0
  package var checks = 0

  package init() {}

  package init(_ results: LessonResults) {
    for claim in results.claims { add(claim) }
    unchecked = results.unchecked.count
    checks = results.cells.reduce(0) { $0 + $1.checks.count }
    failed += results.cells.filter { !$0.isMet }.count
  }

  private mutating func add(_ claim: ClaimResult) {
    switch claim.outcome {
    case .excused: excused += 1
    case .failed: failed += 1
    case .passed where claim.isRefutation: refuted += 1
    case .passed:
      if claim.steps.allSatisfy({ $0.verdict == .certified }) {
        certified += 1
      } else {
        tested += 1
      }
    }
  }

  package static func + (left: Coverage, right: Coverage) -> Coverage {
    var sum = left
    sum.certified += right.certified
    sum.tested += right.tested
    sum.refuted += right.refuted
    sum.excused += right.excused
    sum.failed += right.failed
    sum.unchecked += right.unchecked
    sum.checks += right.checks
    return sum
  }

  /// All claims, whatever became of them.
  package var claims: Int { certified + tested + refuted + excused + failed }

  /// The part of all stated relations that is checked, from 0 to 1.
  package var share: Double {
    claims + unchecked == 0 ? 1 : Double(claims) / Double(claims + unchecked)
  }
}
