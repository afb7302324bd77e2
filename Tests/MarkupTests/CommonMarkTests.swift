import CCmark
import Foundation
import Markup
import SourceText
import Testing

/// CommonMark's own examples: nothing of ours may change what they mean.
@Suite struct CommonMarkTests {
  @Test func everyExampleReadsAsLibcmarkReadsIt() throws {
    let examples = try Self.examples()
    #expect(examples.count == 652)
    let options = ReadingOptions(
      allowsHTML: true, smartensPunctuation: false, readsFrontMatter: false)
    for (number, source) in examples {
      let file = SourceFile(path: "\(number)", text: source)
      let (document, diagnostics) = Document.read(file, options: options)
      if let refused = Self.refused[number] {
        #expect(diagnostics.contains { $0.id == refused }, "example \(number)")
        continue
      }
      let ours = TreeDump(document, of: file).text
      let theirs = ReferenceDump(source).text
      #expect(ours == theirs, "example \(number): \(source)")
    }
  }

  /// A formula in the place of a word leaves everything around it as it was.
  @Test func aFormulaBehavesAsAWordDoes() throws {
    let options = ReadingOptions(
      allowsHTML: true, smartensPunctuation: false, readsFrontMatter: false)
    var formulas = 0
    for (number, source) in try Self.examples() where Self.refused[number] == nil {
      let masked = source.replacing("foo", with: "$foo$").replacing("bar", with: "$bar$")
      // A label is matched by its text, which a formula would change.
      if masked == source || source.contains("]:") || source.contains("[foo]") { continue }
      // So are tags and addresses, which a dollar sign would change.
      if source.contains("<") || source.contains("](") { continue }
      let file = SourceFile(path: "\(number)", text: masked)
      let document = Document.read(file, options: options).document
      let ours = TreeDump(document, of: file).text
      formulas += ours.split(separator: "math \"").count - 1
      #expect(
        Self.words(ours) == Self.words(ReferenceDump(source).text), "example \(number): \(masked)")
    }
    #expect(formulas > 150)
  }

  /// Dumps with formulas as words, and the texts that they divide joined again.
  private static func words(_ dump: String) -> String {
    let text = dump.replacing("math \"", with: "text \"").replacing("$foo$", with: "foo")
      .replacing("$bar$", with: "bar")
    var lines: [Substring] = []
    for line in text.split(separator: "\n") {
      let indent = line.prefix { $0 == " " }
      if let last = lines.last, line.dropFirst(indent.count).hasPrefix("text "),
        last.hasPrefix(indent + "text ")
      {
        lines[lines.count - 1] =
          last.dropLast() + line.dropFirst(indent.count + 6)
      } else {
        lines.append(line)
      }
    }
    return lines.joined(separator: "\n")
  }

  /// Examples that we refuse on purpose, and how.
  private static let refused = [
    595: "ForbiddenLink", 597: "ForbiddenLink", 598: "ForbiddenLink", 600: "ForbiddenLink",
  ]

  static func examples() throws -> [(Int, String)] {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "CommonMark/examples.txt")
    let text = try String(contentsOf: url, encoding: .utf8).replacing("→", with: "\t")
    var examples: [(Int, String)] = []
    for part in ("\n" + text).components(separatedBy: "\n%%%% ").dropFirst() {
      let number = part.prefix(while: \.isNumber)
      examples.append((Int(number) ?? 0, String(part.dropFirst(number.count + 1)) + "\n"))
    }
    return examples
  }
}

/// What libcmark says, without anything of ours in between.
struct ReferenceDump {
  private(set) var text = ""

  init(_ source: String) {
    guard let root = cmark_parse_document(source, source.utf8.count, 0) else { return }
    defer { cmark_node_free(root) }
    children(root, 0)
  }

  private mutating func children(_ parent: OpaquePointer, _ indent: Int) {
    var next = cmark_node_first_child(parent)
    var words = ""
    while let node = next {
      next = cmark_node_next(node)
      if cmark_node_get_type(node) == CMARK_NODE_TEXT {
        words += string(cmark_node_get_literal(node))
        if let next, cmark_node_get_type(next) == CMARK_NODE_TEXT { continue }
        if !words.isEmpty { line("text " + quoted(words), indent) }
        words = ""
      } else {
        add(node, indent)
      }
    }
  }

  private mutating func line(_ words: String, _ indent: Int) {
    text += String(repeating: "  ", count: indent) + words + "\n"
  }

  private func string(_ pointer: UnsafePointer<CChar>?) -> String {
    pointer.map { String(cString: $0) } ?? ""
  }

  private func quoted(_ text: String) -> String {
    "\"" + text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n")
      + "\""
  }

  private mutating func add(_ node: OpaquePointer, _ indent: Int) {
    let literal = string(cmark_node_get_literal(node))
    let address = quoted(string(cmark_node_get_url(node)))
    let title = quoted(string(cmark_node_get_title(node)))
    switch cmark_node_get_type(node) {
    case CMARK_NODE_HEADING: line("heading \(cmark_node_get_heading_level(node))", indent)
    case CMARK_NODE_PARAGRAPH: line("paragraph", indent)
    case CMARK_NODE_BLOCK_QUOTE: line("quote", indent)
    case CMARK_NODE_ITEM: line("item", indent)
    case CMARK_NODE_THEMATIC_BREAK: line("break", indent)
    case CMARK_NODE_LIST:
      let numbered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
      let kind = numbered ? "numbered \(cmark_node_get_list_start(node))" : "bulleted"
      line("list \(kind) \(cmark_node_get_list_tight(node) != 0 ? "tight" : "loose")", indent)
    case CMARK_NODE_CODE_BLOCK:
      let info = string(cmark_node_get_fence_info(node)).prefix { $0 != " " }
      line("code \(quoted(String(info))) \(quoted(literal))", indent)
    case CMARK_NODE_HTML_BLOCK:
      if !isComment(literal) { line("html " + quoted(literal), indent) }
    case CMARK_NODE_HTML_INLINE:
      if !isComment(literal) { line("html " + quoted(literal), indent) }
    case CMARK_NODE_EMPH: line("emphasis", indent)
    case CMARK_NODE_STRONG: line("strong", indent)
    case CMARK_NODE_CODE: line("literal " + quoted(literal), indent)
    case CMARK_NODE_SOFTBREAK: line("softbreak", indent)
    case CMARK_NODE_LINEBREAK: line("linebreak", indent)
    case CMARK_NODE_LINK: line("link \(address) \(title)", indent)
    case CMARK_NODE_IMAGE: line("image \(address) \(title)", indent)
    default: break
    }
    children(node, indent + 1)
  }

  /// Comments never reach a page.
  private func isComment(_ literal: String) -> Bool {
    let trimmed = literal.trimmingCharacters(in: .whitespacesAndNewlines)
    return trimmed.hasPrefix("<!--") && trimmed.hasSuffix("-->")
  }
}
