import Formula
import Numerics
import SourceText

extension Judge {
  private static let candidateLimit = 120

  /// The one edit after which a false step holds; `nil` if none does, or several do.
  ///
  /// The right side is looked at first, part by part, then as a whole: the left side of a line is
  /// what the line before says.
  ///
  /// - Parameter isFirst: whether the left side is the claim's own.
  func repair(
    _ step: Step, isFirst: Bool, given hypotheses: [Hypothesis], in scope: Scope,
    options: ClaimOptions
  ) -> Repair? {
    let groups =
      [rightEdits(of: step), summandEdits(of: step), wholeEdits(of: step)]
      + (isFirst ? [leftEdits(of: step)] : [])
    for group in groups {
      let sensible = group.filter { isSensible($0.0, in: step) }
      let found = holding(sensible, given: hypotheses, in: scope, options: options)
      if found.count > 1 { return nil }
      if let only = found.first {
        return Repair(only.kind, at: only.before.span, replacement: only.replacement(in: scope))
      }
    }
    return nil
  }

  /// At most two of the edits after which the step holds.
  private func holding(
    _ edits: [(Edit, Step)], given hypotheses: [Hypothesis], in scope: Scope,
    options: ClaimOptions
  ) -> [Edit] {
    var quick = options
    quick.points = 16
    quick.isRefutation = true
    let judge = Judge(
      Settings(seed: settings.seed, points: 16, effort: .doubles), computed: computed)
    let closer = Judge(Settings(seed: settings.seed, points: 16, effort: .wide), computed: computed)
    var found: [Edit] = []
    var seen: Set<Term> = []
    for (edit, changed) in edits.prefix(Self.candidateLimit) {
      guard found.count < 2, seen.insert(edit.term).inserted else { continue }
      let passes = [judge, closer].allSatisfy {
        let result = $0.judge(changed, given: hypotheses, in: scope, options: quick)
        return result.verdict.passes && isSharp(result, edit, changed)
      }
      if passes { found.append(edit) }
    }
    return found
  }

  /// A bound with another sign holds for the wrong reasons; what stands inside `O(…)` is no slip.
  private func isSensible(_ edit: Edit, in step: Step) -> Bool {
    if edit.kind == .sign, step.isBound { return false }
    guard case .relation(_, let left, let right) = step.conclusion else { return true }
    return !(left.subterms + right.subterms).contains {
      if case .remainder = $0.node { $0.span.contains(edit.before.span) } else { false }
    }
  }

  /// Whether a constant of a bound is not just weakened: the bound is met, or nearly.
  private func isSharp(_ result: StepResult, _ edit: Edit, _ step: Step) -> Bool {
    guard step.isBound, edit.kind == .factor || edit.kind == .index else { return true }
    return result.evidence.leastSlack.map { $0 < 0.01 } ?? false
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

  /// One summand of the right side, twice and half.
  private func summandEdits(of step: Step) -> [(Edit, Step)] {
    guard case .relation(let relation, let left, let right) = step.conclusion else { return [] }
    return right.summandEdits.map { edit in
      (edit, Step(given: step.premises, .relation(relation, left, edit.term), at: step.span))
    }
  }

  /// The right side with the other sign, twice and half.
  private func wholeEdits(of step: Step) -> [(Edit, Step)] {
    guard case .relation(let relation, let left, let right) = step.conclusion else { return [] }
    return right.wholeEdits.map { edit in
      (edit, Step(given: step.premises, .relation(relation, left, edit.term), at: step.span))
    }
  }

  /// The edits of a step's right side first, then of its left.
  func edits(of step: Step) -> [(Edit, Step)] { rightEdits(of: step) + leftEdits(of: step) }
}

extension Step {
  /// Whether it states an inequality.
  fileprivate var isBound: Bool {
    guard case .relation(let relation, _, _) = conclusion else { return false }
    switch relation {
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return true
    default: return false
    }
  }
}

extension Span {
  fileprivate func contains(_ other: Span) -> Bool {
    start <= other.start && other.end <= end
  }
}
