import Formula
import Numerics
import SourceText

/// left = right + O(scale): decided by the coefficients of a power series.
///
/// O(t^k) holds if and only if the derivatives of left − right of the orders 0 … k − 1 vanish at
/// t = 0, and o(t^k) if that of order k vanishes, too; each is an identity and judged as one, for
/// arbitrary functions as well. A quotient whose denominator vanishes at 0 is judged by its
/// numerator. Where that is not possible, the slope is fitted with 300 bits.
struct OrderJudge {
  let judge: CaseJudge
  let order: LoweredStep.Order

  private static let highest = 6

  init(_ judge: CaseJudge, _ order: LoweredStep.Order) {
    self.judge = judge
    self.order = order
  }

  func judge(at span: Span) -> StepResult {
    var part = judge.part
    let t = part.graph.input()
    part.domains.append(.small(.above))
    var replacements: [Graph.Node: Graph.Node] = [:]
    for input in order.small {
      guard let node = part.inputNode(input) else { continue }
      if order.small.count == 1 {
        replacements[node] = t
      } else {
        // Several small numbers: t times a positive factor each.
        let factor = part.graph.input(.positive)
        part.domains.append(
          .interval(InputDomain.End(.zero, isIncluded: false), nil))
        replacements[node] = part.graph.multiply(t, factor)
      }
    }
    let count = order.left.nodes.count
    let nodes = part.graph.substitute(
      replacements, in: order.left.nodes + order.right.nodes + [order.scale] + part.conditions)
    part.conditions = Array(nodes.dropFirst(2 * count + 1))
    var series = TaylorSeries(graph: part.graph, variable: t)
    guard let degree = valuation(of: nodes[2 * count], &series, part) else {
      return undecided("the order inside O( ) is not a power of the small parameter", span)
    }
    let vanishing = order.remainder == .big ? degree : degree + 1
    guard vanishing <= Self.highest else {
      return undecided("an order above \(Self.highest)", span)
    }
    var goals: [Goal] = []
    var beyond: [Graph.Node] = []
    for entry in 0..<count {
      let difference = series.graph.subtract(nodes[entry], nodes[count + entry])
      guard let fraction = series.fraction(of: difference),
        let shift = valuation(of: fraction.bottom, &series, part),
        let coefficients = series.derivatives(of: fraction.top, upTo: vanishing + shift + 1)
      else { return undecided("the difference has no power series", span) }
      let zero = series.graph.constant(0)
      for coefficient in coefficients.prefix(vanishing + shift) {
        goals.append(
          Goal(kind: .equal, left: coefficient, right: zero, assertion: 0, entry: entry))
      }
      if let next = coefficients.dropFirst(vanishing + shift).first { beyond.append(next) }
    }
    part.graph = series.graph
    guard !goals.isEmpty else { return bounded(beyond, part, span) }
    var result = judge.with(part, .goals(goals)).judge(goals, at: span)
    if result.verdict == .refuted || result.verdict == .certified {
      result.evidence.method = .series
    }
    if result.verdict.passes, beyond.allSatisfy({ isZero($0, part) }) {
      result.evidence.remarks.append(.higherOrder(degree + 1))
    }
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

  /// The order of the first derivative at 0 that does not vanish.
  private func valuation(of node: Graph.Node, _ series: inout TaylorSeries, _ part: Case) -> Int? {
    guard let derivatives = series.derivatives(of: node, upTo: Self.highest) else { return nil }
    var current = part
    current.graph = series.graph
    return derivatives.firstIndex { !isZero($0, current) }
  }

  /// Whether a value is 0, to the resolution of doubles, at some points.
  private func isZero(_ node: Graph.Node, _ part: Case) -> Bool {
    if part.graph.isZero(node) { return true }
    let goal = Goal(kind: .equal, left: node, right: node, assertion: 0, entry: 0)
    let problem = Problem(
      graph: part.graph, domains: part.domains, conditions: [], goals: [node])
    let evaluator = Evaluator(problem, [goal], functions: judge.lowered.functions, key: 1)
    let sampler = PointSampler(domains: part.domains, touching: [], key: 7)
    let program = Program(part.graph, computing: [node])
    return (1..<8).allSatisfy { abs(evaluator.value(program, 0, at: sampler.point($0))) < 1e-9 }
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
