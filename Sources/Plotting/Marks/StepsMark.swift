/// A piecewise constant function: nothing is drawn between its values.
///
/// With at most twelve pieces every end is shown, ● where the end belongs to the piece and ○
/// where it does not; with more, the pieces are joined by vertical lines.
package struct StepsMark {
  /// Ends of the pieces, one more than values.
  package var edges: [Double]
  package var values: [Double]
  package var label: String
  /// Whether a piece contains its left end (else its right end).
  package var closedLeft: Bool

  package init(
    edges: [Double], values: [Double], label: String = "", closedLeft: Bool = true
  ) {
    self.edges = edges
    self.values = values
    self.label = label
    self.closedLeft = closedLeft
  }

  func prepared(_ context: PlotContext) throws(PlotError) -> PreparedMark {
    try PlotContext.sameLength("edges", edges.count, "values and one", values.count + 1)
    try context.check(x: edges, argument: "edges")
    try context.check(y: values, argument: "values")
    for index in edges.indices.dropFirst() {
      try PlotContext.range("edges", edges[index - 1], edges[index])
    }
    let style = context.style(0)
    let name = try Label(label)
    var mark = PreparedMark()
    mark.x = Extent(edges)
    mark.traits.wholeX = PlotContext.areWhole(edges)
    mark.y = Extent(values)
    if !name.isEmpty, let x = edges.last, let y = values.last {
      mark.endLabels = [EndLabel(label: name, style: style, point: PlanePoint(x, y))]
    }
    mark.columns = [
      .init(context.xName + " from", Array(edges.dropLast())),
      .init(context.xName + " to", Array(edges.dropFirst())), .init(context.yName, values),
    ]
    mark.sentences = [sentence(name.isEmpty ? context.yName : name.spoken, context)]
    let showsEnds = values.count <= 12
    mark.draw = { frame, canvas in
      CurveDrawing.draw(
        runs(joined: !showsEnds), style: SeriesStyle(color: style.color, dash: 0, marker: 0),
        in: frame, on: &canvas)
      if showsEnds { drawEnds(style, frame, &canvas) }
    }
    return mark
  }

  private func runs(joined: Bool) -> [[PlanePoint]] {
    let pieces = values.indices.map {
      [PlanePoint(edges[$0], values[$0]), PlanePoint(edges[$0 + 1], values[$0])]
    }.filter { $0[0].isFinite }
    return joined ? [pieces.flatMap { $0 }] : pieces
  }

  private func drawEnds(_ style: SeriesStyle, _ frame: Frame, _ canvas: inout Canvas) {
    var (closed, open): ([PlanePoint], [PlanePoint]) = ([], [])
    for index in edges.indices.dropFirst().dropLast()
    where values[index] != values[index - 1] {
      let (left, right) = (
        frame(edges[index], values[index - 1]), frame(edges[index], values[index])
      )
      if closedLeft {
        open.append(left)
        closed.append(right)
      } else {
        closed.append(left)
        open.append(right)
      }
    }
    let plain = SeriesStyle(color: style.color, dash: 0, marker: 0)
    let isInside = { (point: PlanePoint) in frame.plot.grown(by: 1).contains(point) }
    PointDrawing.draw(
      closed.filter(isInside), style: plain, radius: 4, hollow: false, tinted: false, on: &canvas)
    PointDrawing.draw(
      open.filter(isInside), style: plain, radius: 4, hollow: true, tinted: false, on: &canvas)
  }

  private func sentence(_ name: String, _ context: PlotContext) -> String {
    if values.count > 12 {
      return "\(name) is constant on \(values.count) pieces, from \(NumberText.short(values[0])) "
        + "to \(NumberText.short(values[values.count - 1]))."
    }
    let pieces = values.indices.dropFirst().map {
      "jumps to \(NumberText.short(values[$0])) at \(context.xName) \(NumberText.short(edges[$0]))"
    }
    return ([("\(name) starts at \(NumberText.short(values[0]))")] + pieces)
      .joined(separator: ", ") + "."
  }
}
