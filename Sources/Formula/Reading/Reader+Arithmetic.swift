import Numerics
import SourceText

/// How operators join typed terms, and the broadcasting of scalars.
extension Reader {
  /// `left ± right`; a scalar beside an array is spread over it, a literal 0 becomes an array.
  mutating func sum(
    _ left: Term, _ right: Term, isMinus: Bool, _ what: String = "a sum"
  ) throws(Failure) -> Term {
    let span = left.span.union(right.span)
    let shape: Shape
    if left.shape.isNumber && right.shape.isNumber {
      shape = left.shape == .index && right.shape == .index ? .index : .scalar
    } else if left.shape.isNumber && right.shape.isArray {
      shape = right.shape
    } else if right.shape.isNumber && left.shape.isArray {
      shape = left.shape
    } else {
      guard left.shape.isArray, unify(left.shape, right.shape) else {
        throw mismatch("the parts of \(what) differ", left, right)
      }
      shape = left.shape
    }
    return Term(isMinus ? .subtract(left, right) : .add(left, right), shape, at: span)
  }

  func mismatch(_ what: String, _ left: Term, _ right: Term) -> Failure {
    Message.mismatch(
      what, text(left.shape), text(right.shape), leftSpan: left.span, rightSpan: right.span,
      at: left.span.union(right.span))
  }

  enum Times {
    case juxtaposed
    case dot
    case cross
    case hadamard
  }

  /// A product, by the sign between the factors and their shapes.
  mutating func product(_ left: Term, _ right: Term, _ times: Times) throws(Failure) -> Term {
    let span = left.span.union(right.span)
    try requireValue(left)
    try requireValue(right)
    if times == .hadamard, left.shape.isNumber != right.shape.isNumber {
      throw mismatch("\\odot needs equal shapes", left, right)
    }
    if left.shape.isNumber || right.shape.isNumber {
      let shape =
        left.shape.isNumber
        ? (right.shape == .index && left.shape != .index ? .scalar : right.shape)
        : left.shape
      return Term(.multiply(.scaling, left, right), shape, at: span)
    }
    if times == .hadamard {
      guard unify(left.shape, right.shape) else {
        throw mismatch("\\odot needs equal shapes", left, right)
      }
      return Term(.multiply(.hadamard, left, right), left.shape, at: span)
    }
    return try matrixProduct(left, right, times, at: span)
  }

  private mutating func matrixProduct(
    _ left: Term, _ right: Term, _ times: Times, at span: Span
  ) throws(Failure) -> Term {
    func multiply(_ shape: Shape) -> Term { Term(.multiply(.matrix, left, right), shape, at: span) }
    switch (left.shape, right.shape) {
    case (.matrix(let m, let n), .matrix(let p, let q)):
      if times == .dot, unify(m, p), n != p, unify(n, q) { break }
      guard unify(n, p) else { break }
      return multiply(.matrix(m, q))
    case (.matrix(let m, let n), .vector(let p)):
      guard unify(n, p) else { break }
      return multiply(.vector(m))
    case (.row(let n), .matrix(let p, let q)):
      guard unify(n, p) else { break }
      return multiply(.row(q))
    case (.row(let n), .vector(let p)):
      guard unify(n, p) else { break }
      return multiply(.scalar)
    case (.vector(let n), .row(let p)): return multiply(.matrix(n, p))
    case (.vector(let n), .vector(let p)):
      guard times != .juxtaposed else {
        throw Message.twoVectors(
          text(left.shape), text(right.shape),
          edit: Span(left.span.source, left.span.end, max(left.span.end, right.span.start)),
          at: span)
      }
      guard times == .dot, unify(n, p) else { break }
      return Term(.multiply(.inner, left, right), .scalar, at: span)
    default: break
    }
    throw mismatch("the sizes of a product do not fit", left, right)
  }

  /// `left / right`: by a number, or entry by entry.
  mutating func quotient(_ left: Term, _ right: Term, at span: Span) throws(Failure) -> Term {
    try requireValue(left)
    try requireValue(right)
    let shape: Shape
    if right.shape.isNumber {
      shape = left.shape == .index ? .scalar : left.shape
    } else if case .matrix = right.shape, isPlain(right) {
      throw Message.expected(
        "a number", got: text(right.shape), "division (an inverse is A^{-1})", at: right.span)
    } else if left.shape.isNumber {
      shape = right.shape
    } else {
      guard unify(left.shape, right.shape) else {
        throw mismatch("division entry by entry needs equal shapes", left, right)
      }
      shape = left.shape
    }
    return Term(.divide(left, right), shape, at: span)
  }

  /// Whether an array is written without anything that works entry by entry.
  private func isPlain(_ term: Term) -> Bool {
    switch term.node {
    case .builtin(.elementary, _), .multiply(.hadamard, _, _): false
    case .add(let left, let right), .subtract(let left, let right):
      isPlain(left) && isPlain(right) && left.shape.isArray && right.shape.isArray
    case .multiply(_, let left, let right): isPlain(left) && isPlain(right)
    default: true
    }
  }

  func requireValue(_ term: Term) throws(Failure) {
    if term.shape == .truth || term.shape == .distribution {
      throw Message.expected("a value", got: text(term.shape), "arithmetic", at: term.span)
    }
  }

  func negated(_ term: Term, at span: Span) throws(Failure) -> Term {
    try requireValue(term)
    return Term(.negate(term), term.shape, at: span)
  }

  /// `base^exponent`.
  mutating func power(
    _ base: Term, _ exponent: Term, name: String, at span: Span
  ) throws(Failure) -> Term {
    try requireValue(base)
    if case .constant(.e) = base.node { return try exponential(exponent, at: span) }
    guard exponent.shape.isNumber else {
      throw Message.expected(
        "a number", got: text(exponent.shape), "an exponent", at: exponent.span)
    }
    switch base.shape {
    case .scalar, .index:
      let isWhole = base.shape == .index && exponent.shape == .index
      return Term(.power(base, exponent), isWhole ? .index : .scalar, at: span)
    case .vector, .row:
      throw Message.vectorPower(
        text(base.shape), canonical(tokens(of: exponent)), at: exponent.span)
    case .matrix(let m, let n):
      guard unify(m, n) else {
        throw Message.powerOfRectangular(name, shape: text(base.shape), at: span)
      }
      if isEntrywise(base) {
        throw Message.powerOfEntries(name, canonical(tokens(of: exponent)), at: span)
      }
      if exponent.shape != .index { try requireRoot(base, exponent, at: span) }
      return Term(.power(base, exponent), base.shape, at: span)
    case .truth, .distribution: throw Message.unexpected("^", at: span)
    }
  }

  /// Whether a matrix comes from a function of numbers or from ⊙: a product of it with itself is seldom
  /// meant.
  private func isEntrywise(_ term: Term) -> Bool {
    switch term.node {
    case .builtin(.elementary, _), .multiply(.hadamard, _, _): return true
    case .apply(let id, _, _): return scope[id].functionResult?.isNumber ?? false
    default: return false
    }
  }

  func tokens(of exponent: Term) -> ArraySlice<Token> {
    let inside = tokens.indices.filter {
      tokens[$0].span.start >= exponent.span.start && tokens[$0].span.end <= exponent.span.end
    }
    guard let first = inside.first, let last = inside.last else { return [] }
    return tokens[first...last]
  }

  /// `e^x` is exp x, entry by entry for a vector.
  private func exponential(_ exponent: Term, at span: Span) throws(Failure) -> Term {
    if case .matrix = exponent.shape {
      throw Message.outside("matrix exponentials", at: span)
    }
    try requireValue(exponent)
    return Term(
      .builtin(.elementary(.exp), [exponent]),
      exponent.shape == .index ? .scalar : exponent.shape, at: span)
  }

  func transposed(_ term: Term, at span: Span) throws(Failure) -> Term {
    let shape: Shape
    switch term.shape {
    case .vector(let n): shape = .row(n)
    case .row(let n): shape = .vector(n)
    case .matrix(let m, let n): shape = .matrix(n, m)
    case .scalar where isOneByOne(term): return Term(term.node, .scalar, at: span)
    case .scalar, .index, .truth, .distribution:
      throw Message.expected("a vector or matrix", got: text(term.shape), "^T", at: term.span)
    }
    return Term(.transpose(term), shape, at: span)
  }

  /// Whether a number came out of a product of matrices: `(u^T v)^T`.
  private func isOneByOne(_ term: Term) -> Bool {
    switch term.node {
    case .multiply(.matrix, _, _): true
    case .multiply(.scaling, let left, let right), .add(let left, let right),
      .subtract(let left, let right):
      isOneByOne(left) || isOneByOne(right)
    case .negate(let operand): isOneByOne(operand)
    case .divide(let above, _): isOneByOne(above)
    default: false
    }
  }

  mutating func inverted(_ term: Term, at span: Span) throws(Failure) -> Term {
    switch term.shape {
    case .scalar, .index:
      return Term(.power(term, Term(.negate(one(at: span)), .index, at: span)), .scalar, at: span)
    case .matrix(let m, let n):
      guard unify(m, n) else {
        throw Message.expected("a square matrix", got: text(term.shape), "^{-1}", at: span)
      }
      return Term(.inverse(term), term.shape, at: span)
    case .vector, .row, .truth, .distribution:
      throw Message.expected("a number or square matrix", got: text(term.shape), "^{-1}", at: span)
    }
  }

  func one(at span: Span) -> Term { Term(.number(.one), .index, at: span) }

  func number(_ value: Int, at span: Span) -> Term {
    Term(.number(Rational(value)), .index, at: span)
  }

  /// A whole-number expression as an extent, if it is linear in symbols.
  func extent(of term: Term) -> Extent? { term.extent }

  /// An extent as a term, for bounds that have to be written out.
  func term(_ extent: Extent, at span: Span) -> Term { extent.term(at: span) }
}
