import Numerics
import SourceText

/// Rows and columns of a matrix, basis vectors, roots.
extension Reader {
  /// `\mathbf 1[x > 0]` of arrays is 1 or 0 entry by entry, as `\max(0, x)` is.
  mutating func indicator(of condition: Term, at whole: Span) throws(Failure) -> Term {
    guard let shape = orderedShape(condition) else {
      return Term(.indicator(condition), .index, at: whole)
    }
    var binders: [Term.Binder] = []
    var taken = [condition]
    for extent in shape.extents {
      let id = freshIndex(for: taken, at: whole)
      taken.append(Term(.symbol(id), .index, at: whole))
      binders.append(Term.Binder(id, in: IndexRange(Extent(1), extent)))
    }
    let indices = Array(taken.dropFirst())
    let body = Term(.indicator(entry(of: condition, indices)), .index, at: whole)
    return Term(.table(binders, body), shape, at: whole)
  }

  /// The shape of the arrays that a condition orders; `nil` if it orders numbers only, or not only.
  private func orderedShape(_ condition: Term) -> Shape? {
    switch condition.node {
    case .relation(let relation, let left, let right):
      guard [.less, .lessOrEqual, .greater, .greaterOrEqual].contains(relation) else { return nil }
      let array = left.shape.isArray ? left.shape : right.shape
      if case .row = array { return nil }
      return array.isArray ? array : nil
    case .and(let parts):
      let shapes = parts.compactMap { orderedShape($0) }
      return shapes.count == parts.count && Set(shapes).count == 1 ? shapes[0] : nil
    default: return nil
    }
  }

  private func entry(of term: Term, _ indices: [Term]) -> Term {
    switch term.node {
    case .relation(let relation, let left, let right):
      return Term(
        .relation(relation, entry(of: left, indices), entry(of: right, indices)), .truth,
        at: term.span)
    case .and(let parts):
      return Term(.and(parts.map { entry(of: $0, indices) }), .truth, at: term.span)
    case .zeros: return number(0, at: term.span)
    default:
      return term.shape.isArray ? Term(.entry(term, indices), .scalar, at: term.span) : term
    }
  }

  // MARK: Rows and columns

  /// `A_{i,:}`, `A_{i\cdot}`: a row; `A_{:,j}`: a column; `nil` for other subscripts.
  mutating func slice(
    of term: Term, _ range: Range<Int>, from start: Int
  ) throws(Failure) -> Term? {
    guard case .matrix(let m, let n) = term.shape, let (fixed, isRow) = slicePlace(range) else {
      return nil
    }
    let index = try indexTerm(fixed)
    try constrain(index, to: IndexRange(Extent(1), isRow ? m : n))
    let whole = span(from: start)
    let variable = freshIndex(for: [term, index], at: whole)
    let running = Term(.symbol(variable), .index, at: whole)
    let entry = Term(
      .entry(term, isRow ? [index, running] : [running, index]), .scalar, at: whole)
    let size = isRow ? n : m
    let binder = Term.Binder(variable, in: IndexRange(Extent(1), size))
    let column = Term(.table([binder], entry), .vector(size), at: whole)
    return isRow ? Term(.transpose(column), .row(size), at: whole) : column
  }

  /// What stands beside the colon or dot, and whether it numbers a row.
  func slicePlace(_ range: Range<Int>) -> (fixed: Range<Int>, isRow: Bool)? {
    func isAll(_ index: Int) -> Bool {
      tokens[index].isMark(":") || tokens[index].isMark("\\cdot")
    }
    guard let first = range.first, let last = range.last, range.count > 1 else { return nil }
    guard isAll(first) != isAll(last) else { return nil }
    var fixed = isAll(first) ? range.dropFirst() : range.dropLast()
    if let comma = isAll(first) ? fixed.first : fixed.last, tokens[comma].isMark(",") {
      fixed = isAll(first) ? fixed.dropFirst() : fixed.dropLast()
    }
    guard !fixed.isEmpty, split(fixed, at: [","]).count == 1 else { return nil }
    return (fixed, isAll(last))
  }

  // MARK: Basis vectors

  /// `e_i`, where nobody declared e: the i-th column of the identity.
  mutating func basisVector(_ written: Written) throws(Failure) -> Term? {
    guard let sub = written.sub, written.primes == 0 else { return nil }
    let whole = span(from: written.start)
    let index = try indexTerm(sub)
    let size = unknownSize()
    try constrain(index, to: IndexRange(Extent(1), size))
    if case .symbol(let id) = index.node, id.number >= 0, case .index(let range) = scope[id].kind,
      range.first == Extent(1), let open = size.mentioned.first
    {
      likelySizes.append((open, range.last))
    }
    let variable = freshIndex(for: [index], at: whole)
    let running = Term(.symbol(variable), .index, at: whole)
    let isHere = Term(.relation(.equal, running, index), .truth, at: whole)
    let entry = Term(.indicator(isHere), .index, at: whole)
    let binder = Term.Binder(variable, in: IndexRange(Extent(1), size))
    var rest = written
    rest.sub = nil
    return try scripted(
      Term(.table([binder], entry), .vector(size), at: whole), rest, name: written.base)
  }

  // MARK: Roots

  /// `Q^{1/2}`, `Q^{-1/2}`: of a declared positive definite matrix.
  func requireRoot(_ base: Term, _ exponent: Term, at span: Span) throws(Failure) {
    guard let value = rational(exponent), value.adding(value)?.isWhole ?? false else {
      throw Message.expected(
        "a whole number", got: text(exponent.shape), "a matrix power", at: exponent.span)
    }
    if let symbol = base.namedSymbol, symbol.number >= 0,
      case .matrix(_, _, .positiveDefinite) = scope[symbol].kind
    {
      return
    }
    throw Message.outside("roots of matrices that are not declared spd", at: span)
  }

  /// The value of a number written as a fraction or decimal.
  private func rational(_ term: Term) -> Rational? {
    switch term.node {
    case .number(let value): value
    case .negate(let operand): rational(operand)?.negated
    case .divide(let above, let below):
      if let above = rational(above), let below = rational(below) {
        above.divided(by: below)
      } else {
        nil
      }
    default: nil
    }
  }
}
