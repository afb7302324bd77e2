package import Formula
import Numerics

/// Compares derivatives of a step with differences at a point.
///
/// Fourth-order differences with about 106 bits, beside those of second order: what the two differ
/// by estimates their error. It decides nothing about a claim; it only ever says that our
/// differentiation contradicts itself.
package struct SecondOpinion {
  private let step: LoweredStep
  private let sampler: PointSampler
  private let functions: RandomFunctions<WideArithmetic>
  private let kind = WideArithmetic.extended

  /// So many derivatives of a step are looked at, each at the first point where it can be.
  private static let derivatives = 2
  private static let trials = 6
  private static let width = 0x1p-26
  /// In units of the width, those of a fourth-order difference and the middle.
  private static let places: [Double] = [0, 1, -1, 2, -2]

  package init(_ step: LoweredStep, key: UInt64) {
    self.step = step
    sampler = PointSampler(domains: step.inputs.map { $0.domain }, touching: [], key: key)
    functions = RandomFunctions(step.functions, seed: key)
  }

  /// Whether some derivative is certainly not what the differences say.
  package var contradicts: Bool {
    guard step.statistics.isEmpty else { return false }
    let all = step.derivatives
    let chosen = all.count > Self.derivatives ? [all[0], all[all.count - 1]] : all
    return chosen.contains { contradicts($0) }
  }

  private func contradicts(_ derivative: LoweredStep.Derivative) -> Bool {
    var graph = step.graph
    let shift = graph.input()
    let moved = graph.substitute(
      [derivative.target: graph.add(derivative.target, shift)], in: [derivative.node])
    let program = Program(graph, computing: moved + [derivative.value])
    for number in 0..<Self.trials {
      if let answer = contradicts(program, at: sampler.point(number)) { return answer }
    }
    return false
  }

  /// `nil` where there is nothing to see: undefined, flat, at a kink, or too steep.
  private func contradicts(_ program: Program, at point: [Double]) -> Bool? {
    let count = Self.places.count
    let inputs =
      point.flatMap { [Wide](repeating: kind.constant($0), count: count) }
      + Self.places.map { kind.constant($0 * Self.width) }
    let found = program.evaluate(
      in: kind, pointCount: count, inputs: inputs, functions: functions)
    let f = (0..<count).map { found.value(0, at: $0) }
    let claimed = found.value(1)
    guard (f + [claimed]).allSatisfy({ kind.state(of: $0) == .defined }) else { return nil }
    func slope(_ a: Wide, _ b: Wide, _ widths: Double) -> Wide {
      kind.divide(kind.subtract(a, b), kind.constant(widths * Self.width))
    }
    let (ahead, behind) = (slope(f[1], f[0], 1), slope(f[0], f[2], 1))
    let (near, far) = (slope(f[1], f[2], 2), slope(f[3], f[4], 4))
    let third = kind.divide(kind.subtract(near, far), kind.constant(3))
    let best = kind.add(near, third)
    let scale = max(size(best), size(claimed))
    guard scale > 0x1p10 * size(third), size(kind.subtract(ahead, behind)) <= 0x1p-8 * scale else {
      return nil
    }
    let gap = kind.subtract(best, claimed)
    return size(gap) - error(of: gap) > 16 * size(third) + 0x1p-24 * scale
  }

  private func size(_ value: Wide) -> Double { abs(value.nearest) }

  private func error(of value: Wide) -> Double {
    let size = value.errorSize
    return size < -1000
      ? 0 : size > 1000 ? .infinity : Double(sign: .plus, exponent: Int(size), significand: 1)
  }
}
