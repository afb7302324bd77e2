import SourceText

/// The records of several parts of one step, joined: the worst one decides.
struct Summary {
  private(set) var evidence = Evidence(.sampling)
  private var decisive: StepResult?
  private var skipped: StepResult?
  private var passes = 0
  /// By name, what changed neither side in all parts so far; `nil` before the first.
  private var idle: [String]?

  init(seed: UInt64) { evidence.seed = seed }

  /// Whether nothing has been decided yet.
  var isOpen: Bool { decisive == nil }

  var isPassing: Bool { decisive?.verdict.passes ?? true }

  private static func rank(_ verdict: Verdict) -> Int {
    switch verdict {
    case .certified: 0
    case .tested: 1
    case .vacuous: 2
    case .undecided(.tooLarge): 3
    case .undecided: 4
    case .ambiguous: 5
    case .domain: 6
    case .shape: 7
    case .refuted: 8
    }
  }

  /// - Parameter isPart: one of several cases of the same tuple of sizes, all of which matter.
  mutating func add(
    _ result: StepResult, at chosen: InstanceChooser.Chosen, isPart: Bool = false
  ) {
    if isNegligible(result.verdict) || (!isPart && isUnmet(result.verdict)) {
      if skipped == nil || result.verdict == .undecided(.hypothesesSeldomMet) { skipped = result }
      return
    }
    if result.verdict.passes { passes += 1 }
    let worse = decisive.map { Self.rank(result.verdict) > Self.rank($0.verdict) } ?? true
    if worse { decisive = result }
    let other = result.evidence
    evidence.points += other.points
    evidence.widePoints += other.widePoints
    if !chosen.sizes.isEmpty, !evidence.sizes.contains(chosen.sizes) {
      evidence.sizes.append(chosen.sizes)
    }
    if let worst = other.worst, worst.ratio > evidence.worst?.ratio ?? -1 {
      evidence.worst = worst
    }
    evidence.resolution = joined(evidence.resolution, other.resolution, max)
    evidence.errorProbability = joined(evidence.errorProbability, other.errorProbability, +)
    evidence.acceptance = joined(evidence.acceptance, other.acceptance, min)
    evidence.leastSlack = joined(evidence.leastSlack, other.leastSlack, min)
    evidence.interval = other.interval ?? evidence.interval
    idle = idle.map { $0.filter { other.idleNames.contains($0) } } ?? other.idleNames
    for remark in other.remarks where !evidence.remarks.contains(remark) {
      if case .noInfluence = remark { continue }
      evidence.remarks.append(remark)
    }
  }

  /// A tuple of sizes for which nothing is claimed, or whose program is too large, decides nothing
  /// as long as there are others; the same goes for hypotheses that are seldom or never met at some
  /// sizes.
  private func isNegligible(_ verdict: Verdict) -> Bool {
    verdict == .vacuous(.noInstance) || verdict == .undecided(.tooLarge)
  }

  private func isUnmet(_ verdict: Verdict) -> Bool {
    verdict == .vacuous(.hypothesesNeverMet) || verdict == .undecided(.hypothesesSeldomMet)
  }

  /// What was left out because the hypotheses are seldom met counts unless two others pass.
  private var hasTooLittle: Bool {
    decisive?.verdict.passes == true && passes < 2
      && skipped?.verdict == .undecided(.hypothesesSeldomMet)
  }

  private func joined(_ a: Double?, _ b: Double?, _ combine: (Double, Double) -> Double) -> Double?
  {
    guard let a, let b else { return a ?? b }
    return combine(a, b)
  }

  func result(at span: Span) -> StepResult {
    guard var result = hasTooLittle ? skipped : decisive ?? skipped else {
      return StepResult(.vacuous(.noInstance), evidence, at: span)
    }
    let method = result.evidence.method
    result.evidence = evidence
    result.evidence.method = method
    result.evidence.remarks += (idle ?? []).map { .noInfluence($0) }
    if result.verdict != .certified { result.evidence.errorProbability = nil }
    result.span = span
    return result
  }
}

extension Evidence {
  fileprivate var idleNames: [String] {
    remarks.compactMap { if case .noInfluence(let name) = $0 { name } else { nil } }
  }
}
