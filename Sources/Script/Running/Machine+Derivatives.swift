import Numerics

// Derivatives of functions.
extension Machine {
  func derivative(
    _ function: FunctionValue, _ order: Int, _ arguments: Arguments
  ) throws(Failure) -> Value {
    guard arguments.count == 1, order <= 8 else {
      throw Failure(.arity(name: function.name + "′", expected: "1", found: arguments.count))
    }
    let name = function.name + String(repeating: "′", count: order)
    _ = try scalar(arguments[0], name)
    return try differentiate(.function(function), [arguments[0]], name, order: order) {
      (tape, inputs, output) throws(ArrayError) in
      try tape.derivatives(of: output.node, withRespectTo: inputs[0], order: order)[order]
    }
  }

  /// `∇f(x)`: in the shape of its argument; of several numbers a vector.
  func gradient(_ function: FunctionValue, _ arguments: Arguments) throws(Failure) -> Value {
    guard arguments.count > 0, arguments.keywords.isEmpty else {
      throw Failure(.arity(name: "∇" + function.name, expected: "1", found: 0))
    }
    let inputs = arguments.values.map { value in
      if case .range = value, let array = value.array { Value.array(array) } else { value }
    }
    return try differentiate(.function(function), inputs, "∇" + function.name) {
      (tape, inputs, output) throws(ArrayError) in
      let parts = try tape.gradient(of: output.node, withRespectTo: inputs)
      if parts.count == 1 { return parts[0] }
      var placed: [(part: Traced, places: [Int])] = []
      for (index, part) in parts.enumerated() {
        guard part.shape == .scalar else {
          throw .notDifferentiable(operation: "∇ with several arrays")
        }
        placed.append((part, [index]))
      }
      return try tape.assemble(placed, shape: .vector(parts.count))
    }
  }
}
