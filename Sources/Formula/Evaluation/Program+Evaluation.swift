package import Numerics

/// All values of one run of a program, by position.
package struct Evaluation<Value> {
  package let program: Program
  package fileprivate(set) var values: [Value]
  package fileprivate(set) var truths: [Truth]

  /// The values of the outputs; of a truth value, an arbitrary one.
  package var outputs: [Value] { program.outputs.map { values[Int($0)] } }

  /// The truth values of the outputs; of a number, an arbitrary one.
  package var truthOutputs: [Truth] { program.outputs.map { truths[Int($0)] } }
}

extension Program {
  /// Runs the program in any kind of number.
  ///
  /// A choice takes the branch that its condition selects; where the condition is unresolved or
  /// undefined, so is the choice.
  package func evaluate<Kind: Arithmetic, Provider: FunctionProvider>(
    in arithmetic: Kind, inputs: [Kind.Value], functions: Provider
  ) -> Evaluation<Kind.Value> where Provider.Kind == Kind {
    let filler = arithmetic.undefined
    var run = Run(
      arithmetic: arithmetic, functions: functions, inputs: inputs,
      zero: arithmetic.constant(.zero),
      evaluation: Evaluation(
        program: self, values: [Kind.Value](repeating: filler, count: operations.count),
        truths: [Truth](repeating: .undefined, count: operations.count)))
    for position in operations.indices { run.step(position, operations[position]) }
    return run.evaluation
  }
}

private struct Run<Kind: Arithmetic, Provider: FunctionProvider> where Provider.Kind == Kind {
  typealias Value = Kind.Value
  typealias Node = Graph.Node

  let arithmetic: Kind
  let functions: Provider
  let inputs: [Value]
  let zero: Value
  var evaluation: Evaluation<Value>

  mutating func step(_ position: Int, _ operation: Graph.Operation) {
    switch operation {
    case .truth, .isLess, .isLessOrEqual, .isEqual, .not, .and, .or:
      evaluation.truths[position] = truth(of: operation)
    case .select(let condition, let a, let b):
      let choice = evaluation.truths[Int(condition)]
      evaluation.values[position] = chosen(choice, a, b)
      // A choice between truth values: one of both lists is never read.
      evaluation.truths[position] =
        choice == .yes
        ? evaluation.truths[Int(a)] : choice == .no ? evaluation.truths[Int(b)] : choice
    default: evaluation.values[position] = value(of: operation)
    }
  }

  private func value(_ node: Node) -> Value { evaluation.values[Int(node)] }

  private func chosen(_ choice: Truth, _ a: Node, _ b: Node) -> Value {
    switch choice {
    case .yes: value(a)
    case .no: value(b)
    case .undefined: arithmetic.undefined
    case .unresolved: arithmetic.unresolved
    }
  }

  private func list(_ number: Int32) -> [Value] {
    evaluation.program.operandLists[Int(number)].map { value($0) }
  }

  private func value(of operation: Graph.Operation) -> Value {
    switch operation {
    case .rational(let number): arithmetic.constant(number)
    case .pi: arithmetic.pi
    case .e: arithmetic.apply(.exp, arithmetic.constant(.one))
    case .input(let number): inputs[Int(number)]
    case .tag(_, let a): value(a)
    case .add(let a, let b): arithmetic.add(value(a), value(b))
    case .subtract(let a, let b): arithmetic.subtract(value(a), value(b))
    case .multiply(let a, let b): arithmetic.multiply(value(a), value(b))
    case .divide(let a, let b): arithmetic.divide(value(a), value(b))
    case .negate(let a): arithmetic.negate(value(a))
    case .power(let a, let exponent): arithmetic.power(value(a), Int(exponent))
    case .rationalPower(let a, let exponent): arithmetic.power(value(a), exponent)
    case .realPower(let a, let b): arithmetic.power(value(a), value(b))
    case .function(let function, let a): arithmetic.apply(function, value(a))
    case .absolute(let a): arithmetic.absolute(value(a))
    case .sign(let a): sign(value(a))
    case .minimum(let a, let b): arithmetic.minimum(value(a), value(b))
    case .maximum(let a, let b): arithmetic.maximum(value(a), value(b))
    case .floor(let a): arithmetic.floor(value(a))
    case .arbitrary(let function, let orders, let arguments):
      arbitrary(Int(function), evaluation.program.orders[Int(orders)], list(arguments))
    case .eigenvalue(let index, let matrix):
      Spectrum(arithmetic).eigenvalue(Int(index), of: list(matrix))
    case .singularValue(let index, let rows, let matrix):
      Spectrum(arithmetic).singularValue(Int(index), of: list(matrix), rows: Int(rows))
    case .spectralRadius(let matrix): Spectrum(arithmetic).spectralRadius(of: list(matrix))
    default: arithmetic.undefined
    }
  }

  private func arbitrary(_ function: Int, _ orders: [Int], _ arguments: [Value]) -> Value {
    for argument in arguments {
      switch arithmetic.state(of: argument) {
      case .defined: continue
      case .undefined, .unresolved: return argument
      }
    }
    return functions.value(of: function, orders: orders, at: arguments, in: arithmetic)
  }

  private func sign(_ a: Value) -> Value {
    guard arithmetic.state(of: a) == .defined else { return a }
    switch arithmetic.compare(a, zero) {
    case .less: return arithmetic.constant(Rational(-1))
    case .equal: return zero
    case .greater: return arithmetic.constant(.one)
    case .unresolved: return arithmetic.unresolved
    }
  }

  // MARK: Truth

  private func truth(of operation: Graph.Operation) -> Truth {
    switch operation {
    case .truth(let value): Truth(value)
    case .isLess(let a, let b): comparison(a, b) { $0 == .less }
    case .isLessOrEqual(let a, let b): comparison(a, b) { $0 != .greater }
    case .isEqual(let a, let b): comparison(a, b) { $0 == .equal }
    case .not(let a): evaluation.truths[Int(a)].negated
    case .and(let a, let b): evaluation.truths[Int(a)].and(evaluation.truths[Int(b)])
    case .or(let a, let b): evaluation.truths[Int(a)].or(evaluation.truths[Int(b)])
    default: .undefined
    }
  }

  private func comparison(_ a: Node, _ b: Node, _ holds: (Comparison) -> Bool) -> Truth {
    let (x, y) = (value(a), value(b))
    let states = (arithmetic.state(of: x), arithmetic.state(of: y))
    if states.0 == .undefined || states.1 == .undefined { return .undefined }
    if states.0 == .unresolved || states.1 == .unresolved { return .unresolved }
    let comparison = arithmetic.compare(x, y)
    return comparison == .unresolved ? .unresolved : Truth(holds(comparison))
  }
}
