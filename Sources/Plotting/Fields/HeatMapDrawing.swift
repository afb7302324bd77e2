/// Which class of colour a value of a heat map gets.
struct HeatMapPalette {
  let isDiverging: Bool
  let lower: Double
  let upper: Double
  let printsValues: Bool
  /// With printed values the strongest colours are left out: text must stay readable.
  private let margin: Int

  init(_ cells: [[Double]], printsValues: Bool) {
    var extent = Extent()
    for row in cells { extent.add(Extent(row)) }
    isDiverging = extent.lower < 0 && extent.upper > 0
    let largest = max(extent.lower.magnitude, extent.upper.magnitude)
    lower = isDiverging ? -largest : extent.lower
    upper = isDiverging ? largest : extent.upper
    self.printsValues = printsValues
    margin = printsValues ? 4 : 0
  }

  func name(_ value: Double) -> String {
    if !isDiverging {
      return "v\(FieldColors.step(value, from: lower, to: upper, of: FieldColors.viridis.count))"
    }
    let count = FieldColors.divergingSteps - 2 * margin
    return "e\(margin + FieldColors.step(value, from: lower, to: upper, of: count))"
  }

  /// The class of text on a cell.
  func textClass(_ value: Double) -> String {
    if isDiverging { return "" }
    let step = FieldColors.step(value, from: lower, to: upper, of: FieldColors.viridis.count)
    return step < 8 ? "on-dark" : "on-light"
  }

  var bar: ColorBar {
    let classes =
      isDiverging
      ? (margin..<FieldColors.divergingSteps - margin).map { "e\($0)" }
      : FieldColors.viridis.indices.map { "v\($0)" }
    var labels = [
      (0.0, Label(plain: NumberText.short(lower))), (1.0, Label(plain: NumberText.short(upper))),
    ]
    if isDiverging { labels.append((0.5, Label(plain: "0"))) }
    return ColorBar(classes: classes, labels: labels.map { (position: $0.0, label: $0.1) })
  }
}

/// Cells of one colour as one path of thick horizontal strokes.
enum HeatMapDrawing {
  static func draw(
    _ cells: [[Double]], _ palette: HeatMapPalette, _ factor: Int, _ offset: (Double, Double),
    _ frame: Frame, _ canvas: inout Canvas
  ) {
    let size = Double(factor)
    let height = (frame.y(offset.1 + size) - frame.y(offset.1)).magnitude
    var paths: [(name: String, path: PathData)] = []
    for (i, row) in cells.enumerated() {
      var start = 0
      while start < row.count {
        guard row[start].isFinite else {
          start += 1
          continue
        }
        let name = palette.name(row[start])
        var end = start + 1
        while end < row.count, row[end].isFinite, palette.name(row[end]) == name { end += 1 }
        let index = paths.firstIndex { $0.name == name } ?? paths.count
        if index == paths.count { paths.append((name, PathData())) }
        let y = frame.y(offset.1 + (Double(i) + 0.5) * size)
        paths[index].path.move(to: PlanePoint(frame.x(offset.0 + Double(start) * size), y))
        paths[index].path.line(to: PlanePoint(frame.x(offset.0 + Double(end) * size), y))
        start = end
      }
    }
    canvas.add(.field, "<g stroke-width=\"\(FixedNumber.text(height + 0.2))\">")
    for (name, path) in paths.sorted(by: { $0.name < $1.name }) {
      canvas.path(.field, class: "cell " + name, path)
    }
    canvas.add(.field, "</g>")
    if palette.printsValues { write(cells, palette, offset, frame, &canvas) }
  }

  private static func write(
    _ cells: [[Double]], _ palette: HeatMapPalette, _ offset: (Double, Double), _ frame: Frame,
    _ canvas: inout Canvas
  ) {
    let cell = frame.x(offset.0 + 1) - frame.x(offset.0)
    let texts = cells.map { $0.map { NumberText.short($0, digits: 2) } }
    let labels = texts.map { $0.map { Label(plain: $0) } }
    let widest = labels.reduce(0) { $1.reduce($0) { max($0, $1.width(frame.fontSize)) } }
    guard widest < cell - 2 else { return }
    for (i, row) in cells.enumerated() {
      for (j, value) in row.enumerated() where value.isFinite {
        let place = PlanePoint(
          frame.x(offset.0 + Double(j) + 0.5),
          frame.y(offset.1 + Double(i) + 0.5) + 0.34 * frame.fontSize)
        canvas.text(labels[i][j], at: place, .middle, class: palette.textClass(value))
      }
    }
  }
}
