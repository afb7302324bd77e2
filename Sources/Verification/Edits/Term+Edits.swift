package import Formula
import Numerics

/// A change at the top of a term.
struct LocalEdit {
  let kind: Edit.Kind
  let term: Term
  /// The part that changes, if not the whole, and what it becomes.
  var part: (before: Term, after: Term)?

  init(_ kind: Edit.Kind, _ term: Term, part: (before: Term, after: Term)? = nil) {
    (self.kind, self.term, self.part) = (kind, term, part)
  }
}

extension Term {
  /// All terms that differ from this one by one slip, in the order of reading.
  package var edits: [Edit] { edits(among: []) }

  /// - Parameter indices: what an index may have been confused with.
  func edits(among indices: [Term]) -> [Edit] {
    edits { $0.localEdits + $0.renamings(indices) }
  }

  /// All terms that differ from this one by one slip of the less common kinds: a factor on one term
  /// of a sum, an exponent, a limit one further out.
  var furtherEdits: [Edit] {
    edits { $0.termFactors + $0.exponentEdits + $0.wideningEdits }
  }

  /// What may have been lost: a square, an inverse, a sign in front of an argument or of a first term.
  var lostParts: [Edit] {
    edits { $0.lostSquares + $0.inverseEdits + $0.argumentSigns }
  }

  /// Brackets that may have been forgotten around the body of a sum.
  func bracketings(in scope: Scope) -> [Edit] { edits { $0.lostBrackets(in: scope) } }

  /// What may have been taken for something else: a fraction upside down, a sine for a cosine.
  var exchanges: [Edit] {
    edits { $0.turnedFractions + $0.exchangedFunctions + $0.otherNeighbours }
  }

  /// A factor or a divisor too many, or one that was forgotten in front of a term.
  ///
  /// - Parameter names: what may have been forgotten.
  func factorEdits(among names: [Term]) -> [Edit] {
    forgotten(names).map { Edit(kind: .factor, term: $0, before: self, after: $0) }
      + edits { $0.superfluousFactors + $0.forgottenFactors(names) }
  }

  private func edits(_ local: (Term) -> [LocalEdit]) -> [Edit] {
    var result = local(self).map {
      Edit(
        kind: $0.kind, term: $0.term, before: $0.part?.before ?? self,
        after: $0.part?.after ?? $0.term)
    }
    for (place, child) in children.enumerated() {
      for edit in child.edits(local) where !isRedundant(edit, at: place) {
        var number = -1
        let changed = replacingChildren { old in
          number += 1
          return number == place ? edit.term : old
        }
        result.append(Edit(kind: edit.kind, term: changed, before: edit.before, after: edit.after))
      }
    }
    return result
  }

  /// The term with the other sign, twice and half of it.
  package var wholeEdits: [Edit] {
    guard isNumeric else { return [] }
    let factors = [Rational(2), Rational(1, over: 2)].compactMap { $0 }
    let scaled = factors.map { factor in
      with(.multiply(.scaling, Term(.number(factor), .scalar, at: span), self))
    }
    let turned: Term
    if case .subtract(let a, let b) = node {
      turned = with(.subtract(b, a))
    } else {
      turned = negated(self)
    }
    return [Edit(kind: .sign, term: turned, before: self, after: turned)]
      + scaled.map { Edit(kind: .factor, term: $0, before: self, after: $0) }
  }

  var isOne: Bool { node == .number(.one) }

  /// A product that begins with an even number: `2L`.
  private var isMultiple: Bool {
    switch node {
    case .number(let value): value.isWhole && value.numerator % 2 == 0
    case .multiply(_, let a, _): a.isMultiple
    default: false
    }
  }

  private func isHalfOf(_ other: Term) -> Bool {
    guard case .number(let half) = node, case .number(let value) = other.node else { return false }
    return half.multiplied(by: Rational(2)) == value
  }

  /// The same slip seen twice: an index that is moved in n − 1, an entry of a transpose,
  /// the sign of a term of a sum.
  private func isRedundant(_ edit: Edit, at place: Int) -> Bool {
    switch node {
    // Half of what stands above is said below, and the other way round.
    case .divide(let a, let b) where edit.kind == .factor:
      let isAbove = place == 0 && a.isOddNumber && edit.before == a
      if isAbove, edit.after.isHalfOf(a) || b.isMultiple && a.isHalfOf(edit.after) { return true }
      if place == 1, b.node == .number(Rational(2)), edit.after.isOne { return true }
    // `(-a + b)^2` is `(a - b)^2`.
    case .power where place == 0 && edit.turnsFirstSign,
      .builtin(.norm, _) where edit.turnsFirstSign:
      return edit.before == children[place]
    // `x^1` is written x.
    case .power where place == 1 && edit.after.isOne: return edit.before == children[place]
    case .add where edit.after.node == .negate(edit.before):
      return edit.before == children[place]
    case .subtract where place == 1 && edit.after.node == .negate(edit.before):
      return edit.before == children[place]
    default: break
    }
    let isSignOfPart = edit.after.node == .negate(edit.before) && edit.before == children[place]
    if isSignOfPart, passesSign(of: place) { return true }
    guard place == 0 else { return false }
    switch node {
    case .add(let a, let b), .subtract(let a, let b):
      return edit.kind == .index && b.isOne && edit.before == a
    case .entry(let array, let indices):
      return edit.kind == .transpose && indices.count == 2 && edit.before == array
    default: return false
    }
  }

  /// Whether the other sign of a part gives the whole the other sign, or none.
  private func passesSign(of place: Int) -> Bool {
    switch node {
    case .multiply, .divide, .negate, .transpose, .inverse, .expectation: true
    case .power: place == 0
    case .fold(.sum, _, _): place == children.count - 1
    case .derivative: place == 0
    default: false
    }
  }

  /// An entry or a member at another of the indices.
  private func renamings(_ others: [Term]) -> [LocalEdit] {
    func renamed(_ indices: [Term]) -> [[Term]] {
      indices.indices.flatMap { place -> [[Term]] in
        guard case .symbol = indices[place].node else { return [] }
        return others.filter { $0 != indices[place] }.map { other in
          var list = indices
          list[place] = Term(other.node, .index, at: indices[place].span)
          return list
        }
      }
    }
    switch node {
    case .entry(let array, let indices):
      return renamed(indices).map { LocalEdit(.index, with(.entry(array, $0))) }
    case .member(let symbol, let indices):
      return renamed(indices).map { LocalEdit(.index, with(.member(symbol, $0))) }
    default: return []
    }
  }

  /// The index symbols at which entries or members are taken, each once.
  var usedIndices: [Term] {
    var result: [Term] = []
    for term in subterms {
      var indices: [Term] = []
      switch term.node {
      case .entry(_, let list), .member(_, let list): indices = list
      default: continue
      }
      for index in indices {
        if case .symbol = index.node, !result.contains(index) { result.append(index) }
      }
    }
    return result
  }

  func with(_ node: Node) -> Term { Term(node, shape, at: span) }

  private var localEdits: [LocalEdit] {
    switch node {
    case .add(let a, let b):
      let bare: [LocalEdit] = b.isOne ? [LocalEdit(.index, a)] : []
      guard isNumeric else { return bare }
      return bare + [
        LocalEdit(.sign, with(.subtract(a, b))), LocalEdit(.sign, with(.add(negated(a), b))),
      ]
    case .subtract(let a, let b):
      return (b.isOne ? [LocalEdit(.index, a)] : [])
        + (isNumeric ? [LocalEdit(.sign, with(.add(a, b)))] : [])
    case .negate(let a): return isNumeric ? [LocalEdit(.sign, a)] : []
    case .number(let value): return factors(value)
    case .divide(let a, let b): return signEdits + fractionFactors(a, b)
    case .power(let base, let exponent):
      let isSquare = exponent.node == .number(Rational(2))
      return signEdits + (isSquare ? [LocalEdit(.power, base)] : [])
    case .inverse, .derivative: return signEdits
    case .symbol where shape == .index:
      return [-1, 1].compactMap { moved(by: $0) }.map { LocalEdit(.index, $0) }
    case .symbol: return isSquare ? [LocalEdit(.transpose, with(.transpose(self)))] : []
    case .transpose(let a):
      return a.isSquare ? [LocalEdit(.transpose, a)] : []
    case .entry(let array, let indices): return entryEdits(array, indices)
    case .member(let symbol, let indices):
      return shifted(indices).map { LocalEdit(.index, with(.member(symbol, $0))) }
    case .apply(let function, let arguments, let derivatives):
      return primeEdits(function, arguments, derivatives)
    case .multiply(let product, let a, let b): return signEdits + productEdits(product, a, b)
    case .fold(let fold, let binders, let body):
      return (fold == .sum ? signEdits : []) + limitEdits(fold, binders, body)
    default: return []
    }
  }

  private var signEdits: [LocalEdit] {
    isNumeric ? [LocalEdit(.sign, with(.negate(self)))] : []
  }

  /// A factor 2 of a fraction that is written above or below: `\frac{1}{2L}`, not `\frac{0.5}{L}`.
  private func fractionFactors(_ a: Term, _ b: Term) -> [LocalEdit] {
    let two = Term(.number(Rational(2)), .index, at: b.span)
    if case .number(let value) = b.node, value == Rational(2) { return [LocalEdit(.factor, a)] }
    guard a.isOddNumber, !b.beginsWithNumber else { return [] }
    let below = b.isOne ? two : Term(.multiply(.scaling, two, b), b.shape, at: b.span)
    return [LocalEdit(.factor, with(.divide(a, below)))]
  }

  fileprivate var isOddNumber: Bool {
    guard case .number(let value) = node else { return false }
    return value.isWhole && value.numerator % 2 != 0
  }

  func negated(_ term: Term) -> Term { Term(.negate(term), term.shape, at: term.span) }

  var isNumeric: Bool {
    switch shape {
    case .scalar, .vector, .row, .matrix: true
    case .index, .truth, .distribution: false
    }
  }

  private var isSquare: Bool {
    if case .matrix(let rows, let columns) = shape { rows == columns } else { false }
  }

  private func factors(_ value: Rational) -> [LocalEdit] {
    guard !value.isZero else { return [] }
    return [Rational(2), Rational(1, over: 2)].compactMap { factor in
      guard let factor, let changed = value.multiplied(by: factor) else { return nil }
      let shape = changed.isWhole ? self.shape : .scalar
      return LocalEdit(.factor, Term(.number(changed), shape, at: span))
    }
  }

  private func entryEdits(_ array: Term, _ indices: [Term]) -> [LocalEdit] {
    var result: [LocalEdit] = shifted(indices).map { LocalEdit(.index, with(.entry(array, $0))) }
    if array.isSquare, indices.count == 2, indices[0] != indices[1] {
      result.append(LocalEdit(.exchangedIndices, with(.entry(array, [indices[1], indices[0]]))))
    }
    return result
  }

  /// The lists with one index larger or smaller by 1.
  private func shifted(_ indices: [Term]) -> [[Term]] {
    indices.indices.flatMap { place in
      [1, -1].compactMap { step in
        guard let moved = indices[place].moved(by: step) else { return nil }
        var changed = indices
        changed[place] = moved
        return changed
      }
    }
  }

  private func moved(by step: Int) -> Term? {
    let one = Term(.number(Rational(1)), .index, at: span)
    switch node {
    case .number(let value):
      return value.adding(Rational(step)).map { with(.number($0)) }
    case .add(let a, let b) where step < 0 && b.node == .number(.one): return a
    case .subtract(let a, let b) where step > 0 && b.node == .number(.one): return a
    default: return step > 0 ? with(.add(self, one)) : with(.subtract(self, one))
    }
  }

  private func primeEdits(_ function: SymbolID, _ arguments: [Term], _ derivatives: [Int])
    -> [LocalEdit]
  {
    guard arguments.count == 1, case .scalar = arguments[0].shape else {
      guard arguments.count == 1, derivatives.allSatisfy({ $0 > 0 }), derivatives.count == 1 else {
        return []
      }
      return [
        LocalEdit(.prime, with(.apply(function, arguments, derivatives: [derivatives[0] - 1])))
      ]
    }
    let order = derivatives.first ?? 0
    var result: [LocalEdit] = []
    if order > 0 {
      result.append(LocalEdit(.prime, with(.apply(function, arguments, derivatives: [order - 1]))))
    }
    if order < 2 {
      result.append(LocalEdit(.prime, with(.apply(function, arguments, derivatives: [order + 1]))))
    }
    return result
  }

  private func productEdits(_ product: Product, _ a: Term, _ b: Term) -> [LocalEdit] {
    switch product {
    case .hadamard where a.isSquare && b.isSquare:
      [LocalEdit(.product, with(.multiply(.matrix, a, b)))]
    case .matrix where a.isSquare && b.isSquare:
      [LocalEdit(.product, with(.multiply(.hadamard, a, b)))]
    default: []
    }
  }

  private func limitEdits(_ fold: Fold, _ binders: [Binder], _ body: Term) -> [LocalEdit] {
    binders.indices.flatMap { place -> [LocalEdit] in
      let range = binders[place].range
      let ranges = [
        IndexRange(range.first, range.last - Extent(1)),
        IndexRange(range.first + Extent(1), range.last),
      ]
      return ranges.map { changed in
        var list = binders
        list[place] = Binder(binders[place].variable, in: changed, where: binders[place].filter)
        return LocalEdit(.limit, with(.fold(fold, list, body)))
      }
    }
  }
}

extension Edit {
  /// `-a + b` for `a + b`.
  fileprivate var turnsFirstSign: Bool {
    if case .add(let first, _) = after.node, case .negate = first.node {
      kind == .sign
    } else {
      false
    }
  }
}
