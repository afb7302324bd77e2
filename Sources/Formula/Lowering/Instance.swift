/// Concrete values for what decides the structure of a formula: sizes, structural integers, and
/// symbols whose values are indices.
///
/// Free indices of a claim do not stand here: lowering enumerates all of their values.
package struct Instance: Hashable, Sendable {
  private var values: [Key: Int] = [:]

  package init() {}

  /// A symbol, or a member of a family of sizes or indices.
  package struct Key: Hashable, Comparable, Sendable {
    package let symbol: SymbolID
    package let indices: [Int]

    package init(_ symbol: SymbolID, _ indices: [Int] = []) {
      self.symbol = symbol
      self.indices = indices
    }

    package static func < (left: Key, right: Key) -> Bool {
      left.symbol != right.symbol
        ? left.symbol < right.symbol : left.indices.lexicographicallyPrecedes(right.indices)
    }
  }

  package subscript(key: Key) -> Int? {
    get { values[key] }
    set { values[key] = newValue }
  }

  package subscript(symbol: SymbolID) -> Int? {
    get { values[Key(symbol)] }
    set { values[Key(symbol)] = newValue }
  }

  /// All of them, by number of symbol.
  package var entries: [Entry] {
    values.keys.sorted().map { Entry(key: $0, value: values[$0] ?? 0) }
  }

  package struct Entry: Hashable, Sendable {
    package let key: Key
    package let value: Int

    package init(key: Key, value: Int) {
      self.key = key
      self.value = value
    }
  }
}
