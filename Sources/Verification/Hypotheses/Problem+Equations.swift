import Formula
import Numerics

/// Equations that are linear or quadratic in an input although they are not written so.
extension Problem {
  /// So many operations may be put through the certifier, again and again.
  private static let certificationLimit = 160_000

  /// The derivative by an input, if it does not depend on the input and is not 0.
  mutating func constantSlope(
    of node: Graph.Node, by target: Graph.Node, _ input: Int,
    certifying: Bool
  ) -> Graph.Node? {
    guard let slope = try? graph.slope(of: node, by: target), !graph.isZero(slope) else {
      return nil
    }
    guard inputs(of: slope).contains(input) else {
      return sign(of: slope) == nil && isIdenticallyZero(slope) ? nil : slope
    }
    guard certifying, let curvature = try? graph.slope(of: slope, by: target),
      isIdenticallyZero(curvature)
    else { return nil }
    let zero = graph.constant(0)
    guard let value = graph.substitute([target: zero], in: [slope]).first,
      case .failed = comparedWithZero(value)
    else { return nil }
    return value
  }

  /// Whether an expression vanishes by the rules of algebra, up to the certifier's error.
  mutating func isIdenticallyZero(_ node: Graph.Node) -> Bool {
    if case .passed = comparedWithZero(node) { true } else { false }
  }

  private mutating func comparedWithZero(_ node: Graph.Node) -> Certifier.Outcome {
    let size = countOperations(under: node)
    guard certified + size <= Self.certificationLimit else { return .notCertifiable(.size) }
    certified += size
    let zero = graph.constant(0)
    var certifier = Certifier(
      graph: graph, domains: domains, pairs: [Certifier.Sides(left: node, right: zero)], key: 1)
    certifier.drawLimit = 64
    return certifier.run()
  }

  private func countOperations(under node: Graph.Node) -> Int {
    graph.reachable(from: [node]).reduce(0) { $0 + ($1 ? 1 : 0) }
  }

  /// √a = b is a = b² with b ≥ 0.
  mutating func solveRoots() -> Bool {
    for (place, truth) in conditions.enumerated() {
      guard case .isEqual(let a, let b) = graph[truth] else { continue }
      for (side, other) in [(a, b), (b, a)] {
        guard case .function(.sqrt, let radicand) = graph[side], squareMembers(radicand) == nil,
          !inputs(of: radicand).isEmpty
        else { continue }
        conditions[place] = graph.isEqual(radicand, graph.power(other, 2))
        let zero = graph.constant(0)
        conditions.append(graph.isLessOrEqual(zero, other))
        return true
      }
    }
    return false
  }

  /// An equation of second degree in an input: either solution.
  mutating func solveQuadratic() -> Bool {
    for (place, truth) in conditions.enumerated() {
      guard let constraint = constraint(truth), constraint.kind == .equal else { continue }
      for input in candidates(constraint.difference) {
        let parabola = trying { $0.parabola(constraint.difference, in: input) }
        guard let parabola else { continue }
        conditions.remove(at: place)
        replace(input, byRootOf: parabola)
        return true
      }
    }
    return false
  }

  /// a x² + b x + c.
  private struct Parabola {
    var a: Graph.Node
    var b: Graph.Node
    var c: Graph.Node
  }

  private mutating func parabola(_ difference: Graph.Node, in input: Int) -> Parabola? {
    guard let node = inputNode(input), let slope = try? graph.slope(of: difference, by: node),
      let curvature = constantSlope(of: slope, by: node, input, certifying: true)
    else { return nil }
    let ends = graph.substitute([node: graph.constant(0)], in: [slope, difference])
    return Parabola(
      a: graph.multiply(graph.constant(1, over: 2), curvature), b: ends[0], c: ends[1])
  }

  /// x = (−b ± √(b² − 4ac)) / 2a.
  private mutating func replace(_ input: Int, byRootOf parabola: Parabola) {
    domains.append(.set([Rational(1), Rational(-1)]))
    let sign = graph.input()
    let product = graph.multiply(graph.constant(4), graph.multiply(parabola.a, parabola.c))
    let discriminant = graph.subtract(graph.power(parabola.b, 2), product)
    let zero = graph.constant(0)
    conditions.append(graph.isLessOrEqual(zero, discriminant))
    let root = graph.multiply(sign, graph.function(.sqrt, discriminant))
    let value = graph.divide(
      graph.subtract(root, parabola.b), graph.multiply(graph.constant(2), parabola.a))
    let (low, high) = ends(input)
    replace([input], by: [value])
    if let low { conditions.append(isAbove(value, low)) }
    if let high { conditions.append(isBelow(value, high)) }
  }

  /// An equation that follows from those that have been solved.
  mutating func dropIdentity() -> Bool {
    for (place, truth) in conditions.enumerated() {
      guard case .isEqual(let a, let b) = graph[truth] else { continue }
      let identity = trying { (problem) -> Graph.Node? in
        let difference = problem.graph.subtract(a, b)
        guard !problem.inputs(of: difference).isEmpty, problem.isIdenticallyZero(difference)
        else { return nil }
        return difference
      }
      guard let identity else { continue }
      conditions.remove(at: place)
      present.append(identity)
      return true
    }
    return false
  }
}
