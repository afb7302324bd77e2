import Numerics
import SourceText

/// Runs code on registers, within bounds.
final class Machine {
  let stack: UnsafeMutablePointer<Value>
  static let capacity = 1 << 17
  let limits: Limits
  @exclusivity(unchecked) var fuel: Int
  @exclusivity(unchecked) var depth = 0
  /// The tape that derivatives in progress are recorded on.
  @exclusivity(unchecked) var tape: Tape?
  /// How often what runs now will be differentiated.
  @exclusivity(unchecked) var derivativeOrder = 0
  /// Entries of arrays made since memory was last counted.
  @exclusivity(unchecked) var uncounted = 0
  @exclusivity(unchecked) var used = 0
  var output: BlockOutput
  var host: Host
  @exclusivity(unchecked) var random: RandomSource
  /// What the innermost loops recorded, column by column.
  var recorder = Recorder()
  /// Inside `@forall`: what the body's bounds reached.
  var trial: Trial?
  /// What earlier blocks of the lesson recorded.
  var previousRecords = Recorder()

  init(limits: Limits, host: Host, random: RandomSource) {
    self.limits = limits
    self.host = host
    self.random = random
    fuel = limits.fuel
    output = BlockOutput()
    stack = .allocate(capacity: Machine.capacity)
    stack.initialize(repeating: .nothing, count: Machine.capacity)
  }

  deinit {
    stack.deinitialize(count: Machine.capacity)
    stack.deallocate()
  }

  @inline(__always) func charge(_ units: Int) throws(Failure) {
    fuel -= units
    if fuel < 0 { throw Failure(.bound(.fuel, limit: limits.fuel)) }
  }

  /// Charges an array of so many entries, and now and then counts what is alive.
  @inline(__always) func charge(entries: Int) throws(Failure) {
    try charge(entries)
    uncounted += entries
    if uncounted > limits.entries / 2 { try countMemory(entries) }
  }

  @inline(never) private func countMemory(_ entries: Int) throws(Failure) {
    uncounted = 0
    var total = entries + (tape?.valueCount ?? 0) * 3 + recorder.count
    var cells = 0
    for index in 0..<used { total += Machine.size(stack[index], &cells, 0) }
    if total > limits.entries { throw Failure(.bound(.memory, limit: limits.entries)) }
  }

  private static func size(_ value: Value, _ cells: inout Int, _ depth: Int) -> Int {
    guard depth < 20 else { return 0 }
    switch value {
    case .array(let array): return array.count
    case .list(let list):
      return list.items.reduce(list.items.count * 3) { $0 + size($1, &cells, depth + 1) }
    case .record(let record):
      return record.values.reduce(record.values.count * 3) { $0 + size($1, &cells, depth + 1) }
    case .text(let text): return text.string.utf8.count / 8 + 1
    case .cell(let cell):
      cells += 1
      return cells > 10_000 ? 0 : size(cell.value, &cells, depth + 1)
    default: return 1
    }
  }

  /// Runs code whose registers begin at `base`; parameters are in place.
  func run(_ code: Code, base: Int) throws(Failure) -> Value {
    guard depth < limits.depth, base + code.registerCount + 64 < Machine.capacity else {
      throw Failure(.bound(.depth, limit: limits.depth))
    }
    depth += 1
    let outerUsed = used
    used = base + code.registerCount
    defer {
      depth -= 1
      used = outerUsed
    }
    return try execute(code, stack + base, base)
  }

  private func execute(
    _ code: Code, _ registers: UnsafeMutablePointer<Value>, _ base: Int
  ) throws(Failure) -> Value {
    let program = code.program
    let instructions = program.instructions
    let constants = program.constants
    var position = 0
    do throws(Failure) {
      while true {
        let instruction = instructions[position]
        position += 1
        fuel -= 1
        @inline(__always) func operand(_ index: Int32) -> UnsafeMutablePointer<Value> {
          index >= 0 ? registers + Int(index) : constants + Int(~index)
        }
        let a = registers + Int(max(0, instruction.a))
        switch instruction.operation {
        case .move: set(a, operand(instruction.b))
        case .getGlobal: set(a, stack + Int(instruction.b))
        case .add:
          if case .number(let x) = operand(instruction.b).pointee,
            case .number(let y) = operand(instruction.c).pointee
          {
            set(a, x + y)
          } else {
            try slow(.add, a, operand(instruction.b), operand(instruction.c))
          }
        case .subtract:
          if case .number(let x) = operand(instruction.b).pointee,
            case .number(let y) = operand(instruction.c).pointee
          {
            set(a, x - y)
          } else {
            try slow(.subtract, a, operand(instruction.b), operand(instruction.c))
          }
        case .multiply:
          if case .number(let x) = operand(instruction.b).pointee,
            case .number(let y) = operand(instruction.c).pointee
          {
            set(a, x * y)
          } else {
            try slow(.multiply, a, operand(instruction.b), operand(instruction.c))
          }
        case .divide:
          if case .number(let x) = operand(instruction.b).pointee,
            case .number(let y) = operand(instruction.c).pointee
          {
            set(a, x / y)
          } else {
            try slow(.divide, a, operand(instruction.b), operand(instruction.c))
          }
        case .power:
          if case .number(let x) = operand(instruction.b).pointee,
            case .number(let y) = operand(instruction.c).pointee
          {
            set(a, y == 2 ? x * x : try Machine.power(x, y))
          } else {
            try slow(.power, a, operand(instruction.b), operand(instruction.c))
          }
        case .binary:
          try slow(
            BinaryOperator(rawValue: UInt8(instruction.extra)) ?? .add, a,
            operand(instruction.b), operand(instruction.c))
        case .negate:
          if case .number(let x) = operand(instruction.b).pointee {
            set(a, -x)
          } else {
            a.pointee = try negate(operand(instruction.b).pointee)
          }
        case .compare:
          a.pointee = try compare(
            instruction.extra, operand(instruction.b).pointee, operand(instruction.c).pointee)
        case .jumpUnlessCompare:
          let relation = Relation(rawValue: UInt8(instruction.extra)) ?? .equal
          if !(try holds(relation, operand(instruction.b), operand(instruction.c))) {
            position = Int(instruction.a)
          }
        case .jump:
          position = Int(instruction.a)
          if fuel < 0 { try charge(0) }
        case .jumpUnless:
          guard case .boolean(let flag) = operand(instruction.a).pointee else {
            throw Failure(.notBoolean(found: operand(instruction.a).pointee.kindName))
          }
          if !flag { position = Int(instruction.b) }
        case .jumpIf:
          guard case .boolean(let flag) = operand(instruction.a).pointee else {
            throw Failure(.notBoolean(found: operand(instruction.a).pointee.kindName))
          }
          if flag { position = Int(instruction.b) }
        case .next:
          if !(try advance(a, a + 1, operand(instruction.b))) { position = Int(instruction.c) }
          if fuel < 0 { try charge(0) }
        case .index:
          if instruction.extra == 2,
            try indexPair(a, operand(instruction.b), registers + Int(instruction.c))
          {
          } else {
            a.pointee = try index(
              operand(instruction.b).pointee, registers + Int(instruction.c),
              Int(instruction.extra))
          }
        case .call:
          try call(code, instruction, base)
        case .returnValue:
          let value = operand(instruction.a).pointee
          return value
        default:
          try other(instruction, code, registers, constants, base, &position)
        }
      }
    } catch {
      throw located(error, code.sites, position - 1)
    }
  }

  /// Attaches the place to a failure that has none.
  @inline(never)
  private func located(_ failure: Failure, _ sites: [[Span]], _ index: Int) -> Failure {
    guard failure.span == nil, !sites.isEmpty else { return failure }
    // Jumps have no place of their own: the nearest before, else the nearest behind.
    var index = min(max(0, index), sites.count - 1)
    while index > 0, sites[index].isEmpty { index -= 1 }
    while index < sites.count - 1, sites[index].isEmpty { index += 1 }
    guard let span = sites[index].first else { return failure }
    var failure = failure
    failure.span = span
    if failure.operands.isEmpty {
      failure.operands = sites[index].dropFirst().map { ($0, "") }
    }
    return failure
  }

  // MARK: Registers

  @inline(__always) func set(_ register: UnsafeMutablePointer<Value>, _ number: Double) {
    if register.pointee.isTrivial {
      register.initialize(to: .number(number))
    } else {
      register.pointee = .number(number)
    }
  }

  @inline(__always)
  func set(_ register: UnsafeMutablePointer<Value>, _ source: UnsafeMutablePointer<Value>) {
    if case .number(let number) = source.pointee {
      set(register, number)
    } else {
      register.pointee = source.pointee
    }
  }

  /// An array that nothing else holds, taken out of a register that is about to be overwritten.
  @inline(__always) func reusable(_ register: UnsafeMutablePointer<Value>) -> NumericArray? {
    guard case .array(var array) = register.pointee else { return nil }
    register.pointee = .nothing
    return isKnownUniquelyReferenced(&array) ? array : nil
  }

  @inline(never) private func slow(
    _ operation: BinaryOperator, _ a: UnsafeMutablePointer<Value>,
    _ b: UnsafeMutablePointer<Value>, _ c: UnsafeMutablePointer<Value>
  ) throws(Failure) {
    let x = b.pointee
    let y = c.pointee
    let reuse = reusable(a)
    a.pointee = try binary(operation, x, y, reuse)
  }
}
