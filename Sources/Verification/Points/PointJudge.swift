import Formula
import Numerics

/// Compares the goals of one problem at many points, with as many bits as each needs.
struct PointJudge {
  private(set) var problem: Problem
  let goals: [Goal]
  let evaluator: Evaluator
  let key: UInt64
  /// How many points every goal is to be compared at.
  let target: Int
  /// Whether no point is looked at with more bits unless doubles decide at too few.
  var isQuick = false
  /// Goals whose difference is positive by its form, so that rounding alone hides it anywhere.
  let surelyLess: Set<Int>

  /// How many points are drawn at most for one that meets the conditions.
  private static let drawsPerPoint = 40
  /// Points compared with about 300 bits before anything counts as tested.
  static let wideTarget = 8

  struct Findings {
    var points = 0
    var widePoints = 0
    /// Points at which 300 bits lose a summand entirely.
    var absorbing = 0
    /// How many different points met the conditions.
    var distinct = 0
    var drawn = 0
    var accepted = 0
    /// By goal.
    var counted: [Int]
    var undefined: [Int]
    var unresolved: [Int]
    var failure: Failure?
    var oneSided: Failure?
    var worst = (ratio: 0.0, point: [Double]())
    var resolution = 0.0
    /// The points that met the conditions, and for inequalities their relative slack.
    var met = PointList()
    var leastSlack: Double?
    var attainsEquality = false
    /// A strict inequality comes so near to equality that it could not be told from it.
    var isUnsettled = false
    /// Some of the points at which a strict inequality is unresolved with 300 bits.
    var unresolvedPoints: [[Double]] = []
    /// There are no other points than those compared.
    var isExhaustive = false
    /// Points were left out because a derivative has none of its values there.
    var meetsKinks = false
    /// By goal: over how many boxes an inequality was proved, or 0.
    var boxes: [Int]
    /// How often equality has been looked for in exact arithmetic.
    var exactTrials = 0
    /// Equalities that doubles leave open, by goal, with the point.
    fileprivate var postponed: [(goal: Int, point: [Double])] = []

    init(_ goals: Int) {
      counted = [Int](repeating: 0, count: goals)
      undefined = counted
      unresolved = counted
      boxes = counted
    }

    /// Counts a point at which doubles have shown that a goal holds.
    fileprivate mutating func count(
      _ reading: PairReading, of kind: Goal.Kind, _ goal: Int,
      at point: @autoclosure () -> [Double]
    ) {
      counted[goal] += 1
      if reading.areBothDefined, reading.ratio > worst.ratio { worst = (reading.ratio, point()) }
      if kind == .equal { resolution = max(resolution, reading.relativeError) }
    }

    /// No point refutes the goals yet; one at which only one side is defined may be known.
    var isOpen: Bool { failure == nil }

    var acceptance: Double { drawn == 0 ? 0 : Double(accepted) / Double(drawn) }
  }

  struct Failure {
    var goal: Int
    var point: [Double]
    var reading: PairReading
    /// The point in closed form, where doubles do not tell it.
    var forms: [ClosedForm]?
    /// Whether the point only rounds one at which the goal fails.
    var isRounded = false
  }

  init(
    _ problem: Problem, _ goals: [Goal], functions: [ArbitraryFunction], key: UInt64, target: Int,
    variant: FunctionVariant = .drawn
  ) {
    self.problem = problem
    self.goals = goals
    self.key = key
    self.target = target
    evaluator = Evaluator(
      problem, goals, functions: functions, key: key, variant: variant)
    surelyLess = Self.surelyLess(goals, in: problem.graph)
  }

  private static func surelyLess(_ goals: [Goal], in graph: Graph) -> Set<Int> {
    guard goals.contains(where: { $0.kind == .less }) else { return [] }
    var graph = graph
    return Set(
      goals.indices.filter {
        goals[$0].kind == .less && graph.isSurelyLess(goals[$0].left, goals[$0].right)
      })
  }

  /// The same comparisons with further nodes in the graph.
  init(copying other: PointJudge, problem: Problem) {
    self = other
    self.problem = problem
  }

  /// - Parameter groups: inputs that belong together, such as the entries of one vector.
  func judge(groups: [[Int]] = []) -> Findings {
    var findings = Findings(goals.count)
    var number = 0
    let sampler = PointSampler(domains: problem.domains, touching: problem.touching, key: key)
    for _ in 0..<Self.drawsPerPoint {
      take(sampler.points(number..<number + target, inRoundsOf: target), &findings)
      number += target
      if !findings.isOpen || findings.oneSided != nil || isEnough(findings) { break }
      if hasNoInputs { break }
    }
    if findings.isOpen {
      take(simplePoints, &findings)
      findings.isExhaustive = findings.isOpen && wholePoints != nil
    }
    if findings.isOpen {
      let corners = WholeCorners(domains: problem.domains)
      take(corners.points(near: findings.met), &findings)
    }
    if findings.isOpen {
      let ends = DomainEnds(domains: problem.domains)
      take(ends.points(near: findings.met), &findings)
    }
    if findings.isOpen, findings.oneSided == nil { takeCoarse(&findings) }
    if findings.isOpen,
      goals.contains(where: { $0.isInequality })
    {
      let far = FarPoints(domains: problem.domains, groups: groups)
      take(far.points(near: findings.met), &findings)
      if findings.isOpen { takeClosed(far.closePoints(near: findings.met), &findings) }
    }
    if findings.isOpen, findings.oneSided == nil, !findings.met.isEmpty {
      let points = Breakpoints(evaluator: evaluator, problem: problem).points(near: findings.met)
      take(points, &findings)
    }
    if findings.isOpen, findings.oneSided == nil {
      if isQuick { escalatePostponed(&findings) } else { widen(&findings) }
    }
    return findings
  }

  /// Compares the goals at as many points as are asked for, if the conditions are met at all.
  func judgeOnce() -> Findings {
    var findings = Findings(goals.count)
    let sampler = PointSampler(domains: problem.domains, touching: problem.touching, key: key)
    take(sampler.points(0..<target, inRoundsOf: target), &findings)
    return findings
  }

  /// For one or two inputs, every simple number: holes of the domain are found there.
  private var simplePoints: [[Double]] {
    if let whole = wholePoints { return whole }
    let count = problem.domains.count
    guard count == 1 || count == 2 else { return [] }
    let grid = PointSampler.grid
    let points =
      count == 1
      ? grid.map { [$0] } : grid.prefix(7).flatMap { a in grid.prefix(7).map { [a, $0] } }
    return points.filter { problem.admits($0) }
  }

  /// Every point, if there are whole numbers and choices only, and not too many.
  private var wholePoints: [[Double]]? {
    guard !problem.domains.isEmpty, problem.domains.allSatisfy({ $0.isDiscrete })
    else { return nil }
    let limit = min(65_536, max(400, 1_000_000 / max(1, evaluator.sides.operations.count)))
    var points: [[Double]] = [[]]
    for domain in problem.domains {
      var longer: [[Double]] = []
      for point in points {
        guard let values = choices(of: domain, after: point, limit: limit),
          longer.count + values.count <= limit
        else { return nil }
        longer += values.map { point + [$0] }
      }
      points = longer
    }
    return points
  }

  /// The values that an input may have behind those of the inputs before it.
  private func choices(
    of domain: InputDomain, after point: [Double], limit: Int
  ) -> [Double]? {
    switch domain {
    case .whole(let low, let high):
      return high - low < limit ? (low...high).map { Double($0) } : nil
    case .set(let members): return members.map { $0.double }
    case .oneHot(let group, let position, let count):
      let isTaken = zip(point, problem.domains).contains { value, other in
        if case .oneHot(group, _, _) = other { value == 1 } else { false }
      }
      return isTaken ? [0] : position == count - 1 ? [1] : [0, 1]
    default: return nil
    }
  }

  private var hasNoInputs: Bool { problem.domains.isEmpty }

  private func isEnough(_ findings: Findings) -> Bool {
    zip(findings.counted, findings.unresolved).allSatisfy { $0 + $1 >= target }
  }

  /// Compares all goals at those of the points that meet the conditions.
  func take(_ points: [[Double]], _ findings: inout Findings) {
    take(PointList(points), &findings)
  }

  private func take(_ points: PointList, _ findings: inout Findings) {
    guard !points.isEmpty else { return }
    findings.drawn += points.count
    let accepted = evaluator.meetingConditions(points)
    findings.accepted += accepted.count
    guard !accepted.isEmpty else { return }
    findings.met.append(accepted, upTo: 4 * target)
    let batch = evaluator.doubles(accepted)
    for place in accepted.indices {
      findings.points += 1
      var closer: Closer?
      for goal in goals.indices {
        let reading = batch.reading(goal, place)
        let outcome = batch.outcome(goal, place, reading)
        if outcome == .holds {
          findings.count(reading, of: goals[goal].kind, goal, at: accepted[place])
          continue
        }
        var one = closer ?? Closer(point: accepted[place])
        count(goal, &one, outcome, &findings)
        if findings.failure != nil { return }
        closer = one
      }
    }
  }

  /// One point with more bits: all goals are evaluated at once, when the first one asks.
  private struct Closer {
    let point: [Double]
    private var extended: Evaluator.Closer?
    private var widest: Evaluator.Closer?

    init(point: [Double]) { self.point = point }

    mutating func outcome(_ goal: Int, _ precision: Precision, _ evaluator: Evaluator)
      -> (PointOutcome, PairReading)
    {
      if precision == .extended {
        let known = extended ?? evaluator.closer(point, precision)
        extended = known
        return known.outcome(goal)
      }
      let known = widest ?? evaluator.closer(point, precision)
      widest = known
      return known.outcome(goal)
    }
  }

  /// What doubles say of a goal at a point, if it is not that the goal holds.
  private func count(
    _ goal: Int, _ closer: inout Closer, _ outcome: PointOutcome, _ findings: inout Findings
  ) {
    if outcome == .nowhereDefined {
      findings.undefined[goal] += 1
    } else if isQuick, outcome == .unresolved, goals[goal].kind == .equal, !evaluator.hasBranches {
      findings.unresolved[goal] += 1
      findings.postponed.append((goal, closer.point))
    } else {
      escalate(goal, &closer, &findings)
    }
  }

  /// What doubles left open, where they decided at too few points.
  private func escalatePostponed(_ findings: inout Findings) {
    let isShort = findings.counted.map { 2 * $0 < target }
    for (goal, point) in findings.postponed where isShort[goal] && findings.isOpen {
      findings.unresolved[goal] -= 1
      var closer = Closer(point: point)
      escalate(goal, &closer, &findings)
    }
    findings.postponed = []
  }

  /// 106 bits, then 300.
  private func escalate(_ goal: Int, _ closer: inout Closer, _ findings: inout Findings) {
    let point = closer.point
    var isBranchOpen = false
    for precision in [Precision.extended, .widest] {
      let (outcome, reading) = closer.outcome(goal, precision, evaluator)
      switch outcome {
      case .holds:
        findings.counted[goal] += 1
        return
      case .nowhereDefined:
        findings.undefined[goal] += 1
        return
      case .fails where precision != .extended:
        findings.failure = Failure(goal: goal, point: point, reading: reading)
        return
      case .oneSided
      where precision != .extended && !hasNoInputs && evaluator.isAtKink(goal, point):
        findings.undefined[goal] += 1
        findings.meetsKinks = true
        return
      case .oneSided
      where precision != .extended && evaluator.isRemovable(goal, point, reading):
        findings.undefined[goal] += 1
        return
      case .oneSided where precision != .extended:
        if findings.oneSided == nil {
          findings.oneSided = Failure(goal: goal, point: point, reading: reading)
        }
        return
      default:
        isBranchOpen = evaluator.hasBranches && !reading.areBothDefined
      }
    }
    if surelyLess.contains(goal), !isBranchOpen {
      findings.counted[goal] += 1
      return
    }
    let isTruth = goals[goal].kind == .truth || isBranchOpen
    let trials = isTruth ? evaluator.exactLimit : goals[goal].isStrict ? 8 : 0
    if findings.exactTrials < trials {
      findings.exactTrials += 1
      if let (outcome, reading) = evaluator.exactOutcome(goal, point) {
        if outcome == .holds {
          findings.counted[goal] += 1
          return
        }
        if outcome == .fails {
          findings.failure = Failure(goal: goal, point: point, reading: reading)
          return
        }
      }
    }
    findings.unresolved[goal] += 1
    if isTruth, isWhole(point) { findings.isUnsettled = true }
    if goals[goal].isStrict, findings.unresolvedPoints.count < 8 {
      findings.unresolvedPoints.append(point)
    }
  }

  /// Whether a point has small whole numbers only, at least one of which can be no other number:
  /// what is open there is no accident of rounding.
  private func isWhole(_ point: [Double]) -> Bool {
    problem.domains.contains { if case .whole = $0 { true } else { false } }
      && point.allSatisfy { $0 == $0.rounded() && abs($0) < 1e6 }
  }
}

extension InputDomain {
  /// Whether it has whole numbers or choices only.
  fileprivate var isDiscrete: Bool {
    switch self {
    case .whole, .set, .oneHot: true
    default: false
    }
  }
}
