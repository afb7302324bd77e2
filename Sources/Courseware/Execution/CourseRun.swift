package import SourceText

/// One run over a course, stage by stage; every stage is a value that can be looked at.
package struct CourseRun: Sendable {
  package let course: Course
  package let labels: Labels
  /// One for each lesson, in order, as all that follows.
  package let plans: [Plan]
  package let results: [LessonResults]

  package struct Options: Sendable {
    package var jobs = Workers.processors
    /// Overrides the course's seed.
    package var seed: Int?
    /// Where results are kept from run to run; nil for nowhere.
    package var cache: ResultCache?
    /// Told whenever a lesson is begun and finished, from any thread.
    package var progress: (@Sendable (Progress) -> Void)?

    package init() {}
  }

  /// What is going on.
  package enum Progress: Sendable {
    case began(lesson: String)
    case finished(lesson: String)
  }

  package init(_ course: Course, options: Options = Options()) {
    self.course = course
    labels = Labels(course)
    options.cache?.sweep()
    let seed = options.seed ?? course.configuration.seed
    let outcomes = Workers.map(course.lessons.count, jobs: options.jobs) { number in
      let lesson = course.lessons[number]
      options.progress?(.began(lesson: lesson.name))
      let plan = Planner.plan(lesson, of: course)
      let results = LessonRunner.run(plan, of: course, seed: seed, cache: options.cache)
      options.progress?(.finished(lesson: lesson.name))
      return (plan, results)
    }
    plans = outcomes.map(\.0)
    results = outcomes.map(\.1)
  }

  /// What was done, and what was known.
  package var work: Work { results.reduce(Work()) { $0 + $1.work } }

  /// Everything that is wrong, in source order, with the severities that the course sets.
  package var diagnostics: [Diagnostic] {
    let all =
      course.diagnostics + labels.diagnostics + plans.flatMap(\.diagnostics)
      + results.flatMap(\.diagnostics)
    return all.map(adjusted).sorted(by: Self.isBefore)
  }

  private func adjusted(_ diagnostic: Diagnostic) -> Diagnostic {
    guard let severity = course.configuration.severities[diagnostic.id] else { return diagnostic }
    var adjusted = diagnostic
    adjusted.severity = severity
    return adjusted
  }

  /// By file, then place, then rule: the same order whatever the number of jobs.
  private static func isBefore(_ left: Diagnostic, _ right: Diagnostic) -> Bool {
    if left.span.source != right.span.source {
      return left.span.source.number < right.span.source.number
    }
    if left.span.start != right.span.start { return left.span.start < right.span.start }
    if left.span.end != right.span.end { return left.span.end < right.span.end }
    return (left.id, left.summary) < (right.id, right.summary)
  }
}
