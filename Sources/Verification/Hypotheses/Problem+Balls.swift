import Formula
import Numerics

/// Bounds on lengths, ‖x − c‖ ≤ r, |x − c| ≤ r and ‖x − c‖² ≤ r, that are met by drawing x from
/// the ball.
extension Problem {
  /// An input inside a length: coefficient · input + rest.
  private struct Side {
    var input: Int
    var line: Line
  }

  mutating func drawFromBall() -> Bool {
    for (place, truth) in conditions.enumerated() {
      guard let (size, bound, isIncluded) = upperBound(truth),
        let (sides, isSquare) = sides(of: size)
      else { continue }
      let own = Set(sides.map { $0.input })
      guard own.count == sides.count, own.isDisjoint(with: inputs(of: bound)),
        own.allSatisfy({ isReal($0) })
      else { continue }
      conditions.remove(at: place)
      let zero = graph.constant(0)
      conditions.append(
        isIncluded ? graph.isLessOrEqual(zero, bound) : graph.isLess(zero, bound))
      let radius = isSquare ? graph.function(.sqrt, graph.maximum(bound, zero)) : bound
      let point = pointOfBall(sides.count, radius, isIncluded: isIncluded)
      replace(
        sides.map { $0.input },
        by: zip(sides, point).map { side, value in
          graph.divide(graph.subtract(value, side.line.rest), side.line.coefficient)
        })
      return true
    }
    return false
  }

  private func upperBound(_ truth: Graph.Node) -> (
    size: Graph.Node, bound: Graph.Node, isIncluded: Bool
  )? {
    switch graph[truth] {
    case .isLess(let a, let b): (a, b, false)
    case .isLessOrEqual(let a, let b): (a, b, true)
    default: nil
    }
  }

  /// What a length is made of; whether it is the square of one.
  private mutating func sides(of size: Graph.Node) -> (sides: [Side], isSquare: Bool)? {
    switch graph[size] {
    case .absolute(let a): side(a).map { ([$0], false) }
    case .function(.sqrt, let square): squares(square).map { ($0, false) }
    default: squares(size).map { ($0, true) }
    }
  }

  private mutating func squares(_ node: Graph.Node) -> [Side]? {
    switch graph[node] {
    case .add(let a, let b):
      guard let first = squares(a), let second = squares(b) else { return nil }
      return first + second
    case .power(let a, 2): return side(a).map { [$0] }
    default: return nil
    }
  }

  /// A line with a constant slope in a real input, the last one that it has.
  private mutating func side(_ node: Graph.Node) -> Side? {
    for input in candidates(node) where isReal(input) {
      if let line = line(node, in: input), let slope = graph.rational(line.coefficient),
        !slope.isZero
      {
        return Side(input: input, line: line)
      }
    }
    return nil
  }

  private mutating func pointOfBall(_ count: Int, _ radius: Graph.Node, isIncluded: Bool)
    -> [Graph.Node]
  {
    let one = InputDomain.End(.one, isIncluded: isIncluded)
    guard count > 1 else {
      let low = InputDomain.End(Rational(-1), isIncluded: isIncluded)
      let part = newInput(.interval(low, one), touches: isIncluded)
      return [graph.multiply(radius, part)]
    }
    let part = newInput(
      .interval(InputDomain.End(.zero, isIncluded: true), one), touches: isIncluded)
    let direction = (0..<count).map { _ in newInput(.real, touches: false) }
    let length = graph.function(.sqrt, graph.sum(direction.map { graph.power($0, 2) }))
    let factor = graph.divide(graph.multiply(radius, part), length)
    return direction.map { graph.multiply(factor, $0) }
  }
}
