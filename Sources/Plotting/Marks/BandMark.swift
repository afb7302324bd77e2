/// The area between two curves; from zero if only one is given.
package struct BandMark {
  package var x: [Double]
  package var lower: [Double]
  package var upper: [Double]
  package var label: String
  /// Takes the colour of the series that follows instead of one of its own.
  package var sharesStyle: Bool

  package init(
    _ x: [Double], from lower: [Double], to upper: [Double], label: String = "",
    sharesStyle: Bool = true
  ) {
    self.x = x
    self.lower = lower
    self.upper = upper
    self.label = label
    self.sharesStyle = sharesStyle
  }

  /// The area under a curve.
  package init(_ x: [Double], under y: [Double], label: String = "") {
    self.init(
      x, from: y.map { _ in 0 }, to: y, label: label, sharesStyle: true)
  }

  func prepared(_ context: PlotContext) throws(PlotError) -> PreparedMark {
    try PlotContext.sameLength("x", x.count, "lower", lower.count)
    try PlotContext.sameLength("x", x.count, "upper", upper.count)
    try context.check(x: x, argument: "x")
    try context.check(y: lower, argument: "lower")
    try context.check(y: upper, argument: "upper")
    let style = context.seriesCount <= 1 ? SeriesStyle.lone : context.style(0)
    let name = try Label(label)
    var mark = PreparedMark()
    mark.x = Extent(x)
    mark.traits.wholeX = PlotContext.areWhole(x)
    mark.y = Extent(lower + upper)
    if !name.isEmpty {
      mark.legend = [LegendEntry(label: name, swatch: .area("s " + style.colorClass))]
    }
    let spoken = name.isEmpty ? "the band" : name.spoken
    mark.columns = [
      .init(context.xName, x), .init("lower end", lower), .init("upper end", upper),
    ]
    mark.sentences = [sentence(spoken, context)]
    mark.draw = { frame, canvas in
      for run in runs() {
        let above = run.map { frame(x[$0], frame.y.lower > upper[$0] ? frame.y.lower : upper[$0]) }
        let below = run.reversed().map { frame(x[$0], lower[$0]) }
        var path = PathData()
        path.polyline(
          Polyline.simplified(BandMark.inside(above, frame.plot))
            + Polyline.simplified(BandMark.inside(below, frame.plot)), closed: true)
        canvas.path(.area, class: "s " + style.colorClass, path)
      }
    }
    return mark
  }

  /// Stretches of indices where everything is finite.
  private func runs() -> [[Int]] {
    var runs: [[Int]] = [[]]
    for index in x.indices {
      if x[index].isFinite, lower[index].isFinite, upper[index].isFinite {
        runs[runs.count - 1].append(index)
      } else {
        runs.append([])
      }
    }
    return runs.filter { $0.count > 1 }
  }

  private static func inside(_ points: [PlanePoint], _ box: Box) -> [PlanePoint] {
    points.map {
      PlanePoint(min(max($0.x, box.x), box.right), min(max($0.y, box.y), box.bottom))
    }
  }

  private func sentence(_ name: String, _ context: PlotContext) -> String {
    let widths = zip(lower, upper).map { $1 - $0 }
    let extent = Extent(widths)
    return "\(name) is between \(NumberText.short(extent.lower)) and "
      + "\(NumberText.short(extent.upper)) wide."
  }
}
