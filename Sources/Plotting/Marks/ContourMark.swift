/// Lines of equal value of a function of two variables, or filled bands between them.
///
/// Lines are found on the function itself, not interpolated. Levels are round numbers, in equal
/// ratios for a positive function that spans two decades. The aspect is equal, so that
/// gradients look orthogonal to the lines that they are orthogonal to.
package struct ContourMark {
  package var function: (Double, Double) -> Double
  package var x: PlotRange
  package var y: PlotRange
  /// The values that get a line; nil to choose about `count` of them.
  package var levels: [Double]?
  package var count: Int
  package var filled: Bool
  /// What the function is called in the description.
  package var name: String

  package init(
    x: PlotRange, y: PlotRange, levels: [Double]? = nil, count: Int = 9, filled: Bool = false,
    name: String = "", _ function: @escaping (Double, Double) -> Double
  ) {
    self.function = function
    self.x = x
    self.y = y
    self.levels = levels
    self.count = count
    self.filled = filled
    self.name = name
  }

  /// Values on a grid, `rows[j][i]` at the i-th x and the j-th y, interpolated bilinearly;
  /// where the grid is not a rectangle of numbers the function is not a number.
  package init(
    rows: [[Double]], x: PlotRange, y: PlotRange, levels: [Double]? = nil, count: Int = 9,
    filled: Bool = false, name: String = ""
  ) {
    self.init(
      x: x, y: y, levels: levels, count: count, filled: filled, name: name,
      ContourMark.interpolation(rows, x, y))
  }

  private static func interpolation(
    _ rows: [[Double]], _ x: PlotRange, _ y: PlotRange
  ) -> (Double, Double) -> Double {
    let width = rows.reduce(Int.max) { min($0, $1.count) }
    guard rows.count > 1, width > 1 else { return { _, _ in .nan } }
    return { px, py in
      let u = max(0, min(1, (px - x.lower) / x.length)) * Double(width - 1)
      let v = max(0, min(1, (py - y.lower) / y.length)) * Double(rows.count - 1)
      guard u == u, v == v else { return .nan }
      let (i, j) = (min(Int(u), width - 2), min(Int(v), rows.count - 2))
      let (s, t) = (u - Double(i), v - Double(j))
      let below = rows[j][i] * (1 - s) + rows[j][i + 1] * s
      let above = rows[j + 1][i] * (1 - s) + rows[j + 1][i + 1] * s
      return below * (1 - t) + above * t
    }
  }

  func prepared(_ context: PlotContext) throws(PlotError) -> PreparedMark {
    try PlotContext.range("x", x.lower, x.upper)
    try PlotContext.range("y", y.lower, y.upper)
    let field = SampledField(function, x: x, y: y)
    let extent = Extent(field.values)
    if extent.isEmpty { throw .nothingFinite(argument: "values") }
    let chosen = try chosenLevels(field)
    var mark = PreparedMark()
    (mark.x, mark.y) = (x.extent, y.extent)
    mark.traits.fixesX = true
    mark.traits.fixesY = true
    mark.traits.equalAspect = true
    mark.traits.framed = true
    mark.traits.tinted = filled
    mark.sentences = [sentence(field, extent, chosen.values)]
    mark.columns = [.init("level", chosen.values)]
    let missing = field.values.count { !$0.isFinite }
    if missing > 0 {
      mark.remarks = ["The function is not finite in a part of the plane, left empty."]
    }
    if filled {
      addBands(to: &mark, field, chosen, extent)
    } else {
      let lines = chosen.values.map { field.isolines(at: $0) }
      let levels = zip(lines, chosen.labels).map { ContourLevel(lines: $0, label: $1) }
      mark.annotate = { frame, canvas in
        ContourDrawing.draw(levels, in: frame, on: &canvas)
      }
    }
    return mark
  }

  private func chosenLevels(
    _ field: SampledField
  ) throws(PlotError) -> (values: [Double], labels: [Label]) {
    guard let levels else {
      return ContourLevels.levels(of: field.values, count: max(2, min(20, count)))
    }
    if levels.count > 40 { throw .tooMany(argument: "levels", count: levels.count, limit: 40) }
    for level in levels where !level.isFinite {
      throw .badValue(argument: "levels", value: level)
    }
    let sorted = levels.sorted()
    return (sorted, sorted.map { Label(plain: NumberText.short($0)) })
  }

  private func addBands(
    to mark: inout PreparedMark, _ field: SampledField,
    _ chosen: (values: [Double], labels: [Label]), _ extent: Extent
  ) {
    let count = chosen.values.count + 1
    let classes = (0..<count).map { step in
      "b\(count == 1 ? 0 : step * (FieldColors.tints - 1) / (count - 1))"
    }
    let outlines = chosen.values.map { field.outlines(at: $0) }
    let border = [
      PlanePoint(x.lower, y.lower), PlanePoint(x.upper, y.lower), PlanePoint(x.upper, y.upper),
      PlanePoint(x.lower, y.upper),
    ]
    mark.draw = { frame, canvas in
      var base = PathData()
      base.polyline(border.map { frame($0) }, closed: true)
      canvas.path(.field, class: classes[0], base)
      for (index, lines) in outlines.enumerated() {
        let path = ContourDrawing.outline(lines, in: frame)
        canvas.path(.field, class: "fi \(classes[index + 1])", path)
      }
    }
    let every = max(1, (chosen.values.count + 4) / 6)
    let labels = chosen.labels.enumerated().filter { $0.offset % every == 0 }
    mark.bar = ColorBar(
      classes: classes,
      labels: labels.map { (Double($0.offset + 1) / Double(count), $0.element) })
  }

  private func sentence(
    _ field: SampledField, _ extent: Extent, _ levels: [Double]
  ) -> String {
    let subject = name.isEmpty ? "the function" : name
    let place = { (value: Double) -> String in
      let index = field.values.firstIndex(of: value) ?? 0
      let point = field.place(index % field.columns, index / field.columns)
      return "\(NumberText.short(value)) near (\(NumberText.short(point.x)), "
        + "\(NumberText.short(point.y)))"
    }
    let kind = filled ? "Filled contours" : "Contour lines"
    return "\(kind) of \(subject) at \(levels.count) levels; on the grid it is lowest, "
      + "\(place(extent.lower)), and highest, \(place(extent.upper))."
  }
}
