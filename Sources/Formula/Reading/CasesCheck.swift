import Numerics
import SourceText

/// Looks for values that no row of `cases` covers, and for values that two rows cover.
///
/// Only where every condition compares one and the same thing with numbers, or with one other thing;
/// there the answer is exact. `x > 0` and `x < 0` leave out x = 0; `|a| \le \delta` and
/// `|a| > \delta` leave out nothing. Nothing is said of other conditions.
struct CasesCheck {
  private let subject: Term
  /// The numbers compared with, in order; one entry stands for a bound that is no number.
  private var bounds: [Rational] = []
  private let symbolicBound: Term?
  private let branches: [Term.Branch]

  /// The warnings for every `cases` in a definition.
  static func warnings(in body: Term, _ scope: Scope) -> [Diagnostic] {
    body.subterms.flatMap { part -> [Diagnostic] in
      guard case .cases(let branches, nil) = part.node, let check = CasesCheck(branches) else {
        return []
      }
      return check.gaps(at: part.span, scope) + check.overlaps(scope)
    }
  }

  private init?(_ branches: [Term.Branch]) {
    let atoms = branches.flatMap { Self.atoms($0.condition) ?? [] }
    guard let first = atoms.first, branches.allSatisfy({ Self.atoms($0.condition) != nil }),
      atoms.allSatisfy({ $0.subject == first.subject })
    else { return nil }
    self.branches = branches
    subject = first.subject
    let numbers = atoms.compactMap { Self.number($0.bound) }
    if numbers.isEmpty, atoms.allSatisfy({ $0.bound == first.bound }) {
      symbolicBound = first.bound
      bounds = [.zero]
      return
    }
    guard numbers.count == atoms.count else { return nil }
    symbolicBound = nil
    for number in numbers.sorted() where bounds.last != number { bounds.append(number) }
  }

  // MARK: Conditions

  private struct Atom {
    let subject: Term
    let bound: Term
  }

  /// The comparisons in a condition, each with its subject on the left; `nil` if there is anything
  /// else.
  private static func atoms(_ condition: Term) -> [Atom]? {
    switch condition.node {
    case .relation(let relation, let left, let right):
      guard order.contains(relation) else { return nil }
      return [
        number(left) != nil ? Atom(subject: right, bound: left) : Atom(subject: left, bound: right)
      ]
    case .and(let parts), .or(let parts):
      var all: [Atom] = []
      for part in parts {
        guard let atoms = atoms(part) else { return nil }
        all += atoms
      }
      return all
    case .not(let part): return atoms(part)
    default: return nil
    }
  }

  private static let order: [Term.Relation] = [
    .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual,
  ]

  private static func number(_ term: Term) -> Rational? {
    switch term.node {
    case .number(let value): value
    case .negate(let inner): number(inner)?.negated
    case .divide(let above, let below):
      if let above = number(above), let below = number(below) {
        above.divided(by: below)
      } else {
        nil
      }
    default: nil
    }
  }

  // MARK: Places

  /// Place 2k + 1 is bound k itself, place 2k lies before it.
  private var places: [Int] {
    (0...(2 * bounds.count)).filter { place in
      guard symbolicBound == nil else { return true }
      if subject.shape == .index, place % 2 == 0, place > 0, place < 2 * bounds.count,
        let gap = bounds[place / 2].subtracting(bounds[place / 2 - 1]),
        !Rational(1).isLess(than: gap)
      {
        return false
      }
      let isSize: Bool
      switch subject.node {
      case .builtin(.absolute, _), .builtin(.norm, _): isSize = true
      default: isSize = false
      }
      return !isSize
        || place / 2 < bounds.count && !bounds[place / 2].isLess(than: .zero)
          && !(place % 2 == 0 && bounds[place / 2].isZero)
        || place == 2 * bounds.count
    }
  }

  private func holds(_ condition: Term, at place: Int) -> Bool {
    switch condition.node {
    case .and(let parts): return parts.allSatisfy { holds($0, at: place) }
    case .or(let parts): return parts.contains { holds($0, at: place) }
    case .not(let part): return !holds(part, at: place)
    case .relation(let relation, let left, let right):
      let isFlipped = Self.number(left) != nil
      let bound = Self.number(isFlipped ? left : right).flatMap { bounds.firstIndex(of: $0) } ?? 0
      let side = (place - (2 * bound + 1)) * (isFlipped ? -1 : 1)
      switch relation {
      case .equal: return side == 0
      case .notEqual: return side != 0
      case .less: return side < 0
      case .lessOrEqual: return side <= 0
      case .greater: return side > 0
      default: return side >= 0
      }
    default: return false
    }
  }

  // MARK: Warnings

  private func rows(at place: Int) -> [Int] {
    branches.indices.filter { holds(branches[$0].condition, at: place) }
  }

  private func gaps(at span: Span, _ scope: Scope) -> [Diagnostic] {
    places.filter { rows(at: $0).isEmpty }.map { Message.casesGap(text(of: $0, scope), at: span) }
  }

  private func overlaps(_ scope: Scope) -> [Diagnostic] {
    places.compactMap { place in
      let rows = rows(at: place)
      guard rows.count > 1, differ(branches[rows[0]].value, branches[rows[1]].value, at: place)
      else { return nil }
      return Message.casesOverlap(
        rows[0] + 1, rows[1] + 1, text(of: place, scope), at: branches[rows[1]].condition.span)
    }
  }

  /// Whether two rows give different values: by arithmetic, or by their looks where that says
  /// nothing and more than one point is covered.
  private func differ(_ left: Term, _ right: Term, at place: Int) -> Bool {
    guard left != right else { return false }
    let pairs = points(of: place).map { (value(left, at: $0), value(right, at: $0)) }
    guard !pairs.isEmpty, pairs.allSatisfy({ $0 != nil && $1 != nil }) else {
      return place % 2 == 0
    }
    return pairs.contains { $0 != $1 }
  }

  /// Some numbers there.
  private func points(of place: Int) -> [Rational] {
    guard symbolicBound == nil else { return [] }
    if place % 2 == 1 { return [bounds[place / 2]] }
    let (low, high) = (place / 2 - 1, place / 2)
    return [Rational(1, over: 3), Rational(1, over: 2)].compactMap { part in
      guard let part else { return nil }
      if low < 0 { return bounds[high].subtracting(part) }
      guard high < bounds.count else { return bounds[low].adding(part) }
      return bounds[high].subtracting(bounds[low])?.multiplied(by: part)?.adding(bounds[low])
    }
  }

  private func value(_ term: Term, at point: Rational) -> Rational? {
    if term == subject { return point }
    if let number = Self.number(term) { return number }
    let operands = term.children.compactMap { value($0, at: point) }
    guard operands.count == term.children.count, let first = operands.first else { return nil }
    switch term.node {
    case .negate: return first.negated
    case .add: return first.adding(operands[1])
    case .subtract: return first.subtracting(operands[1])
    case .multiply(.scaling, _, _): return first.multiplied(by: operands[1])
    case .divide: return first.divided(by: operands[1])
    case .power: return operands[1].whole.flatMap { first.raised(to: $0) }
    case .builtin(.absolute, _): return first.isLess(than: .zero) ? first.negated : first
    default: return nil
    }
  }

  private func text(of place: Int, _ scope: Scope) -> String {
    let name = subject.latex(in: scope)
    func bound(_ index: Int) -> String {
      symbolicBound?.latex(in: scope)
        ?? Term(.number(bounds[index]), .scalar, at: subject.span).latex(in: scope)
    }
    if place % 2 == 1 { return name + " = " + bound(place / 2) }
    if place == 0 { return name + " < " + bound(0) }
    if place == 2 * bounds.count { return name + " > " + bound(bounds.count - 1) }
    return bound(place / 2 - 1) + " < " + name + " < " + bound(place / 2)
  }
}
