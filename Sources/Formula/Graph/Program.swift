import Numerics

/// The part of a graph that some outputs need, numbered anew and in order of evaluation.
package struct Program: Sendable {
  package typealias Node = Graph.Node

  /// Operands are positions in this very list.
  package private(set) var operations: [Graph.Operation]
  package let operandLists: [[Node]]
  /// Derivative orders of arbitrary functions, as in the graph.
  package let orders: [[Int]]
  /// Positions of what was asked for, in the order asked.
  package let outputs: [Node]
  /// How many inputs the graph has, used here or not.
  package let inputCount: Int
  /// Whether some operation is a truth value.
  let hasTruths: Bool
  /// Arbitrary functions with their derivatives by the arguments that they are taken at, in order
  /// of their first positions.
  let calls: [Call]

  /// A function at one list of arguments: its values and derivatives there are found together.
  struct Call: Sendable {
    let function: Int32
    let list: Int32
    fileprivate(set) var positions: [Int] = []
    /// Derivative orders, by position.
    fileprivate(set) var orders: [[Int]] = []
  }

  package init(_ graph: Graph, computing outputs: [Node]) {
    let isNeeded = outputs.isEmpty ? [] : graph.reachable(from: outputs)
    var place = [Node](repeating: -1, count: isNeeded.count)
    var operations: [Graph.Operation] = []
    var lists: [[Node]] = []
    var newList = [Int32](repeating: -1, count: graph.operandLists.count)
    for number in isNeeded.indices where isNeeded[number] {
      // Nothing is differentiated any more: what bears a tag is what stands below it.
      if case .tag(_, let a) = graph.operations[number] {
        place[number] = place[Int(a)]
        continue
      }
      place[number] = Node(operations.count)
      operations.append(
        graph.operations[number].replacing {
          place[Int($0)]
        } lists: { list in
          if newList[Int(list)] < 0 {
            newList[Int(list)] = Int32(lists.count)
            lists.append(graph.operandLists[Int(list)].map { place[Int($0)] })
          }
          return newList[Int(list)]
        })
    }
    hasTruths = operations.contains { $0.isTruth }
    calls = Self.calls(in: operations, orders: graph.orders)
    self.operations = operations
    operandLists = lists
    orders = graph.orders
    self.outputs = outputs.map { place[Int($0)] }
    inputCount = graph.inputCount
  }

  /// The same with a number wherever a derivative has none because its function has a kink there;
  /// `nil` if there is no such place.
  package var withoutKinks: Program? {
    let result = operations.map { operation -> Graph.Operation in
      guard case .select(let condition, let a, let b) = operation else { return operation }
      return isKink(b) ? .select(condition, a, a) : isKink(a) ? .select(condition, b, b) : operation
    }
    guard result != operations else { return nil }
    var program = self
    program.operations = result
    return program
  }

  private func isKink(_ node: Node) -> Bool {
    guard case .divide(let above, let below) = operations[Int(node)],
      case .rational(let numerator) = operations[Int(above)],
      case .rational(let denominator) = operations[Int(below)]
    else { return false }
    return numerator.isZero && denominator.isZero
  }

  private static func calls(in operations: [Graph.Operation], orders: [[Int]]) -> [Call] {
    var result: [Call] = []
    var known: [Int64: Int] = [:]
    for (position, operation) in operations.enumerated() {
      guard case .arbitrary(let function, let order, let list) = operation else { continue }
      let key = Int64(function) << 32 | Int64(list)
      let number = known[key] ?? result.count
      if number == result.count {
        known[key] = number
        result.append(Call(function: function, list: list))
      }
      result[number].positions.append(position)
      result[number].orders.append(orders[Int(order)])
    }
    return result
  }
}

extension Graph.Operation {
  /// Whether it has a truth value, or chooses between two.
  fileprivate var isTruth: Bool {
    switch self {
    case .isLess, .isLessOrEqual, .isEqual, .not, .and, .or, .truth, .select: true
    default: false
    }
  }

  /// The same operation on other operands.
  func replacing(_ new: (Graph.Node) -> Graph.Node, lists: (Int32) -> Int32) -> Self {
    switch self {
    case .rational, .pi, .e, .input, .truth: self
    case .tag(let tag, let a): .tag(tag, new(a))
    case .add(let a, let b): .add(new(a), new(b))
    case .subtract(let a, let b): .subtract(new(a), new(b))
    case .multiply(let a, let b): .multiply(new(a), new(b))
    case .divide(let a, let b): .divide(new(a), new(b))
    case .negate(let a): .negate(new(a))
    case .power(let a, let exponent): .power(new(a), exponent)
    case .rationalPower(let a, let exponent): .rationalPower(new(a), exponent)
    case .realPower(let a, let b): .realPower(new(a), new(b))
    case .function(let function, let a): .function(function, new(a))
    case .absolute(let a): .absolute(new(a))
    case .sign(let a): .sign(new(a))
    case .minimum(let a, let b): .minimum(new(a), new(b))
    case .maximum(let a, let b): .maximum(new(a), new(b))
    case .floor(let a): .floor(new(a))
    case .isLess(let a, let b): .isLess(new(a), new(b))
    case .isLessOrEqual(let a, let b): .isLessOrEqual(new(a), new(b))
    case .isEqual(let a, let b): .isEqual(new(a), new(b))
    case .not(let a): .not(new(a))
    case .and(let a, let b): .and(new(a), new(b))
    case .or(let a, let b): .or(new(a), new(b))
    case .select(let condition, let a, let b): .select(new(condition), new(a), new(b))
    case .arbitrary(let function, let orders, let list):
      .arbitrary(function: function, orders: orders, arguments: lists(list))
    case .eigenvalue(let index, let list): .eigenvalue(index: index, matrix: lists(list))
    case .singularValue(let index, let rows, let list):
      .singularValue(index: index, rows: rows, matrix: lists(list))
    case .spectralRadius(let list): .spectralRadius(matrix: lists(list))
    }
  }
}
