/// Operations on polylines in pixels: cutting, reducing, simplifying.
enum Polyline {
  /// Consecutive finite points; a point that is not finite ends a stretch.
  static func finiteRuns(_ points: [PlanePoint]) -> [[PlanePoint]] {
    var runs: [[PlanePoint]] = []
    var current: [PlanePoint] = []
    for point in points {
      if point.isFinite {
        current.append(point)
      } else if !current.isEmpty {
        runs.append(current)
        current = []
      }
    }
    if !current.isEmpty { runs.append(current) }
    return runs
  }

  /// The parts of a polyline inside a box (Liang–Barsky per segment).
  static func clipped(_ points: [PlanePoint], to box: Box) -> [[PlanePoint]] {
    if points.allSatisfy({ box.contains($0) }) { return [points] }
    var parts: [[PlanePoint]] = []
    var current: [PlanePoint] = []
    for index in points.indices.dropFirst() {
      guard let (from, to) = segment(points[index - 1], points[index], in: box) else {
        if current.count > 1 { parts.append(current) }
        current = []
        continue
      }
      if let last = current.last, last == from {
        current.append(to)
      } else {
        if current.count > 1 { parts.append(current) }
        current = [from, to]
      }
    }
    if current.count > 1 { parts.append(current) }
    return parts
  }

  /// The part of one segment inside a box.
  static func segment(
    _ from: PlanePoint, _ to: PlanePoint, in box: Box
  ) -> (PlanePoint, PlanePoint)? {
    let delta = to - from
    var (enter, leave) = (0.0, 1.0)
    let sides = [
      (-delta.x, from.x - box.x), (delta.x, box.right - from.x),
      (-delta.y, from.y - box.y), (delta.y, box.bottom - from.y),
    ]
    for (slope, room) in sides {
      if slope == 0 {
        if room < 0 { return nil }
      } else if slope < 0 {
        enter = max(enter, room / slope)
      } else {
        leave = min(leave, room / slope)
      }
    }
    if enter > leave { return nil }
    return (
      enter == 0 ? from : from + enter * delta,
      leave == 1 ? to : from + leave * delta
    )
  }

  /// Keeps the first, lowest, highest and last point in each column of pixels, in order.
  ///
  /// No spike is lost. Points must be ordered by x; others are returned unchanged.
  static func envelope(_ points: [PlanePoint], column: Double) -> [PlanePoint] {
    guard let first = points.first, points.count > 8 else { return points }
    var kept: [PlanePoint] = []
    var bucket = (first.x / column).rounded(.down)
    var start = 0
    for index in points.indices {
      if index > 0, points[index].x < points[index - 1].x { return points }
      let column = (points[index].x / column).rounded(.down)
      if column != bucket {
        appendExtremes(points[start..<index], to: &kept)
        (bucket, start) = (column, index)
      }
    }
    appendExtremes(points[start...], to: &kept)
    return kept
  }

  private static func appendExtremes(_ slice: ArraySlice<PlanePoint>, to kept: inout [PlanePoint]) {
    guard slice.count > 4 else {
      kept.append(contentsOf: slice)
      return
    }
    var (low, high) = (slice.startIndex, slice.startIndex)
    for index in slice.indices {
      if slice[index].y < slice[low].y { low = index }
      if slice[index].y > slice[high].y { high = index }
    }
    var last = -1
    for index in [slice.startIndex, min(low, high), max(low, high), slice.endIndex - 1]
    where index > last {
      kept.append(slice[index])
      last = index
    }
  }

  /// Drops points that lie within `tolerance` of the line between kept ones
  /// (Ramer–Douglas–Peucker).
  static func simplified(_ points: [PlanePoint], tolerance: Double = 0.15) -> [PlanePoint] {
    guard points.count > 2 else { return points }
    var keep = [Bool](repeating: false, count: points.count)
    keep[0] = true
    keep[points.count - 1] = true
    var stack = [(0, points.count - 1)]
    while let (from, to) = stack.popLast() {
      guard to - from > 1 else { continue }
      let (index, distance) = farthest(points, from, to)
      if distance > tolerance {
        keep[index] = true
        stack.append((from, index))
        stack.append((index, to))
      }
    }
    return points.indices.filter { keep[$0] }.map { points[$0] }
  }

  private static func farthest(_ points: [PlanePoint], _ from: Int, _ to: Int) -> (Int, Double) {
    let base = points[from]
    let delta = points[to] - base
    let length = (delta.x * delta.x + delta.y * delta.y).squareRoot()
    var (best, distance) = (from, -1.0)
    for index in from + 1..<to {
      let offset = points[index] - base
      let away =
        length > 1e-12
        ? (offset.x * delta.y - offset.y * delta.x).magnitude / length
        : (offset.x * offset.x + offset.y * offset.y).squareRoot()
      if away > distance { (best, distance) = (index, away) }
    }
    return (best, distance)
  }

  static func length(_ points: [PlanePoint]) -> Double {
    var sum = 0.0
    for index in points.indices.dropFirst() { sum += points[index - 1].distance(to: points[index]) }
    return sum
  }
}
