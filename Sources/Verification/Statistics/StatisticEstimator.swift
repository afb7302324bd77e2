import Formula
import Numerics

/// Estimates the statistics of a step at a point: by quadrature over one or two random numbers,
/// else from random draws that are addressed by the key.
struct StatisticEstimator {
  /// By number of statistic: what the mean is taken of.
  private let programs: [Program]
  private let randomInputs: [[Int]]
  /// By number of statistic: the inputs that stand for it.
  private let places: [Int?]
  private let domains: [InputDomain]
  private let functions: RandomFunctions<BoundedArithmetic>
  private let key: UInt64

  private static let drawCount = 1 << 17
  private static let batch = 1 << 11
  /// How many standard errors a confidence of 1 − 10⁻⁹ takes.
  private static let confidence = 6.2

  init(
    _ problem: Problem, operands: [Graph.Node], of lowered: LoweredStep, key: UInt64
  ) {
    programs = operands.map { Program(problem.graph, computing: [$0]) }
    randomInputs = lowered.statistics.map { $0.randomInputs }
    places = lowered.statistics.indices.map { number in
      problem.domains.firstIndex(of: .statistic(number))
    }
    domains = problem.domains
    functions = RandomFunctions(lowered.functions, seed: key)
    self.key = key
  }

  var isSampled: Bool { randomInputs.contains { $0.count > 2 } }

  /// Whether something that a mean is taken of may have a kink or a jump.
  var hasKinks: Bool {
    programs.contains { program in
      program.operations.contains { operation in
        switch operation {
        case .select, .absolute, .sign, .floor: true
        default: false
        }
      }
    }
  }

  /// One estimate for each statistic, and the point with their values in it; `nil` if one of them
  /// has none.
  func estimates(at start: [Double]) -> (point: [Double], all: [Estimate])? {
    var point = start
    var all: [Estimate] = []
    for number in programs.indices {
      guard let estimate = estimate(number, at: point) else { return nil }
      if let place = places[number] { point[place] = estimate.value }
      all.append(estimate)
    }
    return (point, all)
  }

  /// The inputs that stand for statistics, by number of statistic.
  var inputs: [Int?] { places }

  private func estimate(_ number: Int, at point: [Double]) -> Estimate? {
    let inputs = randomInputs[number]
    switch inputs.count {
    case 0: return values(number, point, inputs, [[]])[0].map { exactly($0) }
    case 1:
      let rule = Quadrature(
        law: law(inputs[0]), tolerance: 1e-12, reach: 26, panelWidth: 2)
      return rule.mean { nodes in
        values(number, point, inputs, nodes.map { [$0] }).map { $0.map { exactly($0) } }
      }
    case 2:
      let outer = Quadrature(law: law(inputs[0]), tolerance: 1e-8, reach: 9, panelWidth: 1.5)
      let inner = Quadrature(law: law(inputs[1]), tolerance: 1e-9, reach: 9, panelWidth: 1.5)
      return outer.mean { nodes in
        nodes.map { first in
          inner.mean { others in
            values(number, point, inputs, others.map { [first, $0] }).map {
              $0.map { exactly($0) }
            }
          }
        }
      }
    default: return sampled(number, at: point)
    }
  }

  private func exactly(_ value: Double) -> Estimate {
    Estimate(value: value, radius: 0, size: abs(value))
  }

  private func law(_ input: Int) -> Quadrature.Law {
    domains[input] == .standardUniform ? .uniform : .normal
  }

  /// The operand with some random numbers in place; `nil` where it has no value.
  private func values(
    _ number: Int, _ point: [Double], _ inputs: [Int], _ draws: [[Double]]
  ) -> [Double?] {
    let kind = BoundedArithmetic()
    var table: [Bounded] = []
    table.reserveCapacity(point.count * draws.count)
    for input in 0..<programs[number].inputCount {
      if let place = inputs.firstIndex(of: input) {
        for draw in draws { table.append(Bounded(draw[place])) }
      } else {
        for _ in draws { table.append(Bounded(input < point.count ? point[input] : 0)) }
      }
    }
    let evaluation = programs[number].evaluate(
      in: kind, pointCount: draws.count, inputs: table, functions: functions)
    return draws.indices.map {
      let value = evaluation.value(0, at: $0)
      return value.isDefined ? value.value : nil
    }
  }

  /// The mean of many draws, with an interval that the fourth moment widens.
  private func sampled(_ number: Int, at point: [Double]) -> Estimate? {
    let inputs = randomInputs[number]
    var stream = PointStream(key: key, number)
    let laws = inputs.map { law($0) }
    var all: [Double] = []
    all.reserveCapacity(Self.drawCount)
    while all.count < Self.drawCount {
      let draws = (0..<Self.batch).map { _ in
        laws.map { $0 == .uniform ? stream.uniform() : stream.normal() }
      }
      for value in values(number, point, inputs, draws) {
        guard let value, value.isFinite else { return nil }
        all.append(value)
      }
    }
    return Self.interval(all)
  }

  private static func interval(_ all: [Double]) -> Estimate {
    let count = Double(all.count)
    let mean = all.reduce(0, +) / count
    var (second, fourth, square) = (0.0, 0.0, 0.0)
    for value in all {
      let part = (value - mean) * (value - mean)
      second += part
      fourth += part * part
      square += value * value
    }
    second /= count
    fourth /= count
    let kurtosis = second > 0 ? fourth / (second * second) : 1
    // The variance itself is known to √((κ − 1)/N) only.
    let spread = 1 + confidence * ((max(kurtosis, 1) - 1) / count).squareRoot()
    return Estimate(
      value: mean, radius: confidence * (second / count).squareRoot() * spread,
      size: (square / count).squareRoot(), draws: all.count)
  }
}
