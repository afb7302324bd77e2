import Markup
import Site
import Typesetting

/// What `explain` and the manual say of a message: which rule was broken, and a text that breaks it.
///
/// The example is run by the tests, which hold the whole message as it is printed.
package struct MessageEntry: Sendable {
  /// The code between the brackets of a message: `Refuted`.
  package let code: String
  /// What the rule is and why, in whole sentences.
  package let explanation: String
  /// A lesson that gives the message; several files stand behind lines `== PATH`, and U+FFFD for a
  /// byte that is not UTF-8.
  package let example: String

  /// A lesson as it stands.
  static func lesson(_ code: String, _ explanation: String = "", _ example: String) -> MessageEntry
  {
    let own =
      MarkupFault(rawValue: code)?.explanation ?? TypesettingFault(rawValue: code)?.explanation
      ?? SiteFault(rawValue: code)?.explanation
    return MessageEntry(
      code: code, explanation: explanation.isEmpty ? own ?? "" : explanation, example: example)
  }

  /// A formula with the symbols it needs.
  static func formula(
    _ code: String, _ explanation: String, _ symbols: String, _ formula: String
  ) -> MessageEntry {
    let fence = symbols.isEmpty ? "" : "```symbols\n\(symbols)\n```\n\n"
    return MessageEntry(code: code, explanation: explanation, example: fence + formula + "\n")
  }

  /// A run block.
  static func block(_ code: String, _ explanation: String, _ source: String) -> MessageEntry {
    MessageEntry(code: code, explanation: explanation, example: "```run\n\(source)\n```\n")
  }

  /// The one lesson of the example as it would stand in a file.
  package var bytes: [UInt8] {
    let parts = example.unicodeScalars.split(
      separator: "\u{FFFD}", omittingEmptySubsequences: false)
    return Array(parts.map { Array(String($0).utf8) }.joined(separator: [0xE9]))
  }

  /// The files of the example with their texts.
  package var files: [(path: String, text: String)] {
    guard example.hasPrefix("== ") else { return [("lesson.md", example)] }
    var files: [(path: String, text: String)] = []
    for line in example.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("== ") {
        files.append((String(line.dropFirst(3)), ""))
      } else {
        files[files.count - 1].text += line + "\n"
      }
    }
    return files
  }
}

/// Every message that there is.
package enum MessageTable {
  package static let entries: [MessageEntry] =
    (markdown + formulas + declarations + verdicts + blocks + course).sorted { $0.code < $1.code }

  package static func entry(_ code: String) -> MessageEntry? {
    entries.first { $0.code == code }
  }
}
