/// Vectors of normal entries.
final class VectorGenerator: Generator {
  let sizes: Sizes

  init(_ sizes: Sizes) {
    self.sizes = sizes
    super.init()
  }

  override var formCount: Int { VectorForm.allCases.count }

  override func generic(_ random: inout RandomSource) throws(Failure) -> [Value]? {
    let n = sizes.draw(.any, &random)
    return [.array(NumericArray(random.normals(n, 2)))]
  }

  override func special(
    _ form: Int, _ end: Sizes.End, _ random: inout RandomSource
  ) throws(Failure) -> [Value]? {
    let n = sizes.draw(end, &random)
    return [.array(NumericArray(VectorForm.allCases[form].entries(n, &random)))]
  }

  override func extents(of instance: [Value]) -> [(size: Int, allowed: Sizes)] {
    [(instance[0].numbers.count, sizes)]
  }

  override func keeping(_ places: [Int], ofExtent extent: Int, _ instance: [Value]) -> [Value]? {
    instance[0].array.map { [.array($0.keeping(rows: places))] }
  }
}

/// Vectors of positive numbers with sum 1.
final class DistributionGenerator: Generator {
  let sizes: Sizes

  init(_ sizes: Sizes) {
    self.sizes = sizes
    super.init()
  }

  private enum Form: Int, CaseIterable {
    case uniform
    case nearlyCertain
    case halves
    case ties
    case oneNearlyImpossible
  }

  override var formCount: Int { Form.allCases.count }

  override func generic(_ random: inout RandomSource) throws(Failure) -> [Value]? {
    let n = sizes.draw(.any, &random)
    return [.array(MatrixKind.distribution(random.normals(n, 1)))]
  }

  override func special(
    _ form: Int, _ end: Sizes.End, _ random: inout RandomSource
  ) throws(Failure) -> [Value]? {
    let n = sizes.draw(end, &random)
    let place = random.integer(below: n)
    let entries: [Double] =
      switch Form.allCases[form] {
      case .uniform: Array(repeating: 1, count: n)
      case .nearlyCertain: (0..<n).map { $0 == place ? 1 : 1e-6 }
      // 1/2, 1/4, …, and the last one twice.
      case .halves: (0..<n).map { 1 / Double(UInt64(1) << UInt64(min(min($0, n - 2) + 1, 50))) }
      case .ties: (0..<n).map { _ in Double(1 + random.integer(below: 2)) }
      case .oneNearlyImpossible: (0..<n).map { $0 == place ? 1e-6 : 1 + random.uniform() }
      }
    return [.array(MatrixKind.distribution(entries))]
  }

  override func adjusted(_ instance: [Value]) throws(Failure) -> [Value]? {
    let entries = instance[0].numbers
    guard entries.allSatisfy({ $0.isFinite }), entries.contains(where: { $0 != 0 }) else {
      return nil
    }
    return [.array(MatrixKind.distribution(entries))]
  }

  override func extents(of instance: [Value]) -> [(size: Int, allowed: Sizes)] {
    [(instance[0].numbers.count, sizes)]
  }

  override func keeping(_ places: [Int], ofExtent extent: Int, _ instance: [Value]) -> [Value]? {
    instance[0].array.map { [.array($0.keeping(rows: places))] }
  }
}

/// Unit vectors: one entry 1, the others 0.
final class OneHotGenerator: Generator {
  let sizes: Sizes

  init(_ sizes: Sizes) {
    self.sizes = sizes
    super.init()
  }

  /// The first place, the last place.
  override var formCount: Int { 2 }

  private func unit(_ n: Int, _ place: Int) -> [Value] {
    [.array(NumericArray((0..<n).map { $0 == place ? 1 : 0 }))]
  }

  override func generic(_ random: inout RandomSource) throws(Failure) -> [Value]? {
    let n = sizes.draw(.any, &random)
    return unit(n, random.integer(below: n))
  }

  override func special(
    _ form: Int, _ end: Sizes.End, _ random: inout RandomSource
  ) throws(Failure) -> [Value]? {
    let n = sizes.draw(end, &random)
    return unit(n, form == 0 ? 0 : n - 1)
  }

  override func adjusted(_ instance: [Value]) throws(Failure) -> [Value]? {
    isOneHot(instance[0].numbers) ? instance : nil
  }

  override func extents(of instance: [Value]) -> [(size: Int, allowed: Sizes)] {
    [(instance[0].numbers.count, sizes)]
  }

  override func keeping(_ places: [Int], ofExtent extent: Int, _ instance: [Value]) -> [Value]? {
    instance[0].array.map { [.array($0.keeping(rows: places))] }
  }
}

/// Numbers between two bounds, which belong to them.
final class ScalarGenerator: Generator {
  let low: Double
  let high: Double

  init(_ low: Double, _ high: Double) {
    (self.low, self.high) = (low, high)
    super.init()
  }

  private enum Form: Int, CaseIterable {
    case low
    case high
    case zero
    case middle
    case one
    case minusOne
    case leastWhole
    case greatestWhole
    case whole
    case nearLow
    case nearHigh
    case nearZero
  }

  override var formCount: Int { Form.allCases.count }

  override func generic(_ random: inout RandomSource) throws(Failure) -> [Value]? {
    [.number(low + (high - low) * random.uniform())]
  }

  override func special(
    _ form: Int, _ end: Sizes.End, _ random: inout RandomSource
  ) throws(Failure) -> [Value]? {
    let length = high - low
    let number: Double =
      switch Form.allCases[form] {
      case .low: low
      case .high: high
      case .zero: 0
      case .middle: low + length / 2
      case .one: 1
      case .minusOne: -1
      case .leastWhole: low.rounded(.up)
      case .greatestWhole: high.rounded(.down)
      case .whole: (low + length * random.uniform()).rounded()
      case .nearLow: low + 1e-6 * length * random.uniform()
      case .nearHigh: high - 1e-6 * length * random.uniform()
      case .nearZero: 1e-6 * length * (random.uniform() - 0.5)
      }
    return low <= number && number <= high ? [.number(number)] : nil
  }

  /// The nearest number between the bounds.
  override func adjusted(_ instance: [Value]) throws(Failure) -> [Value]? {
    guard case .number(let number) = instance[0], !number.isNaN else { return nil }
    return [.number(min(max(low, number), high))]
  }
}
