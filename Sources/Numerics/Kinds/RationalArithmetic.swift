/// A fraction, or the mark that there is none.
public enum Exact: Hashable, Sendable {
  /// The value itself.
  case value(Rational)
  /// An operation without a value.
  case undefined
  /// The result is no fraction or leaves 128 bits.
  case unresolved

  /// The fraction, if there is one.
  public var rational: Rational? { if case .value(let value) = self { value } else { nil } }
}

/// Exact fractions: nothing is ever rounded.
///
/// A result that leaves 128 bits or is no fraction is unresolved, never wrong. Functions have values
/// where these are fractions: √(9/4) = 3/2, e⁰ = 1, log 1 = 0, cos 0 = 1; arcsin 1 = π/2 has none.
public struct RationalArithmetic: Arithmetic, Sendable {
  /// The kind; it has no parameters.
  public init() {}

  /// The marker of an operation without a value.
  public var undefined: Exact { .undefined }
  /// The marker of a value that this kind cannot tell.
  public var unresolved: Exact { .unresolved }
  /// Not a fraction: unresolved.
  public var pi: Exact { .unresolved }

  /// The fraction itself.
  public func constant(_ value: Rational) -> Exact { .value(value) }

  /// Whether it is a value.
  public func state(of value: Exact) -> ValueState {
    switch value {
    case .value: .defined
    case .undefined: .undefined
    case .unresolved: .unresolved
    }
  }

  private func combined(
    _ a: Exact, _ b: Exact, _ body: (Rational, Rational) -> Rational?
  ) -> Exact {
    if let x = a.rational, let y = b.rational { return held(body(x, y)) }
    return a == .undefined || b == .undefined ? .undefined : .unresolved
  }

  private func held(_ value: Rational?) -> Exact { value.map { .value($0) } ?? .unresolved }

  /// a + b.
  public func add(_ a: Exact, _ b: Exact) -> Exact { combined(a, b) { $0.adding($1) } }

  /// a − b.
  public func subtract(_ a: Exact, _ b: Exact) -> Exact { combined(a, b) { $0.subtracting($1) } }

  /// a b.
  public func multiply(_ a: Exact, _ b: Exact) -> Exact { combined(a, b) { $0.multiplied(by: $1) } }

  /// a / b; undefined for b = 0.
  public func divide(_ a: Exact, _ b: Exact) -> Exact {
    if b.rational?.isZero == true { return .undefined }
    return combined(a, b) { $0.divided(by: $1) }
  }

  /// −a.
  public func negate(_ a: Exact) -> Exact { combined(a, a) { x, _ in x.negated } }

  /// |a|.
  public func absolute(_ a: Exact) -> Exact {
    combined(a, a) { x, _ in x.sign < 0 ? x.negated : x }
  }

  /// ⌊a⌋.
  public func floor(_ a: Exact) -> Exact {
    combined(a, a) { x, _ in
      let (quotient, rest) = x.numerator.quotientAndRemainder(dividingBy: x.denominator)
      return Rational(rest < 0 ? quotient - 1 : quotient, over: 1)
    }
  }

  /// The smaller of two.
  public func minimum(_ a: Exact, _ b: Exact) -> Exact { combined(a, b) { $1 < $0 ? $1 : $0 } }

  /// The larger of two.
  public func maximum(_ a: Exact, _ b: Exact) -> Exact { combined(a, b) { $0 < $1 ? $1 : $0 } }

  /// The order of two fractions; exact.
  public func compare(_ a: Exact, _ b: Exact) -> Comparison {
    guard let x = a.rational, let y = b.rational else { return .unresolved }
    return x < y ? .less : x == y ? .equal : .greater
  }

  /// The double nearest to the quotient of the nearest doubles.
  public func approximation(of value: Exact) -> Double {
    value.rational.map { Double($0.numerator) / Double($0.denominator) } ?? 0
  }

  /// aⁿ; undefined for a negative power of 0.
  public func power(_ a: Exact, _ exponent: Int) -> Exact {
    guard let x = a.rational else { return a }
    if x.isZero && exponent < 0 { return .undefined }
    return held(x.raised(to: exponent))
  }

  /// a^(p/q), where the root is a fraction.
  public func power(_ a: Exact, _ exponent: Rational) -> Exact {
    guard let x = a.rational else { return a }
    guard let top = Int(exactly: exponent.numerator) else { return .unresolved }
    let isEven = exponent.denominator & 1 == 0
    if x.sign < 0 && isEven { return .undefined }
    guard let root = x.root(exponent.denominator) else {
      return x.isZero && top < 0 ? .undefined : .unresolved
    }
    return power(.value(root), top)
  }

  /// a^b; defined for a > 0, and for a = 0 < b.
  public func power(_ a: Exact, _ exponent: Exact) -> Exact {
    guard let x = a.rational, let y = exponent.rational else { return combined(a, exponent) { $1 } }
    if x.sign < 0 || (x.isZero && y.sign <= 0) { return .undefined }
    return power(a, y)
  }

  /// f(a) where it is a fraction.
  public func apply(_ function: ElementaryFunction, _ a: Exact) -> Exact {
    guard let x = a.rational else { return a }
    switch function {
    case .sqrt: return x.sign < 0 ? .undefined : held(x.root(2))
    case .log: return x.sign <= 0 ? .undefined : x == .one ? .value(.zero) : .unresolved
    case .arcsin, .arccos:
      if x > .one || x < Rational(-1) { return .undefined }
      if function == .arcsin { return x.isZero ? a : .unresolved }
      return x == .one ? .value(.zero) : .unresolved
    case .exp, .cos, .cosh, .erfc: return x.isZero ? .value(.one) : .unresolved
    case .sin, .tan, .arctan, .sinh, .tanh, .erf: return x.isZero ? a : .unresolved
    }
  }
}

extension Rational {
  /// The real root of a positive order, if it is a fraction; of a negative number for odd orders.
  public func root(_ order: Int128) -> Rational? {
    if order == 1 { return self }
    guard order > 0, sign >= 0 || order & 1 == 1,
      let top = wholeRoot(numerator.magnitude, order),
      let bottom = wholeRoot(denominator.magnitude, order)
    else { return nil }
    return Rational(sign < 0 ? -top : top, over: bottom)
  }
}

/// The whole number whose power is `value`, by bisection.
private func wholeRoot(_ value: UInt128, _ order: Int128) -> Int128? {
  if value <= 1 { return Int128(value) }
  // 2¹²⁷ has no root of a higher order.
  guard let order = Int(exactly: order), order < 128 else { return nil }
  var low: UInt128 = 1
  var high: UInt128 = 1 << UInt128((127 - value.leadingZeroBitCount) / order + 1)
  while low < high {
    let middle = low + (high - low + 1) / 2
    if isPower(middle, order, atMost: value) { low = middle } else { high = middle - 1 }
  }
  var power: UInt128 = 1
  for _ in 0..<order { power *= low }
  return power == value ? Int128(low) : nil
}

private func isPower(_ base: UInt128, _ order: Int, atMost limit: UInt128) -> Bool {
  var power: UInt128 = 1
  for _ in 0..<order {
    let (next, overflow) = power.multipliedReportingOverflow(by: base)
    if overflow || next > limit { return false }
    power = next
  }
  return true
}
