import Formula
import Numerics

/// Equations that say that a sum of squares or absolute values has a size, or is 0.
extension Problem {
  /// Σ xᵢ² = c, √(Σ xᵢ²) = c or Σ |xᵢ| = c: the vector is scaled.
  mutating func solveSphere() -> Bool {
    for (place, truth) in conditions.enumerated() {
      guard case .isEqual(let a, let b) = graph[truth] else { continue }
      for (sum, value) in [(a, b), (b, a)] {
        var radicand = sum
        var isRoot = false
        if case .function(.sqrt, let inner) = graph[sum] {
          radicand = inner
          isRoot = true
        }
        let absolutes = absoluteMembers(sum)
        guard let members = absolutes ?? squareMembers(radicand), members.count > 1,
          members.allSatisfy({ isReal($0) }), Set(members).isDisjoint(with: inputs(of: value))
        else { continue }
        conditions.remove(at: place)
        let isFirstDegree = isRoot || absolutes != nil
        let radius = isFirstDegree ? value : graph.function(.sqrt, value)
        let length = absolutes != nil ? sum : graph.function(.sqrt, radicand)
        let factor = graph.divide(radius, length)
        let zero = graph.constant(0)
        conditions.append(graph.isLessOrEqual(zero, value))
        let fresh = members.map { _ in newInput(.real, touches: false) }
        var back: [Graph.Node: Graph.Node] = [:]
        for (member, node) in zip(members, fresh) {
          if let old = inputNode(member) { back[old] = node }
        }
        guard let scale = graph.substitute(back, in: [factor]).first else { return false }
        replace(members, by: fresh.map { graph.multiply($0, scale) })
        return true
      }
    }
    return false
  }

  /// The inputs whose squares a node is the sum of.
  func squareMembers(_ node: Graph.Node) -> [Int]? {
    switch graph[node] {
    case .tag(_, let a): return squareMembers(a)
    case .add(let a, let b):
      guard let left = squareMembers(a), let right = squareMembers(b),
        Set(left).isDisjoint(with: right)
      else {
        return nil
      }
      return left + right
    case .power(let a, 2):
      var base = a
      while case .tag(_, let inner) = graph[base] { base = inner }
      if case .input(let number) = graph[base] { return [Int(number)] }
      return nil
    default: return nil
    }
  }

  /// The inputs whose absolute values a node is the sum of.
  private func absoluteMembers(_ node: Graph.Node) -> [Int]? {
    switch graph[node] {
    case .tag(_, let a): return absoluteMembers(a)
    case .add(let a, let b):
      guard let left = absoluteMembers(a), let right = absoluteMembers(b),
        Set(left).isDisjoint(with: right)
      else { return nil }
      return left + right
    case .absolute(let a):
      var base = a
      while case .tag(_, let inner) = graph[base] { base = inner }
      if case .input(let number) = graph[base] { return [Int(number)] }
      return nil
    default: return nil
    }
  }

  /// A sum of numbers that are never negative is 0: each of them is.
  mutating func solveVanishing() -> Bool {
    for (place, truth) in conditions.enumerated() {
      guard case .isEqual(let a, let b) = graph[truth] else { continue }
      let sum = graph.isZero(b) ? a : graph.isZero(a) ? b : nil
      guard let parts = sum.flatMap({ vanishing($0) }) ?? vanishingSummands(a, b),
        parts != [truth]
      else { continue }
      conditions.remove(at: place)
      conditions += parts
      return true
    }
    return false
  }

  /// The same for the sides of an equation whose difference has summands of one sign alone, as
  /// w₁/(w₁ + w₂ + w₃) = 1 has for weights: w₂ = 0 and w₃ = 0.
  private mutating func vanishingSummands(_ a: Graph.Node, _ b: Graph.Node) -> [Graph.Node]? {
    var (left, right) = (a, b)
    let zero = graph.constant(0)
    var defined: [Graph.Node] = []
    if case .divide(let above, let below) = graph[left] {
      (left, right) = (above, graph.multiply(right, below))
      defined.append(graph.not(graph.isEqual(below, zero)))
    }
    let rest = graph.summands(of: left, apartFrom: right).nodes.filter {
      graph.rational($0.node) == nil
    }
    let constants = graph.summands(of: left, apartFrom: right).nodes.compactMap { summand in
      graph.rational(summand.node).map { summand.isAdded ? $0 : $0.negated }
    }
    guard let first = rest.first, rest.allSatisfy({ $0.isAdded == first.isAdded }),
      rest.allSatisfy({ graph.isNonnegative($0.node) }),
      constants.reduce(Rational.zero, { $0.adding($1) ?? .one }).isZero
    else { return nil }
    return rest.map { graph.isEqual($0.node, zero) } + defined
  }

  /// What has to hold for a number that is never negative to be 0; `nil` if it may be negative, or
  /// nothing simpler is known.
  private mutating func vanishing(_ node: Graph.Node) -> [Graph.Node]? {
    let zero = graph.constant(0)
    switch graph[node] {
    case .tag(_, let a): return vanishing(a)
    case .add(let a, let b):
      guard let left = summand(a), let right = summand(b) else { return nil }
      return left + right
    case .power(let a, let exponent)
    where exponent > 0 && (exponent % 2 == 0 || graph.isNonnegative(a)):
      return [graph.isEqual(a, zero)]
    case .multiply(let a, let b) where a == b: return [graph.isEqual(a, zero)]
    case .multiply(let a, let b) where graph.isPositive(a): return vanishing(b)
    case .multiply(let a, let b) where graph.isPositive(b): return vanishing(a)
    case .divide(let a, let b) where graph.isPositive(b): return vanishing(a)
    case .absolute(let a): return [graph.isEqual(a, zero)]
    case .function(.sqrt, let a) where graph.isNonnegative(a): return [graph.isEqual(a, zero)]
    case .maximum(let a, let b) where graph.isZero(a): return [graph.isLessOrEqual(b, zero)]
    case .maximum(let a, let b) where graph.isZero(b): return [graph.isLessOrEqual(a, zero)]
    default: return nil
    }
  }

  /// The same for one of several terms: it may be as simple as it can be.
  private mutating func summand(_ node: Graph.Node) -> [Graph.Node]? {
    if let parts = vanishing(node) { return parts }
    return graph.isNonnegative(node) ? [graph.isEqual(node, graph.constant(0))] : nil
  }
}
