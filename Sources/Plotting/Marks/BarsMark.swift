/// Bars of categories, from zero; groups of bars if there are several series.
///
/// The bars lie on their side where the names of the categories would not fit below them on a
/// phone.
package struct BarsMark {
  package struct Series: Equatable, Sendable {
    package var name: String
    package var values: [Double]

    package init(_ name: String, _ values: [Double]) {
      self.name = name
      self.values = values
    }
  }

  package var categories: [String]
  package var series: [Series]

  package init(_ categories: [String], _ values: [Double]) {
    self.init(categories, series: [Series("", values)])
  }

  package init(_ categories: [String], series: [Series]) {
    self.categories = categories
    self.series = series
  }

  func prepared(_ context: PlotContext) throws(PlotError) -> PreparedMark {
    if series.isEmpty { throw .empty(argument: "series") }
    if series.count > SeriesStyle.count {
      throw .tooMany(argument: "series", count: series.count, limit: SeriesStyle.count)
    }
    if categories.count > 40 {
      throw .tooMany(argument: "categories", count: categories.count, limit: 40)
    }
    var labels: [Label] = []
    for category in categories { labels.append(try Label(category)) }
    var mark = PreparedMark()
    let onSide = liesOnSide(labels)
    let (categoryName, valueName) =
      onSide ? (context.yName, context.xName) : (context.xName, context.yName)
    var extent = Extent([0])
    for (index, entry) in series.enumerated() {
      try PlotContext.sameLength("categories", categories.count, "values", entry.values.count)
      if onSide {
        try context.check(x: entry.values, argument: "values")
      } else {
        try context.check(y: entry.values, argument: "values")
      }
      extent.add(Extent(entry.values))
      let name = try Label(entry.name)
      if !name.isEmpty {
        let style = context.style(index)
        mark.legend.append(LegendEntry(label: name, swatch: .area("bar " + style.colorClass)))
      }
      mark.columns.append(.init(entry.name.isEmpty ? valueName : entry.name, entry.values))
      mark.sentences.append(sentence(entry, valueName))
    }
    mark.columns.insert(.init(categoryName, texts: labels.map { $0.spoken }), at: 0)
    mark.categories = labels
    mark.traits.categoriesOnY = onSide
    mark.traits.reversedY = onSide
    mark.traits.padsX = onSide
    mark.traits.baseline = !onSide
    if onSide { mark.x = extent } else { mark.y = extent }
    mark.draw = { frame, canvas in draw(onSide, context, frame, &canvas) }
    return mark
  }

  /// Whether the names of the categories do not fit below the bars on a phone.
  var liesOnSide: Bool { liesOnSide(categories.map { (try? Label($0)) ?? Label(plain: $0) }) }

  private func liesOnSide(_ labels: [Label]) -> Bool {
    let profile = Profile.narrow
    let band = 0.86 * profile.width / Double(max(1, labels.count))
    let widest = labels.reduce(0) { max($0, $1.width(profile.fontSize)) }
    return widest + 6 > 2 * band
  }

  private func draw(
    _ onSide: Bool, _ context: PlotContext, _ frame: Frame, _ canvas: inout Canvas
  ) {
    let room = 0.72 / Double(series.count)
    for (index, entry) in series.enumerated() {
      var path = PathData()
      for (position, value) in entry.values.enumerated() where value.isFinite {
        let start = Double(position) - 0.36 + Double(index) * room
        let (from, to) = corners(onSide, start + 0.02, start + room - 0.02, value, frame)
        path.polyline(
          [from, PlanePoint(to.x, from.y), to, PlanePoint(from.x, to.y)], closed: true)
      }
      canvas.path(.area, class: "bar " + context.style(index).colorClass, path)
    }
    if series.count == 1, categories.count <= 10 { writeValues(onSide, frame, &canvas) }
  }

  private func corners(
    _ onSide: Bool, _ start: Double, _ end: Double, _ value: Double, _ frame: Frame
  ) -> (PlanePoint, PlanePoint) {
    if onSide {
      return (
        PlanePoint(frame.x.clamped(0), frame.y(start)),
        PlanePoint(frame.x.clamped(value), frame.y(end))
      )
    }
    return (
      PlanePoint(frame.x(start), frame.y.clamped(0)),
      PlanePoint(frame.x(end), frame.y.clamped(value))
    )
  }

  /// The values at the ends of the bars, where each fits.
  private func writeValues(_ onSide: Bool, _ frame: Frame, _ canvas: inout Canvas) {
    let labels = series[0].values.map { Label(plain: NumberText.short($0)) }
    let band = frame.plot.width / Double(categories.count)
    let widest = labels.reduce(0) { max($0, $1.width(frame.fontSize)) }
    if !onSide, widest > band - 2 { return }
    for (position, value) in series[0].values.enumerated() where value.isFinite {
      let label = labels[position]
      if onSide {
        let x = frame.x(value) + (value < 0 ? -5 : 5)
        let point = PlanePoint(x, frame.y(Double(position)) + 0.34 * frame.fontSize)
        let box = canvas.box(label, at: point, value < 0 ? .end : .start)
        if frame.bounds.contains(box) {
          canvas.text(label, at: point, value < 0 ? .end : .start, class: "t h")
        } else {
          let inside = PlanePoint(frame.x(value) + (value < 0 ? 5 : -5), point.y)
          canvas.text(label, at: inside, value < 0 ? .start : .end, class: "in")
        }
      } else {
        let y = frame.y(value) + (value < 0 ? 1.1 * frame.fontSize : -5)
        let point = PlanePoint(frame.x(Double(position)), y)
        if frame.bounds.contains(canvas.box(label, at: point, .middle)) {
          canvas.text(label, at: point, .middle, class: "t h")
        }
      }
    }
  }

  private func sentence(_ entry: Series, _ valueName: String) -> String {
    let finite = entry.values.indices.filter { entry.values[$0].isFinite }
    guard let low = finite.min(by: { entry.values[$0] < entry.values[$1] }),
      let high = finite.max(by: { entry.values[$0] < entry.values[$1] })
    else { return "" }
    let name = entry.name.isEmpty ? valueName : Label.spoken(entry.name)
    let (highest, lowest) = (Label.spoken(categories[high]), Label.spoken(categories[low]))
    return "\(name) is highest for \(highest), \(NumberText.short(entry.values[high])), "
      + "and lowest for \(lowest), \(NumberText.short(entry.values[low]))."
  }
}
