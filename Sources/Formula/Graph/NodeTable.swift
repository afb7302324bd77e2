import Numerics

/// Finds the node of an operation: open addressing by a hash of whole numbers.
///
/// The operations themselves stay in the graph's list, so that a copy of a graph is a few flat
/// arrays, and nothing is hashed with a key that differs from run to run.
struct NodeTable: Sendable {
  /// Nodes, or −1; a power of two, at most half of them taken.
  private var slots: [Graph.Node] = []

  /// Doubles the table if one more operation would fill more than half of it.
  mutating func makeRoom(for operations: [Graph.Operation]) {
    guard 2 * (operations.count + 1) > slots.count else { return }
    slots = [Graph.Node](repeating: -1, count: max(64, 2 * slots.count))
    for (node, operation) in operations.enumerated() {
      let slot = firstSlot(of: operation) { _ in false }
      slots[slot] = Graph.Node(node)
    }
  }

  /// Where an operation is, or would be put.
  func slot(of operation: Graph.Operation, among operations: [Graph.Operation]) -> Int {
    firstSlot(of: operation) { operations[Int($0)] == operation }
  }

  /// Takes out the operation that came last: no other was put further for its sake.
  mutating func removeLast(of operations: [Graph.Operation]) {
    guard let last = operations.last else { return }
    slots[slot(of: last, among: operations)] = -1
  }

  subscript(slot: Int) -> Graph.Node? {
    get { slots[slot] < 0 ? nil : slots[slot] }
    set { slots[slot] = newValue ?? -1 }
  }

  /// The first slot that is free or whose node is the one looked for.
  @inline(__always)
  private func firstSlot(of operation: Graph.Operation, where isFound: (Graph.Node) -> Bool) -> Int
  {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: operation.fingerprint) & mask
    while slots[slot] >= 0, !isFound(slots[slot]) { slot = (slot + 1) & mask }
    return slot
  }
}

extension Graph.Operation {
  /// Equal for equal operations, and well spread.
  fileprivate var fingerprint: UInt64 {
    switch self {
    case .rational(let value): Self.mixed(1, value)
    case .pi: Self.mixed(2, 0, 0)
    case .e: Self.mixed(3, 0, 0)
    case .input(let number): Self.mixed(4, number, 0)
    case .tag(let number, let a): Self.mixed(5, number, a)
    case .add(let a, let b): Self.mixed(6, a, b)
    case .subtract(let a, let b): Self.mixed(7, a, b)
    case .multiply(let a, let b): Self.mixed(8, a, b)
    case .divide(let a, let b): Self.mixed(9, a, b)
    case .negate(let a): Self.mixed(10, a, 0)
    case .power(let a, let exponent): Self.mixed(11, a, exponent)
    case .rationalPower(let a, let exponent): Self.mixed(12 + Self.word(a) << 8, exponent)
    case .realPower(let a, let b): Self.mixed(13, a, b)
    case .function(let function, let a): Self.mixed(14, a, Int32(function.rawValue))
    case .absolute(let a): Self.mixed(15, a, 0)
    case .sign(let a): Self.mixed(16, a, 0)
    case .minimum(let a, let b): Self.mixed(17, a, b)
    case .maximum(let a, let b): Self.mixed(18, a, b)
    case .floor(let a): Self.mixed(19, a, 0)
    case .isLess(let a, let b): Self.mixed(20, a, b)
    case .isLessOrEqual(let a, let b): Self.mixed(21, a, b)
    case .isEqual(let a, let b): Self.mixed(22, a, b)
    case .not(let a): Self.mixed(23, a, 0)
    case .and(let a, let b): Self.mixed(24, a, b)
    case .or(let a, let b): Self.mixed(25, a, b)
    case .truth(let value): Self.mixed(26, value ? 1 : 0, 0)
    case .select(let condition, let a, let b): Self.mixed(27 + Self.word(condition) << 8, a, b)
    case .arbitrary(let function, let orders, let list):
      Self.mixed(28 + Self.word(function) << 8, orders, list)
    case .eigenvalue(let index, let list): Self.mixed(29, index, list)
    case .singularValue(let index, let rows, let list):
      Self.mixed(30 + Self.word(index) << 8, rows, list)
    case .spectralRadius(let list): Self.mixed(31, list, 0)
    }
  }

  private static func word(_ number: Int32) -> UInt64 { UInt64(UInt32(bitPattern: number)) }

  private static func mixed(_ code: UInt64, _ a: Int32, _ b: Int32) -> UInt64 {
    spread(spread(word(a) << 32 | word(b)) ^ code)
  }

  private static func mixed(_ code: UInt64, _ value: Rational) -> UInt64 {
    let top = UInt64(truncatingIfNeeded: value.numerator)
    return spread(spread(spread(top) ^ UInt64(truncatingIfNeeded: value.denominator)) ^ code)
  }

  /// A multiplication whose high bits reach the low ones.
  private static func spread(_ word: UInt64) -> UInt64 {
    let product = word &* 0x9E37_79B9_7F4A_7C15
    return product ^ product >> 32
  }
}
