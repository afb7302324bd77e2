/// A truncated power series c₀ + c₁ t + … + cₙ tⁿ + O(tⁿ⁺¹).
public struct Series<Coefficient> {
  /// c₀, c₁, … up to the order that its arithmetic keeps.
  public var coefficients: [Coefficient]

  /// The series with these coefficients.
  public init(_ coefficients: [Coefficient]) { self.coefficients = coefficients }
}

extension Series: Sendable where Coefficient: Sendable {}

/// Power series in one variable t, truncated after a given order, over any kind of number: Taylor
/// expansion by arithmetic.
///
/// f applied to x₀ + t gives f(x₀), f′(x₀), f″(x₀)/2!, …: derivatives of any order in one pass, at
/// n² operations for each product or function. Functions of a series g follow from the differential
/// equation of the function, (f ∘ g)′ = f′(g) g′.
///
/// An operation is undefined where it has no value at t = 0, and unresolved where the value has no
/// series: |t|, √t, ⌊t⌋. The quotient t/t is undefined, too: removable poles are *not* removed.
public struct SeriesArithmetic<Base: Arithmetic>: Arithmetic {
  /// The arithmetic of the coefficients.
  public let base: Base
  /// n, the last power of t that is kept.
  public let order: Int

  /// Series up to the power `order` of t.
  ///
  /// - Precondition: the order is not negative.
  public init(_ base: Base, order: Int) {
    precondition(order >= 0, "a series of order \(order)")
    self.base = base
    self.order = order
  }

  private var zero: Base.Value { base.constant(.zero) }

  /// c + 0 t + ….
  public func constant(_ value: Base.Value) -> Series<Base.Value> {
    Series([value] + Array(repeating: zero, count: order))
  }

  /// x₀ + t.
  public func variable(at value: Base.Value) -> Series<Base.Value> {
    var result = constant(value)
    if order > 0 { result.coefficients[1] = base.constant(.one) }
    return result
  }

  /// f, f′, f″, … at t = 0: the coefficients times k!.
  public func derivatives(of series: Series<Base.Value>) -> [Base.Value] {
    var factorial = base.constant(.one)
    var result: [Base.Value] = []
    for (k, coefficient) in series.coefficients.enumerated() {
      if k > 1 { factorial = base.multiply(factorial, whole(k)) }
      result.append(base.multiply(coefficient, factorial))
    }
    return result
  }

  private func whole(_ k: Int) -> Base.Value { base.constant(Rational(k)) }

  /// A constant.
  public func constant(_ value: Rational) -> Series<Base.Value> { constant(base.constant(value)) }
  /// π.
  public var pi: Series<Base.Value> { constant(base.pi) }
  /// The marker of an operation without a value.
  public var undefined: Series<Base.Value> { constant(base.undefined) }
  /// The marker of a value that this kind cannot tell.
  public var unresolved: Series<Base.Value> { constant(base.unresolved) }

  /// Undefined if a coefficient is, else unresolved if one is.
  public func state(of value: Series<Base.Value>) -> ValueState {
    var result = ValueState.defined
    for coefficient in value.coefficients {
      switch base.state(of: coefficient) {
      case .undefined: return .undefined
      case .unresolved: result = .unresolved
      case .defined: continue
      }
    }
    return result
  }

  /// The undefined or unresolved value that operands hand on.
  func handedOn(_ values: Series<Base.Value>...) -> Series<Base.Value>? {
    var result: Series<Base.Value>?
    for value in values {
      switch state(of: value) {
      case .undefined: return undefined
      case .unresolved: result = unresolved
      case .defined: continue
      }
    }
    return result
  }

  /// A result that may have no value or no series after all.
  func settled(_ coefficients: [Base.Value]) -> Series<Base.Value> {
    let result = Series(coefficients)
    return handedOn(result) ?? result
  }

  /// The coefficients are those of an order by order rule.
  private func termwise(
    _ a: Series<Base.Value>, _ b: Series<Base.Value>,
    _ body: (Base.Value, Base.Value) -> Base.Value
  ) -> Series<Base.Value> {
    handedOn(a, b) ?? settled((0...order).map { body(a.coefficients[$0], b.coefficients[$0]) })
  }

  /// a + b.
  public func add(_ a: Series<Base.Value>, _ b: Series<Base.Value>) -> Series<Base.Value> {
    termwise(a, b) { base.add($0, $1) }
  }

  /// a − b.
  public func subtract(_ a: Series<Base.Value>, _ b: Series<Base.Value>) -> Series<Base.Value> {
    termwise(a, b) { base.subtract($0, $1) }
  }

  /// −a.
  public func negate(_ a: Series<Base.Value>) -> Series<Base.Value> {
    termwise(a, a) { x, _ in base.negate(x) }
  }

  /// a b: Σᵢ aᵢ bₖ₋ᵢ.
  public func multiply(_ a: Series<Base.Value>, _ b: Series<Base.Value>) -> Series<Base.Value> {
    if let state = handedOn(a, b) { return state }
    return settled((0...order).map { convolution(a.coefficients, b.coefficients, 0...$0, at: $0) })
  }

  /// Σ aᵢ bₖ₋ᵢ over i in a range; 0 over none.
  func convolution(
    _ a: [Base.Value], _ b: [Base.Value], _ range: ClosedRange<Int>, at k: Int
  ) -> Base.Value {
    var sum = base.multiply(a[range.lowerBound], b[k - range.lowerBound])
    for i in range.dropFirst() { sum = base.add(sum, base.multiply(a[i], b[k - i])) }
    return sum
  }

  /// a / b: qₖ = (aₖ − Σᵢ₍ᵢ ≥ 1₎ bᵢ qₖ₋ᵢ)/b₀.
  public func divide(_ a: Series<Base.Value>, _ b: Series<Base.Value>) -> Series<Base.Value> {
    if let state = handedOn(a, b) { return state }
    let (top, bottom) = (a.coefficients, b.coefficients)
    var result: [Base.Value] = []
    for k in 0...order {
      let rest =
        k == 0 ? top[0] : base.subtract(top[k], convolution(bottom, result, 1...k, at: k))
      result.append(base.divide(rest, bottom[0]))
    }
    return settled(result)
  }

  /// The order for small t > 0: that of the first coefficients that differ; equal if all are.
  public func compare(_ a: Series<Base.Value>, _ b: Series<Base.Value>) -> Comparison {
    if handedOn(a, b) != nil { return .unresolved }
    for (x, y) in zip(a.coefficients, b.coefficients) {
      let order = base.compare(x, y)
      if order != .equal { return order }
    }
    return .equal
  }

  /// That of the value at t = 0.
  public func approximation(of value: Series<Base.Value>) -> Double {
    base.approximation(of: value.coefficients[0])
  }

  /// The smaller for small |t|; unresolved where both are equal at t = 0 and differ elsewhere.
  public func minimum(_ a: Series<Base.Value>, _ b: Series<Base.Value>) -> Series<Base.Value> {
    extreme(a, b, isFirst: .less)
  }

  /// The larger for small |t|; unresolved where both are equal at t = 0 and differ elsewhere.
  public func maximum(_ a: Series<Base.Value>, _ b: Series<Base.Value>) -> Series<Base.Value> {
    extreme(a, b, isFirst: .greater)
  }

  private func extreme(
    _ a: Series<Base.Value>, _ b: Series<Base.Value>, isFirst: Comparison
  ) -> Series<Base.Value> {
    if let state = handedOn(a, b) { return state }
    switch base.compare(a.coefficients[0], b.coefficients[0]) {
    case .unresolved: return unresolved
    case .equal: return compare(a, b) == .equal ? a : unresolved
    case let order: return order == isFirst ? a : b
    }
  }

  /// |a|; unresolved where a is 0 at t = 0 and not elsewhere.
  public func absolute(_ a: Series<Base.Value>) -> Series<Base.Value> { maximum(a, negate(a)) }

  /// ⌊a⌋, constant near t = 0; unresolved where a is whole at t = 0 and not constant.
  public func floor(_ a: Series<Base.Value>) -> Series<Base.Value> {
    if let state = handedOn(a) { return state }
    let whole = base.floor(a.coefficients[0])
    let isSteady =
      base.compare(a.coefficients[0], whole) == .greater
      || compare(a, constant(a.coefficients[0])) == .equal
    return isSteady ? settled(constant(whole).coefficients) : unresolved
  }
}
