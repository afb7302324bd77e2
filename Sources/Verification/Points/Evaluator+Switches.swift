import Formula
import Numerics

extension Evaluator {
  /// The differences that comparisons, extrema and absolute values below the goals and conditions
  /// depend on, and the slacks of the goals; what is known to be positive decides nothing.
  static func differences(
    in graph: inout Graph, under goals: [Goal], and conditions: [Graph.Node],
    withSingularities: Bool = false
  ) -> (nodes: [Graph.Node], turns: [Int]) {
    let isNeeded = graph.reachable(from: goals.sides + conditions)
    let isInequality = goals.contains { $0.kind != .equal }
    let hasTurns = isNeeded.indices.contains { isNeeded[$0] && graph.isTurn(at: $0) }
    var result: [Graph.Node] = []
    var turns: [Int] = []
    for place in isNeeded.indices where isNeeded[place] {
      let difference: Graph.Node
      switch graph.operations[place] {
      case .absolute(let a), .sign(let a), .divide(_, let a), .function(.log, let a),
        .function(.sqrt, let a), .rationalPower(let a, _), .realPower(let a, _):
        difference = a
      case .power(let a, let exponent)
      where exponent < 0 || ((isInequality || hasTurns) && exponent % 2 == 0):
        difference = a
      case .minimum(let a, let b), .maximum(let a, let b), .isLess(let a, let b),
        .isLessOrEqual(let a, let b), .isEqual(let a, let b):
        difference = graph.subtract(a, b)
      case .floor(let a): difference = graph.subtract(a, graph.constant(2))
      default: continue
      }
      guard graph.rational(difference) == nil, !graph.isPositive(difference),
        !result.contains(difference)
      else { continue }
      if graph.isTurn(at: place) || graph.isEvenPower(at: place)
        || withSingularities && graph.isSingular(at: place)
      {
        turns.append(result.count)
      }
      result.append(difference)
      if result.count == 32 { return (result, turns) }
    }
    for goal in goals where goal.isInequality && result.count < 32 {
      let slack = graph.subtract(goal.right, goal.left)
      if graph.rational(slack) == nil, !result.contains(slack) { result.append(slack) }
    }
    return (result, turns)
  }
}

extension Graph {
  /// Whether an operation has a jump or a kink.
  fileprivate func isTurn(at place: Int) -> Bool {
    switch operations[place] {
    case .absolute, .sign, .minimum, .maximum, .isLess, .isLessOrEqual, .isEqual, .floor: true
    default: false
    }
  }

  fileprivate func isEvenPower(at place: Int) -> Bool {
    if case .power(_, let exponent) = operations[place] {
      exponent > 0 && exponent % 2 == 0
    } else {
      false
    }
  }

  fileprivate func isSingular(at place: Int) -> Bool {
    switch operations[place] {
    case .function(.sqrt, _), .rationalPower, .realPower, .divide, .function(.log, _): true
    case .power(_, let exponent): exponent < 0
    default: false
    }
  }
}
