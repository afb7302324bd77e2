import Formula

/// One part of a lowered step that is judged by itself: its conditions and its comparisons.
struct Case {
  var graph: Graph
  var domains: [InputDomain]
  var conditions: [Graph.Node]
  var content: Content
  /// Of an equivalence, which of its two implications.
  var direction = Direction.none

  enum Direction { case none, forward, backward }

  enum Content {
    case goals([Goal])
    case order(LoweredStep.Order)
    case limit(LoweredStep.Limit)
    /// What cannot be judged, and why.
    case refused(Verdict.Reason)
  }
}

/// Splits a step into cases: assertions without premises are judged together, an equivalence as
/// two implications.
struct CaseSplitter {
  let lowered: LoweredStep
  let within: ClaimOptions.Tolerance?

  init(_ lowered: LoweredStep, within: ClaimOptions.Tolerance?) {
    self.lowered = lowered
    self.within = within
  }

  private var base: [Graph.Node] {
    (lowered.constraints + lowered.assumptions).map { $0.truth }
  }

  private var domains: [InputDomain] { lowered.inputs.map { $0.domain } }

  func cases() -> [Case] {
    if let proportion = proportion() { return [proportion] }
    var result: [Case] = []
    var plain: [Int] = []
    for (number, assertion) in lowered.assertions.enumerated() {
      let conditions = base + assertion.premises.map { $0.truth }
      switch assertion.fact {
      case .order(let order): result.append(makeCase(conditions, .order(order)))
      case .limit(let limit): result.append(makeCase(conditions, .limit(limit)))
      case .equivalence(let a, let b):
        result.append(implication(from: a, to: b, conditions, number, .forward))
        result.append(implication(from: b, to: a, conditions, number, .backward))
      default:
        if assertion.premises.isEmpty {
          plain.append(number)
        } else {
          result.append(goals(of: [number], conditions))
        }
      }
    }
    return (plain.isEmpty ? [] : [goals(of: plain, base)]) + result
  }

  private func makeCase(_ conditions: [Graph.Node], _ content: Case.Content) -> Case {
    Case(graph: lowered.graph, domains: domains, conditions: conditions, content: content)
  }

  private func goals(of numbers: [Int], _ conditions: [Graph.Node]) -> Case {
    var builder = GoalBuilder(graph: lowered.graph, domains: domains, within: within)
    do throws(GoalBuilder.Refusal) {
      for number in numbers { try builder.add(lowered.assertions[number].fact, assertion: number) }
    } catch {
      switch error {
      case .noTolerance: return makeCase(conditions, .refused(.noTolerance))
      case .unsupported(let what): return makeCase(conditions, .refused(.notEvaluable(what)))
      }
    }
    return Case(
      graph: builder.graph, domains: builder.domains,
      conditions: conditions + builder.conditions, content: .goals(builder.goals))
  }

  private func implication(
    from premise: Graph.Node, to conclusion: Graph.Node, _ conditions: [Graph.Node], _ number: Int,
    _ direction: Case.Direction
  ) -> Case {
    var builder = GoalBuilder(graph: lowered.graph, domains: domains, within: within)
    builder.add(truth: conclusion, number, entry: 0)
    return Case(
      graph: builder.graph, domains: builder.domains, conditions: conditions + [premise],
      content: .goals(builder.goals), direction: direction)
  }

  /// The numbers of the inputs that a node depends on.
  private func inputs(of node: Graph.Node) -> Set<Int> {
    let isNeeded = lowered.graph.reachable(from: [node])
    return isNeeded.indices.reduce(into: []) { found, place in
      guard isNeeded[place], case .input(let number) = lowered.graph.operations[place] else {
        return
      }
      found.insert(Int(number))
    }
  }

  /// `∝` between numbers: one factor for all values of the free indices or, without any, for all
  /// values of what the right side depends on; the factor may depend on everything else.
  private func proportion() -> Case? {
    var sides: [(Graph.Node, Graph.Node)] = []
    for assertion in lowered.assertions {
      guard case .relation(.proportional, let left, let right) = assertion.fact,
        left.nodes.count == 1
      else { return nil }
      sides.append((left.node, right.node))
    }
    guard let first = sides.first else { return nil }
    var builder = GoalBuilder(graph: lowered.graph, domains: domains, within: within)
    var conditions = base
    for assertion in lowered.assertions { conditions += assertion.premises.map { $0.truth } }
    var others = Array(sides.dropFirst())
    if others.isEmpty {
      var replacements: [Graph.Node: Graph.Node] = [:]
      let varied = inputs(of: first.1)
      for (input, domain) in domains.enumerated() where varied.isEmpty || varied.contains(input) {
        guard let old = builder.graph.operations.firstIndex(of: .input(Int32(input))) else {
          continue
        }
        replacements[Graph.Node(old)] = builder.graph.input()
        builder.domains.append(domain)
      }
      let copies = builder.graph.substitute(replacements, in: [first.0, first.1] + conditions)
      others = [(copies[0], copies[1])]
      conditions += copies.dropFirst(2)
    }
    for (number, other) in others.enumerated() {
      let a = builder.graph.multiply(first.0, other.1)
      let b = builder.graph.multiply(other.0, first.1)
      builder.add(.equal, a, b, min(number + 1, lowered.assertions.count - 1), 0)
    }
    return Case(
      graph: builder.graph, domains: builder.domains, conditions: conditions,
      content: .goals(builder.goals))
  }
}
