/// Makes an instance on which a body fails small and easy to read.
///
/// Sizes first, then all numbers at once, then one number after another; every step is an instance
/// of the generator, strictly simpler, on which the body fails as well. At most 600 of them are
/// tried.
struct Shrinker {
  let generator: Generator
  private(set) var instance: [Value]
  private(set) var outcome: InstanceSearch.Outcome
  private let judge: ([Value]) throws(Failure) -> InstanceSearch.Outcome
  private var trials = 0
  private var attempts = 0
  private var isOver: Bool { trials >= 600 || attempts >= 4000 }

  init(
    _ generator: Generator, _ instance: [Value], _ outcome: InstanceSearch.Outcome,
    _ judge: @escaping ([Value]) throws(Failure) -> InstanceSearch.Outcome
  ) {
    (self.generator, self.instance, self.outcome, self.judge) = (
      generator, instance, outcome, judge
    )
  }

  /// Shrinks as far as it goes; when the block's fuel ends, so far.
  mutating func run() throws(Failure) {
    do throws(Failure) {
      var hasChanged = true
      while hasChanged, !isOver {
        hasChanged = false
        while try cut() { hasChanged = true }
        if try simplifyAll() { hasChanged = true }
        if try simplifyEach() { hasChanged = true }
      }
    } catch {
      guard case .bound = error.fact else { throw error }
    }
  }

  /// Takes the candidate if it is simpler and fails as well.
  private mutating func accept(_ candidate: [Value]?) throws(Failure) -> Bool {
    attempts += 1
    guard !isOver, let candidate, let valid = try generator.adjusted(candidate),
      Complexity(valid) < Complexity(instance)
    else { return false }
    trials += 1
    let other = try judge(valid)
    guard outcome.isAlike(other) else { return false }
    (instance, outcome) = (valid, other)
    return true
  }

  // MARK: Steps

  /// Fewer points, rows, units: about half of them, or all but one.
  private mutating func cut() throws(Failure) -> Bool {
    for (extent, (size, allowed)) in generator.extents(of: instance).enumerated() {
      var choices: [[Int]] = []
      if size > 4, let half = allowed.greatest(upTo: size / 2) { choices.append(Array(0..<half)) }
      if let less = allowed.greatest(upTo: size - 1) {
        if less < size - 1 {
          choices.append(Array(0..<less))
        } else {
          for place in 0..<min(size, 12) { choices.append((0..<size).filter { $0 != place }) }
        }
      }
      for places in choices
      where try accept(try generator.keeping(places, ofExtent: extent, instance)) {
        return true
      }
    }
    return false
  }

  private mutating func simplifyAll() throws(Failure) -> Bool {
    let forms: [(Double) -> Double] = [
      { _ in 0 }, { _ in 1 }, { $0.rounded() }, { ($0 * 10).rounded() / 10 },
    ]
    for part in instance.indices {
      for form in forms {
        var candidate = instance
        candidate[part] = candidate[part].with(numbers: candidate[part].numbers.map(form))
        if try accept(candidate) { return true }
      }
      if let identity = identity(instance[part]) {
        var candidate = instance
        candidate[part] = identity
        if try accept(candidate) { return true }
      }
    }
    return false
  }

  private func identity(_ value: Value) -> Value? {
    guard let array = value.array, array.form == .matrix else { return nil }
    let n = array.columns
    return value.with(
      numbers: array.elements.indices.map { $0 / n == $0 % n ? 1 : 0 })
  }

  private mutating func simplifyEach() throws(Failure) -> Bool {
    var hasChanged = false
    for part in instance.indices {
      for place in instance[part].numbers.indices where !isOver {
        for number in Complexity.simpler(instance[part].numbers[place])
        where try accept(generator.setting(place, ofPart: part, to: number, instance)) {
          hasChanged = true
          break
        }
      }
    }
    return hasChanged
  }
}

/// How long it takes to read an instance.
private struct Complexity: Comparable {
  private var count = 0
  private var weight = 0

  init(_ instance: [Value]) {
    for value in instance {
      let numbers = value.numbers
      count += numbers.count
      for number in numbers { weight += Complexity.weight(number) }
    }
  }

  static func < (a: Complexity, b: Complexity) -> Bool {
    a.count < b.count || a.count == b.count && a.weight < b.weight
  }

  private static let ladder: [Double] = [0, 1, -1, 2, -2, 0.5, 3, 10, 100, 1000]

  /// The place among the simplest numbers; beyond them, the number of digits counts.
  private static func weight(_ number: Double) -> Int {
    ladder.firstIndex(of: number) ?? ladder.count + 2 * digits(number) + (number < 0 ? 1 : 0)
  }

  private static func digits(_ number: Double) -> Int {
    var (count, zeros) = (0, 0)
    for byte in "\(number)".utf8 {
      if byte == UInt8(ascii: "e") { break }
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { continue }
      if byte > UInt8(ascii: "0") {
        (count, zeros) = (count + zeros + 1, 0)
      } else if count > 0 {
        zeros += 1
      }
    }
    return count
  }

  /// Numbers that are easier to read, simplest first.
  static func simpler(_ number: Double) -> [Double] {
    if let place = ladder.firstIndex(of: number) { return Array(ladder[..<place]) }
    var result = ladder
    for candidate in [number.rounded(), (number * 10).rounded() / 10]
    where candidate != number && weight(candidate) < weight(number) {
      result.append(candidate)
    }
    return result
  }
}
