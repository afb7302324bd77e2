// Names of the series in panels.
extension FigureGrid {
  /// Prepared panels with the names that all of them share.
  struct Prepared {
    var figures: [PreparedFigure]
    /// Stands once above the panels.
    var legend: [LegendEntry] = []
  }

  /// Names that all panels with names share stand once; others above the plot of their panel.
  static func gatherLegends(_ panels: inout Prepared) {
    for index in panels.figures.indices {
      panels.figures[index].legend = panels.figures[index].legendEntries(labelsEnds: false)
      panels.figures[index].endLabels = []
      panels.figures[index].isPanel = true
    }
    let named = panels.figures.filter { !$0.legend.isEmpty }
    guard named.count > 1, let first = named.first?.legend,
      named.allSatisfy({ isSame($0.legend, first) })
    else { return }
    panels.legend = first
    for index in panels.figures.indices { panels.figures[index].legend = [] }
  }

  /// Whether two legends say the same, in whatever order.
  private static func isSame(_ a: [LegendEntry], _ b: [LegendEntry]) -> Bool {
    a.count == b.count
      && a.allSatisfy { entry in
        b.contains { $0.label.spoken == entry.label.spoken && $0.swatch == entry.swatch }
      }
  }

  /// The legend of all panels, above them.
  static func legend(_ rows: [[LegendEntry]], like layout: FigureLayout, _ whole: Profile) -> Canvas
  {
    var layout = layout
    layout.profile = whole
    (layout.legendRows, layout.legendStart) = (rows, 0)
    var canvas = Canvas(fontSize: whole.fontSize)
    layout.drawLegend(on: &canvas)
    return canvas
  }
}
