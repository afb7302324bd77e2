import Numerics

/// Errors against step sizes or iteration counts on logarithmic axes, with a triangle that
/// shows the fitted slope; a decade is as long on both axes.
package struct ConvergenceMark {
  package var x: [Double]
  package var errors: [Double]
  package var label: String
  /// The slope that theory promises, drawn as a dashed line; nil for none.
  package var order: Double?

  package init(_ x: [Double], _ errors: [Double], label: String = "", order: Double? = nil) {
    self.x = x
    self.errors = errors
    self.label = label
    self.order = order
  }

  /// The least-squares line of log error against log x.
  struct Fit: Equatable {
    var slope: Double
    var center: PlanePoint

    /// The fitted error at a place.
    func error(at x: Double) -> Double {
      Elementary.exp(center.y + slope * (Elementary.log(x) - center.x))
    }
  }

  /// The fit over all positive finite points; nil with fewer than two different x.
  var fit: Fit? {
    let points = zip(x, errors).filter { $0 > 0 && $1 > 0 && $0.isFinite && $1.isFinite }
      .map { PlanePoint(Elementary.log($0), Elementary.log($1)) }
    guard !points.isEmpty else { return nil }
    var sum = PlanePoint(0, 0)
    for point in points { sum = sum + point }
    let center = (1 / Double(points.count)) * sum
    var (xx, xy) = (0.0, 0.0)
    for point in points {
      xx += (point.x - center.x) * (point.x - center.x)
      xy += (point.x - center.x) * (point.y - center.y)
    }
    return xx > 0 ? Fit(slope: xy / xx, center: center) : nil
  }

  func prepared(_ context: PlotContext) throws(PlotError) -> PreparedMark {
    try PlotContext.sameLength("x", x.count, "errors", errors.count)
    try context.check(x: x, argument: "x")
    try context.check(y: errors, argument: "errors")
    guard let fit else { throw .badRange(argument: "x", lower: x.min() ?? 0, upper: x.max() ?? 0) }
    let style = context.style(0)
    let name = try Label(label)
    let points = zip(x, errors).map { PlanePoint($0, $1) }.filter { $0.isFinite }
      .sorted { $0.x < $1.x }
    var mark = PreparedMark()
    mark.x = Extent(x)
    mark.y = Extent(errors)
    mark.traits.padsX = true
    mark.traits.verticalGrid = true
    mark.traits.equalDecades = true
    mark.columns = [.init(context.xName, x), .init(label.isEmpty ? context.yName : label, errors)]
    if !name.isEmpty { mark.legend = [LegendEntry(label: name, swatch: .line(style))] }
    mark.sentences = [sentence(fit, points, name, context)]
    let order = order
    mark.draw = { frame, canvas in
      if let order { ConvergenceMark.drawOrder(order, points, frame, &canvas) }
      CurveDrawing.draw([points], style: style, in: frame, on: &canvas)
      PointDrawing.draw(
        points.map { frame($0) }, style: style, radius: points.count > 40 ? 2.7 : 4,
        hollow: false, tinted: false, on: &canvas)
      ConvergenceMark.drawTriangle(fit, points, frame, &canvas)
    }
    return mark
  }

  /// The corners of the triangle in pixels: beside the middle of the data, its hypotenuse
  /// parallel to the fitted line.
  static func triangle(
    _ fit: Fit, _ points: [PlanePoint], _ frame: Frame
  ) -> (left: PlanePoint, right: PlanePoint, corner: PlanePoint)? {
    guard let low = points.first?.x, let high = points.last?.x, low < high else { return nil }
    let scale = Scale(warp: .log, lower: low, upper: high, start: 0, end: 1)
    let (a, b) = (scale.invert(0.42), scale.invert(0.68))
    let (left, right) = (frame(a, fit.error(at: a)), frame(b, fit.error(at: b)))
    let shift = PlanePoint(0, 1.1 * frame.fontSize)
    let rises = fit.slope > 0
    let corner = rises ? PlanePoint(right.x, left.y) : PlanePoint(left.x, right.y)
    return (left + shift, right + shift, corner + shift)
  }

  private static func drawTriangle(
    _ fit: Fit, _ points: [PlanePoint], _ frame: Frame, _ canvas: inout Canvas
  ) {
    guard let (left, right, corner) = triangle(fit, points, frame),
      frame.plot.contains(left), frame.plot.contains(right)
    else { return }
    var path = PathData()
    path.polyline([left, right, corner], closed: true)
    canvas.path(.line, class: "z", path)
    canvas.avoid([left, right, corner, left])
    let label = Label(plain: NumberText.short(fit.slope))
    let middle = (left.y + right.y) / 2 + 0.34 * frame.fontSize
    let isRight = corner.x == right.x
    let point = PlanePoint(corner.x + (isRight ? 6 : -6), middle)
    canvas.text(label, at: point, isRight ? .start : .end, class: "h")
    canvas.place(
      Label(plain: "1"), beside: PlanePoint((left.x + right.x) / 2, corner.y), distance: 4,
      within: frame.plot, class: "t h")
  }

  /// A dashed line of the promised slope through the last point.
  private static func drawOrder(
    _ order: Double, _ points: [PlanePoint], _ frame: Frame, _ canvas: inout Canvas
  ) {
    guard let last = points.last, let first = points.first else { return }
    let start = Elementary.exp(
      Elementary.log(last.y) + order * (Elementary.log(first.x) - Elementary.log(last.x)))
    guard
      let (from, to) = Polyline.segment(
        frame(first.x, start), frame(last), in: frame.plot)
    else { return }
    var path = PathData()
    path.polyline([from, to])
    canvas.path(.line, class: "r", path)
  }

  private func sentence(
    _ fit: Fit, _ points: [PlanePoint], _ name: Label, _ context: PlotContext
  ) -> String {
    let subject = name.isEmpty ? context.yName : name.spoken
    let (first, last) = (points[0], points[points.count - 1])
    var text = "\(subject) goes from \(NumberText.short(first.y)) at \(context.xName) "
    text += "\(NumberText.short(first.x)) to \(NumberText.short(last.y)) at "
    text += "\(NumberText.short(last.x)); the fitted slope is \(NumberText.short(fit.slope))"
    if let order { text += ", order \(NumberText.short(order)) is drawn dashed" }
    return text + "."
  }
}
