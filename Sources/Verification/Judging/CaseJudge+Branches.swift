import Formula
import SourceText

extension CaseJudge {
  private static let branchLimit = 8
  private static let branchPoints = 24

  /// The goals where all comparisons below them come out one way, all the other way, and mixed:
  /// regions that random points miss when there are several, and pairs of points on both sides of
  /// one jump.
  func judgeBranches(
    _ goals: [Goal], _ plain: Problem, _ main: Prepared
  ) -> (failure: PointJudge.Failure, judge: PointJudge, prepared: Prepared)? {
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
      if let failure = findings.failure { return (failure, judge, other) }
    }
    return nil
  }

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
  /// The comparisons below goals, those of extrema and absolute values among them.
  fileprivate mutating func branches(under goals: [Goal]) -> [Graph.Node] {
    let isNeeded = graph.reachable(from: goals.flatMap { [$0.left, $0.right] })
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
