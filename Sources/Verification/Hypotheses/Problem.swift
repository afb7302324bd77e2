import Formula
import Numerics

/// A graph with what has to be drawn for it and what the draws have to satisfy.
struct Problem {
  var graph: Graph
  /// By number of input, those that were solved for included.
  var domains: [InputDomain]
  /// Truth values that a point has to meet.
  var conditions: [Graph.Node]
  /// What still has to hold once the conditions are solved: an input drawn from its bounds stays
  /// inside an end that its domain does not include.
  var kept: [Graph.Node] = []
  /// What is judged; substitutions reach these nodes too.
  var goals: [Graph.Node]
  /// Inputs that stand for a slack: their included ends are drawn in a third of the points.
  var touching: Set<Int> = []
  /// Inputs that have been replaced by an expression.
  var solved: [Int] = []
  /// What each solved input has become, substitutions included.
  var expressions: [Graph.Node] = []
  /// What equations were divided by when they were solved.
  var divisors: [Graph.Node] = []
  /// What has to have a value: identities among the conditions hold where they do.
  var present: [Graph.Node] = []
  /// What solving an equation by dividing leaves out, not solved yet: the divisor may vanish.
  var alternatives: [Problem] = []
  /// The inputs that the statement itself speaks of.
  var asked: Set<Int> = []
  /// The inputs of each symbol, or of each member of a family.
  var groups: [[Int]] = []
  /// Which input an equation is solved for.
  var order = SolvingOrder.fewestUses

  /// Whether bounds are drawn one from the other instead of all from what most of them mention:
  /// of a recursion of bounds all can be tight at once then.
  var followsChains = false

  enum SolvingOrder: CaseIterable {
    case fewestUses
    case ofGoals
    case lastFirst
    case mostUses
  }

  /// Whether equations between matrices were met by a family of solutions that need not be all.
  var isFamily = false

  /// Whether equations between sines, cosines and tangents are solved by some of their solutions,
  /// which is enough where a counterexample is looked for.
  var invertsAngles = false

  /// Whether derivatives occur.
  var hasDerivatives = false

  /// How many operations algebra has been asked about while solving.
  var certified = 0
  /// How many of the divisors on the way here vanish.
  var depth = 0

  /// Whether there were conditions, solved ones included.
  var isConditional: Bool { !conditions.isEmpty || !solved.isEmpty }

  /// Whether some condition is an equation.
  var hasEquations: Bool { !equations.isEmpty }

  /// The inputs that equations among the conditions depend on.
  var inputsOfEquations: Set<Int> { inputs(ofAll: equations) }

  private var equations: [Graph.Node] {
    conditions.flatMap { conjuncts(of: $0) }.filter {
      if case .isEqual = graph[$0] { true } else { false }
    }
  }

  /// How many conditions are bounds.
  var boundCount: Int {
    conditions.flatMap { conjuncts(of: $0) }.filter {
      switch graph[$0] {
      case .isLess, .isLessOrEqual: true
      default: false
      }
    }.count
  }

  /// Whether every value lies in its domain, and in every group of indicators exactly one is 1.
  func admits(_ point: [Double]) -> Bool {
    var sums: [Int: Double] = [:]
    for (value, domain) in zip(point, domains) {
      guard domain.contains(value) else { return false }
      if case .oneHot(let group, _, _) = domain { sums[group, default: 0] += value }
    }
    return sums.values.allSatisfy { $0 == 1 }
  }

  /// The node of an input, if the graph has it.
  func inputNode(_ number: Int) -> Graph.Node? {
    graph.operations.firstIndex(of: .input(Int32(number))).map { Graph.Node($0) }
  }

  mutating func newInput(_ domain: InputDomain, touches: Bool) -> Graph.Node {
    let sign: Graph.Facts.Sign =
      if case .interval(let low?, _) = domain, low.value.sign >= 0 {
        low.value.isZero && low.isIncluded ? .nonnegative : .positive
      } else {
        .any
      }
    let node = graph.input(sign)
    domains.append(domain)
    if touches { touching.insert(domains.count - 1) }
    return node
  }

  /// Puts an expression in the place of inputs, everywhere.
  mutating func replace(_ inputs: [Int], by nodes: [Graph.Node]) {
    var replacements: [Graph.Node: Graph.Node] = [:]
    for (input, node) in zip(inputs, nodes) {
      if let place = inputNode(input) { replacements[place] = node }
    }
    substitute(replacements)
    solved += inputs
    expressions += nodes
  }

  /// All nodes that are asked for.
  var roots: [Graph.Node] { kept + conditions + goals + expressions + divisors + present }

  /// Puts nodes in the place of others, everywhere.
  mutating func substitute(_ replacements: [Graph.Node: Graph.Node]) {
    var changed = graph.substitute(replacements, in: roots)[...]
    func take(_ count: Int) -> [Graph.Node] {
      defer { changed = changed.dropFirst(count) }
      return Array(changed.prefix(count))
    }
    kept = take(kept.count)
    conditions = take(conditions.count)
    goals = take(goals.count)
    expressions = take(expressions.count)
    divisors = take(divisors.count)
    present = take(present.count)
  }

  /// Which inputs a node depends on, by number.
  func inputs(of node: Graph.Node) -> Set<Int> { inputs(ofAll: [node]) }

  /// Which inputs some nodes depend on, by number.
  func inputs(ofAll nodes: [Graph.Node]) -> Set<Int> {
    let isNeeded = graph.reachable(from: nodes)
    var result: Set<Int> = []
    for place in isNeeded.indices where isNeeded[place] {
      if case .input(let number) = graph.operations[place] { result.insert(Int(number)) }
    }
    return result
  }
}
