import Numerics
import SourceText

extension Lowerer {
  mutating func apply(_ builtin: Builtin, _ arguments: [Term], like term: Term)
    throws(LoweringFailure) -> Tensor
  {
    guard let operand = arguments.first else {
      throw .unsupported(.functionWithoutArguments, term.span)
    }
    let first = try lower(operand)
    var others: [Tensor] = []
    for argument in arguments.dropFirst() { others.append(try lower(argument)) }
    switch builtin {
    case .elementary(let function): return map(first) { $0.function(function, $1) }
    case .sign: return map(first) { $0.sign($1) }
    case .absolute: return map(first) { $0.absolute($1) }
    case .floor: return map(first) { $0.floor($1) }
    case .ceiling:
      return map(first) { graph, x in graph.negate(graph.floor(graph.negate(x))) }
    case .normalCumulative: return map(first) { $0.normalCumulative($1) }
    case .softmax: return softmax(first)
    case .trace:
      return Tensor(scalar: graph.sum((0..<min(first.rows, first.columns)).map { first[$0, $0] }))
    case .determinant: return Tensor(scalar: try determinant(first, at: term.span))
    case .diagonal: return diagonal(first)
    case .rank: return Tensor(scalar: try rank(first, at: term.span))
    case .maximum: return try extremum(first, others, at: term.span) { $0.maximum($1, $2) }
    case .minimum: return try extremum(first, others, at: term.span) { $0.minimum($1, $2) }
    case .argumentOfMaximum:
      return Tensor(scalar: argument(first.nodes) { $0.isLess($1, $2) })
    case .argumentOfMinimum:
      return Tensor(scalar: argument(first.nodes) { $0.isLess($2, $1) })
    case .norm, .norm1, .normInfinity: return Tensor(scalar: norm(builtin, first))
    case .largestEigenvalue, .smallestEigenvalue, .spectralRadius, .conditionNumber,
      .spectralNorm:
      return Tensor(scalar: try spectrum(builtin, first, at: term.span))
    case .factorial, .binomial: return try count(builtin, arguments, at: term.span)
    case .logarithm, .root, .clip, .normP, .weightedNorm:
      return try applyParameterized(builtin, [first] + others, at: term.span)
    }
  }

  private mutating func applyParameterized(_ builtin: Builtin, _ values: [Tensor], at span: Span)
    throws(LoweringFailure) -> Tensor
  {
    guard values.count == (builtin == .clip ? 3 : 2) else {
      throw .unsupported(.functionWithoutArguments, span)
    }
    switch builtin {
    case .logarithm:
      let base = graph.function(.log, values[0].node)
      return map(values[1]) { graph, x in graph.divide(graph.function(.log, x), base) }
    case .root:
      let exponent = graph.divide(graph.constant(1), graph.untagged(values[0].node))
      return map(values[1]) { $0.realPower($1, exponent) }
    case .clip:
      let raised = try entrywise(values[0], values[1], at: span) { $0.maximum($1, $2) }
      return try entrywise(raised, values[2], at: span) { $0.minimum($1, $2) }
    case .normP:
      let exponent = graph.untagged(values[1].node)
      let sum = graph.sum(powers(of: values[0].nodes, exponent))
      let inverse = graph.divide(graph.constant(1), exponent)
      return Tensor(scalar: graph.realPower(sum, inverse))
    default:
      let image = try matrixProduct(values[1], values[0], .vector, at: span)
      let square = graph.innerProduct(values[0].nodes, image.nodes)
      return Tensor(scalar: graph.function(.sqrt, square))
    }
  }

  mutating func map(_ tensor: Tensor, _ change: (inout Graph, Graph.Node) -> Graph.Node)
    -> Tensor
  {
    if tensor.isScalar { return Tensor(scalar: change(&graph, tensor.node)) }
    return tensor.map { change(&graph, $0) }
  }

  private mutating func softmax(_ scores: Tensor) -> Tensor {
    let powers = scores.nodes.map { graph.function(.exp, $0) }
    let sum = graph.sum(powers)
    return scores.with(powers.map { graph.divide($0, sum) })
  }

  private mutating func diagonal(_ tensor: Tensor) -> Tensor {
    if tensor.form == .matrix {
      return Tensor(vector: (0..<min(tensor.rows, tensor.columns)).map { tensor[$0, $0] })
    }
    let count = tensor.count
    var nodes = [Graph.Node](repeating: graph.constant(0), count: count * count)
    for place in 0..<count { nodes[place * count + place] = tensor.nodes[place] }
    return Tensor(matrix: nodes, rows: count, columns: count)
  }

  private mutating func extremum(
    _ first: Tensor, _ others: [Tensor], at span: Span,
    _ combine: (inout Graph, Graph.Node, Graph.Node) -> Graph.Node
  ) throws(LoweringFailure) -> Tensor {
    if others.isEmpty {
      guard var best = first.nodes.first else {
        throw .unsupported(.functionWithoutArguments, span)
      }
      for node in first.nodes.dropFirst() { best = combine(&graph, best, node) }
      return Tensor(scalar: best)
    }
    var best = first
    for value in others {
      best = try entrywise(best, value, at: span, combine)
    }
    return best
  }

  /// The first place, counted from 1, of the entry that no other one beats.
  mutating func argument(
    _ nodes: [Graph.Node], _ isWorse: (inout Graph, Graph.Node, Graph.Node) -> Graph.Node
  ) -> Graph.Node {
    var place = graph.constant(1)
    guard var best = nodes.first else { return graph.undefined() }
    for (number, node) in nodes.enumerated().dropFirst() {
      let isBetter = isWorse(&graph, best, node)
      place = graph.select(isBetter, graph.constant(number + 1), place)
      best = graph.select(isBetter, node, best)
    }
    // Without a value of every entry there is no largest one.
    let below = graph.constant(-1)
    let isKnown = graph.all(nodes.map { graph.isLess(below, graph.absolute($0)) })
    return graph.select(isKnown, place, graph.undefined())
  }

  private mutating func norm(_ builtin: Builtin, _ tensor: Tensor) -> Graph.Node {
    if builtin == .norm {
      let squares = tensor.nodes.map { graph.power($0, 2) }
      return graph.function(.sqrt, graph.sum(squares))
    }
    let sizes = tensor.nodes.map { graph.absolute($0) }
    if tensor.form != .matrix {
      return builtin == .norm1 ? graph.sum(sizes) : largest(sizes)
    }
    var sums: [Graph.Node] = []
    if builtin == .norm1 {
      for column in 0..<tensor.columns {
        sums.append(graph.sum((0..<tensor.rows).map { sizes[$0 * tensor.columns + column] }))
      }
    } else {
      for row in 0..<tensor.rows {
        sums.append(graph.sum((0..<tensor.columns).map { sizes[row * tensor.columns + $0] }))
      }
    }
    return largest(sums)
  }

  private mutating func largest(_ nodes: [Graph.Node]) -> Graph.Node {
    guard var best = nodes.first else { return graph.constant(0) }
    for node in nodes.dropFirst() { best = graph.maximum(best, node) }
    return best
  }

  private mutating func spectrum(_ builtin: Builtin, _ tensor: Tensor, at span: Span)
    throws(LoweringFailure) -> Graph.Node
  {
    let list = graph.list(tensor.nodes)
    let rows = Int32(tensor.rows)
    switch builtin {
    case .spectralNorm:
      if tensor.form != .matrix { return norm(.norm, tensor) }
      return graph.node(.singularValue(index: 0, rows: rows, matrix: list))
    case .conditionNumber:
      let last = Int32(min(tensor.rows, tensor.columns)) - 1
      return graph.divide(
        graph.node(.singularValue(index: 0, rows: rows, matrix: list)),
        graph.node(.singularValue(index: last, rows: rows, matrix: list)))
    default:
      guard tensor.rows == tensor.columns else {
        throw disagreement(tensor, tensor.transposed, at: span)
      }
      if builtin == .spectralRadius { return graph.node(.spectralRadius(matrix: list)) }
      let index = builtin == .largestEigenvalue ? rows - 1 : 0
      return graph.node(.eigenvalue(index: index, matrix: list))
    }
  }

  private static var countLimit: Int { 1000 }

  /// n! and binomial coefficients, of whole numbers n; C(x, k) for any x, 0 for negative k.
  private mutating func count(_ builtin: Builtin, _ arguments: [Term], at span: Span)
    throws(LoweringFailure) -> Tensor
  {
    guard let last = arguments.last, let number = whole.whole(last) else { throw .notWhole(span) }
    guard number <= Self.countLimit else { throw .tooLarge(span) }
    if builtin == .factorial {
      if number < 0 { return Tensor(scalar: graph.undefined()) }
      return Tensor(scalar: graph.product((0..<number).map { graph.constant($0 + 1) }))
    }
    let top = try lower(arguments[0]).node
    if number < 0 { return Tensor(scalar: graph.constant(0)) }
    var result = graph.constant(1)
    for place in 0..<number {
      let factor = graph.subtract(top, graph.constant(place))
      result = graph.divide(graph.multiply(result, factor), graph.constant(place + 1))
    }
    return Tensor(scalar: result)
  }
}

extension Graph {
  /// Φ(x) = (1 + erf(x/√2)) / 2.
  fileprivate mutating func normalCumulative(_ x: Node) -> Node {
    let root = function(.sqrt, constant(2))
    let value = function(.erf, divide(x, root))
    return multiply(constant(1, over: 2), add(constant(1), value))
  }
}
