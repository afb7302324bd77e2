import Numerics
import SourceText

extension Lowerer {
  mutating func constantArray(_ term: Term, diagonal: Int, rest: Int)
    throws(LoweringFailure) -> Tensor
  {
    let (form, rows, columns) = try size(of: term.shape, at: term.span)
    var nodes: [Graph.Node] = []
    for row in 0..<rows {
      for column in 0..<columns {
        nodes.append(graph.constant(row == column ? diagonal : rest))
      }
    }
    return Tensor(form, rows: rows, columns: columns, nodes)
  }

  mutating func array(_ parts: [Term], like term: Term) throws(LoweringFailure) -> Tensor {
    let (form, rows, columns) = try size(of: term.shape, at: term.span)
    var nodes: [Graph.Node] = []
    for part in parts { nodes += try lower(part).nodes }
    guard nodes.count == rows * columns else {
      throw .shape(left: [nodes.count], right: [rows, columns], term.span)
    }
    return Tensor(form, rows: rows, columns: columns, nodes)
  }

  /// Blocks put together, row of blocks by row of blocks.
  mutating func blocks(_ rows: [[Term]], like term: Term) throws(LoweringFailure) -> Tensor {
    let (form, height, width) = try size(of: term.shape, at: term.span)
    var nodes: [Graph.Node] = []
    for row in rows {
      var parts: [Tensor] = []
      for block in row { parts.append(try lower(block)) }
      for line in 0..<(parts.first?.rows ?? 0) {
        for part in parts {
          guard line < part.rows else { throw disagreement(parts[0], part, at: term.span) }
          nodes += (0..<part.columns).map { part[line, $0] }
        }
      }
    }
    guard nodes.count == height * width else {
      throw .shape(left: [nodes.count], right: [height, width], term.span)
    }
    return Tensor(form, rows: height, columns: width, nodes)
  }

  /// An array by its parts: entries, rows, or columns.
  mutating func table(
    _ binders: [Term.Binder], _ body: Term, like term: Term
  ) throws(LoweringFailure) -> Tensor {
    let (form, rows, columns) = try size(of: term.shape, at: term.span)
    var parts: [Tensor] = []
    try enumerate(binders[...], where: graph.truth(true), term.span) {
      (lowerer, _) throws(LoweringFailure) in
      parts.append(try lowerer.lower(body))
    }
    var nodes = parts.flatMap { $0.nodes }
    guard nodes.count == rows * columns else {
      throw .shape(left: [nodes.count], right: [rows, columns], term.span)
    }
    if parts.first?.form == .vector {
      nodes = (0..<rows).flatMap { row in parts.map { $0.nodes[row] } }
    }
    return Tensor(form, rows: rows, columns: columns, nodes)
  }

  /// Entry by entry; a scalar is spread over an array.
  mutating func entrywise(
    _ left: Tensor, _ right: Tensor, at span: Span,
    _ combine: (inout Graph, Graph.Node, Graph.Node) -> Graph.Node
  ) throws(LoweringFailure) -> Tensor {
    if left.isScalar {
      guard !right.isScalar else {
        return Tensor(scalar: combine(&graph, left.node, right.node))
      }
      return right.map { combine(&graph, left.node, $0) }
    }
    if right.isScalar {
      return left.map { combine(&graph, $0, right.node) }
    }
    try requireSameSize(left, right, at: span)
    return left.with(zip(left.nodes, right.nodes).map { combine(&graph, $0, $1) })
  }

  func requireSameSize(_ left: Tensor, _ right: Tensor, at span: Span) throws(LoweringFailure) {
    guard left.rows == right.rows, left.columns == right.columns else {
      throw disagreement(left, right, at: span)
    }
  }

  func disagreement(_ left: Tensor, _ right: Tensor, at span: Span) -> LoweringFailure {
    .shape(left: [left.rows, left.columns], right: [right.rows, right.columns], span)
  }

  mutating func multiply(_ product: Term.Product, _ left: Tensor, _ right: Tensor, like term: Term)
    throws(LoweringFailure) -> Tensor
  {
    switch product {
    case .scaling:
      guard left.isScalar || right.isScalar else { throw .unsupported(.product, term.span) }
      return try times(left, right, at: term.span)
    case .hadamard: return try times(left, right, at: term.span)
    case .inner:
      guard left.count == right.count else {
        throw disagreement(left, right, at: term.span)
      }
      return Tensor(scalar: graph.sum(zip(left.nodes, right.nodes).map { times($0, $1) }))
    case .matrix:
      let form = try size(of: term.shape, at: term.span).form
      return try matrixProduct(left, right, form, at: term.span)
    }
  }

  private mutating func times(_ left: Tensor, _ right: Tensor, at span: Span)
    throws(LoweringFailure) -> Tensor
  {
    guard hasProductConvention else {
      return try entrywise(left, right, at: span) { $0.multiply($1, $2) }
    }
    if left.isScalar { return right.map { times(left.node, $0) } }
    if right.isScalar { return left.map { times($0, right.node) } }
    try requireSameSize(left, right, at: span)
    return left.with(zip(left.nodes, right.nodes).map { times($0, $1) })
  }

  mutating func matrixProduct(_ left: Tensor, _ right: Tensor, _ form: Tensor.Form, at span: Span)
    throws(LoweringFailure) -> Tensor
  {
    guard left.columns == right.rows else { throw disagreement(left, right, at: span) }
    var nodes: [Graph.Node] = []
    for row in 0..<left.rows {
      for column in 0..<right.columns {
        var terms: [Graph.Node] = []
        for k in 0..<left.columns { terms.append(times(left[row, k], right[k, column])) }
        nodes.append(graph.sum(terms))
      }
    }
    return Tensor(form, rows: left.rows, columns: right.columns, nodes)
  }

  // MARK: Entries

  mutating func entry(of array: Term, _ indices: [Term], at span: Span)
    throws(LoweringFailure) -> Tensor
  {
    guard let place = whole.place(indices) else {
      return try chosenEntry(of: array, indices, span)
    }
    if let node = try definedEntry(of: array, place, at: span) { return Tensor(scalar: node) }
    let tensor = try lower(array)
    guard let node = tensor.entry(place) else {
      throw missing(place.list, of: array, at: span)
    }
    return Tensor(scalar: node)
  }

  private func missing(_ indices: [Int], of array: Term, at span: Span) -> LoweringFailure {
    switch array.node {
    case .symbol(let symbol) where formal[symbol] == nil:
      return .outOfRange(symbol, indices: indices, span)
    case .member(let symbol, let terms):
      return .outOfRange(symbol, indices: terms.compactMap { whole.whole($0) } + indices, span)
    default: return .outOfRange(nil, indices: indices, span)
    }
  }

  /// An entry whose index is known at run time only, such as `y_{\arg\max_k z_k}`.
  private mutating func chosenEntry(of array: Term, _ indices: [Term], _ span: Span)
    throws(LoweringFailure) -> Tensor
  {
    let tensor = try lower(array)
    var places: [Graph.Node] = []
    for index in indices { places.append(try lower(index).node) }
    var result = graph.undefined()
    for row in (0..<tensor.rows).reversed() {
      for column in (0..<tensor.columns).reversed() {
        let here = tensor.form == .matrix ? [row + 1, column + 1] : [max(row, column) + 1]
        guard here.count == places.count else {
          throw .outOfRange(nil, indices: [], span)
        }
        var conditions: [Graph.Node] = []
        for (place, value) in zip(places, here) {
          conditions.append(graph.isEqual(place, graph.constant(value)))
        }
        result = graph.select(graph.all(conditions), tensor[row, column], result)
      }
    }
    return Tensor(scalar: result)
  }

  // MARK: Conventions

  /// A product that some convention gives a value where the usual rules give none.
  mutating func times(_ a: Graph.Node, _ b: Graph.Node) -> Graph.Node {
    let product = graph.multiply(a, b)
    guard hasProductConvention else { return product }
    return agreedProduct(a, b, product) ?? agreedProduct(b, a, product) ?? product
  }

  var hasProductConvention: Bool {
    scope.conventions.contains { ProductConvention($0) != nil }
  }

  private mutating func agreedProduct(_ a: Graph.Node, _ b: Graph.Node, _ product: Graph.Node)
    -> Graph.Node?
  {
    guard case .function(let function, let argument) = graph[b] else { return nil }
    for case let convention? in scope.conventions.map({ ProductConvention($0) })
    where convention.function == function {
      let isThere = graph.and(
        graph.isEqual(a, graph.constant(convention.factor)),
        graph.isEqual(argument, graph.constant(convention.argument)))
      return graph.select(isThere, graph.constant(convention.value), product)
    }
    return nil
  }
}

/// `0 \log 0 = 0`: a number times a function of a number.
private struct ProductConvention {
  let factor: Rational
  let function: ElementaryFunction
  let argument: Rational
  let value: Rational

  init?(_ convention: Convention) {
    guard case .multiply(_, let left, let right) = convention.left.node,
      case .number(let factor) = left.node,
      case .builtin(.elementary(let function), let arguments) = right.node,
      case .number(let argument)? = arguments.first?.node,
      case .number(let value) = convention.right.node
    else { return nil }
    self.factor = factor
    self.function = function
    self.argument = argument
    self.value = value
  }
}

extension Convention {
  /// Whether it is of one of the forms that are followed.
  var isUnderstood: Bool {
    if case .apply(_, let arguments, let orders) = left.node, case .number = right.node,
      case .number? = arguments.first?.node
    {
      return arguments.count == 1 && orders.reduce(0, +) > 0
    }
    return ProductConvention(self) != nil
  }
}

extension Graph {
  /// The node under any tags: only for constants, where derivatives have nothing to stop at.
  func untagged(_ node: Node) -> Node {
    var inner = node
    while case .tag(_, let operand) = self[inner] { inner = operand }
    if case .rational = self[inner] { return inner }
    return node
  }
}
