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
