import Formula
import Numerics

/// Finds symbols that occur in a comparison without changing either side.
struct Influence {
  private let judge: PointJudge
  private let lowered: LoweredStep
  private let part: Case

  private static let points = 4

  init(_ judge: PointJudge, _ lowered: LoweredStep, _ part: Case) {
    self.judge = judge
    self.lowered = lowered
    self.part = part
  }

  /// The symbols that the sides mention and whose values can be drawn anew, at all of these points,
  /// without a change.
  func idle(among points: PointList) -> [SymbolID] {
    let starts = Array(points.prefix(Self.points))
    guard !starts.isEmpty, lowered.functions.isEmpty else { return [] }
    let before = values(starts)
    return mentioned.filter { symbol in
      let inputs = lowered.inputs.indices.filter {
        lowered.inputs[$0].symbol == symbol && !judge.problem.solved.contains($0)
      }
      guard !inputs.isEmpty else { return false }
      let changed = (0..<2).map { values(redrawn(starts, inputs, attempt: $0)) }
      return changed.allSatisfy { areSame($0, before) }
    }
  }

  /// Declared symbols that the goals or what they are made of name.
  private var mentioned: [SymbolID] {
    let roots = lowered.assertions.flatMap { $0.fact.nodes }
    let isNeeded = lowered.graph.reachable(from: roots)
    var result: [SymbolID] = []
    for quantity in lowered.quantities where !quantity.isDefined {
      let occurs = quantity.tensor.nodes.contains { isNeeded[Int($0)] }
      if occurs, !result.contains(quantity.symbol) { result.append(quantity.symbol) }
    }
    return result
  }

  private func redrawn(_ starts: [[Double]], _ inputs: [Int], attempt: Int) -> [[Double]] {
    let sampler = PointSampler(
      domains: judge.problem.domains, touching: judge.problem.touching, key: mix(judge.key))
    return starts.enumerated().map { number, start in
      let other = sampler.point(4 * number + 1 + attempt)
      var point = start
      for input in inputs { point[input] = other[input] }
      return point
    }
  }

  private func values(_ points: [[Double]]) -> [[Double]] {
    points.map { judge.evaluator.values(judge.evaluator.sides, at: $0) }
  }

  private func areSame(_ a: [[Double]], _ b: [[Double]]) -> Bool {
    zip(a, b).allSatisfy { left, right in
      zip(left, right).allSatisfy { x, y in
        abs(x - y) <= 1e-9 * max(abs(x), abs(y))
      }
    }
  }
}

extension LoweredStep.Fact {
  fileprivate var nodes: [Graph.Node] {
    switch self {
    case .relation(_, let left, let right): left.nodes + right.nodes
    case .truth(let node): [node]
    case .equivalence: []
    case .moments(let pairs): pairs.flatMap { [$0.left, $0.right] }
    case .order(let order): order.left.nodes + order.right.nodes
    case .limit(let limit): limit.left.nodes + limit.right.nodes
    }
  }
}
