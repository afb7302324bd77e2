import Formula
import Numerics

/// The gradient of one goal's slack by all inputs that can be varied.
struct Slope {
  private let program: Program?
  let inputs: [Int]

  init(_ judge: PointJudge, _ goal: Int) {
    var graph = judge.problem.graph
    var slack = graph.subtract(judge.goals[goal].right, judge.goals[goal].left)
    if judge.goals[goal].kind == .notEqual { slack = graph.power(slack, 2) }
    let used = judge.problem.inputs(of: judge.goals[goal].left).union(
      judge.problem.inputs(of: judge.goals[goal].right))
    inputs = used.sorted().filter {
      switch judge.problem.domains[$0] {
      case .interval, .standardNormal, .standardUniform, .standardized, .small: true
      default: false
      }
    }
    let nodes = inputs.compactMap { judge.problem.inputNode($0) }
    guard let gradient = try? graph.gradient(of: slack, with: nodes) else {
      program = nil
      return
    }
    program = Program(graph, computing: gradient)
  }

  /// The partial derivatives by `inputs`; `nil` where one is not known.
  func values(at point: [Double], _ judge: PointJudge) -> [Double]? {
    guard let program else { return nil }
    let slopes = judge.evaluator.values(program, at: point)
    return slopes.allSatisfy { $0.isFinite } ? slopes : nil
  }

  /// A direction of unit length in which the slack grows.
  func direction(at point: [Double], _ judge: PointJudge) -> [Double]? {
    guard let program else { return nil }
    let slopes = judge.evaluator.values(program, at: point)
    let length = slopes.reduce(0) { $0 + ($1.isFinite ? $1 * $1 : 0) }.squareRoot()
    guard length > 0, length.isFinite else { return nil }
    var direction = [Double](repeating: 0, count: point.count)
    for (input, slope) in zip(inputs, slopes) where slope.isFinite {
      direction[input] = slope / length
    }
    return direction
  }
}
