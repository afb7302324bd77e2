import Formula
import Numerics

/// Slacks that are powers of the distance from an end that a domain does not include, as μ⁵⁰ for μ
/// in (0, 1): soon less than any rounding error, and never 0.
extension Descent {
  private static let doublings = 1...24
  /// What a gap has at least, as a power of 2, to be known.
  private static let leastGap = -240
  private static let highestPower = 100

  /// Whether the slack at a point is so small for no other reason than that the point is near such
  /// an end: further away it is a power of the distance, the one that algebra finds at the end.
  func fallsTowardsOpenEnd(_ goal: Int, _ point: [Double]) -> Bool {
    point.indices.contains { input in
      guard case .interval(let low, let high) = judge.problem.domains[input] else { return false }
      return [low, high].compactMap { $0 }.contains { end in
        guard !end.isIncluded,
          let power = power(goal, point, of: input, from: end.value.double),
          let order = order(goal, of: input, at: end.value)
        else { return false }
        return 8 * abs(power - order) <= max(8, order)
      }
    }
  }

  /// The power of the distance that the slack is where it is known; `nil` if it is none, or is not
  /// small enough for that at the point itself.
  private func power(
    _ goal: Int, _ point: [Double], of input: Int, from end: Double
  ) -> Int? {
    let distance = point[input] - end
    var known: [(doubling: Int, gap: Int)] = []
    for doubling in Self.doublings where known.count < 4 {
      var other = point
      other[input] = end + distance * Double(sign: .plus, exponent: doubling, significand: 1)
      guard admitted(goal, other) != nil else { break }
      if let gap = wideGap(goal, other), gap > Self.leastGap { known.append((doubling, gap)) }
    }
    guard known.count >= 3 else { return nil }
    let slopes = zip(known, known.dropFirst()).map { $1.gap - $0.gap }
    guard let most = slopes.max(), let least = slopes.min(), least > 0,
      4 * (most - least) <= most, known[0].gap - slopes[0] * known[0].doubling < Self.leastGap
    else { return nil }
    return slopes[0]
  }

  /// The order to which the slack vanishes at an end, whatever the other inputs are.
  ///
  /// By power series modulo a prime; `nil` if it has none there.
  private func order(_ goal: Int, of input: Int, at end: Rational) -> Int? {
    var graph = judge.problem.graph
    let slack = graph.subtract(judge.goals[goal].right, judge.goals[goal].left)
    let program = Program(graph, computing: [slack])
    let field = PrimeArithmetic(.mersenne)
    let series = SeriesArithmetic(field, order: Self.highestPower)
    let inputs = (0..<program.inputCount).map { number in
      number == input
        ? series.variable(at: field.constant(end))
        : series.constant(field.element(mix(judge.key ^ UInt64(number))))
    }
    let value = program.evaluate(
      in: series, inputs: inputs, functions: NoFunctions<SeriesArithmetic<PrimeArithmetic>>()
    ).value(0)
    guard series.state(of: value) == .defined else { return nil }
    return value.coefficients.firstIndex { $0.number != 0 }
  }
}
