import Numerics
import SourceText

extension Machine {
  /// The operations that are not worth a place in the fast loop.
  @inline(never)
  func other(
    _ instruction: Instruction, _ code: Code, _ registers: UnsafeMutablePointer<Value>,
    _ constants: UnsafeMutablePointer<Value>, _ base: Int, _ position: Int
  ) throws(Failure) {
    func value(_ index: Int32) throws(Failure) -> Value {
      let value = index >= 0 ? registers[Int(index)] : constants[Int(~index)]
      if case .nothing = value, index >= 0, let name = code.registerNames[index] {
        throw Failure(.unassigned(name))
      }
      return value
    }
    let a = registers + Int(max(0, instruction.a))
    let first = registers + Int(max(0, instruction.b))
    switch instruction.operation {
    case .unary:
      a.pointee = try unary(
        UnaryOperator(rawValue: UInt8(instruction.extra)) ?? .plus, value(instruction.b),
        Int(instruction.c))
    case .both: a.pointee = try both(value(instruction.b), value(instruction.c))
    case .prepareLoop:
      try prepareLoop(a, value(instruction.b))
    case .callBroadcast: try callBroadcast(code, instruction, base)
    case .entry, .entryOfMatrix:
      let array = try value(instruction.b)
      a.pointee = try index(array, indices, try placeIndices(instruction, value))
    case .setEntry, .setEntryOfMatrix:
      let array = try value(instruction.a)
      try setIndex(array, indices, try placeIndices(instruction, value), value(instruction.b))
    case .index:
      a.pointee = try index(
        value(instruction.b), registers + Int(instruction.c), Int(instruction.extra))
    case .setIndex:
      try setIndex(
        value(instruction.a), registers + Int(instruction.c), Int(instruction.extra),
        value(instruction.b))
    case .fill: try fill(value(instruction.a), with: value(instruction.b))
    case .field:
      guard case .text(let name) = try value(instruction.c) else { return }
      a.pointee = try field(name.string, of: value(instruction.b))
    case .makeRange: a.pointee = try makeRange(first)
    case .makeInterval:
      a.pointee = .range(
        Span1(from: try scalar(first[0], ".."), to: try scalar(first[1], "..")))
    case .makeVector:
      a.pointee = try makeVector((0..<Int(instruction.c)).map { first[$0] })
    case .makeMatrix:
      let counts = code.shapes[Int(instruction.c)]
      a.pointee = try makeMatrix((0..<counts.reduce(0, +)).map { first[$0] }, counts)
    case .makeTuple:
      a.pointee =
        instruction.c < 0
        ? .list(List([])) : .tuple((0..<Int(instruction.c)).map { first[$0] })
    case .makeRecord:
      let names = code.records[Int(instruction.c)]
      a.pointee = .record(Record(names: names, names.indices.map { first[$0] }))
    case .makeText:
      var text = ""
      for offset in 0..<Int(instruction.c) { text += plainText(first[offset]) }
      try charge(entries: text.utf8.count / 8)
      a.pointee = .text(text)
    case .makeFunction:
      let (inner, captures) = code.functions[Int(instruction.b)]
      a.pointee = .function(
        FunctionValue(.script(inner, captured: captures.map { registers[Int($0)] })))
    case .lastIndex:
      a.pointee = .number(
        Double(try extent(value(instruction.b), Int(instruction.c), Int(instruction.extra))))
    case .append:
      guard case .list(let list) = a.pointee else { return }
      list.items.append(try value(instruction.b))
      try charge(entries: 3)
    case .finishList:
      let shape =
        instruction.extra == 1 ? shapeOfLoop(registers + Int(instruction.c)) : nil
      try finishList(a, first, instruction.extra == 1 ? -1 : instruction.c, registers, shape)
    case .unpack: try unpack(value(instruction.b), Int(instruction.c), a)
    case .newCell:
      let inner =
        instruction.b >= 0 ? registers[Int(instruction.b)] : constants[Int(~instruction.b)]
      a.pointee = .cell(Cell(inner))
    case .getCell:
      guard case .cell(let cell) = first.pointee else { return }
      if case .nothing = cell.value {
        throw Failure(.unassigned(code.registerNames[instruction.b] ?? "the variable"))
      }
      a.pointee = cell.value
    case .setCell:
      guard case .cell(let cell) = a.pointee else { return }
      cell.value = try value(instruction.b)
    case .beginLoop: recorder.isComplete = true
    case .check: try check(code.checks[Int(instruction.a)], first, registers + Int(instruction.c))
    case .forAll:
      try forAll(
        code.forAlls[Int(instruction.a)], first, registers[Int(instruction.c)],
        base + code.registerCount)
    case .show:
      try show(
        instruction.a >= 0 ? a.pointee : constants[Int(~instruction.a)],
        isLast: instruction.b == 1, at: code.sites[position - 1].first)
    default: break
    }
  }

  private func unpack(
    _ value: Value, _ count: Int, _ target: UnsafeMutablePointer<Value>
  ) throws(Failure) {
    var items: [Value]
    switch value {
    case .record(let record): items = record.values
    case .list(let list): items = list.items
    case .array, .range:
      items = (value.array?.elements ?? []).map { .number($0) }
    default:
      throw Failure(
        .kind(operation: "taking apart", expected: "a tuple of \(count)", found: value.kindName))
    }
    guard items.count >= count else {
      throw Failure(
        .value(
          operation: "taking apart",
          message: "\(count) names need \(count) values, here are \(items.count)"))
    }
    for offset in 0..<count { target[offset] = items[offset] }
  }

  /// Copies one index or two to where they stand side by side; answers how many.
  private func placeIndices(
    _ instruction: Instruction, _ value: (Int32) throws(Failure) -> Value
  ) throws(Failure) -> Int {
    indices.pointee = try value(instruction.c)
    guard instruction.operation == .entryOfMatrix || instruction.operation == .setEntryOfMatrix
    else { return 1 }
    (indices + 1).pointee = try value(instruction.thirdOperand)
    return 2
  }

  // MARK: Fields

  private func field(_ name: String, of value: Value) throws(Failure) -> Value {
    let known: [String]
    switch value {
    case .record(let record):
      if let found = record[name] { return found }
      known = record.names
    case .object(let object):
      if let found = object.field(name) { return found }
      known = object.fieldNames
    default: known = []
    }
    throw Failure(.noField(name: name, of: value.kindName, known: known))
  }

  func makeRange(_ first: UnsafeMutablePointer<Value>) throws(Failure) -> Value {
    let (start, step, last) = (
      try scalar(first[0], ":"), try scalar(first[1], ":"), try scalar(first[2], ":")
    )
    guard step != 0, start.isFinite, step.isFinite, last.isFinite else {
      throw Failure(.value(operation: "range", message: "the step is 0 or an end is not finite"))
    }
    // A grain of slack, so that 0:0.1:1 ends at 1.
    let steps = ((last - start) / step + 1e-10).rounded(.down)
    guard steps < 1e9 else { throw Failure(.bound(.memory, limit: limits.entries)) }
    let count = steps < 0 ? 0 : Int(steps) + 1
    return .range(Span1(first: start, step: step, count: count))
  }

  /// What a comprehension gathered: numbers become an array.
  private func finishList(
    _ target: UnsafeMutablePointer<Value>, _ list: UnsafeMutablePointer<Value>, _ rows: Int32,
    _ registers: UnsafeMutablePointer<Value>, _ shape: (rows: Int, columns: Int)?
  ) throws(Failure) {
    guard case .list(let gathered) = list.pointee else { return }
    list.pointee = .nothing
    let items = gathered.items
    if let (rows, columns) = shape {
      // They were gathered column after column.
      let inRows = (0..<rows * columns).map { items[$0 % columns * rows + $0 / columns] }
      target.pointee = try arrange(inRows, rows: rows, columns: columns)
    } else if rows >= 0 {
      guard case .number(let count) = registers[Int(rows)] else { return }
      let columns = count > 0 ? items.count / Int(count) : 0
      target.pointee = try arrange(items, rows: Int(count), columns: columns)
    } else {
      target.pointee = try makeVector(items)
    }
  }
}
