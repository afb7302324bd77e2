import Formula
import Numerics

/// Draws points from a mixture that finds mistakes: simple numbers, ordinary ones, extreme ones,
/// and coincidences.
struct PointSampler {
  let domains: [InputDomain]
  let touching: Set<Int>
  let key: UInt64
  /// By input: what `domains` says, in numbers that need no reference count.
  private let drawings: [Drawing]

  init(domains: [InputDomain], touching: Set<Int>, key: UInt64) {
    self.domains = domains
    self.touching = touching
    self.key = key
    drawings = domains.map { domain in
      switch domain {
      case .interval(nil, nil): .real
      case .oneHot(let group, let position, let count):
        .indicator(Indicator(group: group, position: position), count: count)
      default: .other
      }
    }
  }

  private enum Drawing {
    case real
    case indicator(Indicator, count: Int)
    case other

    func isIndicator(_ wanted: Indicator) -> Bool {
      if case .indicator(wanted, _) = self { true } else { false }
    }
  }

  /// Of one group exactly one is 1; they are drawn together, with the first of them.
  private struct Indicator: Equatable {
    let group: Int
    let position: Int
  }

  private enum Component {
    case grid
    case normal
    case uniform
    case logarithmic
    case ties(Tie)
  }

  /// 15 % grid, 35 % normal, 20 % uniform, 20 % logarithmic, 10 % ties, evenly spread.
  private static func component(of number: Int, _ stream: inout PointStream) -> Component {
    switch number % 20 {
    case 0, 7, 14: .grid
    case 1, 4, 6, 9, 11, 15, 18: .normal
    case 2, 8, 12, 17: .uniform
    case 3, 10, 13, 19: .logarithmic
    default: .ties(Tie(&stream))
    }
  }

  static let grid: [Double] = [0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 0.25, 10, -10]

  /// The point with a number; `attempt` counts how often it had to be drawn again.
  func point(_ number: Int, attempt: Int = 0) -> [Double] {
    var point = [Double](repeating: 0, count: drawings.count)
    draw(number, attempt, into: &point, from: 0)
    return point
  }

  /// The points with some numbers, each drawn again as often as there were rounds before.
  func points(_ numbers: Range<Int>, inRoundsOf size: Int) -> PointList {
    var result = PointList(width: drawings.count, capacity: numbers.count)
    for number in numbers {
      result.appendOrigin { draw(number, number / size, into: &$0, from: $1) }
    }
    return result
  }

  /// Puts a point in the place of the origin, which begins at a place.
  private func draw(_ number: Int, _ attempt: Int, into point: inout [Double], from start: Int) {
    var stream = PointStream(key: key, number, attempt)
    let component = Self.component(of: number + attempt, &stream)
    // Every bound is touched in a third of the points, and all of them at once in an eighth, mostly
    // from the same side: sharp constants are attained there, of a recursion of bounds for instance.
    let touchesAll = touching.count > 1 && (number + attempt) % 8 == 5
    let side: End? = !touchesAll ? nil : [.low, .high, nil][(number / 8 + attempt) % 3]
    for input in drawings.indices {
      switch drawings[input] {
      case .real: point[start + input] = real(component, &stream)
      case .indicator(let indicator, let count):
        guard isFirst(input, of: indicator.group) else { continue }
        let hot = Indicator(group: indicator.group, position: stream.integer(0, count - 1))
        for other in input..<drawings.count where drawings[other].isIndicator(hot) {
          point[start + other] = 1
        }
      case .other:
        if !touching.isEmpty, touching.contains(input),
          touchesAll || (number + input + attempt) % 3 == 0,
          let end = includedEnd(domains[input], side, &stream)
        {
          point[start + input] = end
        } else {
          point[start + input] = draw(domains[input], component, &stream)
        }
      }
    }
  }

  /// Whether no earlier input belongs to a group of indicators; they mostly stand side by side.
  private func isFirst(_ input: Int, of group: Int) -> Bool {
    for other in (0..<input).reversed() {
      if case .indicator(let indicator, _) = drawings[other], indicator.group == group {
        return false
      }
    }
    return true
  }

  /// A coincidence: all entries equal, of two values, one of them alone not zero, some zero.
  private struct Tie {
    let form: Int
    let values: [Double]

    init(_ stream: inout PointStream) {
      form = stream.integer(0, 3)
      values = [stream.choose(PointSampler.grid), stream.normal(), stream.normal()]
    }

    func value(_ stream: inout PointStream) -> Double {
      switch form {
      case 0: values[1]
      case 1: values[stream.integer(0, 1)]
      case 2: stream.integer(0, 2) == 0 ? 1 : 0
      default: stream.integer(0, 1) == 0 ? 0 : stream.normal()
      }
    }
  }

  private enum End {
    case low
    case high
  }

  /// One of the ends that belong to a domain, that of a side if it does.
  private func includedEnd(
    _ domain: InputDomain, _ side: End?, _ stream: inout PointStream
  ) -> Double? {
    guard case .interval(let low, let high) = domain else { return nil }
    let ends = [low, high].map { end in
      end.flatMap { $0.isIncluded ? $0.value.exactDouble : nil }
    }
    if let wanted = side.flatMap({ ends[$0 == .low ? 0 : 1] }) { return wanted }
    let known = ends.compactMap { $0 }
    return known.isEmpty ? nil : stream.choose(known)
  }

  private func draw(
    _ domain: InputDomain, _ component: Component, _ stream: inout PointStream
  ) -> Double {
    switch domain {
    case .interval(let low, let high):
      for _ in 0..<20 {
        let value = draw(low?.value.double, high?.value.double, component, &stream)
        if isInside(value, low, high) { return value }
      }
      return middle(low?.value.double, high?.value.double)
    case .whole(let low, let high):
      if stream.integer(0, 3) == 0 { return Double(stream.integer(0, 1) == 0 ? low : high) }
      return Double(stream.integer(low, min(high, low + 1_000_000)))
    case .set(let members): return stream.choose(members).double
    case .oneHot: return 0
    case .small(let side):
      let size = Elementary.exp(stream.uniform(-12, -1))
      switch side {
      case .above: return size
      case .below: return -size
      case .both: return stream.integer(0, 1) == 0 ? size : -size
      }
    case .standardUniform: return stream.uniform()
    case .excess: return Elementary.exp(stream.normal())
    case .standardNormal, .standardized, .skewness, .statistic:
      return if case .grid = component { stream.choose(Self.grid) } else { stream.normal() }
    }
  }

  private func draw(
    _ low: Double?, _ high: Double?, _ component: Component,
    _ stream: inout PointStream
  ) -> Double {
    guard low != nil || high != nil else { return real(component, &stream) }
    if let low, let high {
      switch component {
      case .grid:
        let inside = Self.grid.filter { low <= $0 && $0 <= high }
        return inside.isEmpty
          ? stream.choose([low, (low + high) / 2, high]) : stream.choose(inside)
      case .logarithmic:
        let part = (high - low) * Elementary.exp(stream.uniform(-9, 0))
        return stream.integer(0, 1) == 0 ? low + part : high - part
      case .ties(let tie):
        let value = tie.value(&stream)
        return low <= value && value <= high ? value : stream.uniform(low, high)
      default: return stream.uniform(low, high)
      }
    }
    let offset = abs(real(component, &stream))
    if let low { return low + offset }
    return (high ?? 0) - offset
  }

  private func real(_ component: Component, _ stream: inout PointStream) -> Double {
    switch component {
    case .grid: return stream.choose(Self.grid)
    case .normal: return stream.normal()
    case .uniform: return stream.uniform(-8, 8)
    case .logarithmic:
      let size = Elementary.exp(stream.uniform(-4, 3) * 2.302585092994046)
      return stream.integer(0, 1) == 0 ? size : -size
    case .ties(let tie): return tie.value(&stream)
    }
  }

  private func middle(_ low: Double?, _ high: Double?) -> Double {
    if let low, let high { return (low + high) / 2 }
    return low.map { $0 + 1 } ?? high.map { $0 - 1 } ?? 0
  }

  private func isInside(_ value: Double, _ low: InputDomain.End?, _ high: InputDomain.End?) -> Bool
  {
    InputDomain.interval(low, high).contains(value)
  }
}

extension InputDomain {
  /// Whether a fraction lies in the domain; of the ends of intervals, exactly.
  func contains(_ value: Rational) -> Bool {
    guard case .interval(let low, let high) = self else { return contains(value.double) }
    if let low, value < low.value || (value == low.value && !low.isIncluded) { return false }
    if let high, high.value < value || (value == high.value && !high.isIncluded) { return false }
    return true
  }

  /// Whether a double lies in the domain, exactly.
  func contains(_ value: Double) -> Bool {
    guard value.isFinite else { return false }
    switch self {
    case .interval(let low, let high):
      if let low {
        let order = low.value.order(against: value)
        if order > 0 || (order == 0 && !low.isIncluded) { return false }
      }
      if let high {
        let order = high.value.order(against: value)
        if order < 0 || (order == 0 && !high.isIncluded) { return false }
      }
      return true
    case .whole(let low, let high):
      return value == value.rounded() && Double(low) <= value && value <= Double(high)
    case .set(let members): return members.contains { $0.order(against: value) == 0 }
    case .oneHot: return value == 0 || value == 1
    case .standardUniform: return 0 <= value && value <= 1
    case .excess: return value >= 0
    case .small(let side):
      return value != 0 && (side == .both || (side == .above) == (value > 0))
    case .standardNormal, .standardized, .skewness, .statistic: return true
    }
  }
}

extension Rational {
  /// The nearest double, up to one unit in the last place.
  var double: Double {
    if let top = Int(exactly: numerator), let bottom = Int(exactly: denominator) {
      return Double(top) / Double(bottom)
    }
    return Double(numerator) / Double(denominator)
  }

  /// The value as a double, if it is one.
  var exactDouble: Double? { order(against: double) == 0 ? double : nil }

  /// The sign of (self − value), exact.
  func order(against value: Double) -> Int {
    // The nearest double is known to a few units in the last place: mostly that is enough.
    let near = double
    if abs(near - value) > 0x1p-48 * abs(near) { return near < value ? -1 : 1 }
    guard let other = Rational(exactly: value) else {
      return double < value ? -1 : double > value ? 1 : 0
    }
    return self == other ? 0 : self < other ? -1 : 1
  }

  /// The fraction with a denominator up to 1000 that is within 10⁻¹⁰ of a double, if there is one.
  init?(near value: Double) {
    guard value.isFinite, abs(value) < 1e9, value == 0 || abs(value) > 1e-4 else { return nil }
    let denominator = (1...1000).first {
      let scaled = value * Double($0)
      return abs(scaled - scaled.rounded()) <= 1e-10 * max(1, abs(scaled))
    }
    guard let denominator,
      let fraction = Rational(
        Int128((value * Double(denominator)).rounded()), over: Int128(denominator))
    else { return nil }
    self = fraction
  }

  /// The exact value of a double whose binary fraction fits.
  init?(exactly value: Double) {
    guard value.isFinite else { return nil }
    var scaled = value
    var shift: Int128 = 1
    var steps = 0
    while scaled != scaled.rounded() {
      scaled *= 2
      shift *= 2
      steps += 1
      if steps > 100 { return nil }
    }
    guard abs(scaled) < 0x1p120, let fraction = Rational(Int128(scaled), over: shift) else {
      return nil
    }
    self = fraction
  }
}
