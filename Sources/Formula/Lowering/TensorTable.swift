/// The arrays that are known of symbols and members of families.
///
/// Most symbols are no families: those are found by their number.
struct TensorTable {
  private var plain: [Tensor?] = []
  private var members: [Instance.Key: Tensor] = [:]

  subscript(key: Instance.Key) -> Tensor? {
    get {
      guard key.indices.isEmpty else { return members[key] }
      let place = key.symbol.number
      return place < plain.count ? plain[place] : nil
    }
    set {
      guard key.indices.isEmpty else {
        members[key] = newValue
        return
      }
      let place = key.symbol.number
      if place >= plain.count {
        plain.append(contentsOf: repeatElement(nil, count: place + 1 - plain.count))
      }
      plain[place] = newValue
    }
  }
}
