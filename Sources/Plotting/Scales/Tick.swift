/// A labelled place on an axis.
struct Tick: Equatable, Sendable {
  var value: Double
  var label: Label
}

/// The ticks of one axis; minor ones are drawn without a label.
struct TickSet: Equatable, Sendable {
  var major: [Tick] = []
  var minor: [Double] = []

  /// Those between two values, ends included.
  func clipped(to lower: Double, _ upper: Double) -> TickSet {
    let slack = (upper - lower).magnitude * 1e-9
    return TickSet(
      major: major.filter { $0.value >= lower - slack && $0.value <= upper + slack },
      minor: minor.filter { $0 >= lower - slack && $0 <= upper + slack })
  }
}

/// How much room an axis offers: what makes a set of labels legible or not.
struct AxisRoom {
  /// Pixels from one end of the domain to the other.
  var length: Double
  var fontSize: Double
  /// Labels stand side by side instead of one above the other.
  var isHorizontal: Bool

  /// The number of ticks to aim at.
  var target: Int {
    let spacing = isHorizontal ? 6.4 * fontSize : 3.4 * fontSize
    return Int(max(2, min(isHorizontal ? 9 : 7, (length / spacing).rounded())) + 1)
  }

  /// Pixels that a label takes along the axis.
  func extent(of label: Label) -> Double {
    isHorizontal ? label.width(fontSize) : fontSize
  }

  /// 1 when labels are well apart, less when they are closer, nil when they nearly touch.
  func legibility(gap: Double) -> Double? {
    let wanted = (isHorizontal ? 1.5 : 0.8) * fontSize
    let least = (isHorizontal ? 0.6 : 0.35) * fontSize
    if gap >= wanted { return 1 }
    if gap < least { return nil }
    return 2 - wanted / gap
  }
}
