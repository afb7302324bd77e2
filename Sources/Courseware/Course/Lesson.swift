import Files
package import Markup
package import SourceText

/// One Markdown file as it was read.
package struct Lesson: Sendable {
  /// The file's name without ending and leading number: what `requires:` and `@lesson-…` say.
  package let name: String
  package let file: SourceFile
  package let frontMatter: FrontMatter
  package let document: Document
  /// From 1, in the course's order.
  package var number: Int

  /// The title in the front matter, else the first heading, else the name.
  package var title: String {
    if let title = frontMatter.title { return title }
    for case .heading(let heading) in document.blocks.lazy.map(\.kind) where heading.level == 1 {
      return heading.content.plainText
    }
    return name
  }

  /// `03-perceptron.md` is the lesson `perceptron`.
  package static func name(ofFile path: String) -> String {
    var name = FileSystem.name(of: path)[...]
    if name.hasSuffix(".md") { name = name.dropLast(3) }
    let digits = name.prefix { $0.isASCII && $0.isNumber }
    let rest = name[digits.endIndex...]
    return !digits.isEmpty && rest.hasPrefix("-") && rest.count > 1
      ? String(rest.dropFirst()) : String(name)
  }
}

/// A file of `lessons/notation/`: symbols and definitions that lessons include.
package struct Notation: Sendable {
  package let name: String
  package let file: SourceFile
  package let document: Document
}
