/// KaTeX's MathML without what says nothing.
enum MathML {
  typealias Node = FormulaElement.Node

  /// Elements whose children form a row by themselves.
  private static let rows: Set<String> = [
    "math", "mrow", "mstyle", "mtd", "msqrt", "mpadded", "menclose", "mphantom",
  ]
  /// How it is drawn, which only those see who do not hear it.
  private static let drawing: Set<String> = [
    "stretchy", "fence", "separator", "lspace", "rspace", "minsize", "maxsize", "symmetric",
    "rowspacing", "columnspacing", "columnalign", "scriptlevel", "displaystyle", "xmlns",
  ]

  /// For beside KaTeX's boxes, without what says how it is drawn; and the LaTeX, escaped, unless it
  /// is the text itself.
  static func heard(_ math: FormulaElement) -> (math: FormulaElement, latex: String?) {
    var heard = short(math, isHeard: true)
    guard let parts = semantics(of: heard), parts.count == 2 else { return (heard, nil) }
    heard.children = parts[0].name == "mrow" ? parts[0].children : [.element(parts[0])]
    // Letters and digits are their own LaTeX.
    let latex = text(parts[1])
    let isText = text(parts[0]) == latex.filter { $0 != " " }
    return (heard, isText ? nil : latex)
  }

  /// What the formula means, and its LaTeX.
  private static func semantics(of math: FormulaElement) -> [FormulaElement]? {
    guard case .element(let semantics) = math.children.first, semantics.name == "semantics" else {
      return nil
    }
    return semantics.elements
  }

  /// All text in it, as it was written.
  private static func text(_ element: FormulaElement) -> String {
    element.children.map {
      switch $0 {
      case .text(let text): text
      case .element(let child): text(child)
      }
    }.joined()
  }

  /// For browsers to draw, without the LaTeX.
  static func seen(_ math: FormulaElement) -> FormulaElement {
    var math = math
    if let parts = semantics(of: math) { math.children = parts.prefix(1).map { .element($0) } }
    return short(math, isHeard: false)
  }

  private static func short(_ element: FormulaElement, isHeard: Bool) -> FormulaElement {
    var result = element
    result.attributes = attributes(element.attributes) {
      $0 == "xmlns" || isHeard && (drawing.contains($0) || $0 == "mathvariant" && isSign(element))
    }
    let isRow = rows.contains(element.name)
    result.children = element.children.flatMap { node -> [Node] in
      guard case .element(let child) = node else { return [node] }
      let short = short(child, isHeard: isHeard)
      if isHeard, isRow, short.name == "mtext", isBlank(short) { return [] }
      guard ["mrow", "mstyle"].contains(short.name), short.attributes.isEmpty,
        short.style.isEmpty, short.classes.isEmpty
      else { return [.element(short)] }
      // A group of one is that one; where any number may stand, a group of none is nothing, and a
      // group that is all there is needs no name.
      let isIdle =
        short.children.count == 1
        || isRow && (short.children.isEmpty || element.children.count == 1)
      return isIdle ? short.children : [.element(short)]
    }
    return result
  }

  /// Whether it is one sign that has no upright and slanted form: `∂`, `′`.
  private static func isSign(_ element: FormulaElement) -> Bool {
    guard element.children.count == 1, case .text(let text) = element.children[0] else {
      return false
    }
    return !text.contains { $0.isLetter }
  }

  private static func isBlank(_ element: FormulaElement) -> Bool {
    element.children.allSatisfy {
      guard case .text(let text) = $0 else { return false }
      return text.allSatisfy(\.isWhitespace)
    }
  }

  /// The attributes that say something: ` name="value"`, as KaTeX writes them.
  private static func attributes(_ text: String, _ isIdle: (String) -> Bool) -> String {
    guard !text.isEmpty else { return "" }
    var kept = ""
    var rest = text[...]
    while let equals = rest.firstIndex(of: "="),
      let end = rest[equals...].dropFirst(2).firstIndex(of: "\"")
    {
      let name = String(rest[..<equals].dropFirst())
      if !isIdle(name) { kept += rest[...end] }
      rest = rest[rest.index(after: end)...]
    }
    return kept
  }
}
