import Formula
import Numerics
import SourceText
import Testing

@Suite struct RandomTreeTests {
  /// A lesson with scalars, a vector, defined quantities and a function, and terms over them.
  private struct Garden {
    var l = HandMade()
    let n: SymbolID
    let scalars: [SymbolID]
    let vector: SymbolID
    let function: SymbolID
    var defined: [SymbolID] = []
    let index: SymbolID
    var stream: Stream

    init(seed: UInt64) {
      stream = Stream(seed)
      n = l.size("n", 2...3)
      scalars = [l.scalar("x"), l.scalar("y")]
      vector = l.vector("v", n)
      index = l.variable("i")
      let t = l.argument("t")
      function = l.add("f", .definedFunction(arguments: [t], result: .scalar))
      let isBig = l[t].relation(.greater, number(1))
      l.define(
        function, arguments: [t],
        as: term(.cases([.init(l[t] * number(2), if: isBig)], otherwise: elementary(.sin, l[t]))))
      for name in ["p", "q"] {
        let id = l.add(name, .defined(.scalar))
        l.define(id, as: scalar(3))
        defined.append(id)
      }
      let w = l.add("w", .defined(.vector(Extent(n))))
      let k = l.variable("k")
      l.define(
        w, entries: [l.each(k, to: n)], as: l[vector, l[k]] * scalar(2) + elementary(.tanh, l[k]))
      defined.append(w)
    }

    mutating func pick(_ count: Int) -> Int { Int.random(in: 0..<count, using: &stream) }

    mutating func leaf() -> Term {
      switch pick(6) {
      case 0: number(pick(5) - 2)
      case 1, 2: l[scalars[pick(2)]]
      case 3: l[vector, number(1 + pick(2))]
      case 4 where !defined.isEmpty:
        defined.count < 3 ? l[defined[pick(defined.count)]] : l[defined[pick(2)]]
      default: half()
      }
    }

    mutating func scalar(_ depth: Int) -> Term {
      guard depth > 0 else { return leaf() }
      switch pick(14) {
      case 0, 1: return scalar(depth - 1) + scalar(depth - 1)
      case 2: return scalar(depth - 1) - scalar(depth - 1)
      case 3, 4: return scalar(depth - 1) * scalar(depth - 1)
      case 5:
        return scalar(depth - 1) / (number(2) + elementary(.cos, scalar(depth - 1)))
      case 6: return elementary([.sin, .tanh, .arctan][pick(3)], scalar(depth - 1))
      case 7: return scalar(depth - 1).power(2 + pick(2))
      case 8: return -scalar(depth - 1)
      case 9: return l.call(function, scalar(depth - 1))
      case 10: return term(.builtin(.maximum, [scalar(depth - 1), scalar(depth - 1)]))
      case 11:
        return elementary(.sqrt, number(1) + scalar(depth - 1).power(2))
      case 12: return l.sum(index, to: n, l[vector, l[index]] * scalar(depth - 1))
      default:
        return defined.count < 3
          ? leaf() : l.sum(index, to: n, l[defined[2], l[index]] * l[vector, l[index]])
      }
    }

    /// A derivative by a symbol, an entry or a defined quantity.
    mutating func derivativeTerm() -> Term {
      let target: Term =
        switch pick(4) {
        case 0: l[scalars[pick(2)]]
        case 1: l[vector, number(1 + pick(2))]
        case 2: l[defined[pick(2)]]
        default: l[defined[2], number(1 + pick(2))]
        }
      return derivative(scalar(4), by: target)
    }
  }

  @Test func graphsAgreeWithTheTree() throws {
    var compared = 0
    for seed in UInt64(0)..<400 {
      var garden = Garden(seed: seed)
      for isDerivative in [false, true] {
        let tree = isDerivative ? garden.derivativeTerm() : garden.scalar(5)
        var sizes = Instance()
        sizes[garden.n] = 2
        let (tensor, step) = try Lowering(garden.l.scope).lower(tree, for: sizes)
        let point = step.point(&garden.stream)
        var values: [SymbolID: [Double]] = [
          garden.scalars[0]: [0.3], garden.scalars[1]: [-0.7], garden.vector: [0.4, 1.1],
        ]
        for id in values.keys.sorted() { values[id] = [] }
        for (input, value) in zip(step.inputs, point) { values[input.symbol]?.append(value) }
        for id in values.keys.sorted() where values[id] == [] {
          values[id] = id == garden.vector ? [0, 0] : [0]
        }
        let program = Program(step.graph, computing: tensor.nodes)
        let graph = program.evaluate(
          in: Doubles(), inputs: point, functions: NoFunctions<Doubles>()
        ).outputs()[0]
        let slow = TreeEvaluator(scope: garden.l.scope, sizes: sizes, values: values).value(tree)[0]
        guard slow.isFinite, graph.isFinite, abs(slow) < 1e5 else { continue }
        compared += 1
        let tolerance = isDerivative ? 1e-4 : 1e-9
        #expect(
          abs(graph - slow) <= tolerance * max(1, abs(slow)),
          "seed \(seed), derivative \(isDerivative): \(graph) and \(slow)")
      }
    }
    #expect(compared > 600)
  }

  @Test func manyPointsAtOnceAreTheSameAsOneByOne() throws {
    var garden = Garden(seed: 99)
    let tree = garden.derivativeTerm()
    var sizes = Instance()
    sizes[garden.n] = 3
    let (tensor, step) = try Lowering(garden.l.scope).lower(tree, for: sizes)
    let points = (0..<5).map { _ in step.point(&garden.stream) }
    let program = Program(step.graph, computing: tensor.nodes)
    let flat = step.inputs.indices.flatMap { input in points.map { $0[input] } }
    let batch = program.evaluate(
      in: Doubles(), pointCount: 5, inputs: flat, functions: NoFunctions<Doubles>())
    for (number, point) in points.enumerated() {
      let single = program.evaluate(
        in: Doubles(), inputs: point, functions: NoFunctions<Doubles>())
      #expect(single.value(0).bitPattern == batch.value(0, at: number).bitPattern)
    }
  }
}
