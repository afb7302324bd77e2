import Courseware
import Markup
import SourceText

/// The anchors of a lesson's headings: the author's label, else the words, each used once.
enum Anchors {
  static func of(_ lesson: Lesson) -> [Span: String] {
    var taken: Set<String> = ["main", "contents", "search", "end"]
    lesson.document.visitBlocks { block in
      if let label = block.label { taken.insert(label) }
    }
    var anchors: [Span: String] = [:]
    lesson.document.visitBlocks { block in
      guard case .heading(let heading) = block.kind else { return }
      anchors[block.span] =
        heading.attributes.identifier?.text ?? unused(Slug.of(heading.content.plainText), &taken)
    }
    return anchors
  }

  private static func unused(_ slug: String, _ taken: inout Set<String>) -> String {
    var name = slug
    var number = 2
    while !taken.insert(name).inserted {
      name = "\(slug)-\(number)"
      number += 1
    }
    return name
  }
}

extension Block {
  /// The label that an author gave it.
  var label: String? {
    switch kind {
    case .heading(let heading): heading.attributes.identifier?.text
    case .display(let display): display.attributes.identifier?.text
    case .statement(let statement): statement.attributes.identifier?.text
    case .run(let run): run.attributes.identifier?.text
    case .table(let table): table.attributes.identifier?.text
    case .image(let image): image.attributes.identifier?.text
    default: nil
    }
  }
}
