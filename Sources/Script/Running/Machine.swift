import Numerics
import SourceText

/// Runs code on registers, within bounds.
final class Machine {
  let stack: UnsafeMutablePointer<Value>
  /// Two indices side by side.
  let indices: UnsafeMutablePointer<Value>
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
  /// The statements that bodies of `@forall` have come to.
  var reachedInTrials: Set<Span> = []
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
    indices = .allocate(capacity: 2)
    indices.initialize(repeating: .nothing, count: 2)
  }

  deinit {
    stack.deinitialize(count: Machine.capacity)
    stack.deallocate()
    indices.deinitialize(count: 2)
    indices.deallocate()
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
}
