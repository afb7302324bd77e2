import Files
import Typesetting

/// KaTeX's faces, each as a stylesheet that holds it.
///
/// A face from a file of its own comes after the text, in other widths than the face that stood in
/// for it, and lines break anew before the reader's eyes. Faces inside stylesheets are there before
/// anything is drawn; so that this costs little, a page takes only those that its formulas use.
package enum FormulaFonts {
  /// Where the sheet of a face lies.
  static func path(_ face: String) -> String { "assets/katex/\(face).css" }

  /// The faces that a page's parts need, by the names of their files, in order.
  package static func faces(in parts: String...) -> [String] { faces(in: parts) }

  static func faces(in parts: [String]) -> [String] {
    var names = ClassNames()
    for part in parts { names.add(part) }
    return faces.filter { face in
      face.anyOf.contains { $0.allSatisfy(names.contains) }
    }.map(\.name)
  }

  /// Every face that some formula can use.
  package static var all: [String] { faces.map(\.name) }

  /// A face with the sets of KaTeX's classes that call for it; any one of the sets is enough.
  private struct Face {
    let name: String
    let anyOf: [[String]]

    init(_ name: String, _ anyOf: [String]...) {
      self.name = name
      self.anyOf = anyOf
    }
  }

  private static let faces = [
    Face(
      "AMS-Regular", ["amsrm"], ["mathbb"], ["textbb"]),
    Face(
      "Caligraphic-Bold", ["mathcal", "mathbf"], ["mathcal", "boldsymbol"], ["mathcal", "textbf"]),
    Face("Caligraphic-Regular", ["mathcal"]),
    Face(
      "Fraktur-Bold", ["mathfrak", "mathbf"], ["mathfrak", "boldsymbol"], ["mathfrak", "textbf"],
      ["textfrak", "textbf"]),
    Face("Fraktur-Regular", ["mathfrak"], ["textfrak"]),
    Face("Main-Bold", ["textbf"], ["mathbf"]),
    Face("Main-BoldItalic", ["textbf", "textit"], ["textbf", "mathit"]),
    Face("Main-Italic", ["textit"], ["mathit"]),
    Face("Main-Regular", ["katex"]),
    Face("Math-BoldItalic", ["boldsymbol"], ["mathnormal", "textbf"]),
    Face("Math-Italic", ["mathnormal"]),
    Face(
      "SansSerif-Bold", ["mathboldsf"], ["textboldsf"], ["mathsf", "textbf"],
      ["textsf", "textbf"]),
    Face(
      "SansSerif-Italic", ["mathitsf"], ["textitsf"], ["mathsf", "textit"], ["textsf", "textit"]),
    Face("SansSerif-Regular", ["mathsf"], ["textsf"]),
    Face("Script-Regular", ["mathscr"], ["textscr"]),
    Face("Size1-Regular", ["delimsizing", "size1"], ["q1"], ["delim-size1"], ["small-op"], ["o1"]),
    Face("Size2-Regular", ["delimsizing", "size2"], ["q2"], ["large-op"], ["o2"]),
    Face("Size3-Regular", ["delimsizing", "size3"], ["q3"]),
    Face("Size4-Regular", ["delimsizing", "size4"], ["q4"], ["delim-size4"]),
    Face("Typewriter-Regular", ["mathtt"], ["texttt"]),
  ]

  /// KaTeX's own style without its faces, and a sheet for every face.
  static func files(_ katex: KaTeX) throws(FileError) -> [SiteFile] {
    let sheet = String(decoding: try FileSystem.read(katex.stylesheet), as: UTF8.self)
    let parts = sheet.split(separator: "@font-face{", omittingEmptySubsequences: false)
    let rules =
      String(parts[0])
      + parts.dropFirst().flatMap { $0.drop { $0 != "}" }.dropFirst() }
    var files = [SiteFile("assets/katex/katex.css", rules)]
    for face in all {
      let bytes = try FileSystem.read("\(katex.fonts)/KaTeX_\(face).woff2")
      files.append(SiteFile(path(face), rule(face, bytes)))
    }
    return files
  }

  private static func rule(_ face: String, _ bytes: [UInt8]) -> String {
    let parts = face.split(separator: "-")
    let weight = parts[1].hasPrefix("Bold") ? 700 : 400
    let style = parts[1].hasSuffix("Italic") ? "italic" : "normal"
    return "@font-face{font-family:KaTeX_\(parts[0]);font-weight:\(weight);font-style:\(style);"
      + "src:url(data:font/woff2;base64,\(Base64.text(bytes))) format('woff2')}\n"
  }
}

/// All names of classes that markup uses.
private struct ClassNames {
  private var names: Set<String> = []
  /// The attributes seen: pages repeat a few of them thousands of times.
  private var seen: Set<ArraySlice<UInt8>> = []

  mutating func add(_ markup: String) {
    let bytes = Array(markup.utf8)
    // The short form of letters in italics.
    if bytes.range(of: "<i>", from: 0) != nil || bytes.range(of: "<i class=", from: 0) != nil {
      names.insert("mathnormal")
    }
    var position = 0
    while let found = bytes.range(of: "class=", from: position), found.upperBound < bytes.count {
      let isQuoted = bytes[found.upperBound] == UInt8(ascii: "\"")
      let start = found.upperBound + (isQuoted ? 1 : 0)
      let end =
        bytes[start...].firstIndex {
          $0 == UInt8(ascii: "\"")
            || !isQuoted && ($0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ">"))
        } ?? bytes.count
      position = end
      let attribute = bytes[start..<end]
      guard seen.insert(attribute).inserted else { continue }
      for name in attribute.split(separator: UInt8(ascii: " ")) {
        names.insert(String(decoding: name, as: UTF8.self))
      }
    }
  }

  func contains(_ name: String) -> Bool { names.contains(name) }
}
