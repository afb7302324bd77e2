package import SourceText

/// All sources of one run as they were read: nothing has been judged or run yet.
package struct Course: Sendable {
  /// The folder that holds `lessons/`; empty for the current one, `nil` for files that belong to
  /// no course.
  package let root: String?
  package let configuration: Configuration
  /// The lessons of this run, in the course's order.
  package let lessons: [Lesson]
  /// All lessons of the course, for references and numbers.
  package let allLessons: [Lesson]
  package let notations: [Notation]
  /// All files that were read, by the number of their spans.
  package let files: [SourceFile]
  /// What was wrong with reading them, in source order.
  package let diagnostics: [Diagnostic]

  /// The course with these lessons only; all keep their numbers.
  package func keeping(_ names: [String]) -> Course {
    Course(
      root: root, configuration: configuration,
      lessons: lessons.filter { names.contains($0.name) }, allLessons: allLessons,
      notations: notations, files: files, diagnostics: diagnostics)
  }

  package func lesson(named name: String) -> Lesson? { lessons.first { $0.name == name } }

  package func notation(named name: String) -> Notation? { notations.first { $0.name == name } }

  package func file(_ id: SourceID) -> SourceFile { files[id.number] }
}
