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
  func call(
    _ code: Code, _ program: Code.Program, _ instruction: Instruction, _ base: Int
  ) throws(Failure) {
    let registers = stack + base
    let site = program.calls[Int(instruction.extra)]
    let first = registers + Int(instruction.c)
    let target = registers + Int(instruction.a)
    let callee =
      instruction.b >= 0
      ? registers + Int(instruction.b) : program.constants + Int(~instruction.b)
    if site.keywords == 0, case .function(let function) = callee.pointee {
      if let pointwise = function.pointwise {
        if site.count == 1, case .number(let number) = first.pointee, pointwise.isTotal {
          fuel -= Machine.callFuel
          return set(target, pointwise(number))
        }
      } else if let inner = function.code, site.count == inner.parameterCount,
        inner.keywords.isEmpty
      {
        let start = base + code.registerCount
        guard start + inner.registerCount < Machine.capacity else {
          throw Failure(.bound(.depth, limit: limits.depth))
        }
        let frame = stack + start
        for offset in 0..<site.count { set(frame + offset, first + offset) }
        target.pointee = try enter(inner, function.captured, start)
        return
      }
    }
    try callAnything(code, instruction, callee.pointee, base)
  }

  @inline(never)
  private func callAnything(
    _ code: Code, _ instruction: Instruction, _ callee: Value, _ base: Int
  ) throws(Failure) {
    let site = code.calls[Int(instruction.extra)]
    let registers = stack + base
    let first = registers + Int(instruction.c)
    let arguments = Arguments(
      values: (0..<site.count).map { first[$0] },
      keywords: site.keywords.enumerated().map { ($1, first[site.count + $0]) })
    guard case .function(let function) = callee else {
      registers[Int(instruction.a)] = try callObject(callee, arguments)
      return
    }
    registers[Int(instruction.a)] = try invoke(function, arguments, base + code.registerCount)
  }

  /// Runs a function whose parameters stand in its frame.
  func enter(
    _ code: Code, _ captured: [Value], _ start: Int
  ) throws(Failure) -> Value {
    let frame = stack + start
    // Registers keep plain numbers of earlier calls; what a name check reads must be empty.
    for register in code.variables { frame[Int(register)] = .nothing }
    let firstCapture = code.registerCount - captured.count
    for (offset, value) in captured.enumerated() { frame[firstCapture + offset] = value }
    defer {
      for index in 0..<code.registerCount where !frame[index].isTrivial { frame[index] = .nothing }
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
  func callObject(_ value: Value, _ arguments: Arguments) throws(Failure) -> Value {
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
}
