/// Where a display may go to a new line on a narrow page.
///
/// KaTeX parts a formula behind relations and signs, brackets or not, but never between brackets
/// that grow. Here it is parted between those too, and behind wide spaces, so that a condition may
/// have a line of its own; what lies between two relations is kept together as long as it fits.
enum DisplayLines {
  typealias Node = FormulaElement.Node

  /// KaTeX's unbreakable boxes, by the lines that they should rather stand on.
  static func lines(_ boxes: [Node]) -> [[Node]] {
    var lines: [[Node]] = [[]]
    var depth = 0
    for box in boxes.flatMap(parted) {
      lines[lines.count - 1].append(box)
      if case .element(let base) = box, base.has("base") {
        depth = max(0, depth + openBrackets(base))
        guard depth == 0, endsLine(base) else { continue }
      }
      lines.append([])
    }
    return lines.filter { !$0.isEmpty }
  }

  /// A box in pieces that end with its wide spaces, or with a sign between brackets that grow, each
  /// with the strut of the whole.
  private static func parted(_ box: Node) -> [Node] {
    guard case .element(let base) = box, base.classes == ["base"],
      case .element(let strut) = base.children.first, strut.classes == ["strut"]
    else { return [box] }
    var parts: [[Node]] = [[]]
    var sign: FormulaElement?
    // Brackets of one size are not parted while those around them can be.
    var depth = 0
    for (child, isInside) in base.children.dropFirst().flatMap({ opened($0, isInside: false) }) {
      parts[parts.count - 1].append(child)
      guard case .element(let atom) = child else { continue }
      let isPlace = isInside && depth == 0 && atom.has("mspace") && sign.map(mayEnd) == true
      if isPlace || isWideSpace(child) { parts.append([]) }
      if !atom.has("mspace") { sign = atom }
      if isInside, !atom.has("delimcenter") {
        depth = max(0, depth + (atom.has("mopen") ? 1 : 0) - (atom.has("mclose") ? 1 : 0))
      }
    }
    if parts.count > 1, parts.last?.isEmpty == true { parts.removeLast() }
    return parts.map { part in
      var piece = base
      piece.children = [.element(strut)] + part
      return .element(piece)
    }
  }

  /// What stands between brackets that grow, brackets included; anything else is by itself.
  private static func opened(_ node: Node, isInside: Bool) -> [(node: Node, isInside: Bool)] {
    guard case .element(let group) = node, group.has("minner"), group.style.isEmpty,
      ShortFormula.withoutRule.isSuperset(of: group.classes),
      case .element(let first) = group.children.first, first.has("mopen"),
      case .element(let last) = group.children.last, last.has("mclose")
    else { return [(node, isInside)] }
    return group.children.flatMap { opened($0, isInside: true) }
  }

  /// Whether a line may end behind an atom between brackets.
  private static func mayEnd(_ atom: FormulaElement) -> Bool {
    atom.has("mbin") || atom.has("mrel") || atom.has("mpunct")
  }

  /// How many more brackets it opens than it closes.
  private static func openBrackets(_ base: FormulaElement) -> Int {
    base.children.reduce(0) { count, child in
      guard case .element(let atom) = child else { return count }
      return count + (atom.has("mopen") ? 1 : 0) - (atom.has("mclose") ? 1 : 0)
    }
  }

  private static func endsLine(_ base: FormulaElement) -> Bool {
    if let last = base.children.last, isWideSpace(last) { return true }
    let atom = base.children.last {
      guard case .element(let element) = $0 else { return true }
      return !element.has("mspace")
    }
    guard case .element(let sign) = atom else { return false }
    return sign.has("mrel")
  }

  private static func isWideSpace(_ node: Node) -> Bool {
    guard case .element(let space) = node, space.classes == ["mspace"] else { return false }
    return (space.em("margin-right") ?? 0) >= 1
  }
}
