import Numerics
import Testing

@Suite struct SeriesTests {
  private let wide = WideArithmetic.widest

  /// f, f′, f″, f‴ at t = 0 by differences in 300 bits, each number x of the expression being x + t.
  private func differences(_ expression: Expression) -> [Wide]? {
    let step = 0x1p-60
    var values: [Wide] = []
    for k in -2...2 {
      let shift = wide.constant(Double(k) * step)
      let value = expression.value(in: wide) { wide.add(wide.constant($0), shift) }
      guard wide.state(of: value) == .defined else { return nil }
      values.append(value)
    }
    func combination(_ weights: [Double], _ scale: Double) -> Wide {
      var sum = wide.constant(.zero)
      for (weight, value) in zip(weights, values) {
        sum = wide.add(sum, wide.multiply(wide.constant(weight), value))
      }
      return wide.multiply(sum, wide.constant(scale))
    }
    return [
      values[2], combination([0, -0.5, 0, 0.5, 0], 1 / step),
      combination([0, 1, -2, 1, 0], 1 / (step * step)),
      combination([-0.5, 1, 0, -1, 0.5], 1 / (step * step * step)),
    ]
  }

  @Test func coefficientsAreDerivatives() {
    let kind = SeriesArithmetic(WideArithmetic.extended, order: 3)
    var compared = 0
    var known = 0
    for index in 0..<6000 {
      var random = RandomStream(seed: 31).stream(index)
      let expression = Expression.random(1 + index % 4, &random)
      let series = expression.value(in: kind) { kind.variable(at: kind.base.constant($0)) }
      // Differences see only what changes slowly over 2⁻⁶⁰.
      guard kind.state(of: series) == .defined, let expected = differences(expression),
        expected.allSatisfy({ $0.nearest.magnitude < 1e12 })
      else { continue }
      compared += 1
      for (k, found) in kind.derivatives(of: series).enumerated() {
        let gap = wide.absolute(wide.subtract(found, expected[k]))
        let size = wide.add(wide.constant(.one), wide.absolute(expected[k]))
        let isClose = wide.compare(gap, wide.multiply(wide.constant(1e-12), size)) != .greater
        #expect(isClose, "expression \(index), order \(k): \(found.nearest)")
        if found.errorSize < -20 { known += 1 }
      }
    }
    #expect(compared > 2500 && known > compared * 7 / 2, "\(known) of 4 times \(compared)")
  }

  @Test func agreesWithTheTape() throws {
    let kind = SeriesArithmetic(BoundedArithmetic(), order: 4)
    let functions: [(ElementaryFunction, PointwiseFunction)] = [
      (.exp, .exp), (.log, .log), (.sin, .sin), (.cos, .cos), (.tan, .tan), (.arcsin, .arcsin),
      (.arccos, .arccos), (.arctan, .arctan), (.sinh, .sinh), (.cosh, .cosh), (.tanh, .tanh),
      (.sqrt, .sqrt), (.erf, .erf),
    ]
    for (function, traced) in functions {
      let x = kind.variable(at: Bounded(0.4))
      let found = kind.derivatives(of: kind.apply(function, x))
      let expected = try Differentiation.derivatives(at: 0.4, order: 4) {
        (tape, x) throws(ArrayError) in tape.apply(traced, x)
      }
      for k in 0...4 {
        let gap = (found[k].value - expected[k]).magnitude
        #expect(gap <= 1e-12 * (1 + expected[k].magnitude), "\(function), order \(k)")
        #expect(found[k].error < 1e-11 * (1 + expected[k].magnitude), "\(function), order \(k)")
      }
    }
  }

  @Test func exactSeriesOfFractions() throws {
    let kind = SeriesArithmetic(RationalArithmetic(), order: 6)
    func q(_ top: Int128, _ bottom: Int128 = 1) throws -> Exact {
      .value(try #require(Rational(top, over: bottom)))
    }
    let t = kind.variable(at: .value(.zero))
    let one = kind.constant(.one)
    let geometric = kind.divide(one, kind.subtract(one, t))
    #expect(geometric.coefficients == (0...6).map { _ in .value(.one) })
    #expect(
      kind.apply(.exp, t).coefficients
        == [
          try q(1), try q(1), try q(1, 2), try q(1, 6), try q(1, 24), try q(1, 120), try q(1, 720),
        ])
    #expect(
      kind.apply(.log, kind.add(one, t)).coefficients
        == [try q(0), try q(1), try q(-1, 2), try q(1, 3), try q(-1, 4), try q(1, 5), try q(-1, 6)])
    #expect(
      kind.apply(.sqrt, kind.add(one, t)).coefficients.prefix(4)
        == [try q(1), try q(1, 2), try q(-1, 8), try q(1, 16)])
    #expect(
      kind.apply(.tan, t).coefficients.prefix(6)
        == [try q(0), try q(1), try q(0), try q(1, 3), try q(0), try q(2, 15)])
    let third = try #require(Rational(1, over: 3))
    let cube = kind.power(kind.power(kind.add(one, t), third), 3)
    #expect(kind.compare(cube, kind.add(one, t)) == .equal)
    #expect(
      kind.power(kind.add(one, t), Rational(2)).coefficients.prefix(3) == [
        try q(1), try q(2), try q(1),
      ])
    // sin² + cos² = 1, cosh² − sinh² = 1, log e^x = x, tanh = sinh/cosh.
    let square = { kind.multiply($0, $0) }
    let (s, c) = (kind.apply(.sin, t), kind.apply(.cos, t))
    #expect(kind.compare(kind.add(square(s), square(c)), one) == .equal)
    let (sh, ch) = (kind.apply(.sinh, t), kind.apply(.cosh, t))
    #expect(kind.compare(kind.subtract(square(ch), square(sh)), one) == .equal)
    #expect(kind.compare(kind.divide(sh, ch), kind.apply(.tanh, t)) == .equal)
    #expect(kind.compare(kind.apply(.log, kind.apply(.exp, t)), t) == .equal)
    #expect(kind.compare(kind.apply(.tan, kind.apply(.arctan, t)), t) == .equal)
    #expect(kind.compare(kind.apply(.sin, kind.apply(.arcsin, t)), t) == .equal)
  }

  @Test func whatHasNoSeries() {
    let kind = SeriesArithmetic(RationalArithmetic(), order: 2)
    let t = kind.variable(at: .value(.zero))
    let one = kind.constant(.one)
    let zero = kind.constant(.zero)
    for (name, series) in [
      ("|t|", kind.absolute(t)), ("√t", kind.apply(.sqrt, t)), ("⌊t⌋", kind.floor(t)),
      ("max(t, 0)", kind.maximum(t, zero)),
      ("t^(3/2)", kind.power(t, Rational(3, over: 2) ?? .one)),
      ("arcsin(1 + t)", kind.apply(.arcsin, kind.negate(kind.add(one, kind.multiply(t, t))))),
      ("t^(1 + t)", kind.power(t, kind.add(one, t))), ("unresolved", kind.add(t, kind.unresolved)),
    ] { #expect(kind.state(of: series) == .unresolved, "\(name)") }
    for (name, series) in [
      ("t/t", kind.divide(t, t)), ("log t", kind.apply(.log, t)), ("t^−1", kind.power(t, -1)),
      ("t^(−1/2)", kind.power(t, Rational(-1, over: 2) ?? .one)),
      ("0^0", kind.power(zero, zero)),
      ("undefined", kind.multiply(kind.unresolved, kind.undefined)),
      ("√(t − 1)", kind.apply(.sqrt, kind.subtract(t, one))),
    ] { #expect(kind.state(of: series) == .undefined, "\(name)") }
    #expect(kind.compare(kind.apply(.sqrt, zero), zero) == .equal)
    #expect(kind.compare(kind.absolute(zero), zero) == .equal)
    #expect(kind.compare(t, zero) == .greater && kind.compare(kind.negate(t), zero) == .less)
    #expect(kind.compare(kind.multiply(t, t), t) == .less)
    #expect(kind.compare(kind.pi, one) == .unresolved)
    let half = kind.variable(at: .value(Rational(1, over: 2) ?? .one))
    #expect(kind.compare(kind.floor(half), zero) == .equal)
    #expect(kind.compare(kind.absolute(kind.negate(half)), half) == .equal)
    #expect(kind.compare(kind.minimum(half, one), half) == .equal)
    #expect(kind.floor(one).coefficients == one.coefficients)
    #expect(kind.approximation(of: half) == 0.5)
    let short = SeriesArithmetic(BoundedArithmetic(), order: 0)
    #expect(short.apply(.sqrt, short.variable(at: Bounded(4))).coefficients[0].value == 2)
  }
}
