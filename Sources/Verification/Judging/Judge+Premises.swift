import Formula
import Numerics

/// Statements that stand first, `P \Rightarrow Q`: they are supposed, or steps like any other.
extension Judge {
  /// The records of equations in front of arrows, unless they can only be supposed.
  ///
  /// Rows that always hold are steps. An equation that is false at some point is as likely a step with
  /// a mistake as a condition if nothing follows from it, or if it stands in a row of its own and one
  /// edit makes it hold: then it is undecided, with that point.
  func premises(of claim: Claim, in scope: Scope, options: ClaimOptions) -> [StepResult] {
    claim.unclaimedEquations.compactMap { premise -> StepResult? in
      guard let step = premise.asStep, !scope.givesName(premise) else { return nil }
      let isRow = claim.place(of: premise) == .row
      var result = judge(step, given: claim.hypotheses, in: scope, options: options)
      if result.verdict.passes { return isRow ? result : nil }
      guard result.verdict == .refuted else { return nil }
      if isRow, premise.isOfTwoForms {
        let alone = Claim(steps: [step], hypotheses: claim.hypotheses, last: nil, at: step.span)
        result.repair = repair(0, of: alone, in: scope, options: options, source: nil)
      }
      guard result.repair != nil || isNeedless(premise, in: claim, scope, options) else {
        return nil
      }
      result.verdict = .undecided(.supposedOrClaimed)
      return result
    }
  }

  private func isNeedless(
    _ premise: Term, in claim: Claim, _ scope: Scope, _ options: ClaimOptions
  ) -> Bool {
    claim.steps.filter { $0.premises.contains(premise) }.allSatisfy { step in
      let rest = Step(
        given: step.premises.filter { $0 != premise }, step.conclusion, at: step.span,
        changesNotation: step.changesNotation)
      return judge(rest, given: claim.hypotheses, in: scope, options: options).verdict.passes
    }
  }
}

extension Claim {
  /// What is supposed in it, in order, and no step states.
  fileprivate var unclaimedEquations: [Term] {
    var found: [Term] = []
    for premise in steps.flatMap({ $0.premises }) where place(of: premise) != .elsewhere {
      guard premise.asStep != nil, !found.contains(premise),
        !steps.contains(where: { premise.states($0.conclusion) })
      else { continue }
      found.append(premise)
    }
    return found
  }
}

extension Term {
  /// An equation, for all of its own indices.
  fileprivate var asStep: Step? {
    switch node {
    case .relation(.equal, let left, let right): Step(.relation(.equal, left, right), at: span)
    case .fold(.all, _, let body): body.asStep
    default: nil
    }
  }
}

extension Term {
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
