extension FigureLayout {
  /// Grid, axis lines, ticks and titles.
  func drawAxes(_ figure: PreparedFigure, on canvas: inout Canvas, hiding: HiddenAxes = []) {
    if figure.traits.bare { return }
    drawGrid(figure, on: &canvas)
    drawLines(figure, on: &canvas)
    if !hiding.contains(.x) { drawXLabels(on: &canvas) }
    if !hiding.contains(.y) { drawYLabels(on: &canvas) }
    drawTitles(figure, on: &canvas, hiding: hiding)
  }

  /// Axes whose labels a panel leaves to its neighbours.
  struct HiddenAxes: OptionSet {
    let rawValue: Int
    static let x = HiddenAxes(rawValue: 1)
    static let y = HiddenAxes(rawValue: 2)
  }

  private func crisp(_ value: Double) -> Double { value.rounded(.down) + 0.5 }

  private func drawGrid(_ figure: PreparedFigure, on canvas: inout Canvas) {
    if figure.traits.framed { return }
    let plot = frame.plot
    var grid = PathData()
    if figure.y.categories.isEmpty {
      for tick in yTicks.major where crisp(frame.y(tick.value)) < plot.bottom - 1 {
        let y = crisp(frame.y(tick.value))
        grid.move(to: PlanePoint(plot.x, y))
        grid.line(to: PlanePoint(plot.right, y))
      }
    }
    if figure.traits.verticalGrid || !figure.y.categories.isEmpty, figure.x.categories.isEmpty {
      for tick in xTicks.major {
        let x = crisp(frame.x(tick.value))
        grid.move(to: PlanePoint(x, plot.y))
        grid.line(to: PlanePoint(x, plot.bottom))
      }
    }
    canvas.path(.grid, class: "g", grid)
  }

  private func drawLines(_ figure: PreparedFigure, on canvas: inout Canvas) {
    let plot = frame.plot
    var axis = PathData()
    let bottom = crisp(plot.bottom)
    if figure.traits.framed {
      let (left, top, right) = (crisp(plot.x), crisp(plot.y), crisp(plot.right))
      axis.polyline(
        [
          PlanePoint(left, top), PlanePoint(right, top), PlanePoint(right, bottom),
          PlanePoint(left, bottom),
        ], closed: true)
    } else {
      axis.move(to: PlanePoint(plot.x, bottom))
      axis.line(to: PlanePoint(plot.right, bottom))
    }
    if figure.x.categories.isEmpty {
      for tick in xTicks.major {
        axis.move(to: PlanePoint(crisp(frame.x(tick.value)), bottom))
        axis.line(to: PlanePoint(crisp(frame.x(tick.value)), bottom + 5))
      }
      for value in xTicks.minor {
        axis.move(to: PlanePoint(crisp(frame.x(value)), bottom))
        axis.line(to: PlanePoint(crisp(frame.x(value)), bottom + 3))
      }
    }
    if figure.traits.framed, figure.y.categories.isEmpty {
      for tick in yTicks.major {
        axis.move(to: PlanePoint(crisp(plot.x), crisp(frame.y(tick.value))))
        axis.line(to: PlanePoint(crisp(plot.x) - 5, crisp(frame.y(tick.value))))
      }
    }
    canvas.path(.grid, class: "a", axis)
    drawZero(figure, on: &canvas)
  }

  /// The line y = 0 where it lies inside the plot.
  private func drawZero(_ figure: PreparedFigure, on canvas: inout Canvas) {
    let scale = frame.y
    guard !figure.traits.framed, scale.warp != .log, scale.lower < 0, scale.upper > 0,
      figure.y.categories.isEmpty
    else { return }
    var zero = PathData()
    zero.move(to: PlanePoint(frame.plot.x, crisp(scale(0))))
    zero.line(to: PlanePoint(frame.plot.right, crisp(scale(0))))
    canvas.path(.grid, class: "a", zero)
  }

  private func drawXLabels(on canvas: inout Canvas) {
    let font = profile.fontSize
    for (index, tick) in xTicks.major.enumerated() {
      let row = Double(index % tickRows)
      let y = frame.plot.bottom + 7.5 + (0.86 + 1.2 * row) * font
      canvas.text(tick.label, at: PlanePoint(frame.x(tick.value), y), .middle, class: "t")
    }
  }

  private func drawYLabels(on canvas: inout Canvas) {
    for tick in yTicks.major {
      let point = PlanePoint(frame.plot.x - 8, frame.y(tick.value) + 0.34 * profile.fontSize)
      canvas.text(tick.label, at: point, .end, class: "t")
    }
  }

  private func drawTitles(
    _ figure: PreparedFigure, on canvas: inout Canvas, hiding: HiddenAxes
  ) {
    let font = profile.fontSize
    if !figure.y.title.isEmpty {
      let arrow = Label(plain: figure.y.categories.isEmpty ? "\u{2191} " : "")
      let y = frame.plot.y - 0.95 * font
      canvas.text(arrow + figure.y.title, at: PlanePoint(0, y), .start, class: "n")
    }
    if !figure.x.title.isEmpty, !hiding.contains(.x) {
      let arrow = Label(plain: figure.x.categories.isEmpty ? " \u{2192}" : "")
      let y = frame.plot.bottom + margins.bottom - 0.35 * font
      canvas.text(figure.x.title + arrow, at: PlanePoint(frame.plot.right, y), .end, class: "n")
    }
  }
}
