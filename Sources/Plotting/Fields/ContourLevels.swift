/// Which values of a field get a line.
enum ContourLevels {
  /// Round values; in equal ratios if the field is positive and spans two decades or more.
  static func levels(of values: [Double], count: Int) -> (values: [Double], labels: [Label]) {
    let extent = Extent(values)
    guard !extent.isEmpty, extent.length > 0 else { return ([], []) }
    if extent.lower >= 0, extent.lower < extent.upper / 60 {
      return geometric(extent, values, count: count)
    }
    let ticks = LinearTicks(from: extent.lower, to: extent.upper, target: count)
    let pairs = zip(ticks.values, ticks.labels).filter {
      $0.0 > extent.lower + 1e-9 * extent.length && $0.0 < extent.upper - 1e-9 * extent.length
    }
    return (pairs.map { $0.0 }, pairs.map { $0.1 })
  }

  private static func geometric(
    _ extent: Extent, _ values: [Double], count: Int
  ) -> (values: [Double], labels: [Label]) {
    let sorted = values.filter { $0.isFinite && $0 > 0 }.sorted()
    let smallest = sorted[sorted.count / 200]
    let least = max(smallest, extent.upper * 1e-6)
    for multiples in [[1, 2, 5], [1, 3], [1]] {
      var levels: [Double] = []
      for power in LogTicks.exponent(of: least)...LogTicks.exponent(of: extent.upper) {
        for multiple in multiples {
          let value = LinearTicks.value(multiple, power)
          if value >= least, value < extent.upper { levels.append(value) }
        }
      }
      if levels.count <= count + 2 || multiples == [1] {
        return (levels, levels.map { Label(plain: NumberText.short($0)) })
      }
    }
    return ([], [])
  }
}
