import Numerics
import SourceText

/// What a library function is called with.
struct Arguments {
  let values: [Value]
  let keywords: [(name: String, value: Value)]

  var count: Int { values.count }
  subscript(index: Int) -> Value { values[index] }

  /// The value of a keyword that was given.
  func keyword(_ name: String) -> Value? {
    for keyword in keywords where keyword.name == name { return keyword.value }
    return nil
  }
}

extension Machine {
  /// A call of the library takes about as long as so many simple operations.
  private static let callFuel = 6

  /// The call instruction: arguments move behind the caller's registers.
  @inline(__always)
  func call(_ code: Code, _ instruction: Instruction, _ base: Int) throws(Failure) {
    let registers = stack + base
    let site = code.calls[Int(instruction.extra)]
    let first = registers + Int(instruction.c)
    let callee =
      instruction.b >= 0
      ? registers + Int(instruction.b) : code.program.constants + Int(~instruction.b)
    guard case .function(let function) = callee.pointee else {
      registers[Int(instruction.a)] = try callObject(
        callee.pointee,
        Arguments(
          values: (0..<site.count).map { first[$0] },
          keywords: site.keywords.enumerated().map { ($1, first[site.count + $0]) }))
      return
    }
    if case .native(let entry) = function.body {
      if let pointwise = entry.pointwise, site.count == 1, site.keywords.isEmpty {
        if case .number(let number) = first.pointee {
          fuel -= Machine.callFuel
          set(registers + Int(instruction.a), try Machine.apply(pointwise, number, entry.name))
          return
        }
      }
      let arguments = Arguments(
        values: (0..<site.count).map { first[$0] },
        keywords: site.keywords.enumerated().map { ($1, first[site.count + $0]) })
      registers[Int(instruction.a)] = try native(entry, arguments)
      return
    }
    if case .script(let inner, let captured) = function.body, site.keywords.isEmpty,
      site.count == inner.parameters.count, inner.keywords.isEmpty
    {
      let start = base + code.registerCount
      guard start + inner.registerCount < Machine.capacity else {
        throw Failure(.bound(.depth, limit: limits.depth))
      }
      let frame = stack + start
      for offset in 0..<site.count { frame[offset] = first[offset] }
      registers[Int(instruction.a)] = try enter(inner, captured, start)
      return
    }
    let arguments = Arguments(
      values: (0..<site.count).map { first[$0] },
      keywords: site.keywords.enumerated().map { ($1, first[site.count + $0]) })
    registers[Int(instruction.a)] = try invoke(function, arguments, base + code.registerCount)
  }

  /// Runs a function whose parameters stand in its frame.
  private func enter(
    _ code: Code, _ captured: [Value], _ start: Int
  ) throws(Failure) -> Value {
    let frame = stack + start
    let firstCapture = code.registerCount - captured.count
    for (offset, value) in captured.enumerated() { frame[firstCapture + offset] = value }
    defer {
      for index in 0..<code.registerCount where !frame[index].isTrivial || index < 16 {
        frame[index] = .nothing
      }
    }
    // Registers keep plain numbers of earlier calls; what a name check reads must be empty.
    for index
      in (code.parameters.count + code.keywords.count)..<max(
        code.parameters.count + code.keywords.count, firstCapture)
    {
      frame[index] = .nothing
    }
    return try run(code, base: start)
  }

  /// Calls any function with any arguments; its frame begins at `start`.
  func invoke(
    _ function: FunctionValue, _ arguments: Arguments, _ start: Int
  ) throws(Failure) -> Value {
    switch function.body {
    case .native(let entry): return try native(entry, arguments)
    case .script(let code, let captured):
      try bind(code, arguments, start)
      return try enter(code, captured, start)
    case .external(let external): return try call(external, arguments)
    case .derivative(let inner, let order): return try derivative(inner, order, arguments)
    case .gradient(let inner): return try gradient(inner, arguments)
    }
  }

  /// Calls a value that is no function: a network is one nevertheless.
  @inline(never)
  private func callObject(_ value: Value, _ arguments: Arguments) throws(Failure) -> Value {
    if case .object(let object) = value, let result = try object.call(self, arguments) {
      return result
    }
    throw Failure(.notAFunction(found: value.kindName))
  }

  /// Calls a function value with positional arguments, from the library.
  func invoke(_ function: Value, _ values: [Value]) throws(Failure) -> Value {
    try charge(4)
    guard case .function(let callee) = function else {
      return try callObject(function, Arguments(values: values, keywords: []))
    }
    return try invoke(callee, Arguments(values: values, keywords: []), used)
  }

  private func bind(_ code: Code, _ arguments: Arguments, _ start: Int) throws(Failure) {
    let total = code.parameters.count + code.keywords.count
    guard start + code.registerCount + 64 < Machine.capacity else {
      throw Failure(.bound(.depth, limit: limits.depth))
    }
    guard arguments.count >= code.required, arguments.count <= code.parameters.count else {
      let expected =
        code.required == code.parameters.count
        ? "\(code.required)" : "\(code.required) to \(code.parameters.count)"
      throw Failure(.arity(name: code.name, expected: expected, found: arguments.count))
    }
    let frame = stack + start
    for offset in 0..<total { frame[offset] = .nothing }
    for (offset, value) in arguments.values.enumerated() { frame[offset] = value }
    for keyword in arguments.keywords {
      guard let index = code.keywords.firstIndex(of: keyword.name) else {
        throw Failure(
          .unknownKeyword(function: code.name, name: keyword.name, known: code.keywords))
      }
      frame[code.parameters.count + index] = keyword.value
    }
    for required in code.requiredKeywords
    where !arguments.keywords.contains(where: { $0.name == required }) {
      throw Failure(.missingKeyword(function: code.name, name: required))
    }
  }

  private func native(_ entry: LibraryEntry, _ arguments: Arguments) throws(Failure) -> Value {
    try charge(Machine.callFuel)
    if let pointwise = entry.pointwise, arguments.count == 1 {
      return try self.pointwise(pointwise, arguments[0], entry.name, isBroadcast: false)
    }
    let signature = entry.signature
    guard arguments.count >= signature.required,
      signature.isVariadic || arguments.count <= signature.parameters.count
    else {
      throw Failure(.arity(name: entry.name, expected: signature.text, found: arguments.count))
    }
    if !signature.takesAnyKeyword {
      for keyword in arguments.keywords where !signature.keywords.contains(keyword.name) {
        throw Failure(
          .unknownKeyword(function: entry.name, name: keyword.name, known: signature.keywords))
      }
    }
    return try entry.body(self, arguments)
  }

  // MARK: Broadcasting

  func callBroadcast(_ code: Code, _ instruction: Instruction, _ base: Int) throws(Failure) {
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
    if case .native(let entry) = function.body, let pointwise = entry.pointwise, values.count == 1 {
      let reuse = reusable(target)
      target.pointee = try self.pointwise(
        pointwise, values[0], entry.name, isBroadcast: true, reuse)
      return
    }
    let start = base + code.registerCount
    if case .script(let inner, _) = function.body, let dotted = inner.dotted,
      values.count == inner.parameters.count, keywords.isEmpty,
      start + dotted.registerCount < Machine.capacity
    {
      for (offset, value) in values.enumerated() { stack[start + offset] = value }
      target.pointee = try enter(dotted, [], start)
      return
    }
    target.pointee = try broadcast(values) { (entries) throws(Failure) in
      try self.invoke(function, Arguments(values: entries, keywords: keywords), start)
    }
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

  // MARK: Functions of the formulas

  private func call(_ external: External, _ arguments: Arguments) throws(Failure) -> Value {
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

  // MARK: Derivatives

  private func derivative(
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
