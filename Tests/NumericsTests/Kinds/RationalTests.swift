import Numerics
import Testing

@Suite struct RationalTests {
  @Test func fractionsAreKeptInLowestTerms() {
    #expect(Rational(6, over: -4) == Rational(-3, over: 2))
    #expect(Rational(1, over: 0) == nil)
  }

  @Test func overflowIsReportedNeverWrapped() {
    let large = Rational(Int128(1) << 126, over: 1)
    #expect(large?.adding(large ?? .one) == nil)
    #expect(large?.multiplied(by: Rational(4)) == nil)
    #expect(Rational(2).raised(to: 200) == nil)
    #expect(Rational(-1).raised(to: 1001) == Rational(-1))
    #expect(Rational.zero.raised(to: 258) == .zero)
    #expect(Rational.zero.raised(to: 0) == .one)
  }

  @Test func orderIsExactWhereProductsOverflow() {
    let bottom = Int128(1) << 120
    let small = Rational(bottom - 1, over: bottom)
    let large = Rational(bottom + 1, over: bottom + 2)
    #expect((small ?? .zero) < (large ?? .zero))
  }

  @Test func decimalTextIsExact() {
    #expect(Rational(decimal: "0.001") == Rational(1, over: 1000))
    #expect(Rational(decimal: "-2.5e-3") == Rational(-1, over: 400))
    #expect(Rational(decimal: "12e2") == Rational(1200))
    for text in ["", ".", "1.2.3", "1/3", "e5", "1e", "0x1"] {
      #expect(Rational(decimal: text) == nil, "\(text)")
    }
    #expect(Rational(exactly: -0.375) == Rational(-3, over: 8))
    #expect(Rational(exactly: .nan) == nil)
    #expect(Rational(exactly: 0x1p-1000) == nil)
  }
}

@Suite struct RationalArithmeticTests {
  private let kind = RationalArithmetic()

  private func q(_ top: Int128, _ bottom: Int128 = 1) -> Exact {
    Rational(top, over: bottom).map { .value($0) } ?? .undefined
  }

  @Test func everyValueIsExact() {
    let wide = WideArithmetic.widest
    let outcome = compareWithWide(
      kind, count: 10_000, .rational,
      exactly: { Rational(exactly: $0).map { .value($0) } ?? .unresolved },
      { a, b, index in
        let exact = a.rational.map { wide.constant($0) } ?? wide.undefined
        let order = wide.compare(exact, b)
        #expect(order == .equal || order == .unresolved, "expression \(index): \(b.nearest)")
      })
    #expect(outcome.contradictions == [])
    #expect(outcome.compared > 8_000)
  }

  @Test func overflowIsUnresolved() {
    let large = q(Int128(1) << 126)
    #expect(kind.add(large, large) == .unresolved)
    #expect(kind.multiply(large, q(2)) == .unresolved)
    #expect(kind.subtract(large, large) == q(0))
    #expect(kind.divide(q(1), kind.multiply(large, large)) == .unresolved)
    #expect(kind.power(q(2), 127) == .unresolved)
    #expect(kind.power(q(2), 126) == large)
    #expect(kind.power(q(2), .min) == .unresolved)
    #expect(kind.add(.unresolved, .undefined) == .undefined)
  }

  @Test func functionsWhereTheyAreFractions() throws {
    #expect(kind.apply(.sqrt, q(9, 4)) == q(3, 2))
    #expect(kind.apply(.sqrt, q(2)) == .unresolved)
    #expect(kind.apply(.sqrt, q(-1)) == .undefined)
    let third = try #require(Rational(1, over: 3))
    let half = try #require(Rational(1, over: 2))
    #expect(kind.power(q(-8, 27), third) == q(-2, 3))
    #expect(kind.power(q(8), third.negated) == q(1, 2))
    #expect(kind.power(q(-4), half) == .undefined)
    #expect(kind.power(q(0), half.negated) == .undefined)
    #expect(kind.power(q(0), -1) == .undefined && kind.power(q(0), 0) == q(1))
    #expect(kind.power(q(4), q(3, 2)) == q(8))
    #expect(kind.power(q(-4), q(2)) == .undefined && kind.power(q(0), q(0)) == .undefined)
    #expect(kind.power(q(2), kind.undefined) == .undefined)
    #expect(Rational(.max, over: 1)?.root(2) == nil)
    let square = Int128(13_043_817_825_332_782_212)
    #expect(Rational(square * square, over: 1)?.root(2) == Rational(square, over: 1))
    #expect(Rational(2).root(200) == nil && Rational(1).root(1000) == .one)
    for function in ElementaryFunction.allCases {
      let wide = WideArithmetic.widest
      for x in [-2, -1, 0, 1, 2] {
        let (a, b) = (
          kind.apply(function, q(Int128(x))), wide.apply(function, wide.constant(Double(x)))
        )
        if a == .undefined { #expect(wide.state(of: b) == .undefined, "\(function) \(x)") }
        if let value = a.rational {
          #expect(kind.approximation(of: .value(value)) == b.nearest, "\(function) \(x)")
        }
      }
    }
    #expect(kind.apply(.cos, q(0)) == q(1) && kind.apply(.log, q(1)) == q(0))
    #expect(kind.apply(.arccos, q(1)) == q(0) && kind.pi == .unresolved)
  }

  @Test func orderAndWholeParts() {
    #expect(kind.floor(q(-7, 2)) == q(-4) && kind.floor(q(7, 2)) == q(3))
    #expect(kind.floor(q(-4)) == q(-4))
    #expect(kind.compare(q(1, 3), q(1, 2)) == .less && kind.compare(q(2, 4), q(1, 2)) == .equal)
    #expect(kind.compare(q(1), .unresolved) == .unresolved)
    #expect(kind.minimum(q(-1), q(2)) == q(-1) && kind.maximum(q(-1), q(2)) == q(2))
    #expect(kind.absolute(q(-3, 2)) == q(3, 2) && kind.negate(q(1)) == q(-1))
    #expect(kind.approximation(of: q(3, 2)) == 1.5 && kind.approximation(of: .undefined) == 0)
  }
}
