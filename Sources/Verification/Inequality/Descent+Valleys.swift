import Formula
import Numerics

extension Descent {
  /// Along each of a few inputs, from some points: where the slack is least between many others.
  func valleys(_ goal: Int, near states: [State]) -> [State] {
    let inputs = judge.problem.domains.indices.filter {
      if case .interval = judge.problem.domains[$0] { true } else { false }
    }
    guard !inputs.isEmpty, inputs.count <= 3 else { return [] }
    var result: [State] = []
    let lowest = states.sorted { $0.absolute < $1.absolute }
    for start in lowest.prefix(inputs.count == 1 ? 1 : 3) {
      for input in inputs { result += valleys(goal, through: start.point, along: input) }
    }
    // A valley may be the deeper the farther out it is crossed.
    guard inputs.count > 1, let start = lowest.first, judge.problem.conditions.isEmpty else {
      return result
    }
    for input in inputs {
      let ends = Self.far.compactMap { moved(start.point, input, $0) }
      for point in ends + atEnds(start.point, input) {
        for other in inputs where other != input {
          result += valleys(goal, through: point, along: other)
        }
      }
    }
    return result
  }

  /// The point with one input far out; `nil` if its domain does not reach there.
  private func moved(_ start: [Double], _ input: Int, _ far: Double) -> [Double]? {
    guard case .interval(let low, nil) = judge.problem.domains[input] else { return nil }
    var point = start
    point[input] = low.map { $0.value.double + far } ?? (point[input] < 0 ? -far : far)
    return point
  }

  /// The point with one input at the ends of its domain that belong to it.
  private func atEnds(_ start: [Double], _ input: Int) -> [[Double]] {
    guard case .interval(let low, let high) = judge.problem.domains[input] else { return [] }
    return [low, high].compactMap { $0 }.filter { $0.isIncluded }.map { end in
      var point = start
      point[input] = end.value.double
      return point
    }
  }

  private static let far = [300.0, 1e5, 1e8]
  private static let valleyLimit = 6

  private func valleys(_ goal: Int, through start: [Double], along input: Int) -> [State] {
    func at(_ value: Double) -> State? {
      var point = start
      point[input] = value
      return admitted(goal, point)
    }
    let values = Self.ladder(judge.problem.domains[input], parts: start.count == 1 ? 8 : 4)
    let states = states(
      goal,
      values.map {
        var point = start
        point[input] = $0
        return point
      })
    var lowest: [Int] = []
    for place in states.indices.dropFirst().dropLast() {
      guard let here = states[place], let before = states[place - 1],
        let after = states[place + 1], here.absolute <= before.absolute,
        here.absolute <= after.absolute, here.absolute < 0.25,
        here.absolute < max(before.absolute, after.absolute)
      else { continue }
      lowest.append(place)
    }
    func depth(_ place: Int) -> Double { states[place]?.absolute ?? .infinity }
    var result: [State] = []
    for place in lowest.sorted(by: { (depth($0), $0) < (depth($1), $1) }).prefix(Self.valleyLimit) {
      guard let here = states[place] else { continue }
      var (low, high, best) = (values[place - 1], values[place + 1], here)
      for _ in 0..<40 {
        let (left, right) = (low + (high - low) * 0.382, low + (high - low) * 0.618)
        guard let a = at(left), let b = at(right) else { break }
        if a.absolute < b.absolute { high = right } else { low = left }
        for state in [a, b] where state.absolute < best.absolute { best = state }
      }
      result.append(best)
    }
    return result
  }

  private static let uniformReach = 64

  /// Numbers of every size, in order; up to 64 dense enough for oscillations.
  private static func ladder(_ domain: InputDomain, parts: Int) -> [Double] {
    guard case .interval(let low, let high) = domain else { return [] }
    if let low, let high {
      let (bottom, width) = (low.value.double, high.value.double - low.value.double)
      let count = 64 * parts
      return (0...count).map { bottom + width * Double($0) / Double(count) }
    }
    var sizes: [Double] = [0]
    var size = 0x1p-40
    while size < 0x1p-10 {
      sizes.append(size)
      size *= 2
    }
    while size < 1 {
      sizes += [size, size * 1.25, size * 1.5, size * 1.75]
      size *= 2
    }
    sizes += (parts..<uniformReach * parts).map { Double($0) / Double(parts) }
    size = Double(uniformReach)
    while size < 0x1p10 {
      sizes += [size, size * 1.25, size * 1.5, size * 1.75]
      size *= 2
    }
    if let low { return sizes.map { low.value.double + $0 } }
    if let high { return sizes.reversed().map { high.value.double - $0 } }
    return sizes.dropFirst().reversed().map { -$0 } + sizes
  }
}
