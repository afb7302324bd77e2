/// HTML text under construction: everything from authors goes through `text` or an attribute, and
/// is escaped there; `raw` is for what this program made itself.
struct HTML {
  private(set) var markup = ""

  mutating func raw(_ markup: String) { self.markup += markup }

  mutating func text(_ text: String) { markup += Self.escaped(text) }

  /// An element with its content, `<name attributes>content</name>`.
  mutating func element(
    _ name: String, _ attributes: [(String, String?)] = [], _ content: (inout HTML) -> Void
  ) {
    open(name, attributes)
    content(&self)
    close(name)
  }

  mutating func element(_ name: String, _ attributes: [(String, String?)] = [], text: String) {
    element(name, attributes) { $0.text(text) }
  }

  /// A start tag; attributes whose value is nil are left out.
  mutating func open(_ name: String, _ attributes: [(String, String?)] = []) {
    markup += "<" + name
    for (key, value) in attributes {
      guard let value else { continue }
      markup += value.isEmpty ? " \(key)" : " \(key)=\"\(Self.escaped(value))\""
    }
    markup += ">"
  }

  /// Cells and terms end where the next one begins: HTML has them without an end tag.
  mutating func close(_ name: String) {
    if !Self.endless.contains(name) { markup += "</\(name)>" }
  }

  private static let endless: Set<String> = ["dd", "dt", "td", "th", "tr"]

  static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
