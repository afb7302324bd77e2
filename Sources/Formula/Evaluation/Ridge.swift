import Numerics

/// One summand factor · constant · φ(w·x + b) of an arbitrary function, with a profile φ of one
/// variable: derivatives of every order are products of entries of w and a derivative of φ.
struct Ridge: Sendable {
  let profile: Profile
  let direction: [Rational]
  let offset: Rational
  let factor: Rational
  let constant: Constant

  enum Profile: Sendable {
    case identity
    case halfSquare
    case cube
    case sine
    /// log(1 + eᵗ): convex, with a second derivative between 0 and ¼.
    case softplus
  }

  /// What the constants of a regularity contribute.
  enum Constant: Sendable {
    case none
    case first
    case secondMinusFirst
  }

  /// The same without an offset.
  var centred: Ridge {
    Ridge(
      profile: profile, direction: direction, offset: .zero, factor: factor, constant: constant)
  }

  func times(_ sign: Rational) -> Ridge {
    Ridge(
      profile: profile, direction: direction, offset: offset,
      factor: factor.multiplied(by: sign) ?? factor, constant: constant)
  }

  /// Mirrored at 0.
  var reversed: Ridge {
    Ridge(
      profile: profile, direction: direction.map { $0.negated }, offset: offset,
      factor: factor, constant: constant)
  }

  func value<Kind: Arithmetic>(
    orders: [Int], at point: ArraySlice<Kind.Value>, constants: ArraySlice<Kind.Value>,
    in kind: Kind
  ) -> Kind.Value {
    var slope = factor
    var order = 0
    for (weight, count) in zip(direction, orders) where count > 0 {
      slope = weight.raised(to: count).flatMap { slope.multiplied(by: $0) } ?? .zero
      order += count
    }
    guard !slope.isZero else { return kind.constant(.zero) }
    var t = kind.constant(offset)
    for (weight, x) in zip(direction, point) where !weight.isZero {
      t = kind.add(t, kind.multiply(kind.constant(weight), x))
    }
    let scaled = kind.multiply(kind.constant(slope), profile.derivative(order, at: t, in: kind))
    return kind.multiply(constant.value(constants, in: kind), scaled)
  }
}

extension Ridge.Constant {
  fileprivate func value<Kind: Arithmetic>(_ constants: ArraySlice<Kind.Value>, in kind: Kind)
    -> Kind.Value
  {
    switch self {
    case .none: return kind.constant(.one)
    case .first: return constants.first ?? kind.undefined
    case .secondMinusFirst:
      guard let first = constants.first, let second = constants.dropFirst().first else {
        return kind.undefined
      }
      return kind.subtract(second, first)
    }
  }
}

extension Ridge.Profile {
  fileprivate func derivative<Kind: Arithmetic>(
    _ order: Int, at t: Kind.Value, in kind: Kind
  ) -> Kind.Value {
    switch self {
    case .identity: polynomial(degree: 1, order, Rational(1), t, kind)
    case .halfSquare: polynomial(degree: 2, order, Rational(1, over: 2) ?? .one, t, kind)
    case .cube: polynomial(degree: 3, order, Rational(1), t, kind)
    case .sine: sine(order, t, kind)
    case .softplus: softplus(order, t, kind)
    }
  }

  private func polynomial<Kind: Arithmetic>(
    degree: Int, _ order: Int, _ leading: Rational, _ t: Kind.Value, _ kind: Kind
  ) -> Kind.Value {
    guard order <= degree else { return kind.constant(.zero) }
    var coefficient = leading
    for step in 0..<order {
      coefficient = coefficient.multiplied(by: Rational(degree - step)) ?? .zero
    }
    return kind.multiply(kind.constant(coefficient), kind.power(t, degree - order))
  }

  private func sine<Kind: Arithmetic>(_ order: Int, _ t: Kind.Value, _ kind: Kind) -> Kind.Value {
    let value = kind.apply(order % 2 == 0 ? .sin : .cos, t)
    return order % 4 >= 2 ? kind.negate(value) : value
  }

  /// log(1 + eᵗ) = max(t, 0) + log(1 + e^−|t|); its derivatives are polynomials in the logistic s,
  /// with ds/dt = s − s².
  private func softplus<Kind: Arithmetic>(_ order: Int, _ t: Kind.Value, _ kind: Kind)
    -> Kind.Value
  {
    let (zero, one) = (kind.constant(.zero), kind.constant(.one))
    let small = kind.apply(.exp, kind.negate(kind.absolute(t)))
    if order == 0 {
      return kind.add(kind.maximum(t, zero), kind.apply(.log, kind.add(one, small)))
    }
    let logistic = kind.divide(one, kind.add(one, kind.apply(.exp, kind.negate(t))))
    var coefficients = [0, 1]
    for _ in 1..<max(order, 1) {
      var next = [Int](repeating: 0, count: coefficients.count + 1)
      for (power, coefficient) in coefficients.enumerated() {
        next[power] &+= power &* coefficient
        next[power + 1] &-= power &* coefficient
      }
      coefficients = next
    }
    var result = zero
    for coefficient in coefficients.reversed() {
      result = kind.add(
        kind.multiply(result, logistic), kind.constant(Rational(coefficient)))
    }
    return result
  }
}
