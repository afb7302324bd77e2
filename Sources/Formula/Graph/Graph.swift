package import Numerics

/// A straight-line program of scalar operations with equal parts shared.
///
/// Nodes are numbered in order of evaluation: every operand stands before its use. The same graph
/// serves every kind of number; a derivative adds nodes to the graph it is taken in.
///
/// Every definition, symbol entry and function argument is entered through a `tag`: an identity
/// that is never shared with its operand. Differentiating with respect to a tag therefore means
/// "with respect to this quantity", whatever it is computed from.
package struct Graph: Sendable {
  package typealias Node = Int32

  package private(set) var operations: [Operation] = []
  /// Operands of operations with more than three of them.
  package private(set) var operandLists: [[Node]] = []
  /// Derivative orders of arbitrary functions, one for each argument that they vary with;
  /// operands beyond these are constants of the function.
  package private(set) var orders: [[Int]] = []
  package private(set) var inputCount = 0
  /// What is known of the value of each node.
  private(set) var facts: [Facts] = []
  /// Derivatives that were agreed upon instead of the operation's own.
  private(set) var agreed: [Node: Agreement] = [:]
  private var shared = NodeTable()
  private var sharedLists: [[Node]: Int32] = [:]

  package init() {}

  package enum Operation: Hashable, Sendable {
    case rational(Rational)
    case pi
    case e
    /// A value from outside: a free parameter that the checker draws.
    case input(Int32)
    /// The identity, with a number of its own.
    case tag(Int32, Node)

    case add(Node, Node)
    case subtract(Node, Node)
    case multiply(Node, Node)
    case divide(Node, Node)
    case negate(Node)
    /// x⁰ = 1 also at 0; a negative power of 0 is undefined.
    case power(Node, Int32)
    /// x^(p/q) in lowest terms, q ≥ 2. For odd q defined for negative x, too.
    case rationalPower(Node, Rational)
    /// x^y for any real y; defined for x > 0, and for x = 0 < y.
    case realPower(Node, Node)
    case function(ElementaryFunction, Node)

    case absolute(Node)
    /// −1, 0, 1
    case sign(Node)
    case minimum(Node, Node)
    case maximum(Node, Node)
    case floor(Node)

    // Truth values: nodes of their own sort, operands of `select` and of each other only.
    case isLess(Node, Node)
    case isLessOrEqual(Node, Node)
    case isEqual(Node, Node)
    case not(Node)
    case and(Node, Node)
    case or(Node, Node)
    case truth(Bool)
    /// `condition ? a : b`; the branch that is not taken may be undefined.
    case select(Node, Node, Node)

    /// An arbitrary function: its number, a list in `orders`, its operands.
    case arbitrary(function: Int32, orders: Int32, arguments: Int32)
    /// The k-th smallest eigenvalue of a symmetric matrix, entries in an operand list.
    case eigenvalue(index: Int32, matrix: Int32)
    /// The k-th largest singular value; of `rows` rows.
    case singularValue(index: Int32, rows: Int32, matrix: Int32)
    /// The spectral radius of a square matrix.
    case spectralRadius(matrix: Int32)
  }

  package subscript(node: Node) -> Operation { operations[Int(node)] }

  package var count: Int { operations.count }

  /// The node of an operation, shared with an equal one.
  package mutating func node(_ operation: Operation) -> Node {
    shared.makeRoom(for: operations)
    let slot = shared.slot(of: operation, among: operations)
    if let known = shared[slot] { return known }
    let node = Node(operations.count)
    facts.append(facts(of: operation))
    operations.append(operation)
    shared[slot] = node
    return node
  }

  /// Takes back all nodes but the first `count`; none of the others may be in use.
  package mutating func forget(after count: Int) {
    while operations.count > count {
      let node = Node(operations.count - 1)
      if case .input = self[node] { inputCount -= 1 }
      shared.removeLast(of: operations)
      operations.removeLast()
      facts.removeLast()
      agreed[node] = nil
    }
  }

  /// A fresh input, of which the sign may be known.
  package mutating func input(_ sign: Facts.Sign = .any) -> Node {
    inputCount += 1
    let node = node(.input(Int32(inputCount - 1)))
    facts[Int(node)].sign = sign
    return node
  }

  /// Agrees that the derivative of `node` by `argument` is `derivative`, and by all else 0.
  mutating func agree(derivativeOf node: Node, by argument: Node, is derivative: Node) {
    agreed[node] = Agreement(argument: argument, derivative: derivative)
  }

  struct Agreement: Sendable {
    let argument: Node
    let derivative: Node
  }

  /// The number of a list of derivative orders, shared with an equal one.
  package mutating func orders(_ list: [Int]) -> Int32 {
    if let known = orders.firstIndex(of: list) { return Int32(known) }
    orders.append(list)
    return Int32(orders.count - 1)
  }

  /// The number of a list of operands, shared with an equal one.
  package mutating func list(_ nodes: [Node]) -> Int32 {
    if let known = sharedLists[nodes] { return known }
    let number = Int32(operandLists.count)
    operandLists.append(nodes)
    sharedLists[nodes] = number
    return number
  }
}
