/// How one series is told from the others: colour, dash and marker together.
struct SeriesStyle: Equatable, Sendable {
  static let count = 5

  /// Which of the tokens `--c0` … `--c4`.
  var color: Int
  /// 0 is a solid line.
  var dash: Int
  var marker: Int

  /// The only series of a figure: blue and solid.
  static let lone = SeriesStyle(color: 1, dash: 0, marker: 0)

  /// The style of the n-th of several series.
  static func series(_ index: Int) -> SeriesStyle {
    SeriesStyle(color: index % count, dash: index % count, marker: index % count)
  }

  /// The style of the n-th class of points or regions: blue, orange, green, purple, ink.
  static func group(_ index: Int) -> SeriesStyle {
    SeriesStyle(color: (index + 1) % count, dash: 0, marker: index % count)
  }

  var colorClass: String { "k\(color)" }
  var lineClass: String { "l " + colorClass + (dash == 0 ? "" : " d\(dash)") }

  /// The outline of the marker around a point.
  func markerPath(at point: PlanePoint, radius: Double, into path: inout PathData) {
    switch marker {
    case 0: path.dot(at: point)
    case 1:
      let (w, h) = (radius * 1.15, radius * 1.1)
      polygon([(0, -h * 1.1), (w, h * 0.8), (-w, h * 0.8)], point, &path)
    case 2:
      let r = radius * 0.88
      polygon([(-r, -r), (r, -r), (r, r), (-r, r)], point, &path)
    case 3:
      let r = radius * 1.25
      polygon([(0, -r), (r, 0), (0, r), (-r, 0)], point, &path)
    default:
      let (a, b) = (radius * 1.2, radius * 0.42)
      polygon(
        [
          (-b, -a), (b, -a), (b, -b), (a, -b), (a, b), (b, b), (b, a), (-b, a), (-b, b), (-a, b),
          (-a, -b), (-b, -b),
        ], point, &path)
    }
  }

  private func polygon(
    _ corners: [(Double, Double)], _ center: PlanePoint, _ path: inout PathData
  ) {
    path.polyline(corners.map { PlanePoint(center.x + $0.0, center.y + $0.1) }, closed: true)
  }
}
