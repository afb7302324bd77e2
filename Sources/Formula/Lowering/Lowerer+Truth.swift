import SourceText

extension Lowerer {
  /// Both sides of a relation, at one size.
  mutating func lowerRelation(_ relation: Term.Relation, _ left: Term, _ right: Term)
    throws(LoweringFailure) -> LoweredStep.Fact
  {
    if relation == .distributed { return try distributed(left, as: right) }
    let (a, b) = (try lower(left), try lower(right))
    switch relation {
    case .positiveDefinite, .positiveSemidefinite, .negativeDefinite, .negativeSemidefinite:
      // A ≻ 0 with a scalar zero as well as with the zero matrix.
      let difference = try entrywise(a, b, at: left.span) { $0.subtract($1, $2) }
      let zero = difference.map { _ in graph.constant(0) }
      return .relation(relation, difference, zero)
    default:
      let span = left.span.union(right.span)
      return try LoweredStep.Fact.relation(relation, spread(a, over: b), spread(b, over: a))
        .checked(span) {
          disagreement(a, b, at: span)
        }
    }
  }

  private func spread(_ scalar: Tensor, over array: Tensor) -> Tensor {
    guard scalar.isScalar, !array.isScalar else { return scalar }
    return array.map { _ in scalar.node }
  }

  /// The truth value of a fact, as a node.
  mutating func truth(of fact: LoweredStep.Fact, at span: Span) throws(LoweringFailure)
    -> Graph.Node
  {
    switch fact {
    case .truth(let node): node
    case .equivalence(let left, let right):
      graph.or(graph.and(left, right), graph.and(graph.not(left), graph.not(right)))
    case .relation(let relation, let left, let right):
      try truth(of: relation, left, right, at: span)
    case .moments(let pairs): graph.all(pairs.map { graph.isEqual($0.left, $0.right) })
    case .order: throw .unsupported(.remainderInside, span)
    case .limit: throw .unsupported(.limitInside, span)
    }
  }

  private mutating func truth(
    of relation: Term.Relation, _ left: Tensor, _ right: Tensor, at span: Span
  ) throws(LoweringFailure) -> Graph.Node {
    let pairs = Array(zip(left.nodes, right.nodes))
    switch relation {
    case .equal, .identical, .approximately:
      if left.form == .truth { return try truth(of: .equivalence(left.node, right.node), at: span) }
      return graph.all(pairs.map { graph.isEqual($0, $1) })
    case .notEqual: return graph.any(pairs.map { graph.not(graph.isEqual($0, $1)) })
    case .less: return graph.all(pairs.map { graph.isLess($0, $1) })
    case .lessOrEqual: return graph.all(pairs.map { graph.isLessOrEqual($0, $1) })
    case .greater: return graph.all(pairs.map { graph.isLess($1, $0) })
    case .greaterOrEqual: return graph.all(pairs.map { graph.isLessOrEqual($1, $0) })
    case .positiveDefinite: return try isDefinite(left, strictly: true, at: span)
    case .positiveSemidefinite: return try isDefinite(left, strictly: false, at: span)
    case .negativeDefinite, .negativeSemidefinite:
      let opposite = left.map { graph.negate($0) }
      return try isDefinite(opposite, strictly: relation == .negativeDefinite, at: span)
    case .proportional, .distributed: throw .unsupported(.distributionInside, span)
    }
  }

  mutating func isIn(_ element: Term, _ domain: Domain) throws(LoweringFailure) -> Tensor {
    let value = try lower(element)
    var conditions: [Graph.Node] = []
    for node in value.nodes {
      conditions.append(try isIn(node, domain, at: element.span))
    }
    return Tensor(truth: graph.all(conditions))
  }

  private mutating func isIn(_ node: Graph.Node, _ domain: Domain, at span: Span)
    throws(LoweringFailure) -> Graph.Node
  {
    switch domain {
    case .reals, .small: return graph.truth(true)
    case .interval(let low, let high):
      var conditions: [Graph.Node] = []
      if let low {
        let end = try lower(low.value).node
        conditions.append(
          low.isIncluded ? graph.isLessOrEqual(end, node) : graph.isLess(end, node))
      }
      if let high {
        let end = try lower(high.value).node
        conditions.append(
          high.isIncluded ? graph.isLessOrEqual(node, end) : graph.isLess(node, end))
      }
      return graph.all(conditions)
    case .wholeNumbers(let range):
      let values = try self.range(range, at: span)
      guard let last = values.last, values.count <= 1000 else { return graph.truth(false) }
      let isWhole = graph.isEqual(node, graph.floor(node))
      let isAbove = graph.isLessOrEqual(graph.constant(values.lowerBound), node)
      return graph.all([isWhole, isAbove, graph.isLessOrEqual(node, graph.constant(last))])
    case .set(let terms):
      var choices: [Graph.Node] = []
      for term in terms { choices.append(graph.isEqual(node, try lower(term).node)) }
      return graph.any(choices)
    }
  }

  // MARK: Cases

  mutating func cases(_ branches: [Term.Branch], _ otherwise: Term?)
    throws(LoweringFailure) -> Tensor
  {
    var conditions: [Graph.Node] = []
    var values: [Tensor] = []
    for branch in branches {
      conditions.append(try lower(branch.condition).node)
      values.append(try lower(branch.value))
    }
    if let otherwise {
      conditions.append(graph.truth(true))
      values.append(try lower(otherwise))
    } else if conditions.count == 2, conditions[1] == graph.not(conditions[0]) {
      conditions[1] = graph.truth(true)
    }
    guard let shape = values.first(where: { !$0.isScalar }) ?? values.first else {
      return Tensor(scalar: graph.undefined())
    }
    var result = shape.map { _ in graph.undefined() }
    for (condition, value) in zip(conditions, values).reversed() {
      let value = spread(value, over: shape)
      let span = branches.first?.value.span ?? Span(.main, 0, 0)
      try requireSameSize(value, shape, at: span)
      result = shape.with(
        zip(value.nodes, result.nodes).map { graph.select(condition, $0, $1) })
    }
    return result
  }

  // MARK: Big operators

  mutating func lower(_ fold: Term.Fold, _ binders: [Term.Binder], _ body: Term, like term: Term)
    throws(LoweringFailure) -> Tensor
  {
    func isSame(_ other: Term) -> Bool { other.span == term.span && other == term }
    guard let alike, alike.terms.contains(where: isSame) else {
      return try folded(fold, binders, body, like: term)
    }
    if let known = alikeValues[alike.key]?.first(where: { isSame($0.term) }) { return known.value }
    let value = try folded(fold, binders, body, like: term)
    alikeValues[alike.key, default: []].append((term, value))
    return value
  }

  private mutating func folded(
    _ fold: Term.Fold, _ binders: [Term.Binder], _ body: Term, like term: Term
  ) throws(LoweringFailure) -> Tensor {
    var parts: [FoldPart] = []
    try enumerate(binders[...], where: graph.truth(true), body.span) {
      (lowerer, filter) throws(LoweringFailure) in
      parts.append(
        FoldPart(
          filter: filter, value: try lowerer.lower(body),
          index: binders.last.flatMap { lowerer.whole.bound[$0.variable] } ?? 0))
    }
    switch fold {
    case .sum: return try sum(parts, like: term)
    case .product: return try product(parts, like: term)
    case .all:
      return Tensor(
        truth: graph.all(parts.map { graph.or(graph.not($0.filter), $0.value.node) }))
    case .maximum: return extremum(parts) { $0.isLess($1, $2) }
    case .minimum: return extremum(parts) { $0.isLess($2, $1) }
    case .argumentOfMaximum: return place(parts) { $0.isLess($1, $2) }
    case .argumentOfMinimum: return place(parts) { $0.isLess($2, $1) }
    }
  }

  private struct FoldPart {
    let filter: Graph.Node
    let value: Tensor
    let index: Int
  }

  /// Calls `body` for every tuple of values that no filter excludes for certain.
  mutating func enumerate(
    _ binders: ArraySlice<Term.Binder>, where filter: Graph.Node, _ span: Span,
    _ body: (inout Lowerer, Graph.Node) throws(LoweringFailure) -> Void
  ) throws(LoweringFailure) {
    guard let binder = binders.first else { return try body(&self, filter) }
    let values = try range(binder.range, at: span)
    guard values.count <= 10_000 else { throw .tooLarge(span) }
    let outer = whole.bound[binder.variable]
    defer { whole.bound[binder.variable] = outer }
    for value in values {
      whole.bound[binder.variable] = value
      var condition = filter
      if let own = binder.filter { condition = graph.and(filter, try lower(own).node) }
      guard graph.truthValue(condition) != false else { continue }
      try enumerate(binders.dropFirst(), where: condition, span, body)
    }
  }

  private mutating func sum(_ parts: [FoldPart], like term: Term) throws(LoweringFailure)
    -> Tensor
  {
    guard var total = parts.first.map({ filtered($0, neutral: 0) }) else {
      return try constantArray(term, diagonal: 0, rest: 0)
    }
    for part in parts.dropFirst() {
      total = try entrywise(total, filtered(part, neutral: 0), at: term.span) {
        $0.add($1, $2)
      }
    }
    return total
  }

  private mutating func product(_ parts: [FoldPart], like term: Term) throws(LoweringFailure)
    -> Tensor
  {
    guard var total = parts.first.map({ filtered($0, neutral: 1) }) else {
      return try constantArray(term, diagonal: 1, rest: 0)
    }
    for part in parts.dropFirst() {
      let factor = filtered(part, neutral: 1)
      total =
        total.form == .matrix
        ? try matrixProduct(total, factor, .matrix, at: term.span)
        : try entrywise(total, factor, at: term.span) { $0.multiply($1, $2) }
    }
    return total
  }

  private mutating func filtered(_ part: FoldPart, neutral: Int) -> Tensor {
    guard graph.truthValue(part.filter) != true else { return part.value }
    let columns = part.value.columns
    var nodes: [Graph.Node] = []
    for (place, node) in part.value.nodes.enumerated() {
      let isDiagonal = part.value.form != .matrix || place / columns == place % columns
      let rest = graph.constant(isDiagonal ? neutral : 0)
      nodes.append(graph.select(part.filter, node, rest))
    }
    return part.value.with(nodes)
  }

  private mutating func extremum(
    _ parts: [FoldPart], _ isWorse: (inout Graph, Graph.Node, Graph.Node) -> Graph.Node
  ) -> Tensor {
    guard var (best, exists) = parts.first.map({ ($0.value.node, $0.filter) }) else {
      return Tensor(scalar: graph.undefined())
    }
    for part in parts.dropFirst() {
      let node = part.value.node
      if graph.truthValue(exists) == true, graph.truthValue(part.filter) == true {
        let isMaximum = isWorse(&graph, graph.constant(0), graph.constant(1))
        best =
          graph.truthValue(isMaximum) == true
          ? graph.maximum(best, node) : graph.minimum(best, node)
        continue
      }
      let isBetter = graph.or(graph.not(exists), isWorse(&graph, best, node))
      best = graph.select(graph.and(part.filter, isBetter), node, best)
      exists = graph.or(exists, part.filter)
    }
    return Tensor(scalar: graph.select(exists, best, graph.undefined()))
  }

  private mutating func place(
    _ parts: [FoldPart], _ isWorse: (inout Graph, Graph.Node, Graph.Node) -> Graph.Node
  ) -> Tensor {
    guard let first = parts.first else { return Tensor(scalar: graph.undefined()) }
    var (best, exists) = (first.value.node, first.filter)
    var place = graph.constant(first.index)
    for part in parts.dropFirst() {
      let isBetter = graph.or(graph.not(exists), isWorse(&graph, best, part.value.node))
      let isTaken = graph.and(part.filter, isBetter)
      best = graph.select(isTaken, part.value.node, best)
      place = graph.select(isTaken, graph.constant(part.index), place)
      exists = graph.or(exists, part.filter)
    }
    // Without a value of every entry there is no largest one.
    let below = graph.constant(-1)
    let isKnown = graph.all(
      parts.map {
        graph.or(graph.not($0.filter), graph.isLess(below, graph.absolute($0.value.node)))
      })
    return Tensor(scalar: graph.select(graph.and(exists, isKnown), place, graph.undefined()))
  }
}

extension LoweredStep.Fact {
  /// Itself, if both sides of a relation have one size.
  fileprivate func checked(_ span: Span, _ failure: () -> LoweringFailure)
    throws(LoweringFailure) -> Self
  {
    if case .relation(_, let left, let right) = self,
      left.rows != right.rows || left.columns != right.columns
    {
      throw failure()
    }
    return self
  }
}
