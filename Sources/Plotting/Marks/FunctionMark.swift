/// The graph of a function of one variable, sampled where it bends.
///
/// Kinks become corners at their exact place; at jumps the line is interrupted and its ends are
/// marked, ● where the value is; near poles the axis is limited and the cut is marked.
package struct FunctionMark {
  package var function: (Double) -> Double
  package var over: PlotRange
  package var label: String

  package init(
    over range: PlotRange, label: String = "", _ function: @escaping (Double) -> Double
  ) {
    over = range
    self.label = label
    self.function = function
  }

  func prepared(_ context: PlotContext) throws(PlotError) -> PreparedMark {
    try PlotContext.range("over", over.lower, over.upper)
    let warp: Scale.Warp = context.x.scale == .log ? .log : .identity
    if warp == .log, over.lower <= 0 {
      throw .notPositive(axis: "x", value: over.lower, count: 1)
    }
    var sampler = FunctionSampler(function, over: over, warp: warp)
    let curve = sampler.run()
    let points = curve.runs.flatMap { $0 }
    try context.check(y: points.map { $0.y }, argument: "function")
    let style = context.style(0)
    let name = try Label(label)
    var mark = PreparedMark()
    mark.x = over.extent
    mark.traits.wholeX = false
    mark.y = curve.shownExtent
    mark.traits.fixesX = true
    mark.traits.verticalGrid = true
    if !name.isEmpty, let last = curve.runs.last?.last {
      mark.endLabels = [EndLabel(label: name, style: style, point: last)]
    }
    let xs = (0...40).map { over.at(Double($0) / 40) }
    let spoken = name.isEmpty ? context.yName : name.spoken
    mark.columns = [.init(context.xName, xs), .init(spoken, xs.map { function($0) })]
    mark.sentences = [sentence(spoken, curve, points, context)]
    if !curve.poles.isEmpty {
      mark.remarks = ["\(spoken) grows without bound; the axis is limited and the cut is marked."]
    }
    mark.draw = { frame, canvas in
      CurveDrawing.draw(curve.runs, style: style, in: frame, on: &canvas)
      let plain = SeriesStyle(color: style.color, dash: 0, marker: 0)
      for (points, isHollow) in [(curve.openEnds, true), (curve.closedEnds, false)] {
        PointDrawing.draw(
          points.map { frame($0) }.filter { frame.plot.grown(by: 1).contains($0) },
          style: plain, radius: 4, hollow: isHollow, tinted: frame.tinted, on: &canvas)
      }
    }
    return mark
  }

  private func sentence(
    _ name: String, _ curve: FunctionSampler.Curve, _ points: [PlanePoint],
    _ context: PlotContext
  ) -> String {
    let shown = points.filter {
      $0.y >= curve.shownExtent.lower && $0.y <= curve.shownExtent.upper
    }
    let series = SeriesDescription(
      name: name, xName: context.xName, x: shown.map { $0.x }, y: shown.map { $0.y })
    var text = series.sentence
    let list = { (places: [Double]) in
      places.prefix(4).map { NumberText.short($0, digits: 4) }.joined(separator: ", ")
    }
    if !curve.kinks.isEmpty { text += " It has a kink at \(context.xName) \(list(curve.kinks))." }
    if !curve.jumps.isEmpty { text += " It jumps at \(context.xName) \(list(curve.jumps))." }
    if !curve.poles.isEmpty {
      text += " It grows without bound near \(context.xName) \(list(curve.poles))."
    }
    return text
  }
}
