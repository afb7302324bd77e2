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

  @Test func shortNumbersStayExact() {
    let kind = BoundedArithmetic()
    let (half, three) = (Bounded(0.5), Bounded(3))
    let exact: [(String, Bounded, Double)] = [
      ("sum", half + three, 3.5), ("product", half * three, 1.5),
      ("quotient", three / Bounded(2), 1.5), ("root", kind.apply(.sqrt, Bounded(6.25)), 2.5),
      ("power", kind.power(three, 5), 243), ("e⁰", kind.apply(.exp, Bounded(0)), 1),
      ("log 1", kind.apply(.log, Bounded(1)), 0), ("cos 0", kind.apply(.cos, Bounded(0)), 1),
    ]
    for (name, value, expected) in exact {
      #expect(value.value == expected && value.error == 0, "\(name)")
    }
    let rounded: [(String, Bounded)] = [
      ("sum", Bounded(1) + Bounded(0x1p-60)), ("product", Bounded(0.1) * Bounded(0.1)),
      ("quotient", Bounded(1) / three), ("root", kind.apply(.sqrt, Bounded(2))),
      ("e", kind.apply(.exp, Bounded(1))),
    ]
    for (name, value) in rounded { #expect(value.error > 0, "\(name)") }
  }
}
