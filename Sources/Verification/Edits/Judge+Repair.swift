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
    let step = claim.steps[number]
    if let turned = source.flatMap({ turned(number, of: claim, in: scope, options, $0) }) {
      return turned
    }
    for group in groups(of: step, isFirst: number == 0) {
      let found = holding(group, given: claim.hypotheses, in: scope, options: options)
      if found.count > 1 { return nil }
      guard let only = found.first else { continue }
      return written(only, number, of: claim, in: scope, options, source)
    }
    return nil
  }

  private func groups(of step: Step, isFirst: Bool) -> [[(Edit, Step)]] {
    let common = rightEdits(of: step)
    let last = isFirst ? [leftEdits(of: step)] : []
    guard case .relation(let relation, let left, let right) = step.conclusion else {
      return [common] + last
    }
    func steps(_ edits: [Edit]) -> [(Edit, Step)] {
      edits.map { edit in
        (edit, Step(given: step.premises, .relation(relation, left, edit.term), at: step.span))
      }
    }
    let whole = right.isRemaindered ? [] : steps(right.wholeEdits)
    let groups = [
      common.filter { !right.remainders(contain: $0.0) },
      steps(right.furtherEdits.filter { !right.remainders(contain: $0) }), whole,
    ]
    guard relation.isOrder else { return groups + last + [steps(right.remainderEdits)] }
    // Another sign makes a bound weak rather than right.
    return groups.map { $0.filter { $0.0.kind != .sign } }
  }

  /// At most two of the edits after which the step holds; a bound has to be attained.
  private func holding(
    _ edits: [(Edit, Step)], given hypotheses: [Hypothesis], in scope: Scope,
    options: ClaimOptions
  ) -> [Edit] {
    var found: [Edit] = []
    var seen: Set<Term> = []
    for (edit, changed) in edits.prefix(Self.candidateLimit) {
      guard found.count < 2, seen.insert(edit.term).inserted else { continue }
      if holds(changed, given: hypotheses, in: scope, options, isSharp: true) { found.append(edit) }
    }
    return found
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
  private func written(
    _ edit: Edit, _ number: Int, of claim: Claim, in scope: Scope, _ options: ClaimOptions,
    _ source: ClaimSource?
  ) -> Repair? {
    let whole = Repair(
      edit.kind, at: edit.before.span, replacement: edit.replacement(in: scope))
    guard let source, source.reads(as: claim, in: scope) else { return whole }
    let texts = SourceEdits(source.excerpt).texts(of: edit) + [whole]
    return texts.first { works($0, number, in: scope, options, source) }
  }

  /// Whether the claim with the text of a repair is read, and its step holds.
  private func works(
    _ repair: Repair, _ number: Int, in scope: Scope, _ options: ClaimOptions,
    _ source: ClaimSource
  ) -> Bool {
    var scope = scope
    guard let claim = source.claim(with: repair, in: &scope), claim.steps.indices.contains(number)
    else { return false }
    return holds(
      claim.steps[number], given: claim.hypotheses, in: scope, options, isSharp: false)
  }

  /// The relation the other way round, or with equality allowed.
  private func turned(
    _ number: Int, of claim: Claim, in scope: Scope, _ options: ClaimOptions,
    _ source: ClaimSource
  ) -> Repair? {
    guard case .relation(let relation, let left, let right) = claim.steps[number].conclusion,
      relation.isOrder, source.reads(as: claim, in: scope)
    else { return nil }
    return SourceEdits(source.excerpt).relations(between: left.span, and: right.span).first {
      works($0, number, in: scope, options, source)
    }
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
  fileprivate var isOrder: Bool {
    switch self {
    case .less, .lessOrEqual, .greater, .greaterOrEqual: true
    default: false
    }
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
