/// Points (columns) and their classes, one-hot.
final class DataGenerator: Generator {
  let features: Sizes
  let classes: Sizes
  let counts: Sizes

  init(features: Sizes, classes: Sizes, counts: Sizes) {
    (self.features, self.classes, self.counts) = (features, classes, counts)
    super.init()
  }

  private enum Form: Int, CaseIterable {
    case zero
    case oneClass
    case repeatedPoint
    /// Equal points of different classes.
    case contradictory
    case wholeNumbers
    case pairs
    case onALine
    case huge
    case tiny
    case unitVectors
  }

  override var formCount: Int { Form.allCases.count }

  override func generic(_ random: inout RandomSource) throws(Failure) -> [Value]? {
    let (n, K, N) = sizes(.any, &random)
    let labels = (0..<N).map { _ in random.integer(below: K) }
    return instance(n, K, labels, random.normals(n * N, 1))
  }

  override func special(
    _ form: Int, _ end: Sizes.End, _ random: inout RandomSource
  ) throws(Failure) -> [Value]? {
    let (n, K, N) = sizes(end, &random)
    let form = Form.allCases[form]
    let one = random.integer(below: K)
    let labels = (0..<N).map { point in
      form == .oneClass ? one : form == .contradictory ? point % K : random.integer(below: K)
    }
    return instance(n, K, labels, entries(form, n, N, &random))
  }

  private func sizes(_ end: Sizes.End, _ random: inout RandomSource) -> (Int, Int, Int) {
    (features.draw(end, &random), classes.draw(end, &random), counts.draw(end, &random))
  }

  /// The coordinates, feature after feature.
  private func entries(
    _ form: Form, _ n: Int, _ N: Int, _ random: inout RandomSource
  ) -> [Double] {
    let normals = random.normals(n * N, 1)
    func points(_ entry: (_ row: Int, _ point: Int) -> Double) -> [Double] {
      (0..<n * N).map { entry($0 / N, $0 % N) }
    }
    switch form {
    case .zero: return points { _, _ in 0 }
    case .oneClass: return normals
    case .repeatedPoint, .contradictory: return points { row, _ in normals[row * N] }
    case .wholeNumbers: return random.wholes(n * N, 2)
    case .pairs: return points { normals[$0 * N + $1 / 2] }
    case .onALine:
      let along = random.wholes(N, 3)
      return points { normals[$0 * N] * along[$1] }
    case .huge: return normals.map { 10 * $0 }
    case .tiny: return normals.map { 1e-4 * $0 }
    case .unitVectors: return points { $0 == $1 % n ? 1 : 0 }
    }
  }

  private func instance(_ n: Int, _ K: Int, _ labels: [Int], _ entries: [Double]) -> [Value] {
    let N = labels.count
    let targets = (0..<K * N).map { labels[$0 % N] == $0 / N ? 1.0 : 0.0 }
    return [
      .array(NumericArray(rows: n, columns: N, entries)),
      .array(NumericArray(rows: K, columns: N, targets)),
    ]
  }

  override func adjusted(_ instance: [Value]) throws(Failure) -> [Value]? {
    guard instance[0].numbers.allSatisfy({ $0.isFinite }), let y = instance[1].array else {
      return nil
    }
    let areOneHot = (0..<y.columns).allSatisfy { point in
      isOneHot((0..<y.rows).map { y.elements[$0 * y.columns + point] })
    }
    return areOneHot ? instance : nil
  }

  /// Another class for a point, if a number of the targets is set.
  override func setting(
    _ place: Int, ofPart part: Int, to number: Double, _ instance: [Value]
  ) -> [Value] {
    guard part == 1, number == 1, let y = instance[1].array else {
      return super.setting(place, ofPart: part, to: number, instance)
    }
    var entries = y.elements
    for row in 0..<y.rows { entries[row * y.columns + place % y.columns] = 0 }
    entries[place] = 1
    return [instance[0], instance[1].with(numbers: entries)]
  }

  override func extents(of instance: [Value]) -> [(size: Int, allowed: Sizes)] {
    guard let x = instance[0].array, let y = instance[1].array else { return [] }
    return [(x.columns, counts), (x.rows, features), (y.rows, classes)]
  }

  override func keeping(_ places: [Int], ofExtent extent: Int, _ instance: [Value]) -> [Value]? {
    guard let x = instance[0].array, let y = instance[1].array else { return nil }
    switch extent {
    case 0: return [.array(x.keeping(columns: places)), .array(y.keeping(columns: places))]
    case 1: return [.array(x.keeping(rows: places)), instance[1]]
    default: return [instance[0], .array(y.keeping(rows: places))]
    }
  }
}
