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
