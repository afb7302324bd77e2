import Numerics
import SourceText

extension Lowerer {
  mutating func power(_ base: Term, _ exponent: Term, like term: Term)
    throws(LoweringFailure) -> Tensor
  {
    if case .builtin(.normP, let parts) = base.node, parts.count == 2,
      parts[1].node == exponent.node
    {
      let members = try powers(of: lower(parts[0]).nodes, lower(exponent).node)
      return Tensor(scalar: graph.sum(members))
    }
    let value = try lower(base)
    guard value.form == .matrix else {
      let exponent = try lower(exponent)
      return try entrywise(value, exponent, at: term.span) { graph, x, y in
        graph.realPower(x, graph.untagged(y))
      }
    }
    guard value.rows == value.columns else { throw .unsupported(.matrixPower, term.span) }
    if let count = whole.whole(exponent) { return try power(of: value, count, at: term.span) }
    let fraction = try lower(exponent).node
    guard let double = graph.rational(fraction)?.doubled?.whole else {
      throw .unsupported(.matrixPower, term.span)
    }
    return try power(of: root(of: base, at: term.span), double, at: term.span)
  }

  private mutating func power(of value: Tensor, _ count: Int, at span: Span)
    throws(LoweringFailure) -> Tensor
  {
    guard count.magnitude <= 64 else { throw .unsupported(.matrixPower, span) }
    guard count != 0 else { return identity(of: value.rows) }
    let factor = count < 0 ? try inverse(value, at: span) : value
    var result = factor
    for _ in 1..<max(count.magnitude, 1) {
      result = try matrixProduct(result, factor, .matrix, at: span)
    }
    return result
  }

  private mutating func identity(of size: Int) -> Tensor {
    var nodes: [Graph.Node] = []
    for row in 0..<size {
      for column in 0..<size { nodes.append(graph.constant(row == column ? 1 : 0)) }
    }
    return Tensor(matrix: nodes, rows: size, columns: size)
  }

  /// The p-th powers of sizes, which add up to that of a p-norm.
  mutating func powers(of nodes: [Graph.Node], _ exponent: Graph.Node) -> [Graph.Node] {
    let plain = graph.untagged(exponent)
    return nodes.map { x in
      let size = graph.absolute(x)
      return graph.realPower(size, plain)
    }
  }

  // MARK: Roots

  /// The positive definite root of a declared matrix, which has been computed as its square.
  private mutating func root(of base: Term, at span: Span) throws(LoweringFailure) -> Tensor {
    let key: Instance.Key
    switch base.node {
    case .symbol(let symbol) where formal[symbol] == nil: key = Instance.Key(symbol)
    case .member(let symbol, let indices):
      let values = indices.compactMap { whole.whole($0) }
      guard values.count == indices.count else { throw .unsupported(.matrixPower, span) }
      key = Instance.Key(symbol, values)
    default: throw .unsupported(.matrixPower, span)
    }
    if let known = usedRoots[key] { return known }
    guard let raw = roots[key] else { throw .unsupported(.matrixPower, span) }
    let tagged = raw.map { tag($0) }
    usedRoots[key] = tagged
    return tagged
  }

  /// The root is computed before the matrix: neither derivatives nor substitutions would find it.
  func requireNoRoot(of targets: [Graph.Node], in nodes: [Graph.Node], at span: Span)
    throws(LoweringFailure)
  {
    for key in usedRoots.keys.sorted(by: { $0.symbol < $1.symbol }) {
      guard let matrix = tensors[key], let root = usedRoots[key],
        targets.contains(where: { matrix.nodes.contains($0) })
      else { continue }
      let isUsed = graph.reachable(from: nodes)
      if root.nodes.contains(where: { isUsed[Int($0)] }) { throw .unsupported(.matrixPower, span) }
    }
  }
}

extension Rational {
  fileprivate var doubled: Rational? { adding(self) }
}
