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
    let nodes = order.left.nodes + order.right.nodes + [order.scale]
    // Beside kinks, where the base of an even power is 0: h²/(h² + x²) is not small for x = 0.
    for kind in [Goal.Kind.equal, .notEqual] {
      for (other, changed) in judge.turnings(of: nodes, small: order.small, as: kind) {
        let turned = with(changed, in: other)
        let found = turned.judgeHere(at: span)
        switch found.verdict {
        case .undecided(.undefinedEverywhere), .undecided(.hypothesesSeldomMet): continue
        case .refuted: return found
        case .undecided where kind == .equal && !turned.isWithoutScale: return found
        default: continue
        }
      }
    }
    return judgeAtEnds(nodes, at: span) ?? result
  }

  /// Where a symbol is at an end of its domain, which belongs to it: η log η at p = 0 of p + η.
  private func judgeAtEnds(_ nodes: [Graph.Node], at span: Span) -> StepResult? {
    for (input, domain) in judge.part.domains.enumerated() {
      guard case .interval(let low, let high) = domain, let node = judge.part.inputNode(input)
      else { continue }
      for case let end? in [low, high] where end.isIncluded {
        var part = judge.part
        let value = part.graph.constant(end.value)
        let changed = part.graph.substitute([node: value], in: nodes + part.conditions)
        part.conditions = Array(changed[nodes.count...])
        let found = with(changed, in: judge.with(part, part.content)).judgeHere(at: span)
        if found.verdict == .refuted { return found }
      }
    }
    return nil
  }

  /// The same claim of changed nodes: those of the left side, of the right side, and the scale.
  private func with(_ nodes: [Graph.Node], in judge: CaseJudge) -> OrderJudge {
    let count = order.left.nodes.count
    var changed = order
    changed.left = order.left.with(Array(nodes.prefix(count)))
    changed.right = order.right.with(Array(nodes[count..<2 * count]))
    changed.scale = nodes[2 * count]
    return OrderJudge(judge, changed)
  }

  private var isWithoutScale: Bool { judge.part.graph.isZero(order.scale) }

  private func judgeHere(at span: Span) -> StepResult {
    isWithoutScale ? judgeWithoutScale(at: span) : judgeAnywhere(at: span)
  }

  /// O(0): both sides are the same.
  private func judgeWithoutScale(at span: Span) -> StepResult {
    let goals = zip(order.left.nodes, order.right.nodes).enumerated().map { entry, sides in
      Goal(kind: .equal, left: sides.0, right: sides.1, assertion: 0, entry: entry)
    }
    return judge.with(judge.part, .goals(goals)).judge(goals, at: span)
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
    // Where neither side exists for negative values, t → 0 can only mean from above.
    if hasNoValue(below: input, at: span) { return above }
    let below = judge(input, sign: -1, at: span)
    if below.verdict == .vacuous(.hypothesesNeverMet) { return above }
    return below
  }

  private func hasNoValue(below input: Int, at span: Span) -> Bool {
    var part = judge.part
    part.domains[input] = .small(.below)
    let goals = (order.left.nodes + order.right.nodes).filter { part.graph.dependsOnInputs([$0]) }
      .map { Goal(kind: .equal, left: $0, right: $0, assertion: 0, entry: 0) }
    let verdict = judge.with(part, .goals(goals)).judge(goals, at: span).verdict
    return verdict == .undecided(.undefinedEverywhere)
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
    guard let size = series.regular(nodes[2 * count]), let scale = series.leading(size) else {
      return nil
    }
    let degree = scale.order
    // Where the leading coefficient of the scale is 0, the next one is as well.
    let isBare =
      degree >= 0
      && series.derivatives(of: size, upTo: degree + 1)?.last.map { series.graph.isZero($0) }
        ?? false
    let vanishing = order.remainder == .big ? degree : degree + 1
    guard vanishing <= Self.highest else {
      return undecided("an order above \(Self.highest / root)", span)
    }
    var orders: [[Goal]] = []
    var beyond: [Graph.Node] = []
    var bottoms: [Graph.Node] = []
    var further: [Graph.Node] = []
    for entry in 0..<count {
      guard let left = series.regular(nodes[entry]),
        let right = series.regular(nodes[count + entry])
      else { return nil }
      let difference = series.graph.subtract(left, right)
      guard let fraction = series.fraction(of: difference),
        let bottom = series.leading(fraction.bottom),
        vanishing + bottom.order <= Self.highest
      else { return nil }
      let shift = bottom.order
      if shift > 0 { bottoms.append(bottom.value) }
      let known = max(0, vanishing + shift)
      guard let coefficients = series.derivatives(of: fraction.top, upTo: known + 1) else {
        return nil
      }
      further += isBare ? Array(coefficients.dropFirst(known)) : [coefficients[known]]
      let sides = series.coefficients(
        of: (left, right), difference: coefficients, isPlain: series.graph.isOne(fraction.bottom),
        count: known)
      for (order, pair) in sides.enumerated() {
        if orders.count <= order { orders.append([]) }
        orders[order].append(
          Goal(kind: .equal, left: pair.0, right: pair.1, assertion: 0, entry: entry))
      }
      if let next = coefficients.dropFirst(known).first { beyond.append(next) }
    }
    part.graph = series.graph
    let goals = orders.flatMap { $0 }
    var result =
      goals.isEmpty
      ? bounded(beyond, part, span) : judge.with(part, .goals(goals)).judge(goals, at: span)
    if result.verdict == .refuted {
      result = refuted(result, orders, part, input, root: root, at: span)
    }
    if result.verdict.passes,
      let found = judgeBesideScale(
        scale.value, further, bottoms, max(0, vanishing) / root, part, input, at: span)
    {
      result = found
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
    for (order, goals) in orders.enumerated() where order % root == 0 {
      let one = judge.with(part, .goals(goals)).judge(goals, at: span)
      if one.verdict == .refuted { return withoutSmall(one, input, order: order / root) }
    }
    return withoutSmall(found, input, order: nil)
  }

  /// A refutation by the coefficients of an order, without a value of what tends to 0.
  func withoutSmall(_ found: StepResult, _ input: Int, order: Int?) -> StepResult {
    guard judge.lowered.inputs.indices.contains(input) else { return found }
    var result = found
    let own = judge.lowered.inputs[input]
    let name = judge.scope.name(of: own.symbol, member: own.member, entry: [])
    if let order { result.evidence.remarks.append(.coefficients(of: name, order: order)) }
    result.counterexample?.values.removeAll { $0.name == name }
    return result
  }

  /// O(1): that the value at 0 is defined is all that is claimed.
  private func bounded(_ values: [Graph.Node], _ part: Case, _ span: Span) -> StepResult {
    let goals = values.map { Goal(kind: .equal, left: $0, right: $0, assertion: 0, entry: 0) }
    return judge.with(part, .goals(goals)).judge(goals, at: span)
  }

  func undecided(_ why: String, _ span: Span) -> StepResult {
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
