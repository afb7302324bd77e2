extension ClassifiedPlane {
  /// The outline of a class with its corners: where the boundary leaves the straight line through a
  /// cell, places on it are found by bisection, each time between two that are known.
  func refined(_ line: IsolineTracer.Line, of group: Int) -> IsolineTracer.Line {
    guard let first = line.points.first else { return line }
    var refined = IsolineTracer.Line(points: [], isClosed: line.isClosed)
    for (a, b) in zip(line.points, line.points.dropFirst() + [first]) {
      refined.points.append(a)
      if b != first || line.isClosed { insert(between: a, b, group, depth: 5, &refined.points) }
    }
    return refined
  }

  private func insert(
    between a: PlanePoint, _ b: PlanePoint, _ group: Int, depth: Int, _ points: inout [PlanePoint]
  ) {
    guard depth > 0, let place = boundary(beside: a, b, group) else { return }
    insert(between: a, place, group, depth: depth - 1, &points)
    points.append(place)
    insert(between: place, b, group, depth: depth - 1, &points)
  }

  /// Where the boundary passes the middle between two of its places; nil if it is straight there.
  ///
  /// Outlines run with their class on the left.
  private func boundary(beside a: PlanePoint, _ b: PlanePoint, _ group: Int) -> PlanePoint? {
    let cell = PlanePoint(x.length / Double(size - 1), y.length / Double(size - 1))
    let (along, up) = ((b.x - a.x) / cell.x, (b.y - a.y) / cell.y)
    let length = (along * along + up * up).squareRoot()
    guard length > 0.04, covers(a), covers(b) else { return nil }
    let middle = 0.5 * (a + b)
    let toLeft = PlanePoint(-up / length * cell.x, along / length * cell.y)
    let isIn = { (distance: Double) in
      let point = middle + distance * toLeft
      return classify(point.x, point.y) == group
    }
    let isWithin = isIn(0.02)
    guard isWithin == isIn(-0.02) else { return nil }
    var (near, far) = (0.0, isWithin ? -length : length)
    guard covers(middle + far * toLeft), isIn(far) != isWithin else { return nil }
    for _ in 0..<8 {
      let half = (near + far) / 2
      if isIn(half) == isWithin { near = half } else { far = half }
    }
    return middle + ((near + far) / 2) * toLeft
  }

  private func covers(_ point: PlanePoint) -> Bool {
    point.x >= x.lower && point.x <= x.upper && point.y >= y.lower && point.y <= y.upper
  }
}
