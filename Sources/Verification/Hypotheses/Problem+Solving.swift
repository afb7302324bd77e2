import Formula
import Numerics

extension Problem {
  /// A relation between numbers, as `difference` ≥ 0, > 0 or = 0.
  struct Constraint {
    enum Kind { case equal, atLeastZero, positive }
    var kind: Kind
    var difference: Graph.Node
    var truth: Graph.Node
  }

  /// `difference` = coefficient · input + rest.
  struct Line {
    var coefficient: Graph.Node
    var rest: Graph.Node
  }

  private static let constraintLimit = 64
  private static let roundLimit = 64

  /// Meets as many conditions as it can by solving them for an input, exactly: equalities and
  /// bounds that are linear in an input, bounds by eliminating the input that they bound.
  ///
  /// What remains in `conditions` has to be met by drawing again.
  mutating func solveConditions() {
    removeTagsFromConditions()
    conditions = conditions.flatMap { conjuncts(of: $0) }
    solveInRounds()
    conditions += kept.filter { graph.truthValue($0) != true }
    kept = []
    // What was divided by has turned out to be 0: nothing meets the conditions this way.
    if divisors.contains(where: { isIdenticallyZero($0) }) { conditions = [graph.truth(false)] }
  }

  /// Whether nothing meets the conditions, as solving them has shown.
  var isImpossible: Bool { conditions.contains { graph.truthValue($0) == false } }

  private mutating func solveInRounds() {
    for _ in 0..<Self.roundLimit {
      conditions = distinct(conditions.filter { graph.truthValue($0) != true })
      guard !conditions.isEmpty, conditions.count <= Self.constraintLimit else { return }
      guard
        solveChoice() || solveFunction() || solveVanishing() || solveConstant() || solveRoots()
          || solveSphere()
          || solveEquality()
          || dropIdentity() || solveEquality(certifying: true) || solveByInversion()
          || solveHomogeneous() || solveQuadratic() || (followsChains && drawFromBall())
          || eliminateBounded() || solveSquare()
          || solveSingle()
      else { return }
    }
  }

  /// Nothing is differentiated by the quantities of conditions: without their tags more folds.
  mutating func removeTagsFromConditions() { conditions = graph.withoutTags(conditions) }

  /// The same for what is judged, once nothing is differentiated any more.
  mutating func removeTags() { goals = graph.withoutTags(goals) }

  private func distinct(_ nodes: [Graph.Node]) -> [Graph.Node] {
    var seen: Set<Graph.Node> = []
    return nodes.filter { seen.insert($0).inserted }
  }

  func conjuncts(of truth: Graph.Node) -> [Graph.Node] {
    if case .and(let a, let b) = graph[truth] { return conjuncts(of: a) + conjuncts(of: b) }
    return [truth]
  }

  mutating func constraint(_ truth: Graph.Node) -> Constraint? {
    switch graph[truth] {
    case .isLess(let a, let b):
      Constraint(kind: .positive, difference: graph.subtract(b, a), truth: truth)
    case .isLessOrEqual(let a, let b):
      Constraint(kind: .atLeastZero, difference: graph.subtract(b, a), truth: truth)
    case .isEqual(let a, let b):
      Constraint(kind: .equal, difference: graph.subtract(a, b), truth: truth)
    case .not(let inner): negated(inner, truth)
    default: nil
    }
  }

  private mutating func negated(_ inner: Graph.Node, _ truth: Graph.Node) -> Constraint? {
    switch graph[inner] {
    case .isLess(let a, let b):
      Constraint(kind: .atLeastZero, difference: graph.subtract(a, b), truth: truth)
    case .isLessOrEqual(let a, let b):
      Constraint(kind: .positive, difference: graph.subtract(a, b), truth: truth)
    default: nil
    }
  }

  /// The difference as a line in an input; `nil` if it is not one.
  ///
  /// - Parameter certifying: also where only algebra shows that it is one.
  mutating func line(_ difference: Graph.Node, in input: Int, certifying: Bool = false) -> Line? {
    guard let node = inputNode(input),
      let derivative = constantSlope(of: difference, by: node, input, certifying: certifying)
    else { return nil }
    let zero = graph.constant(0)
    guard let rest = graph.substitute([node: zero], in: [difference]).first else { return nil }
    return Line(coefficient: derivative, rest: rest)
  }

  /// What an attempt finds.
  ///
  /// What it has added to the graph in vain is taken back: all that is tried later would have to
  /// pass it by.
  mutating func trying<Found>(_ attempt: (inout Problem) -> Found?) -> Found? {
    let count = graph.count
    guard let found = attempt(&self) else {
      graph.forget(after: count)
      return nil
    }
    return found
  }

  func isContinuous(_ input: Int) -> Bool {
    if case .interval = domains[input] { true } else { false }
  }

  func isReal(_ input: Int) -> Bool { domains[input] == .real }

  func ends(_ input: Int) -> (low: InputDomain.End?, high: InputDomain.End?) {
    if case .interval(let low, let high) = domains[input] { (low, high) } else { (nil, nil) }
  }

  // MARK: Equalities

  /// An input that is said to be a fraction: what else is known is simpler for it.
  private mutating func solveConstant() -> Bool {
    for (place, truth) in conditions.enumerated() {
      guard case .isEqual(let a, let b) = graph[truth] else { continue }
      for (side, value) in [(a, b), (b, a)] where graph.rational(value) != nil {
        guard case .input(let number) = graph[side], isContinuous(Int(number)) else { continue }
        put(value, for: Int(number), insteadOf: place)
        return true
      }
    }
    return false
  }

  private mutating func solveEquality(certifying: Bool = false) -> Bool {
    for (place, truth) in conditions.enumerated() {
      guard let constraint = constraint(truth), constraint.kind == .equal else { continue }
      for input in candidates(constraint.difference) {
        let line = trying { $0.line(constraint.difference, in: input, certifying: certifying) }
        guard let line else { continue }
        if sign(of: line.coefficient) == nil {
          leave(place, line)
          divisors.append(line.coefficient)
        }
        let value = graph.negate(graph.divide(line.rest, line.coefficient))
        put(value, for: input, insteadOf: place)
        return true
      }
    }
    return false
  }

  /// What an input has to be, in the place of the equation that says so; it stays in its domain.
  mutating func put(_ value: Graph.Node, for input: Int, insteadOf place: Int) {
    conditions.remove(at: place)
    let (low, high) = ends(input)
    replace([input], by: [value])
    if let low { conditions.append(isAbove(value, low)) }
    if let high { conditions.append(isBelow(value, high)) }
  }

  /// Keeps the case in which both the coefficient and the rest of an equation are 0.
  mutating func leave(_ place: Int, _ line: Line) {
    guard depth < 2, alternatives.count < 4 else { return }
    var other = self
    other.alternatives = []
    other.depth += 1
    other.conditions.remove(at: place)
    let zero = other.graph.constant(0)
    other.conditions.append(other.graph.isEqual(line.coefficient, zero))
    other.conditions.append(other.graph.isEqual(line.rest, zero))
    guard !other.isImpossible else { return }
    alternatives.append(other)
  }

  /// Unbounded inputs first, then those that few conditions mention.
  func candidates(_ difference: Graph.Node) -> [Int] {
    let uses = conditions.map { inputs(of: $0) }
    func count(_ input: Int) -> Int { uses.filter { $0.contains(input) }.count }
    return inputs(of: difference).filter { isContinuous($0) }.map { (input) -> Candidate in
      let base = isReal(input) ? 0 : 1000
      switch order {
      case .fewestUses: return Candidate(input: input, rank: base + count(input), tie: input)
      case .lastFirst: return Candidate(input: input, rank: base + count(input), tie: -input)
      case .ofGoals:
        // P x = P y ⇒ x = y is solved for x, not for P.
        let rank = base + (asked.contains(input) ? 0 : 500) + count(input)
        return Candidate(input: input, rank: rank, tie: -input)
      case .mostUses:
        // What an inequation speaks of is no unknown: the matrix in M x = 0 with det M ≠ 0.
        let isBound = zip(conditions, uses).contains { condition, inputs in
          if case .isEqual = graph[condition] { false } else { inputs.contains(input) }
        }
        return Candidate(
          input: input, rank: base + (isBound ? 500 : 0) - count(input), tie: -input)
      }
    }.sorted { ($0.rank, $0.tie) < ($1.rank, $1.tie) }.map { $0.input }
  }

  private struct Candidate {
    let input: Int
    let rank: Int
    let tie: Int
  }

  mutating func isAbove(_ node: Graph.Node, _ end: InputDomain.End) -> Graph.Node {
    let bound = graph.constant(end.value)
    return end.isIncluded ? graph.isLessOrEqual(bound, node) : graph.isLess(bound, node)
  }

  mutating func isBelow(_ node: Graph.Node, _ end: InputDomain.End) -> Graph.Node {
    let bound = graph.constant(end.value)
    return end.isIncluded ? graph.isLessOrEqual(node, bound) : graph.isLess(node, bound)
  }
}

extension Graph {
  mutating func withoutTags(_ nodes: [Node]) -> [Node] {
    var nodes = nodes
    for _ in 0..<32 {
      let isNeeded = reachable(from: nodes)
      var operands: [Node: Node] = [:]
      for place in isNeeded.indices where isNeeded[place] {
        if case .tag(_, let a) = operations[place] { operands[Node(place)] = a }
      }
      guard !operands.isEmpty else { break }
      nodes = substitute(operands, in: nodes)
    }
    return nodes
  }
}
