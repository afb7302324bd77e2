/// Residuals: a stem from zero to each point.
package struct ResidualsMark {
  package var x: [Double]
  package var residuals: [Double]

  package init(_ x: [Double], _ residuals: [Double]) {
    self.x = x
    self.residuals = residuals
  }

  func prepared(_ context: PlotContext) throws(PlotError) -> PreparedMark {
    try PlotContext.sameLength("x", x.count, "residuals", residuals.count)
    try context.check(x: x, argument: "x")
    try context.check(y: residuals, argument: "residuals")
    let style = context.style(0)
    let points = zip(x, residuals).map { PlanePoint($0, $1) }.filter { $0.isFinite }
    var mark = PreparedMark()
    mark.x = Extent(x)
    mark.traits.wholeX = PlotContext.areWhole(x)
    mark.y = Extent(residuals + [0])
    mark.traits.padsX = true
    mark.defaultYTitle = Label(plain: "residual")
    mark.columns = [.init(context.xName, x), .init("residual", residuals)]
    mark.sentences = [sentence(points, context)]
    mark.remarks = context.cutRemark(points, "the residuals")
    mark.draw = { frame, canvas in
      var stems = PathData()
      let inside = points.filter { frame.x.contains($0.x) && frame.y.contains($0.y) }
      let zero = frame.y.clamped(0)
      for point in inside {
        stems.move(to: PlanePoint(frame.x(point.x), zero))
        stems.line(to: frame(point))
      }
      canvas.path(.line, class: "v " + style.colorClass, stems)
      PointDrawing.draw(
        inside.map { frame($0) }, style: style, radius: points.count > 80 ? 2.7 : 4,
        hollow: false, tinted: frame.tinted, on: &canvas)
    }
    return mark
  }

  private func sentence(_ points: [PlanePoint], _ context: PlotContext) -> String {
    var (sum, squares, worst) = (0.0, 0.0, points[0])
    for point in points {
      sum += point.y
      squares += point.y * point.y
      if point.y.magnitude > worst.y.magnitude { worst = point }
    }
    let count = Double(points.count)
    return "\(points.count) residuals, mean \(NumberText.short(sum / count)), root mean square "
      + "\(NumberText.short((squares / count).squareRoot())), largest "
      + "\(NumberText.short(worst.y)) at \(context.xName) \(NumberText.short(worst.x))."
  }
}
