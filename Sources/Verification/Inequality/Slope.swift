import Formula
import Numerics

/// The gradient of one goal's slack by all inputs that can be varied.
struct Slope {
  private let program: Program?
  let inputs: [Int]
  /// What equations that are not solved are about.
  private let boundInputs: Set<Int>

  /// - Parameter width: of the rounding of kinks, `nil` for none.
  init(_ judge: PointJudge, _ goal: Int, roundedBy width: Rational? = nil) {
    var graph = judge.problem.graph
    var slack = graph.subtract(judge.goals[goal].right, judge.goals[goal].left)
    if let width { slack = graph.rounded(slack, by: width) }
    if judge.goals[goal].kind == .notEqual { slack = graph.power(slack, 2) }
    boundInputs = judge.problem.inputsOfEquations
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

  /// Directions of unit length in which the slack grows: the steepest one, and the steepest of
  /// those that leave alone what equations are about.
  func directions(at point: [Double], _ judge: PointJudge) -> [[Double]] {
    guard let program else { return [] }
    let slopes = judge.evaluator.values(program, at: point)
    func direction(without bound: Set<Int>) -> [Double]? {
      var direction = [Double](repeating: 0, count: point.count)
      for (input, slope) in zip(inputs, slopes) where slope.isFinite && !bound.contains(input) {
        direction[input] = slope
      }
      let length = direction.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return length > 0 && length.isFinite ? direction.map { $0 / length } : nil
    }
    let free = boundInputs.isDisjoint(with: inputs) ? nil : direction(without: boundInputs)
    return [direction(without: []), free].compactMap { $0 }
  }
}

extension Graph {
  /// The same with |x| as √(x² + w²), and maxima and minima accordingly.
  fileprivate mutating func rounded(_ node: Node, by width: Rational) -> Node {
    let square = constant(width.multiplied(by: width) ?? .zero)
    func absolute(_ graph: inout Graph, _ a: Node) -> Node {
      graph.function(.sqrt, graph.add(graph.power(a, 2), square))
    }
    var result = node
    while let kink = lastKink(under: result) {
      let half = constant(1, over: 2)
      let smooth: Node
      switch operations[Int(kink)] {
      case .absolute(let a): smooth = absolute(&self, a)
      case .maximum(let a, let b):
        smooth = multiply(half, add(add(a, b), absolute(&self, subtract(a, b))))
      case .minimum(let a, let b):
        smooth = multiply(half, subtract(add(a, b), absolute(&self, subtract(a, b))))
      default: return result
      }
      let next = substitute([kink: smooth], in: [result])[0]
      guard next != result else { return result }
      result = next
    }
    return result
  }

  /// The last kink in a program: what stands below it is looked at afterwards.
  private func lastKink(under node: Node) -> Node? {
    let isNeeded = reachable(from: [node])
    return isNeeded.indices.last { place in
      guard isNeeded[place] else { return false }
      switch operations[place] {
      case .absolute, .maximum, .minimum: return true
      default: return false
      }
    }.map { Node($0) }
  }

  /// Whether a slack has kinks that can be rounded, few enough.
  func hasFewKinks(under nodes: [Node]) -> Bool {
    let isNeeded = reachable(from: nodes)
    let count = isNeeded.indices.reduce(0) { count, place in
      guard isNeeded[place] else { return count }
      switch operations[place] {
      case .absolute, .maximum, .minimum: return count + 1
      default: return count
      }
    }
    return count > 0 && count <= 8
  }
}
