import Numerics

extension Machine {
  /// xʸ for real numbers; a fractional power of a negative number is an error, as in Julia.
  static func power(_ x: Double, _ y: Double) throws(Failure) -> Double {
    if y.magnitude <= 1024, y == Double(Int(y)) { return Tape.power(x, Int(y)) }
    if x < 0, y != y.rounded() {
      throw Failure(
        .value(
          operation: "^", message: "a negative number (\(x)) has no real power with exponent \(y)"))
    }
    return Elementary.pow(x, y)
  }

  func scalar(_ value: Value, _ operation: String) throws(Failure) -> Double {
    switch value {
    case .number(let number): return number
    case .boolean(let flag): return flag ? 1 : 0
    case .traced(let traced) where traced.node.shape == .scalar:
      guard let tape else { break }
      return tape.number(traced.node)
    default: break
    }
    throw Failure(.kind(operation: operation, expected: "a number", found: value.kindName))
  }

  /// An operator on any two values.
  func binary(
    _ operation: BinaryOperator, _ x: Value, _ y: Value
  ) throws(Failure) -> Value {
    switch (x, y) {
    case (.number(let left), .number(let right)):
      return .number(try Machine.scalar(operation.scalar, left, right))
    case (.traced, _), (_, .traced):
      return try traced(operation, x, y)
    case (.array(let left), .array(let right)):
      return try arrays(operation, left, right)
    case (.array(let left), .number(let right)):
      return try arrayAndNumber(operation, left, right)
    case (.number(let left), .array(let right)):
      return try numberAndArray(operation, left, right)
    case (.boolean(let flag), _): return try binary(operation, .number(flag ? 1 : 0), y)
    case (_, .boolean(let flag)): return try binary(operation, x, .number(flag ? 1 : 0))
    case (.range(let range), _) where !range.isInterval:
      return try binary(operation, .array(range.array), y)
    case (_, .range(let range)) where !range.isInterval:
      return try binary(operation, x, .array(range.array))
    case (.text(let left), .text(let right)) where operation == .multiply:
      try charge(entries: (left.string.utf8.count + right.string.utf8.count) / 8)
      return .text(left.string + right.string)
    case (.list(let left), .list(let right)) where operation == .add || operation == .subtract:
      return try lists(operation, left, right)
    case (.number, .list(let list)) where operation.scalar == .multiply:
      return .list(
        List(
          try mapItems(list) { (item) throws(Failure) in
            try self.binary(operation, x, item)
          }))
    case (.list(let list), .number)
    where operation.scalar == .multiply || operation.scalar == .divide:
      return .list(
        List(
          try mapItems(list) { (item) throws(Failure) in
            try self.binary(operation, item, y)
          }))
    default: throw mismatch(operation, x, y, nil)
    }
  }

  func mapItems(
    _ list: List, _ body: (Value) throws(Failure) -> Value
  ) throws(Failure) -> [Value] {
    var result: [Value] = []
    for item in list.items { result.append(try body(item)) }
    return result
  }

  private func lists(
    _ operation: BinaryOperator, _ left: List, _ right: List
  ) throws(Failure) -> Value {
    guard left.items.count == right.items.count else {
      throw mismatch(operation, .list(left), .list(right), nil)
    }
    var result: [Value] = []
    for (x, y) in zip(left.items, right.items) { result.append(try binary(operation, x, y)) }
    return .list(List(result))
  }

  func mismatch(
    _ operation: BinaryOperator, _ x: Value, _ y: Value, _ hint: String?
  ) -> Failure {
    Failure(
      .shapes(operation: operation.text, left: x.kindName, right: y.kindName, hint: hint))
  }

  static func scalar(
    _ operation: BinaryOperator, _ x: Double, _ y: Double
  ) throws(Failure) -> Double {
    switch operation {
    case .add: x + y
    case .subtract: x - y
    case .multiply: x * y
    case .divide: x / y
    case .solve: y / x
    default: try power(x, y)
    }
  }
}

extension Shape {
  var isVector: Bool { if case .vector = self { true } else { false } }
}
