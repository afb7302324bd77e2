/// Two ends of a range of numbers, not yet known to be in order.
package struct PlotRange: Equatable, Sendable {
  package var lower: Double
  package var upper: Double

  package init(_ lower: Double, _ upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  var length: Double { upper - lower }
  var extent: Extent { Extent([lower, upper]) }

  /// The value a share of the way from the lower to the upper end.
  func at(_ share: Double) -> Double { lower + share * length }
}
