import Formula
import Foundation
import Numerics
import SourceText

/// Walks a term at given values of its symbols, without a graph and without sharing.
///
/// Derivatives are central differences; a derivative by a defined name overrides its value
/// wherever it occurs.
struct TreeEvaluator {
  let scope: Scope
  let sizes: Instance
  var values: [SymbolID: [Double]]
  private var bound: [SymbolID: Double] = [:]
  private var overridden: [SymbolID: [Double]] = [:]

  init(scope: Scope, sizes: Instance, values: [SymbolID: [Double]]) {
    self.scope = scope
    self.sizes = sizes
    self.values = values
  }

  func value(_ term: Term) -> [Double] {
    switch term.node {
    case .number(let number): [Doubles().constant(number)]
    case .symbol(let id): symbol(id)
    case .entry(let array, let indices): [entry(array, indices)]
    case .negate(let a): value(a).map { -$0 }
    case .add(let a, let b): zip(a, b) { $0 + $1 }
    case .subtract(let a, let b): zip(a, b) { $0 - $1 }
    case .multiply(.inner, let a, let b):
      [Swift.zip(value(a), value(b)).map { $0 * $1 }.reduce(0, +)]
    case .multiply(_, let a, let b): zip(a, b) { $0 * $1 }
    case .divide(let a, let b): zip(a, b) { $0 / $1 }
    case .power(let a, let b): zip(a, b) { pow($0, $1) }
    case .builtin(.elementary(let function), let a):
      value(a[0]).map { Doubles().apply(function, $0) }
    case .builtin(.maximum, let a): zip(a[0], a[1]) { max($0, $1) }
    case .builtin(.absolute, let a): value(a[0]).map { abs($0) }
    case .builtin(.norm, let a): [value(a[0]).map { $0 * $0 }.reduce(0, +).squareRoot()]
    case .fold(.sum, let binders, let body): sum(binders[0], body)
    case .cases(let branches, let otherwise): cases(branches, otherwise)
    case .derivative(let a, let targets, _): [derivative(a, targets)]
    case .apply(let function, let arguments, _): call(function, arguments.map { value($0) })
    default: [.nan]
    }
  }

  private func zip(_ a: Term, _ b: Term, _ combine: (Double, Double) -> Double) -> [Double] {
    let (x, y) = (value(a), value(b))
    return (0..<max(x.count, y.count)).map { combine(x[$0 % x.count], y[$0 % y.count]) }
  }

  private func symbol(_ id: SymbolID) -> [Double] {
    if let value = overridden[id] { return value }
    if let value = bound[id] { return [value] }
    if let size = sizes[id] { return [Double(size)] }
    if let known = values[id] { return known }
    guard let clause = scope.definition(of: id)?.clauses.first else { return [.nan] }
    guard case .any(let variable, let range)? = clause.entries.first else {
      return value(clause.body)
    }
    return (1...last(range)).flatMap { place in
      var inner = self
      inner.bound[variable] = Double(place)
      return inner.value(clause.body)
    }
  }

  private func last(_ range: IndexRange) -> Int {
    guard case .symbol(let size)? = range.last.parts.first?.atom else { return 0 }
    return sizes[size] ?? 0
  }

  private func entry(_ array: Term, _ indices: [Term]) -> Double {
    value(array)[Int(value(indices[0])[0]) - 1]
  }

  private func sum(_ binder: Term.Binder, _ body: Term) -> [Double] {
    var total = 0.0
    for place in 1...last(binder.range) {
      var inner = self
      inner.bound[binder.variable] = Double(place)
      total += inner.value(body)[0]
    }
    return [total]
  }

  private func cases(_ branches: [Term.Branch], _ otherwise: Term?) -> [Double] {
    for branch in branches {
      if case .relation(.greater, let a, let b) = branch.condition.node, value(a)[0] > value(b)[0] {
        return value(branch.value)
      }
    }
    return otherwise.map { value($0) } ?? [.nan]
  }

  private func call(_ function: SymbolID, _ arguments: [[Double]]) -> [Double] {
    guard let clause = scope.definition(of: function)?.clauses.first else { return [.nan] }
    var inner = self
    for (name, argument) in Swift.zip(clause.arguments, arguments) {
      inner.overridden[name] = argument
    }
    return inner.value(clause.body)
  }

  private func derivative(_ a: Term, _ targets: [Term.Target]) -> Double {
    guard let target = targets.last?.term else { return value(a)[0] }
    let (id, place) = place(of: target)
    let here = symbol(id)
    func at(_ shift: Double) -> Double {
      var moved = self
      var values = here
      values[place] += shift
      moved.overridden[id] = values
      return moved.value(a)[0]
    }
    func slope(_ h: Double) -> Double {
      (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h)
    }
    // A kink or a jump between the points shows in the disagreement of two widths.
    let (wide, narrow) = (slope(1e-3), slope(4e-4))
    return abs(wide - narrow) < 1e-5 * max(1, abs(narrow)) ? narrow : .nan
  }

  private func place(of target: Term) -> (SymbolID, Int) {
    switch target.node {
    case .symbol(let id): (id, 0)
    case .entry(let array, let indices):
      (place(of: array).0, Int(value(indices[0])[0]) - 1)
    default: (SymbolID(0), 0)
    }
  }
}
