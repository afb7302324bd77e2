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
      var places = numbers.flatMap { $0.text.utf8.map { Int($0) - 0x30 } }
      // `\partial_1 \partial_2 f(x, y)`.
      while isAt("\\partial"), token(ahead: 1)?.kind == .subscript,
        let number = token(ahead: 2), number.kind == .number, let place = Int(number.text)
      {
        places.append(place)
        position += 3
      }
      return try partial(places, from: start)
    }
    if let entry = try partialByIndex(sub, scripts.sup, from: start) { return entry }
    var targets: [Term] = []
    for part in try variables(sub) { targets.append(try target(part)) }
    if let sup = scripts.sup {
      guard targets.count == 1, let order = Int(written(sup)), (1...9).contains(order) else {
        throw Message.outside("derivatives of unknown order", at: span(sup))
      }
      targets = Array(repeating: targets[0], count: order)
    }
    let inner = try operandBehind(targets, from: start)
    return try derivative(inner, by: targets, at: span(from: start))
  }

  /// `\\partial_i f(x)`, `\\partial_{ij} f(x)`, `\\partial_i \\partial_j f(x)`: entries of the gradient and the
  /// Hessian of a function of a vector; `nil` if the subscript names variables.
  private mutating func partialByIndex(
    _ sub: Range<Int>, _ sup: Range<Int>?, from start: Int
  ) throws(Failure) -> Term? {
    var places = try variables(sub)
    guard sup == nil, areIndices(places) else { return nil }
    let saved = position
    while isAt("\\partial"), token(ahead: 1)?.kind == .subscript {
      position += 2
      places += try variables(try argument(of: "the subscript"))
    }
    if places.count <= 2, areIndices(places),
      let sum = try gradientOfSum(places.count, from: start)
    {
      return try entries(of: sum, places, from: start)
    }
    guard places.count <= 2, areIndices(places), let function = try functionHere(),
      let shape = shapes(of: function).arguments.first, case .vector = shape,
      shapes(of: function).arguments.count == 1, shapes(of: function).result.isNumber
    else {
      position = saved
      throw Message.refused(
        "DerivativeBy",
        "\\partial_\(written(sub)) with an index stands before a function of a vector",
        at: span(from: start))
    }
    let derived = try functionDerivative(
      places.count == 1 ? .gradient : .hessian, function, from: start)
    return try entries(of: derived, places, from: start)
  }

  private mutating func entries(
    of array: Term, _ places: [Range<Int>], from start: Int
  ) throws(Failure) -> Term {
    var indices: [Term] = []
    for place in places { indices.append(try indexTerm(place)) }
    return try entry(of: array, indices, at: span(from: start))
  }

  private func areIndices(_ places: [Range<Int>]) -> Bool {
    places.allSatisfy { place in
      place.count == 1 && tokens[place.lowerBound].kind == .letter
        && isIndexVariable(tokens[place.lowerBound].text)
    }
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
