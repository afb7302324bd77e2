extension FigureLayout {
  /// Samples and names in rows above the plot.
  func drawLegend(on canvas: inout Canvas) {
    let font = profile.fontSize
    var y = 0.8 * font
    for row in legendRows {
      var x = legendStart
      for entry in row {
        draw(entry.swatch, from: x, y: y - 0.3 * font, on: &canvas)
        x += PreparedFigure.legendSwatch
        canvas.text(entry.label, at: PlanePoint(x, y), .start)
        x += entry.label.width(font) + PreparedFigure.legendGap
      }
      y += 1.55 * font
    }
  }

  private func draw(
    _ swatch: LegendEntry.Swatch, from x: Double, y: Double, on canvas: inout Canvas
  ) {
    var path = PathData()
    switch swatch {
    case .line(let style):
      path.move(to: PlanePoint(x, y))
      path.line(to: PlanePoint(x + 17, y))
      canvas.path(.line, class: style.lineClass, path)
    case .point(let style, let hollow):
      PointDrawing.draw(
        [PlanePoint(x + 10, y)], style: style, radius: 4, hollow: hollow, tinted: frame.tinted,
        on: &canvas)
    case .area(let name):
      path.polyline(
        [
          PlanePoint(x + 2, y - 5), PlanePoint(x + 17, y - 5), PlanePoint(x + 17, y + 5),
          PlanePoint(x + 2, y + 5),
        ], closed: true)
      canvas.path(.area, class: name, path)
    }
  }

  /// The strip of colours at the right, its labels beside it.
  func draw(_ bar: ColorBar, on canvas: inout Canvas) {
    let (plot, font) = (frame.plot, profile.fontSize)
    let height = min(plot.height, 220)
    let bottom = plot.y + (plot.height + height) / 2
    let step = height / Double(max(1, bar.classes.count))
    for (index, name) in bar.classes.enumerated() {
      let top = bottom - Double(index + 1) * step
      let (y, size) = (FixedNumber.text(top), FixedNumber.text(step + (index > 0 ? 0.3 : 0)))
      let x = FixedNumber.text(plot.right + 12)
      canvas.add(
        .area, "<rect class=\"\(name)\" height=\"\(size)\" width=\"12\" x=\"\(x)\" y=\"\(y)\"/>")
    }
    for (position, label) in bar.labels {
      let y = bottom - position * height + 0.34 * font
      canvas.text(label, at: PlanePoint(plot.right + 30, y), .start, class: "t")
    }
  }
}
