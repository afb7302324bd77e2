/// A mark after its data were checked and its geometry was computed, in data units.
struct PreparedMark {
  var x = Extent()
  var y = Extent()
  var traits = Traits()
  var categories: [Label] = []
  /// Categories of the y axis, where both axes have some.
  var rowCategories: [Label] = []
  /// Names of the axes where the author gives none.
  var defaultXTitle = Label(plain: "")
  var defaultYTitle = Label(plain: "")
  var legend: [LegendEntry] = []
  var endLabels: [EndLabel] = []
  var bar: ColorBar?
  var sentences: [String] = []
  var columns: [DataTable.Column] = []
  var remarks: [String] = []
  /// Draws everything but the axes and the legend.
  var draw: (Frame, inout Canvas) -> Void = { _, _ in }
  /// Draws what must avoid the rest; called after every mark is drawn.
  var annotate: (Frame, inout Canvas) -> Void = { _, _ in }

  /// What a mark asks of the axes.
  struct Traits {
    /// Room is left around the data in x, in y.
    var padsX = false
    var padsY = true
    /// Whether the x data are whole numbers; nil of marks that have none.
    var wholeX: Bool?
    /// The domain ends exactly where the data end.
    var fixesX = false
    var fixesY = false
    /// The y axis begins at zero.
    var baseline = false
    /// Angles or distances mean something.
    var equalAspect = false
    /// Equal length for a decade on both axes.
    var equalDecades = false
    /// Covers the plane: a box is drawn around it instead of a grid behind it.
    var framed = false
    /// Vertical grid lines help.
    var verticalGrid = false
    /// No axes at all.
    var bare = false
    /// Height over width of a bare mark.
    var bareRatio = 0.55
    /// Row 0 is at the top.
    var reversedY = false
    var categoriesOnY = false
    /// Points need an ink outline because they lie on colours.
    var tinted = false
    /// Takes part in the x and y extents.
    var isAnnotation = false
  }
}

/// A legend's entry: a sample of the mark and its name.
struct LegendEntry {
  enum Swatch: Equatable {
    case line(SeriesStyle)
    case point(SeriesStyle, hollow: Bool)
    case area(String)
  }

  var label: Label
  var swatch: Swatch
  /// Where the series ends; entries are listed from the highest to the lowest.
  var height: Double = .nan
}

/// A name written at the right end of a line.
struct EndLabel {
  var label: Label
  var style: SeriesStyle
  /// The last point, in data units.
  var point: PlanePoint
}

/// What colours stand for, in a strip beside the plot.
struct ColorBar {
  /// One class per step of colour, lowest first.
  var classes: [String]
  /// Labels at positions from 0 (bottom) to 1 (top).
  var labels: [(position: Double, label: Label)]
}

/// What a mark needs to know of the figure it is in.
struct PlotContext {
  /// Spoken names of the axes.
  var xName: String
  var yName: String
  var x: Axis
  var y: Axis
  /// The style of the mark's first series.
  var style: SeriesStyle
  /// Position among the series, and how many there are.
  var series: Int
  var seriesCount: Int
  /// Points lie on coloured regions or fields.
  var tinted: Bool

  func style(_ offset: Int) -> SeriesStyle {
    seriesCount == 1 ? .lone : .series(series + offset)
  }

  /// Refuses values that a logarithmic axis cannot show, and data without any finite number.
  func check(
    x values: [Double], argument: String
  ) throws(PlotError) {
    try PlotContext.check(values, axis: "x", x.scale, argument)
  }

  func check(
    y values: [Double], argument: String
  ) throws(PlotError) {
    try PlotContext.check(values, axis: "y", y.scale, argument)
  }

  private static func check(
    _ values: [Double], axis: String, _ scale: ScaleKind, _ argument: String
  ) throws(PlotError) {
    if values.isEmpty { throw .empty(argument: argument) }
    if !values.contains(where: { $0.isFinite }) { throw .nothingFinite(argument: argument) }
    guard scale == .log else { return }
    var first: Double?
    var count = 0
    for value in values where value <= 0 {
      if first == nil { first = value }
      count += 1
    }
    if let first { throw .notPositive(axis: axis, value: first, count: count) }
  }

  /// A remark on the points outside the ends that the author set for the axes, if any.
  func cutRemark(_ points: [PlanePoint], _ name: String) -> [String] {
    let isOut = { (value: Double, axis: Axis) in
      value < axis.lower ?? -.infinity || value > axis.upper ?? .infinity
    }
    let count = points.count { isOut($0.x, x) || isOut($0.y, y) }
    if count == 0 { return [] }
    return ["\(count) of \(points.count) points of \(name) lie outside the axes and are cut off."]
  }

  /// Whether there are data and all are whole numbers: degrees, steps, sizes.
  static func areWhole(_ values: [Double]) -> Bool {
    !values.isEmpty && values.allSatisfy { $0 == $0.rounded() && $0.magnitude < 1e9 }
  }

  static func sameLength(
    _ first: String, _ firstCount: Int, _ second: String, _ secondCount: Int
  ) throws(PlotError) {
    if firstCount != secondCount {
      throw .unequalLengths(first: first, firstCount, second: second, secondCount)
    }
  }

  static func range(
    _ argument: String, _ lower: Double, _ upper: Double
  ) throws(PlotError) {
    guard lower.isFinite, upper.isFinite, lower < upper, (upper - lower).isFinite else {
      throw .badRange(argument: argument, lower: lower, upper: upper)
    }
  }
}
