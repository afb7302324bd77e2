import Formula

extension StepJudge {
  /// A limit by what says how many terms or entries there are; `nil` if the step is none that can be
  /// followed.
  mutating func judgeCountLimit(_ chosen: InstanceChooser.Chosen) -> StepResult? {
    guard let structure, case .relation(let relation, let left, let right) = step.conclusion,
      relation == .equal || relation == .identical,
      let (limit, value) = left.limitAtInfinity.map({ ($0, right) })
        ?? right.limitAtInfinity.map({ ($0, left) })
    else { return nil }
    var rest = chosen.instance
    rest[limit.variable] = nil
    if let known = countLimits[rest] { return known }
    let judge = CountLimit(
      step: Step(given: step.premises, .relation(.equal, limit.body, value), at: step.span),
      variable: limit.variable, hypotheses: hypotheses, scope: scope, settings: settings,
      lowering: lowering, structure: structure)
    let name = scope[limit.variable].name
    let result = judge.judge(rest, chosen.sizes.filter { $0.name != name })
    countLimits[rest] = result
    return result
  }
}

extension Term {
  fileprivate var limitAtInfinity: (body: Term, variable: SymbolID)? {
    if case .limit(let body, let variable, .infinity) = node { (body, variable) } else { nil }
  }
}
