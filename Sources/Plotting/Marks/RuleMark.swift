/// A straight reference line across the plot, dashed, with a label.
package struct RuleMark {
  package enum Place: Equatable, Sendable {
    /// At one y.
    case horizontal(Double)
    /// At one x.
    case vertical(Double)
    /// y = slope · x + intercept, on linear axes.
    case sloped(slope: Double, intercept: Double)
  }

  package var place: Place
  package var label: String

  package init(_ place: Place, label: String = "") {
    self.place = place
    self.label = label
  }

  func prepared(_ context: PlotContext) throws(PlotError) -> PreparedMark {
    let name = try Label(label)
    var mark = PreparedMark()
    mark.traits.isAnnotation = true
    let words = name.isEmpty ? "" : ", " + name.spoken
    switch place {
    case .horizontal(let y):
      try context.check(y: [y], argument: "rule")
      mark.y = Extent([y])
      mark.sentences = ["A line at \(context.yName) \(NumberText.short(y))\(words)."]
    case .vertical(let x):
      try context.check(x: [x], argument: "rule")
      mark.x = Extent([x])
      mark.sentences = ["A line at \(context.xName) \(NumberText.short(x))\(words)."]
    case .sloped(let slope, let intercept):
      guard slope.isFinite, intercept.isFinite else { throw .nothingFinite(argument: "rule") }
      mark.sentences = ["A line of slope \(NumberText.short(slope))\(words)."]
    }
    let place = place
    mark.draw = { frame, canvas in
      guard let (from, to) = RuleMark.segment(place, frame) else { return }
      var path = PathData()
      path.polyline([from, to])
      canvas.path(.line, class: "r", path)
      canvas.avoid([from, to])
    }
    mark.annotate = { frame, canvas in
      guard !name.isEmpty, let (from, to) = RuleMark.segment(place, frame) else { return }
      RuleMark.write(name, from, to, frame, &canvas)
    }
    return mark
  }

  private static func segment(_ place: Place, _ frame: Frame) -> (PlanePoint, PlanePoint)? {
    let plot = frame.plot
    switch place {
    case .horizontal(let y):
      guard frame.y.contains(y) else { return nil }
      return (PlanePoint(plot.x, frame.y(y)), PlanePoint(plot.right, frame.y(y)))
    case .vertical(let x):
      guard frame.x.contains(x) else { return nil }
      return (PlanePoint(frame.x(x), plot.bottom), PlanePoint(frame.x(x), plot.y))
    case .sloped(let slope, let intercept):
      let ends = [frame.x.lower, frame.x.upper].map { frame($0, slope * $0 + intercept) }
      return Polyline.segment(ends[0], ends[1], in: plot)
    }
  }

  /// Beside the line, wherever along it there is room.
  private static func write(
    _ label: Label, _ from: PlanePoint, _ to: PlanePoint, _ frame: Frame, _ canvas: inout Canvas
  ) {
    let width = label.width(frame.fontSize)
    let isVertical = (to.x - from.x).magnitude < 1
    for share in [0.98, 0.02, 0.75, 0.25, 0.5] {
      for side in [-1.0, 1.0] {
        let point = from + share * (to - from)
        let place: PlanePoint
        if isVertical {
          let x = side < 0 ? point.x + 5 : point.x - 5 - width
          let y = min(max(point.y, frame.plot.y + frame.fontSize), frame.plot.bottom - 4)
          place = PlanePoint(x, y)
        } else {
          let x = min(max(point.x - width / 2, frame.plot.x + 2), frame.plot.right - width - 2)
          let slope = (to.y - from.y) / (to.x - from.x)
          let y = from.y + slope * (x + width / 2 - from.x)
          let away = 5 + slope.magnitude * width / 2
          place = PlanePoint(x, side < 0 ? y - away : y + away + 0.78 * frame.fontSize)
        }
        let box = canvas.box(label, at: place, .start)
        guard frame.bounds.contains(box), box.bottom <= frame.plot.bottom else { continue }
        if canvas.obstacles.contains(where: { $0.intersects(box) }) { continue }
        canvas.text(label, at: place, .start, class: "t h")
        return
      }
    }
    let middle = from + 0.5 * (to - from)
    canvas.place(
      label, beside: middle, distance: 6, within: frame.plot, class: "t h", required: true)
  }
}
