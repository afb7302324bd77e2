import Numerics
import SourceText

/// Factors of a monomial that share random variables: their mean is taken together.
struct RandomGroup {
  struct Factor {
    let number: Int
    let order: Int
  }

  var factors: [Factor]
  /// The random variables that the factors depend on.
  var variables: Set<Int>

  /// The variable that the group is a power of.
  var soleVariable: Int? {
    guard factors.count == 1, factors[0].number < RandomVariables.firstAtom else { return nil }
    return factors[0].number
  }
}

/// Means that moment algebra cannot take: they stand in the graph as inputs of domain `statistic`.
extension Lowerer {
  /// The factors of a monomial, those that depend on a common random variable together.
  func groups(of monomial: [Int]) -> [RandomGroup] {
    var groups: [RandomGroup] = []
    for place in stride(from: 0, to: monomial.count, by: 2) {
      let factor = RandomGroup.Factor(number: monomial[place], order: monomial[place + 1])
      var joined = RandomGroup(factors: [factor], variables: variables(of: factor.number))
      var apart: [RandomGroup] = []
      for group in groups {
        if group.variables.isDisjoint(with: joined.variables) {
          apart.append(group)
        } else {
          joined.factors = group.factors + joined.factors
          joined.variables.formUnion(group.variables)
        }
      }
      groups = apart + [joined]
    }
    return groups
  }

  private func variables(of number: Int) -> Set<Int> {
    guard number >= RandomVariables.firstAtom else { return [number] }
    return variables(below: random.node(number))
  }

  /// The random variables that a node depends on, by number.
  private func variables(below node: Graph.Node) -> Set<Int> {
    let isNeeded = graph.reachable(from: [node])
    return Set(
      random.tags.indices.filter {
        Int(random.tags[$0]) < isNeeded.count && isNeeded[Int(random.tags[$0])]
      })
  }

  mutating func estimate(of group: RandomGroup, at span: Span) throws(LoweringFailure)
    -> Graph.Node
  {
    var product = graph.constant(1)
    for factor in group.factors {
      let power = graph.power(random.node(factor.number), Int32(factor.order))
      product = graph.multiply(product, power)
    }
    if let whole = try estimateOfOne(product, at: span) { return whole }
    return try estimate(of: product, at: span)
  }

  private mutating func estimate(of node: Graph.Node, at span: Span) throws(LoweringFailure)
    -> Graph.Node
  {
    if let known = random.estimates[node] { return known }
    var inputs: [Int] = []
    var owner: SymbolID?
    for number in variables(below: node).sorted() {
      guard let variable = random[random.tags[number]], variable.law.isKnown else {
        throw .notPolynomial(span)
      }
      inputs.append(variable.input)
      owner = owner ?? variable.symbol
    }
    guard let owner else { return node }
    return estimate(of: node, of: node, over: inputs, for: owner)
  }

  mutating func estimate(
    of key: Graph.Node, of operand: Graph.Node, over inputs: [Int], for symbol: SymbolID
  ) -> Graph.Node {
    step.statistics.append(
      LoweredStep.Statistic(operand: operand, randomInputs: inputs.sorted()))
    let result = input(.statistic(step.statistics.count - 1), for: symbol, [])
    random.estimates[key] = result
    return result
  }

  /// The mean of what depends on chance through one linear combination of normal variables only:
  /// that is one normal variable, μ + s·g.
  mutating func estimateOfOne(_ node: Graph.Node, at span: Span) throws(LoweringFailure)
    -> Graph.Node?
  {
    if let known = random.estimates[node] { return known }
    let known = try polynomials(of: node, at: span)
    var frontier: [Graph.Node] = []
    collectLinear(node, known, &frontier)
    guard frontier.count == 1, let only = frontier.first, let line = known[only],
      !random.tags.contains(only), let symbol = random.tags.first.flatMap({ random[$0] })?.symbol
    else { return nil }
    var mean = graph.constant(0)
    var variance = graph.constant(0)
    // Of one variable alone, without the kink that the root of a square has.
    var deviation: Graph.Node?
    for (monomial, coefficient) in zip(line.monomials, line.coefficients) {
      guard let number = monomial.first else {
        mean = graph.add(mean, coefficient)
        continue
      }
      guard let variable = random[random.tags[number]],
        case .normal(let own) = variable.law
      else { return nil }
      mean = graph.add(mean, graph.multiply(coefficient, variable.mean))
      let isFirst = graph.isZero(variance)
      variance = graph.add(variance, graph.multiply(graph.power(coefficient, 2), own))
      deviation =
        isFirst ? graph.multiply(coefficient, graph.function(.sqrt, own)) : nil
    }
    let standard = input(.standardNormal, for: symbol, [])
    let number = step.inputs.count - 1
    let spread = deviation ?? graph.function(.sqrt, variance)
    let value = graph.add(mean, graph.multiply(spread, standard))
    guard let operand = graph.substitute([only: value], in: [node]).first else { return nil }
    return estimate(of: node, of: operand, over: [number], for: symbol)
  }

  /// The topmost nodes that are linear in random variables.
  private func collectLinear(
    _ node: Graph.Node, _ known: [Graph.Node: RandomPolynomial], _ found: inout [Graph.Node]
  ) {
    var seen: Set<Graph.Node> = []
    var waiting = [node]
    while let next = waiting.popLast() {
      guard seen.insert(next).inserted, let polynomial = known[next], !polynomial.isConstant
      else { continue }
      if polynomial.isLinear {
        found.append(next)
      } else {
        waiting += graph.operands(of: graph[next])
      }
    }
  }

  /// What a mean hides from substitution and differentiation must not depend on what is replaced.
  func requireVisible(_ nodes: [Graph.Node], to targets: [Graph.Node], at span: Span)
    throws(LoweringFailure)
  {
    try requireNoRoot(of: targets, in: nodes, at: span)
    var hidden: [Graph.Node] = []
    var number = step.statistics.count
    // A statistic uses only those before it.
    while number > 0 {
      number -= 1
      let isNeeded = graph.reachable(from: nodes + hidden)
      guard let input = node(ofStatistic: number), isNeeded[Int(input)] else { continue }
      hidden.append(step.statistics[number].operand)
    }
    guard !hidden.isEmpty else { return }
    let below = graph.reachable(from: hidden)
    if targets.contains(where: { below[Int($0)] }) { throw .notPolynomial(span) }
  }

  func node(ofStatistic number: Int) -> Graph.Node? {
    let place = step.inputs.firstIndex { $0.domain == .statistic(number) }
    return place.flatMap { graph.operations.firstIndex(of: .input(Int32($0))) }
      .map { Graph.Node($0) }
  }
}

extension RandomVariables.Law {
  /// Whether more is known than some moments.
  fileprivate var isKnown: Bool { if case .free = self { false } else { true } }
}

extension RandomPolynomial {
  fileprivate var isConstant: Bool { monomials.allSatisfy { $0.isEmpty } }

  /// Whether it is Σ cₖXₖ + c, without atoms.
  fileprivate var isLinear: Bool {
    monomials.allSatisfy {
      $0.isEmpty || ($0.count == 2 && $0[1] == 1 && $0[0] < RandomVariables.firstAtom)
    }
  }
}
