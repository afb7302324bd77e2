extension SeriesArithmetic {
  /// f(a), by the differential equation of f.
  public func apply(_ function: ElementaryFunction, _ a: Series<Base.Value>) -> Series<Base.Value> {
    if let state = handedOn(a) { return state }
    let start = base.apply(function, a.coefficients[0])
    switch function {
    case .exp:
      return solution(start, a) { $0 }
    case .tan:
      return solution(start, a) { add(constant(.one), multiply($0, $0)) }
    case .tanh:
      return solution(start, a) { subtract(constant(.one), multiply($0, $0)) }
    case .log: return integral(start, a, divide(constant(.one), a))
    case .arctan: return integral(start, a, divide(constant(.one), add(one, multiply(a, a))))
    case .arcsin: return integral(start, a, divide(one, circle(a)))
    case .arccos: return integral(start, a, negate(divide(one, circle(a))))
    case .erf, .erfc:
      let bell = apply(.exp, negate(multiply(a, a)))
      let sign = Rational(function == .erf ? 2 : -2)
      let factor = divide(constant(sign), constant(base.apply(.sqrt, base.pi)))
      return integral(start, a, multiply(factor, bell))
    case .sin: return waves(a, sign: -1, .sin, .cos).0
    case .cos: return waves(a, sign: -1, .sin, .cos).1
    case .sinh: return waves(a, sign: 1, .sinh, .cosh).0
    case .cosh: return waves(a, sign: 1, .sinh, .cosh).1
    case .sqrt: return squareRoot(start, a)
    }
  }

  /// a^(p/q) by y′ = (p/q) y a′/a.
  public func power(_ a: Series<Base.Value>, _ exponent: Rational) -> Series<Base.Value> {
    if let state = handedOn(a) { return state }
    if exponent.isWhole { return exponent.whole.map { power(a, $0) } ?? unresolved }
    let start = base.power(a.coefficients[0], exponent)
    if let result = withoutGrowth(start, a, isSteady: isConstant(a)) { return result }
    return solution(start, a) { divide(multiply(constant(exponent), $0), a) }
  }

  /// a^b = e^(b log a).
  public func power(
    _ a: Series<Base.Value>, _ exponent: Series<Base.Value>
  ) -> Series<Base.Value> {
    if let state = handedOn(a, exponent) { return state }
    let start = base.power(a.coefficients[0], exponent.coefficients[0])
    let isSteady = isConstant(a) && isConstant(exponent)
    if let result = withoutGrowth(start, a, isSteady: isSteady) { return result }
    return apply(.exp, multiply(exponent, apply(.log, a)))
  }

  /// A power that is constant, or that has a value but no series because a = 0 at t = 0.
  private func withoutGrowth(
    _ start: Base.Value, _ a: Series<Base.Value>, isSteady: Bool
  ) -> Series<Base.Value>? {
    if isSteady || base.state(of: start) != .defined {
      return settled(constant(start).coefficients)
    }
    return base.compare(a.coefficients[0], base.constant(.zero)) == .equal ? unresolved : nil
  }

  private var one: Series<Base.Value> { constant(.one) }

  private func circle(_ a: Series<Base.Value>) -> Series<Base.Value> {
    apply(.sqrt, multiply(subtract(one, a), add(one, a)))
  }

  /// Whether a series is its value at t = 0.
  private func isConstant(_ a: Series<Base.Value>) -> Bool {
    a.coefficients.dropFirst().allSatisfy { base.compare($0, base.constant(.zero)) == .equal }
  }

  /// k aₖ at place k − 1.
  private func derivative(_ a: Series<Base.Value>) -> [Base.Value] {
    (1..<max(order + 1, 1)).map {
      base.multiply(base.constant(Rational($0)), a.coefficients[$0])
    }
  }

  /// y with y₀ given and y′ = slope · a′.
  private func integral(
    _ start: Base.Value, _ a: Series<Base.Value>, _ slope: Series<Base.Value>
  ) -> Series<Base.Value> {
    if isConstant(a) { return settled(constant(start).coefficients) }
    if handedOn(slope) != nil {
      // A value without a derivative has no series.
      return base.state(of: start) == .undefined ? undefined : unresolved
    }
    let growth = derivative(a)
    var result = [start]
    for k in 0..<order {
      let term = convolution(growth, slope.coefficients, 0...k, at: k)
      result.append(base.divide(term, base.constant(Rational(k + 1))))
    }
    return settled(result)
  }

  /// y with y₀ given and y′ = slope(y) · a′, order by order.
  private func solution(
    _ start: Base.Value, _ a: Series<Base.Value>,
    _ slope: (Series<Base.Value>) -> Series<Base.Value>
  ) -> Series<Base.Value> {
    var result = constant(start)
    if handedOn(result) != nil { return settled(result.coefficients) }
    let growth = derivative(a)
    for k in 0..<order {
      let term = convolution(growth, slope(result).coefficients, 0...k, at: k)
      result.coefficients[k + 1] = base.divide(term, base.constant(Rational(k + 1)))
    }
    return settled(result.coefficients)
  }

  /// s and c with s′ = c a′ and c′ = ± s a′.
  private func waves(
    _ a: Series<Base.Value>, sign: Int, _ first: ElementaryFunction, _ second: ElementaryFunction
  ) -> (Series<Base.Value>, Series<Base.Value>) {
    let growth = derivative(a)
    var sine = constant(base.apply(first, a.coefficients[0]))
    var cosine = constant(base.apply(second, a.coefficients[0]))
    for k in 0..<order {
      let divisor = base.constant(Rational(k + 1))
      let up = convolution(growth, cosine.coefficients, 0...k, at: k)
      let down = convolution(growth, sine.coefficients, 0...k, at: k)
      sine.coefficients[k + 1] = base.divide(up, divisor)
      cosine.coefficients[k + 1] = base.divide(sign < 0 ? base.negate(down) : down, divisor)
    }
    return (settled(sine.coefficients), settled(cosine.coefficients))
  }

  /// rₖ = (aₖ − Σ rᵢ rₖ₋ᵢ over 0 < i < k)/(2 r₀).
  private func squareRoot(_ start: Base.Value, _ a: Series<Base.Value>) -> Series<Base.Value> {
    if isConstant(a) || base.state(of: start) != .defined {
      return settled(constant(start).coefficients)
    }
    if base.compare(start, base.constant(.zero)) == .equal { return unresolved }
    let double = base.add(start, start)
    var result = [start]
    for k in 1..<max(order + 1, 1) {
      var rest = a.coefficients[k]
      if k > 1 {
        rest = base.subtract(rest, convolution(result, result, 1...(k - 1), at: k))
      }
      result.append(base.divide(rest, double))
    }
    return settled(result)
  }
}
