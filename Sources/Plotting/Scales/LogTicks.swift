/// Ticks of a logarithmic axis.
///
/// Whole powers of ten, every n-th if there are many; with fewer than three of them, also
/// 2 and 5 or all of 1…9 times each; with a domain too narrow for that, linear ticks. One
/// form for all labels: decimals within 0.001…10 000, else powers.
enum LogTicks {
  static func ticks(from lower: Double, to upper: Double, room: AxisRoom) -> TickSet {
    let (first, last) = (exponent(of: lower, roundingUp: true), exponent(of: upper))
    for multiples in [[1], [1, 3], [1, 2, 5], [1, 2, 3, 4, 5, 6, 7, 8, 9]] {
      let numbers = candidates(from: lower, to: upper, multiples: multiples)
      if numbers.count < 3 { continue }
      if multiples == [1] {
        return powers(first, last, lower: lower, upper: upper, room: room)
      }
      let ticks = labelled(numbers)
      if fits(ticks, from: lower, to: upper, room: room) {
        return TickSet(major: ticks, minor: minors(from: lower, to: upper))
      }
    }
    let linear = LinearTicks(from: lower, to: upper, target: room.target, room: nil)
    let ticks = zip(linear.values, linear.labels).map { Tick(value: $0, label: $1) }
    return TickSet(major: thinned(ticks.filter { $0.value > 0 }, from: lower, to: upper, room))
      .clipped(to: lower, upper)
  }

  /// ⌊log₁₀⌋ or ⌈log₁₀⌉, exact at powers of ten.
  static func exponent(of value: Double, roundingUp: Bool = false) -> Int {
    let digits = DecimalDigits(value)
    let isPower = digits.digits == [1]
    return digits.exponent - 1 + (roundingUp && !isPower ? 1 : 0)
  }

  private static func candidates(
    from lower: Double, to upper: Double, multiples: [Int]
  ) -> [(Int, Int)] {
    var numbers: [(Int, Int)] = []
    for power in exponent(of: lower)...max(exponent(of: lower), exponent(of: upper)) {
      for multiple in multiples {
        let value = LinearTicks.value(multiple, power)
        if value >= lower, value <= upper { numbers.append((multiple, power)) }
      }
    }
    return numbers
  }

  /// Every n-th power of ten, the rest as minor ticks.
  private static func powers(
    _ first: Int, _ last: Int, lower: Double, upper: Double, room: AxisRoom
  ) -> TickSet {
    var stride = 1
    while stride < 400 {
      let chosen = (first...last).filter { $0 % stride == 0 }
      let ticks = labelled(chosen.map { (1, $0) })
      if chosen.count <= room.target + 1, fits(ticks, from: lower, to: upper, room: room) {
        let between = (first...last).filter { $0 % stride != 0 }.map { LinearTicks.value(1, $0) }
        let minor = stride == 1 ? minors(from: lower, to: upper) : between
        return TickSet(major: ticks, minor: last - first > 40 ? [] : minor)
      }
      stride += 1
    }
    return TickSet()
  }

  /// 2…9 times each power, if there are not too many decades for them.
  private static func minors(from lower: Double, to upper: Double) -> [Double] {
    let all = candidates(from: lower, to: upper, multiples: [2, 3, 4, 5, 6, 7, 8, 9])
    return all.count > 50 ? [] : all.map { LinearTicks.value($0.0, $0.1) }
  }

  private static func labelled(_ numbers: [(Int, Int)]) -> [Tick] {
    let exponents = numbers.map { $0.1 }
    let least = exponents.min() ?? 0
    let most = exponents.max() ?? 0
    let decimal = least >= -3 && most <= 4
    return numbers.map { multiple, power in
      let value = LinearTicks.value(multiple, power)
      if decimal {
        let text = NumberText.fixed(multiple, exponent: power, decimals: max(0, -power))
        return Tick(value: value, label: Label(plain: text))
      }
      let factor = multiple == 1 ? "10" : "\(multiple)\u{D7}10"
      return Tick(value: value, label: Label(plain: factor) + Label.power(power))
    }
  }

  static func fits(
    _ ticks: [Tick], from lower: Double, to upper: Double, room: AxisRoom
  ) -> Bool {
    let scale = Scale(warp: .log, lower: lower, upper: upper, start: 0, end: room.length)
    for index in ticks.indices.dropFirst() {
      let (a, b) = (ticks[index - 1], ticks[index])
      let extents = (room.extent(of: a.label) + room.extent(of: b.label)) / 2
      if room.legibility(gap: scale(b.value) - scale(a.value) - extents) == nil { return false }
    }
    return true
  }

  /// Drops every second label until the rest fit.
  private static func thinned(
    _ ticks: [Tick], from lower: Double, to upper: Double, _ room: AxisRoom
  ) -> [Tick] {
    var kept = ticks
    while kept.count > 2, !fits(kept, from: lower, to: upper, room: room) {
      kept = kept.enumerated().filter { $0.offset % 2 == 0 }.map { $0.element }
    }
    return kept
  }
}
