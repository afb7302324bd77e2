import Formula
import Numerics
import SourceText

extension Judge {
  private static let candidateLimit = 120

  /// The one edit after which a false step holds; `nil` if none does, or several do.
  ///
  /// The commonest slips are tried first, on the right side: the left side of a line is what the
  /// line before says, or the question. What is offered is text for the author's own file, and with
  /// a source it is read and judged there before it is offered.
  ///
  /// - Parameter number: of the step in its claim; only the first has a left side of its own.
  func repair(
    _ number: Int, of claim: Claim, in scope: Scope, options: ClaimOptions, source: ClaimSource?
  ) -> Repair? {
    let place = Place(number: number, claim: claim, scope: scope, options: options, source: source)
    if let turned = turned(place) { return turned }
    let next = nextStep(place)
    let step = claim.steps[number]
    let groups = groups(of: step, in: scope, isFirst: number == 0)
    if let whole = repair(among: groups, before: next, at: place) { return whole }
    // What goes on from here holds, but no edit leaves it so: it carries the slip on.
    guard let next, next.holds else { return nil }
    return repair(among: self.groups(of: step, in: scope, isFirst: false), before: nil, at: place)
  }

  private func repair(
    among groups: [[(Edit, Step)]], before next: Next?, at place: Place
  ) -> Repair? {
    for group in groups {
      let found = holding(group, before: next, at: place)
      if found.count > 1 { return nil }
      guard let only = found.first else { continue }
      return written(only, at: place)
    }
    return nil
  }

  /// The false step, and where it stands.
  private struct Place {
    let number: Int
    let claim: Claim
    let scope: Scope
    let options: ClaimOptions
    let source: ClaimSource?

    var step: Step { claim.steps[number] }
  }

  /// What goes on from the right side of the false step, and whether it holds as things stand.
  private struct Next {
    let step: Step
    let relation: Term.Relation
    let right: Term
    let holds: Bool

    func with(_ left: Term) -> Step {
      Step(given: step.premises, .relation(relation, left, right), at: step.span)
    }
  }

  private func nextStep(_ place: Place) -> Next? {
    let (steps, number) = (place.claim.steps, place.number)
    guard number + 1 < steps.count, case .relation(_, _, let end) = place.step.conclusion,
      case .relation(let relation, let left, let right) = steps[number + 1].conclusion,
      left == end, left.span == end.span
    else { return nil }
    return Next(
      step: steps[number + 1], relation: relation, right: right,
      holds: holds(steps[number + 1], place, isSharp: false))
  }

  private func groups(of step: Step, in scope: Scope, isFirst: Bool) -> [[(Edit, Step)]] {
    let common = rightEdits(of: step)
    guard case .relation(let relation, let left, let right) = step.conclusion else {
      return [common] + (isFirst ? [leftEdits(of: step)] : [])
    }
    func steps(_ edits: [Edit]) -> [(Edit, Step)] {
      edits.map { edit in
        (edit, Step(given: step.premises, .relation(relation, left, edit.term), at: step.span))
      }
    }
    // Where nothing is unknown, the left side is what is given.
    let isGiven = !(left.subterms + right.subterms).contains { $0.isName }
    let last = isFirst && !isGiven ? leftGroups(of: step, in: scope) : []
    let whole = right.isRemaindered ? [] : steps(right.wholeEdits)
    let names = Array((left.subterms + right.subterms).numberNames.prefix(4))
    let groups = [
      common.filter { !right.remainders(contain: $0.0) },
      steps(right.furtherEdits.filter { !right.remainders(contain: $0) }), whole,
      steps(right.lostParts.filter { !right.remainders(contain: $0) }),
      steps(right.bracketings(in: scope)),
      steps(right.exchanges.filter { !right.remainders(contain: $0) }),
      right.isRemaindered ? [] : steps(right.factorEdits(among: names)),
    ]
    if relation.isOrder { return groups }
    guard relation.isDefiniteness else {
      return groups + last + [steps(right.remainderEdits)]
    }
    // Another sign makes it say nothing rather than right.
    return groups.map { $0.filter { $0.0.kind != .sign } }
  }

  /// The edits after which the step holds and the next one does not break, a few at most.
  ///
  /// A bound has to be attained. Of several edits the one is taken after which a false next step holds.
  private func holding(
    _ edits: [(Edit, Step)], before next: Next?, at place: Place
  ) -> [Edit] {
    var found: [Edit] = []
    var continued: [Edit] = []
    var seen: Set<Term> = []
    for (edit, changed) in edits.prefix(Self.candidateLimit) {
      guard found.count < 4, seen.insert(edit.term).inserted, !repeatsPremise(changed),
        holds(changed, place, isSharp: true), !emptiesArrow(changed, place)
      else { continue }
      guard let next, case .relation(_, _, let right) = changed.conclusion,
        right.span == edit.term.span
      else {
        found.append(edit)
        continue
      }
      let goesOn = holds(next.with(right), place, isSharp: false)
      if next.holds, !goesOn { continue }
      found.append(edit)
      if goesOn { continued.append(edit) }
    }
    return found.count > 1 && continued.count == 1 ? continued : found
  }

  /// `p = 0 \implies p = 0`: true, and nothing is said.
  private func repeatsPremise(_ step: Step) -> Bool {
    if case .equivalence(let left, let right) = step.conclusion { return left == right }
    guard case .relation(let relation, let left, let right) = step.conclusion else { return false }
    let said = Term(.relation(relation, left, right), .truth, at: step.span)
    return step.premises.contains(said) || left == right
  }

  /// `x^2 = 1 \implies x = x`: what followed from an equation before follows from nothing now.
  private func emptiesArrow(_ step: Step, _ place: Place) -> Bool {
    let isFromEquation = step.premises.contains {
      if case .relation(.equal, _, _) = $0.node { true } else { false }
    }
    return isFromEquation
      && holds(Step(step.conclusion, at: step.span), place, isSharp: false)
  }

  private func holds(_ step: Step, _ place: Place, isSharp: Bool) -> Bool {
    holds(
      step, given: place.claim.hypotheses, in: place.scope, place.options, isSharp: isSharp)
  }

  private func holds(
    _ step: Step, given hypotheses: [Hypothesis], in scope: Scope, _ options: ClaimOptions,
    isSharp: Bool
  ) -> Bool {
    var quick = options
    quick.points = 16
    quick.isRefutation = true
    for effort in [Settings.Effort.doubles, .wide] {
      let judge = Judge(
        Settings(seed: settings.seed, points: 16, effort: effort), computed: computed)
      let result = judge.judge(step, given: hypotheses, in: scope, options: quick)
      guard result.verdict.passes else { return false }
      if effort == .wide, isSharp, step.isBound {
        return result.evidence.leastSlack.map { $0 < 0.01 } ?? false
      }
    }
    return true
  }

  /// The repair as text: the shortest change that reads as a formula whose step holds.
  private func written(_ edit: Edit, at place: Place) -> Repair? {
    let whole = Repair(
      edit.kind, at: edit.before.span, replacement: edit.replacement(in: place.scope))
    guard let source = place.source, source.reads(as: place.claim, in: place.scope) else {
      return whole
    }
    let texts = SourceEdits(source.excerpt, in: place.scope).texts(of: edit) + [whole]
    return texts.first { works($0, at: place, source) }
  }

  /// Whether the claim with the text of a repair is read, and its step holds.
  private func works(_ repair: Repair, at place: Place, _ source: ClaimSource) -> Bool {
    var scope = place.scope
    guard let claim = source.claim(with: repair, in: &scope),
      claim.steps.indices.contains(place.number),
      place.claim.turnsOver || !claim.turnsOver
    else { return false }
    let step = claim.steps[place.number]
    return holds(step, given: claim.hypotheses, in: scope, place.options, isSharp: false)
      && judge(step, given: claim.hypotheses, in: scope, options: place.options).verdict.passes
  }

  /// The relation the other way round, or with equality allowed.
  private func turned(_ place: Place) -> Repair? {
    guard case .relation(let relation, let left, let right) = place.step.conclusion,
      relation.isOrder, let source = place.source,
      source.reads(as: place.claim, in: place.scope)
    else { return nil }
    let texts = SourceEdits(source.excerpt, in: place.scope)
      .relations(between: left.span, and: right.span)
    return texts.first { works($0, at: place, source) }
  }

  private func rightEdits(of step: Step) -> [(Edit, Step)] {
    switch step.conclusion {
    case .relation(let relation, let left, let right):
      let indices = Array((left.usedIndices + right.usedIndices).prefix(6))
      return right.edits(among: indices).map { edit in
        (edit, Step(given: step.premises, .relation(relation, left, edit.term), at: step.span))
      }
    case .truth(let term):
      return term.edits.map { ($0, Step(given: step.premises, .truth($0.term), at: step.span)) }
    case .equivalence(let left, let right):
      return right.edits.map {
        ($0, Step(given: step.premises, .equivalence(left, $0.term), at: step.span))
      }
    }
  }

  /// The edits of the left side, the commonest first.
  private func leftGroups(of step: Step, in scope: Scope) -> [[(Edit, Step)]] {
    guard case .relation(let relation, let left, let right) = step.conclusion else { return [] }
    let further =
      left.furtherEdits + left.lostParts + left.bracketings(in: scope) + left.exchanges
    let steps = further.map { edit in
      (edit, Step(given: step.premises, .relation(relation, edit.term, right), at: step.span))
    }
    return [leftEdits(of: step), steps]
  }

  private func leftEdits(of step: Step) -> [(Edit, Step)] {
    guard case .relation(let relation, let left, let right) = step.conclusion else { return [] }
    return left.edits.map { edit in
      (edit, Step(given: step.premises, .relation(relation, edit.term, right), at: step.span))
    }
  }

  /// The edits of a step's right side first, then of its left.
  func edits(of step: Step) -> [(Edit, Step)] { rightEdits(of: step) + leftEdits(of: step) }
}

extension Term.Relation {
  /// `<`, `≤` and their mirror images.
  var isOrder: Bool {
    switch self {
    case .less, .lessOrEqual, .greater, .greaterOrEqual: true
    default: false
    }
  }
}

extension Term.Relation {
  /// ≻ 0 and its kin.
  fileprivate var isDefiniteness: Bool {
    switch self {
    case .positiveDefinite, .positiveSemidefinite, .negativeDefinite, .negativeSemidefinite: true
    default: false
    }
  }
}

extension Term {
  fileprivate var isName: Bool {
    switch node {
    case .symbol, .member, .apply, .functionDerivative: true
    default: false
    }
  }
}

extension Claim {
  /// Whether bounds from above and from below follow each other, which says nothing of the ends.
  fileprivate var turnsOver: Bool {
    var (goesUp, goesDown) = (false, false)
    for step in steps {
      guard case .relation(let relation, _, _) = step.conclusion else { continue }
      goesUp = goesUp || relation == .less || relation == .lessOrEqual
      goesDown = goesDown || relation == .greater || relation == .greaterOrEqual
    }
    return goesUp && goesDown
  }
}

extension Step {
  fileprivate var isBound: Bool {
    guard case .relation(let relation, _, _) = conclusion else { return false }
    return relation.isOrder
  }
}

extension Term {
  fileprivate var isRemaindered: Bool {
    subterms.contains { if case .remainder = $0.node { true } else { false } }
  }

  /// Whether an edit changes what stands inside `O(…)`.
  fileprivate func remainders(contain edit: Edit) -> Bool {
    subterms.contains { term in
      guard case .remainder = term.node else { return false }
      return term.span.start <= edit.before.span.start && edit.before.span.end <= term.span.end
    }
  }
}
