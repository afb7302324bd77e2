import Formula
import Numerics
import SourceText
import Testing

@Suite struct ChanceAndKindTests {
  private func mean(_ a: Term) -> Term { term(.expectation(a), a.shape) }
  private func variance(_ a: Term) -> Term { term(.variance(a)) }

  @Test func varianceOfAWeightedSum() throws {
    var l = HandMade()
    let n = l.size("n")
    let (v, s) = (l.scalar("v", positive), l.scalar("s", positive))
    let (f, g, i, m) = (l.variable("f"), l.variable("g"), l.variable("i"), l.scalar("m"))
    let range = IndexRange(Extent(1), Extent(n))
    let w = l.add(
      "w", .random(.moments(mean: number(0), variance: l[v])),
      family: [.init(f, in: range, style: .subscripted)])
    let x = l.add(
      "x", .random(.normal(mean: l[m], variance: l[s])),
      family: [.init(g, in: range, style: .subscripted)])
    let sum = l.sum(
      i, to: n, l.member(w, l[i], shape: .scalar) * l.member(x, l[i], shape: .scalar))
    let first = l.member(x, number(1), shape: .scalar)
    try expectHolds(
      l, equation(variance(sum), l[n] * l[v] * mean(first.power(2))))
    try expectFails(l, equation(variance(sum), l[n] * l[v] * variance(first)))
    try expectHolds(
      l, equation(mean(first.power(2)), variance(first) + mean(first).power(2)))
    try expectHolds(
      l, equation(mean((first - l[m]).power(4)), number(3) * l[s].power(2)))
    #expect(throws: LoweringFailure.notPolynomial(HandMade.span)) {
      try l.lower(equation(mean(exp(first)), number(1)))
    }
    var sampling = Lowering(l.scope)
    sampling.chance = .sampled
    let step = equation(mean(exp(first)), number(1))
    let lowered = try sampling.lower(step, for: l.instance(step, start: 2))
    #expect(lowered.statistics.count == 1)
    #expect(lowered.statistics[0].randomInputs.count == 1)
  }

  @Test func uniformMomentsAndDistributions() throws {
    var l = HandMade()
    let n = l.size("n")
    let root = elementary(.sqrt, l[n])
    let b = l.add("b", .random(.uniform(number(-1) / root, number(1) / root)))
    let z = l.add("z", .random(.normal(mean: number(0), variance: number(1))))
    try expectHolds(l, equation(variance(l[b]), number(1) / (number(3) * l[n])))
    try expectFails(l, equation(variance(l[b]), number(1) / l[n]))
    func claim(_ a: Term, _ mean: Term, _ variance: Term) -> Step {
      Step(
        .relation(.distributed, a, term(.distribution(.normal(mean, variance)), .distribution)),
        at: HandMade.span)
    }
    let shifted = number(2) + number(3) * l[z]
    try expectHolds(l, claim(shifted, number(2), number(9)))
    try expectFails(l, claim(shifted, number(2), number(3)))
    try expectFails(l, claim(l[b], number(0), number(1) / (number(3) * l[n])))
  }

  @Test func kindsKeepTheirPromise() throws {
    var l = HandMade()
    let n = l.size("n")
    let (i, j) = (l.index("i", to: n), l.index("j", to: n))
    let square = Shape.matrix(Extent(n), Extent(n))
    let (q, u) = (l.vector("q", n, .simplex), l.vector("u", n, .unit))
    let (Q, S) = (l.matrix("Q", n, n, .orthogonal), l.matrix("S", n, n, .symmetric))
    let (A, D) = (l.matrix("A", n, n, .positiveDefinite), l.matrix("D", n, n, .diagonal))
    let Y = l.vector("Y", n, .oneHot)
    let k = l.variable("k")
    let one = number(1)
    try expectHolds(l, equation(l.sum(k, to: n, l[q, l[k]]), one))
    try expectHolds(l, equation(norm(l[u]), one))
    try expectHolds(
      l,
      equation(
        matrixProduct(transpose(l[Q]), l[Q], square), term(.identity, square)))
    try expectHolds(l, equation(l[S, l[i], l[j]], l[S, l[j], l[i]]))
    try expectHolds(l, equation(l[A], transpose(l[A])))
    try expectHolds(
      l, equation(l.sum(k, to: n, l[Y, l[k]] * l[Y, l[k]]), l.sum(k, to: n, l[Y, l[k]])))
    let isDiagonal = term(.indicator(l[i].relation(.equal, l[j])))
    try expectHolds(l, equation(l[D, l[i], l[j]], l[D, l[i], l[j]] * isDiagonal))
    try expectHolds(
      l,
      equation(
        matrixProduct(term(.inverse(l[A]), square), l[A], square), term(.identity, square)))
    let definite = Step(
      .relation(.positiveDefinite, l[A], term(.zeros, square)), at: HandMade.span)
    let lowered = try l.lower(definite, start: 3)
    var stream = Stream(3)
    guard case .relation(_, let matrix, _) = lowered.assertions[0].fact else {
      Issue.record("no relation")
      return
    }
    let low = Program(
      lowered.graph,
      computing: matrix.nodes)
    let entries = low.evaluate(
      in: Doubles(), inputs: lowered.point(&stream), functions: TestFunctions()
    ).outputs()
    #expect(entries[0] > 0)
  }

  @Test func domainsWithSymbolicEnds() throws {
    var l = HandMade()
    let a = l.scalar("a")
    let x = l.scalar(
      "x", .interval(.init(l[a], isIncluded: true), .init(l[a] + number(2), isIncluded: false)))
    let lowered = try l.lower(equation(l[x], l[a]))
    var stream = Stream(5)
    for _ in 0..<50 {
      let side = lowered.sides(at: lowered.point(&stream))[0]
      #expect(side.left >= side.right && side.left < side.right + 2)
    }
  }

  @Test func spectraAgreeWithTraceAndDeterminant() throws {
    var l = HandMade()
    let n = l.size("n", 2...2)
    let S = l.matrix("S", n, n, .symmetric)
    let largest = term(.builtin(.largestEigenvalue, [l[S]]))
    let smallest = term(.builtin(.smallestEigenvalue, [l[S]]))
    try expectHolds(l, equation(largest + smallest, term(.builtin(.trace, [l[S]]))))
    try expectHolds(l, equation(largest * smallest, term(.builtin(.determinant, [l[S]]))))
    let m = l.size("m", 3...3)
    let B = l.matrix("B", m, n)
    let gram = matrixProduct(transpose(l[B]), l[B], .matrix(Extent(n), Extent(n)))
    try expectHolds(
      l,
      equation(
        term(.builtin(.spectralNorm, [l[B]])).power(2),
        term(.builtin(.largestEigenvalue, [gram]))))
    #expect(throws: LoweringFailure.notDifferentiable(.spectrum, HandMade.span)) {
      try l.lower(
        equation(derivative(largest, by: l[S], shape: .matrix(Extent(n), Extent(n))), l[S]))
    }
  }

  private var positive: Domain { .interval(.init(number(0), isIncluded: false), nil) }
}
