import Numerics
import SourceText

/// What stands behind the colon of a declaration.
extension Reader {
  static let kindNames = [
    "size", "index", "integer", "scalar", "vector", "onehot", "simplex", "matrix", "function",
    "random", "defined", "computed",
  ]

  mutating func kind(_ declaration: Declaration) throws(Failure) -> Symbol.Kind {
    let text = declaration.kind
    let word = text.leadingWord
    let rest = text[word.utf8.count..<text.count].trimmed
    switch word {
    case "size": return .size(.wholeNumbers(try wholeRange(rest, declaration, isSize: true)))
    case "index": return .index(try wholeRange(rest, declaration, isSize: false))
    case "integer": return .integer(try integerDomain(rest, declaration))
    case "scalar": return .scalar(try domain(rest))
    case "onehot":
      let (sizes, more) = try sizes(rest, count: 1)
      try requireNothing(more)
      return .vector(sizes[0], .oneHot)
    case "simplex":
      let (sizes, more) = try sizes(rest, count: 1)
      try requireNothing(more)
      return .vector(sizes[0], .simplex)
    case "vector":
      let (sizes, more) = try sizes(rest, count: 1)
      return .vector(sizes[0], try vectorKind(more))
    case "matrix":
      let (sizes, more) = try sizes(rest, count: 2)
      let kind = try matrixKind(more)
      if case .any = kind { return .matrix(sizes[0], sizes[1], kind) }
      guard settled(sizes[0]) == settled(sizes[1]) else {
        throw Message.declaration("only a square matrix can be \(more.text)", at: more.wholeSpan)
      }
      return .matrix(sizes[0], sizes[1], kind)
    case "function": return .function(try signature(rest))
    case "random": return .random(try randomKind(rest))
    case "defined":
      try requireNothing(rest)
      // No shape until an equation gives one.
      return .defined(.truth)
    case "computed":
      let variable = rest.leadingIdentifier
      guard !variable.isEmpty else {
        throw Message.declaration("the name of a run block's value is missing", at: text.wholeSpan)
      }
      let shape = rest[variable.utf8.count..<rest.count].trimmed
      return .computed(variable: variable, shape.isBlank ? .scalar : try self.shape(shape))
    default:
      throw Message.unknownKind(
        word.isEmpty ? text.text : word, near: nearest(to: word, among: Self.kindNames),
        at: word.isEmpty ? text.wholeSpan : text.span(0..<word.utf8.count))
    }
  }

  func requireNothing(_ rest: Excerpt) throws(Failure) {
    if !rest.isBlank {
      throw Message.declaration("\(rest.text) says nothing about this kind", at: rest.wholeSpan)
    }
  }

  /// Reads a part of the line as an expression, in this reader's scope and bindings.
  mutating func part(_ text: Excerpt) throws(Failure) -> Term {
    var inner = try Reader(text, in: scope)
    inner.bindings = bindings
    inner.indices = indices
    let term = try inner.finished(try inner.expression(in: inner.body))
    scope = inner.scope
    return term
  }

  private mutating func extentPart(_ text: Excerpt) throws(Failure) -> Extent {
    guard !text.isBlank else { throw Message.declaration("a size is missing", at: text.wholeSpan) }
    let term = try part(text)
    guard let extent = extent(of: term) else {
      throw Message.notAnIndex(self.text(term.shape), at: term.span)
    }
    return extent
  }

  /// `2..6`, `3`, `1..K`.
  private mutating func wholeRange(
    _ text: Excerpt, _ declaration: Declaration, isSize: Bool
  ) throws(Failure) -> IndexRange {
    let isBlank = text.isBlank
    guard !isBlank else {
      throw Message.declaration(
        "\(declaration.name) needs a range such as \(isSize ? "2..6" : "1..n")",
        at: declaration.span)
    }
    let range: IndexRange
    if let dots = text.position(of: "..") {
      range = IndexRange(
        try extentPart(text[0..<dots].trimmed),
        try extentPart(text[(dots + 2)..<text.count].trimmed))
    } else {
      let value = try extentPart(text)
      range = IndexRange(value, value)
    }
    let isEmpty = (settled(range.last) - settled(range.first)).value.map { $0 < 0 } ?? false
    if isEmpty || isSize && (range.first.value ?? 1) < 1 {
      throw Message.cannotSample(text.text, at: text.wholeSpan)
    }
    return range
  }

  private mutating func integerDomain(
    _ text: Excerpt, _ declaration: Declaration
  ) throws(Failure) -> Domain {
    if text.begins(with: "in ") {
      let set = text.dropping("in ")
      let isRange = set.position(of: "..") != nil
      return isRange
        ? .wholeNumbers(try wholeRange(set, declaration, isSize: false))
        : try wholeValues(try domain(text), set)
    }
    if text.isBlank { return .wholeNumbers(IndexRange(Extent(-10), Extent(10))) }
    return .wholeNumbers(try wholeRange(text, declaration, isSize: false))
  }

  /// A set of given numbers for an integer: all of them whole.
  private func wholeValues(_ domain: Domain, _ text: Excerpt) throws(Failure) -> Domain {
    guard case .set(let terms) = domain else { return domain }
    for term in terms {
      if let value = value(term), value != value.rounded() {
        throw Message.cannotSample("a set of whole numbers with \(text.text)", at: text.wholeSpan)
      }
    }
    return domain
  }

  /// Nothing, `in (0, 1]`, `-> 0`.
  private mutating func domain(_ text: Excerpt) throws(Failure) -> Domain {
    if text.isBlank { return .reals }
    let zero = number(0, at: text.wholeSpan)
    switch text.text {
    case "positive": return .interval(Domain.Bound(zero, isIncluded: false), nil)
    case "nonnegative": return .interval(Domain.Bound(zero, isIncluded: true), nil)
    case "negative": return .interval(nil, Domain.Bound(zero, isIncluded: false))
    default: break
    }
    if text.begins(with: "->") || text.begins(with: "\\to") {
      guard text.bytes.last == UInt8(ascii: "0") else {
        throw Message.declaration("a small parameter tends to 0: -> 0", at: text.wholeSpan)
      }
      return .small
    }
    guard text.begins(with: "in ") || text.begins(with: "\\in") else {
      throw Message.declaration(
        "\(text.text) is no domain; write in (0, 1), in \\{-1, 1\\} or -> 0", at: text.wholeSpan)
    }
    var set = text.dropping(text.begins(with: "in ") ? "in " : "\\in")
    if set.begins(with: "{"), set.bytes.last == UInt8(ascii: "}") {
      return .set(try setValues(set[1..<(set.count - 1)]))
    }
    set = set.trimmed
    var inner = try Reader(set, in: scope)
    inner.bindings = bindings
    let element = Term(.truth(true), .scalar, at: set.wholeSpan)
    let domain = try inner.within(inner.body) { reader throws(Failure) in
      try reader.domain(of: element)
    }
    scope = inner.scope
    try requireSamples(domain, set)
    return domain
  }

  private mutating func setValues(_ text: Excerpt) throws(Failure) -> [Term] {
    var values: [Term] = []
    for value in text.split(at: ",") { values.append(try part(value)) }
    return values
  }

  /// An interval of numbers must contain one.
  private func requireSamples(_ domain: Domain, _ text: Excerpt) throws(Failure) {
    switch domain {
    case .interval(let low?, let high?):
      guard let a = value(low.value), let b = value(high.value) else { return }
      if b < a || a == b && !(low.isIncluded && high.isIncluded) {
        throw Message.cannotSample(text.text, at: text.wholeSpan)
      }
    case .set(let values) where values.isEmpty:
      throw Message.cannotSample(text.text, at: text.wholeSpan)
    default: return
    }
  }

  func value(_ term: Term) -> Double? {
    switch term.node {
    case .number(let value): return Double(value.numerator) / Double(value.denominator)
    case .negate(let inner): return value(inner).map { -$0 }
    case .divide(let above, let below):
      guard let a = value(above), let b = value(below), b != 0 else { return nil }
      return a / b
    default: return nil
    }
  }

  /// `(n)`, `(m, n)` at the beginning; what follows.
  private mutating func sizes(_ text: Excerpt, count: Int) throws(Failure) -> ([Extent], Excerpt) {
    guard text.begins(with: "("), let close = closingBracket(text) else {
      throw Message.declaration(
        count == 1 ? "the size is missing: (n)" : "the sizes are missing: (m, n)",
        at: text.wholeSpan)
    }
    var sizes: [Extent] = []
    for part in text[1..<close].split(at: ",") {
      let size = try extentPart(part)
      if let value = size.value, value < 1 {
        throw Message.cannotSample("size \(part.text)", at: part.wholeSpan)
      }
      sizes.append(size)
    }
    guard sizes.count == count else {
      throw Message.declaration(
        count == 1 ? "one size is needed: (n)" : "two sizes are needed: (m, n)",
        at: text.span(0..<(close + 1)))
    }
    return (sizes, text[(close + 1)..<text.count].trimmed)
  }

  func closingBracket(_ text: Excerpt) -> Int? {
    var level = 0
    for (offset, byte) in text.bytes.enumerated() {
      if byte == UInt8(ascii: "(") { level += 1 }
      if byte == UInt8(ascii: ")") {
        level -= 1
        if level == 0 { return offset }
      }
    }
    return nil
  }

  private mutating func vectorKind(_ text: Excerpt) throws(Failure) -> Symbol.VectorKind {
    switch text.text {
    case "unit": return .unit
    case "nonzero": return .nonzero
    case "onehot": return .oneHot
    case "simplex": return .simplex
    default: return .any(try domain(text))
    }
  }

  private mutating func matrixKind(_ text: Excerpt) throws(Failure) -> Symbol.MatrixKind {
    switch text.text {
    case "invertible": return .invertible
    case "symmetric": return .symmetric
    case "spd": return .positiveDefinite
    case "orthogonal": return .orthogonal
    case "diagonal": return .diagonal
    default: return .any(try domain(text))
    }
  }

  // MARK: Functions

  private mutating func shape(_ text: Excerpt) throws(Failure) -> Shape {
    let word = text.leadingWord
    let rest = text[word.utf8.count..<text.count].trimmed
    switch word {
    case "scalar":
      try requireNothing(rest)
      return .scalar
    case "vector":
      let (sizes, more) = try sizes(rest, count: 1)
      try requireNothing(more)
      return .vector(sizes[0])
    case "matrix":
      let (sizes, more) = try sizes(rest, count: 2)
      try requireNothing(more)
      return .matrix(sizes[0], sizes[1])
    default:
      throw Message.declaration(
        "\(text.text) is no shape; write scalar, vector(n) or matrix(m, n)", at: text.wholeSpan)
    }
  }

  /// `vector(n), scalar -> scalar smooth(L)`.
  private mutating func signature(_ text: Excerpt) throws(Failure) -> Symbol.FunctionSignature {
    guard let arrow = text.position(of: "->") ?? text.position(of: "\\to") else {
      throw Message.declaration(
        "a function is written function vector(n) -> scalar smooth", at: text.wholeSpan)
    }
    let isAscii = text.bytes[arrow] == UInt8(ascii: "-")
    var arguments: [Shape] = []
    for part in text[0..<arrow].split(at: ",") { arguments.append(try shape(part)) }
    let behind = text[(arrow + (isAscii ? 2 : 3))..<text.count].trimmed
    let word = behind.leadingWord
    var end = word.utf8.count
    if word != "scalar", let close = closingBracket(behind) { end = close + 1 }
    let result = try shape(behind[0..<end])
    let rest = behind[end..<behind.count].trimmed
    return Symbol.FunctionSignature(
      arguments: arguments, result: result, regularity: try regularity(rest))
  }

  private mutating func regularity(_ text: Excerpt) throws(Failure) -> Symbol.Regularity {
    if text.isBlank { return .arbitrary }
    if text.text == "smooth" { return .smooth }
    if text.text == "convex" || text.text == "convex smooth" || text.text == "smooth convex" {
      return .convex
    }
    var smooth: Term?
    var strong: Term?
    var isConvex = false
    var rest = text
    while !rest.isBlank {
      if rest.begins(with: "convex") {
        isConvex = true
        rest = rest.dropping("convex")
        if rest.begins(with: ",") { rest = rest.dropping(",") }
        continue
      }
      let isStrong = rest.begins(with: "strongly convex")
      guard isStrong || rest.begins(with: "smooth") else {
        throw Message.declaration(
          "\(rest.text) is no property; write smooth, convex, smooth(L) or strongly convex(\\mu)",
          at: rest.wholeSpan)
      }
      let behind = rest.dropping(isStrong ? "strongly convex" : "smooth")
      guard behind.begins(with: "("), let close = closingBracket(behind) else {
        guard !isStrong else {
          throw Message.declaration(
            "the constant is missing: strongly convex(\\mu)", at: rest.wholeSpan)
        }
        rest = behind
        continue
      }
      let constant = try part(behind[1..<close])
      if isStrong { strong = constant } else { smooth = constant }
      rest = behind[(close + 1)..<behind.count].trimmed
      if rest.begins(with: ",") { rest = rest.dropping(",") }
    }
    // Convex with an L-Lipschitz gradient: curvature from 0 to L.
    if isConvex, strong == nil, smooth != nil {
      strong = Term(.number(.zero), .index, at: text.wholeSpan)
    }
    if isConvex, strong == nil { return .convex }
    switch (strong, smooth) {
    case (let strong?, let smooth?): return .stronglyConvexAndLipschitz(strong, smooth)
    case (let strong?, nil): return .stronglyConvex(strong)
    case (nil, let smooth?): return .lipschitzGradient(smooth)
    case (nil, nil): return .smooth
    }
  }
}

extension Excerpt {
  var leadingWord: String {
    String(
      decoding: bytes.prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) },
      as: UTF8.self)
  }

  /// A run block's variable: letters, digits, `_` and `.`.
  fileprivate var leadingIdentifier: String {
    String(
      decoding: bytes.prefix {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20)
          || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "_")
          || $0 == UInt8(ascii: ".") || $0 >= 0x80
      }, as: UTF8.self)
  }
}
