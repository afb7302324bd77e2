/// Takes the inline styles out of KaTeX's markup.
///
/// A few hundred declarations are all that a course's formulas use. As classes they make pages a
/// sixth smaller, and pages need no `unsafe-inline` in their content security policy.
package enum FormulaStyles {
  /// The markup with a class in the place of every `style="…"`; the declarations are collected.
  package static func classed(_ html: String, _ styles: inout [String: String]) -> String {
    let bytes = Array(html.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var done = 0
    var from = 0
    while let style = bytes.range(of: " style=", from: from), style.upperBound < bytes.count {
      from = style.upperBound
      // Drawings have their attributes between single quotation marks.
      let quote = bytes[style.upperBound]
      guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { continue }
      guard let end = bytes.index(of: quote, from: style.upperBound + 1) else { break }
      let declarations = String(decoding: bytes[style.upperBound + 1..<end], as: UTF8.self)
      let name = name(of: declarations)
      styles[name] = declarations
      result += bytes[done..<style.lowerBound]
      // KaTeX writes classes before styles, and nothing between.
      if result.last == UInt8(ascii: "\"") {
        result.removeLast()
        result += " \(name)\"".utf8
      } else {
        result += " class=\"\(name)\"".utf8
      }
      done = end + 1
      from = done
    }
    result += bytes[done...]
    return String(decoding: result, as: UTF8.self)
  }

  /// A name that depends on the declarations only, not on the order in which they are met; what
  /// pages have in its place is found by `StyleNames`.
  static func name(of declarations: String, isStrut: Bool = false) -> String {
    let hash = declarations.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    return StyleNames.long(hash ^ hash >> 31, kind: isStrut ? StyleNames.strut : StyleNames.style)
  }

  /// As strong as the inline styles were.
  package static func sheet(_ styles: [String: String]) -> String {
    let names = StyleNames(styles.keys)
    return styles.sorted { $0.key < $1.key }.map { name, declarations in
      let isStrut = StyleNames.isStrut(name)
      let rules = declarations.split(separator: ";").map { rule in
        isStrut ? "\(rule)" : "\(rule)!important"
      }
      let selector = names.short(name) + (isStrut ? "::before" : "")
      return ".\(selector){\(rules.joined(separator: ";"))}\n"
    }.joined()
  }
}
