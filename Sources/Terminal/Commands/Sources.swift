import Courseware
import Files
import SourceText

/// Finds out which sources a command line means.
enum Sources {
  /// What messages call the text that `-` stands for.
  static let standardInput = "standard input"

  /// The course in a folder, which must be one.
  static func course(
    in folder: String, _ overrides: [(key: String, value: String)] = []
  ) throws(UsageFailure) -> Course {
    guard FileSystem.exists(folder == "." ? "lessons/course.yml" : "\(folder)/lessons/course.yml")
    else {
      throw UsageFailure(
        "no course here: \(folder)/lessons/course.yml is missing (coursegen new DIR makes one)")
    }
    do {
      return try CourseReader.read(
        course: folder, overrides: overrides, codes: MessageTable.entries.map(\.code))
    } catch {
      throw UsageFailure(error)
    }
  }

  /// The course at hand, or the files that are named; `-` is standard input.
  ///
  /// Files of one course are read with the whole course around them, and `only` then names them.
  static func read(_ invocation: Invocation) throws(UsageFailure) -> Course {
    let paths = invocation.arguments
    guard let first = paths.first else {
      return try narrowed(course(in: ".", invocation.overrides), invocation.all("--only"))
    }
    if FileSystem.isFolder(first) {
      return try narrowed(course(in: first, invocation.overrides), invocation.all("--only"))
    }
    if paths.allSatisfy({ $0 != "-" }), let root = CourseReader.root(ofFile: first),
      paths.allSatisfy({ CourseReader.root(ofFile: $0) == root })
    {
      return try narrowed(course(in: root, invocation.overrides), paths.map(Lesson.name(ofFile:)))
    }
    var texts: [(path: String, bytes: [UInt8])] = []
    for path in paths {
      do {
        let bytes = try FileSystem.read(path == "-" ? "/dev/stdin" : path, limit: 4 << 20)
        texts.append((path == "-" ? standardInput : path, bytes))
      } catch { throw UsageFailure(error) }
    }
    return CourseReader.read(texts: texts)
  }

  /// The course with only some of its lessons.
  private static func narrowed(_ course: Course, _ names: [String]) throws(UsageFailure) -> Course {
    guard !names.isEmpty else { return course }
    for name in names where course.lesson(named: name) == nil {
      let near = nearest(to: name, among: course.lessons.map(\.name))
      throw UsageFailure(
        "no lesson is called \(name)" + (near.map { "; did you mean \($0)?" } ?? ""))
    }
    return course.keeping(names)
  }
}
