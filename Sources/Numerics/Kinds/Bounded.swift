/// A double with a bound of its rounding error: the true value is within `value` ± `error`.
///
/// Undefined is NaN; unresolved is an infinite error. Overflow is unresolved. Every bound is
/// rounded upward by a little slack, so that its own rounding cannot make it too small.
public struct Bounded: Sendable {
  /// The computed double.
  public var value: Double
  /// Bounds |truth − value|.
  public var error: Double

  /// The kind; it has no parameters.
  @inlinable
  public init(_ value: Double, error: Double = 0) {
    self.value = value
    self.error = error
  }

  /// Not a number of the reals.
  @inlinable
  public static var undefined: Bounded { Bounded(.nan) }

  /// Anything.
  @inlinable
  public static var unresolved: Bounded { Bounded(0, error: .infinity) }

  /// Whether the operation that made it has no value.
  @inlinable
  public var isUndefined: Bool { value.isNaN }

  /// Whether value and bound say something.
  @inlinable
  public var isDefined: Bool { error < .infinity && !value.isNaN }
}

extension Bounded {
  @inlinable
  static var unit: Double { 0x1p-53 }

  /// A bound a little larger than computed.
  @inlinable
  static func raised(_ bound: Double) -> Double { bound * (1 + 0x1p-50) }

  /// Whether a number has 24 bits at most, so that the product of two such numbers is exact.
  @inlinable
  static func isShort(_ value: Double) -> Bool { Double(Float(value)) == value }

  /// The result if it is finite; else the state that the operands leave.
  @inlinable
  static func finished(_ value: Double, _ error: Double, _ x: Bounded, _ y: Bounded) -> Bounded {
    if value.magnitude < .infinity && error < .infinity { return Bounded(value, error: error) }
    return x.isUndefined || y.isUndefined ? undefined : unresolved
  }

  /// e₁ + e₂ + u|v|; exact where exact operands have an exact sum.
  @inlinable
  public static func + (x: Bounded, y: Bounded) -> Bounded {
    let value = x.value + y.value
    if x.error == 0 && y.error == 0 {
      let moved = value - x.value
      let lost = (x.value - (value - moved)) + (y.value - moved)
      if lost == 0 { return Bounded(value) }
    }
    let error = raised(x.error + y.error + unit * value.magnitude)
    return finished(value, error, x, y)
  }

  /// As for the sum.
  @inlinable
  public static func - (x: Bounded, y: Bounded) -> Bounded { x + -y }

  /// The value with the other sign; the bound stays.
  @inlinable
  public static prefix func - (x: Bounded) -> Bounded { Bounded(-x.value, error: x.error) }

  /// |a|e_b + |b|e_a + e_a e_b + u|v| + 2⁻¹⁰⁷⁴; exact where a factor is exactly 0, or both factors
  /// are exact and short.
  @inlinable
  public static func * (x: Bounded, y: Bounded) -> Bounded {
    let value = x.value * y.value
    if value == 0 && x.isDefined && y.isDefined {
      let isExact = (x.value == 0 && x.error == 0) || (y.value == 0 && y.error == 0)
      if isExact { return Bounded(0) }
    }
    if x.error == 0 && y.error == 0 && isShort(x.value) && isShort(y.value) {
      return Bounded(value)
    }
    let crossed = x.value.magnitude * y.error + y.value.magnitude * x.error
    let error =
      raised(crossed + x.error * y.error + unit * value.magnitude) + 4
      * Double.leastNonzeroMagnitude
    return finished(value, error, x, y)
  }

  /// (e_a + |q|e_b)/(|b| − e_b) + u|q|; undefined for b = 0, unresolved if |b| ≤ e_b.
  @inlinable
  public static func / (x: Bounded, y: Bounded) -> Bounded {
    if !x.isDefined || !y.isDefined || !(y.value.magnitude > y.error) {
      if x.isUndefined || y.isUndefined { return undefined }
      return y.value == 0 && y.error == 0 ? undefined : unresolved
    }
    let value = x.value / y.value
    if x.value == 0 && x.error == 0 { return Bounded(0) }
    if x.error == 0 && y.error == 0 && isShort(value) && isShort(y.value)
      && value * y.value == x.value
    {
      return Bounded(value)
    }
    let room = (y.value.magnitude - y.error) * (1 - 0x1p-50)
    if !(room > 0) { return unresolved }
    let magnitude = value.magnitude
    // The quotient itself may be off by one unit where it is subnormal.
    let carried = (x.error + (magnitude + 0x1p-1074) * y.error) / room
    let error = raised(carried + unit * magnitude) + 4 * Double.leastNonzeroMagnitude
    return finished(value, error, x, y)
  }

  /// f(x), from an accurate double function: sup|f′|·e + 4u|f|.
  @inlinable
  func through(_ result: Double, slope: Double) -> Bounded {
    let carried = error == 0 ? 0 : slope * error
    let own = 4 * Bounded.unit * result.magnitude + 4 * Double.leastNonzeroMagnitude
    return Bounded.finished(result, Bounded.raised(carried * (1 + 0x1p-48) + own), self, self)
  }
}
