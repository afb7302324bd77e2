import Numerics

/// What a derivative cannot be taken of.
package enum NotDifferentiable: Error, Hashable, Sendable {
  /// Eigenvalues, singular values and spectral radii.
  case spectrum
}

extension Graph {
  /// The derivatives of one node by some others, as new nodes.
  ///
  /// Reverse mode. Derivatives stop at the nodes they are taken by, which are tags as a rule, and
  /// at every tag whose number is held. Piecewise operations are differentiated by branch; where
  /// branches meet, the derivative is defined only if values and derivatives agree there, so |x|
  /// and max(x, y) have none at x = 0 and x = y. A derivative is *not* defined where its operand
  /// is undefined: d log x / dx is undefined for x < 0 although 1/x is not.
  package mutating func gradient(
    of node: Node, with respect: [Node], holding held: TagSet = TagSet()
  ) throws(NotDifferentiable) -> [Node] {
    var differentiation = Differentiation(by: respect, holding: held, upTo: node, in: self)
    let raw = try differentiation.gradient(of: node, in: &self)
    guard !isTotal(node) else { return raw }
    let guardNode = multiply(constant(0), node)
    return raw.map { add($0, guardNode) }
  }

  /// The derivative of one node by another where the node is defined; elsewhere it may be anything.
  package mutating func slope(of node: Node, by target: Node) throws(NotDifferentiable) -> Node {
    var differentiation = Differentiation(by: [target], holding: TagSet(), upTo: node, in: self)
    return try differentiation.gradient(of: node, in: &self).first ?? constant(0)
  }
}

/// One differentiation: what depends on the targets, and gradients already known.
private struct Differentiation {
  let targets: [Graph.Node]
  /// By node.
  var isTarget: [Bool]
  let depends: [Bool]
  var known: [Graph.Node: [Graph.Node]] = [:]

  /// - Parameter last: Nodes up to this one can be differentiated; nothing depends on later ones.
  init(by targets: [Graph.Node], holding held: TagSet, upTo last: Graph.Node, in graph: Graph) {
    let limit = Int(last) + 1
    self.targets = targets
    isTarget = [Bool](repeating: false, count: limit)
    for target in targets where target <= last { isTarget[Int(target)] = true }
    depends = graph.dependents(of: targets, upTo: limit) { node in
      if case .tag(let number, _) = graph[node] { held.contains(number) } else { false }
    }
  }

  /// The derivatives of a node by every target; 0 where it does not depend on one.
  mutating func gradient(of root: Graph.Node, in graph: inout Graph) throws(NotDifferentiable)
    -> [Graph.Node]
  {
    if let result = known[root] { return result }
    let zero = graph.constant(0)
    var result = [Graph.Node](repeating: zero, count: targets.count)
    guard depends[Int(root)] else { return result }
    var adjoint = [Graph.Node?](repeating: nil, count: Int(root) + 1)
    adjoint[Int(root)] = graph.constant(1)
    var parts: [(operand: Graph.Node, partial: Graph.Node)] = []
    for number in stride(from: Int(root), through: 0, by: -1) where depends[number] {
      let node = Graph.Node(number)
      guard let value = adjoint[number], !isTarget[number] else { continue }
      if let branches = try branchGradient(of: node, in: &graph) {
        for (place, derivative) in branches.enumerated() where !graph.isZero(derivative) {
          result[place] = graph.add(result[place], graph.multiply(value, derivative))
        }
        continue
      }
      parts.removeAll(keepingCapacity: true)
      try graph.partials(of: node, into: &parts) { depends[Int($0)] }
      for (operand, partial) in parts where depends[Int(operand)] {
        let part = graph.multiply(value, partial)
        adjoint[Int(operand)] = adjoint[Int(operand)].map { graph.add($0, part) } ?? part
      }
    }
    for (place, target) in targets.enumerated() {
      if target <= root, let direct = adjoint[Int(target)] {
        result[place] = graph.add(result[place], direct)
      }
    }
    known[root] = result
    return result
  }

  /// For an operation with branches, its whole gradient: a branch that is not taken may be
  /// undefined, which a weight of 0 would not hide.
  private mutating func branchGradient(of node: Graph.Node, in graph: inout Graph)
    throws(NotDifferentiable) -> [Graph.Node]?
  {
    switch graph[node] {
    case .select(let condition, let a, let b):
      let meeting = graph.boundary(of: condition) { depends[Int($0)] }
      return try chosen(condition, a, b, meeting: meeting, in: &graph)
    case .minimum(let a, let b):
      let isFirst = graph.isLess(a, b)
      return try chosen(isFirst, a, b, meeting: graph.isEqual(a, b), in: &graph)
    case .maximum(let a, let b):
      let isFirst = graph.isLess(b, a)
      return try chosen(isFirst, a, b, meeting: graph.isEqual(a, b), in: &graph)
    default: return nil
    }
  }

  private mutating func chosen(
    _ condition: Graph.Node, _ a: Graph.Node, _ b: Graph.Node, meeting: Graph.Node,
    in graph: inout Graph
  ) throws(NotDifferentiable) -> [Graph.Node] {
    let first = try gradient(of: a, in: &graph)
    let second = try gradient(of: b, in: &graph)
    let kink = graph.kink()
    var result: [Graph.Node] = []
    for (da, db) in zip(first, second) {
      let isSmooth = graph.and(graph.isEqual(a, b), graph.isEqual(da, db))
      let between = graph.select(isSmooth, da, kink)
      let inside = graph.select(condition, da, db)
      // Where nothing varies on either side, only a jump of the value could matter.
      result.append(
        graph.isZero(da) && graph.isZero(db) && a == b
          ? da : graph.select(meeting, between, inside))
    }
    return result
  }
}

extension Graph {
  /// Where a condition is about to change: its comparisons of varying quantities are equalities.
  fileprivate mutating func boundary(of condition: Node, where varies: (Node) -> Bool) -> Node {
    guard varies(condition) else { return truth(false) }
    switch self[condition] {
    case .isLess(let a, let b), .isLessOrEqual(let a, let b), .isEqual(let a, let b):
      return isEqual(a, b)
    case .not(let a): return boundary(of: a, where: varies)
    case .and(let a, let b):
      let (atA, atB) = (boundary(of: a, where: varies), boundary(of: b, where: varies))
      return or(and(atA, or(b, atB)), and(atB, or(a, atA)))
    case .or(let a, let b):
      let (atA, atB) = (boundary(of: a, where: varies), boundary(of: b, where: varies))
      return or(and(atA, or(not(b), atB)), and(atB, or(not(a), atA)))
    case .select(let choice, let a, let b):
      return or(
        boundary(of: a, where: varies),
        or(boundary(of: b, where: varies), boundary(of: choice, where: varies)))
    default: return truth(false)
    }
  }

  /// Appends the derivatives of one operation by its operands, at least by those that matter.
  fileprivate mutating func partials(
    of node: Node, into result: inout [(operand: Node, partial: Node)],
    where matters: (Node) -> Bool
  ) throws(NotDifferentiable) {
    if let agreement = agreed[node] {
      return result.append((agreement.argument, agreement.derivative))
    }
    switch self[node] {
    case .tag(_, let a): result.append((a, constant(1)))
    case .add(let a, let b):
      result.append((a, constant(1)))
      result.append((b, constant(1)))
    case .subtract(let a, let b):
      result.append((a, constant(1)))
      result.append((b, constant(-1)))
    case .negate(let a): result.append((a, constant(-1)))
    case .multiply(let a, let b):
      result.append((a, b))
      result.append((b, a))
    case .divide(let a, let b):
      if matters(a) { result.append((a, divide(constant(1), b))) }
      if matters(b) { result.append((b, negate(divide(node, b)))) }
    case .power(let a, let exponent):
      result.append((a, multiply(constant(Int(exponent)), power(a, exponent - 1))))
    case .rationalPower(let a, let exponent):
      let lower = exponent.subtracting(.one) ?? exponent
      result.append((a, multiply(constant(exponent), power(a, lower))))
    case .realPower(let a, let b):
      if matters(a) {
        let lower = subtract(b, constant(1))
        result.append((a, multiply(b, realPower(a, lower))))
      }
      if matters(b) { result.append((b, multiply(function(.log, a), node))) }
    case .function(let function, let a):
      result.append((a, derivative(of: function, at: a, node)))
    case .absolute(let a):
      let below = select(isLess(a, constant(0)), constant(-1), kink())
      result.append((a, select(isLess(constant(0), a), constant(1), below)))
    case .sign(let a), .floor(let a): result.append((a, stepDerivative(node, a)))
    case .arbitrary(let function, let orders, let list):
      for (place, operand) in operandLists[Int(list)].enumerated()
      where place < self.orders[Int(orders)].count && matters(operand) {
        result.append((operand, arbitraryPartial(function, orders, list, by: place)))
      }
    case .eigenvalue, .singularValue, .spectralRadius: throw .spectrum
    default: break
    }
  }

  /// 0 between the jumps, undefined at them.
  private mutating func stepDerivative(_ node: Node, _ a: Node) -> Node {
    let jump: Node =
      if case .floor = self[node] { node } else { constant(0) }
    return select(isEqual(a, jump), kink(), constant(0))
  }

  private mutating func derivative(of kind: ElementaryFunction, at a: Node, _ value: Node) -> Node {
    switch kind {
    case .exp: return value
    case .log: return divide(constant(1), a)
    case .sin: return function(.cos, a)
    case .cos: return negate(function(.sin, a))
    case .tan: return add(constant(1), power(value, 2))
    case .arcsin: return divide(constant(1), complement(a))
    case .arccos: return divide(constant(-1), complement(a))
    case .arctan: return divide(constant(1), add(constant(1), power(a, 2)))
    case .sinh: return function(.cosh, a)
    case .cosh: return function(.sinh, a)
    case .tanh: return subtract(constant(1), power(value, 2))
    case .sqrt: return divide(constant(1), multiply(constant(2), value))
    case .erf, .erfc:
      let bell = function(.exp, negate(power(a, 2)))
      let factor = constant(kind == .erf ? 2 : -2)
      return divide(multiply(factor, bell), function(.sqrt, node(.pi)))
    }
  }

  /// √(1 − a²).
  private mutating func complement(_ a: Node) -> Node {
    function(.sqrt, subtract(constant(1), power(a, 2)))
  }

  private mutating func arbitraryPartial(
    _ function: Int32, _ orders: Int32, _ list: Int32, by place: Int
  ) -> Node {
    var raised = self.orders[Int(orders)]
    raised[place] += 1
    let number = self.orders(raised)
    return node(.arbitrary(function: function, orders: number, arguments: list))
  }
}
