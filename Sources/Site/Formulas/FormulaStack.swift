/// KaTeX's stacks of rows (`vlist`) in the short form, where each row is text that is shifted from
/// the common baseline.
enum FormulaStack {
  /// What a row may be to be shifted as text.
  private static let known: Set<String> = ShortFormula.withoutRule.union(
    [
      "sizing", "mathnormal", "mathbf", "mathrm", "mathbb", "mathcal", "mathit", "boldsymbol",
      "op-symbol", "large-op", "small-op", "frac-line",
    ]
  ).union((1...11).flatMap { ["size\($0)", "reset-size\($0)"] })

  /// The line of a fraction as the stylesheet has it.
  private static let line = [
    FormulaElement.Declaration(property: "top", value: "-.23em"),
    FormulaElement.Declaration(property: "border-bottom-width", value: "0.04em"),
  ]
  /// KaTeX's sizes of type; the sixth is that of the text.
  private static let sizes = [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.44, 1.728, 2.074, 2.488]

  /// The stack in short, if all of its rows are of known shapes.
  ///
  /// - Parameter isScript: Whether a single row needs no box around it.
  static func short(
    _ table: FormulaElement, _ kind: String, isScript: Bool = false
  ) -> FormulaElement? {
    guard table.has("vlist-t"), table.style.isEmpty,
      case .element(let line) = table.children.first,
      case .element(let list) = line.children.first, list.classes == ["vlist"],
      let boxes = list.elements
    else { return nil }
    var rows: [FormulaElement] = []
    for box in boxes {
      guard let row = row(box) else { return nil }
      rows.append(row)
    }
    if isScript, rows.count == 1 {
      rows[0].style.insert(.init(property: "position", value: "relative"), at: 0)
      return rows[0]
    }
    return FormulaElement(name: "b", classes: [kind], children: rows.map { .element($0) })
  }

  /// A row, its size and its shift in one element.
  private static func row(_ box: FormulaElement) -> FormulaElement? {
    guard box.classes.isEmpty, let parts = box.elements, parts.count == 2,
      parts[0].classes == ["pstrut"], let strut = parts[0].em("height"), let top = box.em("top"),
      box.style.allSatisfy({ ["top", "margin-left", "margin-right"].contains($0.property) })
    else { return nil }
    let body = parts[1]
    if body.has("accent-body") { return accent(body, top + strut) }
    guard body.name == "span", known.isSuperset(of: body.classes),
      let scale = scale(body.classes)
    else { return nil }
    var row = FormulaElement(name: "b")
    row.add("top", (top + strut) / scale)
    row.add("margin-left", (box.em("margin-left") ?? 0) / scale)
    row.add("margin-right", (box.em("margin-right") ?? 0) / scale)
    row.add("font-size", scale, unless: 1)
    let ruled = body.classes.filter { !ShortFormula.withoutRule.contains($0) }
    if ruled == ["frac-line"] {
      row.classes = ["l"]
      row.style += body.style
      if row.style == line { row.style = [] }
    } else if ruled.contains("sizing") {
      guard body.style.isEmpty else { return nil }
      row.children = ShortFormula.children(of: body, isDisplay: false)
    } else {
      row.children = ShortFormula.short(body, addressed: false)
    }
    return row
  }

  /// A row with an accent, which takes no room; wide ones and arrows are drawn.
  private static func accent(_ body: FormulaElement, _ top: Double) -> FormulaElement? {
    let signs = ShortFormula.children(of: body, isDisplay: false)
    guard body.classes == ["accent-body"], signs.count == 1, case .text = signs[0] else {
      return nil
    }
    var row = FormulaElement(name: "b")
    row.add("top", top)
    let accent = FormulaElement(name: "b", classes: ["a"], style: body.style, children: signs)
    row.children = [.element(accent)]
    return row
  }

  /// How much smaller `sizing reset-size6 size3` is; nil for what is no size.
  private static func scale(_ classes: [String]) -> Double? {
    guard classes.contains("sizing") else { return 1 }
    var inner: Double?
    var outer: Double?
    for name in classes where name != "sizing" && !ShortFormula.withoutRule.contains(name) {
      let isOuter = name.hasPrefix("reset-size")
      guard let number = Int(name.dropFirst(isOuter ? 10 : 4)), sizes.indices.contains(number - 1)
      else { return nil }
      if isOuter { outer = sizes[number - 1] } else { inner = sizes[number - 1] }
    }
    guard let inner, let outer else { return nil }
    return inner / outer
  }
}

extension FormulaElement {
  /// A length in em, to a hundred thousandth, unless it says nothing.
  fileprivate mutating func add(_ property: String, _ em: Double, unless idle: Double = 0) {
    let hundredThousandths = Int((em * 100_000).rounded())
    guard hundredThousandths != Int(idle * 100_000) else { return }
    var digits = String(100_000 + abs(hundredThousandths) % 100_000).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    let whole = abs(hundredThousandths) / 100_000
    let value =
      (hundredThousandths < 0 ? "-" : "") + (whole == 0 && !digits.isEmpty ? "" : "\(whole)")
      + (digits.isEmpty ? "" : ".\(digits)") + "em"
    style.append(Declaration(property: property, value: value))
  }
}
