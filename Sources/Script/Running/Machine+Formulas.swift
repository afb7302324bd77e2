import Numerics

// Functions of the formulas.
extension Machine {
  func call(_ external: External, _ arguments: Arguments) throws(Failure) -> Value {
    var values: [Value?] = Array(repeating: nil, count: external.parameters.count)
    if arguments.count > 0, !external.isPositional, external.parameters.count > 1 {
      throw Failure(
        .value(
          operation: external.name,
          message: "is called by name: \(external.name)("
            + external.parameters.map { $0 + " = …" }.joined(separator: ", ") + ")"))
    }
    guard arguments.count <= values.count else {
      throw Failure(
        .arity(name: external.name, expected: "\(values.count)", found: arguments.count))
    }
    for (index, value) in arguments.values.enumerated() { values[index] = value }
    for keyword in arguments.keywords {
      guard let index = external.parameters.firstIndex(of: keyword.name) else {
        throw Failure(
          .unknownKeyword(
            function: external.name, name: keyword.name, known: external.parameters))
      }
      values[index] = keyword.value
    }
    var arrays: [NumericArray] = []
    var isTraced = false
    for (index, value) in values.enumerated() {
      guard let value else {
        throw Failure(.missingKeyword(function: external.name, name: external.parameters[index]))
      }
      if case .traced = value { isTraced = true }
      let flat = plain(value)
      if let array = flat.array {
        arrays.append(array)
      } else {
        arrays.append(NumericArray([try scalar(flat, external.name)]))
      }
    }
    try charge(arrays.reduce(16) { $0 + $1.count * 8 })
    let result: Value
    switch external.evaluate(arrays) {
    case .number(let number): result = .number(number)
    case .array(let array): result = .array(array)
    case .failure(let message):
      throw Failure(.value(operation: external.name, message: message))
    }
    guard isTraced else { return result }
    return try linearized(external, values.compactMap { $0 }, arrays, result)
  }

  /// Follows a function of the formulas by its own derivative: exact to first order.
  private func linearized(
    _ external: External, _ values: [Value], _ arrays: [NumericArray], _ result: Value
  ) throws(Failure) -> Value {
    guard let pullback = external.pullback, let tape else {
      throw Failure(.notDifferentiable(external.name))
    }
    guard derivativeOrder == 1 else { throw Failure(.onlyFirstDerivative(external.name)) }
    let outputs: [Double]
    if let array = result.array {
      outputs = array.elements
    } else {
      outputs = [try scalar(result, external.name)]
    }
    let shape = result.array?.shape ?? .scalar
    var sum = tape.variable(NumericValue(shape: shape, elements: outputs))
    for (position, value) in values.enumerated() {
      guard case .traced(let traced) = value else { continue }
      var rows: [Double] = []
      for index in outputs.indices {
        let seed = NumericArray(outputs.indices.map { $0 == index ? 1 : 0 })
        guard let parts = pullback(arrays, seed) else {
          throw Failure(.notDifferentiable(external.name))
        }
        rows.append(contentsOf: parts[position].elements)
      }
      try charge(entries: rows.count)
      let count = traced.node.shape.count
      let start = arrays[position]
      sum = try engine { () throws(ArrayError) in
        let jacobian = tape.variable(
          .matrix(Matrix(rows: outputs.count, columns: count, elements: rows)))
        let flat = try tape.reshape(traced.node, to: .vector(count))
        let change = try tape.combine(
          .subtract, flat, tape.variable(.vector(Vector(start.elements))))
        let effect = try tape.reshape(tape.multiply(jacobian, change), to: shape)
        return try tape.combine(.add, sum, effect)
      }
    }
    return .traced(TracedValue(sum))
  }
}
