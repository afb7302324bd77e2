/// What a figure can show.
package enum Mark {
  case line(LineMark)
  case points(PointsMark)
  case steps(StepsMark)
  case bars(BarsMark)
  case histogram(HistogramMark)
  case band(BandMark)
  case rule(RuleMark)
  case text(TextMark)
  case function(FunctionMark)
  case contour(ContourMark)
  case regions(RegionsMark)
  case quiver(QuiverMark)
  case trajectory(TrajectoryMark)
  case heatMap(HeatMapMark)
  case network(NetworkMark)
  case residuals(ResidualsMark)
  case convergence(ConvergenceMark)

  /// How many series styles the mark uses up.
  var seriesCount: Int {
    switch self {
    case .line, .steps, .function, .convergence, .trajectory, .residuals, .histogram: 1
    case .points(let mark): mark.classes == nil ? 1 : 0
    case .bars(let mark): mark.series.count
    case .band(let mark): mark.sharesStyle ? 0 : 1
    case .rule, .text, .contour, .regions, .quiver, .heatMap, .network: 0
    }
  }

  /// Whether the mark needs logarithmic axes.
  var isConvergence: Bool {
    if case .convergence = self { true } else { false }
  }

  /// Whether the mark exchanges the axes.
  var liesOnSide: Bool {
    if case .bars(let mark) = self { mark.liesOnSide } else { false }
  }

  /// Whether points on the mark lie on colours.
  var tintsPlane: Bool {
    switch self {
    case .regions: true
    case .contour(let mark): mark.filled
    default: false
    }
  }

  func prepared(_ context: PlotContext) throws(PlotError) -> PreparedMark {
    switch self {
    case .line(let mark): try mark.prepared(context)
    case .points(let mark): try mark.prepared(context)
    case .steps(let mark): try mark.prepared(context)
    case .bars(let mark): try mark.prepared(context)
    case .histogram(let mark): try mark.prepared(context)
    case .band(let mark): try mark.prepared(context)
    case .rule(let mark): try mark.prepared(context)
    case .text(let mark): try mark.prepared(context)
    case .function(let mark): try mark.prepared(context)
    case .contour(let mark): try mark.prepared(context)
    case .regions(let mark): try mark.prepared(context)
    case .quiver(let mark): try mark.prepared(context)
    case .trajectory(let mark): try mark.prepared(context)
    case .heatMap(let mark): try mark.prepared(context)
    case .network(let mark): try mark.prepared(context)
    case .residuals(let mark): try mark.prepared(context)
    case .convergence(let mark): try mark.prepared(context)
    }
  }
}
