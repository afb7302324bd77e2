extension Arithmetic {
  /// A whole power by repeated squaring.
  public func power(_ a: Value, _ exponent: Int) -> Value {
    // What may be undefined is not 1 to the power 0, either.
    if state(of: a) != .defined { return a }
    if exponent == 2 { return multiply(a, a) }
    var result: Value?
    var square = a
    var rest = exponent.magnitude
    while rest > 0 {
      if rest & 1 == 1 { result = result.map { multiply($0, square) } ?? square }
      rest >>= 1
      if rest > 0 { square = multiply(square, square) }
    }
    let one = constant(.one)
    guard let result else { return one }
    return exponent < 0 ? divide(one, result) : result
  }

  /// By the logarithm; square roots by `sqrt`.
  public func power(_ a: Value, _ exponent: Rational) -> Value {
    if state(of: a) != .defined { return a }
    guard let top = Int(exactly: exponent.numerator) else { return unresolved }
    if exponent.denominator == 1 { return power(a, top) }
    if exponent.denominator == 2 { return power(apply(.sqrt, a), top) }
    let isEven = exponent.denominator & 1 == 0
    switch compare(a, constant(.zero)) {
    case .unresolved: return unresolved
    case .equal: return top > 0 ? a : undefined
    case .greater: return apply(.exp, multiply(constant(exponent), apply(.log, a)))
    case .less:
      if isEven { return undefined }
      let positive = apply(.exp, multiply(constant(exponent), apply(.log, negate(a))))
      return top & 1 == 0 ? positive : negate(positive)
    }
  }

  /// e^(y log x).
  public func power(_ a: Value, _ exponent: Value) -> Value {
    if state(of: a) == .undefined || state(of: exponent) == .undefined { return undefined }
    let zero = constant(.zero)
    if compare(a, zero) == .equal {
      switch compare(exponent, zero) {
      case .greater: return zero
      case .unresolved: return unresolved
      case .less, .equal: return undefined
      }
    }
    return apply(.exp, multiply(exponent, apply(.log, a)))
  }
}
