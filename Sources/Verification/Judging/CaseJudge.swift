import Formula
import Numerics
import SourceText

/// Judges one case: solves its conditions, compares its goals, certifies or refutes.
struct CaseJudge {
  let part: Case
  let lowered: LoweredStep
  let scope: Scope
  let sizes: [SizeValue]
  let settings: Settings
  let points: Int

  init(
    _ part: Case, lowered: LoweredStep, scope: Scope, sizes: [SizeValue], settings: Settings,
    points: Int
  ) {
    self.part = part
    self.lowered = lowered
    self.scope = scope
    self.sizes = sizes
    self.settings = settings
    self.points = points
  }

  func judge(at span: Span) -> StepResult {
    switch part.content {
    case .goals(let goals):
      guard lowered.statistics.isEmpty else { return SimulationJudge(self, goals).judge(at: span) }
      return judgeNear(goals, at: span) ?? judge(goals, at: span)
    case .order(let order): return OrderJudge(self, order).judge(at: span)
    case .limit(let limit): return LimitJudge(self, limit).judge(at: span)
    case .refused(let reason):
      return StepResult(.undecided(reason), Evidence(.structure), at: span)
    }
  }

  /// A problem with its goals, and the entries of the symbols as far as they are shown.
  struct Prepared {
    var problem: Problem
    var goals: [Goal]
    var shown: [ShownEntry]
    /// What else was asked for.
    var others: [Graph.Node] = []
    var key: UInt64
    /// The problem before its conditions were solved.
    var plain: Problem?
    /// Its inputs by symbol.
    var groups: [SpecialPoints.Group] = []
  }

  struct ShownEntry {
    var name: Name
    var node: Graph.Node
    var role = Role.entry

    enum Name {
      case written(String)
      /// An entry of a symbol: its place in that quantity of the step.
      case entry(quantity: Int, place: Int)
    }

    enum Role: Equatable {
      case entry
      /// The value of an arbitrary function; so many arguments follow.
      case call(Int)
      case argument
    }
  }

  func prepare(_ goals: [Goal], also others: [Graph.Node] = []) -> Prepared {
    var shown: [ShownEntry] = []
    shown.reserveCapacity(lowered.quantities.reduce(0) { $0 + $1.tensor.count })
    for (number, quantity) in lowered.quantities.enumerated() where !quantity.isDefined {
      for (place, node) in quantity.tensor.nodes.enumerated() {
        shown.append(ShownEntry(name: .entry(quantity: number, place: place), node: node))
      }
    }
    let calls = calls(under: goals.sides + part.conditions)
    var problem = Problem(
      graph: part.graph, domains: part.domains, conditions: part.conditions,
      goals: goals.sides + shown.map { $0.node } + others)
    let key = fingerprint(
      of: problem.goals + problem.conditions, in: problem.graph, seed: settings.seed)
    problem.asked = problem.inputs(ofAll: goals)
    let groups = problem.groups(of: lowered)
    problem.groups = groups.map { $0.inputs }
    problem.hasDerivatives = lowered.hasDerivatives
    shown += calls
    problem.goals = goals.sides + shown.map { $0.node } + others
    problem.symmetrise()
    let plain = problem
    problem = met(problem, goals, key)
    var result = prepared(problem, goals, shown, key)
    result.plain = plain
    result.groups = groups
    return result
  }

  /// The conditions solved: what is said of whole matrices by drawing such matrices, the rest
  /// entry by entry.
  private func met(_ plain: Problem, _ goals: [Goal], _ key: UInt64) -> Problem {
    guard !part.conditions.isEmpty else { return plain }
    var facts = matrixFacts
    var symbols = facts.isEmpty && plain.conditions.isEmpty ? [] : matrixSymbols
    guard !symbols.isEmpty else { return solved(plain, goals, key) }
    var start = plain
    start.solveIdentities(&facts, &symbols)
    start.solveDefinite(&facts, &symbols)
    let norms = start.normFamilies(symbols)
    var result = solved(norms.first ?? start, goals, key)
    result.alternatives += norms.dropFirst()
    guard norms.isEmpty, facts.contains(where: { $0.relation == .equal }),
      !result.conditions.isEmpty, acceptance(of: result, goals, key) < 0.25
    else { return result }
    let families = start.equationFamilies(facts, symbols)
    guard let first = families.first else { return result }
    result = solved(first, goals, key)
    result.alternatives += families.dropFirst()
    return result
  }

  /// The conditions solved, and a second time with bounds that follow each other.
  private func solved(_ plain: Problem, _ goals: [Goal], _ key: UInt64) -> Problem {
    var result = solvedInBestOrder(plain, goals, key)
    if let chained = chained(plain, result, goals) { result.alternatives.append(chained) }
    return result
  }

  /// The conditions solved in the order that most points meet.
  private func solvedInBestOrder(_ plain: Problem, _ goals: [Goal], _ key: UInt64) -> Problem {
    var best = plain
    best.solveConditions()
    guard !best.solved.isEmpty, !best.conditions.isEmpty else { return best }
    var share = acceptance(of: best, goals, key)
    for order in Problem.SolvingOrder.allCases.dropFirst() where share < 0.25 {
      var other = plain
      other.order = order
      other.solveConditions()
      let met = acceptance(of: other, goals, key)
      if met > share { (best, share) = (other, met) }
    }
    return best
  }

  /// The same conditions with every bound drawn from the ones before it, where there are several.
  private func chained(_ plain: Problem, _ solved: Problem, _ goals: [Goal]) -> Problem? {
    guard goals.contains(where: { $0.isInequality }), plain.boundCount > 1 else { return nil }
    // What bounds speak of is no unknown of the equations beside them, if it can be helped.
    let orders = plain.hasEquations ? [solved.order, .mostUses] : [solved.order]
    let found = orders.map { order in
      var other = plain
      other.order = order
      other.followsChains = true
      other.solveConditions()
      return other
    }
    return found.filter { $0.touching.count > 1 && $0.solved != solved.solved }
      .max { $0.touching.count < $1.touching.count }
  }

  private func acceptance(of problem: Problem, _ goals: [Goal], _ key: UInt64) -> Double {
    let evaluator = Evaluator(
      problem, prepared(problem, goals, [], key).goals, functions: lowered.functions, key: key)
    let sampler = PointSampler(domains: problem.domains, touching: problem.touching, key: key)
    let count = min(32, max(4, Self.acceptanceWork / max(1, evaluator.conditions.operations.count)))
    let met = (0..<count).filter { evaluator.meetsConditions(sampler.point($0)) }
    return Double(met.count) / Double(count)
  }

  /// The goals and shown entries as a solved problem has them.
  func prepared(
    _ problem: Problem, _ goals: [Goal], _ shown: [ShownEntry], _ key: UInt64
  ) -> Prepared {
    var (mapped, entries) = (goals, shown)
    for place in goals.indices {
      mapped[place].left = problem.goals[2 * place]
      mapped[place].right = problem.goals[2 * place + 1]
    }
    for place in shown.indices { entries[place].node = problem.goals[2 * goals.count + place] }
    return Prepared(
      problem: problem, goals: mapped, shown: entries,
      others: Array(problem.goals.dropFirst(2 * goals.count + shown.count)), key: key)
  }

  func judge(_ goals: [Goal], at span: Span) -> StepResult {
    let prepared = prepare(goals)
    let usesInputs = prepared.problem.graph.dependsOnInputs(prepared.goals.sides)
    let target = usesInputs ? points : 1
    var comparison = PointJudge(
      prepared.problem, prepared.goals, functions: lowered.functions, key: prepared.key,
      target: target)
    comparison.isQuick = settings.effort == .doubles
    var findings = comparison.judge(groups: prepared.groups.map { $0.inputs })
    var evidence = Evidence(.sampling)
    evidence.seed = settings.seed
    var special = Special()
    if findings.isOpen {
      judgeSpecially(goals, prepared, comparison, findings, &special, at: span)
      if let result = special.refuted ?? (findings.oneSided == nil ? special.domain : nil) {
        return result
      }
    }
    if findings.failure == nil, findings.oneSided == nil,
      goals.contains(where: { $0.isInequality || $0.kind == .notEqual })
    {
      evidence.method = .descent
      Descent(comparison).run(&findings)
    }
    let leavesRoots = findings.isOpen && comparison.leavesRoots(&findings)
    fill(&evidence, findings, prepared, comparison)
    if let failure = findings.failure {
      let counterexample = Shrinker(comparison, prepared).counterexample(failure, self)
      if let fault = contradiction(goals[failure.goal], prepared.key) {
        return StepResult(
          .undecided(fault), evidence, counterexample: counterexample, at: span)
      }
      return StepResult(.refuted, evidence, counterexample: counterexample, at: span)
    }
    if let oneSided = findings.oneSided {
      let counterexample = Shrinker(comparison, prepared).counterexample(oneSided, self)
      return StepResult(.domain, evidence, counterexample: counterexample, at: span)
    }
    var alternatives = Alternatives(open: prepared.problem.alternatives)
    if let result = judge(&alternatives, goals, prepared, evidence, at: span) { return result }
    if leavesRoots || comparison.standsStill(findings.met), !special.isEnough {
      return StepResult(.undecided(.hypothesesSeldomMet), evidence, at: span)
    }
    if let verdict = shortfall(findings, target) {
      if isOnlyAbsorbed(findings, verdict) {
        let result = certify(goals, prepared, evidence, at: span, isWhole: true)
        if result.verdict == .certified { return result }
      }
      if verdict == .vacuous(.hypothesesNeverMet), alternatives.points > 0 {
        evidence.points = alternatives.points
        return StepResult(
          alternatives.areCounted ? .tested : .undecided(.belowResolution), evidence, at: span)
      }
      if special.isEnough, verdict.isOfHypotheses {
        evidence.points = special.points
        return StepResult(.tested, evidence, at: span)
      }
      let isOpen = special.isMet || comparison.evaluator.closeWork.isSpent
      return StepResult(
        verdict == .vacuous(.hypothesesNeverMet) && isOpen
          ? .undecided(.hypothesesSeldomMet) : verdict, evidence, at: span)
    }
    evidence.points += alternatives.points
    if settings.effort == .certified, findings.boxes.allSatisfy({ $0 > 0 }) {
      evidence.method = .intervals(boxes: findings.boxes.reduce(0, +))
      return StepResult(.certified, evidence, at: span)
    }
    return certify(goals, prepared, evidence, at: span, isWhole: alternatives.points == 0)
  }

  private static let alternativeLimit = 6
  /// Solving conditions anew costs as much as they are long.
  private static let alternativeWork = 12_000
  /// So many operations are run to estimate how many points meet the conditions.
  private static let acceptanceWork = 40_000

  private struct Alternatives {
    var open: [Problem]
    var points = 0
    var areCounted = true
  }

  /// The cases that solving the conditions has left out; what is false in one of them is false.
  private func judge(
    _ alternatives: inout Alternatives, _ goals: [Goal], _ main: Prepared, _ evidence: Evidence,
    at span: Span
  ) -> StepResult? {
    var number = 0
    var work = 0
    while number < alternatives.open.count, number < Self.alternativeLimit,
      work < Self.alternativeWork
    {
      var problem = alternatives.open[number]
      number += 1
      work += problem.graph.count
      problem.solveConditions()
      alternatives.open += problem.alternatives
      guard !problem.isImpossible else { continue }
      let other = prepared(problem, goals, main.shown, main.key)
      let judge = PointJudge(
        problem, other.goals, functions: lowered.functions, key: mix(main.key), target: points)
      var findings = judge.judge()
      if findings.failure == nil, findings.oneSided == nil,
        goals.contains(where: { $0.isInequality || $0.kind == .notEqual })
      {
        Descent(judge).run(&findings)
      }
      if let found = findings.failure ?? findings.oneSided {
        let counterexample = Shrinker(judge, other).counterexample(found, self)
        return StepResult(
          findings.failure == nil ? .domain : .refuted, evidence, counterexample: counterexample,
          at: span)
      }
      alternatives.points += findings.accepted
      if findings.accepted > 0 {
        let isCounted = findings.counted.allSatisfy { $0 > 0 } && !findings.isUnsettled
        alternatives.areCounted = alternatives.areCounted && isCounted
      }
    }
    return nil
  }

  func fill(
    _ evidence: inout Evidence, _ findings: PointJudge.Findings, _ prepared: Prepared,
    _ judge: PointJudge
  ) {
    evidence.points = findings.points
    evidence.widePoints = findings.widePoints
    if !sizes.isEmpty { evidence.sizes = [sizes] }
    if !part.conditions.isEmpty { evidence.acceptance = findings.acceptance }
    evidence.resolution = findings.resolution
    evidence.leastSlack = findings.leastSlack
    if findings.worst.ratio > 0, settings.effort == .certified {
      evidence.worst = Evidence.Worst(
        ratio: findings.worst.ratio,
        place: judge.assignments(prepared.shown, at: findings.worst.point, in: self))
    }
    if hasProportionalArrays { evidence.remarks.append(.proportionalAtEachPoint) }
    if findings.meetsKinks { evidence.remarks.append(.apartFromKinks) }
    if findings.attainsEquality { evidence.remarks.append(.equalityAttained) }
    if findings.isOpen, settings.effort == .certified {
      let idle = Influence(judge, lowered, part).idle(among: findings.met)
      evidence.remarks += idle.map { .noInfluence(Scope.written(scope[$0].name)) }
    }
  }

  private var hasProportionalArrays: Bool {
    lowered.assertions.contains {
      guard case .relation(.proportional, let left, _) = $0.fact else { return false }
      return left.nodes.count > 1
    }
  }

  /// Whether too little was compared for anything to count as tested.
  private func shortfall(_ findings: PointJudge.Findings, _ target: Int) -> Verdict? {
    if findings.accepted == 0 { return .vacuous(.hypothesesNeverMet) }
    if findings.isUnsettled { return .undecided(.belowResolution) }
    let isWhole =
      findings.isExhaustive && findings.unresolved.allSatisfy { $0 == 0 }
      && findings.undefined.allSatisfy { $0 == 0 }
    let needed = isWhole ? 1 : (target + 1) / 2
    for goal in findings.counted.indices where findings.counted[goal] < needed {
      if findings.accepted < needed { return .undecided(.hypothesesSeldomMet) }
      return findings.undefined[goal] >= findings.unresolved[goal]
        ? .undecided(.undefinedEverywhere) : .undecided(.belowResolution)
    }
    if settings.effort != .doubles,
      findings.widePoints < min(target, PointJudge.wideTarget, findings.distinct)
    {
      return .undecided(.belowResolution)
    }
    return nil
  }

  /// Whether nothing but lost summands keeps the points from counting: where a difference would
  /// be lost as well, an identity of formal expressions decides.
  private func isOnlyAbsorbed(_ findings: PointJudge.Findings, _ verdict: Verdict) -> Bool {
    verdict == .undecided(.belowResolution) && findings.absorbing > 0
      && findings.unresolved.allSatisfy { $0 == 0 } && !findings.isUnsettled
  }
}

extension Problem {
  func inputs(ofAll goals: [Goal]) -> Set<Int> {
    inputs(ofAll: goals.sides)
  }
}

extension Term.Relation {
  /// Whether arrays are compared entry by entry.
  var isEntrywise: Bool {
    switch self {
    case .equal, .identical, .less, .lessOrEqual, .greater, .greaterOrEqual: true
    default: false
    }
  }
}
