package import Numerics

/// All values of a program at some points.
package struct Evaluation<Value> {
  package let program: Program
  package let pointCount: Int
  /// By position, then by point.
  package let values: [Value]
  /// The same; empty for a program without truth values.
  package let truths: [Truth]

  /// The value of an output at a point.
  package func value(_ output: Int, at point: Int = 0) -> Value {
    values[Int(program.outputs[output]) * pointCount + point]
  }

  /// The truth value of an output at a point.
  package func truth(_ output: Int, at point: Int = 0) -> Truth {
    truths[Int(program.outputs[output]) * pointCount + point]
  }

  /// The values of all outputs at a point; of a truth value, an arbitrary one.
  package func outputs(at point: Int = 0) -> [Value] {
    program.outputs.map { values[Int($0) * pointCount + point] }
  }

  /// The values of all operations at a point, by position.
  package func trace(at point: Int = 0) -> [Value] {
    program.operations.indices.map { values[$0 * pointCount + point] }
  }
}

extension Program {
  /// Runs the program at one point, in any kind of number.
  ///
  /// - Parameter inputs: by number of input.
  @specialized(
    where Kind == BoundedArithmetic, Provider == RandomFunctions<BoundedArithmetic>
  )
  @specialized(where Kind == WideArithmetic, Provider == RandomFunctions<WideArithmetic>)
  @specialized(where Kind == RationalArithmetic, Provider == NoFunctions<RationalArithmetic>)
  package func evaluate<Kind: Arithmetic, Provider: FunctionProvider>(
    in arithmetic: Kind, inputs: [Kind.Value], functions: Provider
  ) -> Evaluation<Kind.Value> where Provider.Kind == Kind {
    evaluate(in: arithmetic, pointCount: 1, inputs: inputs, functions: functions)
  }

  /// Runs the program at many points at once, one operation after the other.
  ///
  /// A choice takes the branch that its condition selects; where the condition is unresolved or
  /// undefined, so is the choice.
  ///
  /// - Parameter inputs: by number of input, then by point.
  @specialized(
    where Kind == BoundedArithmetic, Provider == RandomFunctions<BoundedArithmetic>
  )
  @specialized(where Kind == WideArithmetic, Provider == RandomFunctions<WideArithmetic>)
  @specialized(where Kind == IntervalArithmetic, Provider == NoFunctions<IntervalArithmetic>)
  package func evaluate<Kind: Arithmetic, Provider: FunctionProvider>(
    in arithmetic: Kind, pointCount: Int, inputs: [Kind.Value], functions: Provider
  ) -> Evaluation<Kind.Value> where Provider.Kind == Kind {
    precondition(
      inputs.count == inputCount * pointCount,
      "\(inputs.count) values for \(inputCount) inputs at \(pointCount) points")
    let size = operations.count * pointCount
    var values = [Kind.Value](repeating: arithmetic.undefined, count: size)
    var truths = [Truth](repeating: .undefined, count: hasTruths ? size : 0)
    values.withUnsafeMutableBufferPointer { values in
      truths.withUnsafeMutableBufferPointer { truths in
        var run = Run(
          program: self, arithmetic: arithmetic, functions: functions, pointCount: pointCount,
          zero: arithmetic.constant(.zero), values: values, truths: truths)
        for position in operations.indices { run.step(position, operations[position], inputs) }
      }
    }
    return Evaluation(program: self, pointCount: pointCount, values: values, truths: truths)
  }
}

private struct Run<Kind: Arithmetic, Provider: FunctionProvider> where Provider.Kind == Kind {
  typealias Value = Kind.Value
  typealias Node = Graph.Node

  let program: Program
  let arithmetic: Kind
  let functions: Provider
  let pointCount: Int
  let zero: Value
  let values: UnsafeMutableBufferPointer<Value>
  let truths: UnsafeMutableBufferPointer<Truth>
  /// The next of the program's calls.
  private var nextCall = 0

  init(
    program: Program, arithmetic: Kind, functions: Provider, pointCount: Int, zero: Value,
    values: UnsafeMutableBufferPointer<Value>, truths: UnsafeMutableBufferPointer<Truth>
  ) {
    self.program = program
    self.arithmetic = arithmetic
    self.functions = functions
    self.pointCount = pointCount
    self.zero = zero
    self.values = values
    self.truths = truths
  }

  mutating func step(_ position: Int, _ operation: Graph.Operation, _ inputs: [Value]) {
    switch operation {
    case .rational(let number): fill(position, arithmetic.constant(number))
    case .pi: fill(position, arithmetic.pi)
    case .e: fill(position, arithmetic.apply(.exp, arithmetic.constant(.one)))
    case .input(let number):
      for point in 0..<pointCount {
        values[position * pointCount + point] = inputs[Int(number) * pointCount + point]
      }
    case .tag(_, let a): map(position, a) { $1 }
    case .add(let a, let b): map(position, a, b) { $0.add($1, $2) }
    case .subtract(let a, let b): map(position, a, b) { $0.subtract($1, $2) }
    case .multiply(let a, let b): map(position, a, b) { $0.multiply($1, $2) }
    case .divide(let a, let b): map(position, a, b) { $0.divide($1, $2) }
    case .negate(let a): map(position, a) { $0.negate($1) }
    case .power(let a, let exponent): map(position, a) { $0.power($1, Int(exponent)) }
    case .rationalPower(let a, let exponent): map(position, a) { $0.power($1, exponent) }
    case .realPower(let a, let b): map(position, a, b) { $0.power($1, $2) }
    case .function(let function, let a): map(position, a) { $0.apply(function, $1) }
    case .absolute(let a): map(position, a) { $0.absolute($1) }
    case .sign(let a): map(position, a, sign)
    case .minimum(let a, let b): map(position, a, b) { $0.minimum($1, $2) }
    case .maximum(let a, let b): map(position, a, b) { $0.maximum($1, $2) }
    case .floor(let a): map(position, a) { $0.floor($1) }
    case .isLess(let a, let b): compare(position, a, b) { $0 == .less }
    case .isLessOrEqual(let a, let b): compare(position, a, b) { $0 != .greater }
    case .isEqual(let a, let b): compare(position, a, b) { $0 == .equal }
    case .truth, .not, .and, .or: connect(position, operation)
    case .select(let condition, let a, let b): choose(position, condition, a, b)
    case .arbitrary: call(at: position)
    case .eigenvalue, .singularValue, .spectralRadius:
      for point in 0..<pointCount {
        values[position * pointCount + point] = listed(operation, at: point)
      }
    }
  }

  // MARK: Numbers

  @inline(__always)
  private func fill(_ position: Int, _ value: Value) {
    for point in 0..<pointCount { values[position * pointCount + point] = value }
  }

  @inline(__always)
  private func map(_ position: Int, _ a: Node, _ change: (Kind, Value) -> Value) {
    let (target, first) = (position * pointCount, Int(a) * pointCount)
    for point in 0..<pointCount {
      values[target + point] = change(arithmetic, values[first + point])
    }
  }

  @inline(__always)
  private func map(
    _ position: Int, _ a: Node, _ b: Node, _ combine: (Kind, Value, Value) -> Value
  ) {
    let (target, first, second) = (
      position * pointCount, Int(a) * pointCount, Int(b) * pointCount
    )
    for point in 0..<pointCount {
      values[target + point] = combine(
        arithmetic, values[first + point], values[second + point])
    }
  }

  private func sign(_ arithmetic: Kind, _ a: Value) -> Value {
    guard arithmetic.state(of: a) == .defined else { return a }
    switch arithmetic.compare(a, zero) {
    case .less: return arithmetic.constant(Rational(-1))
    case .equal: return zero
    case .greater: return arithmetic.constant(.one)
    case .unresolved: return arithmetic.unresolved
    }
  }

  // MARK: Operations on lists

  private func list(_ number: Int32, at point: Int) -> [Value] {
    program.operandLists[Int(number)].map { values[Int($0) * pointCount + point] }
  }

  private func listed(_ operation: Graph.Operation, at point: Int) -> Value {
    switch operation {
    case .eigenvalue(_, let matrix), .singularValue(_, _, let matrix), .spectralRadius(let matrix):
      let entries = list(matrix, at: point)
      return blocked(entries) ?? listed(operation, of: entries)
    default: return arithmetic.undefined
    }
  }

  private func listed(_ operation: Graph.Operation, of entries: [Value]) -> Value {
    let spectrum = Spectrum(arithmetic)
    return switch operation {
    case .eigenvalue(let index, _): spectrum.eigenvalue(Int(index), of: entries)
    case .singularValue(let index, let rows, _):
      spectrum.singularValue(Int(index), of: entries, rows: Int(rows))
    default: spectrum.spectralRadius(of: entries)
    }
  }

  /// All values and derivatives of a function at its arguments; they are known when the first one
  /// is.
  private mutating func call(at position: Int) {
    guard nextCall < program.calls.count, program.calls[nextCall].positions[0] == position else {
      return
    }
    let call = program.calls[nextCall]
    nextCall += 1
    var places: [Int] = []
    var points: [[Value]] = []
    for point in 0..<pointCount {
      let arguments = list(call.list, at: point)
      if let blocked = blocked(arguments) {
        for position in call.positions { values[position * pointCount + point] = blocked }
      } else {
        places.append(point)
        points.append(arguments)
      }
    }
    let results = functions.values(
      of: Int(call.function), orders: call.orders, at: points, in: arithmetic)
    for (point, result) in zip(places, results) {
      for (position, value) in zip(call.positions, result) {
        values[position * pointCount + point] = value
      }
    }
  }

  /// The argument that leaves a function, or an array's eigenvalues, without a value.
  private func blocked(_ arguments: [Value]) -> Value? {
    var blocked: Value?
    for argument in arguments {
      switch arithmetic.state(of: argument) {
      case .defined: continue
      case .undefined: return argument
      case .unresolved: blocked = argument
      }
    }
    return blocked
  }

  // MARK: Truth values

  private func compare(
    _ position: Int, _ a: Node, _ b: Node, _ holds: (Comparison) -> Bool
  ) {
    for point in 0..<pointCount {
      truths[position * pointCount + point] = comparison(
        values[Int(a) * pointCount + point], values[Int(b) * pointCount + point], holds)
    }
  }

  private func comparison(_ x: Value, _ y: Value, _ holds: (Comparison) -> Bool) -> Truth {
    let states = (arithmetic.state(of: x), arithmetic.state(of: y))
    if states.0 == .undefined || states.1 == .undefined { return .undefined }
    if states.0 == .unresolved || states.1 == .unresolved { return .unresolved }
    let comparison = arithmetic.compare(x, y)
    return comparison == .unresolved ? .unresolved : Truth(holds(comparison))
  }

  private func truth(_ node: Node, _ point: Int) -> Truth {
    truths[Int(node) * pointCount + point]
  }

  private func connect(_ position: Int, _ operation: Graph.Operation) {
    for point in 0..<pointCount {
      let result: Truth =
        switch operation {
        case .truth(let value): Truth(value)
        case .not(let a): truth(a, point).negated
        case .and(let a, let b): truth(a, point).and(truth(b, point))
        case .or(let a, let b): truth(a, point).or(truth(b, point))
        default: .undefined
        }
      truths[position * pointCount + point] = result
    }
  }

  /// A choice between numbers or between truth values: the other list is never read.
  private func choose(_ position: Int, _ condition: Node, _ a: Node, _ b: Node) {
    for point in 0..<pointCount {
      let target = position * pointCount + point
      let choice = truth(condition, point)
      switch choice {
      case .yes, .no:
        let source = Int(choice == .yes ? a : b) * pointCount + point
        values[target] = values[source]
        truths[target] = truths[source]
      case .undefined, .unresolved:
        values[target] = choice == .undefined ? arithmetic.undefined : arithmetic.unresolved
        truths[target] = choice
      }
    }
  }
}
