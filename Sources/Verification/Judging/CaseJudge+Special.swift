import Formula
import SourceText

extension CaseJudge {
  /// What coincidences and borders say of a case.
  struct Special {
    var refuted: StepResult?
    var domain: StepResult?
    /// Whether the hypotheses hold at some of them.
    var isMet = false
    /// For functions that are even about 0, where premises on gradients are met: the points.
    var points = 0
    /// The goals hold at all solutions that equations without any freedom were found to have.
    var isExhausted = false

    var isEnough: Bool { points >= CaseJudge.enoughSpecially || isExhausted }
  }

  static let enoughSpecially = 8

  /// The goals at coincidences and borders, by one search after another, until one refutes.
  ///
  /// In the symbols as they were declared and in those that solving the hypotheses has left; what is
  /// strict, or holds under conditions, is asked of the flattest functions besides.
  func judgeSpecially(
    _ goals: [Goal], _ main: Prepared, _ comparison: PointJudge, _ found: PointJudge.Findings,
    _ special: inout Special, at span: Span
  ) {
    guard let plain = main.plain, hasSpecialPoints(goals, comparison) else { return }
    let isSolved = !main.problem.solved.isEmpty
    let other = isSolved ? prepared(plain, goals, main.shown, main.key) : main
    let drawn = isSolved ? judge(.drawn, of: other, main.key) : comparison
    var searches: [(inout Special) -> Void] = [
      { _ = take(drawn, other, main.groups, &$0, at: span) },
      { if isSolved { judgeRemaining(plain, main, comparison, &$0, at: span) } },
      { judgeLattice(main, other, found, &$0, at: span) },
      { followCurves(main, drawn, other, found, &$0, at: span) },
      { followTouchingBounds(drawn, other, found, &$0, at: span) },
    ]
    if settings.effort == .certified {
      searches.append { $0.refuted = judgeBranches(goals, plain, main, at: span) }
      if comparison.evaluator.hasBranches {
        searches.append { judgeTies(goals, plain, main, &$0, at: span) }
      }
    }
    if !lowered.functions.isEmpty {
      searches += functionSearches(goals, plain, main, other, found, at: span)
    }
    for search in searches where special.refuted == nil { search(&special) }
  }

  /// Those that change what an arbitrary function is.
  private func functionSearches(
    _ goals: [Goal], _ plain: Problem, _ main: Prepared, _ other: Prepared,
    _ found: PointJudge.Findings, at span: Span
  ) -> [(inout Special) -> Void] {
    var searches: [(inout Special) -> Void] = []
    let hasConditions = !part.conditions.isEmpty
    if hasConditions || goals.contains(where: { $0.isStrict }) {
      searches.append {
        _ = take(
          judge(.flat, of: other, main.key), other, main.groups, &$0, at: span, hidesDomain: true)
      }
    }
    if found.accepted < points / 2, hasConditions {
      for variant in [FunctionVariant.even, .hill, .kinked] {
        searches.append { judgeVariant(variant, goals, main, other, &$0, at: span) }
      }
    }
    let isPlain = !hasConditions && goals.allSatisfy { $0.kind == .equal }
    searches.append { redraw(isPlain ? [.drawn] : Self.otherVariants, main, &$0, at: span) }
    if goals.contains(where: { $0.kind != .equal }) {
      searches.append { judgeZeros(goals, plain, main, &$0, at: span) }
    }
    return searches
  }

  private func judge(
    _ variant: FunctionVariant, of prepared: Prepared, _ key: UInt64
  ) -> PointJudge {
    PointJudge(
      prepared.problem, prepared.goals, functions: lowered.functions, key: key, target: points,
      variant: variant)
  }

  /// In the symbols that solving the hypotheses has left.
  private func judgeRemaining(
    _ plain: Problem, _ main: Prepared, _ comparison: PointJudge, _ special: inout Special,
    at span: Span
  ) {
    let others = Array(plain.domains.count..<main.problem.domains.count)
    _ = take(
      comparison, main, main.groups + [SpecialPoints.Group(inputs: others)], &special, at: span)
  }

  /// At small whole numbers, where random ones seldom meet the equations.
  private func judgeLattice(
    _ main: Prepared, _ other: Prepared, _ found: PointJudge.Findings, _ special: inout Special,
    at span: Span
  ) {
    guard found.accepted < points / 2 || main.problem.isFamily, other.problem.hasEquations else {
      return
    }
    let lattice = judge(.drawn, of: other, main.key)
    let findings = take(lattice.judgeLattice(), lattice, other, &special, at: span)
    if findings.accepted >= points / 2, lattice.isVaried(findings.met) {
      special.points = findings.counted.min() ?? 0
    }
  }

  /// With a function that is even, has a hill, or a kink.
  private func judgeVariant(
    _ variant: FunctionVariant, _ goals: [Goal], _ main: Prepared, _ other: Prepared,
    _ special: inout Special, at span: Span
  ) {
    let judge = judge(variant, of: other, main.key)
    var findings = judge.judgeSpecially(main.groups)
    if findings.isOpen, goals.contains(where: { $0.isInequality }) { Descent(judge).run(&findings) }
    _ = take(findings, judge, other, &special, at: span, hidesDomain: true)
    special.points = max(special.points, findings.counted.min() ?? 0)
  }

  /// Whether coincidences and borders can say more than random points: of equations between smooth
  /// expressions without hypotheses they cannot.
  private func hasSpecialPoints(_ goals: [Goal], _ comparison: PointJudge) -> Bool {
    !part.conditions.isEmpty || !lowered.functions.isEmpty
      || comparison.evaluator.switchCount > 0 || comparison.evaluator.hasAngles
      || goals.contains { $0.kind != .equal }
  }

  /// The goals under conditions that are solved first, at few points.
  func quickly(
    _ conditioned: Problem, _ goals: [Goal], _ main: Prepared, points: Int
  ) -> (judge: PointJudge, prepared: Prepared) {
    var problem = conditioned
    problem.solveConditions()
    let other = prepared(problem, goals, main.shown, main.key)
    var judge = PointJudge(
      problem, other.goals, functions: lowered.functions, key: main.key, target: points)
    judge.isQuick = true
    return (judge, other)
  }

  /// Inequalities where an arbitrary function takes the value 0 at the place that they look at:
  /// `w(a)^2 > 0`.
  private func judgeZeros(
    _ goals: [Goal], _ plain: Problem, _ main: Prepared, _ special: inout Special, at span: Span
  ) {
    for value in plain.functionValues(under: goals).prefix(2) where special.refuted == nil {
      var problem = plain
      let zero = problem.graph.constant(0)
      problem.conditions.append(problem.graph.isEqual(value, zero))
      let (judge, other) = quickly(problem, goals, main, points: Self.quickPoints)
      _ = take(judge.judge(), judge, other, &special, at: span, hidesDomain: true)
    }
  }

  private static let otherVariants: [FunctionVariant] = [
    .mirrored, .drawn, .drawn, .drawn, .steep, .level, .stretched, .kinked,
  ]

  /// Other functions than the one that a key draws, mirrored ones among them: one function may
  /// happen to grow.
  private func redraw(
    _ variants: [FunctionVariant], _ main: Prepared, _ special: inout Special, at span: Span
  ) {
    for (number, variant) in variants.enumerated() {
      var judge = PointJudge(
        main.problem, main.goals, functions: lowered.functions,
        key: variant == .mirrored ? main.key : mix(main.key &+ UInt64(max(1, number))),
        target: Self.quickPoints, variant: variant)
      judge.isQuick = true
      var findings = judge.judge()
      if findings.isOpen, [.steep, .level, .kinked].contains(variant) {
        Descent(judge).run(&findings)
      }
      // Their kinks lie where coincidences do.
      if findings.isOpen, variant == .kinked {
        findings = judge.judgeSpecially(main.groups)
        if findings.isOpen { Descent(judge).run(&findings) }
      }
      guard let failure = findings.failure else { continue }
      var evidence = Evidence(.sampling)
      evidence.seed = settings.seed
      fill(&evidence, findings, main, judge)
      special.refuted = StepResult(
        .refuted, evidence,
        counterexample: Shrinker(judge, main).counterexample(failure, self), at: span)
      return
    }
  }

  /// A point that was found to contradict the goals.
  func refuted(
    _ failure: PointJudge.Failure, by judge: PointJudge, _ prepared: Prepared, at span: Span
  ) -> StepResult {
    var evidence = Evidence(.sampling)
    evidence.seed = settings.seed
    return StepResult(
      .refuted, evidence,
      counterexample: Shrinker(judge, prepared).counterexample(failure, self), at: span)
  }

  /// - Parameter hidesDomain: that a side is undefined for such special functions says nothing.
  func take(
    _ judge: PointJudge, _ prepared: Prepared, _ groups: [SpecialPoints.Group],
    _ special: inout Special, at span: Span, hidesDomain: Bool = false
  ) -> PointJudge.Findings {
    take(
      judge.judgeSpecially(groups), judge, prepared, &special, at: span, hidesDomain: hidesDomain)
  }

  func take(
    _ findings: PointJudge.Findings, _ judge: PointJudge, _ prepared: Prepared,
    _ special: inout Special, at span: Span, hidesDomain: Bool = false
  ) -> PointJudge.Findings {
    special.isMet = special.isMet || findings.accepted > 0
    var evidence = Evidence(.sampling)
    evidence.seed = settings.seed
    func result(_ verdict: Verdict, _ failure: PointJudge.Failure) -> StepResult {
      fill(&evidence, findings, prepared, judge)
      return StepResult(
        verdict, evidence,
        counterexample: Shrinker(judge, prepared).counterexample(failure, self), at: span)
    }
    if let failure = findings.failure {
      special.refuted = result(.refuted, failure)
    } else if let oneSided = findings.oneSided, special.domain == nil, !hidesDomain {
      special.domain = result(.domain, oneSided)
    }
    return findings
  }
}

extension Verdict {
  /// Whether too little is known of the hypotheses.
  var isOfHypotheses: Bool {
    self == .vacuous(.hypothesesNeverMet) || self == .undecided(.hypothesesSeldomMet)
  }
}
