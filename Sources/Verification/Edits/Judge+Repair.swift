import Formula
import Numerics

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
      [rightEdits(of: step), wholeEdits(of: step)] + (isFirst ? [leftEdits(of: step)] : [])
    for group in groups {
      let found = holding(group, given: hypotheses, in: scope, options: options)
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
        $0.judge(changed, given: hypotheses, in: scope, options: quick).verdict.passes
      }
      if passes { found.append(edit) }
    }
    return found
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
