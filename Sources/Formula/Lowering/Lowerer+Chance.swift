import Numerics
import SourceText

extension Lowerer {
  // MARK: Random symbols

  /// A value μ + σ·g with a standard g, so that sampling needs no knowledge of the law.
  mutating func variable(_ kind: Symbol.RandomKind, _ symbol: Symbol, _ member: [Int])
    throws(LoweringFailure) -> Graph.Node
  {
    switch kind {
    case .normal(let mean, let variance):
      let standard = input(.standardNormal, for: symbol.id, member)
      let deviation = graph.function(.sqrt, try lower(variance).node)
      return graph.add(try lower(mean).node, graph.multiply(deviation, standard))
    case .uniform(let low, let high):
      let standard = input(.standardUniform, for: symbol.id, member)
      let bottom = try lower(low).node
      let width = graph.subtract(try lower(high).node, bottom)
      return graph.add(bottom, graph.multiply(width, standard))
    case .moments(let mean, let variance):
      let standard = input(.standardized, for: symbol.id, member)
      let deviation = graph.function(.sqrt, try lower(variance).node)
      return graph.add(try lower(mean).node, graph.multiply(deviation, standard))
    }
  }

  /// Notes the law of a random symbol's member under the tag of its value.
  mutating func register(
    random symbol: Symbol, _ key: Instance.Key, _ tensor: Tensor, at span: Span
  )
    throws(LoweringFailure)
  {
    guard case .random(let kind) = symbol.kind else { return }
    let number =
      step.inputs.lastIndex { $0.symbol == symbol.id && $0.member == key.indices } ?? 0
    let mean: Graph.Node
    let law: RandomVariables.Law
    switch kind {
    case .normal(let center, let variance):
      mean = try lower(center).node
      law = .normal(variance: try lower(variance).node)
    case .uniform(let low, let high):
      let (bottom, top) = (try lower(low).node, try lower(high).node)
      let half = graph.constant(1, over: 2)
      mean = graph.multiply(half, graph.add(bottom, top))
      law = .uniform(halfWidth: graph.multiply(half, graph.subtract(top, bottom)))
    case .moments(let center, let variance):
      mean = try lower(center).node
      let (skewness, excess) = freeMoments(of: symbol)
      law = .free(variance: try lower(variance).node, skewness: skewness, excess: excess)
    }
    random.add(
      RandomVariables.Variable(symbol: symbol.id, input: number, mean: mean, law: law),
      tag: tensor.node)
  }

  private mutating func freeMoments(of symbol: Symbol) -> (Graph.Node, Graph.Node) {
    if let known = random.freeMoments[symbol.id] { return known }
    let skewness = input(.skewness, for: symbol.id, [])
    let excess = input(.excess, for: symbol.id, [], sign: .nonnegative)
    random.freeMoments[symbol.id] = (skewness, excess)
    return (skewness, excess)
  }

  // MARK: E, Var, Cov

  mutating func expectation(_ operand: Term) throws(LoweringFailure) -> Tensor {
    let value = try lower(operand)
    var nodes: [Graph.Node] = []
    for node in value.nodes {
      nodes.append(try statistic(.expectation, [node], at: operand.span))
    }
    return value.with(nodes)
  }

  /// Entry by entry, or the covariance matrix of a vector where the shape is a matrix.
  mutating func variance(_ operand: Term, like term: Term) throws(LoweringFailure) -> Tensor {
    let value = try lower(operand)
    if value.form == .vector, case .matrix = term.shape {
      return try covarianceMatrix(value, value, at: term.span)
    }
    var nodes: [Graph.Node] = []
    for node in value.nodes {
      nodes.append(try statistic(.variance, [node], at: operand.span))
    }
    return value.with(nodes)
  }

  mutating func covariance(_ left: Term, _ right: Term, like term: Term)
    throws(LoweringFailure) -> Tensor
  {
    let (a, b) = (try lower(left), try lower(right))
    if a.isScalar, b.isScalar {
      return Tensor(scalar: try statistic(.covariance, [a.node, b.node], at: term.span))
    }
    return try covarianceMatrix(a, b, at: term.span)
  }

  private mutating func covarianceMatrix(_ left: Tensor, _ right: Tensor, at span: Span)
    throws(LoweringFailure) -> Tensor
  {
    var nodes: [Graph.Node] = []
    for a in left.nodes {
      for b in right.nodes { nodes.append(try statistic(.covariance, [a, b], at: span)) }
    }
    return Tensor(matrix: nodes, rows: left.count, columns: right.count)
  }

  private enum Moment {
    case expectation
    case variance
    case covariance
  }

  private mutating func statistic(
    _ kind: Moment, _ operands: [Graph.Node], at span: Span
  ) throws(LoweringFailure) -> Graph.Node {
    step.hasChance = true
    switch kind {
    case .expectation: return try mean(of: operands[0], at: span)
    case .variance: return try comoment(operands[0], operands[0], at: span)
    case .covariance: return try comoment(operands[0], operands[1], at: span)
    }
  }

  private mutating func comoment(_ a: Graph.Node, _ b: Graph.Node, at span: Span)
    throws(LoweringFailure) -> Graph.Node
  {
    let product = try mean(of: graph.multiply(a, b), at: span)
    let means = graph.multiply(try mean(of: a, at: span), try mean(of: b, at: span))
    return graph.subtract(product, means)
  }

  // MARK: Moment algebra

  /// The mean of a polynomial in random variables, differently declared ones being independent.
  ///
  /// In sampling mode what is no polynomial enters it as a variable of its own, and the mean of a
  /// product that such a variable shares random symbols with is left to be estimated.
  mutating func mean(of node: Graph.Node, at span: Span) throws(LoweringFailure) -> Graph.Node {
    let polynomial = try polynomials(of: node, at: span)[node] ?? .constant(node)
    if polynomial.hasAtoms, let whole = try estimateOfOne(node, at: span) { return whole }
    var terms: [Graph.Node] = []
    for (monomial, coefficient) in zip(polynomial.monomials, polynomial.coefficients) {
      var factor = coefficient
      for group in groups(of: monomial) {
        factor = graph.multiply(factor, try mean(of: group, at: span))
      }
      terms.append(factor)
    }
    return graph.sum(terms)
  }

  private mutating func mean(of group: RandomGroup, at span: Span) throws(LoweringFailure)
    -> Graph.Node
  {
    guard let number = group.soleVariable, let variable = random[random.tags[number]] else {
      return try estimate(of: group, at: span)
    }
    let order = group.factors[0].order
    guard order <= 40, let moment = graph.moment(order, of: variable) else {
      throw .momentUnknown(variable.symbol, order: order, span)
    }
    return moment
  }

  /// Everything below a node that depends on chance, as polynomials in random variables and, in
  /// sampling mode, atoms.
  mutating func polynomials(of root: Graph.Node, at span: Span) throws(LoweringFailure)
    -> [Graph.Node: RandomPolynomial]
  {
    let limit = Int(root) + 1
    let isRandom = graph.dependents(of: random.tags, upTo: limit) { _ in false }
    guard isRandom[Int(root)] else { return [root: .constant(root)] }
    let isNeeded = graph.reachable(from: [root]) { random[$0] != nil || !isRandom[Int($0)] }
    let one = graph.constant(1)
    var known: [Graph.Node: RandomPolynomial] = [:]
    for number in 0..<limit where isNeeded[number] {
      let node = Graph.Node(number)
      if let variable = random.tags.firstIndex(of: node) {
        known[node] = .variable(variable, one)
      } else if !isRandom[number] {
        if case .truth = graph[node] { continue }
        known[node] = .constant(node)
      } else if let result = combine(graph[node], known, isRandom) {
        known[node] = result
      } else if lowering.chance == .sampled {
        known[node] = .variable(random.atom(node), one)
      } else {
        throw .notPolynomial(span)
      }
    }
    return known
  }

  private mutating func combine(
    _ operation: Graph.Operation, _ known: [Graph.Node: RandomPolynomial], _ isRandom: [Bool]
  ) -> RandomPolynomial? {
    switch operation {
    case .tag(_, let a): return known[a]
    case .add(let a, let b):
      guard let x = known[a], let y = known[b] else { return nil }
      return x.plus(y, in: &graph)
    case .subtract(let a, let b):
      guard let x = known[a], let y = known[b] else { return nil }
      return x.plus(y.mapped { graph.negate($0) }, in: &graph)
    case .negate(let a): return known[a]?.mapped { graph.negate($0) }
    case .multiply(let a, let b):
      guard let x = known[a], let y = known[b] else { return nil }
      return x.times(y, in: &graph)
    case .divide(let a, let b):
      guard !isRandom[Int(b)] else { return nil }
      return known[a]?.mapped { graph.divide($0, b) }
    case .power(let a, let exponent):
      guard (0...40).contains(exponent), let base = known[a] else { return nil }
      var result = RandomPolynomial.constant(graph.constant(1))
      for _ in 0..<exponent {
        guard let next = result.times(base, in: &graph) else { return nil }
        result = next
      }
      return result
    default: return nil
    }
  }

  // MARK: Distributions

  /// X ∼ law as a claim: means, covariances, third and fourth central moments.
  mutating func distributed(_ left: Term, as right: Term) throws(LoweringFailure)
    -> LoweredStep.Fact
  {
    guard case .distribution(let distribution) = right.node else {
      throw .unsupported(.distributionInside, right.span)
    }
    let value = try lower(left)
    step.hasChance = true
    switch distribution {
    case .normal(let mean, let variance):
      return .moments(
        try normalPairs(value, lower(mean), lower(variance), at: left.span))
    case .uniform(let low, let high):
      let (bottom, top) = (try lower(low).node, try lower(high).node)
      let half = graph.constant(1, over: 2)
      let width = graph.subtract(top, bottom)
      return .moments(
        try pairs(
          value.node, mean: graph.multiply(half, graph.add(bottom, top)),
          law: .uniform(halfWidth: graph.multiply(half, width)), at: left.span))
    case .bernoulli(let probability):
      let p = try lower(probability).node
      var result: [LoweredStep.Pair] = []
      for order in 1...4 {
        let moment = try statistic(
          .expectation, [graph.power(value.node, Int32(order))], at: left.span)
        result.append(LoweredStep.Pair(left: moment, right: p))
      }
      return .moments(result)
    }
  }

  private mutating func pairs(
    _ node: Graph.Node, mean: Graph.Node, law: RandomVariables.Law, at span: Span
  ) throws(LoweringFailure) -> [LoweredStep.Pair] {
    var result = [
      LoweredStep.Pair(left: try statistic(.expectation, [node], at: span), right: mean)
    ]
    let centered = graph.subtract(node, mean)
    for order in 2...4 {
      let power = graph.power(centered, Int32(order))
      let moment = try statistic(.expectation, [power], at: span)
      let expected = graph.centralMoment(order, of: law) ?? graph.undefined()
      result.append(LoweredStep.Pair(left: moment, right: expected))
    }
    return result
  }

  private mutating func normalPairs(
    _ value: Tensor, _ mean: Tensor, _ variance: Tensor, at span: Span
  ) throws(LoweringFailure) -> [LoweredStep.Pair] {
    let count = value.count
    if value.isScalar {
      return try pairs(
        value.node, mean: mean.node, law: .normal(variance: variance.node), at: span)
    }
    guard mean.isScalar || mean.count == count, variance.count == count * count
    else { throw disagreement(mean, variance, at: span) }
    var result: [LoweredStep.Pair] = []
    var centered: [Graph.Node] = []
    for (place, node) in value.nodes.enumerated() {
      let center = mean.isScalar ? mean.node : mean.nodes[place]
      let average = try statistic(.expectation, [node], at: span)
      result.append(LoweredStep.Pair(left: average, right: center))
      centered.append(graph.subtract(node, center))
    }
    for order in 2...4 {
      for places in multisets(of: count, size: order) {
        let product = graph.product(places.map { centered[$0] })
        let moment = try statistic(.expectation, [product], at: span)
        let expected = isserlis(places) { variance.nodes[$0 * count + $1] }
        result.append(LoweredStep.Pair(left: moment, right: expected))
      }
    }
    return result
  }

  /// The central moment of a normal vector: the sum over all pairings.
  private mutating func isserlis(_ places: [Int], _ covariance: (Int, Int) -> Graph.Node)
    -> Graph.Node
  {
    guard let first = places.first else { return graph.constant(1) }
    guard places.count % 2 == 0 else { return graph.constant(0) }
    var terms: [Graph.Node] = []
    for partner in 1..<places.count {
      var rest = places
      rest.remove(at: partner)
      rest.remove(at: 0)
      terms.append(
        graph.multiply(covariance(first, places[partner]), isserlis(rest, covariance)))
    }
    return graph.sum(terms)
  }

  private func multisets(of count: Int, size: Int) -> [[Int]] {
    var result: [[Int]] = [[]]
    for _ in 0..<size {
      result = result.flatMap { prefix in
        ((prefix.last ?? 0)..<count).map { prefix + [$0] }
      }
    }
    return result
  }
}
