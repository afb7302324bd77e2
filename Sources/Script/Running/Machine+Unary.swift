import Numerics

// Operators and functions of one value.
extension Machine {
  func negate(_ x: Value) throws(Failure) -> Value {
    switch x {
    case .number(let number): return .number(-number)
    case .boolean(let flag): return .number(flag ? -1 : 0)
    case .array(let array):
      try charge(entries: array.count)
      return .array(
        NumericArray(
          rows: array.rows, columns: array.columns, form: array.form,
          array.elements.map { -$0 }))
    case .range(let range) where !range.isInterval:
      return try negate(.array(range.array))
    case .traced(let traced):
      guard let tape else { return x }
      return .traced(TracedValue(tape.apply(.negate, traced.node), isRow: traced.isRow))
    case .list(let list):
      return .list(List(try mapItems(list) { (item) throws(Failure) in try self.negate(item) }))
    default: throw Failure(.kind(operation: "-", expected: "a number", found: x.kindName))
    }
  }

  func unary(_ operation: UnaryOperator, _ x: Value, _ order: Int) throws(Failure) -> Value {
    switch operation {
    case .negate: return try negate(x)
    case .plus: return x
    case .not:
      guard case .boolean(let flag) = x else { throw Failure(.notBoolean(found: x.kindName)) }
      return .boolean(!flag)
    case .dottedNot:
      guard let array = x.array, array.isBoolean else {
        throw Failure(.notBoolean(found: x.kindName))
      }
      let result = NumericArray(
        rows: array.rows, columns: array.columns, form: array.form, array.elements.map { 1 - $0 })
      result.isBoolean = true
      return .array(result)
    case .root: return try pointwise(.sqrt, x, "√", isBroadcast: false)
    case .dottedRoot: return try pointwise(.sqrt, x, "√", isBroadcast: true)
    case .nabla:
      guard case .function(let function) = x else {
        throw Failure(.kind(operation: "∇", expected: "a function", found: x.kindName))
      }
      return .function(FunctionValue(.gradient(function)))
    case .transpose: return try transpose(x, order)
    }
  }

  private func transpose(_ x: Value, _ order: Int) throws(Failure) -> Value {
    switch x {
    case .number: return x
    case .array(let array):
      try charge(entries: array.count)
      return .array(array.transposed)
    case .range(let range) where !range.isInterval: return .array(range.array.transposed)
    case .function(let function):
      if case .derivative(let inner, let more) = function.body {
        return .function(FunctionValue(.derivative(inner, order: order + more)))
      }
      return .function(FunctionValue(.derivative(function, order: order)))
    case .traced(let traced):
      guard let tape else { return x }
      let shape = traced.node.shape
      if traced.isRow {
        return .traced(
          TracedValue(
            try engine { () throws(ArrayError) in
              try tape.reshape(traced.node, to: .vector(shape.count))
            }))
      }
      return .traced(TracedValue(tape.transpose(traced.node), isRow: shape.isVector))
    default:
      throw Failure(
        .kind(operation: "'", expected: "an array or a function", found: x.kindName))
    }
  }

  /// A function of the engine on a number, or entry by entry.
  func pointwise(
    _ function: PointwiseFunction, _ x: Value, _ name: String, isBroadcast: Bool
  ) throws(Failure) -> Value {
    switch x {
    case .number(let number): return .number(try Machine.apply(function, number, name))
    case .boolean(let flag): return .number(try Machine.apply(function, flag ? 1 : 0, name))
    case .traced(let traced):
      guard let tape else { return x }
      guard isBroadcast || traced.node.shape == .scalar else { break }
      if function == .sqrt || function == .log {
        for entry in tape.elements(traced.node) { _ = try Machine.apply(function, entry, name) }
      }
      return .traced(TracedValue(tape.apply(function, traced.node), isRow: traced.isRow))
    case .array(let array) where isBroadcast:
      let result = try make(array.rows, array.columns, array.form)
      for index in 0..<array.count {
        result.set(index, try Machine.apply(function, array.elements[index], name))
      }
      return .array(result)
    case .range(let range) where isBroadcast && !range.isInterval:
      return try pointwise(function, .array(range.array), name, isBroadcast: true)
    default: break
    }
    guard x.array == nil, !isTracedArray(x) else {
      throw Failure(
        .value(
          operation: name,
          message: "takes a number; write \(name).(x) to reach each entry of an array"))
    }
    throw Failure(.kind(operation: name, expected: "a number", found: x.kindName))
  }

  private func isTracedArray(_ x: Value) -> Bool {
    if case .traced(let traced) = x { traced.node.shape != .scalar } else { false }
  }

  @inline(__always)
  static func apply(
    _ function: PointwiseFunction, _ x: Double, _ name: String
  ) throws(Failure) -> Double {
    switch function {
    case .log where x < 0, .sqrt where x < 0, .logOnePlus where x < -1:
      throw Failure(.value(operation: name, message: "of \(x) is not a real number"))
    default: return function(x)
    }
  }

  /// The value without its record of derivatives.
  func plain(_ value: Value) -> Value {
    guard case .traced(let traced) = value, let tape else { return value }
    return untraced(traced, tape)
  }

  func untraced(_ traced: TracedValue, _ tape: Tape) -> Value {
    let value = Value(tape.value(traced.node))
    if traced.isRow, case .array(let array) = value { array.reshape(1, array.count, .row) }
    return value
  }
}
