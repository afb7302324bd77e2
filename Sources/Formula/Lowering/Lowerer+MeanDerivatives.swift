import Numerics
import SourceText

/// Derivatives of means: ∂E[g(θ, X)] = E[∂g(θ, X)] for a standard X, where nothing below the mean
/// jumps.
extension Lowerer {
  /// The gradient of a node, means that it uses included; `nil` if none of them depends on the
  /// targets.
  mutating func gradientThroughMeans(
    of node: Graph.Node, by targets: [Graph.Node], holding held: TagSet, at span: Span
  ) throws(LoweringFailure) -> [Graph.Node]? {
    let means = means(below: node, dependingOn: targets)
    guard !means.isEmpty else { return nil }
    var slopes: [(mean: Graph.Node, by: [Graph.Node])] = []
    for (number, mean) in means {
      let statistic = step.statistics[number]
      try requireContinuity(of: statistic, at: span)
      let total = try total(of: statistic.operand, by: targets, slopes, holding: held, at: span)
      slopes.append((mean, total.map { estimate(of: $0, like: statistic, mean) }))
    }
    return try total(of: node, by: targets, slopes, holding: held, at: span)
  }

  /// The statistics that a node uses, also through others, with the inputs that stand for them.
  private func means(
    below node: Graph.Node, dependingOn targets: [Graph.Node]
  ) -> [(number: Int, input: Graph.Node)] {
    var used: [(number: Int, input: Graph.Node)] = []
    var roots = [node]
    // A statistic uses only those before it.
    for number in step.statistics.indices.reversed() {
      let isNeeded = graph.reachable(from: roots)
      guard let input = self.node(ofStatistic: number), isNeeded[Int(input)] else { continue }
      used.append((number, input))
      roots.append(step.statistics[number].operand)
    }
    var result: [(number: Int, input: Graph.Node)] = []
    for one in used.reversed() {
      let isNeeded = graph.reachable(from: [step.statistics[one.number].operand])
      if (targets + result.map { $0.input }).contains(where: { isNeeded[Int($0)] }) {
        result.append(one)
      }
    }
    return result
  }

  /// The gradient by the chain rule, the derivatives of some means being known.
  private mutating func total(
    of node: Graph.Node, by targets: [Graph.Node],
    _ slopes: [(mean: Graph.Node, by: [Graph.Node])], holding held: TagSet, at span: Span
  ) throws(LoweringFailure) -> [Graph.Node] {
    let partial: [Graph.Node]
    do {
      partial = try graph.gradient(
        of: node, with: targets + slopes.map { $0.mean }, holding: held)
    } catch {
      switch error {
      case .spectrum: throw .notDifferentiable(.spectrum, span)
      }
    }
    return targets.indices.map { place in
      var sum = partial[place]
      for (number, slope) in slopes.enumerated() {
        let inner = graph.multiply(partial[targets.count + number], slope.by[place])
        sum = graph.add(sum, inner)
      }
      return sum
    }
  }

  /// The mean of something over the same random numbers as another one.
  private mutating func estimate(
    of node: Graph.Node, like statistic: LoweredStep.Statistic, _ mean: Graph.Node
  ) -> Graph.Node {
    if let known = random.estimates[node] { return known }
    let isNeeded = graph.reachable(from: [node])
    let dependsOnChance = statistic.randomInputs.contains { number in
      isNeeded.indices.contains {
        isNeeded[$0] && graph.operations[$0] == .input(Int32(number))
      }
    }
    guard dependsOnChance, case .input(let place) = graph[mean] else { return node }
    return estimate(
      of: node, of: node, over: statistic.randomInputs, for: step.inputs[Int(place)].symbol)
  }

  /// What jumps has a mean whose derivative is not the mean of its derivative.
  private func requireContinuity(of statistic: LoweredStep.Statistic, at span: Span)
    throws(LoweringFailure)
  {
    let isNeeded = graph.reachable(from: [statistic.operand])
    let chance = isNeeded.indices.filter {
      guard case .input(let number) = graph.operations[$0] else { return false }
      return statistic.randomInputs.contains(Int(number))
    }
    let isRandom = graph.dependents(
      of: chance.map { Graph.Node($0) }, upTo: isNeeded.count
    ) { _ in false }
    for place in isNeeded.indices where isNeeded[place] {
      if isRandom[place] ? graph.mayJump(at: place) : graph.mayTurn(at: place) {
        throw .notPolynomial(span)
      }
    }
  }
}

extension Graph {
  /// Whether an operation may be the deviation of a sum of random numbers, which has a kink where
  /// the mean has none.
  fileprivate func mayTurn(at place: Int) -> Bool {
    if case .function(.sqrt, let variance) = operations[place] { return !isPositive(variance) }
    return false
  }

  /// Whether an operation is not known to be continuous.
  fileprivate func mayJump(at place: Int) -> Bool {
    switch operations[place] {
    case .input, .tag, .add, .subtract, .multiply, .negate, .absolute, .minimum, .maximum,
      .arbitrary:
      false
    case .divide(_, let base), .function(.log, let base), .function(.sqrt, let base),
      .rationalPower(let base, _), .realPower(let base, _):
      !isPositive(base)
    case .power(let base, let exponent): exponent < 0 && !isPositive(base)
    case .function(.tan, _): true
    case .function: false
    default: true
    }
  }
}
