/// Writes KaTeX's boxes with a fifth of the markup, drawn at the same places.
///
/// KaTeX builds on elements that any browser of the last fifteen years knows, and names every atom's
/// kind. Here atoms without a rule are plain text, struts are made by the stylesheet, a superscript
/// is a shifted word, and the rows of a stack (fractions, limits, columns) lie in one cell of a grid
/// on one baseline, each shifted to its place. What is not of a known shape (roots, wide accents, braces,
/// delimiters in pieces) stays as KaTeX wrote it. `Tests/Browser` compares every glyph with KaTeX.
struct ShortFormula {
  typealias Node = FormulaElement.Node

  /// Classes that KaTeX's stylesheet has no rule for.
  static let withoutRule: Set<String> = [
    "mord", "mbin", "mrel", "mopen", "mclose", "mpunct", "minner", "mop", "mtight", "text",
    "textstyle", "uncramped",
  ]
  /// What is drawn with more than text stays as it is.
  private static let drawn: Set<String> = [
    "mult", "vbox", "hbox", "hide-tail", "stretchy", "rlap", "llap", "clap", "x-arrow", "overlay",
  ]
  /// Their children are addressed as elements.
  private static let addressing: Set<String> = [
    "thinbox", "inner", "accent", "accent-body", "sqrt", "root", "delimsizinginner", "svg-align",
  ]
  /// The three spaces between atoms as empty elements of their own.
  private static let spaces = [
    "margin-right:0.1667em": "em", "margin-right:0.2222em": "s", "margin-right:0.2778em": "u",
  ]

  /// Large brackets and signs.
  private static let sizes = [
    ["delimsizing", "size1"]: "q1", ["delimsizing", "size2"]: "q2",
    ["delimsizing", "size3"]: "q3", ["delimsizing", "size4"]: "q4",
    ["op-symbol", "small-op"]: "o1", ["op-symbol", "large-op"]: "o2",
  ]

  /// The rules that the short elements need beside KaTeX's.
  static let sheet = """
    .katex b{font-weight:inherit}.katex i{font-family:KaTeX_Math;font-style:italic}
    .katex :is(s,u){text-decoration:none}.katex :is(s,u,em):empty{display:inline-block}
    .katex em{margin-right:.1667em}.katex s{margin-right:.2222em}.katex u{margin-right:.2778em}
    .katex s:not(:empty){margin-left:.2222em}.katex u:not(:empty){margin-left:.2778em}
    .katex .q1{font-family:KaTeX_Size1}.katex .q2{font-family:KaTeX_Size2}
    .katex .q3{font-family:KaTeX_Size3}.katex .q4{font-family:KaTeX_Size4}
    .katex .o1{position:relative;font-family:KaTeX_Size1}
    .katex .o2{position:relative;font-family:KaTeX_Size2}
    .katex>math{position:absolute;left:0;top:0;width:1px;height:1px;overflow:hidden;clip:rect(1px,1px,1px,1px)}
    :is(.katex-html,.katex-html>span:not([class]))>b:not(.newline,.tag){position:relative;display:inline-block;white-space:nowrap;width:min-content}
    :is(.katex-html,.katex-html>span:not([class]))>b:not(.newline,.tag)::before{content:"";display:inline-block}
    .katex :is(.v,.vl,.vc,.vr,.f){display:inline-grid;align-items:baseline;line-height:0}
    .katex :is(.v,.vl,.vc,.vr,.f)>b{grid-area:1/1;position:relative}
    .katex .vl{text-align:left}.katex :is(.vc,.f){text-align:center}.katex .vr{text-align:right}
    .katex .f{margin:0 .12em}.katex .l{top:-.23em;border-bottom:.04em solid;min-height:1px}
    .katex .a{display:inline-block;position:relative;width:0}
    .katex .vbox{line-height:1.2}

    """

  /// Everything inside of `katex-html`.
  ///
  /// - Parameter isDisplay: Whether it stands by itself: on a narrow page its lines break, behind
  ///   relations first, so what lies between is one element.
  static func children(of element: FormulaElement, isDisplay: Bool) -> [Node] {
    guard isDisplay else { return contents(element, addressed: false) }
    let lines = DisplayLines.lines(element.children)
    return lines.flatMap { line -> [Node] in
      var piece = element
      piece.children = line
      let nodes = contents(piece, addressed: false)
      guard lines.count > 1, line.count > 1 else { return nodes }
      return [.element(FormulaElement(name: "span", children: nodes))]
    }
  }

  /// An element's children in short; text beside text becomes one.
  private static func contents(_ element: FormulaElement, addressed: Bool) -> [Node] {
    var nodes: [Node] = []
    for child in element.children {
      switch child {
      case .text: append(child, to: &nodes)
      case .element(let child):
        for node in short(child, addressed: addressed) { append(node, to: &nodes) }
      }
    }
    return spaced(nodes)
  }

  /// A sign between two spaces of one kind is one element with room on both sides.
  private static func spaced(_ nodes: [Node]) -> [Node] {
    var result: [Node] = []
    var index = 0
    while index < nodes.count {
      if index + 2 < nodes.count, let space = space(nodes[index]), space != "em",
        self.space(nodes[index + 2]) == space, case .text(let sign) = nodes[index + 1],
        let character = sign.first, sign.count == 1, !character.isLetter, !character.isNumber
      {
        result.append(.element(FormulaElement(name: space, children: [.text(sign)])))
        index += 3
      } else {
        result.append(nodes[index])
        index += 1
      }
    }
    return result
  }

  /// The name of an empty element that is one of the spaces.
  private static func space(_ node: Node) -> String? {
    guard case .element(let element) = node, element.children.isEmpty, element.classes.isEmpty,
      element.style.isEmpty, spaces.values.contains(element.name)
    else { return nil }
    return element.name
  }

  private static func append(_ node: Node, to nodes: inout [Node]) {
    if case .text(let text) = node, case .text(let before) = nodes.last {
      nodes[nodes.count - 1] = .text(before + text)
    } else {
      nodes.append(node)
    }
  }

  /// - Parameter addressed: Whether the element around it has a rule for its children.
  static func short(_ element: FormulaElement, addressed: Bool) -> [Node] {
    if element.name != "span" || !drawn.isDisjoint(with: element.classes) {
      return [.element(element)]
    }
    if element.has("vlist-t") {
      return [.element(FormulaStack.short(element, "v") ?? unstacked(element, 0))]
    }
    if element.has("base") { return [.element(base(element))] }
    if let stack = stack(element) {
      guard addressed || !element.style.isEmpty else { return [.element(stack)] }
      return [
        .element(FormulaElement(name: "b", style: element.style, children: [.element(stack)]))
      ]
    }
    return plain(element, addressed: addressed)
  }

  private static func plain(_ element: FormulaElement, addressed: Bool) -> [Node] {
    var short = element
    short.classes.removeAll { withoutRule.contains($0) }
    if element.has("delimcenter") || element.has("op-symbol") {
      short.style.removeAll { $0.property == "top" && $0.em == 0 }
      if short.style.isEmpty { short.classes.removeAll { $0 == "delimcenter" } }
    }
    if element.children.isEmpty, short.classes == ["mspace"], let style = short.style.first,
      let name = spaces["\(style.property):\(style.value)"], short.style.count == 1
    {
      return [.element(FormulaElement(name: name))]
    }
    short.children = contents(
      element, addressed: !addressing.isDisjoint(with: element.classes))
    guard element.attributes.isEmpty else { return [.element(short)] }
    if short.classes.isEmpty, short.style.isEmpty, !addressed { return short.children }
    short.name = "b"
    if short.classes == ["mathnormal"] { (short.name, short.classes) = ("i", []) }
    if let name = sizes[short.classes] { short.classes = [name] }
    return [.element(short)]
  }

  /// Its strut is made by the stylesheet, which knows it by its place.
  private static func base(_ element: FormulaElement) -> FormulaElement {
    guard case .element(let strut) = element.children.first, strut.classes == ["strut"],
      element.style.isEmpty
    else {
      var kept = element
      kept.children = contents(element, addressed: false)
      return kept
    }
    var rest = element
    rest.children.removeFirst()
    return FormulaElement(
      name: "b", classes: element.classes.filter { $0 != "base" }, strut: strut.style,
      children: contents(rest, addressed: false))
  }

  // MARK: Stacks

  private static let alignments = [
    "msupsub": "vl", "col-align-l": "vl", "col-align-r": "vr", "col-align-c": "vc",
    "op-limits": "vc", "mfrac": "vc", "accent": "vc",
  ]

  /// The one stack that an element holds, and what it says of its alignment.
  private static func stack(_ element: FormulaElement) -> FormulaElement? {
    if element.children.count == 1, case .element(let inner) = element.children[0],
      inner.has("vlist-t"), let kind = element.classes.lazy.compactMap({ alignments[$0] }).first
    {
      return FormulaStack.short(inner, kind, isScript: element.has("msupsub"))
    }
    return fraction(element)
  }

  /// A fraction with the room around it that KaTeX makes with empty delimiters.
  private static func fraction(_ element: FormulaElement) -> FormulaElement? {
    guard let parts = element.elements, parts.count == 3, parts[1].classes == ["mfrac"],
      Set(parts[0].classes) == ["mopen", "nulldelimiter"],
      Set(parts[2].classes) == ["mclose", "nulldelimiter"],
      withoutRule.isSuperset(of: element.classes), element.style.isEmpty,
      case .element(let inner) = parts[1].children.first
    else { return nil }
    return FormulaStack.short(inner, "f")
  }

  /// A stack of another shape: the table, its rows, its cells and their boxes stay; what stands in
  /// them is written in short.
  private static func unstacked(_ element: FormulaElement, _ level: Int) -> FormulaElement {
    if level == 4, !drawn.isDisjoint(with: element.classes) || element.name != "span" {
      return element
    }
    var kept = element
    if level == 4 {
      kept.children = contents(element, addressed: element.has("delimsizinginner"))
    } else {
      kept.children = element.children.map {
        guard case .element(let child) = $0 else { return $0 }
        return .element(unstacked(child, level + 1))
      }
    }
    return kept
  }
}
