import Numerics
import SourceText

/// Claims with O(…): what is compared with what.
extension Lowerer {
  mutating func order(_ left: Term, _ right: Term, _ remainder: Remainder)
    throws(LoweringFailure) -> LoweredStep.Fact
  {
    let sides = [left, right]
    if let inner = Remainder(in: left) {
      return try order(inner, remainder, of: sides, at: left.span)
    }
    let a = try lower(left)
    let rest = try remainder.rest.map { (term) throws(LoweringFailure) in try lower(term) }
    let zero = a.map { _ in graph.constant(0) }
    let b = try entrywise(zero, rest ?? zero, at: right.span) { $0.add($1, $2) }
    return try order(a, b, remainder, of: sides)
  }

  /// a + O(s) = b + O(t), read from left to right: a − b = O(t), and s = O(t); the same for several
  /// remainders on the left.
  private mutating func order(
    _ left: Remainder, _ right: Remainder, of sides: [Term], at span: Span
  ) throws(LoweringFailure) -> LoweredStep.Fact {
    let zero = Tensor(scalar: graph.constant(0))
    let a = try left.rest.map { (term) throws(LoweringFailure) in try lower(term) } ?? zero
    let b = try right.rest.map { (term) throws(LoweringFailure) in try lower(term) } ?? zero
    var scales: [Graph.Node] = []
    for part in left.parts {
      let scale = try lower(part.scale)
      guard scale.isScalar else { throw .unsupported(.remainderInside, span) }
      scales.append(scale.node)
    }
    guard a.isScalar, b.isScalar else { throw .unsupported(.remainderInside, span) }
    var target = right
    if left.parts.contains(where: { $0.kind != .big }),
      right.parts.contains(where: { $0.kind != .big })
    {
      // o(s) is o(t) if s = O(t).
      guard left.rest == nil, right.rest == nil, left.parts.allSatisfy({ $0.kind != .big }) else {
        throw .unsupported(.remainderInside, span)
      }
      target.parts = right.parts.map { Remainder.Part(kind: .big, scale: $0.scale) }
    }
    let rows = scales.count + 1
    return try order(
      Tensor(.vector, rows: rows, columns: 1, [a.node] + scales),
      Tensor(.vector, rows: rows, columns: 1, [b.node] + scales.map { _ in zero.node }), target,
      of: sides)
  }

  /// - Parameter sides: the statement as it was written. Where it speaks of whole numbers only,
  ///   they are meant to grow, and not to be the ones that are tried.
  private mutating func order(
    _ a: Tensor, _ b: Tensor, _ remainder: Remainder, of sides: [Term]
  ) throws(LoweringFailure) -> LoweredStep.Fact {
    guard let part = remainder.parts.first, remainder.parts.count == 1 else {
      throw .unsupported(.remainderInside, remainder.span)
    }
    let scale = try lower(part.scale).node
    let small = smallInputs
    let ofWholeNumbers = graph.dependsOnInputs([scale]) ? [] : small.isEmpty ? sides : [part.scale]
    if ofWholeNumbers.contains(where: { mentionsWholeNumber($0) }) {
      throw .nothingSmall(nil, remainder.span)
    }
    if small.isEmpty, step.inputs.isEmpty { return constants(a, b, part.kind, scale) }
    guard !small.isEmpty else {
      throw .nothingSmall(numberInside(part.scale), remainder.span)
    }
    return .order(
      LoweredStep.Order(
        left: a, right: b, remainder: part.kind, scale: scale, small: small))
  }

  /// a = b + O(c) of constants says nothing unless c = 0, a = b + o(c) that they are the same.
  private mutating func constants(
    _ a: Tensor, _ b: Tensor, _ kind: Term.Remainder, _ scale: Graph.Node
  ) -> LoweredStep.Fact {
    guard kind == .big else { return .relation(.equal, a, b) }
    let differs = graph.not(graph.isEqual(scale, graph.constant(0)))
    let same = graph.all(zip(a.nodes, b.nodes).map { graph.isEqual($0, $1) })
    return .truth(graph.or(differs, same))
  }

  /// Whether a declared size, integer or index occurs, also as the end of a sum.
  private func mentionsWholeNumber(_ term: Term) -> Bool {
    func isDeclared(_ id: SymbolID) -> Bool {
      guard id.number >= 0 else { return false }
      switch scope[id].kind {
      case .size, .integer, .index: return true
      default: return false
      }
    }
    return term.subterms.contains { part in
      switch part.node {
      case .symbol(let id): isDeclared(id)
      case .fold(_, let binders, _), .table(let binders, _):
        binders.contains { binder in
          (binder.range.first.mentioned + binder.range.last.mentioned).contains { isDeclared($0) }
        }
      default: false
      }
    }
  }

  /// The first declared number in a term.
  private func numberInside(_ term: Term) -> SymbolID? {
    if case .symbol(let id) = term.node, case .scalar = scope[id].kind { return id }
    for child in term.children {
      if let found = numberInside(child) { return found }
    }
    return nil
  }

  /// lim_{d → 0} body = value for a vector d: body = value + o(1), in all directions together.
  mutating func vectorLimit(
    _ body: Term, _ variable: SymbolID, _ point: Term.LimitPoint, is value: Term
  ) throws(LoweringFailure) -> LoweredStep.Fact {
    let isKnown = step.inputs.contains { $0.symbol == variable } && !small.contains(variable)
    guard case .value(let aim) = point, aim.isZero, !isKnown else {
      throw .unsupported(.limitByVector, body.span)
    }
    small.insert(variable)
    let (left, right) = (try lower(body), try lower(value))
    try requireSameSize(left, right, at: value.span)
    return .order(
      LoweredStep.Order(
        left: left, right: right, remainder: .little, scale: graph.constant(1),
        small: smallInputs))
  }

  private var smallInputs: [Int] {
    step.inputs.indices.filter {
      if case .small = step.inputs[$0].domain { true } else { false }
    }
  }
}

extension Term {
  fileprivate var isZero: Bool {
    switch node {
    case .zeros: true
    case .number(let value): value.isZero
    default: false
    }
  }
}
