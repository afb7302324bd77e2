import Numerics
import Testing

@Suite struct BoundedTests {
  @Test func theBoundContainsTheTrueValue() {
    let wide = WideArithmetic.widest
    let outcome = compareWithWide(
      BoundedArithmetic(), count: 20_000, exactly: { Bounded($0) },
      { a, b, index in
        let gap = wide.absolute(wide.subtract(wide.constant(a.value), b))
        let isInside = wide.compare(gap, wide.constant(a.error)) != .greater
        #expect(isInside, "expression \(index): \(a.value) ± \(a.error), truly \(b.nearest)")
      })
    #expect(outcome.contradictions == [])
    #expect(outcome.compared > 8_000)
  }

  @Test func theBoundIsTight() {
    var sum = Bounded(0)
    for n in 1...1000 { sum = sum + Bounded(1) / Bounded(Double(n)) }
    #expect(sum.error < 1e-12 && sum.error > 1e-14)
  }

  @Test func overflowIsUnresolvedNotUndefined() {
    let kind = BoundedArithmetic()
    #expect(kind.state(of: kind.apply(.exp, Bounded(1000))) == .unresolved)
    #expect(kind.state(of: Bounded(1e200) * Bounded(1e200)) == .unresolved)
    #expect(kind.state(of: Bounded(1) / Bounded(0)) == .undefined)
    #expect(kind.state(of: kind.unresolved + kind.undefined) == .undefined)
    #expect(kind.state(of: Bounded(1) / Bounded(1e-20, error: 1e-20)) == .unresolved)
    // 1/0 may hide behind what is unresolved.
    #expect(kind.state(of: kind.power(.unresolved, 0)) == .unresolved)
    #expect(kind.state(of: kind.power(.undefined, 0)) == .undefined)
    #expect(kind.compare(Bounded(1, error: 0.1), Bounded(1.05)) == .unresolved)
    #expect(kind.compare(Bounded(1), Bounded(1)) == .equal)
  }
}
