import Formula
import Numerics

extension Evaluator {
  /// Whether a derivative has no value at a point only because the rules of differentiation divide
  /// by a root that vanishes there, as those of ‖x‖³ do at 0: beside the point both sides agree,
  /// and tend to what the other side is.
  func isRemovable(_ goal: Int, _ point: [Double], _ reading: PairReading) -> Bool {
    guard hasDerivatives, goals[goal].kind == .equal, dividesByVanishingRoot(point) else {
      return false
    }
    let known = reading.left.state == .defined ? reading.left.value : reading.right.value
    return (1...3).allSatisfy { number in
      guard let beside = neighbour(of: point, number), meetsConditions(beside) else {
        return false
      }
      let (outcome, there) = outcome(goal, beside, .widest)
      guard outcome == .holds, there.areBothDefined else { return false }
      return abs(there.left.value - known) <= 0x1p-20 * (1 + abs(known))
    }
  }

  private func neighbour(of point: [Double], _ number: Int) -> [Double]? {
    var stream = PointStream(key: 0xBE51DE, number)
    let size = point.reduce(1) { max($0, abs($1)) } * 0x1p-40
    let result = point.indices.map { input in
      guard case .interval = domains[input] else { return point[input] }
      return point[input] + size * stream.uniform(-1, 1)
    }
    let isInside = zip(result, domains).allSatisfy { $1.contains($0) }
    return isInside ? result : nil
  }

  /// Whether some denominator is a root, or a multiple of one, that is 0 at a point.
  private func dividesByVanishingRoot(_ point: [Double]) -> Bool {
    let kind = WideArithmetic.widest
    let evaluation = sides.evaluate(
      in: kind, inputs: point.map { kind.exactly($0) },
      functions: RandomFunctions<WideArithmetic>([], seed: key))
    return sides.operations.contains { operation in
      guard case .divide(_, let below) = operation, isRoot(below) else { return false }
      let value = evaluation.values[Int(below)]
      guard kind.state(of: value) == .defined else { return false }
      return kind.compare(value, kind.constant(.zero)) == .equal
    }
  }

  private func isRoot(_ node: Graph.Node) -> Bool {
    switch sides.operations[Int(node)] {
    case .function(.sqrt, _): return true
    case .multiply(let a, let b):
      if case .rational = sides.operations[Int(a)] { return isRoot(b) }
      if case .rational = sides.operations[Int(b)] { return isRoot(a) }
      return false
    default: return false
    }
  }
}
