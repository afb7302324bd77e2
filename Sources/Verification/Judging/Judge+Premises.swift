import Formula
import Numerics
import SourceText

/// Statements that stand first, `P \Rightarrow Q`: they are supposed, or steps like any other.
extension Judge {
  /// The records of relations in front of arrows, unless they can only be supposed.
  ///
  /// Rows that hold wherever they have a value are steps. A relation that is false at some point is as
  /// likely a step with a mistake as a condition if nothing follows from it, if it stands in a row of
  /// its own and one edit makes it hold, or if hypotheses have tied the name that it compares with to
  /// what else it speaks of: then it is undecided, with that point.
  func premises(of claim: Claim, in scope: Scope, options: ClaimOptions) -> [StepResult] {
    claim.unclaimed.compactMap { premise -> StepResult? in
      let isRow = claim.place(of: premise) == .row
      let isTied = claim.ties(premise, in: scope)
      guard let step = premise.asStep(orBound: isRow || isTied),
        isTied || !scope.givesName(premise) && !scope.givesValue(premise)
      else { return nil }
      var result = judge(step, given: claim.hypotheses, in: scope, options: options)
      if result.verdict.passes || result.verdict == .domain { return isRow ? result : nil }
      guard result.verdict == .refuted else { return nil }
      if isRow, premise.isOfTwoForms, !premise.characterisesName, !claim.hasSystem {
        let alone = Claim(steps: [step], hypotheses: claim.hypotheses, last: nil, at: step.span)
        result.repair = repair(0, of: alone, in: scope, options: options, source: nil)
      }
      guard
        isTied || result.repair != nil
          || isOneOfIdentities(premise, in: claim, scope, options)
          || isNeedless(premise, in: claim, scope, options)
      else { return nil }
      result.verdict = .undecided(.supposedOrClaimed)
      return result
    }
  }

  /// `ax^2 + bx + c = 0 \\ x^2 + \frac ba x = -\frac ca \\ … \Rightarrow x = …`: the records of what stands
  /// behind the first row, if that row is an equation from which every other row follows, none of
  /// which holds by itself.
  func solution(
    of claim: Claim, _ results: [StepResult], in scope: Scope, options: ClaimOptions
  ) -> [StepResult]? {
    guard let first = claim.steps.first, first.premises.isEmpty, results[0].verdict == .refuted,
      case .relation(.equal, let left, let right) = first.conclusion,
      claim.steps.contains(where: { !$0.premises.isEmpty })
    else { return nil }
    let equation = Term(.relation(.equal, left, right), .truth, at: first.span)
    func judged(_ step: Step, given premises: [Term]) -> StepResult {
      func result(_ premises: [Term]) -> StepResult {
        let step = Step(
          given: premises, step.conclusion, at: step.span, changesNotation: step.changesNotation)
        return judge(step, given: claim.hypotheses, in: scope, options: options)
      }
      let whole = result(premises + step.premises)
      guard case .undecided = whole.verdict, !premises.isEmpty, !step.premises.isEmpty else {
        return whole
      }
      // From fewer premises follows less.
      let alone = result(premises)
      return alone.verdict.passes ? alone : whole
    }
    let above = claim.unclaimed.filter { claim.place(of: $0) == .row }.compactMap {
      $0.asStep(orBound: false)
    }
    let rows = claim.steps.dropFirst().filter { $0.premises.isEmpty } + above
    let begin = rows.filter { row in !claim.steps.contains { row.goesOn(from: $0) } }
    guard !begin.isEmpty, begin.allSatisfy({ !judged($0, given: []).verdict.passes }) else {
      return nil
    }
    // What follows has to need the rows.
    let isNeeded = claim.steps.contains { step in
      !step.premises.isEmpty
        && !judge(
          Step(step.conclusion, at: step.span), given: claim.hypotheses, in: scope,
          options: options
        ).verdict.passes
    }
    guard isNeeded else { return nil }
    let found = claim.steps.dropFirst().map { judged($0, given: [equation]) }
    // What is open behind the equation does not make it false.
    let isSolved =
      found.allSatisfy { $0.verdict.passes || $0.verdict.isUndecided }
      && above.allSatisfy { judged($0, given: [equation]).verdict.passes }
    let alone = Claim(steps: [first], hypotheses: claim.hypotheses, last: nil, at: first.span)
    let isSlip =
      equation.isOfTwoForms
      && repair(0, of: alone, in: scope, options: options, source: nil) != nil
    return isSolved && !isSlip ? found : nil
  }

  /// `(a+b)^2 = a^2 + 2ab + b^2, (a-b)^2 = a^2 - b^2`: whether a relation that does not always hold stands
  /// beside one of the same kind that does, and works out something else.
  private func isOneOfIdentities(
    _ premise: Term, in claim: Claim, _ scope: Scope, _ options: ClaimOptions
  ) -> Bool {
    guard premise.worksOut(in: scope) else { return false }
    let stated = claim.steps.filter { $0.premises.isEmpty }.compactMap { $0.conclusion.equation }
    return (stated + claim.unclaimed).contains { other in
      guard other.isOfOneKind(with: premise),
        let step = other.asStep(orBound: false)
      else { return false }
      return judge(step, given: claim.hypotheses, in: scope, options: options).verdict.passes
    }
  }

  private func isNeedless(
    _ premise: Term, in claim: Claim, _ scope: Scope, _ options: ClaimOptions
  ) -> Bool {
    let isRow = claim.place(of: premise) == .row
    let together = claim.unclaimed.filter { other in
      isRow ? other.isChained(to: premise) : claim.place(of: other) == .line
    }
    return claim.steps.filter { $0.premises.contains(premise) }.allSatisfy { step in
      let rest = Step(
        given: step.premises.filter { !together.contains($0) }, step.conclusion, at: step.span,
        changesNotation: step.changesNotation)
      return judge(rest, given: claim.hypotheses, in: scope, options: options).verdict.passes
    }
  }
}

extension Step {
  /// Whether it is the next link of a chain.
  func goesOn(from other: Step) -> Bool {
    guard case .relation(_, let left, _) = conclusion else { return false }
    return other.ends(at: left)
  }

  fileprivate func ends(at term: Term) -> Bool {
    guard case .relation(_, _, let end) = conclusion else { return false }
    return end.span == term.span
  }
}

extension Claim {
  /// The rows that a step supposes and no step states, where they are one of several: equations
  /// above the last row hold for everything anyway.
  func system(above step: Step) -> [Term] {
    let rows = step.premises.filter { premise in
      place(of: premise) == .row && !steps.contains { premise.states($0.conclusion) }
    }
    return rows.count > 1 || hasSystem ? rows : []
  }

  /// Whether equations stand above the last row that is supposed.
  fileprivate var hasSystem: Bool {
    hypotheses.contains { hypothesis in
      guard case .relation(.equal, _, _) = hypothesis.condition.node else { return false }
      return place(of: hypothesis.condition) != .elsewhere
    }
  }

  /// Whether a chain ends with a name, `\|u + w\| \le \|u\| + \|w\| \le R`, of which a hypothesis says already
  /// how it compares with something that the last link speaks of, `\|u\| \le R`.
  fileprivate func ties(_ premise: Term, in scope: Scope) -> Bool {
    guard case .relation(_, let left, let right) = premise.node, let name = right.namedSymbol,
      right.shape.isNumber, scope.definition(of: name) == nil,
      unclaimed.contains(where: { $0.isChained(to: premise) && $0 != premise })
        || steps.contains(where: { $0.ends(at: left) })
    else { return false }
    let others = scope.names(in: left).subtracting([name])
    return hypotheses.contains { hypothesis in
      guard place(of: hypothesis.condition) != .row,
        case .relation = hypothesis.condition.node
      else { return false }
      let names = scope.names(in: hypothesis.condition)
      return names.contains(name) && !names.isDisjoint(with: others)
    }
  }

  /// What is supposed in it, in order, and no step states.
  fileprivate var unclaimed: [Term] {
    var found: [Term] = []
    for premise in steps.flatMap({ $0.premises }) where place(of: premise) != .elsewhere {
      guard !found.contains(premise), !steps.contains(where: { premise.states($0.conclusion) })
      else { continue }
      found.append(premise)
    }
    return found
  }
}

extension Term {
  /// Whether it is the same link of a chain, or one beside it.
  fileprivate func isChained(to other: Term) -> Bool {
    guard case .relation(_, let left, let right) = node,
      case .relation(_, let first, let last) = other.node
    else { return self == other }
    return self == other || right.span == first.span || left.span == last.span
  }

  /// An equation or a bound, for all of its own indices; `|x| \le 1` is no step.
  fileprivate func asStep(orBound takesBounds: Bool) -> Step? {
    switch node {
    case .relation(.equal, let left, let right): Step(.relation(.equal, left, right), at: span)
    case .relation(let relation, let left, let right)
    where takesBounds && relation.isOrder && !left.bounds(right) && !right.bounds(left):
      Step(.relation(relation, left, right), at: span)
    case .fold(.all, _, let body): body.asStep(orBound: takesBounds)
    default: nil
    }
  }

  /// A number beside the size of a name.
  private func bounds(_ other: Term) -> Bool {
    guard case .number = node, case .builtin(let function, let arguments) = other.node,
      [.absolute, .norm, .norm1, .normInfinity].contains(function)
    else { return false }
    return arguments.count == 1 && arguments[0].namedSymbol != nil
  }
}

extension Step.Conclusion {
  fileprivate var equation: Term? {
    guard case .relation(.equal, let left, let right) = self else { return nil }
    return Term(.relation(.equal, left, right), .truth, at: left.span.union(right.span))
  }
}

extension Term {
  /// `A^\top = A`, `A^2 = A`, `Ap = p`: what sort of thing a name is.
  fileprivate var characterisesName: Bool {
    guard case .relation(.equal, let left, let right) = node else { return false }
    func characterises(_ name: Term, _ other: Term) -> Bool {
      guard let symbol = name.namedSymbol else { return false }
      let parts = other.subterms
      return parts.contains { $0.namedSymbol == symbol }
        && parts.allSatisfy {
          switch $0.node {
          case .symbol, .member, .entry, .number, .multiply, .transpose, .power: true
          default: false
          }
        }
    }
    return characterises(left, right) || characterises(right, left)
  }

  /// An equation between two forms that speak of the same names, none of them a name itself.
  fileprivate func worksOut(in scope: Scope) -> Bool {
    guard case .relation(.equal, let left, let right) = node, isOfTwoForms else { return false }
    return !left.children.isEmpty && !right.children.isEmpty
      && scope.names(in: left) == scope.names(in: right) && scope.names(in: left).count > 1
  }

  /// Whether the left sides of two equations are made by the same operation of different parts.
  fileprivate func isOfOneKind(with other: Term) -> Bool {
    guard case .relation(_, let left, _) = node, case .relation(_, let first, _) = other.node else {
      return false
    }
    return left != first && left.node.isOfOneKind(with: first.node)
  }

  /// No `u^\top v = u^\top w`, `\|u + v\| = \|u - v\|`, which nobody computes from the other.
  fileprivate var isOfTwoForms: Bool {
    guard case .relation(_, let left, let right) = node else {
      return children.contains { $0.isOfTwoForms }
    }
    return left.form != right.form
  }

  /// How it is made, whatever the names, numbers and signs.
  private var form: Term {
    switch node {
    case .number, .symbol, .member, .entry: Term(.number(.zero), .scalar, at: span)
    case .negate(let a): a.form
    case .subtract(let a, let b): Term(.add(a, b), shape, at: span).form
    case .apply(let function, let arguments, _):
      Term(.apply(function, arguments.map { $0.form }, derivatives: []), shape, at: span)
    default: replacingChildren { $0.form }
    }
  }
}

extension Step {
  /// `u = x^2 \Rightarrow \frac{du}{dx} = 2x`, `f(x) = x^2 \Rightarrow f'(x) = 2x`: the premise is meant for
  /// all x.
  func differentiatesPremise(in scope: Scope) -> Bool {
    let parts = conclusion.sides.flatMap { $0.subterms }
    return premises.contains { premise in
      guard case .relation(.equal, let left, let right) = premise.node else { return false }
      let names = scope.names(in: premise)
      return parts.contains { part in
        switch part.node {
        case .derivative(let body, let targets, _):
          targets.contains { target in
            target.term.namedSymbol.map { variable in
              let inside = scope.names(in: body)
              return names.contains(variable) && !inside.contains(variable)
                && inside.contains { names.contains($0) && scope.definition(of: $0) == nil }
            } ?? false
          }
        case .apply(let function, let arguments, let orders) where orders.contains { $0 > 0 }:
          arguments.allSatisfy {
            $0.namedSymbol.map { premise.gives(function, by: $0, left, right) } ?? false
          }
        default: false
        }
      }
    }
  }
}

extension Term {
  /// Whether an equation says what a function is, of which only the values occur: `x^2 + y(x)^2 = 1`.
  fileprivate func gives(
    _ function: SymbolID, by variable: SymbolID, _ left: Term, _ right: Term
  ) -> Bool {
    var calls = false
    func mentions(_ term: Term) -> Bool {
      if case .apply(function, _, let orders) = term.node {
        if orders.contains(where: { $0 > 0 }) { return false }
        calls = true
        return false
      }
      return term.namedSymbol == variable || term.children.reduce(false) { mentions($1) || $0 }
    }
    let isMentioned = [left, right].reduce(false) { mentions($1) || $0 }
    return isMentioned && calls
  }
}

extension Term.Node {
  fileprivate func isOfOneKind(with other: Term.Node) -> Bool {
    switch (self, other) {
    case (.power, .power), (.transpose, .transpose), (.inverse, .inverse), (.multiply, .multiply),
      (.derivative, .derivative), (.functionDerivative, .functionDerivative), (.fold, .fold),
      (.expectation, .expectation), (.variance, .variance), (.covariance, .covariance):
      true
    case (.builtin(let one, _), .builtin(let another, _)): one == another
    default: false
    }
  }
}
