import SourceText

/// How large the program of one step is, for the least sizes of which none is 1.
package struct ProgramSize: Hashable, Sendable {
  /// Scalar operations, common parts counted once.
  package let operations: Int
  /// Numbers that have to be drawn for one point.
  package let inputs: Int
  /// Tuples of free indices, each with its own equation.
  package let assertions: Int
  /// Which sizes these are.
  package let instance: Instance
}

extension Lowering {
  /// The size of a step's program.
  package func programSize(of step: Step, hypotheses: [Hypothesis] = [])
    throws(LoweringFailure) -> ProgramSize
  {
    let structure = structure(of: step, hypotheses: hypotheses)
    var instance = Instance()
    while let choice = structure.next(in: instance) {
      instance[choice.key] =
        choice.values?.first { $0 >= 2 } ?? min(max(2, choice.low), choice.high)
    }
    let lowered = try lower(step, hypotheses: hypotheses, for: instance)
    return ProgramSize(
      operations: lowered.graph.count, inputs: lowered.inputs.count,
      assertions: lowered.assertions.count, instance: instance)
  }
}

extension Lowering {
  /// The size of a definition's program, its arguments and indices free.
  package static func programSize(of clause: Definition.Clause, in scope: Scope)
    throws(LoweringFailure) -> ProgramSize
  {
    var scope = scope
    var values: [SymbolID: Term] = [:]
    var extents: [SymbolID: Extent] = [:]
    for pattern in clause.family + clause.entries {
      guard case .any(let variable, let range) = pattern else { continue }
      let free = scope.hiddenSymbol(scope[variable].name, .index(range), at: clause.span)
      values[variable] = Term(.symbol(free), .index, at: clause.span)
      extents[variable] = Extent(free)
    }
    for argument in clause.arguments {
      guard case .argument(let shape) = scope[argument].kind, let kind = shape.freeKind else {
        continue
      }
      let free = scope.hiddenSymbol(scope[argument].name, kind, at: clause.span)
      values[argument] = Term(.symbol(free), shape, at: clause.span)
    }
    let body = clause.body.replacing(values).reshaped { $0.replacing(extents) }
    let step = Step(.relation(.equal, body, body), at: clause.span)
    return try Lowering(scope).programSize(of: step)
  }
}

extension Shape {
  /// Any value of this shape.
  fileprivate var freeKind: Symbol.Kind? {
    switch self {
    case .scalar: .scalar(.reals)
    case .index: .integer(.wholeNumbers(IndexRange(Extent(0), Extent(3))))
    case .vector(let n), .row(let n): .vector(n, .any(.reals))
    case .matrix(let m, let n): .matrix(m, n, .any(.reals))
    case .truth, .distribution: nil
    }
  }
}
