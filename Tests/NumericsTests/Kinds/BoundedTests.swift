import Numerics
import Testing

@Suite struct BoundedTests {
  /// A random expression, evaluated in two kinds at once.
  static func expression(
    _ depth: Int, _ random: inout RandomStream
  ) -> (Bounded, Wide) {
    let narrow = BoundedArithmetic()
    let wide = WideArithmetic.widest
    if depth == 0 || random.integer(in: 0...9) == 0 {
      if random.integer(in: 0...3) == 0,
        let q = Rational(
          Int128(random.integer(in: -9...9)), over: Int128(random.integer(in: 1...7)))
      {
        return (narrow.constant(q), wide.constant(q))
      }
      let x = random.normal() * (random.integer(in: 0...4) == 0 ? 20 : 1)
      return (Bounded(x), wide.constant(x))
    }
    let a = expression(depth - 1, &random)
    let pick = random.integer(in: 0...23)
    if pick < 13 {
      let function = ElementaryFunction.allCases[pick]
      return (narrow.apply(function, a.0), wide.apply(function, a.1))
    }
    let b = expression(depth - 1, &random)
    switch pick % 7 {
    case 0: return (narrow.add(a.0, b.0), wide.add(a.1, b.1))
    case 1: return (narrow.subtract(a.0, b.0), wide.subtract(a.1, b.1))
    case 2: return (narrow.multiply(a.0, b.0), wide.multiply(a.1, b.1))
    case 3: return (narrow.divide(a.0, b.0), wide.divide(a.1, b.1))
    case 4: return (narrow.maximum(a.0, b.0), wide.maximum(a.1, b.1))
    case 5: return (narrow.absolute(a.0), wide.absolute(a.1))
    default:
      let n = random.integer(in: -2...4)
      return (narrow.power(a.0, n), wide.power(a.1, n))
    }
  }

  @Test func theBoundContainsTheTrueValue() {
    let narrow = BoundedArithmetic()
    let wide = WideArithmetic.widest
    var counted = 0
    for index in 0..<20_000 {
      var random = RandomStream(seed: 11).stream(index)
      let (a, b) = Self.expression(1 + index % 4, &random)
      switch narrow.state(of: a) {
      case .unresolved: continue
      case .undefined:
        #expect(wide.state(of: b) != .defined, "expression \(index)")
      case .defined:
        #expect(wide.state(of: b) != .undefined, "expression \(index)")
        guard wide.state(of: b) == .defined else { continue }
        counted += 1
        let gap = wide.absolute(wide.subtract(wide.constant(a.value), b))
        let isInside = wide.compare(gap, wide.constant(a.error)) != .greater
        #expect(isInside, "expression \(index): \(a.value) ± \(a.error), truly \(b.nearest)")
      }
    }
    #expect(counted > 8_000)
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
    #expect(kind.compare(Bounded(1, error: 0.1), Bounded(1.05)) == .unresolved)
    #expect(kind.compare(Bounded(1), Bounded(1)) == .equal)
  }
}
