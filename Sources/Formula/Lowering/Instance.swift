/// Concrete values for what decides the structure of a formula: sizes, structural integers, and
/// symbols whose values are indices.
///
/// Free indices of a claim do not stand here: lowering enumerates all of their values.
package struct Instance: Hashable, Sendable {
  /// Sorted by key.
  private var values: [Entry] = []

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
    get {
      let place = place { $0 < key }
      return place < values.count && values[place].key == key ? values[place].value : nil
    }
    set {
      let place = place { $0 < key }
      if place < values.count, values[place].key == key { values.remove(at: place) }
      if let newValue { values.insert(Entry(key: key, value: newValue), at: place) }
    }
  }

  /// The value of a symbol that is no family.
  package subscript(symbol: SymbolID) -> Int? {
    get {
      let place = place { $0.symbol < symbol }
      guard place < values.count, values[place].key.symbol == symbol,
        values[place].key.indices.isEmpty
      else { return nil }
      return values[place].value
    }
    set { self[Key(symbol)] = newValue }
  }

  /// The place of the first key that does not come before something.
  private func place(_ comesBefore: (Key) -> Bool) -> Int {
    var (low, high) = (0, values.count)
    while low < high {
      let middle = (low + high) / 2
      if comesBefore(values[middle].key) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// All of them, by number of symbol.
  package var entries: [Entry] { values }

  package struct Entry: Hashable, Sendable {
    package let key: Key
    package let value: Int

    package init(key: Key, value: Int) {
      self.key = key
      self.value = value
    }
  }
}
