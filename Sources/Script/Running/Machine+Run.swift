import Numerics
import SourceText

// The loop over instructions.
extension Machine {
  func execute(
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
        let a = registers + Int(instruction.a)
        switch instruction.operation {
        case .move: set(a, operand(instruction.b))
        case .getGlobal: set(a, stack + Int(instruction.b))
        case .add:
          let (b, c) = (operand(instruction.b), operand(instruction.c))
          if case .number(let x) = b.pointee, case .number(let y) = c.pointee {
            set(a, x + y)
          } else {
            try combine(.add, instruction.extra, a, b, c)
          }
        case .subtract:
          let (b, c) = (operand(instruction.b), operand(instruction.c))
          if case .number(let x) = b.pointee, case .number(let y) = c.pointee {
            set(a, x - y)
          } else {
            try combine(.subtract, instruction.extra, a, b, c)
          }
        case .multiply:
          let (b, c) = (operand(instruction.b), operand(instruction.c))
          if case .number(let x) = b.pointee, case .number(let y) = c.pointee {
            set(a, x * y)
          } else {
            try combine(.multiply, instruction.extra, a, b, c)
          }
        case .divide:
          let (b, c) = (operand(instruction.b), operand(instruction.c))
          if case .number(let x) = b.pointee, case .number(let y) = c.pointee {
            set(a, x / y)
          } else {
            try combine(.divide, instruction.extra, a, b, c)
          }
        case .power:
          let (b, c) = (operand(instruction.b), operand(instruction.c))
          if case .number(let x) = b.pointee, case .number(let y) = c.pointee {
            set(a, y == 2 ? x * x : try Machine.power(x, y))
          } else {
            try combine(.power, instruction.extra, a, b, c)
          }
        case .binary:
          try combine(
            BinaryOperator(rawValue: UInt8(truncatingIfNeeded: instruction.extra)) ?? .add,
            instruction.extra >> 8, a, operand(instruction.b), operand(instruction.c))
        case .transposedTimes, .timesTransposed:
          try multiplyTransposed(
            instruction.operation == .transposedTimes, a, operand(instruction.b),
            operand(instruction.c))
        case .negate:
          let b = operand(instruction.b)
          if case .number(let x) = b.pointee { set(a, -x) } else { try negate(a, b) }
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
          if !(try isTrue(operand(instruction.a))) { position = Int(instruction.b) }
        case .jumpIf:
          if try isTrue(operand(instruction.a)) { position = Int(instruction.b) }
        case .next:
          if !(try advance(a, operand(instruction.b))) { position = Int(instruction.c) }
          if fuel < 0 { try charge(0) }
        case .prepareSteps:
          if !prepareSteps(a, registers + Int(instruction.b)) {
            try prepareLoop(a, makeRange(registers + Int(instruction.b)))
          }
        case .entry:
          if !(try entry(a, operand(instruction.b), operand(instruction.c))) {
            try other(instruction, code, registers, constants, base, position)
          }
        case .entryOfMatrix:
          let (c, d) = (operand(instruction.c), operand(instruction.thirdOperand))
          if !(try entry(a, operand(instruction.b), c, d)) {
            try other(instruction, code, registers, constants, base, position)
          }
        case .setEntry:
          if !(try setEntry(a, operand(instruction.c), operand(instruction.b))) {
            try other(instruction, code, registers, constants, base, position)
          }
        case .setEntryOfMatrix:
          let (c, d) = (operand(instruction.c), operand(instruction.thirdOperand))
          if !(try setEntry(a, c, d, operand(instruction.b))) {
            try other(instruction, code, registers, constants, base, position)
          }
        case .require:
          if case .nothing = a.pointee {} else { position = Int(instruction.b) }
        case .call: try call(code, program, instruction, base)
        case .returnValue: return operand(instruction.a).pointee
        default:
          try other(instruction, code, registers, constants, base, position)
        }
      }
    } catch {
      throw located(error, code.sites, position - 1)
    }
  }

  @inline(__always)
  private func isTrue(_ register: UnsafeMutablePointer<Value>) throws(Failure) -> Bool {
    guard case .boolean(let flag) = register.pointee else {
      throw Failure(.notBoolean(found: register.pointee.kindName))
    }
    return flag
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
    failure.operands = Machine.operands(failure.fact, Array(sites[index].dropFirst()))
    return failure
  }

  /// What the two sides of an operator are, each at its place.
  private static func operands(
    _ fact: Failure.Fact, _ places: [Span]
  ) -> [(span: Span, text: String)] {
    guard case .shapes(let operation, let left, let right, _) = fact, places.count == 2,
      let first = operation.utf8.first, first != UInt8(ascii: "["),
      !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first | 0x20)
    else { return [] }
    return [(places[0], left), (places[1], right)]
  }
}
