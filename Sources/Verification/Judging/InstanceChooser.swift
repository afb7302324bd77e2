import Formula

/// Chooses values for sizes, structural integers and index-valued symbols.
///
/// At most six tuples: all different and at least 2, all smallest at least 2, all largest, the
/// rest random; unequal where they are independent, so that a missing transpose shows.
struct InstanceChooser {
  let structure: Structure
  let scope: Scope
  let key: UInt64
  /// Values that the claim's own options demand, by name.
  let fixed: [String: ClosedRange<Int>]

  /// How many tuples of whole numbers are tried where there is nothing else.
  let tupleLimit: Int
  /// Whether sizes are numbers only: nothing has entries whose number they are.
  private let isLight: Bool

  /// How many tuples of sizes are tried.
  private let limit: Int

  init(
    structure: Structure, scope: Scope, key: UInt64, fixed: [String: ClosedRange<Int>] = [:],
    limit: Int = 6, tupleLimit: Int = 1000
  ) {
    self.structure = structure
    self.scope = scope
    self.key = key
    self.fixed = fixed
    self.limit = limit
    self.tupleLimit = tupleLimit
    isLight = structure.symbols.allSatisfy { id in
      switch scope[id].kind {
      case .size, .integer, .index, .argument: true
      case .scalar, .defined, .definedFunction: scope[id].family.isEmpty
      case .vector, .matrix, .function, .random, .computed: false
      }
    }
  }

  enum Style {
    case distinct
    case smallest
    case largest
    case random
    /// Smallest, sizes of 1 included.
    case least
    /// Sizes at their declared ends.
    case utmost
    /// Any values, sizes of 1 included.
    case any
  }

  private static let styles = [Style.distinct, .smallest, .largest]

  struct Chosen {
    var instance: Instance
    var sizes: [SizeValue]
    /// Whether some size is 1 although its range goes further.
    var hasAvoidableOne: Bool
  }

  func all() -> [Chosen] {
    var result: [Chosen] = []
    var number = 0
    while result.count < limit, number < 3 * limit {
      let style = Self.styles.indices.contains(number) ? Self.styles[number] : .random
      if let chosen = choose(style, number),
        !result.contains(where: { $0.instance == chosen.instance })
      {
        result.append(chosen)
      }
      number += 1
    }
    guard let every = everyTuple() else { return result + furtherIntegers(beyond: result) }
    return result + every.filter { one in !result.contains { $0.instance == one.instance } }
  }

  /// All tuples, where a step is about whole numbers alone and there are not too many.
  private func everyTuple() -> [Chosen]? {
    guard isCounting else { return nil }
    var open = [Chosen(instance: Instance(), sizes: [], hasAvoidableOne: false)]
    var complete: [Chosen] = []
    while let partial = open.popLast() {
      guard let choice = structure.next(in: partial.instance) else {
        complete.append(partial)
        continue
      }
      let values = allowed(for: choice, all: true)
      guard open.count + complete.count + values.count <= tupleLimit else { return nil }
      let isSize = if case .size = scope[choice.key.symbol].kind { true } else { false }
      for value in values.reversed() {
        var next = partial
        next.instance[choice.key] = value
        next.sizes.append(SizeValue(name(of: choice.key), value))
        if isSize, value == 1, choice.high > 1 { next.hasAvoidableOne = true }
        open.append(next)
      }
    }
    return complete
  }

  /// Whether whole numbers are all that occurs.
  private var isCounting: Bool {
    structure.symbols.allSatisfy { id in
      switch scope[id].kind {
      case .size, .integer, .index, .argument: true
      case .defined, .definedFunction: scope[id].family.isEmpty
      case .scalar, .vector, .matrix, .function, .random, .computed: false
      }
    }
  }

  /// Tuples in which sizes may be 1: for claims that say so of some of them, `\quad (n_L = 1)`.
  func withOnes() -> [Chosen] {
    (0..<Self.drawsWithOnes).compactMap { choose(.any, 1000 + $0) }
  }

  private static let drawsWithOnes = 24

  /// The smallest tuple in which sizes are 1 that may be larger: what holds there says nothing, what
  /// fails there is false.
  func leastWithOne() -> Chosen? {
    choose(.least, 0).flatMap { $0.hasAvoidableOne ? $0 : nil }
  }

  /// The tuple of the largest sizes that are declared, if they go far beyond those of all others.
  func utmost() -> Chosen? {
    guard let chosen = choose(.utmost, 0), chosen.sizes.contains(where: { $0.value > 7 }) else {
      return nil
    }
    return chosen
  }

  /// One tuple for each value of a structural integer or an index-valued symbol that no tuple has
  /// yet, while there are few; the same for sizes where they are numbers only.
  private func furtherIntegers(beyond chosen: [Chosen]) -> [Chosen] {
    var result: [Chosen] = []
    var number = 100
    var seen: Set<Instance.Entry> = Set(chosen.flatMap { $0.instance.entries })
    var stream = PointStream(key: key, 99)
    while number < 200, result.count < Self.furtherLimit {
      number += 1
      var instance = Instance()
      var sizes: [SizeValue] = []
      var isNew = false
      var hasOne = false
      var isComplete = true
      while let choice = structure.next(in: instance) {
        let isSize = if case .size = scope[choice.key.symbol].kind { true } else { false }
        let values = allowed(for: choice)
        guard !values.isEmpty else {
          isComplete = false
          break
        }
        var value = isSize ? values.first { $0 > 1 } ?? values[0] : stream.choose(values)
        if !isSize || isLight, !isNew,
          let unseen = values.prefix(Self.furtherLimit).first(where: {
            !seen.contains(Instance.Entry(key: choice.key, value: $0))
          })
        {
          (value, isNew) = (unseen, true)
        }
        if isSize, value == 1, choice.high > 1 { hasOne = true }
        instance[choice.key] = value
        sizes.append(SizeValue(name(of: choice.key), value))
        if sizes.count > 1000 { return result }
      }
      guard isComplete, isNew else { break }
      for entry in instance.entries { seen.insert(entry) }
      result.append(Chosen(instance: instance, sizes: sizes, hasAvoidableOne: hasOne))
    }
    return result
  }

  private static let furtherLimit = 64

  private func allowed(for choice: Structure.Choice, all: Bool = false) -> [Int] {
    let isWhole = all && !choice.isOpen && choice.high - choice.low < tupleLimit
    let values =
      choice.values
      ?? (isWhole
        ? Array(choice.low...max(choice.low, choice.high)) : Self.values(choice, isLight))
    guard let range = fixed[scope[choice.key.symbol].name] else { return values }
    return values.filter { range.contains($0) }
  }

  /// The smallest values in their range; where everything is a number, others up to the end as
  /// well: there bounds that grow slowly are met.
  private static func values(_ choice: Structure.Choice, _ isLight: Bool) -> [Int] {
    let high = isLight && choice.isOpen ? max(choice.high, openEnd) : choice.high
    let end = max(choice.low, min(choice.isOpen ? choice.high : high, choice.low + 63))
    var values = Array(choice.low...end)
    guard isLight, high > end, high - choice.low <= reach else { return values }
    var step = end - choice.low + 1
    while choice.low + step < high {
      values.append(choice.low + step)
      step += max(1, step / 4)
    }
    values.append(high)
    return values
  }

  private static let reach = 4096
  private static let openEnd = 256

  /// One instance; `nil` if no value is allowed for something.
  private func choose(_ style: Style, _ number: Int) -> Chosen? {
    var stream = PointStream(key: key, number)
    var chosen = Chosen(instance: Instance(), sizes: [], hasAvoidableOne: false)
    var used: [Int] = []
    while let choice = structure.next(in: chosen.instance) {
      guard let value = value(for: choice, style, used, &stream) else { return nil }
      chosen.instance[choice.key] = value
      used.append(value)
      let isSize =
        if case .size = scope[choice.key.symbol].kind { true } else { false }
      if isSize, value == 1, choice.high > 1 { chosen.hasAvoidableOne = true }
      chosen.sizes.append(SizeValue(name(of: choice.key), value))
      if chosen.sizes.count > 1000 { return nil }
    }
    return chosen
  }

  private func value(
    for choice: Structure.Choice, _ style: Style, _ used: [Int], _ stream: inout PointStream
  ) -> Int? {
    var values = allowed(for: choice)
    let isSize = if case .size = scope[choice.key.symbol].kind { true } else { false }
    if isSize, style != .least, style != .any, values.contains(where: { $0 > 1 }) {
      values.removeAll { $0 == 1 }
    }
    guard let first = values.first, let last = values.last else { return nil }
    switch style {
    case .distinct:
      guard isSize else { return stream.choose(values) }
      return values.first { !used.contains($0) } ?? last
    case .smallest, .least: return first
    case .utmost: return last
    case .largest: return isSize && !isLight ? values.last { $0 <= first + 3 } ?? last : last
    case .random, .any: return stream.choose(isSize ? Array(values.prefix(5)) : values)
    }
  }

  private func name(of key: Instance.Key) -> String {
    scope.name(of: key.symbol, member: key.indices, entry: [])
  }
}
