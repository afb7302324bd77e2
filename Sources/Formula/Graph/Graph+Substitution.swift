extension Graph {
  /// The given nodes with every occurrence of some nodes replaced by others.
  ///
  /// What depends on a replaced node is built anew, with the constructors that fold; the new
  /// values themselves are not searched.
  package mutating func substitute(_ replacements: [Node: Node], in roots: [Node]) -> [Node] {
    guard !replacements.isEmpty, let last = roots.max() else { return roots }
    let limit = Int(last) + 1
    let changes = dependents(of: replacements.keys.sorted(), upTo: limit) { _ in false }
    let isNeeded = reachable(from: roots)
    var new = (0..<limit).map { Node($0) }
    for number in 0..<limit where changes[number] && isNeeded[number] {
      new[number] =
        replacements[Node(number)]
        ?? rebuild(operations[number]) { new[Int($0)] }
    }
    return roots.map { new[Int($0)] }
  }

  /// The node of an operation on other operands.
  private mutating func rebuild(_ operation: Operation, on new: (Node) -> Node) -> Node {
    switch operation {
    case .add(let a, let b): return add(new(a), new(b))
    case .subtract(let a, let b): return subtract(new(a), new(b))
    case .multiply(let a, let b): return multiply(new(a), new(b))
    case .divide(let a, let b): return divide(new(a), new(b))
    case .negate(let a): return negate(new(a))
    case .power(let a, let exponent): return power(new(a), exponent)
    case .rationalPower(let a, let exponent): return power(new(a), exponent)
    case .realPower(let a, let b): return realPower(new(a), new(b))
    case .function(let function, let a): return self.function(function, new(a))
    case .absolute(let a): return absolute(new(a))
    case .sign(let a): return sign(new(a))
    case .minimum(let a, let b): return minimum(new(a), new(b))
    case .maximum(let a, let b): return maximum(new(a), new(b))
    case .floor(let a): return floor(new(a))
    case .isLess(let a, let b): return isLess(new(a), new(b))
    case .isLessOrEqual(let a, let b): return isLessOrEqual(new(a), new(b))
    case .isEqual(let a, let b): return isEqual(new(a), new(b))
    case .not(let a): return not(new(a))
    case .and(let a, let b): return and(new(a), new(b))
    case .or(let a, let b): return or(new(a), new(b))
    case .select(let condition, let a, let b): return select(new(condition), new(a), new(b))
    default:
      return node(
        operation.replacing(new) { self.list(operandLists[Int($0)].map(new)) })
    }
  }
}
