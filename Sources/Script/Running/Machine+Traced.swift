import Numerics

extension Machine {
  /// A value as a node of the tape in use.
  func node(_ value: Value, _ operation: String) throws(Failure) -> TracedValue {
    guard let tape else { throw Failure(.notDifferentiable(operation)) }
    switch value {
    case .traced(let traced): return traced
    case .number(let number): return TracedValue(tape.constant(number))
    case .boolean(let flag): return TracedValue(tape.constant(flag ? 1 : 0))
    default:
      if let array = value.array {
        return TracedValue(tape.variable(array.numericValue), isRow: array.form == .row)
      }
      throw Failure(
        .kind(operation: operation, expected: "a number or array", found: value.kindName))
    }
  }

  func charge(_ traced: Traced) throws(Failure) {
    try charge(entries: traced.shape.count * 2)
  }

  /// An operator where at least one operand is followed.
  func traced(_ operation: BinaryOperator, _ x: Value, _ y: Value) throws(Failure) -> Value {
    guard let tape else { throw Failure(.notDifferentiable(operation.text)) }
    if operation.scalar == .power, case .number(let exponent) = y, exponent == exponent.rounded(),
      exponent.magnitude <= 1024, case .traced(let base) = x,
      operation == .dottedPower || base.node.shape == .scalar
    {
      try charge(base.node)
      return .traced(TracedValue(tape.power(base.node, Int(exponent)), isRow: base.isRow))
    }
    let a = try node(x, operation.text)
    let b = try node(y, operation.text)
    let shapes = (a.node.shape, b.node.shape)
    try checkTraced(operation, a, b, x, y)
    try charge(max(shapes.0.count, shapes.1.count) * 2)
    let isRow =
      a.isRow && (b.isRow || shapes.1 == .scalar) || b.isRow && shapes.0 == .scalar
    let result = try engine { () throws(ArrayError) -> Traced in
      switch operation {
      case .add, .dottedAdd: return try tape.combine(.add, a.node, b.node)
      case .subtract, .dottedSubtract: return try tape.combine(.subtract, a.node, b.node)
      case .dottedMultiply: return try tape.combine(.multiply, a.node, b.node)
      case .divide, .dottedDivide: return try tape.combine(.divide, a.node, b.node)
      case .power, .dottedPower: return try tape.combine(.power, a.node, b.node)
      case .inner: return try tape.dot(a.node, b.node)
      case .solve: return try tape.solve(a.node, b.node)
      case .multiply:
        if shapes.0 == .scalar || shapes.1 == .scalar {
          return try tape.combine(.multiply, a.node, b.node)
        }
        let product = try tape.multiply(a.node, b.node)
        if a.isRow, shapes.1.isVector { return try tape.reshape(product, to: .scalar) }
        return product
      }
    }
    try charge(result)
    let keepsRow = operation == .multiply && a.isRow && !shapes.1.isVector
    return .traced(
      TracedValue(result, isRow: result.shape != .scalar && (isRow || keepsRow)))
  }

  /// The same refusals as for plain arrays.
  private func checkTraced(
    _ operation: BinaryOperator, _ a: TracedValue, _ b: TracedValue, _ x: Value, _ y: Value
  ) throws(Failure) {
    let (left, right) = (a.node.shape, b.node.shape)
    let isMixed = (left == .scalar) != (right == .scalar)
    switch operation {
    case .add, .subtract:
      if isMixed {
        throw mismatch(operation, x, y, "use \(operation.dotted.text) to reach each entry")
      }
      if left != right { throw mismatch(operation, x, y, nil) }
    case .multiply:
      if left.isVector, right.isVector { throw mismatch(operation, x, y, nil) }
    case .divide, .power:
      if right != .scalar || operation == .power && left != .scalar {
        throw mismatch(operation, x, y, "use \(operation.dotted.text) to reach each entry")
      }
    case .inner: if left.count != right.count { throw mismatch(operation, x, y, nil) }
    default: break
    }
  }

  /// Entries of a followed array.
  func pick(_ traced: TracedValue, _ places: [Int], _ shape: Shape) throws(Failure) -> Value {
    guard let tape else { throw Failure(.notDifferentiable("indexing")) }
    try charge(entries: places.count * 2)
    return .traced(
      TracedValue(
        try engine { () throws(ArrayError) in
          try tape.gather(traced.node, places, shape: shape)
        }))
  }

  /// An array from parts of which at least one is followed.
  func assemble(_ parts: [(Value, [Int])], _ shape: Shape) throws(Failure) -> Value {
    guard let tape else { throw Failure(.notDifferentiable("[…]")) }
    var nodes: [(part: Traced, places: [Int])] = []
    for (value, places) in parts { nodes.append((try node(value, "[…]").node, places)) }
    try charge(entries: shape.count * 2)
    let all = nodes
    return .traced(
      TracedValue(
        try engine { () throws(ArrayError) in try tape.assemble(all, shape: shape) }))
  }

  // MARK: Derivatives

  /// Calls a function on followed inputs and answers a derivative of what it gives.
  ///
  /// `body` gets the tape, the inputs' nodes and the value's node. Inside another derivative the
  /// same tape goes on, so that derivatives of derivatives need no care.
  func differentiate(
    _ function: Value, _ inputs: [Value], _ name: String, order: Int = 1,
    _ body: (Tape, [Traced], TracedValue) throws(ArrayError) -> Traced
  ) throws(Failure) -> Value {
    let isOutermost = tape == nil
    let current = tape ?? Tape()
    tape = current
    derivativeOrder += order
    defer {
      if isOutermost { tape = nil }
      derivativeOrder -= order
    }
    var variables: [TracedValue] = []
    for input in inputs {
      let traced = try node(input, name)
      // A node of its own even for a followed value: the derivative is for this use only.
      let own = try engine { () throws(ArrayError) in
        try current.reshape(traced.node, to: traced.node.shape)
      }
      variables.append(TracedValue(own, isRow: traced.isRow))
    }
    let value = try invoke(function, variables.map { .traced($0) })
    let output = try node(value, name)
    let nodes = variables.map { $0.node }
    let before = current.valueCount
    try charge(derivatives: order, of: output.node.shape.count, by: nodes.map { $0.shape.count })
    let result = try engine { () throws(ArrayError) in try body(current, nodes, output) }
    try charge(entries: max(0, current.valueCount - before))
    if isOutermost { return Value(current.value(result)) }
    return .traced(TracedValue(result))
  }

  /// The entries of derivatives are charged before they are computed.
  private func charge(
    derivatives order: Int, of outputs: Int, by inputs: [Int]
  ) throws(Failure) {
    let inputs = inputs.reduce(0, +)
    var entries = outputs
    for _ in 0..<order {
      let (product, overflows) = entries.multipliedReportingOverflow(by: max(1, inputs))
      guard !overflows else { throw Failure(.bound(.memory, limit: limits.entries)) }
      entries = product
    }
    guard entries <= limits.entries else {
      throw Failure(.bound(.memory, limit: limits.entries))
    }
    try charge(entries)
  }
}
