/// A remark in the plot beside a place, moved to where it covers nothing.
package struct TextMark {
  package var x: Double
  package var y: Double
  package var text: String
  /// Whether a dot is drawn at the place.
  package var showsPoint: Bool

  package init(_ text: String, x: Double, y: Double, showsPoint: Bool = false) {
    self.x = x
    self.y = y
    self.text = text
    self.showsPoint = showsPoint
  }

  func prepared(_ context: PlotContext) throws(PlotError) -> PreparedMark {
    try context.check(x: [x], argument: "x")
    try context.check(y: [y], argument: "y")
    let label = try Label(text)
    if label.isEmpty { throw .empty(argument: "text") }
    var mark = PreparedMark()
    (mark.x, mark.y) = (Extent([x]), Extent([y]))
    mark.traits.isAnnotation = true
    let place = "(\(NumberText.short(x)), \(NumberText.short(y)))"
    mark.sentences = ["At \(place): \(label.spoken)."]
    let (x, y, showsPoint) = (x, y, showsPoint)
    mark.draw = { frame, canvas in
      guard showsPoint, frame.x.contains(x), frame.y.contains(y) else { return }
      let style = SeriesStyle(color: 0, dash: 0, marker: 0)
      PointDrawing.draw(
        [frame(x, y)], style: style, radius: 4, hollow: false, tinted: false, on: &canvas)
      canvas.obstacles.append(
        Box(x: frame.x(x), y: frame.y(y), width: 0, height: 0).grown(by: 4))
    }
    mark.annotate = { frame, canvas in
      guard frame.x.contains(x), frame.y.contains(y) else { return }
      let point = frame(x, y)
      if !canvas.place(label, beside: point, distance: 7, within: frame.plot) {
        canvas.place(label, beside: point, distance: 7, within: frame.bounds, required: true)
      }
    }
    return mark
  }
}
