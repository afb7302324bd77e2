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
    for _ in 0..<Self.roundLimit {
      conditions = distinct(conditions.filter { graph.truthValue($0) != true })
      guard !conditions.isEmpty, conditions.count <= Self.constraintLimit else { return }
      guard
        solveFunction() || solveRoots() || solveSphere() || solveEquality()
          || dropIdentity() || solveEquality(certifying: true) || solveQuadratic()
          || eliminateBounded() || solveSquare() || solveSingle()
      else { return }
    }
  }

  /// Nothing is differentiated by the quantities of conditions: without their tags more folds.
  private mutating func removeTagsFromConditions() {
    for _ in 0..<32 {
      let isNeeded = graph.reachable(from: conditions)
      var operands: [Graph.Node: Graph.Node] = [:]
      for place in isNeeded.indices where isNeeded[place] {
        if case .tag(_, let a) = graph.operations[place] { operands[Graph.Node(place)] = a }
      }
      guard !operands.isEmpty else { return }
      conditions = graph.substitute(operands, in: conditions)
    }
  }

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

  func isContinuous(_ input: Int) -> Bool {
    if case .interval = domains[input] { true } else { false }
  }

  func isReal(_ input: Int) -> Bool { domains[input] == .real }

  func ends(_ input: Int) -> (low: InputDomain.End?, high: InputDomain.End?) {
    if case .interval(let low, let high) = domains[input] { (low, high) } else { (nil, nil) }
  }

  // MARK: Equalities

  /// Σ xᵢ² = c or √(Σ xᵢ²) = c: the vector is scaled.
  private mutating func solveSphere() -> Bool {
    for (place, truth) in conditions.enumerated() {
      guard case .isEqual(let a, let b) = graph[truth] else { continue }
      for (sum, value) in [(a, b), (b, a)] {
        var radicand = sum
        var isRoot = false
        if case .function(.sqrt, let inner) = graph[sum] {
          radicand = inner
          isRoot = true
        }
        guard let members = squareMembers(radicand), members.count > 1,
          members.allSatisfy({ isReal($0) }), Set(members).isDisjoint(with: inputs(of: value))
        else { continue }
        conditions.remove(at: place)
        let radius = isRoot ? value : graph.function(.sqrt, value)
        let length = graph.function(.sqrt, radicand)
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

  private mutating func solveEquality(certifying: Bool = false) -> Bool {
    for (place, truth) in conditions.enumerated() {
      guard let constraint = constraint(truth), constraint.kind == .equal else { continue }
      for input in candidates(constraint.difference) {
        guard let line = line(constraint.difference, in: input, certifying: certifying)
        else { continue }
        if sign(of: line.coefficient) == nil { leave(place, line) }
        conditions.remove(at: place)
        let value = graph.negate(graph.divide(line.rest, line.coefficient))
        let (low, high) = ends(input)
        replace([input], by: [value])
        if let low { conditions.append(isAbove(value, low)) }
        if let high { conditions.append(isBelow(value, high)) }
        return true
      }
    }
    return false
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
    guard !other.conditions.contains(where: { other.graph.truthValue($0) == false }) else { return }
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

  // MARK: Bounds

  private struct Bounds {
    var lows: [(node: Graph.Node, isIncluded: Bool)] = []
    var highs: [(node: Graph.Node, isIncluded: Bool)] = []
    var places: [Int] = []
  }

  /// An input of which every condition that mentions it is a bound: it is drawn from its bounds,
  /// and the bounds are made to leave room (Fourier and Motzkin's elimination).
  private mutating func eliminateBounded() -> Bool {
    let uses = conditions.map { inputs(of: $0) }
    let mentioned = uses.reduce(into: Set<Int>()) { $0.formUnion($1) }
    let ranked = mentioned.filter { isContinuous($0) }.map { input in
      (input: input, rank: -uses.filter { $0.contains(input) }.count)
    }.sorted { ($0.rank, $0.input) < ($1.rank, $1.input) }
    for (input, _) in ranked {
      guard let bounds = bounds(on: input, uses) else { continue }
      draw(input, from: bounds)
      return true
    }
    return false
  }

  private mutating func bounds(on input: Int, _ uses: [Set<Int>]) -> Bounds? {
    var bounds = Bounds()
    for (place, truth) in conditions.enumerated() where uses[place].contains(input) {
      guard let constraint = constraint(truth), constraint.kind != .equal,
        let end = end(constraint.difference, of: input)
      else { return nil }
      let bound = (node: end.node, isIncluded: constraint.kind == .atLeastZero)
      if end.isLow { bounds.lows.append(bound) } else { bounds.highs.append(bound) }
      bounds.places.append(place)
    }
    guard bounds.lows.count * bounds.highs.count <= 32 else { return nil }
    return bounds
  }

  /// Where a difference that is linear in an input, or in the square of a positive one, vanishes;
  /// it is a lower end if the difference grows with the input.
  private mutating func end(_ difference: Graph.Node, of input: Int) -> (
    node: Graph.Node, isLow: Bool
  )? {
    if let line = line(difference, in: input) {
      guard let sign = sign(of: line.coefficient) else { return nil }
      return (graph.negate(graph.divide(line.rest, line.coefficient)), sign > 0)
    }
    guard let low = ends(input).low, low.value.sign >= 0, let node = inputNode(input) else {
      return nil
    }
    let saved = self
    let square = newInput(.interval(low, nil), touches: false)
    let root = graph.function(.sqrt, square)
    guard let trial = graph.substitute([node: root], in: [difference]).first,
      let line = line(trial, in: domains.count - 1), let sign = sign(of: line.coefficient)
    else {
      self = saved
      return nil
    }
    let level = graph.negate(graph.divide(line.rest, line.coefficient))
    let positive = sign > 0 ? graph.maximum(level, graph.constant(0)) : level
    return (graph.function(.sqrt, positive), sign > 0)
  }

  mutating func sign(of node: Graph.Node) -> Int? {
    if let value = graph.rational(node) { return value.isZero ? nil : value.sign }
    if graph.isPositive(node) { return 1 }
    let opposite = graph.negate(node)
    return graph.isPositive(opposite) ? -1 : nil
  }

  private mutating func draw(_ input: Int, from found: Bounds) {
    var bounds = found
    let (low, high) = ends(input)
    for place in bounds.places.reversed() { conditions.remove(at: place) }
    for lower in bounds.lows {
      for upper in bounds.highs { conditions.append(isOrdered(lower, upper)) }
      if let high {
        conditions.append(isOrdered(lower, (graph.constant(high.value), high.isIncluded)))
      }
    }
    for upper in bounds.highs {
      if let low {
        conditions.append(isOrdered((graph.constant(low.value), low.isIncluded), upper))
      }
    }
    if let low { bounds.lows.append((graph.constant(low.value), low.isIncluded)) }
    if let high { bounds.highs.append((graph.constant(high.value), high.isIncluded)) }
    let lowest = bounds.lows.map { $0.node }.reduced { graph.maximum($0, $1) }
    let highest = bounds.highs.map { $0.node }.reduced { graph.minimum($0, $1) }
    let lowIncluded = bounds.lows.allSatisfy { $0.isIncluded }
    let highIncluded = bounds.highs.allSatisfy { $0.isIncluded }
    replace([input], by: [between(lowest, lowIncluded, highest, highIncluded)])
  }

  private mutating func isOrdered(
    _ lower: (node: Graph.Node, isIncluded: Bool), _ upper: (node: Graph.Node, isIncluded: Bool)
  ) -> Graph.Node {
    lower.isIncluded && upper.isIncluded
      ? graph.isLessOrEqual(lower.node, upper.node) : graph.isLess(lower.node, upper.node)
  }

  private mutating func between(
    _ low: Graph.Node?, _ lowIncluded: Bool, _ high: Graph.Node?, _ highIncluded: Bool
  ) -> Graph.Node {
    let zero = InputDomain.End(.zero, isIncluded: low == nil ? highIncluded : lowIncluded)
    guard let low, let high else {
      let slack = newInput(.interval(zero, nil), touches: zero.isIncluded)
      if let low { return graph.add(low, slack) }
      return high.map { graph.subtract($0, slack) } ?? slack
    }
    let one = InputDomain.End(.one, isIncluded: highIncluded)
    let part = newInput(.interval(zero, one), touches: lowIncluded || highIncluded)
    let rest = graph.subtract(graph.constant(1), part)
    return graph.add(graph.multiply(low, rest), graph.multiply(high, part))
  }

  /// A positive input of which only the square is bounded: the square becomes the input.
  private mutating func solveSquare() -> Bool {
    let mentioned = conditions.reduce(into: Set<Int>()) { $0.formUnion(inputs(of: $1)) }
    for input in mentioned.sorted() {
      guard case .interval(let low?, nil) = domains[input], low.value.isZero,
        let node = inputNode(input)
      else { continue }
      let saved = self
      let square = newInput(.interval(low, nil), touches: false)
      let root = graph.function(.sqrt, square)
      let trial = graph.substitute([node: root], in: conditions)
      let number = domains.count - 1
      let isLinear = trial.allSatisfy { truth in
        guard inputs(of: truth).contains(number) else { return true }
        guard let constraint = constraint(truth), let line = line(constraint.difference, in: number)
        else { return false }
        return constraint.kind == .equal || sign(of: line.coefficient) != nil
      }
      guard isLinear else {
        self = saved
        continue
      }
      replace([input], by: [root])
      return true
    }
    return false
  }

  /// One bound that is linear in an unbounded input, whatever the sign of its coefficient, if no
  /// other condition mentions the input: the difference itself is drawn.
  private mutating func solveSingle() -> Bool {
    let uses = conditions.map { inputs(of: $0) }
    for (place, truth) in conditions.enumerated() {
      guard let constraint = constraint(truth), constraint.kind != .equal else { continue }
      for input in candidates(constraint.difference) where isReal(input) {
        guard uses.filter({ $0.contains(input) }).count == 1,
          let line = line(constraint.difference, in: input)
        else { continue }
        conditions.remove(at: place)
        let isIncluded = constraint.kind == .atLeastZero
        let zero = InputDomain.End(.zero, isIncluded: isIncluded)
        let slack = newInput(.interval(zero, nil), touches: isIncluded)
        replace([input], by: [graph.divide(graph.subtract(slack, line.rest), line.coefficient)])
        return true
      }
    }
    return false
  }
}

extension Array {
  fileprivate func reduced(_ combine: (Element, Element) -> Element) -> Element? {
    guard var result = first else { return nil }
    for element in dropFirst() { result = combine(result, element) }
    return result
  }
}
