/// Where a plot is and how data become pixels in it.
struct Frame {
  var plot: Box
  var x: Scale
  var y: Scale
  var fontSize: Double
  var isNarrow: Bool
  /// The whole drawing, within which labels must stay.
  var bounds: Box
  var tinted = false

  /// The pixel of a place; one far outside is brought nearer, so that sums stay finite.
  func callAsFunction(_ x: Double, _ y: Double) -> PlanePoint {
    PlanePoint(max(-1e7, min(1e7, self.x(x))), max(-1e7, min(1e7, self.y(y))))
  }

  func callAsFunction(_ point: PlanePoint) -> PlanePoint {
    self(point.x, point.y)
  }
}

/// Space between a plot and the edges of its drawing.
struct Margins: Equatable {
  var top: Double
  var right: Double
  var bottom: Double
  var left: Double

  func union(_ other: Margins) -> Margins {
    Margins(
      top: max(top, other.top), right: max(right, other.right),
      bottom: max(bottom, other.bottom), left: max(left, other.left))
  }
}
