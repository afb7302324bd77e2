import Formula
import Numerics

/// Equations that a drawn vector or matrix meets once it is scaled: det P = 1, tr P = n, xᵀAx = c.
extension Problem {
  /// g(x) = c with g(sx) = sᵈ g(x) for s > 0: x is scaled by (c / g(x))^(1/d).
  mutating func solveHomogeneous() -> Bool {
    for (place, truth) in conditions.enumerated() {
      guard case .isEqual(let a, let b) = graph[truth] else { continue }
      for (node, value) in [(a, b), (b, a)] {
        let outside = inputs(of: value)
        guard !graph.isZero(value) else { continue }
        for group in scalable(inputs(of: node)) where group.isDisjoint(with: outside) {
          guard let degree = degree(of: node, in: group), degree.sign != 0,
            let exponent = degree.reciprocal
          else { continue }
          conditions.remove(at: place)
          scale(group, until: node, is: value, exponent)
          return true
        }
      }
    }
    return false
  }

  /// Groups of inputs that a positive factor leaves in their domains: those of one symbol, then all.
  private func scalable(_ inputs: Set<Int>) -> [Set<Int>] {
    let cones = inputs.filter { isCone($0) }
    let own = groups.map { Set($0) }.filter { !$0.isEmpty && $0.isSubset(of: cones) }
    return (own + [cones]).filter { $0.count > 1 }
  }

  private func isCone(_ input: Int) -> Bool {
    guard case .interval(let low, let high) = domains[input] else { return false }
    return (low?.value.isZero ?? true) && (high?.value.isZero ?? true)
  }

  private mutating func scale(
    _ group: Set<Int>, until node: Graph.Node, is value: Graph.Node, _ exponent: Rational
  ) {
    let old = group.sorted()
    let fresh = old.map { newInput(domains[$0], touches: false) }
    var back: [Graph.Node: Graph.Node] = [:]
    for (input, node) in zip(old, fresh) {
      if let place = inputNode(input) { back[place] = node }
    }
    guard let size = graph.substitute(back, in: [node]).first else { return }
    let quotient = graph.divide(value, size)
    conditions.append(graph.isLess(graph.constant(0), quotient))
    let factor = graph.power(quotient, exponent)
    replace(old, by: fresh.map { graph.multiply(factor, $0) })
  }

  /// The d for which a node is sᵈ times as large where the inputs of a group are s > 0 times as
  /// large; `nil` if none is seen.
  private func degree(of node: Graph.Node, in group: Set<Int>) -> Rational? {
    let isNeeded = graph.reachable(from: [node])
    var degrees = [Rational?](repeating: nil, count: Int(node) + 1)
    for place in degrees.indices where isNeeded[place] {
      let operation = graph.operations[place]
      guard let degree = degree(of: operation, in: group, { degrees[Int($0)] }) else { return nil }
      degrees[place] = degree
    }
    return degrees[Int(node)]
  }

  private func degree(
    of operation: Graph.Operation, in group: Set<Int>, _ known: (Graph.Node) -> Rational?
  ) -> Rational? {
    func same(_ nodes: [Graph.Node]) -> Rational? {
      var result: Rational?
      for node in nodes where !graph.isZero(node) {
        guard let degree = known(node), degree == result ?? degree else { return nil }
        result = degree
      }
      return result ?? .zero
    }
    switch operation {
    case .input(let number): return group.contains(Int(number)) ? .one : .zero
    case .tag(_, let a), .negate(let a), .absolute(let a): return known(a)
    case .add(let a, let b), .subtract(let a, let b), .minimum(let a, let b),
      .maximum(let a, let b):
      return same([a, b])
    case .multiply(let a, let b):
      guard let x = known(a), let y = known(b) else { return nil }
      return x.adding(y)
    case .divide(let a, let b):
      guard let x = known(a), let y = known(b) else { return nil }
      return x.subtracting(y)
    case .power(let a, let exponent): return known(a)?.multiplied(by: Rational(Int(exponent)))
    case .rationalPower(let a, let exponent): return known(a)?.multiplied(by: exponent)
    case .function(.sqrt, let a): return known(a)?.divided(by: Rational(2))
    case .eigenvalue(_, let list), .singularValue(_, _, let list), .spectralRadius(let list):
      return same(graph.operandLists[Int(list)])
    default:
      return graph.operands(of: operation).allSatisfy { known($0)?.isZero ?? false } ? .zero : nil
    }
  }
}
