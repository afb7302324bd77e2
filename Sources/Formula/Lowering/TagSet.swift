/// Some of the tags of a graph: one flag a number.
package struct TagSet: Hashable, Sendable {
  private var flags: [Bool]

  package init() { flags = [] }

  /// The numbers whose flag is set.
  init(flags: [Bool]) { self.flags = flags }

  package var isEmpty: Bool { !flags.contains(true) }

  package func contains(_ number: Int32) -> Bool {
    Int(number) < flags.count && flags[Int(number)]
  }

  mutating func insert(_ number: Int32) {
    while flags.count <= Int(number) { flags.append(false) }
    flags[Int(number)] = true
  }

  mutating func remove(_ number: Int32) {
    if contains(number) { flags[Int(number)] = false }
  }
}
