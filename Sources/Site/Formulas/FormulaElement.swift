/// An element of KaTeX's markup, so that it can be written anew in fewer words.
struct FormulaElement {
  var name: String
  var classes: [String] = []
  var style: [Declaration] = []
  /// How high and deep a strut before its content is, which the stylesheet makes.
  var strut: [Declaration] = []
  /// The other attributes as they were written, each with a blank before it.
  var attributes = ""
  var children: [Node] = []

  enum Node {
    /// Escaped, as it was written.
    case text(String)
    case element(FormulaElement)
  }

  /// `top:-3em`.
  struct Declaration: Hashable {
    let property: String
    let value: String

    /// The length, if it is one in em.
    var em: Double? { value.hasSuffix("em") ? Double(value.dropLast(2)) : nil }
  }

  /// The children that are elements, if all are.
  var elements: [FormulaElement]? {
    var elements: [FormulaElement] = []
    for child in children {
      guard case .element(let element) = child else { return nil }
      elements.append(element)
    }
    return elements
  }

  func has(_ name: String) -> Bool { classes.contains(name) }

  /// The value of a length in em.
  func em(_ property: String) -> Double? {
    style.first { $0.property == property }.flatMap(\.em)
  }
}

// MARK: Reading

extension FormulaElement {
  /// Elements nest no deeper than that in what is written anew; the rest stays as it is.
  private static let depthLimit = 400

  /// Reads markup of KaTeX's making: its outermost elements, or nil for what is not well formed or
  /// nested too deeply.
  static func read(_ markup: String) -> [Node]? {
    var reader = Reader(bytes: Array(markup.utf8))
    guard let nodes = reader.nodes(0), reader.isAtEnd else { return nil }
    return nodes
  }

  private struct Reader {
    let bytes: [UInt8]
    var position = 0

    var isAtEnd: Bool { position == bytes.count }

    private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func text(_ range: Range<Int>) -> String {
      String(decoding: bytes[range], as: UTF8.self)
    }

    /// Goes to the next of these bytes, and gives what it passed.
    private mutating func skip(to isEnd: (UInt8) -> Bool) -> String {
      let start = position
      while position < bytes.count, !isEnd(bytes[position]) { position += 1 }
      return text(start..<position)
    }

    /// Everything up to the end tag of the element around it, or the end.
    mutating func nodes(_ depth: Int) -> [Node]? {
      guard depth < depthLimit else { return nil }
      var nodes: [Node] = []
      while let byte {
        if byte != UInt8(ascii: "<") {
          nodes.append(.text(skip { $0 == UInt8(ascii: "<") }))
        } else if position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "/") {
          return nodes
        } else {
          guard let element = element(depth) else { return nil }
          nodes.append(.element(element))
        }
      }
      return nodes
    }

    private mutating func element(_ depth: Int) -> FormulaElement? {
      position += 1
      var element = FormulaElement(
        name: skip { " >/".utf8.contains($0) })
      while byte == UInt8(ascii: " ") {
        guard readAttribute(&element) else { return nil }
      }
      if byte == UInt8(ascii: "/") {
        position += 2
        return element
      }
      guard byte == UInt8(ascii: ">") else { return nil }
      position += 1
      guard let children = nodes(depth + 1), byte == UInt8(ascii: "<") else { return nil }
      element.children = children
      position += 2
      guard skip(to: { $0 == UInt8(ascii: ">") }) == element.name, byte != nil else { return nil }
      position += 1
      return element
    }

    private mutating func readAttribute(_ element: inout FormulaElement) -> Bool {
      let start = position
      position += 1
      let name = skip { "=".utf8.contains($0) }
      position += 1
      guard let quote = byte, "\"'".utf8.contains(quote) else { return false }
      position += 1
      let value = skip { $0 == quote }
      guard byte == quote else { return false }
      position += 1
      switch name {
      case "class": element.classes += value.split(separator: " ").map(String.init)
      case "style": element.style += Self.declarations(value)
      // Inside of HTML a drawing needs none.
      case "xmlns" where element.name == "svg": break
      default: element.attributes += text(start..<position)
      }
      return true
    }

    private static func declarations(_ style: String) -> [Declaration] {
      style.split(separator: ";").compactMap { declaration in
        guard let colon = declaration.firstIndex(of: ":") else { return nil }
        return Declaration(
          property: String(declaration[..<colon]),
          value: String(declaration[colon...].dropFirst()))
      }
    }
  }
}

// MARK: Writing

extension [FormulaElement.Node] {
  /// The markup; styles become classes, which are collected.
  func write(_ markup: inout String, _ styles: inout [String: String]) {
    for node in self {
      switch node {
      case .text(let text): markup += text
      case .element(let element): element.write(&markup, &styles)
      }
    }
  }
}

extension FormulaElement {
  fileprivate func write(_ markup: inout String, _ styles: inout [String: String]) {
    markup += "<" + name
    var classes = classes
    for (declarations, isStrut) in [(style, false), (strut, true)] where !declarations.isEmpty {
      let rules = declarations.map { "\($0.property):\($0.value);" }.joined()
      let name = FormulaStyles.name(of: rules, isStrut: isStrut)
      styles[name] = rules
      classes.append(name)
    }
    // One name needs no quotation marks.
    if classes.count == 1 { markup += " class=" + classes[0] }
    if classes.count > 1 { markup += " class=\"\(classes.joined(separator: " "))\"" }
    markup += attributes
    markup += ">"
    children.write(&markup, &styles)
    markup += "</\(name)>"
  }
}
