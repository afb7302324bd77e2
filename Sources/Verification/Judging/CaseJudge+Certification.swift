import Formula
import SourceText

/// Equalities as identities over finite fields, beside the points.
extension CaseJudge {
  func certify(
    _ goals: [Goal], _ prepared: Prepared, _ evidence: Evidence, at span: Span, isWhole: Bool
  ) -> StepResult {
    var evidence = evidence
    guard settings.effort == .certified, goals.allSatisfy({ $0.kind == .equal }) else {
      return StepResult(.tested, evidence, at: span)
    }
    var outcome = certifier(part.graph, part.domains, goals, prepared.key).run()
    var isConditional = false
    if case .passed = outcome {
    } else if !prepared.problem.solved.isEmpty, isWhole {
      isConditional = true
      outcome = certifier(
        prepared.problem.graph, prepared.problem.domains, prepared.goals, prepared.key
      ).run()
    }
    switch outcome {
    case .passed(let trials, let probability):
      evidence.method = .modular(trials: trials)
      evidence.errorProbability = probability
      return StepResult(.certified, evidence, at: span)
    case .failed(let isRational):
      let isWhole = part.conditions.isEmpty && !isConditional && hasOnlyFreeInputs
      if isRational, isWhole {
        return StepResult(
          .undecided(.fault("a rational identity that fails in a finite field passes in doubles")),
          evidence, at: span)
      }
      evidence.remarks.append(.notCertifiable("the two sides differ as formal expressions"))
    case .notCertifiable(let obstacle):
      evidence.remarks.append(.notCertifiable(obstacle.rawValue))
    }
    return StepResult(.tested, evidence, at: span)
  }

  /// An equality that is refuted at a point though it is an identity in finite fields: one of the
  /// two engines errs.
  func contradiction(_ goal: Goal, _ key: UInt64) -> Verdict.Reason? {
    guard goal.kind == .equal, goal.left != goal.right, points > Self.quickPoints,
      case .passed = certifier(part.graph, part.domains, [goal], key).run()
    else { return nil }
    return .fault("a refuted equality is an identity in finite fields")
  }

  /// Repairs and the like are judged at so few points.
  static let quickPoints = 16

  private func certifier(
    _ graph: Graph, _ domains: [InputDomain], _ goals: [Goal], _ key: UInt64
  ) -> Certifier {
    Certifier(
      graph: graph, domains: domains,
      pairs: goals.map { Certifier.Sides(left: $0.left, right: $0.right) }, key: key)
  }

  /// Whether the points of a trial are points that the real test could have drawn.
  private var hasOnlyFreeInputs: Bool {
    part.domains.allSatisfy {
      switch $0 {
      case .interval, .standardNormal, .standardized, .skewness: true
      default: false
      }
    }
  }
}
