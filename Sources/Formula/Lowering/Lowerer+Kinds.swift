import Numerics
import SourceText

/// Declared kinds by exact parametrisation: what they promise holds in every kind of number.
extension Lowerer {
  /// The untagged entries of a declared symbol.
  mutating func declared(_ symbol: Symbol, _ key: Instance.Key, at span: Span)
    throws(LoweringFailure) -> Tensor
  {
    let member = key.indices
    switch symbol.kind {
    case .scalar(let domain), .integer(let domain):
      return Tensor(scalar: try entry(in: domain, of: symbol, member))
    case .vector(let rows, let kind):
      let count = try size(rows, at: span)
      return Tensor(vector: try vector(kind, count, symbol, member))
    case .matrix(let rows, let columns, let kind):
      let (rows, columns) = (try size(rows, at: span), try size(columns, at: span))
      return try matrix(kind, rows, columns, symbol, member)
    case .random(let kind): return Tensor(scalar: try variable(kind, symbol, member))
    case .computed(_, let shape):
      let (form, rows, columns) = try size(of: shape, at: span)
      guard let values = lowering.computed[symbol.id], values.count == rows * columns else {
        throw .noComputedValue(symbol.id, span)
      }
      return Tensor(form, rows: rows, columns: columns, values.map { graph.constant($0) })
    case .size, .index: throw .noValue(symbol.id, span)
    case .argument: throw .noValue(symbol.id, span)
    case .defined: throw .noClause(symbol.id, indices: key.indices, span)
    case .function, .definedFunction: throw .unsupported(.functionWithoutArguments, span)
    }
  }

  // MARK: One number

  mutating func entry(in domain: Domain, of symbol: Symbol, _ member: [Int])
    throws(LoweringFailure) -> Graph.Node
  {
    if small.contains(symbol.id) {
      let side = aims[symbol.id] == nil ? side(of: domain) : .both
      return input(.small(side), for: symbol.id, member)
    }
    switch domain {
    case .reals: return input(.real, for: symbol.id, member)
    case .small: return input(.small(.both), for: symbol.id, member)
    case .interval(let low, let high): return try interval(low, high, symbol, member)
    case .wholeNumbers(let range):
      let values = try self.range(range, at: symbol.span)
      guard let last = values.last else {
        throw .outOfRange(symbol.id, indices: member, symbol.span)
      }
      let sign: Graph.Facts.Sign =
        values.lowerBound > 0 ? .positive : values.lowerBound == 0 ? .nonnegative : .any
      return input(.whole(values.lowerBound, last), for: symbol.id, member, sign: sign)
    case .set(let terms):
      var values: [Rational] = []
      for term in terms {
        let node = try lower(term).node
        guard let value = graph.rational(graph.untagged(node)) else {
          throw .notWhole(term.span)
        }
        values.append(value)
      }
      return input(.set(values), for: symbol.id, member)
    }
  }

  /// From which side a small symbol of this domain comes to 0.
  private func side(of domain: Domain) -> InputDomain.Side {
    guard case .interval(let low, let high) = domain else { return .both }
    if case .number(let value)? = low?.value.node, value.sign >= 0 { return .above }
    if case .number(let value)? = high?.value.node, value.sign <= 0 { return .below }
    return .both
  }

  private mutating func interval(
    _ low: Domain.Bound?, _ high: Domain.Bound?, _ symbol: Symbol, _ member: [Int]
  ) throws(LoweringFailure) -> Graph.Node {
    let bottom = try end(low)
    let top = try end(high)
    if bottom?.constant != .some(nil), top?.constant != .some(nil) {
      let (first, last) = (bottom?.end, top?.end)
      let isPositive = first.map { $0.value.sign > 0 || !$0.isIncluded } ?? false
      let isNonnegative = first.map { $0.value.sign >= 0 } ?? false
      return input(
        .interval(first, last), for: symbol.id, member,
        sign: !isNonnegative ? .any : isPositive ? .positive : .nonnegative)
    }
    switch (bottom, top) {
    case (let bottom?, nil):
      return graph.add(bottom.node, halfLine(bottom.isIncluded, symbol, member))
    case (nil, let top?):
      return graph.subtract(top.node, halfLine(top.isIncluded, symbol, member))
    case (let bottom?, let top?):
      let isClosed = bottom.isIncluded && top.isIncluded
      constrain(
        isClosed
          ? graph.isLessOrEqual(bottom.node, top.node) : graph.isLess(bottom.node, top.node),
        at: symbol.span)
      let part = input(
        .interval(
          .init(.zero, isIncluded: bottom.isIncluded), .init(.one, isIncluded: top.isIncluded)),
        for: symbol.id, member, sign: bottom.isIncluded ? .nonnegative : .positive)
      let width = graph.subtract(top.node, bottom.node)
      return graph.add(bottom.node, graph.multiply(part, width))
    case (nil, nil): return input(.real, for: symbol.id, member)
    }
  }

  /// An end of an interval that is not infinite.
  struct End {
    let node: Graph.Node
    let constant: Rational?
    let isIncluded: Bool

    var end: InputDomain.End? {
      constant.map { InputDomain.End($0, isIncluded: isIncluded) }
    }
  }

  mutating func end(_ bound: Domain.Bound?) throws(LoweringFailure) -> End? {
    guard let bound else { return nil }
    if case .constant(.infinity) = bound.value.node { return nil }
    if case .negate(let inner) = bound.value.node, case .constant(.infinity) = inner.node {
      return nil
    }
    let value = try lower(bound.value).node
    let node = graph.untagged(value)
    return End(node: node, constant: graph.rational(node), isIncluded: bound.isIncluded)
  }

  private mutating func halfLine(_ isIncluded: Bool, _ symbol: Symbol, _ member: [Int])
    -> Graph.Node
  {
    input(
      .interval(.init(.zero, isIncluded: isIncluded), nil), for: symbol.id, member,
      sign: isIncluded ? .nonnegative : .positive)
  }

  mutating func constrain(_ truth: Graph.Node, at span: Span) {
    guard graph.truthValue(truth) != true else { return }
    step.constraints.append(
      LoweredStep.Condition(fact: .truth(truth), truth: truth, indices: [], span: span))
  }

  // MARK: Vectors

  private mutating func vector(
    _ kind: Symbol.VectorKind, _ count: Int, _ symbol: Symbol, _ member: [Int]
  ) throws(LoweringFailure) -> [Graph.Node] {
    switch kind {
    case .any(let domain):
      if domain == .small || small.contains(symbol.id) {
        return smallVector(count, symbol, member)
      }
      return try entries(count, in: domain, symbol, member)
    case .nonzero:
      let nodes = reals(count, symbol, member)
      let zero = graph.constant(0)
      constrain(
        graph.any(nodes.map { graph.not(graph.isEqual($0, zero)) }), at: symbol.span)
      return nodes
    case .unit: return unitVector(count, symbol, member)
    case .oneHot:
      groupCount += 1
      let group = groupCount - 1
      return (0..<count).map {
        input(
          .oneHot(group: group, position: $0, count: count), for: symbol.id, member,
          sign: .nonnegative)
      }
    case .simplex:
      let weights = (0..<count).map { _ in halfLine(true, symbol, member) }
      let sum = graph.sum(weights)
      constrain(graph.isLess(graph.constant(0), sum), at: symbol.span)
      return weights.map { graph.divide($0, sum) }
    }
  }

  private mutating func entries(
    _ count: Int, in domain: Domain, _ symbol: Symbol, _ member: [Int]
  ) throws(LoweringFailure) -> [Graph.Node] {
    var nodes: [Graph.Node] = []
    for _ in 0..<count { nodes.append(try entry(in: domain, of: symbol, member)) }
    return nodes
  }

  private mutating func reals(_ count: Int, _ symbol: Symbol, _ member: [Int]) -> [Graph.Node] {
    (0..<count).map { _ in input(.real, for: symbol.id, member) }
  }

  /// εu with one small ε > 0 and any direction u.
  private mutating func smallVector(_ count: Int, _ symbol: Symbol, _ member: [Int])
    -> [Graph.Node]
  {
    let length = input(.small(.above), for: symbol.id, member, sign: .positive)
    return reals(count, symbol, member).map { graph.multiply(length, $0) }
  }

  /// (2t, |t|² − 1) / (|t|² + 1): all of the sphere but one pole.
  private mutating func unitVector(_ count: Int, _ symbol: Symbol, _ member: [Int])
    -> [Graph.Node]
  {
    guard count > 1 else {
      return (0..<count).map { _ in
        input(.set([Rational(1), Rational(-1)]), for: symbol.id, member)
      }
    }
    let parameters = reals(count - 1, symbol, member)
    let square = graph.sum(parameters.map { graph.power($0, 2) })
    let below = graph.add(square, graph.constant(1))
    let top = parameters.map { graph.multiply(graph.constant(2), $0) }
    return (top + [graph.subtract(square, graph.constant(1))]).map { graph.divide($0, below) }
  }

  // MARK: Matrices

  private mutating func matrix(
    _ kind: Symbol.MatrixKind, _ rows: Int, _ columns: Int, _ symbol: Symbol, _ member: [Int]
  ) throws(LoweringFailure) -> Tensor {
    switch kind {
    case .any(let domain):
      if domain == .small || small.contains(symbol.id) {
        return Tensor(
          matrix: smallVector(rows * columns, symbol, member), rows: rows, columns: columns)
      }
      let nodes = try entries(rows * columns, in: domain, symbol, member)
      return Tensor(matrix: nodes, rows: rows, columns: columns)
    case .invertible:
      let nodes = reals(rows * columns, symbol, member)
      let result = Tensor(matrix: nodes, rows: rows, columns: columns)
      let determinant = try determinant(result, at: symbol.span)
      constrain(
        graph.not(graph.isEqual(determinant, graph.constant(0))), at: symbol.span)
      return result
    case .symmetric, .positiveDefinite, .orthogonal, .diagonal:
      guard rows == columns else {
        throw .shape(left: [rows, columns], right: [columns, rows], symbol.span)
      }
      return try squareMatrix(kind, rows, symbol, member)
    }
  }

  private mutating func squareMatrix(
    _ kind: Symbol.MatrixKind, _ count: Int, _ symbol: Symbol, _ member: [Int]
  ) throws(LoweringFailure) -> Tensor {
    switch kind {
    case .positiveDefinite:
      let factor = square(count) { lowerer, row, column in
        if row == column { return lowerer.halfLine(false, symbol, member) }
        return row > column
          ? lowerer.input(.real, for: symbol.id, member) : lowerer.graph.constant(0)
      }
      let product = try matrixProduct(factor, factor.transposed, .matrix, at: symbol.span)
      guard step.rooted.contains(symbol.id) else { return product }
      roots[Instance.Key(symbol.id, member)] = product
      return try matrixProduct(product, product, .matrix, at: symbol.span)
    case .orthogonal: return try orthogonal(count, symbol, member)
    case .diagonal:
      return square(count) { lowerer, row, column in
        row == column
          ? lowerer.input(.real, for: symbol.id, member) : lowerer.graph.constant(0)
      }
    default:
      let half = square(count) { lowerer, row, column in
        row <= column
          ? lowerer.input(.real, for: symbol.id, member) : lowerer.graph.constant(0)
      }
      return square(count) { _, row, column in half[min(row, column), max(row, column)] }
    }
  }

  private mutating func square(
    _ count: Int, _ entry: (inout Lowerer, Int, Int) -> Graph.Node
  ) -> Tensor {
    var nodes: [Graph.Node] = []
    for row in 0..<count { for column in 0..<count { nodes.append(entry(&self, row, column)) } }
    return Tensor(matrix: nodes, rows: count, columns: count)
  }

  /// (I − S)(I + S)⁻¹ with skew S, columns times signs.
  private mutating func orthogonal(_ count: Int, _ symbol: Symbol, _ member: [Int])
    throws(LoweringFailure) -> Tensor
  {
    let upper = square(count) { lowerer, row, column in
      row < column ? lowerer.input(.real, for: symbol.id, member) : lowerer.graph.constant(0)
    }
    let plus = square(count) { lowerer, row, column in
      row == column
        ? lowerer.graph.constant(1)
        : row < column ? upper[row, column] : lowerer.graph.negate(upper[column, row])
    }
    let rotation = try matrixProduct(
      plus.transposed, inverse(plus, at: symbol.span), .matrix, at: symbol.span)
    let signs = (0..<count).map { _ in
      input(.set([Rational(1), Rational(-1)]), for: symbol.id, member)
    }
    return square(count) { lowerer, row, column in
      lowerer.graph.multiply(rotation[row, column], signs[column])
    }
  }
}
