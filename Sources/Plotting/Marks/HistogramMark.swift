import Numerics

/// How often values fall into bins of equal width; the rule for the width is stated.
package struct HistogramMark {
  package var values: [Double]
  /// The number of bins asked for; nil for the Freedman–Diaconis rule.
  package var bins: Int?

  /// The most bins that are drawn.
  static let limit = 60

  package init(_ values: [Double], bins: Int? = nil) {
    self.values = values
    self.bins = bins
  }

  /// Bins with round edges and what fell into them.
  struct Counts: Equatable {
    var edges: [Double]
    var counts: [Int]
    var rule: String
  }

  func prepared(_ context: PlotContext) throws(PlotError) -> PreparedMark {
    try context.check(x: values, argument: "values")
    if let bins, bins < 1 { throw .badValue(argument: "bins", value: Double(bins)) }
    if let bins, bins > HistogramMark.limit {
      throw .tooMany(argument: "bins", count: bins, limit: HistogramMark.limit)
    }
    let extent = Extent(values)
    guard extent.length.isFinite else {
      throw .badRange(argument: "values", lower: extent.lower, upper: extent.upper)
    }
    let counts = counts
    let style = context.style(0)
    var mark = PreparedMark()
    mark.x = Extent(counts.edges)
    mark.traits.wholeX = false
    mark.y = Extent([0] + counts.counts.map { Double($0) })
    mark.traits.baseline = true
    mark.defaultYTitle = Label(plain: "count")
    mark.columns = [
      .init(context.xName + " from", Array(counts.edges.dropLast())),
      .init(context.xName + " to", Array(counts.edges.dropFirst())),
      .init("count", counts.counts.map { Double($0) }),
    ]
    mark.sentences = [sentence(counts, context)]
    mark.remarks = [counts.rule]
    let missing = values.count { !$0.isFinite }
    if missing > 0 { mark.remarks.append("\(missing) values are not finite and not counted.") }
    mark.draw = { frame, canvas in
      var path = PathData()
      for (index, count) in counts.counts.enumerated() where count > 0 {
        let left = frame.x.clamped(counts.edges[index]) + 0.5
        let right = frame.x.clamped(counts.edges[index + 1]) - 0.5
        let top = frame.y.clamped(Double(count))
        let bottom = frame.plot.bottom
        if right <= left { continue }
        path.polyline(
          [
            PlanePoint(left, bottom), PlanePoint(left, top), PlanePoint(right, top),
            PlanePoint(right, bottom),
          ], closed: true)
      }
      canvas.path(.area, class: "bar " + style.colorClass, path)
    }
    return mark
  }

  /// The counts, in bins whose edges are multiples of a round width.
  var counts: Counts {
    let sorted = values.filter { $0.isFinite }.sorted()
    let (low, high) = (sorted[0], sorted[sorted.count - 1])
    if low == high {
      return Counts(
        edges: [low - 0.5, low + 0.5], counts: [sorted.count], rule: "All values are equal.")
    }
    let (width, rule) = width(sorted)
    let (significand, exponent) = HistogramMark.round(width, atLeast: (high - low) / 58)
    let step = LinearTicks.value(significand, exponent)
    let first = Int((low / step + 1e-9).rounded(.down))
    var last = Int((high / step - 1e-9).rounded(.up))
    if last <= first { last = first + 1 }
    let edges = (first...last).map { LinearTicks.value($0 * significand, exponent) }
    var counts = [Int](repeating: 0, count: edges.count - 1)
    var bin = 0
    for value in sorted {
      while bin < counts.count - 1, value >= edges[bin + 1] { bin += 1 }
      counts[bin] += 1
    }
    return Counts(
      edges: edges, counts: counts, rule: "Bins of width \(NumberText.short(step)), \(rule).")
  }

  private func width(_ sorted: [Double]) -> (Double, String) {
    let range = sorted[sorted.count - 1] - sorted[0]
    if let bins { return (range / Double(bins), "about \(bins) bins as asked, rounded") }
    let quartiles = HistogramMark.quantile(sorted, 0.75) - HistogramMark.quantile(sorted, 0.25)
    let count = Double(sorted.count)
    if quartiles > 0 {
      let width = 2 * quartiles * Elementary.exp(-Elementary.log(count) / 3)
      return (width, "the Freedman\u{2013}Diaconis rule, rounded")
    }
    return (
      range / (1 + Elementary.log(count) / 0.6931471805599453), "Sturges\u{2019} rule, rounded"
    )
  }

  private static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    let place = share * Double(sorted.count - 1)
    let index = Int(place)
    let next = min(index + 1, sorted.count - 1)
    return sorted[index] + (place - Double(index)) * (sorted[next] - sorted[index])
  }

  /// 1, 2 or 5 times a power of ten, the nearest to a width but not below `least`.
  private static func round(_ width: Double, atLeast least: Double) -> (Int, Int) {
    let wanted = max(width, least)
    let power = LogTicks.exponent(of: wanted)
    var best = (1, power + 1)
    for (significand, exponent) in [(5, power), (2, power), (1, power)] {
      let value = LinearTicks.value(significand, exponent)
      let current = LinearTicks.value(best.0, best.1)
      if value >= least,
        Swift.max(value / wanted, wanted / value) < Swift.max(current / wanted, wanted / current)
      {
        best = (significand, exponent)
      }
    }
    return best
  }

  private func sentence(_ counts: Counts, _ context: PlotContext) -> String {
    let sorted = values.filter { $0.isFinite }.sorted()
    let most = counts.counts.indices.max { counts.counts[$0] < counts.counts[$1] } ?? 0
    let (from, to) = (counts.edges[most], counts.edges[most + 1])
    return "\(NumberText.short(Double(sorted.count))) values of \(context.xName) in "
      + "\(counts.counts.count) bins, from \(NumberText.short(sorted[0])) to "
      + "\(NumberText.short(sorted[sorted.count - 1])), median "
      + "\(NumberText.short(HistogramMark.quantile(sorted, 0.5))); most often, "
      + "\(counts.counts[most]) times, between \(NumberText.short(from)) and \(NumberText.short(to))."
  }
}
