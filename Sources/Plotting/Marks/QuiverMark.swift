/// Arrows of a vector field on a grid.
///
/// Lengths grow with the square root of the magnitude, so that small vectors stay visible, and
/// the longest arrow is as long as a cell. The aspect is equal: directions are true.
package struct QuiverMark {
  package var x: PlotRange
  package var y: PlotRange
  package var field: (Double, Double) -> PlanePoint
  package var name: String

  package init(
    x: PlotRange, y: PlotRange, name: String = "",
    _ field: @escaping (Double, Double) -> PlanePoint
  ) {
    self.x = x
    self.y = y
    self.name = name
    self.field = field
  }

  /// The gradient of a function, by central differences; or its negative.
  package init(
    x: PlotRange, y: PlotRange, gradientOf function: @escaping (Double, Double) -> Double,
    descent: Bool = false
  ) {
    let (h, k) = (1e-5 * (x.upper - x.lower), 1e-5 * (y.upper - y.lower))
    let sign = descent ? -1.0 : 1.0
    self.init(x: x, y: y, name: descent ? "the negative gradient" : "the gradient") { px, py in
      PlanePoint(
        sign * (function(px + h, py) - function(px - h, py)) / (2 * h),
        sign * (function(px, py + k) - function(px, py - k)) / (2 * k))
    }
  }

  /// Pixels between arrows, and between those of the narrow drawing.
  static let spacing = (wide: 38.0, narrow: 30.0)

  /// An arrow as it is drawn, in pixels, and where its vector was taken.
  struct Drawn {
    var at: PlanePoint
    var tail: PlanePoint
    var tip: PlanePoint
  }

  func prepared(_ context: PlotContext) throws(PlotError) -> PreparedMark {
    try PlotContext.range("x", x.lower, x.upper)
    try PlotContext.range("y", y.lower, y.upper)
    var mark = PreparedMark()
    (mark.x, mark.y) = (x.extent, y.extent)
    mark.traits.fixesX = true
    mark.traits.fixesY = true
    mark.traits.equalAspect = true
    mark.traits.framed = true
    let longest = longest()
    guard longest.isFinite else { throw .nothingFinite(argument: "field") }
    let subject = name.isEmpty ? "the field" : name
    mark.sentences = [
      "Arrows show \(subject); the largest has magnitude \(NumberText.short(longest))."
    ]
    mark.remarks = ["Arrow lengths grow with the square root of the magnitude."]
    mark.draw = { frame, canvas in
      var path = PathData()
      for arrow in drawn(in: frame) {
        Arrow.open(from: arrow.tail, to: arrow.tip, head: 5, into: &path)
        canvas.avoid([arrow.tail, arrow.tip])
      }
      canvas.path(.line, class: "v k1", path)
    }
    return mark
  }

  private func longest() -> Double {
    var most = -Double.infinity
    for row in 0..<12 {
      for column in 0..<12 {
        let vector = field(x.at((Double(column) + 0.5) / 12), y.at((Double(row) + 0.5) / 12))
        let size = vector.distance(to: PlanePoint(0, 0))
        if size.isFinite { most = max(most, size) }
      }
    }
    return most
  }

  func drawn(in frame: Frame) -> [Drawn] {
    let spacing = frame.isNarrow ? QuiverMark.spacing.narrow : QuiverMark.spacing.wide
    let columns = max(3, Int(frame.plot.width / spacing))
    let rows = max(3, Int(frame.plot.height / spacing))
    let cell = min(frame.plot.width / Double(columns), frame.plot.height / Double(rows))
    let longest = max(longest(), .leastNonzeroMagnitude)
    var arrows: [Drawn] = []
    for row in 0..<rows {
      for column in 0..<columns {
        let place = PlanePoint(
          x.at((Double(column) + 0.5) / Double(columns)), y.at((Double(row) + 0.5) / Double(rows)))
        let vector = field(place.x, place.y)
        let size = vector.distance(to: PlanePoint(0, 0))
        guard size.isFinite, size > 0 else { continue }
        let length = 0.92 * cell * min(1, size / longest).squareRoot()
        guard length > 1 else { continue }
        let center = frame(place)
        guard frame.plot.contains(center) else { continue }
        let direction = PlanePoint(
          vector.x / size * scaleRatio(frame).x, -vector.y / size * scaleRatio(frame).y)
        let half = (length / 2) * direction
        arrows.append(Drawn(at: place, tail: center - half, tip: center + half))
      }
    }
    return arrows
  }

  /// Pixels per unit on each axis, relative to their mean: (1, 1) at equal aspect.
  private func scaleRatio(_ frame: Frame) -> PlanePoint {
    let horizontal = frame.plot.width / (frame.x.upper - frame.x.lower)
    let vertical = frame.plot.height / (frame.y.upper - frame.y.lower)
    let mean = (horizontal * vertical).squareRoot()
    return PlanePoint(horizontal / mean, vertical / mean)
  }
}
