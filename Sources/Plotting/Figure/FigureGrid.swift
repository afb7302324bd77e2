/// Small multiples: figures of one kind side by side, with the same axes.
///
/// Panels have plots of one size. Axes of the same name have the same ends, so that positions can
/// be compared, and inner panels leave the labels to the outer ones; axes of different names are
/// each panel's own. Each figure's title is written above its panel.
package struct FigureGrid {
  package var panels: [Figure]
  package var columns: Int
  package var title: String

  /// The most panels.
  static let limit = 16

  package init(_ panels: [Figure], columns: Int = 3, title: String = "") {
    self.panels = panels
    self.columns = columns
    self.title = title
  }

  /// All panels in one drawing, for wide and for narrow places; `prefix` starts every id.
  package func rendered(prefix: String) throws(PlotError) -> RenderedFigure {
    if panels.isEmpty { throw .empty(argument: "panels") }
    if panels.count > FigureGrid.limit {
      throw .tooMany(argument: "panels", count: panels.count, limit: FigureGrid.limit)
    }
    if columns < 1 { throw .badValue(argument: "columns", value: Double(columns)) }
    let prepared = try sharedPanels()
    let figures = prepared.figures
    var names: [Label] = []
    for panel in panels { names.append(try Label(panel.title)) }
    let text = text(figures, names)
    let wide = drawing(prepared, names, .wide, columns, prefix + "-w", "plot-wide", text)
    let narrow = drawing(
      prepared, names, .narrow, min(columns, 2), prefix + "-n", "plot-narrow", text)
    var svg = "<div class=\"plot\">\(wide)\(narrow)</div>"
    if svg.utf8.count > 2 * Figure.byteLimit {
      let only = drawing(
        prepared, names, .narrow, min(columns, 2), prefix + "-n", "plot-only", text)
      svg = "<div class=\"plot\">\(only)</div>"
    }
    return RenderedFigure(
      svg: svg, title: text.title, description: text.description,
      table: DataTable(figures.flatMap { $0.marks.flatMap { $0.columns } }),
      remarks: figures.flatMap { $0.marks.flatMap { $0.remarks } })
  }

  /// Whether all panels call an axis the same.
  private struct Sharing {
    var x: Bool
    var y: Bool

    init(_ figures: [PreparedFigure]) {
      x = figures.allSatisfy { $0.x.title.spoken == figures[0].x.title.spoken }
      y = figures.allSatisfy { $0.y.title.spoken == figures[0].y.title.spoken }
    }
  }

  /// The panels, with common ends of the axes that they share.
  private func sharedPanels() throws(PlotError) -> Prepared {
    var figures: [PreparedFigure] = []
    for panel in panels { figures.append(try panel.prepared()) }
    var (x, y) = (Extent(), Extent())
    for figure in figures {
      x.add(Extent([figure.x.lower, figure.x.upper]))
      y.add(Extent([figure.y.lower, figure.y.upper]))
    }
    let shares = Sharing(figures)
    for index in figures.indices {
      if shares.x {
        if figures[index].x.warp != figures[0].x.warp { throw .mixedAxis(axis: "x") }
        (figures[index].x.lower, figures[index].x.upper) = (x.lower, x.upper)
      }
      if shares.y {
        if figures[index].y.warp != figures[0].y.warp { throw .mixedAxis(axis: "y") }
        (figures[index].y.lower, figures[index].y.upper) = (y.lower, y.upper)
      }
      figures[index].bar = nil
    }
    var prepared = Prepared(figures: figures)
    FigureGrid.gatherLegends(&prepared)
    return prepared
  }

  private func text(_ figures: [PreparedFigure], _ names: [Label]) -> PreparedFigure.Text {
    let shares = Sharing(figures)
    let isShared = shares.x && shares.y
    var description = "\(figures.count) panels\(isShared ? " with the same axes" : "")."
    for (index, figure) in figures.enumerated() {
      let subject = names[index].isEmpty ? "" : names[index].spoken + ": "
      description +=
        " " + subject + FigureDescription.text(of: figure, axes: index == 0 || !isShared)
    }
    let title = title.isEmpty ? figures[0].text.title : title
    return PreparedFigure.Text(title: title, description: description)
  }

  /// A panel in its place.
  private struct Placed {
    var panel: PreparedFigure
    var name: Label
    var layout: FigureLayout
    var hidden: FigureLayout.HiddenAxes
    var x: Double
    var y: Double
  }

  private struct Arrangement {
    var panels: [Placed] = []
    var width = 0.0
    var height = 0.0
    /// Of the legend that all panels share.
    var legendRows: [[LegendEntry]] = []
  }

  private func arrangement(
    _ prepared: Prepared, _ names: [Label], _ whole: Profile, _ columns: Int
  ) -> Arrangement {
    let (figures, font) = (prepared.figures, whole.fontSize)
    let columns = min(columns, figures.count)
    let (profile, margins) = panelProfile(figures, whole, columns)
    let shares = Sharing(figures)
    let head = names.contains { !$0.isEmpty } ? 1.5 * font : 0
    var result = Arrangement()
    result.legendRows = PreparedFigure.rows(prepared.legend, whole.width, font)
    let above = Double(result.legendRows.count) * 1.55 * font
    for (index, figure) in figures.enumerated() {
      let (row, column) = (index / columns, index % columns)
      var panel = figure
      if shares.y, column > 0 { panel.y.title = Label(plain: "") }
      let layout = panel.layout(profile, atLeast: margins)
      var hidden: FigureLayout.HiddenAxes = shares.y && column > 0 ? .y : []
      if shares.x, index + columns < figures.count { hidden.insert(.x) }
      if shares.x, index < figures.count - 1 { panel.x.title = Label(plain: "") }
      let left = shares.y ? 0 : margins.left
      let step = left + layout.frame.plot.width + margins.right + FigureGrid.gap * font
      let x = Double(column) * step
      let y = Double(row) * (layout.height + head + 0.4 * font) + head + above
      result.panels.append(
        Placed(panel: panel, name: names[index], layout: layout, hidden: hidden, x: x, y: y))
      result.width = max(result.width, x + layout.width)
      result.height = max(result.height, y + layout.height)
    }
    return result
  }

  private func drawing(
    _ prepared: Prepared, _ names: [Label], _ whole: Profile, _ columns: Int, _ id: String,
    _ name: String, _ text: PreparedFigure.Text
  ) -> String {
    let font = whole.fontSize
    let arrangement = arrangement(prepared, names, whole, columns)
    var body = ""
    if let layout = arrangement.panels.first?.layout, !arrangement.legendRows.isEmpty {
      let canvas = FigureGrid.legend(arrangement.legendRows, like: layout, whole)
      body += PreparedFigure.markup(canvas, plot: layout.frame.plot)
    }
    for placed in arrangement.panels {
      body +=
        "<g transform=\"translate(\(FixedNumber.text(placed.x)) \(FixedNumber.text(placed.y)))\">"
        + FigureGrid.heading(placed.name, placed.layout, font)
        + placed.panel.body(placed.layout, hiding: placed.hidden) + "</g>"
    }
    return PreparedFigure.svg(
      body, width: arrangement.width.rounded(.up), atLeast: whole.isNarrow ? whole.width : 0,
      height: arrangement.height.rounded(.up), fontSize: font, id: id,
      class: name, text)
  }

  /// The places of all texts of the panels, without their headings.
  package func geometry(narrow: Bool) throws(PlotError) -> [DrawingGeometry] {
    let prepared = try sharedPanels()
    let names = panels.map { Label(plain: $0.title) }
    let whole: Profile = narrow ? .narrow : .wide
    let arrangement = arrangement(prepared, names, whole, narrow ? min(columns, 2) : columns)
    return arrangement.panels.map { placed in
      let rectangle = { (box: Box) in
        DrawingGeometry.Rectangle(
          left: box.x + placed.x, top: box.y + placed.y, right: box.right + placed.x,
          bottom: box.bottom + placed.y)
      }
      return DrawingGeometry(
        width: arrangement.width, height: arrangement.height, fontSize: whole.fontSize,
        plot: rectangle(placed.layout.frame.plot),
        texts: placed.panel.canvas(placed.layout, hiding: placed.hidden).texts.map(rectangle))
    }
  }

  /// Ems between the plots of neighbours.
  private static let gap = 1.1

  /// The sizes of a panel, such that the plots fill the width; where panels share the upward axis
  /// only the first column has room for labels at its left.
  private func panelProfile(
    _ figures: [PreparedFigure], _ whole: Profile, _ columns: Int
  ) -> (Profile, Margins) {
    var profile = whole
    var margins = Margins(
      top: 0, right: whole.fontSize, bottom: 0, left: 2.5 * whole.fontSize)
    let labelled = Sharing(figures).y ? 1.0 : Double(columns)
    for _ in 0..<2 {
      let between = FigureGrid.gap * whole.fontSize * Double(columns - 1)
      let room = whole.width - labelled * margins.left - Double(columns) * margins.right - between
      let plot = room / Double(columns)
      profile.width = plot + margins.left + margins.right
      profile.plotHeight = min(whole.plotHeight, 0.75 * plot)
      profile.largestHeight = 1.2 * plot
      margins = Margins(top: 0, right: 0, bottom: 0, left: 0)
      for figure in figures { margins = margins.union(figure.layout(profile).margins) }
    }
    return (profile, margins)
  }

  /// The name of a panel above the middle of its plot.
  private static func heading(_ name: Label, _ layout: FigureLayout, _ font: Double) -> String {
    if name.isEmpty { return "" }
    let content = Canvas.markup(name, fontSize: font)
    let x = FixedNumber.text(layout.frame.plot.center.x)
    return "<text class=\"n m\" x=\"\(x)\" y=\"\(FixedNumber.text(-0.4 * font))\">\(content)</text>"
  }
}
