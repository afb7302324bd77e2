import Formula
import Numerics

/// Bounds that are met by drawing what they leave room for.
extension Problem {
  private struct Bounds {
    var lows: [(node: Graph.Node, isIncluded: Bool)] = []
    var highs: [(node: Graph.Node, isIncluded: Bool)] = []
    var places: [Int] = []
  }

  /// An input of which every condition that mentions it is a bound: it is drawn from its bounds,
  /// and the bounds are made to leave room (Fourier and Motzkin's elimination).
  mutating func eliminateBounded() -> Bool {
    let uses = conditions.map { inputs(of: $0) }
    let mentioned = uses.reduce(into: Set<Int>()) { $0.formUnion($1) }
    let ranked = mentioned.filter { isContinuous($0) }.map { input in
      let count = uses.filter { $0.contains(input) }.count
      return (input: input, rank: followsChains ? count : -count)
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
    return graph.isPositive(opposite) ? -1 : signOfLine(node) ?? signByConditions(node)
  }

  /// The sign that a condition states, as that of 1 − ab where ab < 1.
  private mutating func signByConditions(_ node: Graph.Node) -> Int? {
    let opposite = graph.negate(node)
    for truth in conditions {
      guard let constraint = constraint(truth), constraint.kind == .positive else { continue }
      if constraint.difference == node { return 1 }
      if constraint.difference == opposite { return -1 }
    }
    return nil
  }

  /// The sign of a line in one input over the whole domain of that, as 1 − q for q in (0, 1).
  private mutating func signOfLine(_ node: Graph.Node) -> Int? {
    let own = inputs(of: node)
    guard own.count == 1, let input = own.first, let line = line(node, in: input),
      let slope = graph.rational(line.coefficient), let rest = graph.rational(line.rest),
      !slope.isZero
    else { return nil }
    let (low, high) = ends(input)
    /// The sign towards one end; 0 if the line vanishes there.
    func sign(_ end: InputDomain.End?, atInfinity sign: Int) -> Int? {
      guard let end else { return sign }
      guard let value = slope.multiplied(by: end.value)?.adding(rest) else { return nil }
      return value.isZero ? (end.isIncluded ? nil : 0) : value.sign
    }
    guard let left = sign(low, atInfinity: -slope.sign),
      let right = sign(high, atInfinity: slope.sign), left * right >= 0
    else { return nil }
    return left + right == 0 ? nil : (left + right).signum()
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
    // A bound may be touched, unless the end of the domain is met there.
    let touchesLow =
      found.lows.isEmpty ? low?.isIncluded ?? true : found.lows.allSatisfy { $0.isIncluded }
    let touchesHigh =
      found.highs.isEmpty ? high?.isIncluded ?? true : found.highs.allSatisfy { $0.isIncluded }
    let value = between(lowest, touchesLow, highest, touchesHigh)
    if let low, !low.isIncluded, !found.lows.isEmpty, touchesLow {
      kept.append(isAbove(value, low))
    }
    if let high, !high.isIncluded, !found.highs.isEmpty, touchesHigh {
      kept.append(isBelow(value, high))
    }
    replace([input], by: [value])
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
  mutating func solveSquare() -> Bool {
    let mentioned = inputs(ofAll: conditions)
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
  mutating func solveSingle() -> Bool {
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
