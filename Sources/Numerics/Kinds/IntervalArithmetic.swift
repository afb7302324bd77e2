/// Intervals that are rounded outward: they always contain the true value.
public struct IntervalArithmetic: Arithmetic, Sendable {
  /// The kind; it has no parameters.
  public init() {}

  /// The marker of an operation without a value.
  public var undefined: Interval { .undefined }
  /// All numbers.
  public var unresolved: Interval { .unresolved }
  /// The two doubles beside π.
  public var pi: Interval { Interval(lower: Double.pi, upper: Double.pi.nextUp) }

  /// The fraction, between neighbouring doubles where it is none.
  public func constant(_ value: Rational) -> Interval {
    let near = BoundedArithmetic().constant(value)
    if near.error == 0 { return Interval(near.value) }
    return Interval(
      bounds: Directed.down.sum(near.value, -near.error),
      Directed.up.sum(near.value, near.error))
  }

  /// Whether it bounds a value.
  public func state(of x: Interval) -> ValueState {
    x.isUndefined ? .undefined : x.isDefined ? .defined : .unresolved
  }

  /// a + b.
  public func add(_ x: Interval, _ y: Interval) -> Interval { x + y }
  /// a − b.
  public func subtract(_ x: Interval, _ y: Interval) -> Interval { x - y }
  /// a b.
  public func multiply(_ x: Interval, _ y: Interval) -> Interval { x * y }
  /// a / b; undefined for b = 0, unresolved where b may be 0.
  public func divide(_ x: Interval, _ y: Interval) -> Interval { x / y }
  /// −a.
  public func negate(_ x: Interval) -> Interval { -x }

  /// |a|.
  public func absolute(_ x: Interval) -> Interval {
    x.isDefined ? Interval(bounds: x.leastMagnitude, x.greatestMagnitude) : x
  }

  /// ⌊a⌋: all values that it may have.
  public func floor(_ x: Interval) -> Interval {
    x.isDefined ? Interval(bounds: x.lower.rounded(.down), x.upper.rounded(.down)) : x
  }

  /// The smaller of two.
  public func minimum(_ x: Interval, _ y: Interval) -> Interval {
    Interval.joined(x, y) ?? Interval(bounds: min(x.lower, y.lower), min(x.upper, y.upper))
  }

  /// The larger of two.
  public func maximum(_ x: Interval, _ y: Interval) -> Interval {
    Interval.joined(x, y) ?? Interval(bounds: max(x.lower, y.lower), max(x.upper, y.upper))
  }

  /// The order of two values where the intervals do not overlap.
  public func compare(_ x: Interval, _ y: Interval) -> Comparison {
    if !x.isDefined || !y.isDefined { return .unresolved }
    if x.upper < y.lower { return .less }
    if x.lower > y.upper { return .greater }
    return x.lower == x.upper && x == y ? .equal : .unresolved
  }

  /// The middle.
  public func approximation(of x: Interval) -> Double { x.isDefined ? x.midpoint : 0 }

  /// aⁿ by its monotone parts: [−1, 1]² is [0, 1], *not* [−1, 1].
  public func power(_ x: Interval, _ exponent: Int) -> Interval {
    if !x.isDefined { return x }
    let n = exponent.magnitude
    let result: Interval
    if n % 2 == 0 {
      result = Interval(
        bounds: Directed.down.power(x.leastMagnitude, n), Directed.up.power(x.greatestMagnitude, n))
    } else {
      result = Interval(bounds: odd(x.lower, n, .down), odd(x.upper, n, .up))
    }
    return exponent < 0 ? Interval(1) / result : result
  }

  private func odd(_ x: Double, _ n: UInt, _ direction: Directed) -> Double {
    if x >= 0 { return direction.power(x, n) }
    let opposite: Directed = direction == .up ? .down : .up
    return -opposite.power(-x, n)
  }

  /// f(a), from functions of doubles that are off by at most two of them.
  public func apply(_ function: ElementaryFunction, _ x: Interval) -> Interval {
    if !x.isDefined { return x }
    switch function {
    case .exp: return increasing(x, atLeast: 0) { Elementary.exp($0) }
    case .log:
      if x.upper <= 0 { return .undefined }
      return x.lower <= 0 ? .unresolved : increasing(x) { Elementary.log($0) }
    case .sqrt:
      if x.upper < 0 { return .undefined }
      if x.lower < 0 { return .unresolved }
      return Interval(bounds: Directed.down.squareRoot(x.lower), Directed.up.squareRoot(x.upper))
    case .sin: return wave(x, peak: 1) { Elementary.sin($0) }
    case .cos: return wave(x, peak: 0) { Elementary.cos($0) }
    case .tan:
      guard let quarters = quarters(of: x), !quarters.contains(where: { $0 & 1 == 1 }) else {
        return .unresolved
      }
      return increasing(x) { Elementary.tan($0) }
    case .arcsin, .arccos:
      if x.lower > 1 || x.upper < -1 { return .undefined }
      if x.lower < -1 || x.upper > 1 { return .unresolved }
      return function == .arcsin
        ? increasing(x) { Elementary.arcsin($0) }
        : -increasing(x, atMost: 0) { -Elementary.arccos($0) }
    case .arctan: return increasing(x) { Elementary.arctan($0) }
    case .sinh: return increasing(x) { Elementary.sinh($0) }
    case .cosh: return increasing(absolute(x), atLeast: 1) { Elementary.cosh($0) }
    case .tanh: return increasing(x, atLeast: -1, atMost: 1) { Elementary.tanh($0) }
    case .erf: return increasing(x, atLeast: -1, atMost: 1) { Elementary.erf($0) }
    case .erfc: return -increasing(x, atLeast: -2, atMost: 0) { -Elementary.erfc($0) }
    }
  }

  /// The values between those at the ends, and between bounds that hold everywhere.
  private func increasing(
    _ x: Interval, atLeast least: Double = -.infinity, atMost most: Double = .infinity,
    _ function: (Double) -> Double
  ) -> Interval {
    Interval(
      bounds: max(least, Directed.down.moved(function(x.lower), by: 4)),
      min(most, Directed.up.moved(function(x.upper), by: 4)))
  }

  /// sin or cos: the values at the ends, and 1 or −1 where the interval may contain a crest, at
  /// the multiples `peak`, `peak` + 4, … of π/2, or a trough, two further.
  private func wave(_ x: Interval, peak: Int, _ function: (Double) -> Double) -> Interval {
    guard let quarters = quarters(of: x) else { return Interval(lower: -1, upper: 1) }
    let (a, b) = (function(x.lower), function(x.upper))
    let hasPeak = quarters.contains { ($0 - peak) & 3 == 0 }
    let hasTrough = quarters.contains { ($0 - peak) & 3 == 2 }
    let low = hasTrough ? -1 : max(-1, Directed.down.moved(min(a, b), by: 4))
    let high = hasPeak ? 1 : min(1, Directed.up.moved(max(a, b), by: 4))
    return Interval(lower: low, upper: high)
  }

  /// All multiples of π/2 that may lie in an interval, and perhaps one beside it; `nil` if these are
  /// too many or it is too far out to tell.
  private func quarters(of x: Interval) -> Range<Int>? {
    guard x.greatestMagnitude < 0x1p30 else { return nil }
    let (low, high) = (x.lower * 0.6366197723675814, x.upper * 0.6366197723675814)
    let slack = 0x1p-50 * max(low.magnitude, high.magnitude)
    let first = (low - slack).rounded(.up)
    let last = (high + slack).rounded(.down)
    guard last - first < 8 else { return nil }
    return Int(first)..<max(Int(first), Int(last) + 1)
  }
}
