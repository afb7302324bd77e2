/// Where the texts of a drawing are: for tests and for whoever lays pages out.
package struct DrawingGeometry: Equatable, Sendable {
  package struct Rectangle: Equatable, Sendable {
    package var left: Double
    package var top: Double
    package var right: Double
    package var bottom: Double

    package func overlaps(_ other: Rectangle) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
  }

  package var width: Double
  package var height: Double
  package var fontSize: Double
  package var plot: Rectangle
  package var texts: [Rectangle]
}

extension Figure {
  /// The places of all texts in the wide or in the narrow drawing.
  package func geometry(narrow: Bool) throws(PlotError) -> DrawingGeometry {
    let figure = try prepared()
    let layout = figure.layout(narrow ? .narrow : .wide)
    let rectangle = { (box: Box) in
      DrawingGeometry.Rectangle(left: box.x, top: box.y, right: box.right, bottom: box.bottom)
    }
    return DrawingGeometry(
      width: layout.width, height: layout.height, fontSize: layout.profile.fontSize,
      plot: rectangle(layout.frame.plot), texts: figure.canvas(layout).texts.map(rectangle))
  }

  /// The labels of the ticks that an axis of a length in pixels gets, as values.
  package static func tickValues(
    from lower: Double, to upper: Double, target: Int
  ) -> [Double] {
    LinearTicks(from: lower, to: upper, target: target).values
  }

  /// The plain texts of the labels of those ticks.
  package static func tickLabels(
    from lower: Double, to upper: Double, target: Int
  ) -> [String] {
    LinearTicks(from: lower, to: upper, target: target).labels.map { $0.spoken }
  }

  /// An upper bound of the width of a label at a font size.
  package static func width(of text: String, fontSize: Double) throws(PlotError) -> Double {
    try Label(text).width(fontSize)
  }

  /// A label as words.
  package static func spoken(_ text: String) throws(PlotError) -> String {
    try Label(text).spoken
  }
}
