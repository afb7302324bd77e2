/// The domain of one axis, before its length in pixels is known.
struct AxisDomain {
  var lower: Double
  var upper: Double
  var warp: Scale.Warp
  /// Whether ticks may widen the domain at this end.
  var opensLower: Bool
  var opensUpper: Bool
  var categories: [Label] = []
  var title: Label
  var isReversed = false
  /// Between whole numbers there is nothing to show.
  var isWhole = false

  /// The ticks for a length in pixels, and the domain they make.
  func ticks(_ room: AxisRoom) -> TickSet {
    switch warp {
    case .log: return LogTicks.ticks(from: lower, to: upper, room: room)
    case .arsinh(let threshold):
      return SymmetricLogTicks.ticks(from: lower, to: upper, threshold: threshold, room: room)
    case .identity:
      if !categories.isEmpty { return categoryTicks }
      let ticks = LinearTicks(
        from: lower, to: upper, target: room.target, room: room, isWhole: isWhole)
      let set = TickSet(major: zip(ticks.values, ticks.labels).map { Tick(value: $0, label: $1) })
      return set.clipped(
        to: opensLower ? -.infinity : lower, opensUpper ? .infinity : upper)
    }
  }

  private var categoryTicks: TickSet {
    TickSet(
      major: categories.enumerated().map { Tick(value: Double($0.offset), label: $0.element) })
  }

  /// The domain widened to its outermost ticks, where it may be.
  func widened(to ticks: TickSet) -> AxisDomain {
    guard warp == .identity, categories.isEmpty else { return self }
    var result = self
    for tick in ticks.major {
      if opensLower { result.lower = min(result.lower, tick.value) }
      if opensUpper { result.upper = max(result.upper, tick.value) }
    }
    return result
  }

  func scale(from start: Double, to end: Double) -> Scale {
    isReversed
      ? Scale(warp: warp, lower: lower, upper: upper, start: end, end: start)
      : Scale(warp: warp, lower: lower, upper: upper, start: start, end: end)
  }
}

extension AxisDomain {
  /// What the data of an axis and its author's settings make of it.
  struct Request {
    var name: String
    var axis: Axis
    var title: Label
    var extent: Extent
    var categories: [Label]
    var pads: Bool
    var fixed: Bool
    var baseline: Bool
  }

  init(_ request: Request) throws(PlotError) {
    title = request.title
    if !request.categories.isEmpty {
      categories = request.categories
      (lower, upper) = (-0.5, Double(categories.count) - 0.5)
      (opensLower, opensUpper) = (false, false)
      warp = .identity
      return
    }
    if let lower = request.axis.lower, let upper = request.axis.upper {
      try PlotContext.range(request.name, lower, upper)
    }
    var extent = request.extent
    if extent.isEmpty { extent = Extent([0, 1]) }
    lower = request.axis.lower ?? extent.lower
    upper = request.axis.upper ?? extent.upper
    opensLower = request.axis.lower == nil && !request.fixed
    opensUpper = request.axis.upper == nil && !request.fixed
    warp = AxisDomain.warp(request.axis.scale, extent)
    if request.axis.scale == .log, lower <= 0 {
      throw .notPositive(axis: request.name, value: lower, count: 1)
    }
    separate()
    if !request.fixed { pad(request) }
    try PlotContext.range(request.name, lower, upper)
  }

  private static func warp(_ scale: ScaleKind, _ extent: Extent) -> Scale.Warp {
    switch scale {
    case .linear: return .identity
    case .log: return .log
    case .symmetricLog(let threshold):
      if let threshold, threshold > 0, threshold.isFinite { return .arsinh(threshold) }
      let largest = max(extent.lower.magnitude, extent.upper.magnitude, 1e-300)
      return .arsinh(LinearTicks.value(1, LogTicks.exponent(of: largest) - 2))
    }
  }

  /// Makes room around a single value, or values that doubles hardly tell apart.
  private mutating func separate() {
    let size = max(lower.magnitude, upper.magnitude)
    guard upper - lower <= size * 1e-10 || upper <= lower else { return }
    let (canLower, canUpper) = (opensLower, opensUpper)
    if warp == .log {
      if canLower { lower /= 2 }
      if canUpper { upper *= 2 }
      return
    }
    let amount = size == 0 ? 1 : size * 0.1
    if canLower { lower -= amount }
    if canUpper { upper += amount }
  }

  private mutating func pad(_ request: Request) {
    if warp == .log {
      padLogarithmically(request)
      return
    }
    let length = upper - lower
    let includesZero = request.baseline || (lower > 0 && lower < 0.3 * length)
    let includesZeroAbove = request.baseline || (upper < 0 && -upper < 0.3 * length)
    let touchesZero = lower == 0 || upper == 0
    if request.pads, opensLower, !(touchesZero && lower == 0) { lower -= 0.04 * length }
    if request.pads, opensUpper, !(touchesZero && upper == 0) { upper += 0.04 * length }
    if !request.pads, !request.baseline { return }
    if opensLower, request.extent.lower >= 0, includesZero { lower = 0 }
    if opensUpper, request.extent.upper <= 0, includesZeroAbove { upper = 0 }
  }

  private mutating func padLogarithmically(_ request: Request) {
    guard request.pads else { return }
    let scale = Scale(warp: .log, lower: lower, upper: upper, start: 0, end: 1)
    if opensLower { lower = scale.invert(-0.04) }
    if opensUpper { upper = scale.invert(1.04) }
  }
}
