extension Figure {
  /// The most bytes of a figure with two drawings; one with more gets the narrow one only.
  static let byteLimit = 15_000

  /// The figure for a page; `prefix` starts every id and must be unique on the page.
  package func rendered(prefix: String) throws(PlotError) -> RenderedFigure {
    let figure = try prepared()
    let text = figure.text
    let wide = figure.drawing(.wide, id: prefix + "-w", class: "plot-wide", text)
    let narrow = figure.drawing(.narrow, id: prefix + "-n", class: "plot-narrow", text)
    var svg = "<div class=\"plot\">\(wide)\(narrow)</div>"
    if svg.utf8.count > Figure.byteLimit {
      let only = figure.drawing(.narrow, id: prefix + "-n", class: "plot-only", text)
      svg = "<div class=\"plot\">\(only)</div>"
    }
    return RenderedFigure(
      svg: svg, title: text.title, description: text.description,
      table: DataTable(figure.marks.flatMap { $0.columns }),
      remarks: figure.marks.flatMap { $0.remarks })
  }

  /// The figure as an SVG file that carries its own style sheet and colours.
  package func standalone() throws(PlotError) -> String {
    let figure = try prepared()
    return figure.drawing(
      .wide, id: "figure", class: "plot", figure.text,
      style: "<style>" + Figure.tokens + Figure.drawingRules + "</style>")
  }
}

extension PreparedFigure {
  /// The title and the description, both in plain text.
  struct Text {
    var title: String
    var description: String
  }

  var text: Text {
    Text(
      title: title.isEmpty ? derivedTitle : title, description: FigureDescription.text(of: self))
  }

  private var derivedTitle: String {
    if traits.bare { return "Diagram" }
    if traits.framed { return "The plane of \(xName) and \(yName)" }
    if !y.categories.isEmpty { return y.title.isEmpty ? xName : "\(xName) by \(yName)" }
    if !x.categories.isEmpty { return x.title.isEmpty ? yName : "\(yName) by \(xName)" }
    return "\(yName) against \(xName)"
  }

  func drawing(
    _ profile: Profile, id: String, class name: String, _ text: Text, style: String = ""
  ) -> String {
    let layout = layout(profile)
    let body = body(layout)
    return PreparedFigure.svg(
      body, width: layout.width, atLeast: profile.isNarrow ? profile.width : 0,
      height: layout.height, fontSize: profile.fontSize, id: id,
      class: name, text, style: style)
  }

  /// The `svg` element; a narrow drawing fills its place, so it keeps its full width, content in
  /// the middle, lest a small plot be blown up.
  static func svg(
    _ body: String, width content: Double, atLeast least: Double = 0, height: Double,
    fontSize: Double, id: String,
    class name: String, _ text: Text, style: String = ""
  ) -> String {
    let width = max(content, least)
    let (w, h) = (FixedNumber.text(width), FixedNumber.text(height))
    let left = FixedNumber.text((content - width) / 2)
    let namespace = style.isEmpty ? "" : " xmlns=\"http://www.w3.org/2000/svg\""
    return "<svg aria-labelledby=\"\(id)-t \(id)-d\" class=\"\(name)\""
      + " font-size=\"\(FixedNumber.text(fontSize))\" height=\"\(h)\" role=\"img\""
      + " viewBox=\"\(left) 0 \(w) \(h)\" width=\"\(w)\"\(namespace)>\(style)"
      + "<title id=\"\(id)-t\">\(Canvas.escaped(text.title))</title>"
      + "<desc id=\"\(id)-d\">\(Canvas.escaped(text.description))</desc>\(body)</svg>"
  }

  /// Everything inside the `svg` element.
  func body(_ layout: FigureLayout, hiding: FigureLayout.HiddenAxes = []) -> String {
    let canvas = canvas(layout, hiding: hiding)
    return PreparedFigure.markup(canvas, plot: layout.frame.plot)
  }

  func canvas(_ layout: FigureLayout, hiding: FigureLayout.HiddenAxes = []) -> Canvas {
    var canvas = Canvas(fontSize: layout.profile.fontSize)
    layout.drawAxes(self, on: &canvas, hiding: hiding)
    layout.drawLegend(on: &canvas)
    if let bar { layout.draw(bar, on: &canvas) }
    for mark in marks { mark.draw(layout.frame, &canvas) }
    if layout.labelsEnds { EndLabels.draw(endLabels, in: layout, on: &canvas) }
    for mark in marks { mark.annotate(layout.frame, &canvas) }
    return canvas
  }

  /// The layers in order; fields are clipped to the plot by an inner `svg`.
  static func markup(_ canvas: Canvas, plot: Box) -> String {
    var result = ""
    let field = canvas[.field]
    if !field.isEmpty {
      let (x, y) = (FixedNumber.text(plot.x), FixedNumber.text(plot.y))
      let (w, h) = (FixedNumber.text(plot.width), FixedNumber.text(plot.height))
      result +=
        "<svg height=\"\(h)\" viewBox=\"\(x) \(y) \(w) \(h)\" width=\"\(w)\" x=\"\(x)\" y=\"\(y)\">"
        + field + "</svg>"
    }
    for layer in [Canvas.Layer.grid, .area, .line, .mark] { result += canvas[layer] }
    return result + canvas[.text]
  }
}
