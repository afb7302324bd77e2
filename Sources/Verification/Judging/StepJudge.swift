import Formula
import Numerics
import SourceText

/// Judges one step at several tuples of sizes and joins what it finds.
struct StepJudge {
  let step: Step
  let hypotheses: [Hypothesis]
  let scope: Scope
  let options: ClaimOptions
  let settings: Settings
  var lowering: Lowering
  private(set) var hasAmbiguousPartial = false
  private(set) var structure: Structure?
  /// Limits by how many terms there are, by the values of everything else.
  var countLimits: [Instance: StepResult] = [:]
  /// Nodes of the graphs judged so far.
  private var cost = 0

  /// Further tuples of sizes are left out beyond this many nodes, the first ones never are.
  private static let costLimit = 20_000
  private static let leastInstances = 3
  /// What is larger than this is not judged at all.
  private static let sizeLimit = 60_000

  init(
    _ step: Step, _ hypotheses: [Hypothesis], _ scope: Scope, _ options: ClaimOptions,
    _ settings: Settings
  ) {
    self.step = step
    self.hypotheses = hypotheses
    self.scope = scope
    self.options = options
    self.settings = settings
    lowering = Lowering(scope)
  }

  mutating func judge() -> StepResult {
    var found = judgeSizes()
    if found.verdict.passes, step.comparesMoments {
      found.evidence.remarks.append(.firstFourMoments)
    }
    return found
  }

  private mutating func judgeSizes() -> StepResult {
    let structure = lowering.structure(of: step, hypotheses: hypotheses)
    self.structure = structure
    if let name = structure.sharedName(in: scope) {
      return result(.undecided(.notEvaluable(Wording.twoOf(name))), Evidence(.structure))
    }
    let chooser = InstanceChooser(
      structure: structure, scope: scope, key: mix(settings.seed), fixed: options.sizes,
      limit: settings.effort == .doubles ? Self.leastInstances : 6,
      tupleLimit: settings.effort == .certified ? 1000 : 64)
    let chosen = chooser.all()
    guard !chosen.isEmpty else { return result(.vacuous(.noInstance), Evidence(.structure)) }
    var total = Summary(seed: settings.seed)
    cost = 0
    for (number, one) in chosen.enumerated() {
      if number >= Self.leastInstances, cost > Self.costLimit { break }
      let verdict = judge(one)
      total.add(verdict, at: one)
      if case .refuted = verdict.verdict { return smallest(verdict, chosen, failedAt: one) }
      if verdict.verdict == .shape { break }
    }
    if total.isOpen {
      for one in chooser.withOnes() {
        total.add(judge(one), at: one)
        if !total.isPassing { break }
      }
    }
    if total.isPassing, settings.effort == .certified, let one = chooser.utmost(),
      let verdict = judgeIfCheap(one)
    {
      total.add(verdict, at: one)
      if verdict.verdict == .refuted { return verdict }
    }
    if total.isPassing, let one = chooser.leastWithOne() {
      let verdict = judge(one)
      if verdict.verdict == .refuted || verdict.verdict == .domain { return verdict }
    }
    if total.isPassing, chosen.allSatisfy({ $0.hasAvoidableOne }) {
      return result(.vacuous(.onlySizeOne), total.evidence)
    }
    return total.result(at: step.span)
  }

  /// Operations of a step that is judged for very large arrays, too.
  private static let utmostSize = 1500

  private mutating func judgeIfCheap(_ chosen: InstanceChooser.Chosen) -> StepResult? {
    var cheap = lowering
    cheap.limit = Self.utmostSize
    guard
      let lowered = try? cheap.lower(
        step, hypotheses: hypotheses, structure: structure, for: chosen.instance),
      lowered.graph.count <= Self.utmostSize
    else { return nil }
    let found = judge(lowered, chosen)
    return found.verdict.passes || found.verdict == .refuted ? found : nil
  }

  /// The counterexample with the smallest sizes that are tried.
  private mutating func smallest(
    _ found: StepResult, _ chosen: [InstanceChooser.Chosen],
    failedAt place: InstanceChooser.Chosen
  ) -> StepResult {
    func size(_ one: InstanceChooser.Chosen) -> Int { one.sizes.reduce(0) { $0 + abs($1.value) } }
    let smaller = chosen.filter { size($0) < size(place) }.sorted { size($0) < size($1) }
    for one in smaller {
      let result = judge(one)
      if result.verdict == .refuted { return result }
    }
    return found
  }

  private func result(_ verdict: Verdict, _ evidence: Evidence) -> StepResult {
    StepResult(verdict, evidence, at: step.span)
  }

  // MARK: One tuple of sizes

  private mutating func judge(_ chosen: InstanceChooser.Chosen) -> StepResult {
    do throws(LoweringFailure) {
      let lowered = try lowering.lower(
        step, hypotheses: hypotheses, structure: structure, for: chosen.instance)
      return judge(lowered, chosen)
    } catch {
      switch error {
      case .outOfRange, .noClause:
        return judgeInRange(chosen, otherwise: verdict(of: error, at: chosen))
      case .notPolynomial, .momentUnknown:
        guard lowering.chance == .exact else {
          return result(verdict(of: error, at: chosen), at: chosen)
        }
        var sampled = lowering
        sampled.chance = .sampled
        do throws(LoweringFailure) {
          let lowered = try sampled.lower(
            step, hypotheses: hypotheses, structure: structure, for: chosen.instance)
          return judgeBySimulation(lowered, chosen, otherwise: verdict(of: error, at: chosen))
        } catch { return result(verdict(of: error, at: chosen), at: chosen) }
      case .unsupported(.limitByCount, _):
        return judgeCountLimit(chosen) ?? result(verdict(of: error, at: chosen), at: chosen)
      default: return result(verdict(of: error, at: chosen), at: chosen)
      }
    }
  }

  /// Where some values of the indices lead out of an array: what is false for others is false.
  private mutating func judgeInRange(
    _ chosen: InstanceChooser.Chosen, otherwise verdict: Verdict
  ) -> StepResult {
    var tolerant = lowering
    tolerant.leavesOutMissing = true
    guard
      let lowered = try? tolerant.lower(
        step, hypotheses: hypotheses, structure: structure, for: chosen.instance),
      !lowered.assertions.isEmpty
    else { return result(verdict, at: chosen) }
    let found = judge(lowered, chosen)
    return found.verdict == .refuted ? found : result(verdict, at: chosen)
  }

  private func result(_ verdict: Verdict, at chosen: InstanceChooser.Chosen) -> StepResult {
    var evidence = Evidence(.structure)
    evidence.sizes = chosen.sizes.isEmpty ? [] : [chosen.sizes]
    evidence.seed = settings.seed
    return result(verdict, evidence)
  }

  private func verdict(of failure: LoweringFailure, at chosen: InstanceChooser.Chosen) -> Verdict {
    switch failure {
    case .shape: .shape
    case .tooLarge: .undecided(.tooLarge)
    default: .undecided(.notEvaluable(Wording.obstacle(failure, in: scope, at: chosen.sizes)))
    }
  }

  private mutating func judge(_ lowered: LoweredStep, _ chosen: InstanceChooser.Chosen)
    -> StepResult
  {
    hasAmbiguousPartial = hasAmbiguousPartial || lowered.hasAmbiguousPartial
    guard !lowered.assertions.isEmpty else { return result(.vacuous(.noInstance), at: chosen) }
    // Without inputs there is one point.
    cost += lowered.inputs.isEmpty ? lowered.graph.count / 16 : lowered.graph.count
    guard lowered.graph.count <= Self.sizeLimit else {
      return result(.undecided(.tooLarge), at: chosen)
    }
    if settings.effort == .certified, SecondOpinion(lowered, key: mix(settings.seed)).contradicts {
      return result(.undecided(.fault(Wording.contradictedDerivative)), at: chosen)
    }
    var total = Summary(seed: settings.seed)
    var unmet: [(direction: Case.Direction, result: StepResult)] = []
    var met: [Case.Direction] = []
    for part in CaseSplitter(lowered, within: options.within).cases() {
      let judge = CaseJudge(
        part, lowered: lowered, scope: scope, sizes: chosen.sizes, settings: settings,
        points: options.points ?? settings.points)
      var found = judge.judge(at: step.span)
      if found.verdict == .refuted, part.direction != .none {
        if step.turns(part.direction) { found.counterexample?.turn() }
        found.evidence.remarks.append(.oneStatementHolds(isLeft: part.direction == .forward))
      }
      if found.verdict == .vacuous(.hypothesesNeverMet) {
        unmet.append((part.direction, found))
        continue
      }
      met.append(part.direction)
      total.add(found, at: chosen, isPart: true)
      if found.verdict == .refuted { break }
    }
    // For some values of the indices a premise may never hold, but not for all of them.
    for (direction, found) in unmet where !met.contains(direction) {
      total.add(found, at: chosen, isPart: true)
    }
    return total.result(at: step.span)
  }

  private mutating func judgeBySimulation(
    _ lowered: LoweredStep, _ chosen: InstanceChooser.Chosen, otherwise verdict: Verdict
  ) -> StepResult {
    let isComparison = lowered.assertions.allSatisfy {
      switch $0.fact {
      case .relation(.proportional, _, _), .order, .limit, .equivalence: false
      default: true
      }
    }
    guard isComparison else { return result(verdict, at: chosen) }
    return judge(lowered, chosen)
  }
}

extension Step {
  /// Whether the concluded side of an equivalence is written from the larger to the smaller: as a
  /// truth value it is the same as from the smaller to the larger.
  fileprivate func turns(_ direction: Case.Direction) -> Bool {
    guard case .equivalence(let left, let right) = conclusion,
      case .relation(let relation, _, _) = (direction == .forward ? right : left).node
    else { return false }
    return relation == .greater || relation == .greaterOrEqual
  }

  /// Whether it says what a value is distributed as; of what is 0 or 1 four moments say all.
  fileprivate var comparesMoments: Bool {
    // Nothing else has a distribution on one side.
    if case .relation(let relation, _, _) = conclusion, relation != .distributed { return false }
    return conclusion.sides.contains { side in
      side.subterms.contains { part in
        switch part.node {
        case .distribution(.bernoulli): false
        case .distribution: true
        default: false
        }
      }
    }
  }
}

extension Structure {
  /// A name that two different quantities of a step bear: one of a box and, through a definition,
  /// one from outside.
  fileprivate func sharedName(in scope: Scope) -> String? {
    var seen: Set<String> = []
    for id in symbols {
      switch scope[id].kind {
      case .scalar, .vector, .matrix, .integer, .size, .random, .function:
        if !seen.insert(scope[id].name).inserted { return Scope.written(scope[id].name) }
      default: continue
      }
    }
    return nil
  }
}
