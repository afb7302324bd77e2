import SourceText

/// Derivatives in a line: `\\partial_x f`, `\\partial f / \\partial x`, `df/dx`.
extension Reader {
  /// At a `\\partial` that stands in no fraction.
  mutating func partial() throws(Failure) -> Term {
    if let derivative = try inlineDerivative(of: "\\partial") { return derivative }
    let start = position
    position += 1
    var scripts = Written(base: "\\partial", start: start)
    try takeScripts(&scripts)
    guard let sub = scripts.sub else {
      throw Message.refused(
        "LonePartial", "\\partial stands in \\frac{\\partial a}{\\partial b}",
        at: tokens[start].span)
    }
    if sub.allSatisfy({ tokens[$0].kind == .number || tokens[$0].isMark(",") }) {
      let numbers = tokens[sub].filter { $0.kind == .number }
      let places = numbers.flatMap { $0.text.utf8.map { Int($0) - 0x30 } }
      return try partial(places, from: start)
    }
    var targets: [Term] = []
    for part in try variables(sub) { targets.append(try target(part)) }
    if let sup = scripts.sup {
      guard targets.count == 1, let order = Int(written(sup)), (1...9).contains(order) else {
        throw Message.outside("derivatives of unknown order", at: span(sup))
      }
      targets = Array(repeating: targets[0], count: order)
    }
    let inner = try operandBehind(targets)
    return try derivative(inner, by: targets, at: span(from: start))
  }

  /// `xy` is x and y unless it is a name; `x, y` always.
  private func variables(_ sub: Range<Int>) throws(Failure) -> [Range<Int>] {
    let parts = split(sub, at: [","])
    let isRun = sub.count > 1 && tokens[sub].allSatisfy { $0.kind == .letter }
    guard parts.count == 1, isRun, scope.symbol(named: canonical(tokens[sub])) == nil else {
      return parts
    }
    return sub.map { $0..<($0 + 1) }
  }

  /// `df/dx`, `\\partial^2 f/\\partial x\\partial y`, at the first sign; `nil` if it is none.
  mutating func inlineDerivative(of sign: String) throws(Failure) -> Term? {
    guard let token = next, token.text == sign, token.kind != .open,
      sign != "d" || scope.symbol(named: "d") == nil && binding("d") == nil,
      let slash = slash(), let second = self.token(at: slash + 1), second.text == sign
    else { return nil }
    let start = position
    let end = endOfTargets(from: slash + 1, sign)
    guard end > slash + 2 else { return nil }
    position = end
    return try derivative(.range(start..<slash), .range((slash + 1)..<end), from: start)
  }

  private func token(at index: Int) -> Token? { index < end ? tokens[index] : nil }

  /// The `/` that ends the first half: letters, scripts and groups only stand before it.
  private func slash() -> Int? {
    var index = position
    while index < end {
      let token = tokens[index]
      if token.isMark("/") { return index > position ? index : nil }
      switch token.kind {
      case .letter, .number, .word, .superscript, .subscript: index += 1
      case .command where index == position: index += 1
      case .symbol where token.text == "'": index += 1
      case .symbol where token.text == "(":
        guard let close = try? closing(of: index) else { return nil }
        index = close + 1
      case .open: index = partner[index] + 1
      default: return nil
      }
    }
    return nil
  }

  /// Behind the last `\\partial x` of the second half.
  private func endOfTargets(from start: Int, _ sign: String) -> Int {
    var index = start
    while index < end, tokens[index].text == sign {
      index += 1
      guard index < end, [.letter, .word, .open].contains(tokens[index].kind) else { return index }
      index = tokens[index].kind == .open ? partner[index] + 1 : index + 1
      while index + 1 < end,
        tokens[index].kind == .superscript || tokens[index].kind == .subscript
      {
        index = tokens[index + 1].kind == .open ? partner[index + 1] + 1 : index + 2
      }
    }
    return index
  }
}
