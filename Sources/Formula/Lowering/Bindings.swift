/// The values of the indices that are bound at the moment: few, so that a list finds them fastest.
struct Bindings: ExpressibleByDictionaryLiteral {
  private var values: [(symbol: SymbolID, value: Int)] = []

  init(dictionaryLiteral elements: (SymbolID, Int)...) {
    for (symbol, value) in elements { self[symbol] = value }
  }

  subscript(symbol: SymbolID) -> Int? {
    get {
      for entry in values where entry.symbol == symbol { return entry.value }
      return nil
    }
    set {
      let place = values.firstIndex { $0.symbol == symbol }
      switch (place, newValue) {
      case (let place?, let value?): values[place].value = value
      case (let place?, nil): values.remove(at: place)
      case (nil, let value?): values.append((symbol, value))
      case (nil, nil): break
      }
    }
  }
}
