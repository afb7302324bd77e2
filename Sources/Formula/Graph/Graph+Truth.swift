import Numerics

/// Comparisons, connectives and choices, folded where they are decided.
///
/// Connectives are those of Kleene: a false conjunct makes a conjunction false whatever the other
/// one is, undefined included.
extension Graph {
  package mutating func truth(_ value: Bool) -> Node { node(.truth(value)) }

  package func truthValue(_ node: Node) -> Bool? {
    if case .truth(let value) = self[node] { value } else { nil }
  }

  package mutating func isLess(_ a: Node, _ b: Node) -> Node {
    if let x = rational(a), let y = rational(b) { return truth(x < y) }
    if a == b, isTotal(a) { return truth(false) }
    if isZero(a), isPositive(b), isTotal(b) { return truth(true) }
    if isZero(b), isNonnegative(a), isTotal(a) { return truth(false) }
    return node(.isLess(a, b))
  }

  package mutating func isLessOrEqual(_ a: Node, _ b: Node) -> Node {
    if let x = rational(a), let y = rational(b) { return truth(x <= y) }
    if a == b, isTotal(a) { return truth(true) }
    if isZero(a), isNonnegative(b), isTotal(b) { return truth(true) }
    if isZero(b), isPositive(a), isTotal(a) { return truth(false) }
    return node(.isLessOrEqual(a, b))
  }

  package mutating func isEqual(_ a: Node, _ b: Node) -> Node {
    if let x = rational(a), let y = rational(b) { return truth(x == y) }
    if a == b, isTotal(a) { return truth(true) }
    if isZero(a), isPositive(b), isTotal(b) { return truth(false) }
    if isZero(b), isPositive(a), isTotal(a) { return truth(false) }
    return node(.isEqual(min(a, b), max(a, b)))
  }

  package mutating func not(_ a: Node) -> Node {
    if let value = truthValue(a) { return truth(!value) }
    switch self[a] {
    case .not(let x): return x
    case .isLess(let x, let y): return isLessOrEqual(y, x)
    case .isLessOrEqual(let x, let y): return isLess(y, x)
    case .or(let x, let y): return and(not(x), not(y))
    default: return node(.not(a))
    }
  }

  package mutating func and(_ a: Node, _ b: Node) -> Node {
    if truthValue(a) == false || truthValue(b) == false { return truth(false) }
    if truthValue(a) == true || a == b { return b }
    if truthValue(b) == true { return a }
    return node(.and(min(a, b), max(a, b)))
  }

  package mutating func or(_ a: Node, _ b: Node) -> Node {
    if truthValue(a) == true || truthValue(b) == true { return truth(true) }
    if truthValue(a) == false || a == b { return b }
    if truthValue(b) == false { return a }
    return node(.or(min(a, b), max(a, b)))
  }

  package mutating func all(_ nodes: [Node]) -> Node {
    var result = truth(true)
    for node in nodes { result = and(result, node) }
    return result
  }

  package mutating func any(_ nodes: [Node]) -> Node {
    var result = truth(false)
    for node in nodes { result = or(result, node) }
    return result
  }

  package mutating func select(_ condition: Node, _ a: Node, _ b: Node) -> Node {
    if let value = truthValue(condition) { return value ? a : b }
    if a == b, isTotal(condition) { return a }
    if case .not(let x) = self[condition] { return select(x, b, a) }
    return node(.select(condition, a, b))
  }
}
