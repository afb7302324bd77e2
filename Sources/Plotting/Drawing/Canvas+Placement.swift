extension Canvas {
  /// Draws a label beside a point where it covers nothing, trying eight directions at
  /// growing distances; returns whether a place was found.
  @discardableResult
  mutating func place(
    _ label: Label, beside point: PlanePoint, distance: Double, within bounds: Box,
    class name: String = "h", required: Bool = false
  ) -> Bool {
    var fallback: PlanePoint?
    for reach in [distance, distance * 1.8, distance * 3] {
      for direction in Canvas.directions {
        let base = baseline(label, beside: point, direction, distance: reach)
        let box = box(label, at: base, .start)
        guard bounds.contains(box) else { continue }
        if fallback == nil { fallback = base }
        if obstacles.contains(where: { $0.intersects(box.grown(by: 1)) }) { continue }
        text(label, at: base, .start, class: name)
        return true
      }
    }
    if required, let fallback {
      text(label, at: fallback, .start, class: name)
      return true
    }
    return false
  }

  private static let directions: [(Double, Double)] = [
    (1, -1), (1, 1), (-1, -1), (-1, 1), (0, -1), (0, 1), (1, 0), (-1, 0),
  ]

  private func baseline(
    _ label: Label, beside point: PlanePoint, _ direction: (Double, Double), distance: Double
  ) -> PlanePoint {
    let width = label.width(fontSize)
    let reach = direction.0 != 0 && direction.1 != 0 ? distance * 0.7 : distance
    let x =
      direction.0 > 0
      ? point.x + reach : direction.0 < 0 ? point.x - reach - width : point.x - width / 2
    let top =
      direction.1 > 0
      ? point.y + reach
      : direction.1 < 0 ? point.y - reach - fontSize : point.y - fontSize / 2
    return PlanePoint(x, top + 0.78 * fontSize)
  }

  /// Makes labels avoid a polyline.
  mutating func avoid(_ points: [PlanePoint], width: Double = 3) {
    for index in points.indices.dropFirst() {
      let (from, to) = (points[index - 1], points[index])
      guard from.isFinite, to.isFinite else { continue }
      let steps = max(1, min(200, (from.distance(to: to) / 5).rounded(.up)))
      for step in 0...Int(steps) {
        let place = from + (Double(step) / steps) * (to - from)
        obstacles.append(
          Box(x: place.x - width / 2, y: place.y - width / 2, width: width, height: width))
      }
    }
  }
}
