import Formula
import Numerics

/// Slips that are looked for last.
extension Term {
  /// A fraction upside down.
  var turnedFractions: [LocalEdit] {
    guard case .divide(let a, let b) = node, a.shape.isNumber, b.shape.isNumber else { return [] }
    return [LocalEdit(.fraction, a.isOne ? b : with(.divide(b, a)))]
  }

  /// A sine for a cosine, a maximum for a minimum.
  var exchangedFunctions: [LocalEdit] {
    guard case .builtin(let builtin, let arguments) = node, let other = builtin.partner else {
      return []
    }
    return [LocalEdit(.function, with(.builtin(other, arguments)))]
  }

  /// `n + 1` for `n - 1`; of numbers a sign is a common slip.
  var otherNeighbours: [LocalEdit] {
    guard shape == .index else { return [] }
    switch node {
    case .add(let a, let b) where b.isOne: return [LocalEdit(.index, with(.subtract(a, b)))]
    case .subtract(let a, let b) where b.isOne: return [LocalEdit(.index, with(.add(a, b)))]
    default: return []
    }
  }

  /// Without a factor or a divisor that is a name or a number.
  var superfluousFactors: [LocalEdit] {
    switch node {
    case .multiply(.scaling, let a, let b):
      return (a.isPlain ? [LocalEdit(.factor, b)] : [])
        + (b.isPlain && a.shape == shape ? [LocalEdit(.factor, a)] : [])
    case .divide(let a, let b) where b.isPlain: return [LocalEdit(.factor, a)]
    default: return []
    }
  }

  /// One term of a sum with a factor in front.
  func forgottenFactors(_ names: [Term]) -> [LocalEdit] {
    switch node {
    case .add(let a, let b):
      return a.parts(names) { with(.add($0, b)) } + b.parts(names) { with(.add(a, $0)) }
    case .subtract(let a, let b):
      return a.parts(names) { with(.subtract($0, b)) } + b.parts(names) { with(.subtract(a, $0)) }
    default: return []
    }
  }

  private func parts(_ names: [Term], _ whole: (Term) -> Term) -> [LocalEdit] {
    switch node {
    case .add, .subtract: []
    default: forgotten(names).map { LocalEdit(.factor, whole($0), part: (self, $0)) }
    }
  }

  /// The term with each of some names in front.
  func forgotten(_ names: [Term]) -> [Term] {
    guard isNumeric || shape == .index else { return [] }
    let result = shape == .index ? Shape.scalar : shape
    return names.map { Term(.multiply(.scaling, $0, self), result, at: span) }
  }

  /// The upper limits of a sum that are names.
  fileprivate var ends: [Term] {
    guard case .fold(_, let binders, _) = node else { return [] }
    return binders.flatMap { binder in
      binder.range.last.parts.compactMap { part in
        if case .symbol(let size) = part.atom { Term(.symbol(size), .index, at: span) } else { nil }
      }
    }
  }

  /// Whether it is a name or a number.
  private var isPlain: Bool {
    switch node {
    case .symbol, .member: shape.isNumber
    case .number: true
    default: false
    }
  }
}

extension [Term] {
  /// The names of numbers among them, and how far sums go, each once.
  var numberNames: [Term] {
    var result: [Term] = []
    for term in flatMap({ [$0] + $0.ends }) {
      guard case .symbol = term.node, term.shape.isNumber, !result.contains(term) else { continue }
      result.append(term)
    }
    return result
  }
}

extension Builtin {
  /// What is easily taken for it.
  fileprivate var partner: Builtin? {
    switch self {
    case .elementary(.sin): .elementary(.cos)
    case .elementary(.cos): .elementary(.sin)
    case .elementary(.sinh): .elementary(.cosh)
    case .elementary(.cosh): .elementary(.sinh)
    case .maximum: .minimum
    case .minimum: .maximum
    default: nil
    }
  }
}

extension Term {
  /// `\sum_t f_t - f_{t-1}` for `\sum_t (f_t - f_{t-1})`: brackets around what speaks of the index.
  func lostBrackets(in scope: Scope) -> [LocalEdit] {
    let extended: Term? =
      switch node {
      case .add(let a, let b): a.extended(to: b, in: scope) { .add($0, b) }
      case .subtract(let a, let b): a.extended(to: b, in: scope) { .subtract($0, b) }
      default: nil
      }
    return extended.map { [LocalEdit(.limit, $0)] } ?? []
  }

  /// The same with the body of its last big operator going on, if what follows has a free index of
  /// the same name.
  private func extended(to rest: Term, in scope: Scope, _ join: (Term) -> Node) -> Term? {
    switch node {
    case .fold(let fold, let binders, let body):
      let symbols = Set(rest.subterms.compactMap { $0.namedSymbol })
      for binder in binders where body.shape == rest.shape {
        let free = symbols.filter { scope[$0].name == scope[binder.variable].name }
        guard !free.isEmpty else { continue }
        let whole = Term(join(body), body.shape, at: span)
        return with(.fold(fold, binders, whole.binding(free, to: binder)))
      }
      return nil
    case .negate(let a): return a.extended(to: rest, in: scope, join).map { with(.negate($0)) }
    case .multiply(let product, let a, let b):
      return b.extended(to: rest, in: scope, join).map { with(.multiply(product, a, $0)) }
    default: return nil
    }
  }

  private func binding(_ names: Set<SymbolID>, to binder: Binder) -> Term {
    if case .symbol(let symbol) = node, names.contains(symbol) {
      return with(.symbol(binder.variable))
    }
    return replacingChildren { $0.binding(names, to: binder) }
  }
}
