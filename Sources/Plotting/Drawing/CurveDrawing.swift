/// Lines through data: cut to the plot, reduced, with marks where something was cut.
enum CurveDrawing {
  /// Pixels per column of a min–max envelope.
  static let column = 2.0

  /// Draws stretches of points in data units; a stretch of one point is a dot.
  static func draw(
    _ runs: [[PlanePoint]], style: SeriesStyle, in frame: Frame, on canvas: inout Canvas
  ) {
    var path = PathData()
    var single: [PlanePoint] = []
    for run in runs {
      let pixels = run.map { frame($0) }
      for part in Polyline.clipped(Polyline.envelope(pixels, column: column), to: frame.plot) {
        let simple = Polyline.simplified(part)
        if simple.count == 1 { single += simple } else { path.polyline(simple) }
        canvas.avoid(simple)
      }
    }
    canvas.path(.line, class: style.lineClass, path)
    PointDrawing.draw(
      single.filter { frame.plot.contains($0) },
      style: SeriesStyle(color: style.color, dash: 0, marker: 0), radius: 4, hollow: false,
      tinted: frame.tinted, on: &canvas)
    drawCuts(runs, style: style, in: frame, on: &canvas)
  }

  /// Small arrows where a line leaves the plot at the top or at the bottom.
  private static func drawCuts(
    _ runs: [[PlanePoint]], style: SeriesStyle, in frame: Frame, on canvas: inout Canvas
  ) {
    let (plot, x, y) = (frame.plot, frame.x, frame.y)
    var arrows = PathData()
    var last = -100.0
    for run in runs {
      for index in run.indices.dropFirst() {
        let (a, b) = (run[index - 1], run[index])
        guard y.contains(a.y) != y.contains(b.y), x.contains(a.x) || x.contains(b.x) else {
          continue
        }
        let outside = y.contains(a.y) ? b : a
        let (from, to) = (frame(a), frame(b))
        guard let cut = Polyline.segment(from, to, in: plot) else { continue }
        let place = y.contains(a.y) ? cut.1 : cut.0
        let isTop = frame(outside).y < plot.y
        guard (place.x - last).magnitude > 8 else { continue }
        last = place.x
        let (tip, base) = isTop ? (plot.y - 7, plot.y - 1) : (plot.bottom + 7, plot.bottom + 1)
        arrows.polyline(
          [
            PlanePoint(place.x - 3.5, base), PlanePoint(place.x, tip),
            PlanePoint(place.x + 3.5, base),
          ], closed: true)
      }
    }
    canvas.path(.mark, class: "f " + style.colorClass, arrows)
  }

  /// A cross where a series stops being finite.
  static func cross(at point: PlanePoint, style: SeriesStyle, on canvas: inout Canvas) {
    var path = PathData()
    for sign in [1.0, -1.0] {
      path.move(to: PlanePoint(point.x - 4.5, point.y - 4.5 * sign))
      path.line(to: PlanePoint(point.x + 4.5, point.y + 4.5 * sign))
    }
    canvas.path(.mark, class: "l " + style.colorClass, path)
  }
}
