import Numerics
import SourceText

/// Limits that are written with an arrow: `f(s) \to 0 \quad (s \to \infty)`.
extension Reader {
  /// What tends to what in a line of a display.
  struct Aim {
    let variable: SymbolID
    let point: Term.LimitPoint
    /// The line that it is said of.
    let line: Range<Int>
  }

  /// Takes out of lines that state a limit what tends to what there.
  mutating func takingAims(_ lines: [[Segment]]) throws(Failure) -> [[Segment]] {
    var rest = lines
    for (number, line) in lines.enumerated() {
      guard let first = line.first, let last = line.last, statesLimit(first),
        line.allSatisfy({ !containsArrow($0.range) })
      else { continue }
      let aims = line.indices.dropFirst().filter { isAim(line[$0].range) }
      guard aims.count == 1 else { continue }
      let part = unbracketed(trimmed(line[aims[0]].range))
      let whole = first.range.lowerBound..<last.range.upperBound
      guard let aim = try aim(part, of: whole) else { continue }
      self.aims.append(aim)
      rest[number].remove(at: aims[0])
    }
    return rest
  }

  /// `\frac{h^2 + h}{h} = 1 + h \to 1 \quad (h \to 0)`: in the steps that take no limit, h is not 0.
  func nearAim(_ step: Step, in chain: Range<Int>) -> [Term] {
    guard let aim = aims.last(where: { $0.line.overlaps(chain) }),
      case .relation(_, let left, let right) = step.conclusion,
      scope[aim.variable].kind.valueShape == .scalar
    else { return [] }
    if case .limit = left.node { return [] }
    guard scope.names(in: left).union(scope.names(in: right)).contains(aim.variable) else {
      return []
    }
    let number = Term(.symbol(aim.variable), .scalar, at: step.span)
    let zero = Term(.number(.zero), .scalar, at: step.span)
    let (relation, bound): (Term.Relation, Term) =
      switch aim.point {
      case .value(let point): (.notEqual, point)
      case .fromBelow(let point): (.less, point)
      case .fromAbove(let point): (.greater, point)
      case .infinity: (.greater, zero)
      case .minusInfinity: (.less, zero)
      }
    return [Term(.relation(relation, number, bound), .truth, at: step.span)]
  }

  private func statesLimit(_ segment: Segment) -> Bool {
    guard !segment.isCondition else { return false }
    var arrow: Int?
    scan(segment.range) { if arrow == nil, tokens[$0].isMark("\\to") { arrow = $0 } }
    return arrow.map { $0 > segment.range.lowerBound } ?? false
  }

  private func containsArrow(_ range: Range<Int>) -> Bool {
    range.contains { arrowSigns.contains(tokens[$0].text) }
  }

  /// `x \to a`, `(x \to a)`, with nothing beside it.
  private func isAim(_ range: Range<Int>) -> Bool {
    let part = unbracketed(trimmed(range))
    guard let arrow = firstRelation(part), tokens[arrow].isMark("\\to"),
      arrow == part.lowerBound + 1, tokens[part.lowerBound].kind == .letter
    else { return false }
    return !containsRelation((arrow + 1)..<part.upperBound)
      && split(part, at: [",", "and", "\\wedge"]).count == 1
  }

  /// `nil` if the letter is no number that can tend to something.
  private mutating func aim(_ part: Range<Int>, of line: Range<Int>) throws(Failure) -> Aim? {
    let name = tokens[part.lowerBound].text
    if scope.symbol(named: name) == nil, binding(name) == nil, !indexLetters.contains(name) {
      bindNumber(name, .reals, at: tokens[part.lowerBound].span)
    }
    guard let variable = freeNumber(name) else { return nil }
    let point = try limitPoint((part.lowerBound + 2)..<part.upperBound, arrow: "\\to")
    return Aim(variable: variable, point: point, line: line)
  }

  /// A declared number that no definition fixes.
  private func freeNumber(_ name: String) -> SymbolID? {
    if let bound = binding(name) { return bound.shape == .scalar ? bound.namedSymbol : nil }
    guard let symbol = scope.symbol(named: name), symbol.family.isEmpty else { return nil }
    switch symbol.kind {
    case .scalar, .integer, .size: return symbol.id
    default: return nil
    }
  }

  /// `left \to right`, behind the arrow: the limit is the right side.
  mutating func limitLink(
    _ left: Term, _ arrow: Token, from start: Int
  ) throws(Failure) -> Link {
    let sign = position
    guard let aim = try scriptedAim() ?? aims.last(where: { $0.line.contains(sign - 1) }) else {
      throw Message.arrow(at: arrow.span)
    }
    try requireValue(left)
    let right = try expression()
    guard scope.names(in: left).contains(aim.variable),
      !scope.names(in: right).contains(aim.variable)
    else {
      throw Message.arrow(at: arrow.span)
    }
    let limit = Term(
      .limit(left, of: aim.variable, to: aim.point),
      left.shape == .index ? .scalar : left.shape, at: left.span)
    let (a, b) = try related(limit, right, .equal, sign: arrow)
    return Link(conclusion: .relation(.equal, a, b), right: b, span: span(from: start))
  }

  /// `\to_{x \to 0}`, which `\xrightarrow{x \to 0}` has become.
  private mutating func scriptedAim() throws(Failure) -> Aim? {
    guard let token = next, token.kind == .subscript || token.kind == .superscript else {
      return nil
    }
    position += 1
    let part = trimmed(try argument(of: "what tends to what"))
    guard isAim(part), let aim = try aim(part, of: part) else {
      throw Message.arrow(at: token.span)
    }
    return aim
  }
}
