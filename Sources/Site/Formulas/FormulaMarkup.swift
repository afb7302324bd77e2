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
    let isDisplay = isDisplay || element.has("katex-display")
    if element.has("katex-html") {
      element.children = ShortFormula.children(of: element, isDisplay: isDisplay)
      return .element(element)
    }
    if element.has("katex") { hear(&element) }
    element.children = element.children.map { short($0, isDisplay: isDisplay) }
    return .element(element)
  }

  /// Puts a formula's mathematics into the place of the box around it, which the stylesheet need
  /// not hide, and its LaTeX beside its class: `FormulaSources` takes it from there.
  private static func hear(_ formula: inout FormulaElement) {
    guard case .element(let box) = formula.children.first, box.has("katex-mathml"),
      case .element(let math) = box.children.first
    else { return }
    let heard = MathML.heard(math)
    formula.children[0] = .element(heard.math)
    if let latex = heard.latex { formula.attributes += " data-tex=\"\(latex)\"" }
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
