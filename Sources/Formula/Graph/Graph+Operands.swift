extension Graph {
  /// The nodes that an operation is made of, truth values included.
  package func operands(of operation: Operation) -> [Node] {
    switch operation {
    case .rational, .pi, .e, .input, .truth: []
    case .tag(_, let a), .negate(let a), .power(let a, _), .rationalPower(let a, _),
      .function(_, let a), .absolute(let a), .sign(let a), .floor(let a), .not(let a):
      [a]
    case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b),
      .divide(let a, let b), .realPower(let a, let b), .minimum(let a, let b),
      .maximum(let a, let b), .isLess(let a, let b), .isLessOrEqual(let a, let b),
      .isEqual(let a, let b), .and(let a, let b), .or(let a, let b):
      [a, b]
    case .select(let condition, let a, let b): [condition, a, b]
    case .arbitrary(_, _, let list), .eigenvalue(_, let list), .singularValue(_, _, let list),
      .spectralRadius(let list):
      operandLists[Int(list)]
    }
  }

  /// The same nodes one by one, without an array of them.
  @inline(__always)
  package func visitOperands(of operation: Operation, _ visit: (Node) -> Void) {
    switch operation {
    case .rational, .pi, .e, .input, .truth: break
    case .tag(_, let a), .negate(let a), .power(let a, _), .rationalPower(let a, _),
      .function(_, let a), .absolute(let a), .sign(let a), .floor(let a), .not(let a):
      visit(a)
    case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b),
      .divide(let a, let b), .realPower(let a, let b), .minimum(let a, let b),
      .maximum(let a, let b), .isLess(let a, let b), .isLessOrEqual(let a, let b),
      .isEqual(let a, let b), .and(let a, let b), .or(let a, let b):
      visit(a)
      visit(b)
    case .select(let condition, let a, let b):
      visit(condition)
      visit(a)
      visit(b)
    case .arbitrary(_, _, let list), .eigenvalue(_, let list), .singularValue(_, _, let list),
      .spectralRadius(let list):
      for operand in operandLists[Int(list)] { visit(operand) }
    }
  }

  /// Which nodes the given ones need, themselves included; one flag a node.
  package func reachable(from roots: [Node], stoppingAt isStop: (Node) -> Bool = { _ in false })
    -> [Bool]
  {
    var isNeeded = [Bool](repeating: false, count: count)
    for root in roots { isNeeded[Int(root)] = true }
    guard let last = roots.max() else { return isNeeded }
    for node in stride(from: last, through: 0, by: -1)
    where isNeeded[Int(node)] && !isStop(node) {
      visitOperands(of: self[node]) { isNeeded[Int($0)] = true }
    }
    return isNeeded
  }

  /// Which of the first `limit` nodes depend on one of the given ones, these included.
  ///
  /// Nothing passes through a node for which `isStop` holds.
  func dependents(of sources: [Node], upTo limit: Int, stoppingAt isStop: (Node) -> Bool)
    -> [Bool]
  {
    var depends = [Bool](repeating: false, count: limit)
    for source in sources where Int(source) < limit { depends[Int(source)] = true }
    // Operands stand before their uses.
    let first = Swift.min(limit, sources.min().map { Int($0) } ?? limit)
    for number in first..<limit where !depends[number] && !isStop(Node(number)) {
      var isReached = false
      visitOperands(of: operations[number]) { isReached = isReached || depends[Int($0)] }
      depends[number] = isReached
    }
    return depends
  }

  /// Whether some of the nodes hang on an input.
  package func dependsOnInputs(_ nodes: [Node]) -> Bool {
    let isNeeded = reachable(from: nodes)
    return isNeeded.indices.contains {
      guard isNeeded[$0], case .input = operations[$0] else { return false }
      return true
    }
  }
}
