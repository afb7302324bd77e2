/// A line through points in the order they are given.
///
/// A value that is not finite makes a gap; if none follows that is finite, the end is marked
/// as divergence. Long series are drawn as the envelope of their lowest and highest values, so
/// that no spike is lost, and a remark says so.
package struct LineMark {
  package var x: [Double]
  package var y: [Double]
  package var label: String
  /// Shows each point, if there are at most 60.
  package var showsPoints: Bool

  package init(
    _ x: [Double], _ y: [Double], label: String = "", showsPoints: Bool = false
  ) {
    self.x = x
    self.y = y
    self.label = label
    self.showsPoints = showsPoints
  }

  /// Values at 1, 2, 3, ….
  package init(_ y: [Double], label: String = "") {
    self.init((0..<y.count).map { Double($0 + 1) }, y, label: label)
  }

  func prepared(_ context: PlotContext) throws(PlotError) -> PreparedMark {
    try PlotContext.sameLength("x", x.count, "y", y.count)
    try context.check(x: x.filter { $0 == $0 }, argument: "x")
    try context.check(y: y.filter { $0 == $0 && $0.isFinite }, argument: "y")
    let style = context.style(0)
    let name = try Label(label)
    let points = zip(x, y).map { PlanePoint($0, $1) }
    let runs = Polyline.finiteRuns(points)
    var mark = PreparedMark()
    mark.x = Extent(x)
    mark.traits.wholeX = PlotContext.areWhole(x)
    mark.y = Extent(y)
    mark.columns = [.init(context.xName, x), .init(columnName(context, name), y)]
    if !name.isEmpty, let last = runs.last?.last {
      mark.endLabels = [EndLabel(label: name, style: style, point: last)]
    }
    let series = SeriesDescription(
      name: name.isEmpty ? context.yName : name.spoken, xName: context.xName, x: x, y: y)
    mark.sentences = [series.sentence]
    mark.remarks =
      remarks(series.name) + context.cutRemark(points.filter { $0.isFinite }, series.name)
    let divergence = divergence(runs)
    let showsPoints = showsPoints && points.count <= 60
    mark.draw = { frame, canvas in
      CurveDrawing.draw(runs, style: style, in: frame, on: &canvas)
      if showsPoints {
        let pixels = points.filter { $0.isFinite }.map { frame($0) }
        PointDrawing.draw(
          pixels.filter { frame.plot.grown(by: 0.5).contains($0) }, style: style, radius: 3,
          hollow: false, tinted: frame.tinted, on: &canvas)
      }
      if let divergence { drawDivergence(divergence, context, style, frame, &canvas) }
    }
    return mark
  }

  private func columnName(_ context: PlotContext, _ name: Label) -> String {
    name.isEmpty ? context.yName : name.spoken
  }

  /// The index of the first value after which none is finite.
  private func divergence(_ runs: [[PlanePoint]]) -> Int? {
    guard let last = y.lastIndex(where: { $0.isFinite }), last < y.count - 1 else { return nil }
    return last + 1
  }

  private func drawDivergence(
    _ index: Int, _ context: PlotContext, _ style: SeriesStyle, _ frame: Frame,
    _ canvas: inout Canvas
  ) {
    let place = PlanePoint(
      frame.x.clamped(x[index - 1]), frame.y.clamped(y[index - 1]))
    CurveDrawing.cross(at: place, style: style, on: &canvas)
    let text = "diverged at \(context.xName) \(NumberText.short(x[index]))"
    canvas.place(
      Label(plain: text), beside: place, distance: 9, within: frame.bounds, required: true)
  }

  private func remarks(_ name: String) -> [String] {
    var remarks: [String] = []
    let missing = y.count { !$0.isFinite }
    if missing > 0 {
      let values = missing == 1 ? "value" : "values"
      remarks.append("\(missing) \(values) of \(name) not finite, drawn as a gap.")
    }
    if y.count > 600 {
      let count = NumberText.short(Double(y.count))
      remarks.append("\(count) points of \(name), drawn as the envelope of lowest and highest.")
    }
    return remarks
  }
}
