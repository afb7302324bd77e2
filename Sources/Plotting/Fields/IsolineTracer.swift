/// Marching squares on a grid of nodes that are inside or outside: the lines between.
///
/// Lines run with the inside on their left. Ambiguous cells are decided by their centre. Where
/// a line crosses the edge between two nodes is the caller's to say, so that it can be found
/// on the function itself and not by interpolation.
struct IsolineTracer {
  struct Line {
    var points: [PlanePoint]
    var isClosed: Bool
  }

  let columns: Int
  let rows: Int
  let isInside: (Int, Int) -> Bool
  let isCenterInside: (Int, Int) -> Bool
  let crossing: (_ from: (Int, Int), _ to: (Int, Int)) -> PlanePoint

  /// Pairs of cell edges (0 bottom, 1 right, 2 top, 3 left) joined by a line, by which corners
  /// are inside (1 bottom left, 2 bottom right, 4 top right, 8 top left).
  private static let segments: [[(Int, Int)]] = [
    [], [(0, 3)], [(1, 0)], [(1, 3)], [(2, 1)], [(0, 3), (2, 1)], [(2, 0)], [(2, 3)],
    [(3, 2)], [(0, 2)], [(1, 0), (3, 2)], [(1, 2)], [(3, 1)], [(0, 1)], [(3, 0)], [],
  ]
  private static let saddles: [Int: [(Int, Int)]] = [
    5: [(0, 1), (2, 3)], 10: [(3, 0), (1, 2)],
  ]

  func lines() -> [Line] {
    var next = [Int](repeating: -1, count: 2 * columns * rows)
    var hasPrevious = [Bool](repeating: false, count: next.count)
    for row in 0..<rows - 1 {
      for column in 0..<columns - 1 {
        for (from, to) in segments(column, row) {
          let (start, end) = (edge(from, column, row), edge(to, column, row))
          next[start] = end
          hasPrevious[end] = true
        }
      }
    }
    var lines: [Line] = []
    for start in next.indices where next[start] >= 0 && !hasPrevious[start] {
      lines.append(Line(points: follow(start, &next), isClosed: false))
    }
    for start in next.indices where next[start] >= 0 {
      lines.append(Line(points: follow(start, &next), isClosed: true))
    }
    return lines
  }

  private func segments(_ column: Int, _ row: Int) -> [(Int, Int)] {
    var corners = 0
    if isInside(column, row) { corners |= 1 }
    if isInside(column + 1, row) { corners |= 2 }
    if isInside(column + 1, row + 1) { corners |= 4 }
    if isInside(column, row + 1) { corners |= 8 }
    if let saddle = IsolineTracer.saddles[corners], isCenterInside(column, row) { return saddle }
    return IsolineTracer.segments[corners]
  }

  /// The number of an edge: even for horizontal ones, odd for vertical ones.
  private func edge(_ side: Int, _ column: Int, _ row: Int) -> Int {
    switch side {
    case 0: 2 * (row * columns + column)
    case 1: 2 * (row * columns + column + 1) + 1
    case 2: 2 * ((row + 1) * columns + column)
    default: 2 * (row * columns + column) + 1
    }
  }

  private func follow(_ start: Int, _ next: inout [Int]) -> [PlanePoint] {
    var points = [point(on: start)]
    var current = start
    while next[current] >= 0 {
      let following = next[current]
      next[current] = -1
      if following == start { break }
      points.append(point(on: following))
      current = following
    }
    return points
  }

  private func point(on edge: Int) -> PlanePoint {
    let node = (edge / 2 % columns, edge / 2 / columns)
    let other = edge % 2 == 0 ? (node.0 + 1, node.1) : (node.0, node.1 + 1)
    return isInside(node.0, node.1) ? crossing(node, other) : crossing(other, node)
  }
}
