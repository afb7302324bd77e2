import Formula
import Numerics

/// Points at and beside the places where a comparison, a maximum or an absolute value changes
/// branch.
struct Breakpoints {
  let evaluator: Evaluator
  let problem: Problem

  private static let limit = 16
  private static let offset = 0x1p-10

  func points(near starts: [[Double]]) -> [[Double]] {
    var result: [[Double]] = []
    for place in 0..<min(evaluator.switchCount, Self.limit) {
      let program = evaluator.program(ofSwitch: place)
      for start in starts.dropFirst(place % 3).prefix(2) {
        guard let (point, input) = cross(place, program, from: start) else { continue }
        result.append(point)
        for factor in [1 + Self.offset, 1 - Self.offset] {
          var beside = point
          beside[input] = point[input] == 0 ? factor - 1 : point[input] * factor
          result.append(beside)
        }
      }
    }
    return result.filter { problem.admits($0) }
  }

  /// Zeros that are known in closed form while all other inputs are fractions.
  func closedPoints(near starts: [[Double]], limit: Int) -> [[ClosedForm]] {
    var result = quarterTurns(near: starts, limit: limit / 2)
    var seen = Set(result)
    for place in 0..<min(evaluator.switchCount, Self.limit) {
      let program = evaluator.program(ofSwitch: place)
      for start in starts.dropFirst(place % 3).prefix(3) {
        guard let simple = Evaluator.exact(start) else { continue }
        for input in evaluator.inputs(ofSwitch: place).prefix(4) {
          for side in [1.0, -1] {
            guard let (point, _) = cross(place, program, from: start, along: [input], side)
            else { continue }
            for form in ClosedForm.near(point[input]).prefix(3) {
              var closed = simple
              closed[input] = form
              if seen.insert(closed).inserted { result.append(closed) }
              if result.count == limit { return result }
            }
          }
        }
      }
    }
    return result
  }

  /// Where there are sines: multiples of π/2 for every input, all others being fractions.
  private func quarterTurns(near starts: [[Double]], limit: Int) -> [[ClosedForm]] {
    guard evaluator.hasAngles, let start = starts.first, let simple = Evaluator.exact(start),
      simple.count <= 4
    else { return [] }
    var result: [[ClosedForm]] = []
    for quarter in [4, -4, 2, -2, 1, -1, 3, 8] {
      for input in simple.indices {
        guard result.count < limit, let turn = Rational(Int128(quarter), over: 4) else { break }
        var point = simple
        point[input] = .circle(turn)
        result.append(point)
      }
    }
    return result
  }

  /// A point at which the difference is 0 up to rounding, by secants along one input.
  private func cross(
    _ place: Int, _ program: Program, from start: [Double], along inputs: [Int]? = nil,
    _ side: Double = 1
  ) -> ([Double], Int)? {
    for input in inputs ?? evaluator.inputs(ofSwitch: place) {
      guard case .interval = problem.domains[input] else { continue }
      var point = start
      var x0 = start[input]
      var x1 = x0 + side * max(0.5, abs(x0) / 4)
      var y0 = evaluator.value(program, 0, at: point)
      for _ in 0..<12 {
        point[input] = x1
        let y1 = evaluator.value(program, 0, at: point)
        if y1 == 0 { return (point, input) }
        let next = x1 - y1 * (x1 - x0) / (y1 - y0)
        guard next.isFinite, abs(next) < 1e12 else { break }
        (x0, y0, x1) = (x1, y1, next)
        if abs(x1 - x0) <= 0x1p-45 * abs(x1) {
          point[input] = x1
          return (point, input)
        }
      }
    }
    return nil
  }
}
