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
    /// ½t² between −1 and 1, a straight line outside: with a Lipschitz gradient, and no second
    /// derivative to be had.
    case huber
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

  /// What stands before the profile's derivative in a derivative of these orders.
  fileprivate func slope(_ orders: [Int]) -> (factor: Rational, order: Int) {
    var slope = factor
    var order = 0
    for (weight, count) in zip(direction, orders) where count > 0 {
      slope = weight.raised(to: count).flatMap { slope.multiplied(by: $0) } ?? .zero
      order += count
    }
    return (slope, order)
  }
}

/// A ridge with all its numbers in one kind, for some derivatives of it: a gradient at a point asks
/// for the profile's derivative once.
struct SlopedRidge<Kind: Arithmetic> {
  private let ridge: Ridge
  private let kind: Kind
  private let argumentCount: Int
  private let offset: Kind.Value
  /// The entries of the direction that are not 0, by argument.
  private var weights: [(argument: Int, weight: Kind.Value)] = []
  /// By derivative asked for; 0 is left out.
  private var slopes: [(place: Int, order: Int, factor: Kind.Value)] = []

  init(_ ridge: Ridge, orders: [[Int]], argumentCount: Int, in kind: Kind) {
    self.ridge = ridge
    self.kind = kind
    self.argumentCount = argumentCount
    offset = kind.constant(ridge.offset)
    for (argument, weight) in ridge.direction.enumerated()
    where !weight.isZero && argument < argumentCount {
      weights.append((argument, kind.constant(weight)))
    }
    for (place, orders) in orders.enumerated() {
      let (factor, order) = ridge.slope(orders)
      if !factor.isZero { slopes.append((place, order, kind.constant(factor))) }
    }
  }

  /// Adds the derivatives at a point to the sums of those of other ridges.
  func add(at arguments: [Kind.Value], to sums: inout [Kind.Value]) {
    guard !slopes.isEmpty else { return }
    var t = offset
    for (argument, weight) in weights {
      t = kind.add(t, kind.multiply(weight, arguments[argument]))
    }
    let constant = ridge.constant.value(arguments[argumentCount...], in: kind)
    var known: [(order: Int, value: Kind.Value)] = []
    for (place, order, factor) in slopes {
      let derivative: Kind.Value
      if let earlier = known.first(where: { $0.order == order }) {
        derivative = earlier.value
      } else {
        derivative = ridge.profile.derivative(order, at: t, in: kind)
        known.append((order, derivative))
      }
      let scaled = kind.multiply(factor, derivative)
      sums[place] = kind.add(sums[place], constant.map { kind.multiply($0, scaled) } ?? scaled)
    }
  }
}

extension Ridge.Constant {
  /// The factor, if there is one.
  fileprivate func value<Kind: Arithmetic>(_ constants: ArraySlice<Kind.Value>, in kind: Kind)
    -> Kind.Value?
  {
    switch self {
    case .none: return nil
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
    case .huber: huber(order, t, kind)
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

  /// ct − ½c² with c = t clipped to [−1, 1], which is its derivative.
  private func huber<Kind: Arithmetic>(_ order: Int, _ t: Kind.Value, _ kind: Kind) -> Kind.Value {
    guard order < 2 else { return kind.undefined }
    let one = kind.constant(.one)
    let clipped = kind.maximum(kind.minimum(t, one), kind.negate(one))
    guard order == 0 else { return clipped }
    let half = kind.constant(Rational(1, over: 2) ?? .one)
    return kind.subtract(
      kind.multiply(clipped, t), kind.multiply(half, kind.multiply(clipped, clipped)))
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
