/// Ticks at round numbers: the extended algorithm of Talbot, Lin and Hanrahan (2010,
/// doi:10.1109/TVCG.2010.130), with real text extents as its legibility term.
///
/// The score is 0.22 simplicity + 0.18 coverage + 0.55 density + 0.05 legibility (the paper has
/// 0.25, 0.2, 0.5 and 0.05: the number asked for counts a little more here); labels that would
/// nearly touch are refused whatever they score. Tick values are kept as integers times
/// a power of ten, so that 3 · 0.1 is 0.3 and its label is exact.
struct LinearTicks: Equatable {
  /// Tick values as `significands[i]` × 10^`exponent`.
  var significands: [Int]
  var exponent: Int

  /// Step mantissas in tenths, the roundest first.
  private static let mantissas = [10, 50, 20, 25, 40, 30]

  var values: [Double] {
    significands.map { LinearTicks.value($0, exponent) }
  }

  /// The double nearest to significand × 10^exponent.
  static func value(_ significand: Int, _ exponent: Int) -> Double {
    if exponent >= 0, exponent < 16 {
      return Double(significand) * powerOfTen(exponent)
    }
    if exponent < 0, exponent > -23 {
      return Double(significand) / powerOfTen(-exponent)
    }
    return Double("\(significand)e\(exponent)") ?? 0
  }

  private static func powerOfTen(_ exponent: Int) -> Double {
    var power = 1.0
    for _ in 0..<exponent { power *= 10 }
    return power
  }

  /// The best ticks for a range; `room` may refuse labels that do not fit, and only whole numbers
  /// may be wanted.
  init(
    from lower: Double, to upper: Double, target: Int, room: AxisRoom? = nil, isWhole: Bool = false
  ) {
    var search = TickSearch(
      lower: lower, upper: upper, target: target, room: room, isWhole: isWhole)
    if let found = search.run(mantissas: LinearTicks.mantissas) {
      self = found
    } else if room != nil {
      var relaxed = TickSearch(lower: lower, upper: upper, target: 2, room: nil, isWhole: isWhole)
      self = relaxed.run(mantissas: LinearTicks.mantissas) ?? LinearTicks([0], 0)
    } else {
      self = LinearTicks([0], 0)
    }
  }

  init(_ significands: [Int], _ exponent: Int) {
    self.significands = significands
    self.exponent = exponent
  }

  /// One format for all labels: as many decimals as the finest needs.
  var labels: [Label] {
    var (numbers, power) = (significands, exponent)
    while numbers.contains(where: { $0 != 0 }), numbers.allSatisfy({ $0 % 10 == 0 }) {
      numbers = numbers.map { $0 / 10 }
      power += 1
    }
    let largest = numbers.reduce(0) { max($0, Int($1.magnitude)) }
    let magnitude = "\(largest)".utf8.count - 1 + power
    if power >= -5, magnitude < 7 {
      return numbers.map {
        Label(plain: NumberText.fixed($0, exponent: power, decimals: max(0, -power)))
      }
    }
    return numbers.map { scientific($0, exponent: power, magnitude: magnitude) }
  }

  private func scientific(_ number: Int, exponent: Int, magnitude: Int) -> Label {
    if number == 0 { return Label(plain: "0") }
    let decimals = max(0, magnitude - exponent)
    let mantissa = NumberText.fixed(number, exponent: exponent - magnitude, decimals: decimals)
    return Label(plain: mantissa + "\u{D7}10") + Label.power(magnitude)
  }
}

extension Label {
  /// An exponent, raised.
  static func power(_ exponent: Int) -> Label {
    let text = (exponent < 0 ? NumberText.minus : "") + "\(exponent.magnitude)"
    return Label(runs: [Run(text: text, level: 1, depth: 1)])
  }
}

/// The search for the best-scoring ticks, with the bounds that end it early.
private struct TickSearch {
  let lower: Double
  let upper: Double
  let target: Int
  let room: AxisRoom?
  let isWhole: Bool
  var best: LinearTicks?
  var bestScore = -2.0

  init(lower: Double, upper: Double, target: Int, room: AxisRoom?, isWhole: Bool) {
    self.lower = lower
    self.upper = upper
    self.target = max(2, target)
    self.room = room
    self.isWhole = isWhole
  }

  var range: Double { upper - lower }

  mutating func run(mantissas: [Int]) -> LinearTicks? {
    guard range > 1e-290, range.isFinite else { return nil }
    var skip = 1
    while skip < 50 {
      for (rank, mantissa) in mantissas.enumerated() {
        let simplicity = 1 - Double(rank) / Double(mantissas.count - 1) - Double(skip) + 1
        if 0.22 * simplicity + 0.78 < bestScore { return best }
        tryCounts(mantissa: mantissa, skip: skip, simplicity: simplicity)
      }
      skip += 1
    }
    return best
  }

  private mutating func tryCounts(mantissa: Int, skip: Int, simplicity: Double) {
    var count = 2
    while count < 100 {
      let density =
        count >= target ? 2 - Double(count - 1) / Double(target - 1) : 1
      if 0.22 * simplicity + 0.23 + 0.55 * density < bestScore { return }
      tryScales(mantissa: mantissa, skip: skip, count: count, simplicity: simplicity, density)
      count += 1
    }
  }

  private mutating func tryScales(
    mantissa: Int, skip: Int, count: Int, simplicity: Double, _ density: Double
  ) {
    let unit = range / Double(count + 1) / Double(skip) / (Double(mantissa) / 10)
    var power = DecimalDigits(unit).exponent - 1
    // Steps of mantissa/10 · 10^power are whole from here on.
    if isWhole { power = max(power, mantissa % 10 == 0 ? 0 : 1) }
    for _ in 0..<8 {
      let step = Double(skip) * LinearTicks.value(mantissa, power - 1)
      let span = step * Double(count - 1)
      let coverage = span > range ? 1 - square(5 * (span - range) / range) : 1
      if 0.22 * simplicity + 0.18 * coverage + 0.55 * density + 0.05 < bestScore { return }
      tryStarts(mantissa: mantissa, skip: skip, count: count, power: power, step: step)
      power += 1
    }
  }

  private mutating func tryStarts(
    mantissa: Int, skip: Int, count: Int, power: Int, step: Double
  ) {
    let (last, first) = ((upper / step).rounded(.down), (lower / step).rounded(.up))
    guard last.magnitude < 1e12, first.magnitude < 1e12 else { return }
    let least = Int(last) * skip - (count - 1) * skip
    let most = Int(first) * skip
    guard least <= most, most - least < 1000 else { return }
    for start in least...most {
      consider(mantissa: mantissa, skip: skip, count: count, start: start, exponent: power - 1)
    }
  }

  /// Scores one set of ticks; what cannot win is dropped before its labels are made.
  private mutating func consider(
    mantissa: Int, skip: Int, count: Int, start: Int, exponent: Int
  ) {
    let end = start + (count - 1) * skip
    let first = LinearTicks.value(start * mantissa, exponent)
    let last = LinearTicks.value(end * mantissa, exponent)
    guard last > first else { return }
    let hasZero = first <= 0 && last >= 0 && start % skip == 0
    let simplicity = 1 - LinearTicks.rank(of: mantissa) - Double(skip) + (hasZero ? 1 : 0)
    let coverage = 1 - 50 * (square((upper - last) / range) + square((lower - first) / range))
    let density = density(first, last, count)
    let bound = 0.22 * simplicity + 0.18 * coverage + 0.55 * density + 0.05
    guard bound > bestScore else { return }
    let ticks = LinearTicks((0..<count).map { (start + $0 * skip) * mantissa }, exponent)
    guard let legibility = legibility(ticks) else { return }
    let score = bound - 0.05 * (1 - legibility)
    if score > bestScore { (best, bestScore) = (ticks, score) }
  }

  private func density(_ first: Double, _ last: Double, _ count: Int) -> Double {
    let actual = Double(count - 1) / (last - first)
    let wanted = Double(target - 1) / (max(last, upper) - min(first, lower))
    return 2 - max(actual / wanted, wanted / actual)
  }

  private func legibility(_ ticks: LinearTicks) -> Double? {
    guard let room else { return 1 }
    let values = ticks.values
    let low = min(lower, values.first ?? lower)
    let high = max(upper, values.last ?? upper)
    let scale = room.length / (high - low)
    let extents = ticks.labels.map { room.extent(of: $0) }
    var worst = 1.0
    for index in 1..<values.count {
      let distance = (values[index] - values[index - 1]) * scale
      let gap = distance - (extents[index] + extents[index - 1]) / 2
      guard let legible = room.legibility(gap: gap) else { return nil }
      worst = min(worst, legible)
    }
    return worst
  }

  private func square(_ x: Double) -> Double { x * x }
}

extension LinearTicks {
  /// 0 for the roundest mantissa, 1 for the least round.
  fileprivate static func rank(of mantissa: Int) -> Double {
    let index = mantissas.firstIndex(of: mantissa) ?? 0
    return Double(index) / Double(mantissas.count - 1)
  }
}
