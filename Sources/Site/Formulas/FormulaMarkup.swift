/// KaTeX's output as pages have it: boxes for the eye, MathML for the ear, both in short.
package enum FormulaMarkup {
  /// The classes that are taken away, since KaTeX's stylesheet has no rule for them.
  package static var classesWithoutRule: Set<String> { ShortFormula.withoutRule }

  /// The markup of a formula; what stood in `style` attributes is collected by class.
  package static func short(_ html: String, _ styles: inout [String: String]) -> String {
    guard let nodes = FormulaElement.read(html) else {
      return FormulaStyles.classed(html, &styles)
    }
    var markup = ""
    nodes.map { short($0, isDisplay: false) }.write(&markup, &styles)
    return markup
  }

  private static func short(
    _ node: FormulaElement.Node, isDisplay: Bool
  ) -> FormulaElement.Node {
    guard case .element(var element) = node else { return node }
    // The stylesheet hides the mathematics itself, not a box around it.
    if element.has("katex-mathml"), element.children.count == 1 {
      return short(element.children[0], isDisplay: isDisplay)
    }
    let isDisplay = isDisplay || element.has("katex-display")
    if element.has("katex-html") {
      element.children = ShortFormula.children(of: element, isDisplay: isDisplay)
    } else if element.name == "math" {
      element = MathML.heard(element)
    } else {
      element.children = element.children.map { short($0, isDisplay: isDisplay) }
    }
    return .element(element)
  }

  /// A formula as MathML only, for what is folded away: a tenth of the bytes.
  package static func mathML(_ html: String) -> String? {
    guard let nodes = FormulaElement.read(html),
      let math = nodes.lazy.compactMap(firstMath).first
    else { return nil }
    var markup = ""
    var styles: [String: String] = [:]
    [.element(MathML.seen(math))].write(&markup, &styles)
    return markup
  }

  private static func firstMath(_ node: FormulaElement.Node) -> FormulaElement? {
    guard case .element(let element) = node else { return nil }
    return element.name == "math" ? element : element.children.lazy.compactMap(firstMath).first
  }
}
