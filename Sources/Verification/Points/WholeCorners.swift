import Formula
import Numerics

/// Points where whole numbers stand at the ends of their ranges or next to them, all of them
/// together: `n + m ≠ 399` for n, m ≤ 200 is false at such a point alone.
struct WholeCorners {
  let domains: [InputDomain]

  /// So many whole numbers are combined; further ones stay as they are.
  private static let inputLimit = 4
  private static let pointLimit = 300
  /// How far from the ends, for one whole number alone, for two, ...
  private static let depths = [8, 3, 1, 0]
  private static let starts = 2
  /// Where angles of whole numbers come nearest to multiples of π/2: numerators of its convergents,
  /// and some of their multiples.
  private static let angles = [
    11, 22, 33, 355, 710, 1065, 52_174, 104_348, 156_522, 208_341, 260_515, 312_689,
  ]

  func points(near starts: PointList) -> [[Double]] {
    let wholes = domains.indices.filter { if case .whole = domains[$0] { true } else { false } }
    guard !wholes.isEmpty, !starts.isEmpty else { return [] }
    let moved = wholes.prefix(Self.inputLimit)
    let depth = Self.depths[moved.count - 1]
    var points = Array(starts.prefix(moved.count < domains.count ? Self.starts : 1))
    for input in moved {
      points = points.flatMap { start in
        values(domains[input], depth).map { value in
          var point = start
          point[input] = value
          return point
        }
      }
    }
    return Array(points.prefix(Self.pointLimit))
  }

  private func values(_ domain: InputDomain, _ depth: Int) -> [Double] {
    guard case .whole(let low, let high) = domain else { return [] }
    var seen: Set<Int> = []
    var result: [Double] = []
    for step in 0...depth {
      for value in [low + step, high - step]
      where low <= value && value <= high && seen.insert(value).inserted {
        result.append(Double(value))
      }
    }
    if depth == Self.depths[0] {
      result += Self.angles.filter { low <= $0 && $0 <= high && !seen.contains($0) }
        .map { Double($0) }
    }
    return result
  }
}
