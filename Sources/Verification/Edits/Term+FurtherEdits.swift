import Formula
import Numerics

/// Slips that are looked for only where no common one explains a false step.
extension Term {
  /// Twice and half of one term of a sum: `a² + ab + b²`.
  var termFactors: [LocalEdit] {
    switch node {
    case .add(let a, let b):
      return scaled(a) { with(.add($0, b)) } + scaled(b) { with(.add(a, $0)) }
    case .subtract(let a, let b):
      return scaled(a) { with(.subtract($0, b)) } + scaled(b) { with(.subtract(a, $0)) }
    default: return []
    }
  }

  private func scaled(_ part: Term, _ whole: (Term) -> Term) -> [LocalEdit] {
    guard part.isNumeric, !part.beginsWithNumber else { return [] }
    return [Rational(2), Rational(1, over: 2)].compactMap { $0 }.map { factor in
      let number = Term(.number(factor), .scalar, at: part.span)
      let after = Term(.multiply(.scaling, number, part), part.shape, at: part.span)
      return LocalEdit(.factor, whole(after), part: (part, after))
    }
  }

  /// Sums have terms of their own, and a number in front is changed by itself.
  var beginsWithNumber: Bool {
    switch node {
    case .number, .add, .subtract: true
    case .multiply(_, let a, _), .negate(let a): a.beginsWithNumber
    default: false
    }
  }

  /// An exponent larger or smaller by 1.
  var exponentEdits: [LocalEdit] {
    guard case .power(let base, let exponent) = node, case .number(let value) = exponent.node,
      value.isWhole
    else { return [] }
    return [1, -1].compactMap { step in
      guard let moved = value.adding(Rational(step)), !moved.isZero else { return nil }
      if moved == .one { return LocalEdit(.power, base) }
      let after = Term(.number(moved), exponent.shape, at: exponent.span)
      return LocalEdit(.power, with(.power(base, after)), part: (exponent, after))
    }
  }

  /// The square of a number, a norm or a bracket.
  var lostSquares: [LocalEdit] {
    guard shape == .scalar else { return [] }
    switch node {
    case .builtin, .apply, .symbol, .member, .entry, .add, .subtract, .fold, .functionDerivative:
      let two = Term(.number(Rational(2)), .index, at: span)
      return [LocalEdit(.power, Term(.power(self, two), .scalar, at: span))]
    default: return []
    }
  }

  /// A matrix for its inverse and the other way round.
  var inverseEdits: [LocalEdit] {
    switch node {
    case .inverse(let a): return [LocalEdit(.power, a)]
    case .symbol, .member, .add, .subtract, .multiply:
      guard case .matrix(let rows, let columns) = shape, rows == columns else { return [] }
      return [LocalEdit(.power, with(.inverse(self)))]
    default: return []
    }
  }

  /// The other sign of an argument, `e^{z}` for `e^{-z}`, and of the first term of a difference.
  var argumentSigns: [LocalEdit] {
    func turned(_ part: Term, _ whole: (Term) -> Node) -> [LocalEdit] {
      switch part.node {
      case .number, .add, .subtract, .negate: return []
      default:
        guard part.isNumeric else { return [] }
        return [LocalEdit(.sign, with(whole(negated(part))), part: (part, negated(part)))]
      }
    }
    switch node {
    case .builtin(let builtin, let arguments) where arguments.count == 1:
      guard case .elementary = builtin else { return [] }
      return turned(arguments[0]) { .builtin(builtin, [$0]) }
    case .apply(let function, let arguments, let derivatives) where arguments.count == 1:
      return turned(arguments[0]) { .apply(function, [$0], derivatives: derivatives) }
    case .power(let base, let exponent): return turned(exponent) { .power(base, $0) }
    case .subtract(let a, let b): return turned(a) { .subtract($0, b) }
    default: return []
    }
  }

  /// A limit of a sum one further out.
  var wideningEdits: [LocalEdit] {
    guard case .fold(let fold, let binders, let body) = node else { return [] }
    return binders.indices.flatMap { place -> [LocalEdit] in
      let range = binders[place].range
      let ranges = [
        IndexRange(range.first, range.last + Extent(1)),
        IndexRange(range.first - Extent(1), range.last),
      ]
      return ranges.map { changed in
        var list = binders
        list[place] = Binder(binders[place].variable, in: changed, where: binders[place].filter)
        return LocalEdit(.limit, with(.fold(fold, list, body)))
      }
    }
  }

  /// Remainders with the next smaller order, `O(t³)` for `O(t⁴)`.
  var remainderEdits: [Edit] {
    subterms.compactMap { term -> Term? in
      if case .remainder = term.node { term } else { nil }
    }.flatMap { remainder in
      remainder.furtherEdits.filter { $0.kind == .power && $0.isSmaller }.map { edit in
        Edit(
          kind: .power, term: replacing(remainder, with: edit.term), before: edit.before,
          after: edit.after)
      }
    }
  }

  private func replacing(_ part: Term, with other: Term) -> Term {
    self == part && span == part.span
      ? other : replacingChildren { $0.replacing(part, with: other) }
  }
}

extension Edit {
  /// Whether a number became smaller.
  fileprivate var isSmaller: Bool {
    if case .power(let base, _) = before.node { return base == after }
    guard case .number(let old) = before.node, case .number(let new) = after.node else {
      return false
    }
    return new < old
  }
}
