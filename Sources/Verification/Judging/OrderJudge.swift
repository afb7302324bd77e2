import Formula
import Numerics
import SourceText

/// left = right + O(scale): decided by the coefficients of a power series.
///
/// For an analytic difference O(t^k) holds if and only if the derivatives of the orders 0 … k − 1
/// vanish at t = 0, and o(t^k) if that of order k vanishes, too; each is an identity and judged as
/// one, for arbitrary functions as well. Roots and absolute values of what vanishes at 0 are not
/// analytic: they are rewritten for t > 0 (√(t²a) = t√a, |ta| = t|a|), after t = s² or s³ where
/// exponents are fractions. A quotient whose denominator vanishes at 0 is judged by its numerator.
/// What cannot be rewritten is undecided, never judged by a derivative that does not exist.
struct OrderJudge {
  let judge: CaseJudge
  let order: LoweredStep.Order

  private static let highest = 12

  init(_ judge: CaseJudge, _ order: LoweredStep.Order) {
    self.judge = judge
    self.order = order
  }

  func judge(at span: Span) -> StepResult {
    let result = judgeAnywhere(at: span)
    guard result.verdict.passes else { return result }
    let count = order.left.nodes.count
    let nodes = order.left.nodes + order.right.nodes + [order.scale]
    for (other, changed) in judge.turnings(of: nodes, small: order.small) {
      var turned = order
      turned.left = order.left.with(Array(changed.prefix(count)))
      turned.right = order.right.with(Array(changed[count..<2 * count]))
      turned.scale = changed[2 * count]
      let found = OrderJudge(other, turned).judgeAnywhere(at: span)
      switch found.verdict {
      case .undecided(.undefinedEverywhere): continue
      case .refuted, .undecided: return found
      default: continue
      }
    }
    return result
  }

  /// At points that are drawn: they are never where a jump or a kink is.
  private func judgeAnywhere(at span: Span) -> StepResult {
    guard order.small.count == 1, let input = order.small.first else {
      return OrderTrend(judge: judge, order: order).judge(at: span)
    }
    let above = judge(input, sign: 1, at: span)
    if above.verdict.isOfHypotheses, case .small(.both) = judge.part.domains[input] {
      return judge(input, sign: -1, at: span)
    }
    guard above.verdict.passes, case .small(.both) = judge.part.domains[input],
      judge.part.hasKinks(order.left.nodes + order.right.nodes)
    else { return above }
    let below = judge(input, sign: -1, at: span)
    // Where neither side exists for negative values, t → 0 can only mean from above.
    if case .undecided(.undefinedEverywhere) = below.verdict { return above }
    if below.verdict == .vacuous(.hypothesesNeverMet) { return above }
    return below
  }

  private func judge(_ input: Int, sign: Int, at span: Span) -> StepResult {
    for root in 1...3 {
      if let result = judge(input, sign: sign, root: root, at: span) { return result }
    }
    return OrderTrend(judge: judge, order: order).judge(at: span)
  }

  /// With the small input as sign · s^root; `nil` if there is no power series in s.
  private func judge(_ input: Int, sign: Int, root: Int, at span: Span) -> StepResult? {
    var part = judge.part
    let s = part.graph.input(.positive)
    part.domains.append(.small(.above))
    guard let node = part.inputNode(input) else { return nil }
    let power = part.graph.power(s, Int32(root))
    let value = sign < 0 ? part.graph.negate(power) : power
    let count = order.left.nodes.count
    let nodes = part.graph.substitute(
      [node: value], in: order.left.nodes + order.right.nodes + [order.scale] + part.conditions)
    part.conditions = Array(nodes.dropFirst(2 * count + 1))
    var series = TaylorSeries(graph: part.graph, variable: s) { isZero($0, $1, part) }
    guard let scale = series.regular(nodes[2 * count]), let degree = series.valuation(of: scale)
    else { return nil }
    let vanishing = order.remainder == .big ? degree : degree + 1
    guard vanishing <= Self.highest else {
      return undecided("an order above \(Self.highest / root)", span)
    }
    var orders: [[Goal]] = []
    var beyond: [Graph.Node] = []
    for entry in 0..<count {
      guard let left = series.regular(nodes[entry]),
        let right = series.regular(nodes[count + entry])
      else { return nil }
      let difference = series.graph.subtract(left, right)
      guard let fraction = series.fraction(of: difference),
        let shift = series.valuation(of: fraction.bottom),
        vanishing + shift <= Self.highest,
        let coefficients = series.derivatives(of: fraction.top, upTo: vanishing + shift + 1)
      else { return nil }
      let sides = series.coefficients(
        of: (left, right), difference: coefficients, isPlain: series.graph.isOne(fraction.bottom),
        count: vanishing + shift)
      for (order, pair) in sides.enumerated() {
        if orders.count <= order { orders.append([]) }
        orders[order].append(
          Goal(kind: .equal, left: pair.0, right: pair.1, assertion: 0, entry: entry))
      }
      if let next = coefficients.dropFirst(vanishing + shift).first { beyond.append(next) }
    }
    part.graph = series.graph
    let goals = orders.flatMap { $0 }
    guard !goals.isEmpty else { return bounded(beyond, part, span) }
    var result = judge.with(part, .goals(goals)).judge(goals, at: span)
    if result.verdict == .refuted {
      result = refuted(result, orders, part, input, root: root, at: span)
    }
    if result.verdict == .refuted || result.verdict == .certified {
      result.evidence.method = .series
    }
    if result.verdict.passes, root == 1, beyond.allSatisfy({ isZero($0, part.graph, part) }) {
      result.evidence.remarks.append(.higherOrder(degree + 1))
    }
    return result
  }

  /// The first coefficient that does not agree, without a value of what tends to 0.
  private func refuted(
    _ found: StepResult, _ orders: [[Goal]], _ part: Case, _ input: Int, root: Int, at span: Span
  ) -> StepResult {
    var result = found
    guard judge.lowered.inputs.indices.contains(input) else { return result }
    let own = judge.lowered.inputs[input]
    let name = judge.scope.name(of: own.symbol, member: own.member, entry: [])
    for (order, goals) in orders.enumerated() where order % root == 0 {
      let one = judge.with(part, .goals(goals)).judge(goals, at: span)
      guard one.verdict == .refuted else { continue }
      result = one
      result.evidence.remarks.append(.coefficients(of: name, order: order / root))
      break
    }
    result.counterexample?.values.removeAll { $0.name == name }
    return result
  }

  /// O(1): that the value at 0 is defined is all that is claimed.
  private func bounded(_ values: [Graph.Node], _ part: Case, _ span: Span) -> StepResult {
    let goals = values.map { Goal(kind: .equal, left: $0, right: $0, assertion: 0, entry: 0) }
    return judge.with(part, .goals(goals)).judge(goals, at: span)
  }

  private func undecided(_ why: String, _ span: Span) -> StepResult {
    StepResult(.undecided(.notEvaluable(why)), Evidence(.series), at: span)
  }

  /// Whether a value is 0, to the resolution of doubles, at some points; no if it is undefined.
  private func isZero(_ node: Graph.Node, _ graph: Graph, _ part: Case) -> Bool {
    if graph.isZero(node) { return true }
    let goal = Goal(kind: .equal, left: node, right: node, assertion: 0, entry: 0)
    let problem = Problem(graph: graph, domains: part.domains, conditions: [], goals: [node])
    let evaluator = Evaluator(problem, [goal], functions: judge.lowered.functions, key: 1)
    let sampler = PointSampler(domains: part.domains, touching: [], key: 7)
    let program = Program(graph, computing: [node])
    return (1..<8).allSatisfy { abs(evaluator.values(program, at: sampler.point($0))[0]) < 1e-9 }
  }
}

extension Case {
  /// Whether something in the program of these nodes is not analytic everywhere.
  fileprivate func hasKinks(_ nodes: [Graph.Node]) -> Bool {
    let isNeeded = graph.reachable(from: nodes)
    return graph.operations.indices.contains { number in
      guard isNeeded[number] else { return false }
      switch graph.operations[number] {
      case .absolute, .sign, .minimum, .maximum, .floor, .select, .rationalPower, .realPower,
        .function(.sqrt, _):
        return true
      default: return false
      }
    }
  }
}

extension Case {
  func inputNode(_ number: Int) -> Graph.Node? {
    graph.operations.firstIndex(of: .input(Int32(number))).map { Graph.Node($0) }
  }
}

extension CaseJudge {
  func with(_ part: Case, _ content: Case.Content) -> CaseJudge {
    var changed = part
    changed.content = content
    return CaseJudge(
      changed, lowered: lowered, scope: scope, sizes: sizes, settings: settings, points: points)
  }
}

/// Derivatives at t = 0, as nodes.
struct TaylorSeries {
  var graph: Graph
  let variable: Graph.Node
  private let isZero: (Graph.Node, Graph) -> Bool
  private var rewritten: [Graph.Node: Graph.Node?] = [:]

  private static let highest = 12

  init(
    graph: Graph, variable: Graph.Node, isZero: @escaping (Graph.Node, Graph) -> Bool
  ) {
    self.graph = graph
    self.variable = variable
    self.isZero = isZero
  }

  /// The order of the first derivative at 0 that does not vanish.
  mutating func valuation(of node: Graph.Node) -> Int? { leading(node)?.order }

  /// The first derivative at 0 that does not vanish, with its order.
  private mutating func leading(_ node: Graph.Node) -> (order: Int, value: Graph.Node)? {
    guard dependsOnVariable(node) else { return isZero(node, graph) ? nil : (0, node) }
    guard let values = derivatives(of: node, upTo: Self.highest) else { return nil }
    guard let order = values.firstIndex(where: { !isZero($0, graph) }) else { return nil }
    return (order, values[order])
  }

  /// The same values for small t > 0 by operations that are analytic at 0; `nil` if none are known.
  mutating func regular(_ node: Graph.Node) -> Graph.Node? {
    guard dependsOnVariable(node) else { return node }
    if let known = rewritten[node] { return known }
    let result = rewrite(node)
    rewritten[node] = .some(result)
    return result
  }

  private mutating func rewrite(_ node: Graph.Node) -> Graph.Node? {
    switch graph[node] {
    case .input: return node
    case .tag(_, let a): return regular(a)
    case .add(let a, let b): return both(a, b) { $0.add($1, $2) }
    case .subtract(let a, let b): return both(a, b) { $0.subtract($1, $2) }
    case .multiply(let a, let b): return both(a, b) { $0.multiply($1, $2) }
    case .divide(let a, let b): return both(a, b) { $0.divide($1, $2) }
    case .negate(let a):
      guard let x = regular(a) else { return nil }
      return graph.negate(x)
    case .power(let a, let exponent):
      guard let x = regular(a) else { return nil }
      return graph.power(x, exponent)
    case .function(.sqrt, let a):
      return Rational(1, over: 2).flatMap { root(of: a, $0) }
    case .rationalPower(let a, let exponent): return root(of: a, exponent)
    case .function(.log, let a):
      guard let x = regular(a), leading(x)?.order == 0 else { return nil }
      return graph.function(.log, x)
    case .function(let function, let a):
      // Elsewhere all of them are analytic, but for the ends of arcsin and arccos.
      guard function != .arcsin, function != .arccos, let x = regular(a), isDefinedAtZero(x) else {
        return nil
      }
      return graph.function(function, x)
    case .absolute(let a):
      guard let x = regular(a), let first = leading(x) else { return nil }
      return graph.multiply(graph.sign(first.value), x)
    case .sign(let a):
      guard let x = regular(a), let first = leading(x) else { return nil }
      return graph.sign(first.value)
    case .minimum(let a, let b): return extreme(a, b, isMinimum: true)
    case .maximum(let a, let b): return extreme(a, b, isMinimum: false)
    case .arbitrary(let function, let orders, let list):
      var arguments: [Graph.Node] = []
      for argument in graph.operandLists[Int(list)] {
        guard let x = regular(argument), isDefinedAtZero(x) else { return nil }
        arguments.append(x)
      }
      let number = graph.list(arguments)
      return graph.node(.arbitrary(function: function, orders: orders, arguments: number))
    default: return nil
    }
  }

  private mutating func isDefinedAtZero(_ node: Graph.Node) -> Bool {
    guard let value = derivatives(of: node, upTo: 0)?.first else { return false }
    return isZero(graph.multiply(graph.constant(0), value), graph)
  }

  private mutating func both(
    _ a: Graph.Node, _ b: Graph.Node,
    _ combine: (inout Graph, Graph.Node, Graph.Node) -> Graph.Node
  ) -> Graph.Node? {
    guard let x = regular(a), let y = regular(b) else { return nil }
    return combine(&graph, x, y)
  }

  private mutating func extreme(
    _ a: Graph.Node, _ b: Graph.Node, isMinimum: Bool
  ) -> Graph.Node? {
    guard let x = regular(a), let y = regular(b) else { return nil }
    let difference = graph.subtract(x, y)
    guard let first = leading(difference) else { return nil }
    let isBelow = graph.isLess(first.value, graph.constant(0))
    return isMinimum ? graph.select(isBelow, x, y) : graph.select(isBelow, y, x)
  }

  /// a^r with a = t^v · (c + …): t^(vr) (c + …)^r, where vr is whole.
  private mutating func root(of a: Graph.Node, _ exponent: Rational) -> Graph.Node? {
    guard let x = regular(a), let first = leading(x) else { return nil }
    guard first.order > 0 else { return graph.power(x, exponent) }
    guard let whole = exponent.multiplied(by: Rational(first.order))?.whole,
      let rest = quotient(x, first.order)
    else { return nil }
    return graph.multiply(graph.power(variable, Int32(whole)), graph.power(rest, exponent))
  }

  /// A polynomial divided by t^v, which divides it.
  private mutating func quotient(_ node: Graph.Node, _ order: Int) -> Graph.Node? {
    guard let values = derivatives(of: node, upTo: Self.highest) else { return nil }
    // Only a polynomial is known from finitely many derivatives.
    guard values.suffix(2).allSatisfy({ graph.isZero($0) }) else { return nil }
    var sum = graph.constant(0)
    var factorial = Rational.one
    for (k, value) in values.enumerated() {
      if k > 0 {
        guard let next = factorial.multiplied(by: Rational(k)) else { return nil }
        factorial = next
      }
      guard k >= order, !graph.isZero(value), let inverse = factorial.reciprocal else { continue }
      let coefficient = graph.multiply(graph.constant(inverse), value)
      sum = graph.add(sum, graph.multiply(coefficient, graph.power(variable, Int32(k - order))))
    }
    return sum
  }

  /// The value and the derivatives at 0; `nil` if something has none.
  mutating func derivatives(of node: Graph.Node, upTo order: Int) -> [Graph.Node]? {
    var result: [Graph.Node] = []
    var current = node
    let zero = graph.constant(0)
    for step in 0...order {
      guard let value = graph.substitute([variable: zero], in: [current]).first else { return nil }
      result.append(value)
      if step == order { break }
      guard let next = try? graph.gradient(of: current, with: [variable]).first else { return nil }
      current = next
      if graph.count > 100_000 { return nil }
    }
    return result
  }

  /// The coefficients of t⁰, t¹ … of both sides where these are power series, else those of their
  /// difference against 0.
  mutating func coefficients(
    of sides: (Graph.Node, Graph.Node), difference: [Graph.Node], isPlain: Bool, count: Int
  ) -> [(Graph.Node, Graph.Node)] {
    let zero = graph.constant(0)
    guard isPlain, count > 0, let left = derivatives(of: sides.0, upTo: count - 1),
      let right = derivatives(of: sides.1, upTo: count - 1)
    else { return difference.prefix(count).map { ($0, zero) } }
    var inverse = Rational.one
    return (0..<count).map { order in
      if order > 0 { inverse = inverse.divided(by: Rational(order)) ?? inverse }
      let factor = graph.constant(inverse)
      return (graph.multiply(factor, left[order]), graph.multiply(factor, right[order]))
    }
  }

  /// A quotient without divisions by anything that depends on t.
  mutating func fraction(of node: Graph.Node) -> (top: Graph.Node, bottom: Graph.Node)? {
    let one = graph.constant(1)
    guard dependsOnVariable(node) else { return (node, one) }
    switch graph[node] {
    case .tag(_, let a): return fraction(of: a)
    case .negate(let a):
      guard let x = fraction(of: a) else { return nil }
      return (graph.negate(x.top), x.bottom)
    case .add(let a, let b): return sum(a, b) { $0.add($1, $2) }
    case .subtract(let a, let b): return sum(a, b) { $0.subtract($1, $2) }
    case .multiply(let a, let b):
      guard let x = fraction(of: a), let y = fraction(of: b) else { return nil }
      return (graph.multiply(x.top, y.top), graph.multiply(x.bottom, y.bottom))
    case .divide(let a, let b):
      guard let x = fraction(of: a), let y = fraction(of: b) else { return nil }
      return (graph.multiply(x.top, y.bottom), graph.multiply(x.bottom, y.top))
    case .power(let a, let exponent):
      guard let x = fraction(of: a) else { return nil }
      let size = Int32(exponent.magnitude)
      let (top, bottom) = (graph.power(x.top, size), graph.power(x.bottom, size))
      return exponent < 0 ? (bottom, top) : (top, bottom)
    default: return (node, one)
    }
  }

  private mutating func sum(
    _ a: Graph.Node, _ b: Graph.Node,
    _ combine: (inout Graph, Graph.Node, Graph.Node) -> Graph.Node
  ) -> (top: Graph.Node, bottom: Graph.Node)? {
    guard let x = fraction(of: a), let y = fraction(of: b) else { return nil }
    if x.bottom == y.bottom { return (combine(&graph, x.top, y.top), x.bottom) }
    let left = graph.multiply(x.top, y.bottom)
    let right = graph.multiply(y.top, x.bottom)
    return (combine(&graph, left, right), graph.multiply(x.bottom, y.bottom))
  }

  private func dependsOnVariable(_ node: Graph.Node) -> Bool {
    let isNeeded = graph.reachable(from: [node])
    return Int(variable) < isNeeded.count && isNeeded[Int(variable)]
  }
}
