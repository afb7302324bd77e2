import Formula
import Numerics

/// The solutions of equations on straight lines: all places at which the sides of one cross while
/// a coordinate runs through its domain.
///
/// Newton's method from a random point mostly leads to the nearest branch; f(x) = f(y) has its
/// other branches on the lines on which x stays, u f(u) = v f(v) on those on which v = tu.
extension Curve {
  private static let lineInputs = 6
  private static let lineCost = 2_000
  private static let crossingLimit = 8
  private static let halvings = 60
  /// A coordinate that stays takes such values.
  private static let levels = [0.5, -0.5, 1.5, -1.25, 0.125, 2.5, 5, -4, 9, 22, -15, 60]

  /// Some coordinates become multiples of one number, the others stay.
  private struct Line {
    var base: [Double]
    var inputs: [Int]
    var factors: [Double]

    func point(_ number: Double) -> [Double] {
      var point = base
      for (input, factor) in zip(inputs, factors) { point[input] = number * factor }
      return point
    }
  }

  /// - Parameter groups: inputs that belong together, such as the entries of one vector.
  func crossings(near starts: [[Double]], groups: [[Int]]) -> [[Double]] {
    guard landscape.inputs.count <= Self.lineInputs, landscape.cost <= Self.lineCost else {
      return []
    }
    let bases = bases(near: starts)
    let lines = equations.count == 1 ? axes(through: bases) : rays(through: bases, groups)
    return lines.flatMap { crossings(on: $0) }
  }

  private func bases(near starts: [[Double]]) -> [[Double]] {
    let domains = judge.problem.domains
    let first =
      starts.first
      ?? PointSampler(domains: domains, touching: [], key: judge.key).point(1)
    let levels = landscape.inputs.count == 1 ? [] : Self.levels
    return Array(starts.prefix(2))
      + levels.enumerated().map { number, level in
        var point = first
        for (place, input) in landscape.inputs.enumerated() {
          let value = level * (1 + Double((place + number) % 3) / 8)
          if domains[input].contains(value) { point[input] = value }
        }
        return point
      } + (levels.isEmpty && starts.isEmpty ? [first] : [])
  }

  private func axes(through bases: [[Double]]) -> [Line] {
    bases.flatMap { base in
      landscape.inputs.map { Line(base: base, inputs: [$0], factors: [1]) }
    }
  }

  /// One vector a multiple of another one.
  private func rays(through bases: [[Double]], _ groups: [[Int]]) -> [Line] {
    let used = groups.filter { group in group.allSatisfy { landscape.inputs.contains($0) } }
    var result: [Line] = []
    for source in used where source.count > 1 {
      for target in used where target != source && target.count == source.count {
        for base in bases {
          result.append(Line(base: base, inputs: target, factors: source.map { base[$0] }))
        }
      }
    }
    return result
  }

  private func crossings(on line: Line) -> [[Double]] {
    let ladder = line.inputs.count == 1 ? ladder(line.inputs[0]) : Self.reals
    let values = residuals(line, ladder)
    var brackets: [(low: Double, high: Double, start: Double)] = []
    for place in values.indices.dropLast() where values[place] * values[place + 1] < 0 {
      brackets.append((ladder[place], ladder[place + 1], values[place]))
    }
    brackets.sort { abs($0.low) < abs($1.low) }
    if brackets.count > Self.crossingLimit {
      brackets = brackets.prefix(Self.crossingLimit / 2) + brackets.suffix(Self.crossingLimit / 2)
    }
    for _ in 0..<Self.halvings where !brackets.isEmpty {
      let middles = brackets.map { ($0.low + $0.high) / 2 }
      for (place, value) in residuals(line, middles).enumerated() {
        if value * brackets[place].start > 0 {
          brackets[place].low = middles[place]
        } else {
          brackets[place].high = middles[place]
        }
      }
    }
    return brackets.compactMap { bracket in
      let point = line.point(bracket.high)
      let values = judge.evaluator.values(residuals, at: point)
      // A jump over 0 is no solution.
      return judge.problem.admits(point)
        && values.allSatisfy { abs($0) <= 1e-9 * abs(bracket.start) + 1e-12 } ? point : nil
    }
  }

  private func residuals(_ line: Line, _ numbers: [Double]) -> [Double] {
    guard !numbers.isEmpty else { return [] }
    return judge.evaluator.values(residuals, atAll: numbers.map { line.point($0) })
  }

  // MARK: Numbers of every size

  private static let sizes: [Double] = {
    var result: [Double] = []
    var size = 0x1p-30
    while size < 0x1p-4 {
      result.append(size)
      size *= 1.5
    }
    result += (1..<256).map { Double($0) / 16 + 0x1p-10 }
    size = 16.1
    while size < 0x1p36 {
      result.append(size)
      size *= 1.125
    }
    return result
  }()

  private static let reals = sizes.reversed().map { -$0 } + sizes

  private func ladder(_ input: Int) -> [Double] {
    let domain = judge.problem.domains[input]
    guard case .interval(let low, let high) = domain else { return [] }
    switch (low?.value.double, high?.value.double) {
    case (nil, nil): return Self.reals
    case (let low?, let high?):
      return (1..<512).map { low + (high - low) * Double($0) / 512 }.filter { domain.contains($0) }
    case (let low?, nil): return Self.sizes.map { low + $0 }
    case (nil, let high?): return Self.sizes.reversed().map { high - $0 }
    }
  }
}
