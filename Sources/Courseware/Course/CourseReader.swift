package import Files
import Markup
import SourceText

/// Reads a course's files from disk, or single files that belong to no course.
package struct CourseReader {
  private var files: [SourceFile] = []
  private var diagnostics: [Diagnostic] = []
  private var configuration = Configuration()
  private var overrides: [(key: String, value: String)] = []
  private var codes: [String] = []
  private let tree: SourceTree

  private init(_ tree: SourceTree = .disk) { self.tree = tree }

  /// Reads the course in a folder.
  ///
  /// - Parameters:
  ///   - overrides: keys of `course.yml` with values that hold instead of the file's.
  ///   - codes: the codes whose severity can be changed.
  package static func read(
    course root: String, overrides: [(key: String, value: String)] = [], codes: [String]
  ) throws(FileError) -> Course {
    var reader = CourseReader()
    reader.overrides = overrides
    reader.codes = codes
    return try reader.read(root)
  }

  /// Reads a course whose files are texts at hand, as in examples.
  package static func read(
    course files: [(path: String, text: String)], codes: [String]
  ) throws(FileError) -> Course {
    var reader = CourseReader(.memory(files))
    reader.codes = codes
    return try reader.read(".")
  }

  /// Reads Markdown texts on their own, as with homework and standard input.
  package static func read(texts: [(path: String, bytes: [UInt8])]) -> Course {
    var reader = CourseReader()
    let lessons = texts.enumerated().map { number, text in
      reader.lesson(reader.add(text.path, text.bytes), number: number + 1)
    }
    return reader.course(root: nil, lessons: lessons, notations: [])
  }

  /// The folder of the course that a file belongs to, if it does: `DIR/lessons/name.md`.
  package static func root(ofFile path: String) -> String? {
    let folder = FileSystem.parent(of: path)
    guard FileSystem.name(of: folder) == "lessons", FileSystem.exists(folder + "/course.yml") else {
      return nil
    }
    let root = FileSystem.parent(of: folder)
    return root.isEmpty ? "." : root
  }

  private mutating func read(_ root: String) throws(FileError) -> Course {
    let folder = root == "." || root.isEmpty ? "lessons" : root + "/lessons"
    try readConfiguration(folder + "/course.yml")
    var notations: [Notation] = []
    for name in try markdownNames(in: folder + "/notation") {
      let file = try add(folder + "/notation/" + name)
      notations.append(notation(file))
    }
    var lessons: [Lesson] = []
    for path in try lessonPaths(in: folder) {
      lessons.append(lesson(try add(path), number: lessons.count + 1))
    }
    checkNames(lessons, notations)
    return course(root: root, lessons: lessons, notations: notations)
  }

  private func course(root: String?, lessons: [Lesson], notations: [Notation]) -> Course {
    Course(
      root: root, configuration: configuration, lessons: lessons, allLessons: lessons,
      notations: notations, files: files, diagnostics: diagnostics)
  }

  // MARK: Files

  private mutating func add(_ path: String) throws(FileError) -> SourceFile {
    add(path, try tree.read(path))
  }

  private mutating func add(_ path: String, _ bytes: [UInt8]) -> SourceFile {
    let shown = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
    let file = SourceFile(id: SourceID(files.count), path: shown, bytes: bytes)
    files.append(file)
    return file
  }

  private func markdownNames(in folder: String) throws(FileError) -> [String] {
    try tree.names(folder).filter { $0.hasSuffix(".md") }
  }

  private mutating func readConfiguration(_ path: String) throws(FileError) {
    let file = try add(path)
    let (yaml, problems) = YAML.read(file.excerpt)
    diagnostics += problems
    if let yaml { diagnostics += Configuration.keys.read(yaml, into: &configuration) }
    for name in configuration.severityNames where !codes.contains(name.value) {
      diagnostics.append(.unknownCode(name, among: codes))
    }
    for override in overrides { _ = configuration.override(override.key, with: override.value) }
  }

  /// The lessons in the order of the configuration's parts, else by file name.
  private mutating func lessonPaths(in folder: String) throws(FileError) -> [String] {
    let names = try markdownNames(in: folder)
    guard !configuration.parts.isEmpty else { return names.map { "\(folder)/\($0)" } }
    var left = names
    var ordered: [String] = []
    for wanted in configuration.parts.flatMap(\.lessons) {
      if let at = left.firstIndex(where: { Lesson.name(ofFile: $0) == wanted.value }) {
        ordered.append("\(folder)/\(left.remove(at: at))")
      } else {
        diagnostics.append(.unknownLesson(wanted, among: names.map(Lesson.name(ofFile:))))
      }
    }
    for name in left {
      diagnostics.append(.lessonWithoutPart(name, at: Span(files[0].id, 0, 0)))
      ordered.append("\(folder)/\(name)")
    }
    return ordered
  }

  // MARK: Documents

  private mutating func document(_ file: SourceFile) -> Document {
    let (document, problems) = Document.read(
      file, options: ReadingOptions(allowsHTML: configuration.allowsHTML))
    diagnostics += problems
    return document
  }

  private mutating func lesson(_ file: SourceFile, number: Int) -> Lesson {
    let document = document(file)
    var frontMatter = FrontMatter()
    if let text = document.frontMatter {
      let (yaml, problems) = YAML.read(text)
      diagnostics += problems
      if let yaml { diagnostics += FrontMatter.keys.read(yaml, into: &frontMatter) }
    }
    return Lesson(
      name: Lesson.name(ofFile: file.path), file: file, frontMatter: frontMatter,
      document: document, number: number)
  }

  private mutating func notation(_ file: SourceFile) -> Notation {
    Notation(name: Lesson.name(ofFile: file.path), file: file, document: document(file))
  }

  private mutating func checkNames(_ lessons: [Lesson], _ notations: [Notation]) {
    let lessonNames = lessons.map(\.name)
    let notationNames = notations.map(\.name)
    for lesson in lessons {
      for wanted in lesson.frontMatter.requires where !lessonNames.contains(wanted.value) {
        diagnostics.append(.unknownLesson(wanted, among: lessonNames))
      }
      for wanted in lesson.frontMatter.notation where !notationNames.contains(wanted.value) {
        diagnostics.append(.unknownNotation(wanted, among: notationNames))
      }
    }
    for (position, name) in lessonNames.enumerated() {
      if let first = lessonNames[..<position].firstIndex(of: name) {
        diagnostics.append(.lessonTwice(lessons[position].file, first: lessons[first].file))
      }
    }
  }
}
