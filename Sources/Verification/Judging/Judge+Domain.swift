import Formula
import Numerics

extension Judge {
  private static let conditionLimit = 6

  /// Under which conditions a step holds that is not defined everywhere: one of what its quotients,
  /// logarithms and roots ask for if that is enough, else as many as it takes; empty if nothing
  /// makes it hold.
  func conditions(
    under step: Step, given hypotheses: [Hypothesis], in scope: Scope, options: ClaimOptions
  ) -> [String] {
    var found: [Term] = []
    for side in step.sides {
      side.collectDemands(&found)
      side.expandedOnce(in: scope).collectDemands(&found)
    }
    guard !found.isEmpty, found.count <= Self.conditionLimit else { return [] }
    var quick = options
    quick.points = 16
    quick.isRefutation = true
    let judge = Judge(Settings(seed: settings.seed, points: 16), computed: computed)
    func holds(_ conditions: [Term]) -> Bool {
      let more = conditions.map { Hypothesis(for: [], $0, at: step.span) }
      return judge.judge(step, given: hypotheses + more, in: scope, options: quick).verdict.passes
    }
    if let one = found.first(where: { holds([$0]) }) { return [one.latex(in: scope)] }
    guard found.count > 1, holds(found) else { return [] }
    for condition in found {
      let rest = found.filter { $0 != condition }
      if holds(rest) { found = rest }
    }
    return found.map { $0.latex(in: scope) }
  }
}

extension Step {
  fileprivate var sides: [Term] {
    switch conclusion {
    case .relation(_, let left, let right), .equivalence(let left, let right): [left, right]
    case .truth(let term): [term]
    }
  }
}

extension Term {
  /// What this term needs to be defined, as relations; nothing that depends on bound variables.
  fileprivate func collectDemands(_ found: inout [Term]) {
    switch node {
    case .divide(_, let below) where below.shape.isNumber: demand(.notEqual, below, &found)
    case .power(let base, let exponent) where base.shape.isNumber:
      if case .negate = exponent.node { demand(.notEqual, base, &found) }
    case .builtin(.elementary(.log), let list), .builtin(.logarithm, let list):
      if let argument = list.last, argument.shape.isNumber { demand(.greater, argument, &found) }
    case .builtin(.elementary(.sqrt), let list):
      if let argument = list.first, argument.shape.isNumber {
        demand(.greaterOrEqual, argument, &found)
      }
    case .fold, .cases, .limit: return
    default: break
    }
    for child in children { child.collectDemands(&found) }
  }

  private func demand(_ relation: Relation, _ term: Term, _ found: inout [Term]) {
    if case .number = term.node { return }
    let zero = Term(.number(.zero), term.shape, at: term.span)
    let condition = Term(.relation(relation, term, zero), .truth, at: term.span)
    if !found.contains(condition) { found.append(condition) }
  }
}
