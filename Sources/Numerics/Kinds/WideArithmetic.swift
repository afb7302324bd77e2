/// A float of about 106 or 300 bits with an exponent of 60 bits and a bound of its error.
public struct Wide: Sendable {
  var number: WideFloat
  var error: Magnitude
  var condition: ValueState

  /// Where overflow begins.
  static let exponentLimit: Int64 = 1 << 60

  init(_ number: WideFloat, error: Magnitude = .zero, condition: ValueState = .defined) {
    self.number = number
    self.error = error
    self.condition = condition
  }

  /// The nearest double.
  public var nearest: Double { number.double }

  /// |x| < 2^size; `Int64.min / 4` for 0.
  public var size: Int64 { number.isZero ? Int64.min / 4 : number.exponent }

  /// The error is at most 2^errorSize; `Int64.min / 4` if the value is exact.
  public var errorSize: Int64 { error.isZero ? Int64.min / 4 : error.exponent + 1 }
}

/// Wide floats with a running error bound.
///
/// The error of one operation is about one unit of 128 or 320 bits, that of a function a few
/// dozen units. Trigonometric functions of arguments beyond 2⁶⁰ are unresolved; overflow occurs
/// only beyond 2^(2⁶⁰), so that e^(e^x) still has a value at x = 40.
public struct WideArithmetic: Arithmetic, Sendable {
  let engine: WideEngine

  /// About 106 bits and more: two limbs.
  public static let extended = WideArithmetic(engine: WideEngine(count: 2))
  /// About 300 bits: five limbs.
  public static let widest = WideArithmetic(engine: WideEngine(count: 5))

  /// The marker of an operation without a value.
  public var undefined: Wide { Wide(.zero, condition: .undefined) }
  /// The marker of a value that this kind cannot tell.
  public var unresolved: Wide { Wide(.zero, condition: .unresolved) }
  /// π.
  public var pi: Wide { own(engine.cut(.pi), units: 1) }

  /// A double, exactly; NaN is undefined, an infinity unresolved.
  public func constant(_ value: Double) -> Wide {
    value.isNaN ? undefined : value.isInfinite ? unresolved : Wide(WideFloat(value))
  }

  /// A rational number.
  public func constant(_ value: Rational) -> Wide {
    let top = WideFloat(value.numerator)
    let denominator = value.denominator
    if denominator & (denominator - 1) == 0 {
      return Wide(top.scaled(by: -Int64(denominator.trailingZeroBitCount)))
    }
    return own(engine.divide(top, WideFloat(denominator)), units: 1)
  }

  /// A result with an error of its own: units · 2^(exponent − bits), besides what is carried.
  private func own(_ number: WideFloat, units: Double, carried: Magnitude = .zero) -> Wide {
    let unit = Magnitude(units, exponent: number.exponent - Int64(64 * engine.count - 1))
    return settled(number, error: carried + (number.isZero ? .zero : unit))
  }

  /// Unresolved if an exponent is beyond the limit.
  private func settled(_ number: WideFloat, error: Magnitude) -> Wide {
    let isInside =
      number.exponent.magnitude <= Wide.exponentLimit.magnitude
      && error.exponent <= Wide.exponentLimit
    return isInside ? Wide(number, error: error) : unresolved
  }

  private func joined(_ a: Wide, _ b: Wide) -> Wide? {
    if a.condition == .defined && b.condition == .defined { return nil }
    return a.condition == .undefined || b.condition == .undefined ? undefined : unresolved
  }

  /// a + b.
  public func add(_ a: Wide, _ b: Wide) -> Wide {
    if let state = joined(a, b) { return state }
    let (number, isExact) = engine.sum(a.number, b.number)
    return isExact
      ? settled(number, error: a.error + b.error)
      : own(number, units: 1, carried: a.error + b.error)
  }

  /// a − b.
  public func subtract(_ a: Wide, _ b: Wide) -> Wide { add(a, negate(b)) }

  /// −a.
  public func negate(_ a: Wide) -> Wide {
    Wide(a.number.negated, error: a.error, condition: a.condition)
  }

  /// a b.
  public func multiply(_ a: Wide, _ b: Wide) -> Wide {
    if let state = joined(a, b) { return state }
    let (number, isExact) = engine.product(a.number, b.number)
    let carried =
      Magnitude(atLeast: a.number) * b.error + Magnitude(atLeast: b.number) * a.error
      + a.error * b.error
    return isExact
      ? settled(number, error: carried) : own(number, units: 1, carried: carried)
  }

  /// At most |a| − e; `nil` unless that is positive.
  private func least(_ a: Wide) -> WideFloat? {
    let rest = engine.subtract(a.number.magnitude, a.error.wide)
    return rest.isZero || rest.isNegative ? nil : rest
  }

  /// 1 over something, from above.
  private func inverse(_ a: WideFloat) -> Magnitude {
    Magnitude(1 + 0x1p-40) / Magnitude(Double(a.limbs[0] >> 11) * 0x1p-53, exponent: a.exponent)
  }

  /// a / b; undefined for b = 0, unresolved where b may be 0.
  public func divide(_ a: Wide, _ b: Wide) -> Wide {
    if let state = joined(a, b) { return state }
    guard let room = least(b) else {
      return b.number.isZero && b.error.isZero ? undefined : unresolved
    }
    if a.number.isZero && a.error.isZero { return a }
    let (number, isExact) = engine.quotient(a.number, b.number)
    if isExact, a.error.isZero, b.error.isZero { return settled(number, error: .zero) }
    let carried =
      (a.error + Magnitude(atLeast: number) * b.error * Magnitude(1.001)) * inverse(room)
    return isExact ? settled(number, error: carried) : own(number, units: 1, carried: carried)
  }

  /// |a|.
  public func absolute(_ a: Wide) -> Wide {
    Wide(a.number.magnitude, error: a.error, condition: a.condition)
  }

  /// The larger of two.
  public func maximum(_ a: Wide, _ b: Wide) -> Wide { extreme(a, b, takesLarger: true) }

  /// The smaller of two.
  public func minimum(_ a: Wide, _ b: Wide) -> Wide { extreme(a, b, takesLarger: false) }

  private func extreme(_ a: Wide, _ b: Wide, takesLarger: Bool) -> Wide {
    if let state = joined(a, b) { return state }
    let gap = engine.subtract(a.number, b.number)
    let isLarger = !gap.isZero && !gap.isNegative
    let error = engine.subtract(a.error.wide, b.error.wide).isNegative ? b.error : a.error
    return Wide(isLarger == takesLarger ? a.number : b.number, error: error)
  }

  /// ⌊a⌋, where it can be told.
  public func floor(_ a: Wide) -> Wide {
    if a.condition != .defined { return a }
    let below = whole(below: a.number)
    if a.error.isZero { return Wide(below) }
    let low = whole(below: engine.subtract(a.number, a.error.wide))
    let high = whole(below: engine.add(a.number, a.error.wide))
    return low.isNegative == high.isNegative && low.compareMagnitude(high) == 0
      ? Wide(below) : unresolved
  }

  private func whole(below a: WideFloat) -> WideFloat {
    if a.isZero || a.exponent >= Int64(64 * engine.count) { return a }
    var result = a
    var isWhole = true
    for index in 0..<engine.count {
      let bits = Int(max(0, min(64, a.exponent - Int64(64 * index))))
      let mask: UInt64 = bits == 0 ? 0 : bits == 64 ? .max : ~(UInt64.max >> UInt64(bits))
      if result.limbs[index] & ~mask != 0 { isWhole = false }
      result.limbs[index] &= mask
    }
    if result.isZero { result = .zero }
    return isWhole || !a.isNegative ? result : engine.subtract(result, WideFloat(1.0))
  }

  /// The order of two values, as far as their errors allow.
  public func compare(_ a: Wide, _ b: Wide) -> Comparison {
    if joined(a, b) != nil { return .unresolved }
    let gap = engine.subtract(a.number, b.number)
    let band = a.error + b.error
    if band.isZero && gap.isZero { return .equal }
    // The gap may be truncated by a unit, far below twice the band.
    let isClear = band.isZero || gap.magnitude.compareMagnitude((band * Magnitude(1.001)).wide) > 0
    if gap.isZero || !isClear { return .unresolved }
    return gap.isNegative ? .less : .greater
  }

  /// Whether it is a value.
  public func state(of value: Wide) -> ValueState { value.condition }

  /// A double near the value.
  public func approximation(of value: Wide) -> Double { value.number.double }
}

extension WideArithmetic {
  /// f(a) with the error bound carried through the slope.
  public func apply(_ function: ElementaryFunction, _ a: Wide) -> Wide {
    if a.condition != .defined { return a }
    if a.error.isZero, a.number.isZero, let value = function.exactValue(at: 0) {
      return Wide(WideFloat(value))
    }
    switch function {
    case .exp: return exponential(a)
    case .log: return logarithm(a)
    case .sin, .cos, .tan: return trigonometric(function, a)
    case .arcsin, .arccos: return arc(function, a)
    case .arctan: return through(engine.arctangent(a.number), a, slope: Magnitude(1))
    case .sinh, .cosh, .tanh: return hyperbolic(function, a)
    case .sqrt: return squareRoot(a)
    case .erf:
      let value = engine.errorFunction(a.number.magnitude)
      return through(a.number.isNegative ? value.negated : value, a, slope: Magnitude(1.13))
    case .erfc: return complementaryError(a)
    }
  }

  /// 1 − erf a; from 8 on e^−aa / (√π (a + ½/(a + 1/(a + 3/2/(a + …))))), of which two convergents
  /// that follow each other enclose the value (DLMF 7.9.1).
  private func complementaryError(_ a: Wide) -> Wide {
    guard !a.number.isNegative, a.number.exponent > 3 else {
      return subtract(constant(.one), apply(.erf, a))
    }
    func convergent(_ count: Int) -> Wide {
      var below = a
      for place in (1...count).reversed() {
        below = add(a, divide(constant(Double(place) / 2), below))
      }
      return below
    }
    let (last, before) = (convergent(128), convergent(127))
    guard last.condition == .defined, before.condition == .defined else { return unresolved }
    let gap = subtract(last, before)
    let enclosed = Wide(last.number, error: last.error + Magnitude(atLeast: gap.number) + gap.error)
    let bell = apply(.exp, negate(multiply(a, a)))
    return divide(bell, multiply(apply(.sqrt, pi), enclosed))
  }

  /// f(a) with sup|f′|·e and 2¹² units of its own; exact zeros stay exact.
  private func through(
    _ value: WideFloat, _ a: Wide, slope: Magnitude, lostBits: Int = 0
  ) -> Wide {
    let units = Double(sign: .plus, exponent: 10 + lostBits, significand: 1)
    return own(value, units: units, carried: slope * a.error)
  }

  /// Bits before the binary point, which reductions cost.
  private func lostBits(_ a: Wide) -> Int { Int(max(0, min(1000, a.number.exponent))) }

  private func exponential(_ a: Wide) -> Wide {
    if a.number.isZero && a.error.isZero { return Wide(WideFloat(1.0)) }
    guard a.number.exponent < 60, a.error.isZero || a.error.exponent < 0 else { return unresolved }
    let value = engine.exponential(a.number)
    return through(
      value, a, slope: Magnitude(atLeast: value) * Magnitude(8), lostBits: lostBits(a))
  }

  private func logarithm(_ a: Wide) -> Wide {
    if a.number.isZero && a.error.isZero { return undefined }
    guard let low = least(a) else { return unresolved }
    if a.number.isNegative { return undefined }
    return through(engine.logarithm(a.number), a, slope: inverse(low), lostBits: 8)
  }

  private func trigonometric(_ function: ElementaryFunction, _ a: Wide) -> Wide {
    guard a.number.exponent < 60 else { return unresolved }
    // The reduction's error is absolute.
    let reduction = Magnitude(powerOfTwo: Int64(lostBits(a) - 64 * engine.count + 4))
    let isReduced = a.number.exponent >= 0
    let error = isReduced ? a.error + reduction : a.error
    let moved = Wide(a.number, error: error)
    func sine() -> Wide { through(engine.sine(a.number), moved, slope: Magnitude(1)) }
    func cosine() -> Wide { through(engine.cosine(a.number), moved, slope: Magnitude(1)) }
    return switch function {
    case .sin: sine()
    case .cos: cosine()
    default: divide(sine(), cosine())
    }
  }

  private func arc(_ function: ElementaryFunction, _ a: Wide) -> Wide {
    let one = constant(.one)
    let gap = subtract(one, absolute(a))
    switch compare(gap, constant(.zero)) {
    case .less: return undefined
    case .unresolved: return unresolved
    case .equal, .greater: break
    }
    if function == .arccos {
      if gap.number.isZero && a.number.isNegative { return pi }
      let ratio = divide(subtract(one, a), add(one, a))
      let half = apply(.arctan, apply(.sqrt, ratio))
      return multiply(half, constant(Rational(2)))
    }
    if gap.number.isZero {
      let quarter = multiply(pi, Wide(WideFloat(0.5)))
      return a.number.isNegative ? negate(quarter) : quarter
    }
    let leg = apply(.sqrt, multiply(subtract(one, a), add(one, a)))
    return apply(.arctan, divide(a, leg))
  }

  private func hyperbolic(_ function: ElementaryFunction, _ a: Wide) -> Wide {
    guard a.number.exponent < 60, a.error.isZero || a.error.exponent < -1 else { return unresolved }
    let one = WideFloat(1.0)
    if function == .tanh {
      let m = engine.exponentialMinusOne(a.number.magnitude.scaled(by: 1))
      let value = engine.divide(m, engine.add(m, WideFloat(2.0)))
      return through(
        a.number.isNegative ? value.negated : value, a, slope: Magnitude(1), lostBits: lostBits(a))
    }
    let m = engine.exponentialMinusOne(a.number.magnitude)
    let grown = engine.add(m, one)
    let falling = engine.divide(m, grown)
    if function == .sinh {
      let value = engine.add(m, falling).scaled(by: -1)
      let slope = (Magnitude(atLeast: value) + Magnitude(1)) * Magnitude(4)
      return through(
        a.number.isNegative ? value.negated : value, a, slope: slope, lostBits: lostBits(a))
    }
    let value = engine.add(grown, engine.reciprocal(grown)).scaled(by: -1)
    return through(
      value, a, slope: Magnitude(atLeast: value) * Magnitude(4), lostBits: lostBits(a))
  }

  private func squareRoot(_ a: Wide) -> Wide {
    if a.number.isZero && a.error.isZero { return a }
    guard let low = least(a) else { return unresolved }
    if a.number.isNegative { return undefined }
    let value = engine.squareRoot(a.number)
    if a.error.isZero {
      let (square, isExact) = engine.product(value, value)
      if isExact && engine.subtract(square, a.number).isZero { return Wide(value) }
    }
    // 1/(2√low) ≤ √a/(2 low).
    return through(value, a, slope: Magnitude(atLeast: value) * inverse(low))
  }
}
