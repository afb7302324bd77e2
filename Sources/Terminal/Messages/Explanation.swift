import Courseware
import Files
import Script
import Site
package import SourceText
import Typesetting

/// What `explain` says of messages and of the library's functions.
package enum Explanation {
  /// Everything that can be asked for by name.
  package static var subjects: [String] {
    MessageTable.entries.map(\.code) + Library.entries.map(\.name)
      + Configuration.keys.keys.map(\.name)
  }

  /// Nil if there is nothing of that name.
  package static func text(of name: String, _ paint: Paint = Paint(isOn: false)) -> String? {
    if let entry = MessageTable.entry(name) { return text(of: entry, paint) }
    if let entry = Library.entry(name) {
      return "\(paint.bold(entry.signatureText))\n\n\(entry.help)\n\nFor example\n\n"
        + indented(entry.example) + "\n"
    }
    if let key = Configuration.keys.keys.first(where: { $0.name == name }) {
      return "\(paint.bold(key.name + ":")) \(key.form), in lessons/course.yml\n\n\(key.meaning)\n"
    }
    return nil
  }

  private static func text(of entry: MessageEntry, _ paint: Paint) -> String {
    var text = paint.bold(entry.code) + "\n\n" + wrapped(entry.explanation) + "\n"
    text += "\nFor example\n\n" + indented(shortened(entry.example)) + "\n"
    return text + "\ngives\n\n" + indented(message(of: entry)) + "\n"
  }

  /// The message that the example gives, as it is printed.
  package static func message(of entry: MessageEntry) -> String {
    guard let (files, diagnostics) = diagnostics(of: entry) else { return "" }
    let renderer = DiagnosticRenderer(files: files)
    return diagnostics.filter { $0.id == entry.code }.prefix(1).map(renderer.render).joined()
  }

  /// Everything that is found in the example.
  package static func diagnostics(of entry: MessageEntry) -> ([SourceFile], [Diagnostic])? {
    let files = entry.files
    let course =
      files.contains { $0.path == "lessons/course.yml" }
      ? try? CourseReader.read(course: files, codes: MessageTable.entries.map(\.code))
      : CourseReader.read(texts: [(files[0].path, entry.bytes)])
    guard let course else { return nil }
    let run = CourseRun(course)
    if MutationFault(rawValue: entry.code) != nil {
      return (course.files, MutationRun.run(run, options: .init()).flatMap(\.diagnostics))
    }
    guard
      TypesettingFault(rawValue: entry.code) != nil || SiteFault(rawValue: entry.code) != nil
    else {
      return (course.files, run.diagnostics)
    }
    return (course.files, run.diagnostics + ((try? SiteBuild(run))?.diagnostics ?? []))
  }

  /// Long examples of what is too long say so in part.
  static func shortened(_ text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.count > 60 { lines.replaceSubrange(4..<lines.count - 4, with: ["…"]) }
    return lines.map { line in
      line.count > 90 ? line.prefix(60) + " … " + line.suffix(20) : line
    }.joined(separator: "\n")
  }

  private static func indented(_ text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    while lines.last?.isEmpty == true { lines.removeLast() }
    return
      lines
      .map { $0.isEmpty ? "" : "    " + $0 }.joined(separator: "\n")
  }

  private static func wrapped(_ text: String) -> String {
    var lines = [""]
    for word in text.split(separator: " ") {
      if lines[lines.count - 1].count + word.count > 78 { lines.append("") }
      lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
    }
    return lines.joined(separator: "\n")
  }
}
