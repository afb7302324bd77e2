import Formula
import Numerics

/// The slack of one goal as a part of the size of its terms, with what the hypotheses bound or
/// equate, and the gradients of all of them.
///
/// slack / √(Σ tₖ²), where the tₖ are the terms of both sides: it does not change when all terms
/// grow alike, so that a form that is negative in a narrow cone only is negative at any distance.
struct Landscape {
  let judge: PointJudge
  /// The inputs that may be moved.
  let inputs: [Int]
  /// The proportion, the bounds; behind them the gradients, if they are known.
  private let program: Program
  private let boundCount: Int
  /// How many of the bounds, the first ones, are equations.
  let equationCount: Int
  private let hasGradients: Bool
  /// How many operations one evaluation takes.
  var cost: Int { program.operations.count * (hasGradients ? 1 : 2 * inputs.count + 1) }

  private static let termLimit = 64
  private static let boundLimit = 24

  /// A point with the values there.
  struct Site {
    var point: [Double]
    var proportion: Double
    /// By `inputs`.
    var slope: [Double]
    /// What has to be at least 0, with its gradient.
    var bounds: [Bound]
  }

  struct Bound {
    var value: Double
    var slope: [Double]
    /// Whether it has to be 0.
    var isEquation = false
  }

  /// - Parameters:
  ///   - goal: an inequality; without one there is nothing to go down on.
  ///   - equations: differences that have to be 0, which the conditions then need not say exactly.
  init?(_ judge: PointJudge, _ goal: Int?, along equations: [Graph.Node] = []) {
    self.judge = judge
    var graph = judge.problem.graph
    let bounds =
      equations
      + judge.problem.conditions.flatMap { graph.bounds(of: $0) }.prefix(Self.boundLimit)
    let proportion = goal.map { graph.proportion(of: judge.goals[$0], limit: Self.termLimit) }
    let height = proportion ?? graph.constant(0)
    equationCount = equations.count
    let used = ([height] + bounds).reduce(into: Set<Int>()) {
      $0.formUnion(judge.problem.inputs(of: $1, in: graph))
    }
    inputs = used.sorted().filter { judge.problem.isMovable($0) }
    let nodes = inputs.compactMap { judge.problem.inputNode($0) }
    guard !inputs.isEmpty, nodes.count == inputs.count else { return nil }
    var outputs = [height] + bounds
    boundCount = bounds.count
    var known = true
    var gradients: [Graph.Node] = []
    for output in outputs where known {
      guard let gradient = try? graph.gradient(of: output, with: nodes) else {
        known = false
        break
      }
      gradients += gradient
    }
    hasGradients = known
    if known { outputs += gradients }
    program = Program(graph, computing: outputs)
  }

  /// The values at a point; `nil` where one of them is not known.
  func site(_ point: [Double]) -> Site? {
    let values = judge.evaluator.values(program, at: point)
    guard values[0].isFinite else { return nil }
    var site = Site(point: point, proportion: values[0], slope: [], bounds: [])
    let count = inputs.count
    var gradients = Array(values.dropFirst(1 + boundCount))
    if !hasGradients { gradients = differences(point) }
    guard gradients.prefix(count).allSatisfy({ $0.isFinite }) else { return nil }
    site.slope = Array(gradients.prefix(count))
    for bound in 0..<boundCount {
      let slope = Array(gradients[(bound + 1) * count..<(bound + 2) * count])
      // At a kink, and far from the border, a bound does not matter.
      guard values[1 + bound].isFinite, slope.allSatisfy({ $0.isFinite }) else {
        if bound < equationCount { return nil }
        continue
      }
      site.bounds.append(
        Bound(value: values[1 + bound], slope: slope, isEquation: bound < equationCount))
    }
    site.bounds += ends(point)
    return site
  }

  /// By central differences, where the rules of differentiation do not reach.
  private func differences(_ point: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: (1 + boundCount) * inputs.count)
    for (place, input) in inputs.enumerated() {
      let size = 0x1p-18 * max(1, abs(point[input]))
      var (up, down) = (point, point)
      up[input] += size
      down[input] -= size
      let above = judge.evaluator.values(program, at: up)
      let below = judge.evaluator.values(program, at: down)
      for output in 0...boundCount {
        result[output * inputs.count + place] = (above[output] - below[output]) / (2 * size)
      }
    }
    return result
  }

  /// The ends of the domains of inputs.
  private func ends(_ point: [Double]) -> [Bound] {
    var result: [Bound] = []
    for (place, input) in inputs.enumerated() {
      guard case .interval(let low, let high) = judge.problem.domains[input] else { continue }
      var slope = [Double](repeating: 0, count: inputs.count)
      if let low {
        slope[place] = 1
        result.append(Bound(value: point[input] - low.value.double, slope: slope))
      }
      if let high {
        slope[place] = -1
        result.append(Bound(value: high.value.double - point[input], slope: slope))
      }
    }
    return result
  }
}

extension Problem {
  /// Whether an input can take every value near its own.
  func isMovable(_ input: Int) -> Bool {
    switch domains[input] {
    case .interval, .standardNormal, .standardUniform, .standardized, .small: true
    default: false
    }
  }

  func inputs(of node: Graph.Node, in graph: Graph) -> Set<Int> {
    var other = self
    other.graph = graph
    return other.inputs(of: node)
  }
}

extension Graph {
  /// The slack of an inequality, as a part of the size of its terms.
  fileprivate mutating func proportion(of goal: Goal, limit: Int) -> Node {
    var terms: [Node] = []
    collectTerms(of: goal.left, into: &terms, limit: limit)
    collectTerms(of: goal.right, into: &terms, limit: limit)
    let size = function(.sqrt, sum(terms.map { power($0, 2) }))
    return divide(subtract(goal.right, goal.left), size)
  }

  /// The terms of a sum.
  fileprivate mutating func collectTerms(of node: Node, into terms: inout [Node], limit: Int) {
    switch self[node] {
    case .tag(_, let a), .negate(let a): collectTerms(of: a, into: &terms, limit: limit)
    case .add(let a, let b), .subtract(let a, let b):
      guard terms.count < limit else {
        terms.append(node)
        return
      }
      collectTerms(of: a, into: &terms, limit: limit)
      collectTerms(of: b, into: &terms, limit: limit)
    default: if !isZero(node) { terms.append(node) }
    }
  }

  /// What has to be at least 0 where a condition holds; maxima and absolute values are taken apart.
  fileprivate mutating func bounds(of truth: Node) -> [Node] {
    switch self[truth] {
    case .and(let a, let b): return bounds(of: a) + bounds(of: b)
    case .isLess(let a, let b), .isLessOrEqual(let a, let b): return bounds(a, below: b)
    case .not(let inner):
      switch self[inner] {
      case .isLess(let a, let b), .isLessOrEqual(let a, let b): return bounds(b, below: a)
      default: return []
      }
    default: return []
    }
  }

  private mutating func bounds(_ a: Node, below b: Node) -> [Node] {
    switch (self[a], self[b]) {
    case (.tag(_, let inner), _): return bounds(inner, below: b)
    case (_, .tag(_, let inner)): return bounds(a, below: inner)
    case (.maximum(let x, let y), _): return bounds(x, below: b) + bounds(y, below: b)
    case (_, .minimum(let x, let y)): return bounds(a, below: x) + bounds(a, below: y)
    case (.absolute(let x), _):
      return bounds(x, below: b) + [subtract(b, negate(x))]
    default:
      let difference = subtract(b, a)
      return rational(difference) == nil ? [difference] : []
    }
  }
}
