/// Doubles with a running bound of their rounding error.
public struct BoundedArithmetic: Arithmetic {
  /// The kind; it has no parameters.
  public init() {}

  /// π.
  public var pi: Bounded { Bounded(Double.pi, error: 0x1p-52) }
  /// The marker of an operation without a value.
  public var undefined: Bounded { .undefined }
  /// The marker of a value that this kind cannot tell.
  public var unresolved: Bounded { .unresolved }

  /// The nearest double, exact where the fraction is one.
  public func constant(_ value: Rational) -> Bounded {
    // `Double(Int128)` is fifty times as slow as `Double(Int)`.
    if let top = Int(exactly: value.numerator), let bottom = Int(exactly: value.denominator),
      top.magnitude <= 1 << 53, bottom <= 1 << 53
    {
      let quotient = Double(top) / Double(bottom)
      let isPower = bottom & (bottom - 1) == 0
      return Bounded(quotient, error: isPower ? 0 : quotient.magnitude * 0x1p-53)
    }
    let (top, bottom) = (Double(value.numerator), Double(value.denominator))
    let quotient = top / bottom
    let isPower = value.denominator & (value.denominator - 1) == 0
    if isPower, Int128(exactly: top) == value.numerator { return Bounded(quotient) }
    return Bounded(quotient, error: quotient.magnitude * 0x1p-51)
  }

  /// a + b.
  @inlinable
  public func add(_ x: Bounded, _ y: Bounded) -> Bounded { x + y }

  /// a − b.
  @inlinable
  public func subtract(_ x: Bounded, _ y: Bounded) -> Bounded { x - y }

  /// a b.
  @inlinable
  public func multiply(_ x: Bounded, _ y: Bounded) -> Bounded { x * y }

  /// a / b; undefined for b = 0, unresolved where b may be 0.
  @inlinable
  public func divide(_ x: Bounded, _ y: Bounded) -> Bounded { x / y }

  /// −a.
  @inlinable
  public func negate(_ x: Bounded) -> Bounded { -x }

  /// |a|.
  @inlinable
  public func absolute(_ x: Bounded) -> Bounded { Bounded(x.value.magnitude, error: x.error) }

  /// The larger value with the larger bound: no branch inside the band.
  @inlinable
  public func maximum(_ x: Bounded, _ y: Bounded) -> Bounded {
    if x.isUndefined || y.isUndefined { return .undefined }
    return Bounded(max(x.value, y.value), error: max(x.error, y.error))
  }

  /// The smaller value with the larger bound.
  @inlinable
  public func minimum(_ x: Bounded, _ y: Bounded) -> Bounded {
    if x.isUndefined || y.isUndefined { return .undefined }
    return Bounded(min(x.value, y.value), error: max(x.error, y.error))
  }

  /// Whether it is a value.
  @inlinable
  public func state(of x: Bounded) -> ValueState {
    x.isUndefined ? .undefined : x.error < .infinity ? .defined : .unresolved
  }

  /// The order of two values, as far as their errors allow.
  @inlinable
  public func compare(_ x: Bounded, _ y: Bounded) -> Comparison {
    if !x.isDefined || !y.isDefined { return .unresolved }
    if x.error == 0 && y.error == 0 {
      return x.value < y.value ? .less : x.value == y.value ? .equal : .greater
    }
    let band = Bounded.raised(x.error + y.error)
    let gap = (x.value - y.value) * (1 - 0x1p-50)
    return gap < -band ? .less : gap > band ? .greater : .unresolved
  }

  /// ⌊x⌋ where the band lies between two whole numbers.
  public func floor(_ x: Bounded) -> Bounded {
    if !x.isDefined { return x }
    let value = x.value.rounded(.down)
    let error = Bounded.raised(x.error)
    let isInside = x.value - error >= value && x.value + error < value + 1
    return x.error == 0 || isInside ? Bounded(value) : .unresolved
  }

  /// A double near the value.
  @inlinable
  public func approximation(of x: Bounded) -> Double { x.value }

  /// f(a) with the error bound carried through the slope.
  public func apply(_ function: ElementaryFunction, _ x: Bounded) -> Bounded {
    if !x.isDefined { return x.isUndefined ? .undefined : .unresolved }
    if x.error == 0, let value = function.exactValue(at: x.value) { return Bounded(value) }
    switch function {
    case .exp: return exponential(x)
    case .log: return logarithm(x)
    case .sin: return x.through(Elementary.sin(x.value), slope: 1)
    case .cos: return x.through(Elementary.cos(x.value), slope: 1)
    case .tan: return tangent(x)
    case .arcsin: return arc(x, Elementary.arcsin(x.value))
    case .arccos: return arc(x, Elementary.arccos(x.value))
    case .arctan:
      let m = near(x)
      return x.through(Elementary.arctan(x.value), slope: 1 / (1 + m * m))
    case .sinh: return x.through(Elementary.sinh(x.value), slope: Elementary.cosh(far(x)))
    case .cosh: return x.through(Elementary.cosh(x.value), slope: Elementary.sinh(far(x)))
    case .tanh:
      let slope = min(1, 4 * Elementary.exp(-2 * near(x)))
      return x.through(Elementary.tanh(x.value), slope: slope)
    case .sqrt: return squareRoot(x)
    case .erf:
      let m = near(x)
      return x.through(Elementary.erf(x.value), slope: 1.1283791670955128 * Elementary.exp(-m * m))
    case .erfc:
      let m = near(x)
      return x.through(Elementary.erfc(x.value), slope: 1.1283791670955128 * Elementary.exp(-m * m))
    }
  }

  /// The least magnitude in the band.
  private func near(_ x: Bounded) -> Double {
    max(0, (x.value.magnitude - x.error) * (1 - 0x1p-50))
  }

  /// The largest magnitude in the band.
  private func far(_ x: Bounded) -> Double { Bounded.raised(x.value.magnitude + x.error) }

  private func exponential(_ x: Bounded) -> Bounded {
    let value = Elementary.exp(x.value)
    // Where e^x underflows the slope is below the least double.
    let slope =
      x.error < 1 ? (value + 0x1p-1074) * (1 + 2 * x.error) : Elementary.exp(x.value + x.error)
    return x.through(value, slope: slope)
  }

  private func logarithm(_ x: Bounded) -> Bounded {
    if x.value + x.error <= 0 { return .undefined }
    let low = (x.value - x.error) * (1 - 0x1p-50)
    return low > 0 ? x.through(Elementary.log(x.value), slope: 1 / low) : .unresolved
  }

  private func tangent(_ x: Bounded) -> Bounded {
    let value = Elementary.tan(x.value)
    if x.error == 0 { return x.through(value, slope: 0) }
    let step = 1.2 * x.error
    let room = 1 - value.magnitude * step * (1 + 0x1p-40)
    if !(x.error < 0.5 && room > 0) { return .unresolved }
    let most = (value.magnitude + step) / room
    return x.through(value, slope: 1 + most * most)
  }

  private func arc(_ x: Bounded, _ value: Double) -> Bounded {
    let magnitude = x.value.magnitude
    if magnitude - x.error > 1 { return .undefined }
    if x.error == 0 { return x.through(value, slope: 0) }
    let m = far(x)
    let room = (1 - m) * (1 + m)
    return room > 0 ? x.through(value, slope: 1 / Elementary.sqrt(room)) : .unresolved
  }

  private func squareRoot(_ x: Bounded) -> Bounded {
    if x.value + x.error < 0 { return .undefined }
    if x.value == 0 && x.error == 0 { return Bounded(0) }
    if x.error == 0 {
      let root = x.value.squareRoot()
      if Bounded.isShort(root) && root * root == x.value { return Bounded(root) }
    }
    let low = (x.value - x.error) * (1 - 0x1p-50)
    return low > 0
      ? x.through(Elementary.sqrt(x.value), slope: 0.5 / Elementary.sqrt(low)) : .unresolved
  }
}
