package import Formula
import SourceText

/// Decides claims: every step of them, with its evidence.
///
/// Deterministic, and keyed by content: the same claim in the same scope with the same settings
/// has the same record, whatever was judged before.
package struct Judge: Sendable {
  package var settings: Settings
  /// Values of symbols of kind `computed`.
  package var computed: [SymbolID: [ComputedValue]] = [:]

  package init(_ settings: Settings = Settings(), computed: [SymbolID: [ComputedValue]] = [:]) {
    self.settings = settings
    self.computed = computed
  }

  /// One record for each step of a claim, in order, and one for rows of `cases` that contradict each
  /// other, or for premises that may be steps.
  ///
  /// After a false step the next one is compared with the last line that was not false, if it
  /// does not follow from the line before: one slip gives one error.
  ///
  /// - Parameter source: the claim's text, for repairs that change as little of it as they can.
  package func judge(
    _ claim: Claim, in scope: Scope, options: ClaimOptions = ClaimOptions(),
    source: ClaimSource? = nil
  ) -> [StepResult] {
    // In a derivation, writing a definition out is a step; alone it says nothing.
    if claim.steps.count == 1, let step = claim.steps.first, restatesDefinition(step, in: scope) {
      return [StepResult(.vacuous(.restatesDefinition), Evidence(.structure), at: step.span)]
    }
    var results: [StepResult] = []
    var lastGood: Line?
    var wrong: [Step.Conclusion] = []
    for (number, original) in claim.steps.enumerated() {
      let earlier = Array(claim.steps.prefix(number))
      let step = original.withoutCircle(after: earlier)
      if let before = earlier.last, !step.goesOn(from: before) { lastGood = nil }
      var result = judge(
        step, after: earlier, but: wrong, of: claim, in: scope, options: options)
      var others: [Step?] = []
      if result.verdict == .refuted || result.verdict == .domain {
        others = [bridge(step, from: lastGood), step.bridged(over: earlier, results)]
      }
      for case let other? in others + [step.without(wrong)] where !result.verdict.passes {
        var second = judge(other, given: claim.hypotheses, in: scope, options: options)
        guard second.verdict.passes else { continue }
        second.evidence.remarks.append(.comparedWithLineBefore)
        result = second
      }
      if result.verdict == .refuted,
        holds(step, underThoseOf: claim.steps.prefix(number), claim, scope, options)
      {
        result.verdict = .undecided(.needsEarlierPremises)
      }
      if result.verdict == .refuted { wrong.append(step.conclusion) }
      if result.verdict.passes {
        lastGood = nil
      } else if case .relation(let relation, let left, _) = step.conclusion {
        let joined = lastGood.map { $0.relation?.joined(relation) } ?? relation
        lastGood = Line(term: lastGood?.term ?? left, relation: joined)
      }
      if result.verdict == .refuted, !options.isRefutation {
        result.repair = repair(
          results.count, of: claim, in: scope, options: options, source: source)
      }
      if result.verdict == .domain {
        result.holdsWhere = conditions(
          under: step, given: claim.hypotheses, in: scope, options: options)
      }
      results.append(result)
    }
    guard results.allSatisfy({ $0.verdict.passes }) else {
      return solution(of: claim, results, in: scope, options: options) ?? results
    }
    if let overlap = overlap(in: claim, scope, options) { return results + [overlap] }
    return results + premises(of: claim, in: scope, options: options)
  }

  /// In `A \Rightarrow B \Rightarrow C` the second arrow stands between its neighbours.
  ///
  /// What holds with `A` besides, but not under `B` alone, is undecided, with the point that says
  /// so. `B` may be a chain. Where `A` is a system, two rows or more, all of it stays supposed.
  private func judge(
    _ step: Step, after earlier: [Step], but wrong: [Step.Conclusion], of claim: Claim,
    in scope: Scope, options: ClaimOptions
  ) -> StepResult {
    func whole() -> StepResult {
      judge(step, given: claim.hypotheses, in: scope, options: options)
    }
    guard let before = earlier.last, let last = step.premises.last,
      step.premises.count > before.premises.count, !before.premises.isEmpty,
      last.states(before.conclusion)
    else { return whole() }
    let nearest = step.premises(from: earlier)
    // What a false row is followed by need not agree with what was given.
    let system = wrong.contains(before.conclusion) ? [] : claim.system(above: step)
    let arrow = Step(
      given: system.filter { !nearest.contains($0) } + nearest, step.conclusion, at: step.span,
      changesNotation: step.changesNotation)
    var alone = judge(arrow, given: claim.hypotheses, in: scope, options: options)
    if alone.verdict.passes { return alone }
    let whole = whole()
    if whole.verdict == .vacuous(.hypothesesNeverMet), alone.verdict == .refuted { return alone }
    guard whole.verdict.passes, alone.verdict == .refuted else { return whole }
    alone.verdict = .undecided(.needsEarlierPremises)
    return alone
  }

  /// `x = 1 \\ \Rightarrow x^2 = 1 \\ y = 2 \\ \Rightarrow x^2 + y = 3`: whether a statement that is false by
  /// itself follows from what was supposed in rows before it.
  private func holds(
    _ step: Step, underThoseOf earlier: ArraySlice<Step>, _ claim: Claim, _ scope: Scope,
    _ options: ClaimOptions
  ) -> Bool {
    let further = earlier.flatMap { $0.premises }.filter {
      !step.premises.contains($0) && claim.place(of: $0) == .row
    }
    guard !further.isEmpty, !further.contains(where: { $0.states(step.conclusion) }) else {
      return false
    }
    let premises = further.reduce(into: step.premises) {
      if !$0.contains($1) { $0.append($1) }
    }
    let whole = Step(
      given: premises, step.conclusion, at: step.span, changesNotation: step.changesNotation)
    return judge(whole, given: claim.hypotheses, in: scope, options: options).verdict.passes
  }

  /// The last line of a chain that was not false, and what the lines behind it claim of it.
  private struct Line {
    var term: Term
    /// `nil` if that is nothing, as for `a < b > c`.
    var relation: Term.Relation?
  }

  /// The step with its left side replaced by an earlier line: a ≤ b, of which b is wrong, and b = c
  /// say that a ≤ c.
  private func bridge(_ step: Step, from earlier: Line?) -> Step? {
    guard let earlier, case .relation(let relation, let left, let right) = step.conclusion,
      earlier.term.shape == left.shape, let joined = earlier.relation?.joined(relation)
    else { return nil }
    return Step(given: step.premises, .relation(joined, earlier.term, right), at: step.span)
  }

  /// The usual convention under which a step without a value at some points holds.
  private func conventionNeeded(
    _ step: Step, _ hypotheses: [Hypothesis], _ scope: Scope, _ options: ClaimOptions
  ) -> String? {
    let convention = "0 \\log 0 = 0"
    var agreed = scope
    guard !options.isRefutation, agreed.conventions.isEmpty,
      agreed.declare(Excerpt("convention " + convention)).isEmpty
    else { return nil }
    let result = plainResult(of: step, given: hypotheses, in: agreed, options: options)
    return result.verdict.passes ? convention : nil
  }

  /// What is found of a step as it stands.
  func plainResult(
    of step: Step, given hypotheses: [Hypothesis], in scope: Scope, options: ClaimOptions
  ) -> StepResult {
    var run = StepJudge(step, hypotheses, scope, options, settings)
    run.lowering.computed = computed.mapValues { $0.map { $0.value } }
    return run.judge()
  }

  /// One step, without repairs.
  package func judge(
    _ step: Step, given hypotheses: [Hypothesis] = [], in scope: Scope,
    options: ClaimOptions = ClaimOptions()
  ) -> StepResult {
    let (step, hypotheses) = quantified(step, hypotheses, in: scope)
    var run = StepJudge(step, hypotheses, scope, options, settings)
    run.lowering.computed = computed.mapValues { $0.map { $0.value } }
    var result = run.judge()
    if result.verdict == .refuted, step.differentiatesPremise(in: scope) {
      result.verdict = .undecided(.notEvaluable(Wording.derivativeOfPremise))
    }
    if result.verdict == .refuted,
      holdsForWholeSums(step, given: hypotheses, in: scope, options: options)
    {
      result.verdict = .undecided(.openOperand)
    }
    if result.verdict == .domain,
      let convention = conventionNeeded(step, hypotheses, scope, options)
    {
      result.evidence.remarks.append(.needsConvention(convention))
    }
    if result.verdict.passes,
      let absence = absence(in: step, given: hypotheses, scope, options)
        ?? kinkAtEnd(of: step, result, given: hypotheses, scope, options)
    {
      result = absence
    }
    if result.verdict == .refuted || result.verdict == .tested, run.hasAmbiguousPartial {
      var other = StepJudge(step, hypotheses, scope, options, settings)
      other.lowering.computed = run.lowering.computed
      other.lowering.partials = .holdingIntermediates
      if result.verdict == .refuted, other.judge().verdict.passes { result.verdict = .ambiguous }
    }
    if hangsOnRounding(
      result, of: step, given: hypotheses, in: scope, options: options,
      using: run.structure?.symbols ?? [])
    {
      result.verdict = .undecided(.hangsOnRounding)
    }
    return result
  }
}

extension Step {
  /// In `A \Rightarrow B \Rightarrow A` the last arrow is meant by itself: with everything before it
  /// supposed it would say nothing.
  fileprivate func withoutCircle(after earlier: [Step]) -> Step {
    guard let before = earlier.last, let last = premises.last, last.states(before.conclusion),
      before.premises.contains(where: { $0.states(conclusion) })
    else { return self }
    return Step(
      given: premises(from: earlier), conclusion, at: span, changesNotation: changesNotation)
  }

  /// Those of the premises that stand right before the arrow: all rows of the chain that ends there.
  fileprivate func premises(from earlier: [Step]) -> [Term] {
    let chain = earlier.reversed().prefix { $0.premises == earlier.last?.premises }
    return premises.filter { premise in chain.contains { premise.states($0.conclusion) } }
  }
}

extension Step {
  /// `A \iff B \iff C` with a slip in B: that A and C are equivalent; `nil` if what stands before is
  /// right, or no equivalence.
  fileprivate func bridged(over earlier: [Step], _ results: [StepResult]) -> Step? {
    guard case .equivalence(var left, let right) = conclusion, earlier.count == results.count else {
      return nil
    }
    var isBridged = false
    for (before, result) in zip(earlier, results).reversed() {
      guard !result.verdict.passes, case .equivalence(let first, let second) = before.conclusion,
        second == left
      else { break }
      (left, isBridged) = (first, true)
    }
    guard isBridged else { return nil }
    return Step(given: premises, .equivalence(left, right), at: span)
  }

  /// The step without those of its premises that were claimed before and are wrong; `nil` if there
  /// are none, or no other ones.
  fileprivate func without(_ wrong: [Conclusion]) -> Step? {
    let rest = premises.filter { premise in !wrong.contains { premise.states($0) } }
    guard !rest.isEmpty, rest.count < premises.count else { return nil }
    return Step(given: rest, conclusion, at: span, changesNotation: changesNotation)
  }
}

extension Term.Relation {
  /// What a and c are to each other if a is this to b and b is another relation to c.
  fileprivate func joined(_ next: Term.Relation) -> Term.Relation? {
    switch (self, next) {
    case (.equal, _), (.identical, _): next
    case (_, .equal), (_, .identical): self
    case (.less, .less), (.lessOrEqual, .lessOrEqual), (.greater, .greater),
      (.greaterOrEqual, .greaterOrEqual):
      self
    case (.less, .lessOrEqual), (.lessOrEqual, .less): .less
    case (.greater, .greaterOrEqual), (.greaterOrEqual, .greater): .greater
    default: nil
    }
  }
}

extension Term {
  func states(_ conclusion: Step.Conclusion) -> Bool {
    switch conclusion {
    case .relation(let relation, let left, let right): node == .relation(relation, left, right)
    case .truth(let term): self == term
    case .equivalence: false
    }
  }
}
