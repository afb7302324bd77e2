import Numerics

// Calls entry by entry: `f.(x)`.
extension Machine {
  /// The instruction of `f.(x)`.
  func callBroadcast(_ code: Code, _ instruction: Instruction, _ base: Int) throws(Failure) {
    let start = base + code.registerCount
    if try broadcastQuickly(code.program, instruction, base, start) { return }
    let registers = stack + base
    let site = code.calls[Int(instruction.extra)]
    let first = registers + Int(instruction.c)
    let callee =
      instruction.b >= 0
      ? registers[Int(instruction.b)] : code.program.constants[Int(~instruction.b)]
    let values = (0..<site.count).map { first[$0] }
    let keywords = site.keywords.enumerated().map { (name: $1, value: first[site.count + $0]) }
    let target = registers + Int(instruction.a)
    guard case .function(let function) = callee else {
      target.pointee = try broadcast(values) { (entries) throws(Failure) in
        try self.callObject(callee, Arguments(values: entries, keywords: keywords))
      }
      return
    }
    if let pointwise = function.pointwise, values.count == 1 {
      target.pointee = try self.pointwise(
        pointwise, values[0], function.name, isBroadcast: true)
      return
    }
    target.pointee = try broadcast(values) { (entries) throws(Failure) in
      try self.invoke(function, Arguments(values: entries, keywords: keywords), start)
    }
  }

  /// Functions of the engine and plain arithmetic on arrays; false leaves everything as it was.
  private func broadcastQuickly(
    _ program: Code.Program, _ instruction: Instruction, _ base: Int, _ start: Int
  ) throws(Failure) -> Bool {
    let registers = stack + base
    let site = program.calls[Int(instruction.extra)]
    let first = registers + Int(instruction.c)
    let callee =
      instruction.b >= 0
      ? registers + Int(instruction.b) : program.constants + Int(~instruction.b)
    let target = registers + Int(instruction.a)
    guard site.keywords == 0, case .function(let function) = callee.pointee else { return false }
    if let pointwise = function.pointwise {
      return site.count == 1 ? try self.pointwise(pointwise, target, first) : false
    }
    guard let inner = function.code, let dotted = inner.dotted,
      site.count == inner.parameterCount,
      start + max(inner.registerCount, dotted.registerCount) < Machine.capacity
    else { return false }
    if inner.isTotal, try eachOfFew(inner, target, first, site.count, start) { return true }
    for offset in 0..<site.count { set(stack + start + offset, first + offset) }
    target.pointee = try enter(dotted, [], start)
    return true
  }

  /// How many entries are computed one after the other rather than operation by operation.
  private static let few = 16

  /// Plain arithmetic that always has a value, on small arrays of one shape.
  private func eachOfFew(
    _ code: Code, _ target: UnsafeMutablePointer<Value>, _ first: UnsafeMutablePointer<Value>,
    _ count: Int, _ start: Int
  ) throws(Failure) -> Bool {
    guard let shape = first.borrowedArray?.extent,
      shape.rows * shape.columns <= Machine.few
    else { return false }
    for offset in 0..<count {
      guard let array = (first + offset).borrowedArray, array.extent == shape else { return false }
    }
    let result = try room(shape.rows, shape.columns, shape.form, target)
    let frame = stack + start
    for entry in 0..<result.count {
      for offset in 0..<count {
        let array = (first + offset).borrowedArray
        set(frame + offset, array?._withUnsafeGuaranteedRef { $0.elements[entry] } ?? 0)
      }
      guard case .number(let number) = try run(code, base: start) else { return false }
      result.set(entry, number)
    }
    put(target, result)
    return true
  }

  /// Calls `body` on each entry of arguments that fit by broadcasting.
  private func broadcast(
    _ values: [Value], _ body: ([Value]) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    var shape = Shape.scalar
    var length: Int?
    for value in values {
      switch value {
      case .list(let list): length = max(length ?? 1, list.items.count)
      case .record(let record) where record.names.isEmpty:
        length = max(length ?? 1, record.values.count)
      default:
        let own: Shape =
          if case .traced(let traced) = value { traced.node.shape } else {
            value.array?.shape ?? .scalar
          }
        guard let both = Shape.broadcast(shape, own) else {
          throw Failure(
            .shapes(operation: "f.(…)", left: shape.text, right: own.text, hint: nil))
        }
        shape = both
      }
    }
    if let length {
      if shape == .scalar { shape = .vector(length) }
      guard shape.count == length else {
        throw Failure(
          .shapes(
            operation: "f.(…)", left: "a list of \(length)", right: shape.text, hint: nil))
      }
    }
    if shape == .scalar { return try body(values) }
    var results: [Value] = []
    try charge(entries: shape.count)
    for row in 0..<shape.rows {
      for column in 0..<shape.columns {
        var entries: [Value] = []
        for value in values { entries.append(try entry(value, row, column)) }
        results.append(try body(entries))
      }
    }
    if shape.isVector { return try makeVector(results) }
    return try arrange(results, rows: shape.rows, columns: shape.columns)
  }

  private func entry(_ value: Value, _ row: Int, _ column: Int) throws(Failure) -> Value {
    switch value {
    case .list(let list): return list.items[list.items.count == 1 ? 0 : row]
    case .record(let record) where record.names.isEmpty:
      return record.values[record.values.count == 1 ? 0 : row]
    case .traced(let traced):
      let shape = traced.node.shape
      if shape == .scalar { return value }
      let place = (shape.rows == 1 ? 0 : row) * shape.columns + (shape.columns == 1 ? 0 : column)
      return try pick(traced, [place], .scalar)
    default:
      guard let array = value.array else { return value }
      let place = (array.rows == 1 ? 0 : row) * array.columns + (array.columns == 1 ? 0 : column)
      return array.isBoolean
        ? .boolean(array.elements[place] != 0) : .number(array.elements[place])
    }
  }
}
