import Formula
import Numerics
import SourceText
import Testing

@Suite struct StructureTests {
  @Test func sizesAreChosenInOrderOfDependence() {
    var l = HandMade()
    let f = l.variable("f")
    let L = l.size("L", 3...4)
    let n = l.add(
      "n", .size(.wholeNumbers(l.range(1, 3))),
      family: [.init(f, in: IndexRange(Extent(1), Extent(L)), style: .subscripted)])
    let x = l.add("x", .vector(Extent(.member(n, [Extent(L)])), .any(.reals)))
    let k = l.add("k", .integer(.wholeNumbers(l.range(1, 50))))
    let c = l.add("c", .integer(.wholeNumbers(l.range(1, 50))))
    let step = equation(norm(l[x]).power(l[k]), l[c])
    let structure = Lowering(l.scope).structure(of: step)
    #expect(structure.parameters == [L, n, k])
    let instance = l.instance(step, start: 3)
    #expect(instance[L] == 3)
    #expect(instance[Instance.Key(n, [3])] != nil)
    #expect(instance[c] == nil)
    #expect(throws: LoweringFailure.noValue(L, HandMade.span)) {
      try Lowering(l.scope).lower(step, for: Instance())
    }
  }

  @Test func assumptionsBelongIfTheyMentionSomethingThatOccurs() throws {
    var l = HandMade()
    let n = l.size("n")
    let (x, y, z) = (l.vector("x", n), l.vector("y", n), l.scalar("z"))
    let (i, j) = (l.variable("i"), l.index("j", to: n))
    func positive(_ t: Term) -> Term { t.relation(.greater, number(0)) }
    let binder = Term.Binder(i, in: IndexRange(Extent(1), Extent(n)))
    l.scope.assumptions = [
      Hypothesis(for: [binder], positive(l[x, l[i]] - l[y, l[i]]), at: HandMade.span),
      Hypothesis(positive(l[z]), at: HandMade.span),
      Hypothesis(positive(l[y, l[j]]), at: HandMade.span),
    ]
    let lowered = try l.lower(equation(l[x, l[j]], number(1)), start: 3)
    #expect(lowered.assertions.count == 3)
    #expect(lowered.assumptions.count == 3, "one for each i; z does not occur")
    #expect(lowered.assertions.allSatisfy { $0.premises.count == 1 }, "y_j for the claim's j")
  }

  @Test func aBareIndexThatTheClaimHasNotIsForAll() throws {
    var scope = Scope()
    #expect(
      scope.declare(
        Excerpt("n : size 3\nx : vector(n)\nb : scalar\ni : index 1..n\nassume x_i \\ge b")
      ).isEmpty)
    for (latex, count) in [("\\sum_j x_j \\ge 3b", 3), ("x_i \\ge b", 1)] {
      let claim = try #require(scope.read(claim: Excerpt(latex)).claim)
      var instance = Instance()
      let structure = Lowering(scope).structure(of: claim.steps[0])
      while let choice = structure.next(in: instance) { instance[choice.key] = choice.low }
      let lowered = try Lowering(scope).lower(claim.steps[0], for: instance)
      let given = lowered.assumptions.count + (lowered.assertions.first?.premises.count ?? 0)
      #expect(given == count, "\(latex)")
    }
  }

  @Test func indexHypothesesRemoveTuples() throws {
    var l = HandMade()
    let n = l.size("n")
    let (i, j) = (l.index("i", to: n), l.index("j", to: n))
    let x = l.vector("x", n)
    let differ = Hypothesis(l[i].relation(.notEqual, l[j]), at: HandMade.span)
    let lowered = try l.lower(equation(l[x, l[i]], l[x, l[j]]), hypotheses: [differ], start: 3)
    #expect(lowered.assertions.count == 6)
    #expect(lowered.assertions.allSatisfy { $0.premises.isEmpty })
  }

  @Test func recursionOverTimeAndCycles() throws {
    var l = HandMade()
    let (f, s) = (l.variable("f"), l.variable("s"))
    let (beta, t) = (l.scalar("beta"), l.add("t", .integer(.wholeNumbers(l.range(1, 9)))))
    let times = l.range(1, 20)
    let m = l.add(
      "m", .defined(.scalar), family: [.init(f, in: l.range(0, 20), style: .subscripted)])
    l.define(m, family: [.fixed(Extent(0))], as: number(0))
    l.define(
      m, family: [.any(s, times)],
      as: l[beta] * l.member(m, l[s] - number(1), shape: .scalar) + (number(1) - l[beta]))
    try expectHolds(
      l, equation(l.member(m, l[t], shape: .scalar), number(1) - l[beta].power(l[t])))
    let (a, b) = (l.add("a", .defined(.scalar)), l.add("b", .defined(.scalar)))
    l.define(a, as: l[b] + number(1))
    l.define(b, as: l[a])
    #expect(throws: LoweringFailure.cyclicDefinition(a, HandMade.span)) {
      try l.lower(equation(l[a], number(0)))
    }
    #expect(throws: LoweringFailure.noClause(m, indices: [-1], HandMade.span)) {
      try l.lower(equation(l.member(m, number(-1), shape: .scalar), number(0)))
    }
  }

  @Test func ordersAndLimitsNameTheSmallInput() throws {
    var l = HandMade()
    let n = l.size("n")
    let (eta, x) = (l.scalar("eta", .small), l.scalar("x"))
    let d = l.vector("d", n, .any(.small))
    let f = l.smoothFunction("f")
    let remainder = term(.remainder(.big, l[eta].power(2)))
    let step = equation(
      l.call(f, l[x] + l[eta]), l.call(f, l[x]) + l[eta] * l.call(f, l[x], primes: 1) + remainder)
    let lowered = try l.lower(step)
    guard case .order(let order)? = lowered.assertions.first?.fact else {
      Issue.record("no order claim")
      return
    }
    #expect(order.small.map { lowered.inputs[$0].symbol } == [eta])
    let side = try #require(
      lowered.sides(at: lowered.inputs.map { $0.symbol == eta ? 1e-4 : 0.5 }).first)
    #expect(abs(side.left - side.right) < 1e-7)
    let vector = try l.lower(
      equation(norm(l[d]), term(.remainder(.big, norm(l[d])))), start: 3)
    guard case .order(let length)? = vector.assertions.first?.fact else { return }
    #expect(length.small.count == 1)
    let limit = term(.limit(elementary(.sin, l[x]) / l[x], of: x, to: .value(number(0))))
    let aim = try l.lower(equation(limit, number(1)))
    guard case .limit(let fact)? = aim.assertions.first?.fact else {
      Issue.record("no limit")
      return
    }
    var point = [Double](repeating: 0, count: aim.inputs.count)
    point[fact.small] = 1e-4
    #expect(abs(aim.sides(at: point)[0].left - 1) < 1e-7)
  }

  @Test func conventionsGiveValues() throws {
    var l = HandMade()
    let x = l.scalar("x", .interval(.init(number(0), isIncluded: true), nil))
    let step = equation(l[x] * log(l[x]), number(0))
    #expect(try l.lower(step).sides(at: [0])[0].left.isNaN)
    l.scope.conventions = [
      Convention(number(0) * log(number(0)), is: number(0), at: HandMade.span)
    ]
    #expect(try l.lower(step).sides(at: [0])[0].left == 0)
    #expect(try l.lower(step).sides(at: [1])[0].left == 0)
    #expect(try l.lower(step).sides(at: [2])[0].left > 1)
  }

  @Test func runtimeIndicesBecomeChoices() throws {
    var l = HandMade()
    let n = l.size("n")
    let z = l.vector("z", n)
    let place = term(.builtin(.argumentOfMaximum, [l[z]]), .index)
    try expectHolds(l, equation(l[z, place], term(.builtin(.maximum, [l[z]]))))
  }

  @Test func foldsNeverMakeAnUndefinedValueDefined() {
    var graph = Graph()
    let x = graph.input()
    let logarithm = graph.function(.log, x)
    for node in [
      graph.multiply(graph.constant(0), logarithm), graph.subtract(logarithm, logarithm),
      graph.power(logarithm, 0), graph.divide(graph.constant(0), x),
    ] {
      #expect(graph.rational(node) == nil)
    }
    let (zero, one) = (graph.multiply(graph.constant(0), x), graph.power(x, 0))
    #expect(graph.isZero(zero))
    #expect(graph.isOne(one))
    let square = graph.power(x, 2)
    let rootOfSquare = graph.function(.sqrt, square)
    let back = graph.power(rootOfSquare, 2)
    #expect(back == square)
    let root = graph.function(.sqrt, x)
    let squared = graph.power(root, 2)
    #expect(squared != x)
  }

  @Test func randomFunctionsHaveTheDerivativesTheyClaim() {
    for (number, regularity) in [
      ArbitraryFunction.Regularity.smooth, .convex, .lipschitzGradient, .stronglyConvex,
      .stronglyConvexAndLipschitz,
    ].enumerated() {
      let function = ArbitraryFunction(
        symbol: SymbolID(0), component: 0, argumentCount: 2, regularity: regularity)
      for seed in UInt64(0)..<12 {
        let functions = RandomFunctions<Doubles>([function], seed: seed)
        func value(_ orders: [Int], _ x: Double, _ y: Double) -> Double {
          functions.value(of: 0, orders: orders, at: [x, y, 0.5, 2], in: Doubles())
        }
        let h = 1e-4
        for orders in [[0, 0], [1, 0], [0, 1], [2, 1]] {
          let slope = (value(orders, 0.3 + h, -0.6) - value(orders, 0.3 - h, -0.6)) / (2 * h)
          let claimed = value([orders[0] + 1, orders[1]], 0.3, -0.6)
          #expect(abs(slope - claimed) < 1e-5 * max(1, abs(claimed)), "\(number), seed \(seed)")
        }
        let (a, b, c) = (value([2, 0], 1, 2), value([1, 1], 1, 2), value([0, 2], 1, 2))
        let spread = ((a - c) * (a - c) / 4 + b * b).squareRoot()
        let (least, largest) = ((a + c) / 2 - spread, (a + c) / 2 + spread)
        switch regularity {
        case .smooth: break
        case .convex: #expect(least >= -1e-12)
        case .lipschitzGradient: #expect(max(abs(least), abs(largest)) <= 0.5 + 1e-12)
        case .stronglyConvex: #expect(least >= 0.5 - 1e-12)
        case .stronglyConvexAndLipschitz:
          #expect(least >= 0.5 - 1e-12 && largest <= 2 + 1e-12)
        }
      }
    }
  }
}
