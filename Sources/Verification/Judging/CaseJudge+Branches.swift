import Formula
import SourceText

extension CaseJudge {
  private static let branchLimit = 8
  private static let branchPoints = 24

  /// The goals where all comparisons below them come out one way, all the other way, and mixed:
  /// regions that random points miss when there are several, and pairs of points on both sides of
  /// one jump.
  func judgeBranches(
    _ goals: [Goal], _ plain: Problem, _ main: Prepared, at span: Span
  ) -> StepResult? {
    var start = plain
    let branches = start.branches(under: goals)
    guard branches.count > 1, branches.count <= Self.branchLimit else { return nil }
    for sides in Self.sides(branches.count) {
      var problem = start
      for (branch, side) in zip(branches, sides) {
        problem.conditions.append(side ? branch : problem.graph.not(branch))
      }
      let (judge, other) = quickly(problem, goals, main, points: Self.branchPoints)
      let findings = judge.judgeOnce()
      if let failure = findings.failure { return refuted(failure, by: judge, other, at: span) }
    }
    return nil
  }

  /// Where the two sides of a comparison are the same: solved for a symbol or for the value of an
  /// arbitrary function, else followed as a curve on which the comparison is known to be a tie, as
  /// that in `\operatorname{sign}(x^5 - x - 1)` is at a root that no double is.
  func judgeTies(
    _ goals: [Goal], _ plain: Problem, _ main: Prepared, _ special: inout Special, at span: Span
  ) {
    var graph = plain.graph
    let zero = graph.constant(0)
    let found = Evaluator.differences(in: &graph, under: goals, and: [])
    for turn in found.turns.prefix(Self.tieLimit) where special.refuted == nil {
      let difference = found.nodes[turn]
      var problem = plain
      problem.graph = graph
      problem.tie(difference)
      problem.conditions.append(problem.graph.isEqual(difference, zero))
      let (judge, other) = quickly(problem, goals, main, points: Self.quickPoints)
      _ = take(judge.judge(), judge, other, &special, at: span, hidesDomain: true)
      guard special.refuted == nil, other.problem.solved.isEmpty else { continue }
      let onCurve = prepared(problem, goals, main.shown, main.key)
      let comparison = PointJudge(
        problem, onCurve.goals, functions: lowered.functions, key: main.key, target: points)
      guard let curve = Curve(comparison) else { continue }
      follow(curve, onCurve, isCounting: false, &special, at: span)
    }
  }

  private static let tieLimit = 4

  /// For each branch which way it goes: all, none, every second one, one alone.
  private static func sides(_ count: Int) -> [[Bool]] {
    var result = [
      (0..<count).map { _ in true }, (0..<count).map { _ in false },
      (0..<count).map { $0 % 2 == 0 }, (0..<count).map { $0 % 2 == 1 },
    ]
    if count <= 3 {
      for code in 0..<(1 << count) {
        let sides = (0..<count).map { code >> $0 & 1 == 1 }
        if !result.contains(sides) { result.append(sides) }
      }
    }
    return result
  }
}

extension Problem {
  /// A difference is 0, and what branches on it has the value that it has there.
  mutating func tie(_ difference: Graph.Node) {
    let isNeeded = graph.reachable(from: roots)
    let opposite = graph.negate(difference)
    var values = [difference: graph.constant(0)]
    func isTied(_ a: Graph.Node) -> Bool { a == difference || a == opposite }
    for place in isNeeded.indices where isNeeded[place] {
      let node = Graph.Node(place)
      switch graph.operations[place] {
      case .absolute(let a) where isTied(a), .sign(let a) where isTied(a):
        values[node] = graph.constant(0)
      case .minimum(let a, let b), .maximum(let a, let b):
        if isTied(graph.subtract(a, b)) { values[node] = a }
      case .isLess(let a, let b):
        if isTied(graph.subtract(a, b)) { values[node] = graph.truth(false) }
      case .isLessOrEqual(let a, let b), .isEqual(let a, let b):
        if isTied(graph.subtract(a, b)) { values[node] = graph.truth(true) }
      default: continue
      }
    }
    substitute(values)
  }

  /// The comparisons below goals, those of extrema and absolute values among them.
  fileprivate mutating func branches(under goals: [Goal]) -> [Graph.Node] {
    let isNeeded = graph.reachable(from: goals.sides)
    var result: [Graph.Node] = []
    for place in isNeeded.indices where isNeeded[place] {
      let branch: Graph.Node
      switch graph.operations[place] {
      case .isLess, .isLessOrEqual: branch = Graph.Node(place)
      case .maximum(let a, let b): branch = graph.isLess(a, b)
      case .minimum(let a, let b): branch = graph.isLess(b, a)
      case .absolute(let a): branch = graph.isLess(graph.constant(0), a)
      default: continue
      }
      if graph.truthValue(branch) == nil, !result.contains(branch) { result.append(branch) }
    }
    return result
  }
}
