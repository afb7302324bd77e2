import Formula
import Numerics

/// Slacks that come as near to 0 as one likes without being 0.
extension Descent {
  // MARK: At what is excluded

  private static let newtonSteps = 4
  private static let moveLimit = 0x1p-8
  private static let fall = 12

  /// Whether the slack near a point tends to 0 where a condition `a ≠ b` fails: det(A)² > 0 for
  /// det A ≠ 0.
  func vanishesOnExcluded(_ goal: Int, _ point: [Double], _ here: Int) -> Bool {
    var graph = judge.problem.graph
    for truth in judge.problem.conditions {
      guard case .not(let inner) = graph[truth], case .isEqual(let a, let b) = graph[inner] else {
        continue
      }
      let difference = graph.subtract(a, b)
      guard let end = nearestZero(of: difference, in: &graph, from: point),
        let there = wideGap(goal, end)
      else { continue }
      if there <= here - Self.fall { return true }
    }
    return false
  }

  /// Whether the slack near a point falls on the way to where something is 0 that equations were
  /// divided by, so that they have no solution: det A = 0 for B = A⁻¹.
  func vanishesAtPole(_ goal: Int, _ point: [Double], _ here: Int) -> Bool {
    var graph = judge.problem.graph
    return judge.problem.divisors.contains { divisor in
      guard let pole = nearestZero(of: divisor, in: &graph, from: point) else { return false }
      let between = zip(point, pole).map { ($0 + $1) / 2 }
      // No number lies between: nearer than this one does not come.
      if between == point || between == pole { return true }
      return wideGap(goal, between).map { $0 < here } ?? false
    }
  }

  /// A zero of a node so near to a point that it may be why something nearly vanishes there.
  private func nearestZero(
    of node: Graph.Node, in graph: inout Graph, from point: [Double]
  ) -> [Double]? {
    let scale = point.reduce(1) { max($0, abs($1)) }
    let inputs = judge.problem.inputs(of: node, in: graph).sorted()
    let nodes = inputs.compactMap { judge.problem.inputNode($0) }
    guard nodes.count == inputs.count, let gradient = try? graph.gradient(of: node, with: nodes)
    else { return nil }
    let program = Program(graph, computing: [node] + gradient)
    let end = zero(of: program, inputs, from: point)
    let move = zip(point, end).reduce(0) { max($0, abs($1.0 - $1.1)) }
    return move > 0 && move <= Self.moveLimit * scale ? end : nil
  }

  /// - Parameter program: a difference, then its derivatives by some inputs.
  private func zero(of program: Program, _ inputs: [Int], from start: [Double]) -> [Double] {
    var point = start
    for _ in 0..<Self.newtonSteps {
      let values = judge.evaluator.values(program, at: point)
      let square = values.dropFirst().reduce(0) { $0 + $1 * $1 }
      guard square > 0, square.isFinite, values[0].isFinite else { return point }
      for (input, slope) in zip(inputs, values.dropFirst()) {
        point[input] -= values[0] * slope / square
      }
    }
    return point
  }

  // MARK: Far out

  private static let factor = 1.7
  private static let powers = -3...4
  private static let inputLimit = 3

  /// Whether the least slack is a power of one number over many sizes of it, the others following:
  /// (wb − 2)² + w⁴ comes near to 0 for small w and b = 2/w, and nowhere to 0.
  func fallsForever(_ goal: Int, _ point: [Double]) -> Bool {
    let inputs = judge.problem.domains.indices.filter {
      if case .interval = judge.problem.domains[$0] { true } else { false }
    }
    guard inputs.count == judge.problem.domains.count, (2...Self.inputLimit).contains(inputs.count)
    else { return false }
    return inputs.contains { input in
      point[input] != 0 && isPower(goal, point, along: input, inputs.filter { $0 != input })
    }
  }

  private func isPower(
    _ goal: Int, _ point: [Double], along input: Int, _ others: [Int]
  ) -> Bool {
    var slacks: [Double] = []
    for power in Self.powers {
      var start = point
      let scale = (0..<abs(power)).reduce(1.0) { size, _ in size * Self.factor }
      start[input] *= power < 0 ? 1 / scale : scale
      guard let least = least(goal, from: start, others) else { return false }
      slacks.append(least)
    }
    let ratios = zip(slacks, slacks.dropFirst()).map { $1 / $0 }
    guard let first = ratios.first, first > 1.5 || first < 1 / 1.5 else { return false }
    return ratios.allSatisfy { $0 > 0.75 * first && $0 < first / 0.75 }
  }

  /// The least slack while some inputs vary, by parabolas; `nil` if doubles do not tell it.
  private func least(_ goal: Int, from start: [Double], _ inputs: [Int]) -> Double? {
    var point = start
    func slack(_ point: [Double]) -> Double? {
      guard judge.problem.admits(point), judge.evaluator.meetsConditions(point) else { return nil }
      let reading = judge.evaluator.reading(goal, point, .double)
      guard reading.areBothDefined, reading.ratio > 16 else { return nil }
      return abs(reading.right.value - reading.left.value)
    }
    for _ in 0..<6 {
      for input in inputs {
        for _ in 0..<3 {
          let step = 0x1p-12 * max(abs(point[input]), 0x1p-40)
          var (up, down) = (point, point)
          up[input] += step
          down[input] -= step
          guard let here = slack(point), let above = slack(up), let below = slack(down) else {
            return nil
          }
          let curvature = above - 2 * here + below
          guard curvature > 0 else { break }
          var next = point
          next[input] -= step * (above - below) / (2 * curvature)
          guard let there = slack(next), there < here else { break }
          point = next
        }
      }
    }
    return slack(point)
  }
}
