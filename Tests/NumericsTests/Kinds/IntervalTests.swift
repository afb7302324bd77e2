import Numerics
import Testing

@Suite struct IntervalTests {
  private let kind = IntervalArithmetic()
  private let wide = WideArithmetic.widest

  /// Whether a wide number may lie in an interval.
  private func contains(_ interval: Interval, _ value: Wide) -> Bool {
    wide.compare(wide.constant(interval.lower), value) != .greater
      && wide.compare(wide.constant(interval.upper), value) != .less
  }

  @Test func theTrueValueIsAlwaysInside() {
    var relative = 0
    let outcome = compareWithWide(
      kind, count: 20_000, exactly: { Interval($0) },
      { a, b, index in
        #expect(contains(a, b), "expression \(index): \(a.lower)…\(a.upper), \(b.nearest)")
        if a.width <= 1e-10 * a.greatestMagnitude { relative += 1 }
      })
    #expect(outcome.contradictions == [])
    #expect(outcome.compared > 8_000)
    #expect(relative > outcome.compared * 9 / 10, "\(relative) of \(outcome.compared) are narrow")
  }

  @Test func everyNumberOfAnIntervalStaysInside() {
    // f(x) for x in X must lie in f(X), for wide X and x at random places, the ends included.
    var random = RandomStream(seed: 12)
    var counted = 0
    for index in 0..<4000 {
      let middle = random.normal() * 3
      let radius = random.uniform() * (index % 5 == 0 ? 8 : 1)
      let x = Interval(lower: middle - radius, upper: middle + radius)
      for function in ElementaryFunction.allCases {
        let image = kind.apply(function, x)
        for place in [0, 0.3, random.uniform(), 1] {
          let point = min(max(x.lower + place * (x.upper - x.lower), x.lower), x.upper)
          let value = wide.apply(function, wide.constant(point))
          guard image.isDefined else {
            if image.isUndefined { #expect(wide.state(of: value) != .defined) }
            continue
          }
          guard wide.state(of: value) == .defined else { continue }
          counted += 1
          #expect(contains(image, value), "\(function) of \(x.lower)…\(x.upper) at \(point)")
        }
      }
      let n = random.integer(in: -4...5)
      let power = kind.power(x, n)
      let value = wide.power(wide.constant(middle), n)
      if power.isDefined { #expect(contains(power, value), "\(middle)^\(n)") }
    }
    #expect(counted > 100_000)
  }

  @Test func exactOperationsStayPoints() {
    let (a, b) = (Interval(0.75), Interval(-2.5))
    #expect(a + b == Interval(-1.75))
    #expect(a - b == Interval(3.25))
    #expect(a * b == Interval(-1.875))
    #expect(b / Interval(2) == Interval(-1.25))
    #expect(kind.apply(.sqrt, Interval(2.25)) == Interval(1.5))
    #expect(kind.power(b, 3) == Interval(-15.625))
    #expect(kind.compare(a * b, Interval(-1.875)) == .equal)
    #expect(Interval(1) * Interval(0) == Interval(0))
  }

  @Test func inexactOnesGrowByNeighbours() {
    let tenth = kind.constant(Rational(1, over: 10) ?? .zero)
    #expect(tenth.lower < 0.1 || tenth.upper > 0.1)
    #expect(tenth.contains(0.1) && tenth.width <= 0x1p-55)
    let third = Interval(1) / Interval(3)
    #expect(third.upper == third.lower.nextUp)
    let two = kind.apply(.sqrt, Interval(2))
    #expect(two.upper == two.lower.nextUp && two.contains(2.0.squareRoot()))
    let tiny = Interval(0x1p-600) * Interval(0x1p-600)
    #expect(tiny.lower <= 0 && tiny.upper > 0)
    let sum = Interval(1) + Interval(0x1p-80)
    #expect(sum.lower == 1 && sum.upper == 1.0.nextUp)
    #expect(kind.pi.lower < kind.pi.upper && kind.pi.lower == Double.pi)
  }

  @Test func monotonePiecesAreTight() {
    let x = Interval(lower: -1, upper: 2)
    #expect(kind.power(x, 2) == Interval(lower: 0, upper: 4))
    #expect(kind.power(x, 3) == Interval(lower: -1, upper: 8))
    #expect(kind.power(x, 0) == Interval(1))
    #expect(kind.absolute(x) == Interval(lower: 0, upper: 2))
    #expect(kind.maximum(x, Interval(0)) == Interval(lower: 0, upper: 2))
    #expect(kind.minimum(x, Interval(0)) == Interval(lower: -1, upper: 0))
    #expect(kind.floor(Interval(lower: -0.5, upper: 1.5)) == Interval(lower: -1, upper: 1))
    #expect(x - x == Interval(lower: -3, upper: 3))
    #expect(x * Interval(-2) == Interval(lower: -4, upper: 2))
    #expect(Interval(1) / Interval(lower: 2, upper: 4) == Interval(lower: 0.25, upper: 0.5))
    // A crest inside, a trough outside.
    let wave = kind.apply(.cos, Interval(lower: -0.5, upper: 1))
    #expect(wave.upper == 1 && (wave.lower - Elementary.cos(1)).magnitude < 1e-15)
    #expect(kind.apply(.sin, Interval(lower: 0, upper: 7)) == Interval(lower: -1, upper: 1))
    #expect(kind.apply(.sin, Interval(1e300)) == Interval(lower: -1, upper: 1))
    #expect(kind.apply(.sin, Interval(1)).width < 1e-15)
    #expect(kind.apply(.cosh, Interval(0)).lower == 1)
    #expect(kind.apply(.exp, Interval(-2000)).lower == 0)
    #expect(kind.apply(.tanh, Interval(300)).upper == 1)
    #expect(kind.approximation(of: x) == 0.5)
  }

  @Test func domainsAreRespected() {
    let (undefined, unresolved) = (ValueState.undefined, ValueState.unresolved)
    func state(_ function: ElementaryFunction, _ lower: Double, _ upper: Double) -> ValueState {
      kind.state(of: kind.apply(function, Interval(lower: lower, upper: upper)))
    }
    #expect(state(.log, -2, 0) == undefined)
    #expect(state(.log, 0, 1) == unresolved)
    #expect(state(.sqrt, -2, -1) == undefined)
    #expect(state(.sqrt, -1, 1) == unresolved)
    #expect(state(.sqrt, 0, 1) == .defined)
    #expect(state(.arcsin, 1.5, 2) == undefined)
    #expect(state(.arccos, 0.5, 1.5) == unresolved)
    #expect(state(.tan, 1, 2) == unresolved)
    #expect(state(.tan, 2, 3) == .defined)
    #expect(state(.exp, 0, 1000) == unresolved)
    #expect(kind.state(of: Interval(1) / Interval(0)) == undefined)
    #expect(kind.state(of: Interval(1) / Interval(lower: -1, upper: 1)) == unresolved)
    #expect(kind.state(of: Interval(1e300) * Interval(1e300)) == unresolved)
    #expect(kind.state(of: kind.undefined + kind.unresolved) == undefined)
    #expect(kind.state(of: kind.power(Interval(lower: -1, upper: 1), -2)) == unresolved)
    #expect(kind.state(of: kind.maximum(kind.unresolved, Interval(0))) == unresolved)
    let half = Rational(1, over: 2) ?? .zero
    #expect(kind.power(Interval(4), half).contains(2))
    let (a, b) = (Interval(lower: 0, upper: 1), Interval(lower: 1, upper: 2))
    #expect(kind.compare(a, b) == .unresolved)
    #expect(kind.compare(a, Interval(3)) == .less && kind.compare(b, Interval(0)) == .greater)
    #expect(kind.compare(kind.unresolved, a) == .unresolved)
  }
}
