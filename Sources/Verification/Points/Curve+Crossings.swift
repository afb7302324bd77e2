import Formula
import Numerics

/// The solutions of one equation on straight lines: all places at which its sides cross while one
/// coordinate runs through its domain.
///
/// Newton's method from a random point mostly leads to the nearest branch; f(x) = f(y) has its
/// other branches on the lines on which x stays.
extension Curve {
  private static let lineInputs = 4
  private static let lineCost = 2_000
  private static let crossingLimit = 8
  private static let halvings = 60
  /// A coordinate that stays takes such values.
  private static let levels = [0.5, -0.5, 1.5, -1.25, 0.125, 2.5]

  func crossings(near starts: [[Double]]) -> [[Double]] {
    let inputs = landscape.inputs
    guard equations.count == 1, inputs.count <= Self.lineInputs, landscape.cost <= Self.lineCost,
      let first = starts.first
    else { return [] }
    var lines = Array(starts.prefix(2))
    for (number, level) in Self.levels.enumerated() {
      var point = first
      for (place, input) in inputs.enumerated() {
        let value = level * (1 + Double((place + number) % 3) / 8)
        if judge.problem.domains[input].contains(value) { point[input] = value }
      }
      lines.append(point)
    }
    return lines.flatMap { line in inputs.flatMap { crossings(on: line, along: $0) } }
  }

  private func crossings(on line: [Double], along input: Int) -> [[Double]] {
    let ladder = Descent.ladder(judge.problem.domains[input], parts: 4)
    let values = residuals(line, input, ladder)
    var brackets: [(low: Double, high: Double, sign: Double)] = []
    for place in values.indices.dropLast() where values[place] * values[place + 1] < 0 {
      brackets.append((ladder[place], ladder[place + 1], values[place]))
    }
    brackets.sort { abs($0.low) < abs($1.low) }
    brackets = Array(brackets.prefix(Self.crossingLimit))
    for _ in 0..<Self.halvings where !brackets.isEmpty {
      let middles = brackets.map { ($0.low + $0.high) / 2 }
      for (place, value) in residuals(line, input, middles).enumerated() {
        if value * brackets[place].sign > 0 {
          brackets[place].low = middles[place]
        } else {
          brackets[place].high = middles[place]
        }
      }
    }
    return brackets.compactMap { bracket in
      var point = line
      point[input] = bracket.high
      // A jump over 0 is no solution.
      guard let value = residuals(line, input, [bracket.high]).first,
        abs(value) <= 1e-9 * abs(bracket.sign) + 1e-12, judge.problem.admits(point)
      else { return nil }
      return point
    }
  }

  private func residuals(_ line: [Double], _ input: Int, _ values: [Double]) -> [Double] {
    guard !values.isEmpty else { return [] }
    return judge.evaluator.values(
      residuals,
      atAll: values.map {
        var point = line
        point[input] = $0
        return point
      })
  }
}
