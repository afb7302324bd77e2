import Numerics

/// Where differences that are no lines in a random number change their signs: on a grid that becomes
/// finer towards the ends of a bounded law, and at the turns between its numbers.
///
/// What happens seldom hangs on such a zero: log U ≤ −14 has a probability of 8 · 10⁻⁷.
struct CrossingSearch {
  let law: Quadrature.Law
  /// All differences at some numbers; `nil` where there is no value.
  let values: ([Double]) -> [[Double?]]

  /// What lies between zeros that are not found is at most about as probable as this.
  static let missed = 1e-9

  private static let gridCount = 256
  private static let reach = 26.0
  private static let halvings = 60
  private static let turnLimit = 16

  func crossings(of count: Int) -> [Double] {
    let grid = grid
    let table = values(grid)
    return (0..<count).flatMap { output in
      crossings(of: output, grid, table.map { $0[output] })
    }
  }

  private var grid: [Double] {
    let ends = law.edges(Self.reach, 1)
    let (low, width) = (ends.first ?? 0, (ends.last ?? 1) - (ends.first ?? 0))
    let even = (0...Self.gridCount).map { low + width * Double($0) / Double(Self.gridCount) }
    guard !law.hasTails else { return even }
    let fractions = Self.smallFractions.map { low + width * $0 }
    // So near to the upper end, nodes of a panel would be rounded to it.
    let complements = Self.smallFractions.filter { $0 >= 0x1p-40 }.map { low + width * (1 - $0) }
    return Set(even + fractions + complements).sorted()
  }

  /// 2⁻⁹, 2⁻¹⁰, …, 2⁻²⁰⁰.
  private static let smallFractions: [Double] = {
    var result: [Double] = []
    var fraction = 0x1p-9
    while fraction >= 0x1p-200 {
      result.append(fraction)
      fraction /= 2
    }
    return result
  }()

  private func crossings(
    of output: Int, _ grid: [Double], _ heights: [Double?]
  ) -> [Double] {
    var result: [Double] = []
    var turns = 0
    for place in grid.indices.dropLast() {
      guard let start = heights[place], let end = heights[place + 1] else { continue }
      if (start < 0) != (end < 0) {
        result.append(zero(of: output, from: grid[place], start, to: grid[place + 1]))
        continue
      }
      guard place > 0, turns < Self.turnLimit, let before = heights[place - 1],
        (before < 0) == (start < 0), abs(start) <= abs(before), abs(start) < abs(end)
      else { continue }
      turns += 1
      let (low, high) = (grid[place - 1], grid[place + 1])
      guard let turn = turn(of: output, from: low, to: high, start) else { continue }
      result.append(zero(of: output, from: low, before, to: turn))
      result.append(zero(of: output, from: high, end, to: turn))
    }
    return result
  }

  private func value(of output: Int, at number: Double) -> Double? { values([number])[0][output] }

  private func zero(of output: Int, from start: Double, _ height: Double, to end: Double) -> Double
  {
    var (near, far) = (start, end)
    for _ in 0..<Self.halvings {
      let middle = (near + far) / 2
      guard let value = value(of: output, at: middle) else { break }
      if (value < 0) == (height < 0) { near = middle } else { far = middle }
    }
    return far
  }

  /// A number between two at which a difference that turns there is on the other side of 0.
  private func turn(
    of output: Int, from start: Double, to end: Double, _ height: Double
  ) -> Double? {
    var (low, high) = (start, end)
    for _ in 0..<Self.halvings where low < high {
      let thirds = [low + (high - low) / 3, high - (high - low) / 3]
      let found = values(thirds)
      guard let left = found[0][output], let right = found[1][output] else { return nil }
      if (left < 0) != (height < 0) { return thirds[0] }
      if (right < 0) != (height < 0) { return thirds[1] }
      if abs(left) < abs(right) { high = thirds[1] } else { low = thirds[0] }
    }
    return nil
  }
}
