import Formula

/// The values of arbitrary functions, which have no formula: they are part of a counterexample.
extension CaseJudge {
  func name(of shown: ShownEntry) -> String {
    switch shown.name {
    case .written(let name): return name
    case .entry(let number, let place):
      let quantity = lowered.quantities[number]
      return scope.name(
        of: quantity.symbol, member: quantity.member, entry: quantity.tensor.index(of: place))
    }
  }

  /// Where in the arrays compared a goal stands.
  func entry(of goal: Goal) -> [Int] {
    guard lowered.assertions.indices.contains(goal.assertion) else { return [] }
    switch lowered.assertions[goal.assertion].fact {
    case .order(let order): return order.left.index(of: goal.entry)
    case .relation(let relation, let left, let right) where relation.isEntrywise:
      return (left.isScalar ? right : left).index(of: goal.entry)
    default: return []
    }
  }

  private static let callLimit = 6

  /// The applications of arbitrary functions that nodes depend on, each with its arguments behind
  /// it: what solving hypotheses does to the functions reaches these as well.
  func calls(under nodes: [Graph.Node]) -> [ShownEntry] {
    guard !lowered.functions.isEmpty else { return [] }
    let graph = part.graph
    let isNeeded = graph.reachable(from: nodes)
    var result: [ShownEntry] = []
    var count = 0
    for number in isNeeded.indices where isNeeded[number] && count < Self.callLimit {
      guard case .arbitrary(let function, let orders, let list) = graph.operations[number] else {
        continue
      }
      let drawn = lowered.functions[Int(function)]
      guard scope[drawn.symbol].family.isEmpty else { continue }
      count += 1
      let arguments = graph.operandLists[Int(list)].prefix(drawn.argumentCount)
      result.append(
        ShownEntry(
          name: .written(name(of: drawn, graph.orders[Int(orders)])), node: Graph.Node(number),
          role: .call(arguments.count)))
      result += arguments.map { ShownEntry(name: definedName(of: $0), node: $0, role: .argument) }
    }
    return result
  }

  /// `z^{[3]}_1`, where an equation of the lesson defines what a function is applied to.
  private func definedName(of node: Graph.Node) -> ShownEntry.Name {
    for (number, quantity) in lowered.quantities.enumerated() where quantity.isDefined {
      if let place = quantity.tensor.nodes.firstIndex(of: node) {
        return .entry(quantity: number, place: place)
      }
    }
    return .written("")
  }

  /// `f''` of one argument, `\partial_1 \partial_2 f` of several, `(f)_{2}` for an entry.
  private func name(of function: ArbitraryFunction, _ orders: [Int]) -> String {
    var whole = scope.name(of: function.symbol, member: [], entry: [])
    if case .function(let signature) = scope[function.symbol].kind,
      signature.result != .scalar
    {
      whole = "(" + whole + ")_{\(function.component + 1)}"
    }
    guard function.argumentCount > 1 else {
      return whole + String(repeating: "'", count: orders.first ?? 0)
    }
    var partials: [String] = []
    for (place, order) in orders.enumerated() {
      partials += [String](repeating: "\(place + 1)", count: order)
    }
    guard !partials.isEmpty else { return whole }
    return "\\partial_{" + partials.joined(separator: ",") + "} " + whole
  }
}
