/// Counts of a sample in bins of equal width.
public struct Histogram: Sendable, Equatable {
  /// The borders of the bins, increasing; one more than there are bins.
  public let edges: [Double]
  /// The number of values in each bin; a bin owns its left edge, the last one its right edge too.
  public let counts: [Int]

  /// Counts in `bins` bins from the least to the greatest value.
  ///
  /// Without a number of bins their width is 2·IQR/∛n (Freedman and Diaconis 1981,
  /// doi:10.1007/BF01025868), or, where the quartiles coincide, range/(1 + log₂ n) after Sturges;
  /// never more than 1000 bins. A constant sample gets one bin of width 1 around its value.
  public init(_ sample: [Double], bins: Int? = nil) throws(ArrayError) {
    try Statistics.require(sample, 1, "histogram")
    for (index, value) in sample.enumerated() where !value.isFinite {
      throw .notFinite(operation: "histogram", row: index, column: 0)
    }
    if let bins, bins < 1 {
      throw .parameter(operation: "histogram", name: "bins", value: Double(bins))
    }
    let sorted = sample.sorted()
    var (low, high) = (sorted[0], sorted[sorted.count - 1])
    let isConstant = low == high
    if isConstant { (low, high) = (low - 0.5, high + 0.5) }
    let count = bins ?? (isConstant ? 1 : Histogram.binCount(sorted))
    let width = (high - low) / Double(count)
    var counts = Array(repeating: 0, count: count)
    for value in sorted { counts[min(count - 1, Int((value - low) / width))] += 1 }
    edges = (0...count).map { $0 == count ? high : low + Double($0) * width }
    self.counts = counts
  }

  /// The relative frequency in each bin divided by its width, so that the area is 1.
  public var densities: [Double] {
    let total = Double(counts.reduce(0, +))
    return counts.indices.map { Double(counts[$0]) / (total * (edges[$0 + 1] - edges[$0])) }
  }

  private static func binCount(_ sorted: [Double]) -> Int {
    let count = Double(sorted.count)
    let range = sorted[sorted.count - 1] - sorted[0]
    let spread =
      Statistics.quantile(ofSorted: sorted, 0.75) - Statistics.quantile(ofSorted: sorted, 0.25)
    // The cube root, by Newton's iteration from above.
    var root = count
    for _ in 0..<200 { root -= (root - count / (root * root)) / 3 }
    let bins =
      spread > 0
      ? (range * root / (2 * spread) * (1 - 0x1p-40)).rounded(.up)
      : Double(Int.bitWidth - sorted.count.leadingZeroBitCount)
    return bins >= 1000 ? 1000 : max(1, Int(bins))
  }
}
