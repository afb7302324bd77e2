package import Numerics

/// Which functions of a regularity are taken.
package enum FunctionVariant: Hashable, Sendable {
  /// Drawn at random.
  case drawn
  /// The flattest ones: 0, or half the squared length times the modulus of convexity. Their
  /// gradients vanish, where strict claims have to be false.
  case flat
  /// Even about 0, with a vanishing gradient there: convex ones have their minimum at 0, others a
  /// saddle.
  case even
  /// The same with a maximum, where the regularity allows one.
  case hill
  /// The random ones with all directions reversed: what grows, falls.
  case mirrored
  /// A random slope and the largest curvature in all directions that the regularity allows, or the
  /// least one: sharp constants are attained by these.
  case steep
  case level
  /// The largest curvature in one direction, the least one in all others; a large one where nothing
  /// bounds it.
  case stretched
  /// Centred, and a straight line from some distance on, where the regularity allows that: sharp
  /// constants of rates are attained.
  case kinked
}

/// Concrete functions of the declared regularity, one draw for each seed.
///
/// Sums of ridge functions with small rational coefficients, so that every kind of number sees
/// exactly the same function. No draw is quadratic: of quadratic functions too much is true. Lipschitz
/// constants and moduli of convexity are met with equality by other variants, which is where a
/// wrong constant in a claim shows.
package struct RandomFunctions<Kind: Arithmetic>: FunctionProvider {
  private let ridges: [[Ridge]]
  private let argumentCounts: [Int]

  package init(
    _ functions: [ArbitraryFunction], seed: UInt64, variant: FunctionVariant = .drawn
  ) {
    ridges = functions.enumerated().map { number, function in
      var draw = RidgeDraw(seed: seed, function: number, count: function.argumentCount)
      return switch variant {
      case .drawn: draw.ridges(function.regularity)
      case .flat: draw.flat(function.regularity)
      case .even: draw.even(function.regularity, sign: .one)
      case .hill: draw.even(function.regularity, sign: Rational(-1))
      case .mirrored: draw.ridges(function.regularity).map { $0.reversed }
      case .steep: draw.curved(function.regularity, most: true)
      case .level: draw.curved(function.regularity, most: false)
      case .stretched: draw.stretched(function.regularity)
      case .kinked: draw.kinked(function.regularity)
      }
    }
    argumentCounts = functions.map { $0.argumentCount }
  }

  package func value(
    of function: Int, orders: [Int], at arguments: [Kind.Value], in arithmetic: Kind
  ) -> Kind.Value {
    values(of: function, orders: [orders], at: [arguments], in: arithmetic)[0][0]
  }

  package func values(
    of function: Int, orders: [[Int]], at points: [[Kind.Value]], in arithmetic: Kind
  ) -> [[Kind.Value]] {
    let isKnown = ridges.indices.contains(function)
    let start = isKnown ? arithmetic.constant(.zero) : arithmetic.undefined
    let none = [Kind.Value](repeating: start, count: orders.count)
    var results = [[Kind.Value]](repeating: none, count: points.count)
    guard isKnown else { return results }
    for ridge in ridges[function] {
      let sloped = SlopedRidge(
        ridge, orders: orders, argumentCount: argumentCounts[function], in: arithmetic)
      for (number, point) in points.enumerated() { sloped.add(at: point, to: &results[number]) }
    }
    return results
  }
}

/// Draws the ridges of one function.
private struct RidgeDraw {
  private let count: Int
  private var state: UInt64

  init(seed: UInt64, function: Int, count: Int) {
    self.count = count
    state = seed &+ UInt64(truncatingIfNeeded: function &+ 1) &* 0xD1B5_4A32_D192_ED03
  }

  mutating func ridges(_ regularity: ArbitraryFunction.Regularity) -> [Ridge] {
    let affine = ridge(.identity, factor: .one)
    return switch regularity {
    case .smooth:
      [
        affine, ridge(.sine, factor: fraction()), ridge(.sine, factor: fraction()),
        ridge(.halfSquare, factor: fraction()), ridge(.cube, factor: eighth(1)),
      ]
    case .convex: [affine] + convex()
    case .lipschitzGradient: [affine] + bounded()
    case .stronglyConvex:
      [affine] + isotropic(.one, .first) + convex()
    case .stronglyConvexAndLipschitz:
      [affine] + isotropic(.one, .first) + between()
    }
  }

  func flat(_ regularity: ArbitraryFunction.Regularity) -> [Ridge] {
    switch regularity {
    case .smooth, .convex, .lipschitzGradient: []
    case .stronglyConvex, .stronglyConvexAndLipschitz: isotropic(.one, .first)
    }
  }

  /// An affine function with a constant curvature.
  mutating func curved(_ regularity: ArbitraryFunction.Regularity, most: Bool) -> [Ridge] {
    let affine = ridge(.identity, factor: .one)
    switch regularity {
    case .smooth: return [affine] + isotropic(Rational(most ? 1 : -1), .none)
    case .convex: return [affine] + (most ? isotropic(.one, .none) : [])
    case .lipschitzGradient: return [affine] + isotropic(Rational(most ? 1 : -1), .first)
    case .stronglyConvex:
      return [affine] + isotropic(.one, .first) + (most ? isotropic(.one, .none) : [])
    case .stronglyConvexAndLipschitz:
      return [affine] + isotropic(.one, .first) + (most ? isotropic(.one, .secondMinusFirst) : [])
    }
  }

  mutating func stretched(_ regularity: ArbitraryFunction.Regularity) -> [Ridge] {
    let affine = ridge(.identity, factor: .one)
    let large = Rational(1 << 16)
    switch regularity {
    case .smooth:
      return [
        affine, normalized(.halfSquare, large, .none), ridge(.cube, factor: large),
      ] + isotropic(Rational(-1 << 15), .none)
    case .convex:
      return [affine, ridge(.halfSquare, factor: large), ridge(.softplus, factor: large)]
    case .lipschitzGradient:
      return [affine, normalized(.halfSquare, Rational(2), .first)]
        + isotropic(Rational(-1), .first)
    case .stronglyConvex:
      return [affine, ridge(.halfSquare, factor: large)] + isotropic(.one, .first)
    case .stronglyConvexAndLipschitz:
      return [affine, normalized(.halfSquare, .one, .secondMinusFirst)] + isotropic(.one, .first)
    }
  }

  /// Along the first axis, with the kinks at −1 and 1: where a sharp constant is attained is a
  /// simple point then.
  mutating func kinked(_ regularity: ArbitraryFunction.Regularity) -> [Ridge] {
    func bent(_ constant: Ridge.Constant) -> Ridge {
      Ridge(
        profile: .huber, direction: (0..<count).map { $0 == 0 ? .one : .zero }, offset: .zero,
        factor: .one, constant: constant)
    }
    return switch regularity {
    case .smooth: even(regularity, sign: .one)
    case .convex: [bent(.none)]
    case .lipschitzGradient: [bent(.first)]
    case .stronglyConvex: isotropic(.one, .first) + [bent(.none)]
    case .stronglyConvexAndLipschitz: isotropic(.one, .first) + [bent(.secondMinusFirst)]
    }
  }

  mutating func even(_ regularity: ArbitraryFunction.Regularity, sign: Rational) -> [Ridge] {
    let bowl = ridge(.halfSquare, factor: .one).centred
    let softened = ridge(.softplus, factor: eighth(1 + next(16))).centred
    switch regularity {
    case .smooth:
      return [bowl.times(sign), ridge(.halfSquare, factor: eighth(next(9) - 4)).centred]
    case .convex: return [bowl, softened, softened.reversed]
    case .lipschitzGradient: return isotropic(sign, .first)
    case .stronglyConvex: return isotropic(.one, .first) + [bowl]
    case .stronglyConvexAndLipschitz:
      let wide = normalized(.halfSquare, .one, .secondMinusFirst)
      return isotropic(.one, .first) + [wide.centred]
    }
  }

  private mutating func convex() -> [Ridge] {
    [
      ridge(.softplus, factor: eighth(1 + next(16))),
      ridge(.softplus, factor: eighth(1 + next(16))),
      ridge(.halfSquare, factor: eighth(next(9))),
    ]
  }

  /// Second derivatives between −L and L.
  private mutating func bounded() -> [Ridge] {
    let second: (profile: Ridge.Profile, factor: Int) =
      switch next(3) {
      case 0: (.sine, 4)
      case 1: (.halfSquare, next(2) == 0 ? 4 : -4)
      default: (.softplus, 16)
      }
    return [
      normalized(.sine, eighth(4), .first),
      normalized(second.profile, eighth(second.factor), .first),
    ]
  }

  /// Second derivatives between 0 and L − μ.
  private mutating func between() -> [Ridge] {
    let isRound = next(2) == 0
    return [
      normalized(.softplus, Rational(2), .secondMinusFirst),
      normalized(isRound ? .halfSquare : .softplus, eighth(isRound ? 4 : 16), .secondMinusFirst),
    ]
  }

  /// ½|x|² times a factor.
  private func isotropic(_ factor: Rational, _ constant: Ridge.Constant) -> [Ridge] {
    (0..<count).map { place in
      Ridge(
        profile: .halfSquare, direction: (0..<count).map { $0 == place ? .one : .zero },
        offset: .zero, factor: factor, constant: constant)
    }
  }

  private mutating func ridge(_ profile: Ridge.Profile, factor: Rational) -> Ridge {
    Ridge(
      profile: profile, direction: direction(), offset: fraction(), factor: factor,
      constant: .none)
  }

  /// Divided by |w|², so that the second derivative by a unit vector is at most that of φ.
  private mutating func normalized(
    _ profile: Ridge.Profile, _ factor: Rational, _ constant: Ridge.Constant
  ) -> Ridge {
    let direction = direction()
    let square = direction.reduce(Rational.zero) { sum, weight in
      weight.multiplied(by: weight).flatMap { sum.adding($0) } ?? sum
    }
    return Ridge(
      profile: profile, direction: direction, offset: fraction(),
      factor: factor.divided(by: square) ?? factor, constant: constant)
  }

  private mutating func direction() -> [Rational] {
    (0..<count).map { _ in
      let size = eighth(2 + next(10))
      return next(2) == 0 ? size : size.negated
    }
  }

  private mutating func fraction() -> Rational { eighth(next(17) - 8) }

  private func eighth(_ value: Int) -> Rational { Rational(Int128(value), over: 8) ?? .one }

  /// A whole number from 0 to `bound` − 1.
  private mutating func next(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    bits ^= bits >> 31
    return Int(bits % UInt64(bound))
  }
}
