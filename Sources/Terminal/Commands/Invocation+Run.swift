import Courseware
import Files

extension Invocation {
  /// How the command line wants a run of a course to be.
  func runOptions(for course: Course) -> CourseRun.Options {
    var options = CourseRun.Options()
    if let jobs = number("--jobs") { options.jobs = max(1, jobs) }
    options.seed = number("--seed")
    if let root = course.root, !has("--no-cache") {
      options.cache = ResultCache(course: root, version: Version.current)
    }
    return options
  }

  /// Judges and runs a course, with progress on a terminal and notes about the cache.
  func run(_ course: Course, _ console: Console) -> CourseRun {
    var options = runOptions(for: course)
    let display = ProgressDisplay(lessons: course.lessons.count, isQuiet: has("--quiet"))
    options.progress = { display.show($0) }
    let run = CourseRun(course, options: options)
    display.clear()
    for note in options.cache?.notes ?? [] { console.remark(note) }
    return run
  }
}
