import SourceText

extension Lowerer {
  mutating func derivative(
    of operand: Term, by targets: [Term.Target], holding held: [Term.Target], like term: Term
  ) throws(LoweringFailure) -> Tensor {
    var value = try lower(operand)
    var heldTags = TagSet()
    for target in held {
      for node in try lower(target.term).nodes {
        if let number = tag(of: node) { heldTags.insert(number) }
      }
    }
    // A derivative is no formula in which names of defined quantities stand.
    var isWritten = if case .derivative = operand.node { false } else { true }
    for target in targets.reversed() {
      defer { isWritten = false }
      var variable = target.term
      var isTransposed = false
      if case .transpose(let inner) = variable.node { (variable, isTransposed) = (inner, true) }
      let point = try lower(variable)
      guard areTags(point.nodes) else {
        throw .notDifferentiable(.target, target.term.span)
      }
      var stops = heldTags
      if held.isEmpty {
        stops = intermediates(of: operand, value, by: point)
        if isWritten { noteAmbiguity(of: value, by: point, direct: stops) }
        if lowering.partials == .everyPath { stops = TagSet() }
      }
      if let single = try entryGradient(of: value, by: variable, holding: stops, at: term.span) {
        value = single
        continue
      }
      let result = try derivative(of: value, by: point, holding: stops, at: term.span)
      value = isTransposed ? result.transposed : result
    }
    return value.shaped(like: try size(of: term.shape, at: term.span))
  }

  private func tag(of node: Graph.Node) -> Int32? {
    if case .tag(let number, _) = graph[node] { number } else { nil }
  }

  private func areTags(_ nodes: [Graph.Node]) -> Bool { nodes.allSatisfy { tag(of: $0) != nil } }

  /// Every entry of `value` by every entry of `target`, in numerator layout; a scalar by an array
  /// has the form of the array.
  mutating func derivative(
    of value: Tensor, by target: Tensor, holding held: TagSet, at span: Span
  ) throws(LoweringFailure) -> Tensor {
    var nodes: [Graph.Node] = []
    for node in value.nodes {
      nodes += try gradient(of: node, by: target.nodes, holding: held, at: span)
    }
    if value.isScalar { return target.with(nodes) }
    if target.isScalar { return value.with(nodes) }
    guard value.form != .matrix, target.form != .matrix else {
      throw .notDifferentiable(.manyIndices, span)
    }
    return Tensor(matrix: nodes, rows: value.count, columns: target.count)
  }

  /// By one entry of a declared array: the gradient by the whole array is taken once for all.
  private mutating func entryGradient(
    of value: Tensor, by target: Term, holding held: TagSet, at span: Span
  ) throws(LoweringFailure) -> Tensor? {
    guard case .entry(let array, let indices) = target.node else { return nil }
    guard let entry = whole.place(indices), try definedEntry(of: array, entry, at: span) == nil
    else { return nil }
    let all = try lower(array)
    let areFree = all.nodes.allSatisfy { node in
      guard let number = tag(of: node) else { return false }
      return !isDefinitionTag[Int(number)] && !held.contains(number)
    }
    guard areFree else { return nil }
    guard let place = all.entry(entry) else {
      throw .outOfRange(nil, indices: entry.list, span)
    }
    guard let number = all.nodes.firstIndex(of: place) else { return nil }
    var nodes: [Graph.Node] = []
    for node in value.nodes {
      nodes.append(try gradient(of: node, by: all.nodes, holding: held, at: span)[number])
    }
    return value.with(nodes)
  }

  mutating func gradient(
    of node: Graph.Node, by targets: [Graph.Node], holding held: TagSet, at span: Span
  ) throws(LoweringFailure) -> [Graph.Node] {
    let key = GradientKey(node: node, targets: targets, held: held)
    if let known = gradients[key] { return known }
    guard graph.count < lowering.limit else { throw .tooLarge(span) }
    try requireNoRoot(of: targets, in: [node], at: span)
    step.hasDerivatives = true
    let start = graph.count
    if let result = try gradientThroughMeans(of: node, by: targets, holding: held, at: span) {
      try requireRegularity(from: start, at: span)
      gradients[key] = result
      return result
    }
    let result: [Graph.Node]
    do {
      result = try graph.gradient(of: node, with: targets, holding: held)
    } catch {
      switch error {
      case .spectrum: throw .notDifferentiable(.spectrum, span)
      }
    }
    try requireRegularity(from: start, at: span)
    gradients[key] = result
    if held.isEmpty { note(result, of: node, by: targets) }
    return result
  }

  /// Keeps some derivatives by entries of symbols, for a second opinion.
  private mutating func note(
    _ values: [Graph.Node], of node: Graph.Node, by targets: [Graph.Node]
  ) {
    for place in Set([0, targets.count - 1]).sorted() where targets.indices.contains(place) {
      guard step.derivatives.count < 16, case .tag(_, let inner) = graph[targets[place]],
        case .input = graph[inner]
      else { continue }
      step.derivatives.append(
        LoweredStep.Derivative(node: node, target: targets[place], value: values[place]))
    }
  }

  private func requireRegularity(from start: Int, at span: Span) throws(LoweringFailure) {
    for number in start..<graph.count {
      guard case .arbitrary(let function, _, _) = graph.operations[number] else { continue }
      let symbol = step.functions[Int(function)].symbol
      if case .function(let signature) = scope[symbol].kind, signature.regularity == .arbitrary {
        throw .notDifferentiable(.irregular(symbol), span)
      }
    }
  }

  // MARK: Rule 8

  /// The tags of defined quantities in between: all but those of the operand itself, if it is a
  /// name, and of the target.
  private func intermediates(of operand: Term, _ value: Tensor, by target: Tensor) -> TagSet {
    var result = TagSet(flags: isDefinitionTag)
    switch operand.node {
    case .symbol, .member, .entry:
      for node in value.nodes { if let number = tag(of: node) { result.remove(number) } }
    default: break
    }
    for node in target.nodes { if let number = tag(of: node) { result.remove(number) } }
    return result
  }

  private mutating func noteAmbiguity(
    of value: Tensor, by target: Tensor, direct held: TagSet
  ) {
    guard !step.hasAmbiguousPartial, !held.isEmpty, let last = value.nodes.max() else { return }
    let limit = Int(last) + 1
    func isHeld(_ node: Graph.Node) -> Bool {
      tag(of: node).map { held.contains($0) } ?? false
    }
    let directly = graph.dependents(of: target.nodes, upTo: limit) { isHeld($0) }
    guard value.nodes.contains(where: { directly[Int($0)] }) else { return }
    let anyhow = graph.dependents(of: target.nodes, upTo: limit) { _ in false }
    let mentioned = graph.reachable(from: value.nodes) { isHeld($0) }
    step.hasAmbiguousPartial = (0..<limit).contains {
      mentioned[$0] && anyhow[$0] && isHeld(Graph.Node($0))
    }
  }

  // MARK: Substitution

  mutating func substituted(_ operand: Term, _ assignments: [Term.Assignment])
    throws(LoweringFailure) -> Tensor
  {
    let value = try lower(operand)
    var replacements: [Graph.Node: Graph.Node] = [:]
    for assignment in assignments {
      let target = try lower(assignment.target.term)
      var new = try lower(assignment.value)
      if new.isScalar { new = target.map { _ in new.node } }
      try requireSameSize(target, new, at: assignment.value.span)
      guard areTags(target.nodes) else {
        throw .notDifferentiable(.target, assignment.target.term.span)
      }
      for (old, node) in zip(target.nodes, new.nodes) { replacements[old] = node }
    }
    try requireVisible(
      value.nodes, to: replacements.keys.sorted(), at: operand.span)
    return value.with(graph.substitute(replacements, in: value.nodes))
  }
}
