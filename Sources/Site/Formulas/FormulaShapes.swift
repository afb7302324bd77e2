/// The outlines of roots, wide accents and tall brackets in a page's formulas, each kept once.
///
/// An outline is up to a thousand bytes, and a page may have a hundred. Those that come more than
/// once stand in a drawing of their own, and each formula's drawing refers to them.
package struct FormulaShapes {
  /// The markup with references in the place of outlines.
  package let markup: String
  /// The drawing that holds them, or nothing.
  package let definitions: String

  /// No anchor begins with it: letters and digits do.
  private static let prefix = "~"

  package init(_ markup: String) {
    let bytes = Array(markup.utf8)
    let found = Self.outlines(bytes)
    var counts: [ArraySlice<UInt8>: Int] = [:]
    for drawing in found { counts[bytes[drawing.outline], default: 0] += 1 }
    guard counts.values.contains(where: { $0 > 1 }) else {
      self.markup = markup
      definitions = ""
      return
    }
    var names: [ArraySlice<UInt8>: String] = [:]
    var result: [UInt8] = []
    var definitions = ""
    var done = 0
    for drawing in found where counts[bytes[drawing.outline], default: 0] > 1 {
      let outline = bytes[drawing.outline]
      let name = names[outline] ?? "\(Self.prefix)\(names.count + 1)"
      if names.updateValue(name, forKey: outline) == nil {
        definitions +=
          "<path id=\"\(name)\" d='\(String(decoding: outline, as: UTF8.self))'></path>"
      }
      result += bytes[done..<drawing.path.lowerBound]
      result += "<use href=\"#\(name)\"></use>".utf8
      done = drawing.path.upperBound
    }
    result += bytes[done...]
    self.markup = String(decoding: result, as: UTF8.self)
    self.definitions = "<svg class=\"shapes\" aria-hidden=\"true\">\(definitions)</svg>"
  }

  private struct Drawing {
    /// The whole element.
    let path: Range<Int>
    let outline: Range<Int>
  }

  /// The outlines in KaTeX's drawings: plots are written otherwise.
  private static func outlines(_ bytes: [UInt8]) -> [Drawing] {
    var drawings: [Drawing] = []
    var position = 0
    while let path = bytes.range(of: "'><path d='", from: position) {
      position = path.upperBound
      guard let end = bytes.range(of: "'></path></svg>", from: position) else { break }
      let outline = position..<end.lowerBound
      // Another one begins before this one ends: not of the form that is looked for.
      guard !bytes[outline].contains(UInt8(ascii: "<")) else { continue }
      position = end.upperBound
      drawings.append(
        Drawing(path: path.lowerBound + 2..<end.upperBound - 6, outline: outline))
    }
    return drawings
  }
}
