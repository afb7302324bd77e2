/// Sizes and places of one drawing: found in two passes, margins from extents of text.
struct FigureLayout {
  var profile: Profile
  var frame: Frame
  var margins: Margins
  var width: Double
  var height: Double
  var xTicks: TickSet
  var yTicks: TickSet
  /// Lines are named at their right ends; otherwise in a legend.
  var labelsEnds: Bool
  var legendRows: [[LegendEntry]]
  /// Where the rows of the legend begin.
  var legendStart = 0.0
  /// Category labels stand on this many rows.
  var tickRows = 1
}

extension PreparedFigure {
  static let legendSwatch = 22.0
  static let legendGap = 16.0

  /// Lays the figure out in a profile, with margins at least as large as those given.
  func layout(_ profile: Profile, atLeast least: Margins? = nil) -> FigureLayout {
    let font = profile.fontSize
    let labelsEnds = canLabelEnds(profile)
    let legendStart = isPanel ? least?.left ?? 3 * font : 0
    let rows = PreparedFigure.rows(
      legendEntries(labelsEnds: labelsEnds), profile.width - legendStart, font)
    var margins = Margins(
      top: topMargin(font, legendRows: rows.count), right: font, bottom: 2.4 * font,
      left: 3 * font)
    var ticks = (x: TickSet(), y: TickSet())
    var domains = (x: x, y: y)
    var tickRows = 1
    var size = plotSize(profile, margins)
    if traits.bare {
      margins = Margins(top: margins.top - 0.6 * font, right: 1, bottom: 1, left: 1)
      size = plotSize(profile, margins)
    } else {
      for _ in 0..<2 {
        size = plotSize(profile, margins)
        ticks.x = x.ticks(AxisRoom(length: size.width, fontSize: font, isHorizontal: true))
        ticks.y = y.ticks(AxisRoom(length: size.height, fontSize: font, isHorizontal: false))
        domains = traits.equalAspect ? (x, y) : (x.widened(to: ticks.x), y.widened(to: ticks.y))
        tickRows = rowsOfLabels(ticks.x, size.width, font)
        margins = self.margins(
          ticks, domains, size, font, labelsEnds, tickRows, legendRows: rows.count)
        if let least { margins = margins.union(least) }
      }
      size = plotSize(profile, margins)
    }
    return assembled(
      profile, margins, size, ticks, domains, labelsEnds: labelsEnds, rows: rows,
      tickRows: tickRows)
  }

  private func assembled(
    _ profile: Profile, _ margins: Margins, _ size: (width: Double, height: Double),
    _ ticks: (x: TickSet, y: TickSet), _ domains: (x: AxisDomain, y: AxisDomain),
    labelsEnds: Bool, rows: [[LegendEntry]], tickRows: Int
  ) -> FigureLayout {
    // Whole pixels, but not where they would bend the angles that equal units keep.
    let whole = ratio() == nil
    let plot = Box(
      x: margins.left.rounded(), y: margins.top.rounded(),
      width: whole ? size.width.rounded() : size.width,
      height: whole ? size.height.rounded() : size.height)
    let width = (plot.right + margins.right).rounded(.up)
    let height = (plot.bottom + margins.bottom).rounded(.up)
    let frame = Frame(
      plot: plot, x: domains.x.scale(from: plot.x, to: plot.right),
      y: domains.y.scale(from: plot.bottom, to: plot.y), fontSize: profile.fontSize,
      isNarrow: profile.isNarrow,
      bounds: Box(x: 0, y: 0, width: width, height: height), tinted: traits.tinted)
    return FigureLayout(
      profile: profile, frame: frame, margins: margins, width: width, height: height,
      xTicks: ticks.x.clipped(to: domains.x.lower, domains.x.upper),
      yTicks: ticks.y.clipped(to: domains.y.lower, domains.y.upper), labelsEnds: labelsEnds,
      legendRows: rows, legendStart: isPanel ? plot.x : 0, tickRows: tickRows)
  }

  /// The plot's size in what the margins leave.
  private func plotSize(_ profile: Profile, _ margins: Margins) -> (width: Double, height: Double) {
    let room = profile.width - margins.left - margins.right
    if traits.bare { return (room, room * traits.bareRatio) }
    guard let ratio = ratio() else { return (room, profile.plotHeight) }
    let width = min(room, profile.largestWidth)
    let height = width * ratio
    if height <= profile.largestHeight { return (width, height) }
    return (profile.largestHeight / ratio, profile.largestHeight)
  }

  /// Height over width where units or decades are equally long on both axes.
  private func ratio() -> Double? {
    if traits.equalAspect { return (y.upper - y.lower) / (x.upper - x.lower) }
    guard traits.equalDecades, x.warp == .log, y.warp == .log else { return nil }
    let decades = { (axis: AxisDomain) in
      axis.warp.apply(axis.upper) - axis.warp.apply(axis.lower)
    }
    return min(1.6, max(0.4, decades(y) / decades(x)))
  }

  private func topMargin(_ font: Double, legendRows: Int) -> Double {
    let title = y.title.isEmpty ? 0.6 * font : 1.9 * font
    return title + Double(legendRows) * 1.55 * font + (legendRows > 0 ? 0.3 * font : 0)
  }

  private func margins(
    _ ticks: (x: TickSet, y: TickSet), _ domains: (x: AxisDomain, y: AxisDomain),
    _ size: (width: Double, height: Double), _ font: Double, _ labelsEnds: Bool,
    _ tickRows: Int, legendRows: Int
  ) -> Margins {
    let widest = ticks.y.major.reduce(0) { max($0, $1.label.width(font)) }
    let xScale = domains.x.scale(from: 0, to: size.width)
    var (overLeft, overRight) = (0.0, 0.0)
    for tick in ticks.x.major {
      let (place, half) = (xScale(tick.value), tick.label.width(font) / 2)
      overLeft = max(overLeft, half - place)
      overRight = max(overRight, place + half - size.width)
    }
    var right = max(overRight, 2)
    if labelsEnds {
      right = max(right, 10 + endLabels.reduce(0) { max($0, $1.label.width(font)) })
    }
    if let bar {
      right = max(right, 34 + bar.labels.reduce(0) { max($0, $1.label.width(font)) })
    }
    let title = x.title.isEmpty ? 0 : 1.45 * font
    return Margins(
      top: topMargin(font, legendRows: legendRows), right: right + 1,
      bottom: 1.75 * font + Double(tickRows - 1) * 1.2 * font + title,
      left: max(widest + 9, overLeft) + 1)
  }

  /// One row if category labels fit side by side, else two; numbers always fit.
  private func rowsOfLabels(_ ticks: TickSet, _ width: Double, _ font: Double) -> Int {
    guard !x.categories.isEmpty else { return 1 }
    let band = width / Double(x.categories.count)
    let widest = ticks.major.reduce(0) { max($0, $1.label.width(font)) }
    return widest + 0.5 * font > band ? 2 : 1
  }

  /// Up to five lines whose names fit beside the plot are labelled where they end.
  private func canLabelEnds(_ profile: Profile) -> Bool {
    guard !endLabels.isEmpty, endLabels.count <= 5, bar == nil else { return false }
    let widest = endLabels.reduce(0) { max($0, $1.label.width(profile.fontSize)) }
    let scale = x.scale(from: 0, to: 1)
    return widest <= 0.3 * profile.width && endLabels.allSatisfy { scale($0.point.x) > 0.93 }
      && Double(endLabels.count) * 1.15 * profile.fontSize < profile.plotHeight
  }

  /// What the legend names: lines from the highest to the lowest, unless their ends are labelled.
  func legendEntries(labelsEnds: Bool) -> [LegendEntry] {
    if labelsEnds { return legend }
    let lines = endLabels.map {
      LegendEntry(label: $0.label, swatch: .line($0.style), height: y.warp.apply($0.point.y))
    }
    return lines.sorted { $0.height > $1.height } + legend
  }

  /// Entries in rows of a width.
  static func rows(_ entries: [LegendEntry], _ width: Double, _ font: Double) -> [[LegendEntry]] {
    var rows: [[LegendEntry]] = []
    var used = 0.0
    for entry in entries {
      let own = legendSwatch + entry.label.width(font) + legendGap
      if rows.isEmpty || used + own > width + legendGap {
        rows.append([])
        used = 0
      }
      rows[rows.count - 1].append(entry)
      used += own
    }
    return rows
  }
}
