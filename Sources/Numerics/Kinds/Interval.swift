/// All numbers from `lower` to `upper`: the true value is one of them.
///
/// Bounds are rounded outward, by nothing where an operation on doubles is exact and by one double
/// where it is not. Undefined is NaN; unresolved are all numbers. The quotient, the logarithm and
/// the square root of an interval that is partly outside the domain are unresolved, as is
/// everything whose bounds leave the doubles.
///
/// Intervals do not know where they come from: x − x is *not* [0, 0] but has twice the width of x.
public struct Interval: Equatable, Sendable {
  /// No number of the interval is less.
  public let lower: Double
  /// No number of the interval is greater.
  public let upper: Double

  private init(unchecked lower: Double, _ upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// The interval of one double.
  public init(_ value: Double) { self.init(bounds: value, value) }

  /// The interval between two doubles.
  ///
  /// - Precondition: `lower <= upper`, both finite.
  public init(lower: Double, upper: Double) {
    precondition(lower <= upper, "the lower bound \(lower) is above \(upper)")
    self.init(bounds: lower, upper)
  }

  /// Bounds that may have left the doubles.
  init(bounds lower: Double, _ upper: Double) {
    let isFinite = lower.isFinite && upper.isFinite
    self = isFinite ? Interval(unchecked: lower, upper) : Interval.unresolved
  }

  /// The marker of an operation without a value.
  public static let undefined = Interval(unchecked: .nan, .nan)
  /// All numbers.
  public static let unresolved = Interval(unchecked: -.infinity, .infinity)

  /// Whether the operation that made it has no value.
  public var isUndefined: Bool { lower.isNaN }
  /// Whether it bounds anything.
  public var isDefined: Bool { upper < .infinity }

  /// upper − lower, rounded upward.
  public var width: Double { Directed.up.sum(upper, -lower) }

  /// A double of the interval near its middle.
  public var midpoint: Double { min(max(lower / 2 + upper / 2, lower), upper) }

  /// The largest |x|.
  public var greatestMagnitude: Double { max(lower.magnitude, upper.magnitude) }

  /// The least |x|.
  public var leastMagnitude: Double { lower > 0 ? lower : upper < 0 ? -upper : 0 }

  /// Whether a number is one of them.
  public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }

  /// −x.
  public static prefix func - (x: Interval) -> Interval { Interval(unchecked: -x.upper, -x.lower) }

  /// x + y.
  public static func + (x: Interval, y: Interval) -> Interval {
    if let state = joined(x, y) { return state }
    return Interval(
      bounds: Directed.down.sum(x.lower, y.lower), Directed.up.sum(x.upper, y.upper))
  }

  /// x − y.
  public static func - (x: Interval, y: Interval) -> Interval { x + -y }

  /// The hull of the four products of bounds.
  public static func * (x: Interval, y: Interval) -> Interval {
    if let state = joined(x, y) { return state }
    return hull(x, y) { $2.product($0, $1) }
  }

  /// The hull of the four quotients of bounds; undefined for y = 0, unresolved where y contains 0.
  public static func / (x: Interval, y: Interval) -> Interval {
    if x.isUndefined || y.isUndefined || (y.lower == 0 && y.upper == 0) { return undefined }
    if y.contains(0) || !x.isDefined { return unresolved }
    return hull(x, y) { $2.quotient($0, $1) }
  }

  private static func hull(
    _ x: Interval, _ y: Interval, _ body: (Double, Double, Directed) -> Double
  ) -> Interval {
    func bound(_ direction: Directed, _ pick: (Double, Double) -> Double) -> Double {
      pick(
        pick(body(x.lower, y.lower, direction), body(x.lower, y.upper, direction)),
        pick(body(x.upper, y.lower, direction), body(x.upper, y.upper, direction)))
    }
    return Interval(bounds: bound(.down) { min($0, $1) }, bound(.up) { max($0, $1) })
  }

  static func joined(_ x: Interval, _ y: Interval) -> Interval? {
    if x.isDefined && y.isDefined { return nil }
    return x.isUndefined || y.isUndefined ? undefined : unresolved
  }
}

/// Operations on doubles that never err to the other side.
///
/// The error of the rounded operation is found exactly where no part of it can leave the doubles;
/// elsewhere the result moves by one double in any case.
enum Directed {
  case down
  case up

  /// The result if its error has the right sign or is 0, else its neighbour.
  private func settled(_ value: Double, error: Double) -> Double {
    switch self {
    case .down: error >= 0 ? value : value.nextDown
    case .up: error <= 0 ? value : value.nextUp
    }
  }

  /// The neighbour of a result of unknown error.
  private func beyond(_ value: Double) -> Double { settled(value, error: .nan) }

  /// Whether products of such numbers are exact in two parts.
  private static func isModerate(_ x: Double) -> Bool {
    x.magnitude > 0x1p-480 && x.magnitude < 0x1p480
  }

  func sum(_ a: Double, _ b: Double) -> Double {
    let (sum, error) = Pair.sum(a, b)
    return settled(sum, error: error)
  }

  func product(_ a: Double, _ b: Double) -> Double {
    if a == 0 || b == 0 { return 0 }
    guard Directed.isModerate(a), Directed.isModerate(b) else { return beyond(a * b) }
    let (product, error) = Pair.product(a, b)
    return settled(product, error: error)
  }

  func quotient(_ a: Double, _ b: Double) -> Double {
    if a == 0 { return 0 }
    let quotient = a / b
    guard Directed.isModerate(a), Directed.isModerate(b), Directed.isModerate(quotient) else {
      return beyond(quotient)
    }
    let (back, error) = Pair.product(quotient, b)
    let rest = (a - back) - error
    return settled(quotient, error: b < 0 ? -rest : rest)
  }

  func squareRoot(_ a: Double) -> Double {
    if a == 0 { return 0 }
    let root = a.squareRoot()
    guard Directed.isModerate(a) else { return beyond(root) }
    let (square, error) = Pair.product(root, root)
    return settled(root, error: (a - square) - error)
  }

  /// aⁿ for a ≥ 0.
  func power(_ a: Double, _ exponent: UInt) -> Double {
    var result = 1.0
    var square = a
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result = product(result, square) }
      rest >>= 1
      if rest > 0 { square = product(square, square) }
    }
    // A result below all doubles has 0 as its lower bound.
    return max(result, 0)
  }

  /// A result that may be off by some doubles, moved past them.
  func moved(_ value: Double, by steps: Int) -> Double {
    var result = value
    for _ in 0..<steps { result = beyond(result) }
    return result
  }
}
