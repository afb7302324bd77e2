/// Ticks of a symmetric logarithmic axis: zero, and powers of ten on either side.
enum SymmetricLogTicks {
  static func ticks(
    from lower: Double, to upper: Double, threshold: Double, room: AxisRoom
  ) -> TickSet {
    let largest = max(lower.magnitude, upper.magnitude)
    let least = LogTicks.exponent(of: threshold, roundingUp: true)
    let most = max(least, LogTicks.exponent(of: largest))
    let scale = Scale(
      warp: .arsinh(threshold), lower: lower, upper: upper, start: 0, end: room.length)
    var kept: [Int] = []
    for power in (least...most).reversed() {
      let ticks = labelled([power] + kept).filter { $0.value >= lower && $0.value <= upper }
      if fits(ticks, scale: scale, room: room) { kept.insert(power, at: 0) }
    }
    return TickSet(major: labelled(kept).filter { $0.value >= lower && $0.value <= upper })
  }

  private static func labelled(_ exponents: [Int]) -> [Tick] {
    let decimal = (exponents.min() ?? 0) >= -2 && (exponents.max() ?? 0) <= 3
    var positive: [Tick] = []
    var negative: [Tick] = []
    for power in exponents {
      let value = LinearTicks.value(1, power)
      let label =
        decimal
        ? Label(plain: NumberText.fixed(1, exponent: power, decimals: max(0, -power)))
        : Label(plain: "10") + Label.power(power)
      positive.append(Tick(value: value, label: label))
      negative.append(Tick(value: -value, label: Label(plain: NumberText.minus) + label))
    }
    return negative.reversed() + [Tick(value: 0, label: Label(plain: "0"))] + positive
  }

  private static func fits(_ ticks: [Tick], scale: Scale, room: AxisRoom) -> Bool {
    for index in ticks.indices.dropFirst() {
      let (a, b) = (ticks[index - 1], ticks[index])
      let extents = (room.extent(of: a.label) + room.extent(of: b.label)) / 2
      if room.legibility(gap: scale(b.value) - scale(a.value) - extents) == nil { return false }
    }
    return ticks.count <= 2 * room.target
  }
}
