/// The LaTeX of a page's formulas, taken out of its markup.
///
/// Only who copies a formula needs it, and copying takes a script: so it comes with one, once
/// something is selected.
package struct FormulaSources {
  package let markup: String
  /// By the order of the formulas; empty where the text of the formula is its LaTeX.
  package let latex: [String]

  package init(_ markup: String) {
    let bytes = Array(markup.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var latex: [String] = []
    var done = 0
    while let found = bytes.range(of: "<span class=katex", from: done) {
      result += bytes[done..<found.upperBound]
      done = found.upperBound
      guard let next = bytes.range(of: " data-tex=\"", from: done, to: done + 11),
        let end = bytes.index(of: UInt8(ascii: "\""), from: next.upperBound)
      else {
        // Behind `katex` the name goes on, or the tag ends.
        if done < bytes.count, bytes[done] == UInt8(ascii: ">") { latex.append("") }
        continue
      }
      latex.append(Self.plain(String(decoding: bytes[next.upperBound..<end], as: UTF8.self)))
      done = end + 1
    }
    self.markup = String(decoding: result + bytes[done...], as: UTF8.self)
    self.latex = latex
  }

  private static func plain(_ escaped: String) -> String {
    guard escaped.utf8.contains(UInt8(ascii: "&")) else { return escaped }
    return [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&amp;", "&")]
      .reduce(escaped) { $0.replacing($1.0, with: $1.1) }
  }

  /// A script that gives it to the page's formulas, or nil if no formula needs it.
  package var script: String? {
    guard latex.contains(where: { !$0.isEmpty }) else { return nil }
    let texts = latex.map { $0.isEmpty ? "0" : JavaScript.text($0) }
    return "coursegenLatex([" + texts.joined(separator: ",") + "])\n"
  }
}
