/// A figure whose marks are checked and computed; what both drawings are made from.
struct PreparedFigure {
  var marks: [PreparedMark]
  var x: AxisDomain
  var y: AxisDomain
  var traits: PreparedMark.Traits
  var legend: [LegendEntry]
  var endLabels: [EndLabel]
  var bar: ColorBar?
  /// Part of a grid: the legend begins over the plot.
  var isPanel = false
  var title: String
  var xName: String
  var yName: String
}

extension Figure {
  /// Checks the marks and computes what both drawings need.
  func prepared() throws(PlotError) -> PreparedFigure {
    if marks.isEmpty { throw .empty(argument: "marks") }
    return try adjusted.preparedAsIs()
  }

  /// The axes as the marks need them: logarithmic for convergence, exchanged for bars that lie
  /// on their side.
  private var adjusted: Figure {
    var figure = self
    if marks.contains(where: { $0.isConvergence }) {
      figure.x.scale = .log
      figure.y.scale = .log
    }
    if marks.count == 1, marks[0].liesOnSide { (figure.x, figure.y) = (y, x) }
    return figure
  }

  private func preparedAsIs() throws(PlotError) -> PreparedFigure {
    var context = try context()
    var prepared: [PreparedMark] = []
    for mark in marks {
      prepared.append(try mark.prepared(context))
      context.series += mark.seriesCount
    }
    let traits = Figure.combined(prepared)
    let equal = traits.equalAspect || aspect == .equal
    if equal, x.scale != .linear { throw .equalAspectNeedsLinear(axis: "x") }
    if equal, y.scale != .linear { throw .equalAspectNeedsLinear(axis: "y") }
    let (xCategories, yCategories) = try Figure.categories(prepared)
    var xDomain = try AxisDomain(
      AxisDomain.Request(
        name: "x", axis: x, title: title(x, prepared) { $0.defaultXTitle },
        extent: extent(of: prepared, fixed: traits.fixesX) { $0.x },
        categories: xCategories, pads: traits.padsX, fixed: traits.fixesX, baseline: false))
    let areWhole = prepared.compactMap { $0.traits.wholeX }
    xDomain.isWhole = !areWhole.isEmpty && areWhole.allSatisfy { $0 }
    var yDomain = try AxisDomain(
      AxisDomain.Request(
        name: "y", axis: y, title: title(y, prepared) { $0.defaultYTitle },
        extent: extent(of: prepared, fixed: traits.fixesY) { $0.y },
        categories: yCategories, pads: traits.padsY, fixed: traits.fixesY,
        baseline: traits.baseline))
    yDomain.isReversed = traits.reversedY
    if equal { try Figure.equalize(&xDomain, &yDomain) }
    var combined = traits
    combined.equalAspect = equal
    return PreparedFigure(
      marks: prepared, x: xDomain, y: yDomain, traits: combined,
      legend: prepared.flatMap { $0.legend }, endLabels: prepared.flatMap { $0.endLabels },
      bar: prepared.compactMap { $0.bar }.first, title: try Label(title).spoken,
      xName: xDomain.title.isEmpty ? context.xName : xDomain.title.spoken,
      yName: yDomain.title.isEmpty ? context.yName : yDomain.title.spoken)
  }

  private func context() throws(PlotError) -> PlotContext {
    let (xLabel, yLabel) = (try Label(x.title), try Label(y.title))
    return PlotContext(
      xName: xLabel.isEmpty ? "x" : xLabel.spoken, yName: yLabel.isEmpty ? "y" : yLabel.spoken,
      x: x, y: y, style: .lone, series: 0,
      seriesCount: marks.reduce(0) { $0 + $1.seriesCount },
      tinted: marks.contains { $0.tintsPlane })
  }

  private func title(
    _ axis: Axis, _ prepared: [PreparedMark], _ standard: (PreparedMark) -> Label
  ) throws(PlotError) -> Label {
    if !axis.title.isEmpty { return try Label(axis.title) }
    return prepared.map(standard).first { !$0.isEmpty } ?? Label(plain: "")
  }

  /// The extent of the marks; of those that fix the domain, if there are any.
  ///
  /// Annotations count only outside fields.
  private func extent(
    of prepared: [PreparedMark], fixed: Bool, _ side: (PreparedMark) -> Extent
  ) -> Extent {
    var data = Extent()
    var notes = Extent()
    for mark in prepared where !fixed || mark.traits.fixesX {
      if mark.traits.isAnnotation { notes.add(side(mark)) } else { data.add(side(mark)) }
    }
    if !data.isEmpty, !notes.isEmpty, prepared.allSatisfy({ !$0.traits.framed }) {
      data.add(notes)
    }
    return data.isEmpty ? notes : data
  }

  private static func combined(_ marks: [PreparedMark]) -> PreparedMark.Traits {
    var all = PreparedMark.Traits()
    let shown = marks.filter { !$0.traits.isAnnotation }
    all.padsX = shown.contains { $0.traits.padsX }
    all.padsY = shown.contains { $0.traits.padsY } || shown.isEmpty
    all.fixesX = shown.contains { $0.traits.fixesX }
    all.fixesY = shown.contains { $0.traits.fixesY }
    all.baseline = shown.contains { $0.traits.baseline }
    all.equalAspect = shown.contains { $0.traits.equalAspect }
    all.equalDecades = shown.contains { $0.traits.equalDecades }
    all.framed = shown.contains { $0.traits.framed }
    all.verticalGrid = shown.contains { $0.traits.verticalGrid }
    all.bare = !shown.isEmpty && shown.allSatisfy { $0.traits.bare }
    all.bareRatio = shown.first?.traits.bareRatio ?? 0.55
    all.reversedY = shown.contains { $0.traits.reversedY }
    all.tinted = shown.contains { $0.traits.tinted }
    return all
  }

  private static func categories(
    _ marks: [PreparedMark]
  ) throws(PlotError) -> (x: [Label], y: [Label]) {
    var (onX, onY): ([Label], [Label]) = ([], [])
    for mark in marks where !mark.rowCategories.isEmpty { onY = mark.rowCategories }
    for mark in marks where !mark.categories.isEmpty {
      if mark.traits.categoriesOnY {
        if !onY.isEmpty, onY != mark.categories { throw .mixedAxis(axis: "y") }
        onY = mark.categories
      } else {
        if !onX.isEmpty, onX != mark.categories { throw .mixedAxis(axis: "x") }
        onX = mark.categories
      }
    }
    let isMatrix = marks.contains { !$0.rowCategories.isEmpty }
    if !onX.isEmpty, !onY.isEmpty, !isMatrix { throw .mixedAxis(axis: "x") }
    return (onX, onY)
  }

  /// Bounds the ratio of the sides: widens the shorter domain where the author set no limit.
  private static func equalize(
    _ x: inout AxisDomain, _ y: inout AxisDomain
  ) throws(PlotError) {
    let least = 0.4
    let (width, height) = (x.upper - x.lower, y.upper - y.lower)
    if height < least * width, y.opensLower, y.opensUpper {
      let missing = least * width - height
      (y.lower, y.upper) = (y.lower - missing / 2, y.upper + missing / 2)
    } else if width < least * height, x.opensLower, x.opensUpper {
      let missing = least * height - width
      (x.lower, x.upper) = (x.lower - missing / 2, x.upper + missing / 2)
    }
    let ratio = (x.upper - x.lower) / (y.upper - y.lower)
    if ratio > 6 || ratio < 1 / 6.0 { throw .aspectTooExtreme(ratio: ratio) }
  }
}
