import Formula
import Numerics

/// Whether points meet the conditions.
extension Evaluator {
  func meetingConditions(_ points: PointList) -> PointList {
    conditions.outputs.isEmpty ? points : points.at(meeting(points))
  }

  /// The places of the points that meet the conditions.
  private func meeting(_ points: PointList) -> [Int] {
    guard !conditions.outputs.isEmpty, !points.isEmpty else { return Array(points.indices) }
    let kind = BoundedArithmetic()
    let evaluation = conditions.evaluate(
      in: kind, pointCount: points.count, inputs: transposed(points, points.indices, in: kind),
      functions: provider(kind))
    return points.indices.filter {
      meets(truth(of: evaluation, at: $0, in: kind), at: points[$0])
    }
  }

  /// The goals in doubles at those of the points that lie in their domains and meet the conditions,
  /// by number of point.
  func allowed(_ points: [[Double]], in problem: Problem) -> (places: [Int], batch: Batch) {
    let inside = points.indices.filter { problem.admits(points[$0]) }
    let list = PointList(inside.map { points[$0] })
    let places = meeting(list)
    return (places.map { inside[$0] }, doubles(list.at(places)))
  }

  func meetsConditions(_ point: [Double]) -> Bool {
    guard !conditions.outputs.isEmpty else { return true }
    return meets(truth(of: point, in: BoundedArithmetic()), at: point)
  }

  /// How many times slower formal equality is than fractions and 300 bits.
  private static let formalFactor = 20

  /// What doubles leave open is asked of fractions, of 300 bits, then of formal equality, as long as
  /// there is time for it; a point of which nothing is known does not meet the conditions.
  private func meets(_ first: TruthReading, at point: @autoclosure () -> [Double]) -> Bool {
    switch first {
    case .yes: return true
    case .no, .undefined: return false
    case .unresolved:
      let size = conditions.operations.count
      guard closeWork.take(2 * size) else { return false }
      let point = point()
      let exact = Self.exact(point)
      var second = exact.map { fractionalTruth(at: $0) } ?? .unresolved
      if second == .unresolved { second = truth(of: point, in: WideArithmetic.widest) }
      switch second {
      case .yes: return true
      case .no, .undefined: return false
      case .unresolved:
        guard let exact, isInside(exact), closeWork.take(Self.formalFactor * size) else {
          return false
        }
        return meetsConditions(formally: exact)
      }
    }
  }

  /// Whether the inputs that were solved for have ordinary sizes at a point: beside a pole they do
  /// not.
  func isTame(_ point: [Double]) -> Bool {
    let values = self.values(conditions, at: point).dropFirst(conditionCount)
    let scale = point.reduce(1) { max($0, abs($1)) }
    return values.allSatisfy { abs($0) <= 1e9 * scale }
      && self.values(divisors, at: point).allSatisfy { abs($0) <= 1e9 * scale }
  }

  /// Whether conditions exclude an equality that is as good as met at a point, as `x ≠ 0` does: a
  /// slack that tends to 0 there is no equality.
  func isBesideExcluded(_ point: [Double]) -> Bool {
    let kind = WideArithmetic.widest
    let evaluation = conditions.evaluate(
      in: kind, inputs: point.map { kind.exactly($0) }, functions: provider(kind))
    let scale = point.reduce(1) { max($0, abs($1)) }
    var hasEquality = false
    for operation in conditions.operations {
      guard case .isEqual(let a, let b) = operation else { continue }
      hasEquality = true
      let gap = kind.subtract(evaluation.values[Int(a)], evaluation.values[Int(b)])
      guard kind.state(of: gap) == .defined, abs(kind.measure(gap).nearest) < 0x1p-14 * scale else {
        return false
      }
    }
    return hasEquality
  }

  /// Whether a point lies so near the border of a strict condition that what is found in the limit
  /// may be excluded: x² > 0 where x tends to 0.
  func isAtStrictBorder(_ point: [Double]) -> Bool {
    let kind = WideArithmetic.widest
    let evaluation = conditions.evaluate(
      in: kind, inputs: point.map { kind.exactly($0) }, functions: provider(kind))
    func isNear(_ a: Graph.Node, _ b: Graph.Node) -> Bool {
      let (x, y) = (evaluation.values[Int(a)], evaluation.values[Int(b)])
      let gap = kind.subtract(x, y)
      guard kind.state(of: gap) == .defined else { return true }
      let size = max(1, abs(kind.measure(x).nearest), abs(kind.measure(y).nearest))
      return abs(kind.measure(gap).nearest) < 0x1p-30 * size
    }
    return conditions.operations.contains { operation in
      switch operation {
      case .isLess(let a, let b): return isNear(a, b)
      case .not(let inner):
        switch conditions.operations[Int(inner)] {
        case .isEqual(let a, let b), .isLessOrEqual(let a, let b): return isNear(a, b)
        default: return false
        }
      default: return false
      }
    }
  }

  /// Whether a condition has a jump as good as at a point, so that it may not hold there:
  /// \operatorname{rank} A = n where det A is as good as 0.
  func isBesideJump(_ point: [Double]) -> Bool {
    let kind = WideArithmetic.widest
    let evaluation = conditions.evaluate(
      in: kind, inputs: point.map { kind.exactly($0) }, functions: provider(kind))
    let scale = point.reduce(1) { max($0, abs($1)) }
    func isNear(_ a: Graph.Node, _ b: Graph.Node?) -> Bool {
      let value = evaluation.values[Int(a)]
      let gap = b.map { kind.subtract(value, evaluation.values[Int($0)]) } ?? value
      return kind.state(of: gap) != .defined
        || abs(kind.measure(gap).nearest) < 0x1p-30 * scale
    }
    func turns(_ truth: Graph.Node) -> Bool {
      switch conditions.operations[Int(truth)] {
      case .isEqual(let a, let b), .isLess(let a, let b), .isLessOrEqual(let a, let b):
        isNear(a, b)
      case .not(let inner): turns(inner)
      case .and(let a, let b), .or(let a, let b): turns(a) || turns(b)
      default: false
      }
    }
    return conditions.operations.contains { operation in
      switch operation {
      case .sign(let a): isNear(a, nil)
      case .select(let truth, _, _): turns(truth)
      default: false
      }
    }
  }

  /// Whether some divisor, or what a logarithm is taken of, is as good as 0 at a point: what changes
  /// its sign there need not be 0 in between, for in between there may be nothing.
  func isBesidePole(_ point: [Double]) -> Bool {
    let kind = WideArithmetic.widest
    let scale = point.reduce(1) { max($0, abs($1)) }
    return [conditions, sides].contains { program in
      let evaluation = program.evaluate(
        in: kind, inputs: point.map { kind.exactly($0) }, functions: provider(kind))
      return program.operations.contains { operation in
        guard let divisor = operation.divisor else { return false }
        let value = evaluation.values[Int(divisor)]
        return kind.state(of: value) == .defined
          && abs(kind.measure(value).nearest) < 0x1p-30 * scale
      }
    }
  }

  /// Whether a condition with ≤ fails at a point, whose border belongs to the points allowed.
  ///
  /// What is bounded by < alone tends to its border without reaching it.
  func failsAtIncludedBorder(_ point: [Double]) -> Bool {
    let kind = WideArithmetic.widest
    let evaluation = conditions.evaluate(
      in: kind, inputs: point.map { kind.exactly($0) }, functions: provider(kind))
    return conditions.operations.indices.contains { place in
      guard case .isLessOrEqual = conditions.operations[place] else { return false }
      return evaluation.truths[place] != .yes
    }
  }

  private func truth<Kind: Measuring>(of point: [Double], in kind: Kind) -> TruthReading {
    let evaluation = conditions.evaluate(
      in: kind, inputs: point.map { kind.exactly($0) }, functions: provider(kind))
    return truth(of: evaluation, at: 0, in: kind)
  }

  func truth<Kind: Arithmetic>(
    of evaluation: Evaluation<Kind.Value>, at place: Int, in kind: Kind
  ) -> TruthReading {
    var result = TruthReading.yes
    for output in conditionCount..<conditions.outputs.count {
      switch kind.state(of: evaluation.value(output, at: place)) {
      case .defined: continue
      case .undefined: return .undefined
      case .unresolved: result = .unresolved
      }
    }
    for output in 0..<conditionCount {
      switch evaluation.truth(output, at: place) {
      case .yes: continue
      case .no: return .no
      case .undefined: return .undefined
      case .unresolved: result = .unresolved
      }
    }
    return result
  }
}

extension Graph.Operation {
  /// What must not be 0.
  fileprivate var divisor: Graph.Node? {
    switch self {
    case .divide(_, let b), .function(.log, let b): b
    case .power(let a, let exponent) where exponent < 0: a
    case .rationalPower(let a, let exponent) where exponent.sign < 0: a
    case .realPower(let a, _): a
    default: nil
    }
  }
}

/// Work that may still be done, shared by all copies of what does it.
final class Allowance {
  private var left: Int
  /// Whether more was asked for than there was.
  private(set) var isSpent = false

  init(_ amount: Int) { left = amount }

  /// Whether there was as much left.
  func take(_ amount: Int) -> Bool {
    guard amount <= left else {
      isSpent = true
      return false
    }
    left -= amount
    return true
  }
}
