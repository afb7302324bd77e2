import Courseware
import Files
import SourceText

/// `coursegen new DIR` and `coursegen new lesson NAME`: what they make builds green.
struct NewCommand {
  private let invocation: Invocation
  private let console: Console

  init(_ invocation: Invocation, _ console: Console) {
    self.invocation = invocation
    self.console = console
  }

  func run() throws(UsageFailure) -> Int32 {
    let words = invocation.arguments
    if words.count == 2, words[0] == "lesson" {
      let course = try Sources.course(in: ".")
      let name = fileName(words[1])
      guard course.lesson(named: name) == nil else {
        throw UsageFailure("a lesson \(name) is there already")
      }
      try write(
        Scaffold.lesson(titled: words[1]), to: "lessons/\(nextNumber(course))\(name).md")
      if !course.configuration.parts.isEmpty {
        console.write("add \(name) to a part of lessons/course.yml\n")
      }
      return 0
    }
    guard words.count == 1, words[0] != "lesson" else {
      throw UsageFailure("new wants DIR, or lesson NAME")
    }
    let title = FileSystem.name(of: words[0])
    try write(Scaffold.course(titled: title), to: "\(words[0])/lessons/course.yml")
    try write(Scaffold.lesson(titled: "First lesson"), to: "\(words[0])/lessons/01-first.md")
    console.write("try: coursegen build \(words[0])\n")
    return 0
  }

  private func write(_ text: String, to path: String) throws(UsageFailure) {
    guard !FileSystem.exists(path) else { throw UsageFailure("\(path) is there already") }
    do { try FileSystem.write(Array(text.utf8), to: path) } catch { throw UsageFailure(error) }
    console.write("wrote \(path)\n")
  }

  /// `07-` if the lessons are numbered and there are six.
  private func nextNumber(_ course: Course) -> String {
    let numbers = course.allLessons.compactMap { lesson in
      Int(FileSystem.name(of: lesson.file.path).prefix { $0.isASCII && $0.isNumber })
    }
    guard let last = numbers.max() else { return "" }
    return (last < 9 ? "0" : "") + "\(last + 1)-"
  }

  private func fileName(_ title: String) -> String {
    title.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
  }
}

/// The texts of a new course.
enum Scaffold {
  static func course(titled title: String) -> String {
    """
    title: \(quoted(title))
    summary: What this course is about, in one sentence.
    seed: 1

    """
  }

  static func lesson(titled title: String) -> String {
    #"""
    ---
    title: \#(quoted(title))
    summary: What the reader will know, in one sentence.
    ---

    Declare the symbols of a lesson before its formulas:

    ```symbols
    x : scalar    "any real number"
    ```

    A definition gives a name, a claim is judged:

    $$ f(x) = x^2 + 1 $$ {#eq-\#(slug(title)) .define}

    $$ f'(x) = 2x $$ {.check}

    A block runs, and sees what the formulas define:

    ```run {#fig-\#(slug(title))}
    #| caption: The curve is the formula above.
    plot(x -> f(x), over = -2..2)
    @check f(2) == 5
    ```

    """#
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined() + "\""
  }

  private static func slug(_ title: String) -> String {
    let words = title.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    return words.isEmpty ? "lesson" : words.joined(separator: "-")
  }
}
